"""Tables that lost cells, rows, heads or spans: no figure ever stands in another cell than its own.

Every figure differs from every other, so one that is read into a wrong cell shows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from import_layouts import Merged, all_rows, merged
from import_reports import html_table, known_forms

from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.forms import Form

Rows = list[list[Merged]]
Values = Mapping[str, Mapping[str, Sequence[str]]]
Change = Callable[[Rows, random.Random], list[Rows]]
SHORT, LONG = 70, 1500


def distinct(form: Form) -> dict[str, dict[str, list[str]]]:
    values: dict[str, dict[str, list[str]]] = {}
    number = 100
    for table, row, count in all_rows(form):
        values.setdefault(table, {})[row] = [str(number + place) for place in range(count)]
        number += count
    return values


def with_figures(rows: Rows) -> list[int]:
    return [number for number, row in enumerate(rows) if any(c.text.isdigit() for c in row)]


def cell_lost(rows: Rows, dice: random.Random) -> list[Rows]:
    row = rows[dice.choice(with_figures(rows))]
    del row[dice.randrange(len(row))]
    return [rows]


def blank_more(rows: Rows, dice: random.Random) -> list[Rows]:
    row = rows[dice.choice(with_figures(rows))]
    row.insert(dice.randrange(len(row) + 1), Merged(""))
    return [rows]


def column_more(rows: Rows, dice: random.Random) -> list[Rows]:
    for number, row in enumerate(rows):
        row.append(Merged(dice.choice(["", "9999", "注"]) if number else "备注"))
    return [rows]


def figures_more(rows: Rows, dice: random.Random) -> list[Rows]:
    for number in with_figures(rows):
        row = rows[number]
        row.insert(next(i for i, cell in enumerate(row) if cell.text.isdigit()), Merged("9999"))
    return [rows]


def divided(rows: Rows, dice: random.Random) -> list[Rows]:
    place = dice.choice(with_figures(rows))
    return [rows[:place], rows[place:]]


def no_heights(rows: Rows, dice: random.Random) -> list[Rows]:
    return [[[Merged(cell.text, cell.width) for cell in row] for row in rows]]


def no_widths(rows: Rows, dice: random.Random) -> list[Rows]:
    return [[[Merged(cell.text, 1, cell.height) for cell in row] for row in rows]]


def no_spans(rows: Rows, dice: random.Random) -> list[Rows]:
    return [[[Merged(cell.text) for cell in row] for row in rows]]


def rows_swapped(rows: Rows, dice: random.Random) -> list[Rows]:
    place = dice.choice(with_figures(rows))
    if place + 1 < len(rows):
        rows[place], rows[place + 1] = rows[place + 1], rows[place]
    return [rows]


def row_lost(rows: Rows, dice: random.Random) -> list[Rows]:
    del rows[dice.choice(with_figures(rows))]
    return [rows]


def labels_lost(rows: Rows, dice: random.Random) -> list[Rows]:
    row = rows[dice.choice(with_figures(rows))]
    row[:] = [c if c.text.isdigit() else Merged("", c.width, c.height) for c in row]
    return [rows]


def row_twice(rows: Rows, dice: random.Random) -> list[Rows]:
    place = dice.choice(with_figures(rows))
    again = [Merged("9999" if c.text.isdigit() else c.text, c.width) for c in rows[place]]
    rows.insert(place + 1, again)
    return [rows]


def heads_swapped(rows: Rows, dice: random.Random) -> list[Rows]:
    row = rows[dice.choice([n for n in range(len(rows)) if n not in with_figures(rows)])]
    if len(row) > 1:
        one, other = dice.sample(range(len(row)), 2)
        a, b = row[one], row[other]
        row[one] = Merged(b.text, a.width, a.height)
        row[other] = Merged(a.text, b.width, b.height)
    return [rows]


CHANGES: tuple[Change, ...] = (
    *(cell_lost, blank_more, column_more, figures_more, divided, no_heights, no_widths),
    *(no_spans, rows_swapped, row_lost, labels_lost, row_twice, heads_swapped),
)


def page(form: Form, values: Values, mangled: str, parts: Sequence[Rows]) -> bytes:
    body = ["<meta charset=utf-8><p>某县某局2023年政府信息公开工作年度报告</p>"]
    for section in form.sections:
        body.append(f"<p>{section.title.zh}</p><p>甲乙丙丁。</p>")
        if section.table == mangled:
            body += map(html_table, parts)
        elif section.table:
            body.append(html_table(merged(form.table(section.table), values[section.table])))
    return "".join(body).encode()


def wrong(filling: Filling, values: Values) -> Iterator[str]:
    for table, rows in values.items():
        for row, texts in rows.items():
            found = filling.report.row(table, row)
            cells = found.cells if found else (None,) * len(texts)
            for place, (text, cell) in enumerate(zip(texts, cells, strict=True)):
                if cell is not None and str(cell) != text:
                    yield f"{table}.{row}[{place}]: {text} → {cell}"


def tried(change: Change, count: int, seed: int) -> Iterator[str]:
    dice = random.Random(seed)
    for number in range(count):
        form = known_forms()[dice.choice(sorted(known_forms()))]
        values = distinct(form)
        table = dice.choice(sorted(values))
        parts = change(merged(form.table(table), values[table]), dice)
        submission, _ = read("report.html", page(form, values, table, parts))
        assert submission
        for each in wrong(fill(submission, known_forms()), values):
            yield f"{number} {form.id} {each}"


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_figure_stands_in_another_cell(change: Change) -> None:
    assert list(tried(change, SHORT // len(CHANGES), 1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_figure_stands_in_another_cell_however_often(change: Change) -> None:
    assert list(tried(change, LONG // len(CHANGES), 2)) == []
