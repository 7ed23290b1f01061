"""Rows of figures are read beside the parser, and nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import nodes

LINES = st.sampled_from(
    [
        "tables:",
        "  other:",
        "  one: [1, 0, null]",
        "  two:   [12]",
        "    two: [0, 0]",
        "  two: [00, 1_0, 3]",
        "  three: [1, 2] # said",
        "  three: [1,2]",
        "  three: [-1, 2.50]",
        "  four: [1, [2, 3]]",
        "  five: |",
        "  five: >",
        '  five: "open',
        '  close"',
        "  six: {",
        "  }",
        "  - 1",
        "    more",
        "",
        "text: &a [1, 2]",
        "  \ue000: [1, 2]",
        "  seven: \ue0000",
    ]
)


@given(st.lists(LINES, max_size=9).map("\n".join))
@example("a: |\n  one: [1, 0]\nb:\n  one: [1, 0]\n")
@example('a: "\n  one: [1, 0]"\n')
@example("b:\n  one: [1, 0]\n    more\n")
@example("b:\n  one: [1, 0]\n  one: [1]\n")
def test_rows_read_beside_the_parser_are_what_the_parser_reads(text: str) -> None:
    assert nodes.read(text, "r.yml") == nodes._read(text, "r.yml", ())  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("before", ["one: ", "longer:    "])
def test_a_cell_knows_where_it_stands(before: str) -> None:
    node, findings = nodes.read(f"t:\n  {before}[12, null, 0]\n", "r.yml")
    assert findings == []
    assert isinstance(node, nodes.Mapping)
    table = node.entries[0][1]
    assert isinstance(table, nodes.Mapping)
    row = table.entries[0][1]
    first = len(before) + 4
    assert row == nodes.Sequence(
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
