"""The sheets of our workbooks that hold text: the report's own, its own tables, annex and help."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from generator.exports.xlsx_looks import Looks, lines_of, prepare
from generator.interchange.annex import AnnexTable
from generator.interchange.marks import Mark
from generator.interchange.script import Line, Own, Script, Statutory
from generator.interchange.sheets import kind_of, kind_word, own_sheet
from generator.messages import messages

_KIND_WIDTH, _TEXT_WIDTH = 12, 92
_LINE_HEIGHT = 17
_HIGHEST = 400
"""The highest row that spreadsheets can show, nearly."""
_SPARE = {Mark.PREFACE: 2, Mark.BEFORE: 6, Mark.AFTER: 2}
"""How many rows a template leaves for text of each kind."""
_CHAPTERS = 8
"""How many chapters a template has room for where the form leaves them free."""
_ANNEX_WIDTHS = (30, 34, 34, 16, 16, 34)
_INPUT_COLUMNS = {"explanations": 2, "facts": 1}
"""The column of the annex that is to be filled in, by table."""


def height_of(text: str, width: float) -> float:
    """How high a row with `text` is in a column of that width."""
    return min(_HIGHEST, max(22, lines_of(text, width) * _LINE_HEIGHT + 5))


class TextSheet:
    """The text of a report, one paragraph a row, with the places of its tables."""

    def __init__(self, sheet: Worksheet, looks: Looks, tables: dict[str, str]) -> None:
        self.sheet, self.looks, self.tables = sheet, looks, tables
        self.row = 0
        self.kind = ""

    def write(self, script: Script, *, free: bool, spare: bool) -> list[tuple[str, str, Own]]:
        """The whole sheet; the agency's own tables as name of sheet, caption and rows.

        `free`: the headings of sections are to be filled in. `spare`: there are rows for more.
        """
        self._begin()
        chapters = _CHAPTERS if free and spare else 0
        own: list[tuple[str, str, Own]] = []
        caption = ""
        for number, entry in enumerate(script.entries):
            if isinstance(entry, Line) and entry.mark is Mark.CAPTION:
                caption = entry.text
            elif isinstance(entry, Line):
                if entry.mark is Mark.SECTION:
                    chapters = self._chapters(chapters)
                self._line(entry, free=free)
                self._rest(script, number, spare=spare)
            elif isinstance(entry, Statutory):
                self._put("table", self.tables[entry.table.id], "fixed")
                self._blank(Mark.AFTER, spare=spare)
            else:
                name = own_sheet(len(own) + 1)
                self._put("own", name, "fixed")
                own.append((name, caption, entry))
        self._chapters(chapters)
        return own

    def _chapters(self, count: int) -> int:
        """Room for chapters that the agency names itself; none are left to make afterwards."""
        for _ in range(count):
            self._put("section", "", "band_input")
            self._blank(Mark.BEFORE, spare=True)
        return 0

    def _begin(self) -> None:
        words = messages("zh")
        prepare(self.sheet, wide=False)
        self.sheet.set_column(0, 0, _KIND_WIDTH)
        self.sheet.set_column(1, 1, _TEXT_WIDTH)
        self.sheet.set_row(0, 24)
        self.sheet.write_string(0, 0, words.say("interchange.text.head"), self.looks["head"])
        self.sheet.write_string(0, 1, words.say("interchange.text.column"), self.looks["head"])
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.row = 1

    def _line(self, line: Line, *, free: bool) -> None:
        look = "text_heading" if line.depth else "text"
        if line.mark is Mark.SECTION:
            look = "band_input" if free else "band"
        if line.mark is Mark.TITLE:
            look = "text_heading"
        self._put(kind_of(line.mark), line.text, look)

    def _rest(self, script: Script, number: int, *, spare: bool) -> None:
        """Rows to be filled in, after the last line of its kind."""
        line = script.entries[number]
        following = script.entries[number + 1] if number + 1 < len(script.entries) else None
        mark = line.mark if isinstance(line, Line) else None
        goes_on = isinstance(following, Line) and following.mark is mark
        if mark is Mark.TITLE and not _is(following, Mark.PREFACE):
            self._blank(Mark.PREFACE, spare=spare)
        elif mark is Mark.SECTION and not _is(following, Mark.BEFORE):
            self._blank(Mark.BEFORE, spare=spare)
        elif mark is not None and mark in _SPARE and not goes_on and spare:
            self._blank(mark, spare=False)

    def _blank(self, mark: Mark, *, spare: bool) -> None:
        for _ in range(_SPARE[mark] if spare else 1):
            self._put(kind_of(mark), "", "text")

    def _put(self, kind: str, text: str, look: str) -> None:
        """One row; what it is stands only before the first of several of a kind."""
        new = kind != self.kind or kind in ("section", "table", "own")
        band = "band" if kind == "section" else "fixed"
        self.sheet.set_row(self.row, height_of(text, _TEXT_WIDTH))
        if new:
            self.sheet.write_string(self.row, 0, kind_word(kind), self.looks[band])
        else:
            self.sheet.write_blank(self.row, 0, None, self.looks[band])
        if text:
            self.sheet.write_string(self.row, 1, text, self.looks[look])
        else:
            self.sheet.write_blank(self.row, 1, None, self.looks[look])
        self.row, self.kind = self.row + 1, kind


def _is(entry: object, mark: Mark) -> bool:
    return isinstance(entry, Line) and entry.mark is mark


def write_own(sheet: Worksheet, looks: Looks, caption: str, own: Own) -> None:
    """A table of the agency's own: its caption, a blank row, its rows."""
    count = len(own.rows[0])
    prepare(sheet, wide=count > 6)
    width = max(10, min(40, 100 // count))
    sheet.set_column(0, count - 1, width)
    sheet.set_row(0, height_of(caption, width * count))
    sheet.write_string(0, 0, caption, looks["text_heading"])
    for number, row in enumerate(own.rows, 2):
        sheet.set_row(number, max(height_of(text, width) for text in row))
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text, looks["text"])
            else:
                sheet.write_blank(number, column, None, looks["text"])


def write_annex(sheet: Worksheet, looks: Looks, tables: Sequence[AnnexTable]) -> None:
    """The annex: its tables one below the other."""
    words = messages("zh")
    prepare(sheet, wide=True)
    for column, width in enumerate(_ANNEX_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 2, "", looks["title"])
    sheet.write_string(0, 0, words.say("interchange.annex.title"), looks["title"])
    sheet.merge_range(1, 0, 1, 2, "", looks["note"])
    sheet.write_string(1, 0, words.say("interchange.annex.note"), looks["note"])
    sheet.set_row(0, 30)
    sheet.set_row(1, 36)
    row = 3
    for table in tables:
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, table.heading, looks["band"])
        row = _annex_table(sheet, looks, table, row + 1) + 1


def _annex_table(sheet: Worksheet, looks: Looks, table: AnnexTable, row: int) -> int:
    for column, text in enumerate(table.columns):
        sheet.write_string(row, column, text, looks["head"])
    for number, cells in enumerate(table.rows, row + 1):
        heights = (height_of(text, _ANNEX_WIDTHS[at]) for at, text in enumerate(cells))
        sheet.set_row(number, max(heights))
        for column, text in enumerate(cells):
            wanted = _INPUT_COLUMNS.get(table.id) == column and (not text or table.id != "facts")
            look = looks["text" if wanted else "fixed"]
            if text:
                sheet.write_string(number, column, text, look)
            else:
                sheet.write_blank(number, column, None, look)
    return row + 1 + len(table.rows)


def write_help(sheet: Worksheet, looks: Looks, title: str, steps: Sequence[str]) -> None:
    """How the workbook is filled in, and what its colours mean."""
    words = messages("zh")
    prepare(sheet, wide=False)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 72)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 1, "", looks["title"])
    sheet.write_string(0, 0, title, looks["title"])
    for row, step in enumerate(steps, 2):
        sheet.set_row(row, height_of(step, 96))
        sheet.merge_range(row, 0, row, 1, "", looks["step"])
        sheet.write_string(row, 0, step, looks["step"])
    row = len(steps) + 3
    sheet.write_string(row, 0, words.say("interchange.help.colours"), looks["head"])
    colours = ("input:text", "computed:computed", "fixed:fixed", "holding:good", "breaking:bad")
    for number, pair in enumerate(colours, row + 1):
        name, _, look = pair.partition(":")
        sheet.write_blank(number, 0, None, looks["fixed" if look == "fixed" else look])
        sheet.write_string(number, 1, words.say(f"interchange.help.{name}"), looks["note"])
