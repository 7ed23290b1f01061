"""Text against tables: what the text counts is what the table says.

``text.figure``: the text gives a number that is none of the figures it can mean. Which words speak
of which cells stands in the edition's file under ``mentions:``; "received" may mean the new
applications alone or with those carried in, and a refusal is the sum of its reasons. Full-width
digits, Chinese numerals, 万, 余 and 超过 are understood; 约 and 近 say nothing sure. What counts a
part only (a channel, half a year, another agency), compares with other years, or speaks of a cell
that is blank is left alone: better silent than wrong.

中文

文字中的数字应当与表格一致。

``text.figure``：文字中的件数与它可能指的各个数字都不相符。哪些词指哪些单元格，
写在格式文件的 ``mentions:`` 里；“收到”可以只指本年新收，
也可以含上年结转；“不予公开”指各种理由之和。
能读全角数字、汉字数字、“万”“余”“超过”；“约”“近”不作判断。
只说一部分的（某一渠道、上半年、别的机关）、与往年比较的、单元格空着的，一律不报：宁可不报，不可错报。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from generator.checks.check import Check, at_path, finding
from generator.checks.layout import Amount, cell_label, total
from generator.checks.sums import plain
from generator.checks.words import Text, folded, is_short_for, sentences, texts
from generator.forms import expression
from generator.model.findings import Finding, Phrase, Place, Severity, Value, Wording
from generator.model.forms import Form, Mention
from generator.model.subjects import Subject
from generator.numerals import Count, count_of, years_in

CODES = {"text.figure": Severity.WARNING}

_COUNTED = re.compile(r"[\d一二三四五六七八九十百千两零〇]|未|没有|无")
_CLAUSE = re.compile(r"[,。;:!?]")
_OURSELVES = re.compile(
    r"[我本](?:单位|机关|部门|局|委|办公室|办事处|办|镇|乡|街道|区|县|市|院|校|中心|处|厅|管委会)"
)
_ORGAN = re.compile(r"[一-鿿]{1,24}?(?:局|委员会|管委会|办公室|办事处|街道|镇|乡|政府|厅)")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?|全年度?|本年度?")
_WHOLE_YEAR = re.compile(
    r"(?:截[至止])?(?:(?:19|20)\d\d年)?(?:0?1月0?1日|12月31日|12月底|年底|年末)"
)
_JOINED = re.compile(r"(?:[和及或与]|、)$")
_AFTER_COUNT = re.compile(r"(?:件|宗|起|例|份|条|项|个)[、和及]$")
_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class _Phrases:
    mention: Mention
    counted: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=64)
def _phrases(form: Form) -> tuple[_Phrases, ...]:
    def compiled(phrases: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(expression(phrase, form.parts) for phrase in phrases)

    return tuple(
        _Phrases(
            mention, compiled(mention.phrases), compiled(mention.none), compiled(mention.unless)
        )
        for mention in form.mentions
    )


@lru_cache(maxsize=64)
def _elsewhere(form: Form) -> re.Pattern[str] | None:
    part = form.parts.get("elsewhere")
    return expression(part, form.parts) if part else None


def _find(subject: Subject) -> Iterator[Finding]:
    if not subject.form.mentions:
        return
    told = [
        (text, sentence)
        for text in texts(subject.report)
        for sentence in sentences(folded(text.text))
        if _COUNTED.search(sentence)
    ]
    # All sentences at once: a search costs more by its number than by the length of the text.
    starts = [0, *accumulate(len(sentence) + 1 for _, sentence in told)]
    whole = "\n".join(sentence for _, sentence in told)
    for phrases in _phrases(subject.form):
        hits = [(match, False) for each in phrases.counted for match in each.finditer(whole)]
        hits += [(match, True) for each in phrases.none for match in each.finditer(whole)]
        found: dict[int, list[tuple[re.Match[str], bool]]] = {}
        for match, none in hits:
            found.setdefault(bisect_right(starts, match.start()) - 1, []).append((match, none))
        for number, matches in sorted(found.items()):
            text, sentence = told[number]
            yield from _sentence(subject, phrases, text, sentence, starts[number], matches)


def _sentence(
    subject: Subject,
    phrases: _Phrases,
    text: Text,
    sentence: str,
    start: int,
    matches: Sequence[tuple[re.Match[str], bool]],
) -> Iterator[Finding]:
    """At most one finding about what one sentence says of one mention."""
    mention = phrases.mention
    if mention.sections and text.section not in mention.sections:
        return
    if any(pattern.search(sentence) for pattern in phrases.unless):
        return
    values = [total(subject.report, subject.form, cells) for cells in mention.cells]
    if any(value is None for value in values):
        return
    for match, none in matches:
        if "\n" in match[0] or _is_elsewhere(subject, sentence[: match.start() - start]):
            continue
        said = _said(match, none=none)
        if said and not any(said[1].fits(value) for value in values if value is not None):
            yield _finding(subject, text, sentence, said[0], mention, values[0])
            return


def _said(match: re.Match[str], *, none: bool) -> tuple[Value, Count] | None:
    """What a phrase says, in words and as a figure; None where it says nothing sure."""
    if none:
        return Phrase("text.nothing"), Count(Decimal(0), Decimal(0))
    number, scale, vague = match["number"], match["scale"] or "", match["vague"] or ""
    lead = match["lead"] or ""
    count = count_of(number, scale, vague, lead)
    return None if count is None else (f"{lead}{number}{scale}{vague}", count)


def _is_elsewhere(subject: Subject, before: str) -> bool:
    """Whether the words before a phrase make it speak of something else."""
    years = years_in(before)
    if years and years[-1] != subject.report.year:
        return True
    clause = _CLAUSE.split(before)[-1]
    if _JOINED.search(clause) and not _AFTER_COUNT.search(clause):
        return True
    clause = _WHOLE_YEAR.sub("", _OURSELVES.sub("", clause))
    clause = _own_name_out(subject, clause)
    pattern = _elsewhere(subject.form)
    return bool(pattern and pattern.search(clause))


def _own_name_out(subject: Subject, clause: str) -> str:
    """The clause without the agency's own name, in full or in short."""
    agency = subject.agency
    known = [folded(name) for name in (*(each.name for each in agency.names), *agency.aliases)]
    for name in known:
        clause = clause.replace(name, "")

    def kept(match: re.Match[str]) -> str:
        return "" if any(is_short_for(match[0], name) for name in known) else match[0]

    return _ORGAN.sub(kept, _YEAR.sub("", clause))


def _finding(
    subject: Subject,
    text: Text,
    sentence: str,
    said: Value,
    mention: Mention,
    value: Amount | None,
) -> Finding:
    cells = mention.cells[0]
    report = subject.report
    place = at_path(report, *text.paths)
    if len(cells) == 1:
        place = Place(place.file, place.line, place.column, cells[0])
    stripped = sentence.strip()
    quote = stripped if len(stripped) <= _LONGEST_QUOTE else stripped[: _LONGEST_QUOTE - 1] + "…"
    return finding(
        "text.figure",
        CODES["text.figure"],
        place,
        cells,
        sentence=quote,
        said=said,
        value=plain(value if value is not None else 0),
        cells=_named(subject.form, cells),
    )


def _named(form: Form, cells: tuple[str, ...]) -> Value:
    table, row, column = cell_label(form, cells[0])
    label = Wording(
        f"“{table.zh}”表“{row.zh}”的“{column.zh}”", f"“{row.en}”, “{column.en}” of “{table.en}”"
    )
    if len(cells) == 1:
        return Phrase("text.cells", {"label": label})
    return Phrase("text.cells_sum", {"first": label, "count": len(cells)})


CHECK = Check(CODES, _find, __doc__ or "")
