"""A small portal to search: entries of every sort, and the truth about what contains a phrase."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.model.search import Entry, EntryType, Level, Piece
from generator.search.folding import Folding
from generator.search.similar import sounds
from generator.search.traditional import common_characters, simplified_characters


class Unit(NamedTuple):
    """A piece with its text."""

    anchor: str
    heading: str
    section: str = ""
    level: Level = Level.TEXT
    text: str = ""


def units(entry: Entry) -> list[Unit]:
    return [Unit(*piece, text) for piece, text in zip(entry.pieces, entry.texts, strict=True)]


def laid_out(made: Sequence[Unit]) -> dict[str, Any]:
    """What an entry with these units has of them."""
    return {
        "pieces": tuple(Piece(*unit[:4]) for unit in made),
        "texts": tuple(unit.text for unit in made),
    }


FOLDING = Folding(simplified_characters())

_WORDS = [
    "政府信息公开",
    "安全生产",
    "应急管理",
    "主动公开",
    "依申请公开",
    "答复",
    "2022年",
    "12件",
    "3.5万元",
    "ＡＢＣ",
    "abc",
    "條例",
    "条例",
    "“三安全一稳定”",
    "培训",
    "会议",
    "平台",
    "建设",
    "、",
    "，",
    "。",
    "（一）",
    "乡村振兴",
    "電話",
    "0375-2201101",
    "𠮷野",
    "公开",
    "信息",
    "㎡",
    "é",
    "…",
]


_SOUNDS = dict(zip(common_characters(), sounds(), strict=True))


def misheard(word: str, at: int, count: int, dice: random.Random) -> str:
    """The word with others in the place of `count` characters that sound like them, from `at` on."""
    out = list(word)
    for place in range(at, at + count):
        number = _SOUNDS.get(word[place], 0)
        alike = [each for each, own in _SOUNDS.items() if number and own == number]
        out[place] = dice.choice([each for each in alike if each != word[place]] or [word[place]])
    return "".join(out)


def text(dice: random.Random, words: int) -> str:
    parts: list[str] = []
    for _ in range(words):
        parts.append(dice.choice(_WORDS))
        parts.append(dice.choice(("", "", "", "", " ", "　", "\n", "\u200b")))
    return "".join(parts)


def report(agency: int, year: int, dice: random.Random) -> Entry:
    names = ("平阳县应急管理局", "长兴区市場監督管理局", "重庆路街道办事处", "统计局", "乾县财政局")
    name = names[agency % 5] + "甲乙丙丁戊己庚辛"[agency // 5]
    made = [
        Unit("overview", "一、总体情况", "overview", Level.TEXT, text(dice, dice.randrange(60))),
        Unit("tables", "二、收到和处理申请情况", "tables", Level.TEXT, text(dice, 3)),
        Unit("tables.a.b", "本年新收｜自然人", "tables", Level.TABLE, str(dice.randrange(3000))),
        Unit(
            "tables.a.c",
            "本年新收｜总计",
            "tables",
            Level.TABLE,
            dice.choice(("", "/", "43.788万元")),
        ),
        Unit(
            "other", "三、其他", "other", Level.TEXT, dice.choice(("无", "", "无。", text(dice, 9)))
        ),
    ]
    return Entry(
        address=f"agencies/a{agency}/{year}/",
        type=EntryType.REPORT,
        title=dice.choice(
            (f"{name}{year}年年度报告", f"{year}年度工作报告", f"关于{year} 年工作的报告")
        ),
        agency=f"a{agency}",
        name=name,
        kind="政府部门" if agency % 2 else "人民政府",
        area=name[:3],
        year=year,
        edition="2021年版" if year > 2020 else "2019年版",
        corrected=dice.random() < 0.2,
        faulty=dice.random() < 0.3,
        **laid_out(made),
    )


def agency(number: int, of: Entry) -> Entry:
    return Entry(
        address=f"agencies/a{number}/",
        type=EntryType.AGENCY,
        title=of.name,
        agency=of.agency,
        name=of.name,
        former=("平阳县安全生产监督管理局",) if number == 0 else (),
        aliases=("应急局",) if number == 0 else (),
        kind=of.kind,
        area=of.area,
    )


def page(number: int, dice: random.Random) -> Entry:
    made = tuple(
        Unit(
            f"h{count}",
            f"小节{count}：{dice.choice(_WORDS)}",
            f"h{count}",
            Level.TEXT,
            text(dice, 12),
        )
        for count in range(dice.choice((1, 3, 40)))
    )
    return Entry(f"pages/p{number}/", EntryType.PAGE, f"帮助{number}", **laid_out(made))


def portal(seed: int, agencies: int = 12, years: Sequence[int] = (2020, 2021, 2022)) -> list[Entry]:
    dice = random.Random(seed)
    entries: list[Entry] = []
    for number in range(agencies):
        reports = [report(number, year, dice) for year in years]
        entries += [agency(number, reports[0]), *reports]
    return entries + [page(number, dice) for number in range(3)]


def contents(entry: Entry) -> list[str]:
    """Everything in which a phrase may stand, folded; no phrase reaches from one to the next."""
    names = (entry.title, entry.name, *entry.former, *entry.aliases)
    parts = (*names, *(piece.heading for piece in entry.pieces), *entry.texts)
    return [line for part in parts for line in FOLDING(part).split("\n")]


def containing(entries: Sequence[Entry], phrase: str) -> set[str]:
    """The addresses of the entries that contain a phrase: by looking at all of them."""
    folded = FOLDING(phrase)
    return {entry.address for entry in entries if any(folded in line for line in contents(entry))}


def phrases(entries: Sequence[Entry], dice: random.Random, count: int) -> list[str]:
    """Phrases that occur, phrases put together from two that do, and a few that hardly can."""
    lines = sorted({line for entry in entries for line in contents(entry) if len(line) > 1})
    found: list[str] = []
    while len(found) < count:
        line, other = dice.choice(lines), dice.choice(lines)
        length = dice.choice((2, 2, 3, 3, 4, 5, 6, 8, 13, 25))
        start, begin = dice.randrange(len(line)), dice.randrange(len(other))
        phrase = line[start : start + length]
        if dice.random() < 0.3:
            phrase = phrase[: length // 2] + other[begin : begin + length // 2]
        if len(FOLDING(phrase)) > 1 and '"' not in phrase:
            found.append(phrase)
    return found
