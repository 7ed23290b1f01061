"""A table's HTML as the grid of cells that a browser makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class GridCell:
    tag: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def colspan(self) -> int:
        return int(self.attributes.get("colspan", "1"))

    @property
    def rowspan(self) -> int:
        return int(self.attributes.get("rowspan", "1"))


@dataclass
class Grid(HTMLParser):
    """Rows of cells as written, and `slots`: which cell covers each place of the grid."""

    html: str
    rows: list[list[GridCell]] = field(default_factory=list)
    slots: dict[tuple[int, int], GridCell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self.open_cell: GridCell | None = None
        self.feed(self.html)
        for number, row in enumerate(self.rows):
            self._place(number, row)

    def _place(self, number: int, row: list[GridCell]) -> None:
        column = 0
        for cell in row:
            while (number, column) in self.slots:
                column += 1
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    slot = (number + down, column + right)
                    assert slot not in self.slots, f"two cells at {slot}"
                    self.slots[slot] = cell
            column += cell.colspan

    @property
    def cells(self) -> list[GridCell]:
        return [cell for row in self.rows for cell in row]

    def of(self, text: str) -> GridCell:
        found = [cell for cell in self.cells if cell.text == text]
        assert len(found) == 1, (text, len(found))
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.open_cell = GridCell(tag, {key: value or "" for key, value in attrs})
            self.rows[-1].append(self.open_cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.open_cell = None

    def handle_data(self, data: str) -> None:
        if self.open_cell is not None:
            self.open_cell.text += data
