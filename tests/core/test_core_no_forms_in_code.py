"""Nothing about a real form stands in Python code: a new edition is a YAML file and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from core_reports import FORMS

import generator
from generator.model.forms import Form, Line

PACKAGE = Path(generator.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

# Words that any program about reports uses, and that say nothing about a form.
ORDINARY = {
    *("other", "others", "total", "made", "results", "overview", "problems", "business"),
    *("change", "documents", "figure", "repeated", "unavailable"),
    # The code of a finding, in_force.broken, which is about relations of any form.
    "in_force",
}


def lines(form: Form) -> Iterator[Line]:
    def below(line: Line) -> Iterator[Line]:
        yield line
        for each in line.lines:
            yield from below(each)

    for table in form.tables:
        for block in table.blocks:
            for line in (*block.columns, *block.rows):
                yield from below(line)


def labels() -> set[str]:
    """The wording of forms, without the numbers before it and the brackets around it."""
    found: set[str] = set()
    for form in FORMS.values():
        found |= {form.title.zh, form.source}
        for table in form.tables:
            found.add(table.title.zh)
            for block in table.blocks:
                found |= {label.zh for label in (block.caption, block.head) if label}
        for part in (*lines(form), *form.sections):
            title = part.title if hasattr(part, "title") else part.label
            found |= {title.zh, *part.aliases}
    number = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.])")
    bare = {number.sub("", text) for text in found}
    return {text for text in found | bare if len(text) > 2}


def ids() -> set[str]:
    found: set[str] = set()
    for form in FORMS.values():
        found |= {form.id, *(table.id for table in form.tables)}
        found |= {section.id for section in form.sections}
        found |= {line.id for line in lines(form)}
        found |= {relation.id for relation in form.relations}
        found |= {figure.id for figure in form.figures}
        found |= {mention.id for mention in form.mentions}
    return {name for name in found if name and name not in ORDINARY}


LABELS, IDS = labels(), ids()


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a module that is no docstring, with its line."""
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documentation:
                yield node.lineno, node.value


def told_of_forms(source: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for line, text in strings(ast.parse(source)):
        words = {text, *re.split(r"[^A-Za-z0-9_-]+", text)} if len(text) < 60 else {text}
        found += [(line, name) for name in sorted(words & IDS)]
        found += [(line, label) for label in LABELS if label in text]
    return found


def test_the_scan_knows_what_it_looks_for() -> None:
    assert {"cn-2021", "normative_documents", "granted_in_part", "applications.balance"} <= IDS
    assert {"行政规范性文件", "本年制发件数", "予以公开", "属于国家秘密"} <= LABELS
    assert len(IDS) > 100


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('x = "cn-2021"', 1),
        ('rows["granted_in_part"]', 1),
        ('x = "applications.received.total"', 2),
        ('x = f"第 {n} 行：予以公开"', 1),
        ('"""Such as cn-2021."""', 0),
        ('x = "received_at"', 0),
        ("# 予以公开", 0),
    ],
)
def test_the_scan_sees_a_form_in_code(source: str, count: int) -> None:
    assert len(told_of_forms(source)) == count


@pytest.mark.parametrize("module", MODULES)
def test_nothing_about_a_form_stands_in_the_code(module: str) -> None:
    assert told_of_forms((PACKAGE / module).read_text(encoding="utf-8")) == []
