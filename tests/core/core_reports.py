"""Hypothesis strategies for any report that a record can hold."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from generator.build.content import known_forms
from generator.model.agencies import Scope
from generator.model.findings import Accepted
from generator.model.forms import Form
from generator.model.reports import (
    Cell,
    Correction,
    ExtraTable,
    Narrative,
    Report,
    Row,
    Source,
    Unplaced,
)

FORMS = known_forms()

NASTY = (
    "null", "~", "true", "No", "y", "1e3", "0x1F", "017", "1_000", "-0", "-", "- a", "? b", ": c",
    "a: b", "a #b", "#", "&a", "*a", "!t", "|", ">", "'", '"', "%YAML", "@", "`", "=", "<<", "---",
    "...", "[1]", "{a: b}", "a,b", "\\", "\t", "\x00", "\x07", "\x1b[31m", "\r\n", "\r", "\x85",
    "\u2028", "\u2029", "\ufeff", "\u200b", "\xa0", "\u3000", "😀", "\U000e0001", "\uffff", "：",
    "<script>alert(1)</script>", "{{ site }}", "=1+1", "2022-01-18", "12:30:45", ".5", "+1", "1.",
)  # fmt: skip
"""Text that YAML, or somebody behind it, gives a meaning of its own."""

_CHARACTERS = st.characters(exclude_categories=["Cs"])
anything = st.one_of(
    st.sampled_from(NASTY),
    st.text(_CHARACTERS, max_size=20),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text("中 a:#\n", max_size=5)), max_size=4).map(
        "".join
    ),
)
"""Any text at all but half characters, which no UTF-8 file holds."""

filled = anything.filter(lambda text: bool(text.strip()))
"""Text that says something."""

_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
lines = filled.filter(
    lambda text: not any(unicodedata.category(each) == "Cc" or each in _DIRECTIONS for each in text)
)
"""Text that may be a name."""

paragraph = anything.map(lambda text: text.replace("\n", " ").strip()).filter(bool)
paragraphs = st.lists(paragraph, max_size=3).map(tuple)

numbers: st.SearchStrategy[Cell] = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.builds(
        lambda digits, places, sign: Decimal((sign, tuple(map(int, str(digits))), -places)),
        st.integers(0, 10**12),
        st.integers(1, 12),
        st.sampled_from((0, 1)),
    ).filter(lambda number: abs(number) < 10**18),
)
cells: st.SearchStrategy[Cell] = st.one_of(st.none(), numbers, anything)

_ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("null",)
)
_days = st.dates(date(1990, 1, 1), date(2199, 12, 31))
_fingerprints = st.text("0123456789abcdef", min_size=16, max_size=16)
accepted = st.builds(Accepted, _fingerprints, filled, filled)
_file_names = st.text(_CHARACTERS, min_size=1, max_size=12).filter(
    lambda name: not set(name) & set('\\/:*?"<>|~') and min(name) >= " " and name.strip(". ")
)


@st.composite
def rows(draw: st.DrawFn, form: Form) -> dict[str, dict[str, Row]]:
    tables: dict[str, dict[str, Row]] = {}
    for table in form.tables:
        chosen = [each for each in table.rows() if draw(st.booleans())]
        own = {
            row.id: Row(tuple(draw(cells) for _ in block.leaf_columns)) for block, row in chosen[:4]
        }
        if own:
            tables[table.id] = own
    return tables


@st.composite
def narratives(draw: st.DrawFn, form: Form) -> dict[str, Narrative]:
    if form.free_chapters:
        chapter = st.builds(Narrative, paragraphs, paragraphs, filled)
        return draw(st.dictionaries(_ids, chapter, max_size=3))
    return {
        section.id: draw(st.builds(Narrative, paragraphs, paragraphs))
        for section in form.sections
        if not section.optional or draw(st.booleans())
    }


@st.composite
def reports(draw: st.DrawFn, form: Form | None = None) -> Report:
    form = form or draw(st.sampled_from(list(FORMS.values())))
    source = st.builds(
        Source, _file_names.filter(str.strip), st.text("0123456789abcdef", min_size=64, max_size=64)
    )
    cell_ids = st.tuples(_ids, _ids, _ids).map(".".join)
    relation_ids = st.tuples(_ids, _ids).map(".".join)
    pieces = st.builds(Unplaced, _ids, filled)
    grids = st.lists(st.lists(anything, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    changes = st.builds(Correction, _days, cell_ids, anything, anything, filled)
    return Report(
        agency="a",
        year=2022,
        form=form.id,
        title=draw(filled),
        published=draw(st.none() | _days),
        scope=draw(st.none() | st.sampled_from(Scope)),
        source=draw(st.none() | source),
        preface=draw(paragraphs),
        sections=draw(narratives(form)),
        tables=draw(rows(form)),
        extra_tables=draw(
            st.lists(st.builds(ExtraTable, _ids, anything, grids), max_size=2).map(tuple)
        ),
        unplaced=draw(st.lists(pieces, max_size=2).map(tuple)),
        explanations=draw(st.dictionaries(relation_ids, filled, max_size=2)),
        corrections=draw(st.lists(changes, max_size=2).map(tuple)),
        accepted=draw(st.lists(accepted, max_size=2).map(tuple)),
    )
