"""Whatever shape a table comes in: a figure is read into its own cell, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_layouts import (
    FORMS,
    LAYOUTS,
    WITH_BLANKS,
    all_rows,
    expanded,
    form_2021,
    merged,
    written,
)

from generator.importers import read
from generator.importers.cells import read_cell
from generator.importers.filling import Filling, fill
from generator.importers.rows import source_rows
from generator.importers.tables import read_table
from generator.model.forms import Number

ROWS = list(all_rows(form_2021()))
NUMBERS = {
    f"{table.id}.{row.id}": [column.number for column in block.leaf_columns]
    for table in form_2021().tables
    for block, row in table.rows()
}


def filling_of(text: str) -> Filling:
    submission, findings = read("report.txt", text.encode())
    assert submission
    assert not findings
    return fill(submission, FORMS)


def distinct() -> dict[str, dict[str, list[str]]]:
    """Figures that differ everywhere, so that one in a wrong cell shows."""
    values: dict[str, dict[str, list[str]]] = {}
    number = 100
    for table, row, count in ROWS:
        values.setdefault(table, {})[row] = [str(number + place) for place in range(count)]
        number += count
    return values


def expected(table: str, row: str, texts: list[str]) -> tuple[object, ...]:
    numbers = NUMBERS[f"{table}.{row}"]
    return tuple(read_cell(text, number)[0] for text, number in zip(texts, numbers, strict=True))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_of_a_full_report_is_read(layout: str) -> None:
    values = distinct()
    filling = filling_of(written(values, LAYOUTS[layout]))
    for table, row, _ in ROWS:
        found = filling.report.row(table, row)
        assert found
        assert found.cells == expected(table, row, values[table][row]), (table, row)
    assert [finding.code for finding in filling.findings] == []
    assert filling.report.unplaced == ()


TEXTS = ["0", "1", "12", "305", "/", "—", "", "", "", "１２", "1,234"]
MOSTLY_BLANK = st.sampled_from(["", "", "", "", "", "0", "7"])


@st.composite
def reports(draw: st.DrawFn) -> dict[str, dict[str, list[str]]]:
    texts = draw(st.sampled_from([st.sampled_from(TEXTS), MOSTLY_BLANK, st.just("0")]))
    missing = draw(st.sets(st.sampled_from(ROWS), max_size=3))
    values: dict[str, dict[str, list[str]]] = {}
    for table, row, count in ROWS:
        if (table, row, count) not in missing:
            cells = draw(st.lists(texts, min_size=count, max_size=count))
            values.setdefault(table, {})[row] = cells
    return values


def wrong_cells(
    filling: Filling, values: dict[str, dict[str, list[str]]]
) -> tuple[list[str], set[str]]:
    """The rows that were read otherwise than they are written, and those reported as unread."""
    unread = {
        finding.place.cell
        for finding in filling.findings
        if finding.code in ("import.row_unclear", "import.row_columns", "import.row_missing")
    } | {
        cell.rpartition(".")[0]
        for finding in filling.findings
        if finding.code == "import.rows_missing"
        for cell in finding.cells
    }
    lost = (
        {"applications", "proceedings", "disclosure"}
        if any(finding.code == "import.table_missing" for finding in filling.findings)
        else set()
    )
    wrong = []
    for table, row, count in ROWS:
        found = filling.report.row(table, row)
        assert found
        texts = values.get(table, {}).get(row, [""] * count)
        if found.cells == expected(table, row, texts):
            continue
        blank = found.cells == (None,) * count
        if not (blank and (f"{table}.{row}" in unread or table in lost)):
            wrong.append(f"{table}.{row}: {texts} → {found.cells}")
    return wrong, unread


@settings(max_examples=40)
@given(reports(), st.sampled_from(sorted(LAYOUTS)))
def test_a_figure_is_read_into_its_own_cell_or_not_at_all(
    values: dict[str, dict[str, list[str]]], layout: str
) -> None:
    filling = filling_of(written(values, LAYOUTS[layout]))
    wrong, _ = wrong_cells(filling, values)
    assert wrong == []


@settings(max_examples=20)
@given(reports())
def test_grids_that_know_their_merged_cells_are_read_to_the_last_cell(
    values: dict[str, dict[str, list[str]]],
) -> None:
    for table in form_2021().tables:
        rows = values.get(table.id, {})
        reading = read_table(table, source_rows([expanded(merged(table, rows))]))
        assert not reading.unclear
        for row, texts in rows.items():
            if any(texts):
                assert reading.rows[row].cells == expected(table.id, row, texts)


@settings(max_examples=20)
@given(st.lists(st.booleans(), min_size=7, max_size=7), st.sampled_from(sorted(WITH_BLANKS)))
def test_one_row_of_figures_shows_where_the_blanks_of_another_stand(
    filled: list[bool], layout: str
) -> None:
    values = distinct()
    texts = [str(place + 1) if there else "" for place, there in enumerate(filled)]
    values["applications"]["state_secret"] = texts
    filling = filling_of(written(values, LAYOUTS[layout]))
    found = filling.report.row("applications", "state_secret")
    assert found
    assert found.cells == expected("applications", "state_secret", texts)


def test_a_decimal_stays_exact() -> None:
    values = distinct()
    values["disclosure"]["fees"] = ["190.457379"]
    filling = filling_of(written(values, LAYOUTS["pipes_packed"]))
    found = filling.report.row("disclosure", "fees")
    assert found
    assert found.cells == (Decimal("190.457379"),)
    assert read_cell("190.457379", Number.AMOUNT)[0] == Decimal("190.457379")
