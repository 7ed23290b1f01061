"""Sections: every section of the report is there and says something.

``section.missing``: the record has no such section, and no table of it either.
``section.empty``: the section is there, without a word; a section that is a table needs none.
``section.hollow``: what is there is only the usual preface (legal basis, list of parts, period,
contact) or next to nothing. "None" is an answer only where the form allows it.

中文

各部分应当齐全并且言之有物。

``section.missing``：没有这一部分，也没有该部分的表格。
``section.empty``：有标题，没有一个字；以表格为内容的部分可以没有文字。
``section.hollow``：只有编制依据、组成部分、统计期限、联系方式等套话，或者寥寥数字。
只有格式允许写“无”的部分才可以写“无”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.check import Check, at_path, finding
from generator.checks.words import folded
from generator.model.findings import Finding, Severity, Wording
from generator.model.forms import Section
from generator.model.subjects import Subject

CODES = {
    "section.missing": Severity.ERROR,
    "section.empty": Severity.WARNING,
    "section.hollow": Severity.WARNING,
}
_SENTENCE_END = re.compile(r"[。!?;]")
# Each alternative begins with a character of its own, which a search skips to.
_BOILERPLATE = re.compile(
    r"(?m)现(?:将|公布|就|向社会)?.{0,60}(?:如下|公布|报告|汇报)"
    + "".join(
        rf"|{word}.{{0,120}}(?:编制|编写|撰写|制作|形成|发布|公布|现将|要求)[^,\n]{{0,30}}[。!?;]?$"
        for word in ("根据", "按照", "依据", "依照", "遵照")
    )
    + "".join(
        rf"|{word}.{{5,300}}(?:组成|构成|部分|等内容)"
        for word in ("由", "包括", "包含", "共分", "分为", "涵盖")
    )
    + "".join(
        rf"|{word}.{{0,12}}(?:期限|时限|期间|截止|截至|时间)" for word in ("统计", "数据", "报告")
    )
    + "".join(
        rf"|{word}.{{0,40}}(?:疑问|意见|建议|联系)"
        for word in ("如有", "如对", "若对", "若有", "对本报告")
    )
    + "".join(
        rf"|{word}.{{0,12}}(?:在|从|登录|登陆|通过|访问|直接与).{{0,80}}(?:下载|查阅|查看|查询|联系)"
        for word in "可请"
    )
    + "".join(
        rf"|{word}:"
        for word in (
            "地址", "电话", "传真", "邮编", "邮政编码", "邮箱", "电子邮箱", "电子邮件", "联系人",
        )
    )
)  # fmt: skip
_WORDS = re.compile(r"[一-鿿㐀-䶿A-Za-z0-9]+")
_LEAST_CHARACTERS = 30


def _find(subject: Subject) -> Iterator[Finding]:
    for section in subject.form.sections:
        code = _verdict(subject, section)
        if code:
            place = at_path(subject.report, f"sections.{section.id}", "sections")
            title = Wording(section.title.zh, section.title.en)
            yield finding(code, CODES[code], place, section=title, id=section.id)


def _verdict(subject: Subject, section: Section) -> str:
    report = subject.report
    if section.optional or (section.table and report.tables.get(section.table)):
        return ""
    narrative = report.sections.get(section.id)
    if narrative is None:
        return "section.missing"
    if not any(map(_WORDS.search, narrative.paragraphs)):
        return "" if section.table else "section.empty"
    if section.table or section.may_be_none:
        return ""
    return "section.hollow" if _is_hollow(narrative.paragraphs) else ""


def _is_hollow(paragraphs: tuple[str, ...]) -> bool:
    """Whether next to nothing is said but set phrases."""
    said = 0
    for paragraph in paragraphs:
        for sentence in telling(_SENTENCE_END.sub("\n", folded(paragraph))):
            said += sum(map(len, _WORDS.findall(sentence)))
            if said >= _LEAST_CHARACTERS:
                return False
    return True


def telling(lines: str) -> Iterator[str]:
    """What a folded text says of the agency: its sentences but the set phrases of every report.

    Each sentence stands in a line of its own, with its mark or without.
    """
    done = 0
    for match in _BOILERPLATE.finditer(lines):
        if match.start() >= done:
            start = lines.rfind("\n", 0, match.start()) + 1
            yield lines[done:start]
            end = lines.find("\n", match.end())
            done = len(lines) if end < 0 else end
    yield lines[done:]


CHECK = Check(CODES, _find, __doc__ or "")
