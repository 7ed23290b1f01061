"""Every piece of text of a submission is in its record once, wherever it stood."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from import_layouts import FORMS, LAYOUTS, form_2021, merged

from generator import records
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.messages import LANGUAGES, messages
from generator.model.reports import Report

HEADINGS = [section.title.zh for section in form_2021().sections]
SENTENCE = st.sampled_from(
    [
        *("甲乙丙。", "（一）主动公开", "一是加强领导。", "五、其他情况", "注：下同", "附件：表格"),
        *(
            "主动公开政府信息情况",
            "共 3 件",
            "规章",
            "其他",
            "总计",
            "行政许可",
            "3",
            "联系电话 0375",
        ),
        *("首页 > 年报", "打印", "来源：某局", "第 1 页", "单位：件", "索引号：1/2022-00001"),
        *("一\t二", "甲 | 乙", "单位\t金额\n甲局\t380元", *HEADINGS),
    ]
)


@st.composite
def submissions(draw: st.DrawFn) -> str:
    """Sections and tables of a report with anything between and inside them."""
    lines: list[str] = []
    for section in form_2021().sections:
        lines += draw(st.lists(SENTENCE, max_size=3))
        if draw(st.booleans()):
            lines.append(section.title.zh)
        lines += draw(st.lists(SENTENCE, max_size=3))
        if section.table and draw(st.booleans()):
            table = form_2021().table(section.table)
            count = {row.id: len(block.leaf_columns) for block, row in table.rows()}
            values = {row: ["7"] * number for row, number in count.items()}
            layout = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))]
            written = layout(merged(table, values)).split("\n")
            cut = draw(st.integers(0, len(written)))
            lines += [*written[:cut], *draw(st.lists(SENTENCE, max_size=1)), *written[cut:]]
    return "\n".join(lines)


def filling_of(text: str) -> Filling | None:
    submission, _ = read("report.txt", text.encode())
    return fill(submission, FORMS, year=2023) if submission else None


def characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s|:-]", "", text))


def all_text(report: Report) -> str:
    narrative = [text for part in report.sections.values() for text in part.paragraphs]
    pieces = [piece.text for piece in report.unplaced]
    return "".join([report.title, *report.preface, *narrative, *pieces])


@settings(max_examples=50)
@given(submissions())
def test_nothing_is_added_and_only_headings_labels_and_figures_go(text: str) -> None:
    filling = filling_of(text)
    if filling is None:
        return
    kept, source = characters(all_text(filling.report)), characters(text)
    assert not kept - source
    form = form_2021()
    words = [*HEADINGS]
    for table in form.tables:
        count = {row.id: len(block.leaf_columns) for block, row in table.rows()}
        rows = merged(table, {row: ["7"] * number for row, number in count.items()})
        words += [cell.text for row in rows for cell in row]
    gone = source - kept
    assert not gone - (
        characters("".join(words * 60)) + characters("规章其他总计行政许可3共件" * 9)
    )


MARK = st.integers(0, 10_000).map(lambda number: f"第{number}段写明了本机关的工作。")


@settings(max_examples=25)
@given(st.lists(MARK, unique=True, min_size=12, max_size=12), st.sampled_from(sorted(LAYOUTS)))
def test_every_paragraph_is_there_once_and_in_order(marks: list[str], layout: str) -> None:
    lines: list[str] = []
    for section in form_2021().sections:
        before, after = marks[len(lines) % 12], None
        lines.append(section.title.zh)
        number = form_2021().sections.index(section) * 2
        before, after = marks[number], marks[number + 1]
        lines.append(before)
        if section.table:
            table = form_2021().table(section.table)
            count = {row.id: len(block.leaf_columns) for block, row in table.rows()}
            values = {row: ["7"] * size for row, size in count.items()}
            lines.append(LAYOUTS[layout](merged(table, values)))
        lines.append(after)
    filling = filling_of("\n".join(lines))
    assert filling
    found = [filling.report.sections[section.id] for section in form_2021().sections]
    assert [text for part in found for text in part.paragraphs] == marks
    assert all(
        len(part.before) == len(part.after) == 1
        for part, section in zip(found, form_2021().sections, strict=True)
        if section.table
    )


@settings(max_examples=25)
@given(submissions())
def test_every_record_reads_back(text: str) -> None:
    filling = filling_of("某局2023年政府信息公开工作年度报告\n" + text)
    assert filling
    written = records.write(filling.report, filling.form)
    parsed, findings = records.parse(written, "2023.yml", "", 2023, FORMS)
    assert findings == []
    assert parsed
    assert records.write(parsed, filling.form) == written
    assert parsed.sections == filling.report.sections
    assert parsed.unplaced == filling.report.unplaced


@settings(max_examples=25)
@given(submissions())
def test_every_figure_in_a_record_stands_in_the_source(text: str) -> None:
    filling = filling_of(text)
    if filling is None:
        return
    lines = text.split("\n")
    for cell, origin in filling.origins.items():
        table, row, column = cell.split(".")
        block, _ = form_2021().table(table).find(row) or (None, None)
        assert block
        place = [each.id for each in block.leaf_columns].index(column)
        found = filling.report.row(table, row)
        assert found
        assert origin.text in lines[origin.line - 1]
        assert str(found.cells[place] if found.cells[place] is not None else "") == origin.text


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    submission, findings = read("report.txt", data)
    assert (submission is None) == bool(findings)
    if submission:
        fill(submission, FORMS)


def test_every_code_has_its_sentence_in_every_language() -> None:
    package = Path(__file__).parents[2] / "generator" / "importers"
    names: set[str] = set()
    for file in sorted(package.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
                called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                first = node.args[0] if node.args else None
                if called in ("Refusal", "_finding", "kept_apart") and isinstance(
                    first, ast.Constant
                ):
                    names.add(str(first.value))
    names |= {"row_unclear", "row_columns", "row_twice"}
    assert len(names) > 15
    for language in LANGUAGES:
        assert [
            name for name in sorted(names) if not messages(language).has(f"finding.import.{name}")
        ] == []
