"""The title of a report, and the year and the name of the agency in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.importers.wording import fold
from generator.model.submissions import Block, Grid, Paragraph

_TITLE = re.compile(
    r"(?:政府|政务)?信息公开(?:工作)?的?(?:年度)?(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:总结)?(?:报告|年报)"
    r"(?P<remark>\([^()]{1,12}\))?$"
)
_YEAR = re.compile(
    r"(?P<digits>(?:19|20)\d\d)年?度?|(?P<words>二[〇○零O0o][一二三四五六七八九〇○零]{2})年度?"
)
_DIGITS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0", "O": "0", "o": "0", "0": "0",
}  # fmt: skip
_PERIOD = re.compile(r"((?:19|20)\d\d)年1月1日?(?:起|开始)?(?:至|到|—|-|–|~|～|―)+")
_REPORTED = re.compile(r"((?:19|20)\d\d)年度?[^,。;，；]{0,16}?信息公开")
_NAME = re.compile(
    r"[\w()]{2,40}(?:局|委|委员会|办|厅|院|政府|会|处|站|所|中心|镇|乡|街道|室|队|团|区|县|市|省|社|馆|署|部|行|校)"
)
_SENTENCE_END = "。；;！!？?，,：:"
_LONGEST_LINE = 50
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Title:
    """The title as it was written, its year or None, the agency's name in it or "".

    `blocks` are the indexes of the paragraphs that it is made of.
    """

    text: str = ""
    year: int | None = None
    name: str = ""
    blocks: tuple[int, ...] = ()


def find_title(blocks: Sequence[Block]) -> Title:
    """The title among the blocks before the first section; an empty one when there is none."""
    options = [*_titles(blocks), *_titles_in_grids(blocks)]
    return max(options, key=_rank, default=Title())


def _rank(title: Title) -> tuple[bool, bool, int]:
    lines = -len(title.blocks) if title.blocks else -_MOST_LINES
    return (bool(title.name and title.year), title.year is not None, lines)


def _titles(blocks: Sequence[Block]) -> Iterator[Title]:
    for start, block in enumerate(blocks):
        lines: list[str] = []
        for number in range(start, min(start + _MOST_LINES, len(blocks))):
            block = blocks[number]
            if not isinstance(block, Paragraph) or not _may_be_title(block.text):
                break
            lines.append(block.text)
            title = _read(lines, tuple(range(start, number + 1)))
            if title:
                yield title
                break


def _may_be_title(text: str) -> bool:
    path = ">" in text or "»" in text or "›" in text
    return len(text) <= _LONGEST_LINE and text[-1] not in _SENTENCE_END and not path


def _read(lines: Sequence[str], blocks: tuple[int, ...]) -> Title | None:
    text = "".join(lines)
    folded = fold(text).removeprefix("关于").strip("《》")
    match = _TITLE.search(folded)
    if not match or (len(lines) > 1 and not _joins(lines)):
        return None
    subject = folded[: match.start()]
    year = _YEAR.search(subject)
    if year is None and len(subject) < 2 and "年" not in folded:
        return None
    return Title(text, _year(year), _name(subject), blocks)


def _joins(lines: Sequence[str]) -> bool:
    """Whether the first line is a name, or the title broke in the middle of a word."""
    first = fold(lines[0])
    return bool(_NAME.fullmatch(first) or _YEAR.search(first)) or first.endswith(("政府", "政务"))


def _year(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    return int(match["digits"] or "".join(_DIGITS[numeral] for numeral in match["words"]))


def _name(subject: str) -> str:
    """The agency's name in what stands before the words that every title has."""
    name = re.sub(r"^(?:年度|年)|(?:年度|年)$", "", _YEAR.sub("", subject, count=1))
    name = re.sub(r"^(?:的|关于)|(?:的|年度)$", "", name).strip("-—《》:")
    return name if re.fullmatch(r"[\w()·、]{2,40}", name) else ""


def _titles_in_grids(blocks: Sequence[Block]) -> Iterator[Title]:
    """Titles in the table of a portal's header; they are no paragraphs of the text."""
    for block in blocks:
        for row in block.rows if isinstance(block, Grid) else ():
            for cell in row:
                title = _read([cell.text], ()) if 0 < len(cell.text) <= _LONGEST_LINE else None
                if title:
                    yield title


def year_of_text(texts: Sequence[str]) -> int | None:
    """The year that the text says it reports on: its period, or the only year of its reporting."""
    folded = [fold(text) for text in texts]
    for text in folded:
        match = _PERIOD.search(text)
        if match:
            return int(match[1])
    years = {int(match[1]) for text in folded for match in _REPORTED.finditer(text)}
    return years.pop() if len(years) == 1 else None


def year_in_name(name: str) -> int | None:
    """The only year in a file's name."""
    years = set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", name))
    return int(years.pop()) if len(years) == 1 else None
