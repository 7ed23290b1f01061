"""Identity: the year and the agency of title, text and record are the same.

``year.mismatch``: the title, or the period that the text states, names another year; or the text
speaks of other years only. ``agency.foreign_name``: the title, or a sentence in which the agency
speaks of itself, names somebody else; or a town calls itself a bureau, as copied text does. Short
forms of the agency's own name (its characters in their order) count as its name, and so do its
former names and its aliases.

中文

标题、正文和记录所说的年度与机关应当一致。

``year.mismatch``：标题或正文所写的统计期限是另一个年度，或者通篇只讲别的年度。
``agency.foreign_name``：标题或自称的句子里写的是别的机关，或者镇街自称“我局”之类，常见于抄来的文字。
本机关名称的简写（按原有次序省略若干字）、曾用名和别称都算本机关的名称。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from generator.checks.check import Check, at_path, finding
from generator.checks.words import Words, folded, is_short_for, words_of
from generator.model.findings import Finding, Severity
from generator.model.subjects import Subject
from generator.numerals import names_year, years_in

CODES = {"year.mismatch": Severity.ERROR, "agency.foreign_name": Severity.WARNING}

_PERIOD = re.compile(
    r"([12](?:(?<=1)9|(?<=2)0)\d\d)年(?:0?1月0?1日).{0,8}?(?:((?:19|20)\d\d)年|同年|当年)?12月31日"
)
_END_OF_PERIOD = "12月31日"
_OF_THE_REPORT = re.compile(r"期限|统计|数据|时限|期间|本报告")
_LEAST_MENTIONS = 3


def _find(subject: Subject) -> Iterator[Finding]:
    words = words_of(subject.report)
    yield from _year_of_title(subject)
    yield from _years_of_text(subject, words)
    yield from _name_of_title(subject)
    yield from _names_of_text(subject, words)


def _year_of_title(subject: Subject) -> Iterator[Finding]:
    report = subject.report
    stated = years_in(report.title)
    if stated and report.year not in stated:
        place = at_path(report, "title")
        code = "year.mismatch"
        told = {"year": str(report.year), "stated": str(stated[0]), "text": report.title}
        yield finding(code, CODES[code], place, **told)


def _years_of_text(subject: Subject, words: Words) -> Iterator[Finding]:
    report = subject.report
    code = "year.mismatch"
    for start, sentence in words.sentences_with(_END_OF_PERIOD):
        for match in _PERIOD.finditer(sentence):
            wrong = [each for each in match.groups() if each and int(each) != report.year]
            if wrong and _OF_THE_REPORT.search(sentence):
                place = at_path(report, *words.text_at(start).paths)
                told = {"year": str(report.year), "stated": wrong[0], "text": sentence.strip()}
                yield finding(code, CODES[code], place, **told)
                return
    if names_year(words.lines, report.year):
        return
    mentioned = Counter(years_in(words.lines))
    if mentioned and mentioned[report.year] + mentioned[report.year + 1] == 0:
        other, count = max(mentioned.items(), key=lambda each: (each[1], each[0]))
        if count >= _LEAST_MENTIONS:
            told = {"year": str(report.year), "stated": str(other), "text": report.title}
            yield finding(code, Severity.WARNING, at_path(report, "sections"), **told)


# --- names ------------------------------------------------------------------------------------

_ORGANS = tuple(
    "局 委员会 管委会 委 办公室 办公厅 办事处 人民政府 政府 厅 院 中心 大队 支队 总队 公司".split()  # noqa: SIM905
)
_ORGAN = f"(?:{'|'.join(_ORGANS)})"
_AROUND_NAME = re.compile(
    r"[〔(\[][^〕)\]]*[〕)\]]|\d+号|(?:19|20)\d\d年?(?:年?度)?"
    r"|二[〇○零][〇○零一二三四五六七八九]{2}年?度?"
    r"|^关于|^做好|的$|[\s,。:、·\-—_《》“”\"'|]"
)
_SUBJECT_MATTER = re.compile(r"政府信息|政务公开|政务信息|信息公开")
# Each with a word that its sentence has to hold.
_SELF = (
    (
        "现",
        re.compile(
            rf"现(?:将|就|公布|发布)([^,。;:\n]{{3,30}}?{_ORGAN})"
            r"(?:(?:19|20)\d\d年度?|年度)?(?:的)?(?:政府信息公开|政务公开|信息公开)"
        ),
    ),
    (
        "编制",
        re.compile(
            rf"(?m)(?:^|[,。;])(?:由)?([^,。;:的\n]{{3,30}}?{_ORGAN})(?:特)?编制(?:了|本|完成|形成|并)"
        ),
    ),
    (
        "请",
        re.compile(
            rf"请(?:直接)?(?:与|向|联系)([^,。;:(\n]{{3,30}}{_ORGAN})"
            r"[^,。;:(\n]{0,12}?(?:联系|反映|咨询)"
        ),
    ),
    ("联系单位", re.compile(rf"联系单位:([^,。;:(\n]{{3,30}}{_ORGAN})")),
)
_PRONOUNS = ("局", "镇", "乡", "街道")
_PRONOUN = re.compile(rf"[我本]({'|'.join(_PRONOUNS)})(?![面域长村内属])")
# 我县 and 我区 say nothing: a bureau may well speak of its county.
_FITS = {"镇": re.compile("镇"), "乡": re.compile("乡|镇"), "街道": re.compile("街|办事处")}
_TOWN = re.compile("(?:镇|乡|街道)[^局]*$")


def _name_of_title(subject: Subject) -> Iterator[Finding]:
    title = folded(subject.report.title)
    matter = _SUBJECT_MATTER.search(title)
    stated = _AROUND_NAME.sub("", title[: matter.start()]) if matter else ""
    if stated.endswith(_ORGANS) and not _is_own(stated, subject):
        yield _foreign(subject, stated, subject.report.title, ("title",))


def _names_of_text(subject: Subject, words: Words) -> Iterator[Finding]:
    said: dict[str, int] = {}
    for name, offset in _self_names(words, subject):
        said[name] = min(offset, said.get(name, offset))
    for name, offset in said.items():
        start, sentence = words.sentence_at(offset)
        yield _foreign(subject, name, sentence.strip(), words.text_at(start).paths)


def _self_names(words: Words, subject: Subject) -> Iterator[tuple[str, int]]:
    """The names by which the agency speaks of itself that are not its own, and where."""
    for word, pattern in _SELF:
        # What begins with its word is looked for in the whole text as quickly as the word.
        begins = pattern.pattern.startswith(word)
        for start, text in [(0, words.lines)] if begins else words.sentences_with(word):
            for match in pattern.finditer(text):
                name = _AROUND_NAME.sub("", match[1])
                if len(name) > 4 and name[0] not in "区县市省乡镇上" and not _is_own(name, subject):
                    yield name, start + match.start(1)
    agency = subject.agency
    names = (*(name.name for name in agency.names), *agency.aliases)
    unfit = _unfit(agency.name_in(subject.report.year), names)
    said = [word for word in unfit if f"我{word}" in words.lines or f"本{word}" in words.lines]
    for match in _PRONOUN.finditer(words.lines) if said else ():
        if match[1] in said:
            yield match[0], match.start()


@lru_cache(maxsize=64)
def _unfit(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """What an agency cannot call itself, by its name of the year and all its names."""
    unfit = {word for word, own in _FITS.items() if not any(map(own.search, names))}
    unfit |= {"局"} if _TOWN.search(name) else set()
    return tuple(word for word in _PRONOUNS if word in unfit)


def _foreign(subject: Subject, name: str, text: str, paths: tuple[str, ...]) -> Finding:
    code = "agency.foreign_name"
    own = subject.agency.name_in(subject.report.year)
    place = at_path(subject.report, *paths)
    return finding(code, CODES[code], place, name=name, own=own, text=text)


def _is_own(name: str, subject: Subject) -> bool:
    """Whether `name` may be the agency: one is the other with some characters left out.

    Or it is the other plate of the same body, which texts put in brackets behind the first.
    """
    agency = subject.agency
    if name[0] in "我本该全":
        return True
    known = [folded(own) for own in (*(each.name for each in agency.names), *agency.aliases)]
    if any(is_short_for(name, own) or is_short_for(own, name) for own in known):
        return True
    told = (folded(subject.report.title), words_of(subject.report).lines)
    return any(f"{own}({name})" in said for own in known for said in told)


CHECK = Check(CODES, _find, __doc__ or "")
