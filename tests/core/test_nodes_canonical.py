"""Files in the program's own form are read beside the parser, and nobody can tell."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from core_reports import FORMS, reports
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import nodes, records
from generator.nodes import canonical, parsed

LINES = st.sampled_from(
    [
        "tables:",
        "  other:",
        "    inner:",
        "  one: [1, 0, null]",
        "  two:   [12]",
        "    two: [0, 0]",
        "    three: [0]",
        "      four: [0]",
        "  two: [00, 1_0, 3]",
        "  three: [1, 2] # said",
        "  three: [1,2]",
        "  three: [-1, 2.50]",
        "  three: [-1, 2.]",
        "  three: [null, 1..2, -]",
        '  three: [1, "/", "a, b", 中 文]',
        "  four: [1, [2, 3]]",
        "  five: |",
        "five: |",
        "  five: |2",
        "  five: |-",
        "  five: >",
        '  five: "open',
        '  close"',
        '  quoted: "a: b # c"',
        '  quoted: "a" b',
        '  quoted: "\\n"',
        "  quoted: ''",
        "  six: {",
        "  }",
        '  six: {a: b, c: "d, e", f: 2022-01-18}',
        "  six: {a: b, a: c}",
        "  six: {a: b }",
        "six: {a:b, c: d}",
        "plain: 中文 a:b c#d, e",
        "plain: a # b",
        "plain: a: b",
        "plain: a:",
        "plain: a ",
        "plain: - a",
        "plain:",
        "plain: ",
        "  - 1",
        "  - {a: b}",
        "    - {a: b}",
        "- {a: b}",
        "  - a: b",
        "    more",
        "    　more",
        "      more: yes",
        "  # said",
        "# said",
        "#",
        "",
        " ",
        "    ",
        "\t",
        "---",
        "...",
        "%YAML 1.1",
        "text: &a [1, 2]",
        "<<: *a",
        "? a",
        "a" * 1100 + ": b",
        "long: " + "中" * 1100,
        'long: "' + "中" * 1100 + '"',
        "\ue000: [1, 2]",
        "\ufeffa: b",
        "a: b\u2028c: d",
        "a: b\x85c: d",
        "a: b\rc: d",
    ]
)

MEANINGFUL = st.sampled_from(
    [*"\n\n\n   :#-[]{},|>\"'\\&*!%@`~?a0.中\t\r", "\u2028", "\ufeff", "  "]
)
LENIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))


def spelled(node: nodes.Node | None) -> nodes.Node | None:
    """The tree with every list as the parser makes it."""
    if isinstance(node, nodes.Mapping):
        entries = tuple((key, spelled(value) or value) for key, value in node.entries)
        return nodes.Mapping(entries, node.line, node.column)
    if isinstance(node, nodes.Listed):
        items = tuple(spelled(item) or item for item in node.items)
        return nodes.Sequence(items, node.line, node.column)
    return node


def same(text: str) -> bool:
    """Whether the text says the same to both readers; it is told which of them read it."""
    node = canonical.read(text)
    return node is None or (spelled(node), []) == parsed.read(text, "r.yml")


@st.composite
def nearly(draw: st.DrawFn) -> str:
    """A record as the program writes it, and what a slip of the hand makes of it."""
    report = draw(reports())
    text = records.write(report, FORMS[report.form], draw(st.sampled_from(["", "x.json"])))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.sampled_from([0, 0, 1, 1, 2, 3, 20]))
        text = text[:start] + draw(st.just("") | MEANINGFUL) + text[end:]
    return text


@given(st.lists(LINES, max_size=9).map("\n".join))
@example("a: |\n  one: [1, 0]\nb:\n  one: [1, 0]\n")
@example('a: "\n  one: [1, 0]"\n')
@example("b:\n  one: [1, 0]\n    more\n")
@example("b:\n  one: [1, 0]\n  one: [1]\n")
@example("a: |\n  b\n\n\n    c\n\n# said\n\nd: e\n")
@example("a: |\n  b")
@example("a: |\n\n  b\n")
@example("a: |\n    b\n  c\n")
@example("a: |\n  b\n  \nc: d\n")
@example("a: |\n  b\n    \nc: d\n")
@example("a: b\n\n\n  c: d\n")
@example("a:\n\n  # said\n  c: d\n\ne: f\n")
@example("a:\n  - {a: b}\n\n  - {c: d}\n  e: f\n")
def test_a_text_of_such_lines_says_what_the_parser_reads(text: str) -> None:
    assert same(text)
    assert same(f"{text}\n")


@given(nearly())
@LENIENT
def test_a_record_nearly_as_it_is_written_says_what_the_parser_reads(text: str) -> None:
    assert same(text)


@given(st.text("ab: |\n\"[]{},-#0中'\\", max_size=30))
def test_any_text_says_what_the_parser_reads(text: str) -> None:
    assert same(text)
    assert same(f"a:\n  {text}\n")
    assert same(f"a: |\n  {text}\n")


@given(nearly())
@LENIENT
def test_a_report_and_its_findings_are_those_of_the_parser(text: str) -> None:
    with patch("generator.nodes.canonical.read", return_value=None):
        expected = records.parse(text, "r.yml", "a", 2022, FORMS)
    assert records.parse(text, "r.yml", "a", 2022, FORMS) == expected


RECORD = """\
# yaml-language-server: $schema=../../schemas/cn-2021.json
form: cn-2021
title: 湛河区应急管理局2022年政府信息公开工作年度报告
published: 2023-01-18
source: {file: "2022/original.txt", sha256: 649f}

preface: |
  一段。

sections:
  overview: |
    一段。

    二段：a: b # c
  disclosure: ""
  applications:
    before: |
      一段。
    after: "之后"

tables:
  disclosure:
    regulations: [0, -1, 2.50]
    licences:    ["/"]

explanations:
  applications.balance: 说明

corrections:
  - {on: 2023-03-02, cell: a.b.c, from: null, to: "5", reason: 更正}
"""


def test_what_the_program_writes_needs_no_parser() -> None:
    with patch("generator.nodes.parsed.read", side_effect=AssertionError):
        node, findings = nodes.read(RECORD, "r.yml")
    assert (spelled(node), findings) == parsed.read(RECORD, "r.yml")


@pytest.mark.parametrize("before", ["one: ", "longer:    "])
def test_a_cell_knows_where_it_stands(before: str) -> None:
    node, findings = nodes.read(f"t:\n  {before}[12, null, 0]\n", "r.yml")
    assert findings == []
    assert isinstance(node, nodes.Mapping)
    table = node.entries[0][1]
    assert isinstance(table, nodes.Mapping)
    first = len(before) + 4
    assert spelled(table.entries[0][1]) == nodes.Sequence(
        (
            nodes.Scalar("12", plain=True, line=2, column=first),
            nodes.Scalar("null", plain=True, line=2, column=first + 4),
            nodes.Scalar("0", plain=True, line=2, column=first + 10),
        ),
        2,
        first - 1,
    )


def test_too_many_cells_are_told_wherever_they_stand() -> None:
    row = "  a{}: [" + ", ".join(["0"] * 1000) + "]"
    text = "t:\n" + "\n".join(row.format(number) for number in range(201))
    _, findings = nodes.read(text, "r.yml")
    assert [(each.code, each.place.line) for each in findings] == [("yaml.too_much", 201)]
