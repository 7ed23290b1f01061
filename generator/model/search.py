"""What the search index is made from: one entry for each report, agency and page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple


class EntryType(StrEnum):
    """What an entry stands for."""

    REPORT = "report"
    AGENCY = "agency"
    PAGE = "page"


class Level(IntEnum):
    """How prominently something is said; a higher level counts for more in the order of hits."""

    TABLE = 1
    TEXT = 2
    HEADING = 3
    TITLE = 4


class Piece(NamedTuple):
    """A place of a page at which a hit can open, without its text.

    `anchor` is the id in the page, without ``#``; "" is the top. `heading` is what stands over the
    piece: the title of a section, or the label path of a cell. `section` groups pieces for the
    filter by section ("" belongs to none). `level` is TEXT or TABLE.
    """

    anchor: str
    heading: str
    section: str = ""
    level: Level = Level.TEXT


@dataclass(frozen=True, slots=True)
class Entry:
    """One report, agency or page.

    `address` is relative to the portal's root (``agencies/a/2022/``) and identifies the entry.
    `agency` is the agency's id, "" on pages. `name` is the agency's name at the time; `former`,
    `aliases` and `pinyin` are set on agencies only. `pinyin` spells each of the present name, the
    former names and the aliases, in this order, one syllable a character.
    `kind`, `area` and `edition` are labels for people, "" where there is none; `year` is None on
    agencies and pages. `faulty` says that the report has findings. `texts` has one text for each of
    `pieces`: paragraphs separated by line breaks, a cell as it was written, or "" where there is
    nothing but a heading. Reports of one form share their pieces.
    """

    address: str
    type: EntryType
    title: str
    agency: str = ""
    name: str = ""
    former: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    pinyin: tuple[tuple[str, ...], ...] = ()
    kind: str = ""
    area: str = ""
    year: int | None = None
    edition: str = ""
    published: date | None = None
    corrected: bool = False
    faulty: bool = False
    pieces: tuple[Piece, ...] = ()
    texts: tuple[str, ...] = ()
