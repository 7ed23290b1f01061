"""Records that were read before, as bytes that read back many times faster than their YAML.

Everything here can be made again from the records; a key says from which bytes, with which program
and forms, it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

import msgspec

from generator.build.catalogue import Stamp
from generator.build.fingerprints import digest
from generator.model.reports import Cell, Report, Row

_Cell = int | str | tuple[str] | None
"""A cell; an amount as a tuple of its digits, since text in a cell is something else."""


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Cell, ...]
    lines: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Report(Report):
    """A report with its tables as they are kept."""

    tables: Mapping[str, Mapping[str, _Row]] = field(  # pyright: ignore[reportIncompatibleVariableOverride]
        default_factory=dict[str, Mapping[str, _Row]]
    )


_FIELDS = tuple(each.name for each in fields(Report) if each.name != "tables")
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[_Report, ...]).decode


def key_of(known: Mapping[str, str], inputs: Mapping[str, Stamp]) -> str:
    """What the reports of an agency are read with and from: `known` facts, and its files."""
    files = (f"{name} {inputs[name][2]}" for name in sorted(inputs))
    return digest("\n".join([known["program"], known["forms"], *files]).encode())


def packed(reports: Iterable[Report]) -> bytes:
    """The reports as bytes."""
    return _encode([_kept(report) for report in reports])


def unpacked(content: bytes) -> tuple[Report, ...]:
    """The reports again; `msgspec.MsgspecError` when the bytes are no such reports."""
    return tuple(map(_report, _decode(content)))


def _kept(report: Report) -> Report:
    """The report, with the amounts that it has as they are kept."""
    amounts = [
        name
        for name, rows in report.tables.items()
        if any(Decimal in map(type, row.cells) for row in rows.values())
    ]
    if not amounts:
        return report
    kept = {name: {row: _row(one) for row, one in report.tables[name].items()} for name in amounts}
    return _Report(**_others(report), tables={**report.tables, **kept})  # pyright: ignore[reportArgumentType]


def _row(row: Row) -> _Row:
    return _Row(tuple(map(_packed, row.cells)), row.lines, row.columns)


def _report(kept: _Report) -> Report:
    tables = {
        name: {row: Row(_unpacked(one.cells), one.lines, one.columns) for row, one in rows.items()}
        for name, rows in kept.tables.items()
    }
    return Report(**_others(kept), tables=tables)


def _others(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in _FIELDS}


def _packed(cell: Cell) -> _Cell:
    return (format(cell, "f"),) if isinstance(cell, Decimal) else cell


def _unpacked(cells: tuple[_Cell, ...]) -> tuple[Cell, ...]:
    if tuple not in map(type, cells):
        return cells  # pyright: ignore[reportReturnType]
    return tuple(Decimal(cell[0]) if isinstance(cell, tuple) else cell for cell in cells)
