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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator.checks.anchors import Anchors, anchors
from generator.checks.check import Check, at_path, finding
from generator.checks.layout import NOWHERE, Amount, Taker, cell_label, cells_of, places, taker
from generator.checks.sums import plain
from generator.checks.words import Text, Words, folded, is_short_for, words_of
from generator.forms import after_count, begins_with_count, expression
from generator.model.agencies import Scope
from generator.model.findings import Finding, Phrase, Place, Severity, Value, Wording
from generator.model.forms import Form, Mention
from generator.model.reports import Cell
from generator.model.subjects import Subject
from generator.numerals import COUNTED, UNIT, Count, count_of, number_starts, years_in

CODES = {"text.figure": Severity.WARNING}

_CLAUSE = re.compile(rf"[,。;:!?]|(?<=\d){UNIT}\)?[、和及]")
_OURSELVES = re.compile(
    r"[我本](?:单位|机关|部门|局|委|办公室|办事处|办|镇|乡|街道|区|县|市|院|校|中心|处|厅|管委会)"
)
# What names of agencies, in full and in short, end with.
_ORGAN = re.compile(
    r"局|委员会|管委会|办公室|政府办|办事处|街道|街道办|镇|乡|政府|厅|委|院|中心|处"
)
_LONGEST_NAME = 24
_YEAR = re.compile(r"(?:19|20)\d\d年?度?|全年度?|本年度?")
_WHOLE_YEAR = re.compile(
    r"(?:截[至止])?(?:(?:19|20)\d\d年)?(?:0?1月0?1日|12月31日|12月底|年底|年末)"
    r"|(?:全年度?|本年度?|年度内?|今年|(?:19|20)\d\d年度?)(?:以来)?,?共?累计"
)
_JOINED = re.compile(r"(?:[和及或与]|、)$")
_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One expression of a mention, and the `order` of that."""

    order: int
    pattern: re.Pattern[str]
    anchors: Anchors
    begins_with_count: bool


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by the order of their mentions, and the anchors of all of them.

    `after_count` is what follows the number in those that begin with it; None: none does.
    """

    all: tuple[_Phrase, ...]
    anchors: tuple[str, ...]
    after_count: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Wordings:
    """The mentions of a form, ready for searching: phrases with a number, and that nothing was.

    `cells` are, for each mention, what takes the cells that add up to the figures it can mean.
    """

    phrases: _Phrases
    none: _Phrases
    unless: tuple[tuple[re.Pattern[str], ...], ...]
    near: tuple[re.Pattern[str], ...]
    cells: tuple[tuple[Taker, ...], ...]
    elsewhere: re.Pattern[str] | None
    othertime: re.Pattern[str] | None
    everybody: re.Pattern[str] | None
    receive: re.Pattern[str] | None
    asked: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match in a sentence; offsets of the sentence and of the match in it."""

    sentence: int
    start: int
    match: re.Match[str]
    none: bool

    @property
    def begins_with_count(self) -> bool:
        """Whether it is a number of those counted before: of 7 applications, 3 were granted."""
        return not self.none and self.match.start("number") - len(self.match["lead"] or "") == (
            self.match.start()
        )


@lru_cache(maxsize=64)
def _wordings(form: Form) -> _Wordings:
    elsewhere, othertime, everybody, receive, asked = (
        expression(form.parts[name], form.parts) if name in form.parts else None
        for name in ("elsewhere", "othertime", "everybody", "receive", "asked")
    )
    return _Wordings(
        _phrases(form, [mention.phrases for mention in form.mentions]),
        _phrases(form, [mention.none for mention in form.mentions]),
        tuple(
            tuple(expression(text, form.parts) for text in mention.unless)
            for mention in form.mentions
        ),
        tuple(expression(mention.near, form.parts) for mention in form.mentions),
        tuple(tuple(_taker(form, cells) for cells in mention.cells) for mention in form.mentions),
        elsewhere,
        othertime,
        everybody,
        receive,
        asked,
    )


def _phrases(form: Form, texts: Sequence[tuple[str, ...]]) -> _Phrases:
    phrases = tuple(
        _Phrase(order, pattern, anchors(pattern.pattern), begins_with_count(text))
        for order, own in enumerate(texts)
        for text in own
        for pattern in (expression(text, form.parts),)
    )
    first = [text for own in texts for text in own if begins_with_count(text)]
    return _Phrases(
        phrases,
        tuple(sorted({each for known in phrases for each in known.anchors})),
        after_count(first, form.parts),
    )


def _taker(form: Form, cells: tuple[str, ...]) -> Taker:
    return taker([places(form).get(cell, NOWHERE) for cell in cells])


def _find(subject: Subject) -> Iterator[Finding]:
    if not subject.form.mentions:
        return
    words = words_of(subject.report)
    wordings = _wordings(subject.form)
    figures = _Figures(cells_of(subject.report, subject.form), wordings)
    for order, hits in _hits(words, wordings, figures):
        by_sentence: dict[int, list[_Hit]] = {}
        for hit in hits:
            by_sentence.setdefault(hit.sentence, []).append(hit)
        for _, own in sorted(by_sentence.items()):
            yield from _sentence(subject, order, figures, words, own)


class _Figures(dict[int, tuple[Amount, ...]]):
    """The figures that each mention can mean, by its order; none where a cell holds no figure."""

    def __init__(self, cells: tuple[Cell, ...], wordings: _Wordings) -> None:
        super().__init__()
        self._cells, self._takers = cells, wordings.cells

    def __missing__(self, order: int) -> tuple[Amount, ...]:
        try:
            self[order] = tuple([sum(take(self._cells)) for take in self._takers[order]])
        except TypeError:
            self[order] = ()
        return self[order]


def _hits(words: Words, wordings: _Wordings, figures: _Figures) -> Iterator[tuple[int, list[_Hit]]]:
    """What the phrases of each mention say that is not right, by the order of the mentions."""
    starts, origins, counted = _counted(words)
    found: dict[int, list[_Hit]] = {}
    for phrase in _wanted(wordings.phrases, counted):
        for match in _matches(phrase, counted):
            # Nearly always the text is right.
            if not _is_plainly_right(match, figures[phrase.order]):
                line = bisect_right(starts, match.start()) - 1
                hit = _Hit(origins[line], match.start() - starts[line], match, none=False)
                found.setdefault(phrase.order, []).append(hit)
    for phrase in _wanted(wordings.none, words.lines):
        # Who says that there was nothing is right where one of the figures is 0.
        if not figures[phrase.order] or 0 in figures[phrase.order]:
            continue
        for match in phrase.pattern.finditer(words.lines):
            sentence = words.lines.rfind("\n", 0, match.start()) + 1
            hit = _Hit(sentence, match.start() - sentence, match, none=True)
            found.setdefault(phrase.order, []).append(hit)
    yield from sorted(found.items())


def _wanted(phrases: _Phrases, text: str) -> list[_Phrase]:
    """The phrases that `text` may have: those of which it has what is looked for first."""
    absent = {anchor for anchor in phrases.anchors if anchor not in text}
    wanted = [each for each in phrases.all if not (each.anchors and each.anchors <= absent)]
    if phrases.after_count is None or phrases.after_count.search(text):
        return wanted
    return [each for each in wanted if not each.begins_with_count]


def _matches(phrase: _Phrase, text: str) -> Iterable[re.Match[str]]:
    if not phrase.begins_with_count:
        return phrase.pattern.finditer(text)
    matches = (phrase.pattern.match(text, start) for start in number_starts(text))
    return (match for match in matches if match)


def _is_plainly_right(match: re.Match[str], figures: tuple[Amount, ...]) -> bool:
    """Whether a phrase gives one of the figures in plain digits."""
    number, *more = match.group("number", "lead", "scale", "vague")
    return not any(more) and number.isdecimal() and int(number) in figures


def _counted(words: Words) -> tuple[list[int], list[int], str]:
    """The sentences with a number of things in them, and where each begins there and in `words`."""
    starts: list[int] = []
    origins: list[int] = []
    sentences: list[str] = []
    length, done = 0, -1
    for match in COUNTED.finditer(words.lines):
        if match.start() < done:
            continue
        origin, sentence = words.sentence_at(match.start())
        done = origin + len(sentence)
        starts.append(length)
        origins.append(origin)
        sentences.append(sentence)
        length += len(sentence) + 1
    return starts, origins, "\n".join(sentences)


def _sentence(
    subject: Subject,
    order: int,
    figures: _Figures,
    words: Words,
    hits: Sequence[_Hit],
) -> Iterator[Finding]:
    """At most one finding about what one sentence says of one mention."""
    known = figures[order]
    # What it speaks of matters only where it is not right.
    wrong = [(hit, said[0]) for hit in hits if (said := _wrong(hit, known))] if known else []
    if not wrong:
        return
    mention, wordings = subject.form.mentions[order], _wordings(subject.form)
    start, sentence = words.sentence_at(hits[0].sentence)
    text = words.text_at(start)
    if mention.sections and text.section not in mention.sections:
        return
    if any(pattern.search(sentence) for pattern in wordings.unless[order]):
        return
    if not wordings.near[order].search(words.around(start, start + len(sentence))):
        return
    for hit, said in wrong:
        if not _is_elsewhere(subject, sentence[: hit.start], share=hit.begins_with_count):
            yield _finding(subject, text, sentence, said, mention, known[0])
            return


def _wrong(hit: _Hit, figures: Sequence[Amount]) -> tuple[Value, Count] | None:
    """What a phrase says, unless that is one of the figures or nothing sure."""
    said = _said(hit.match, none=hit.none)
    return said if said and not any(map(said[1].fits, figures)) else None


def _said(match: re.Match[str], *, none: bool) -> tuple[Value, Count] | None:
    """What a phrase says, in words and as a figure; None where it says nothing sure."""
    if none:
        return Phrase("text.nothing"), Count(Decimal(0), Decimal(0))
    number, scale, vague = match["number"], match["scale"] or "", match["vague"] or ""
    lead = match["lead"] or ""
    count = count_of(number, scale, vague, lead)
    return None if count is None else (f"{lead}{number}{scale}{vague}", count)


def _is_elsewhere(subject: Subject, before: str, *, share: bool) -> bool:
    """Whether the words before a phrase make it speak of something else.

    `share` is True where it begins with its number: then it is a share of what was counted last.
    """
    years = years_in(before)
    if years and years[-1] != subject.report.year:
        return True
    wordings = _wordings(subject.form)
    before = _WHOLE_YEAR.sub("", before)
    if _found(wordings.othertime, before):
        return True
    *earlier, clause = _CLAUSE.split(before)
    if _JOINED.search(clause):
        return True
    others, own = _others(subject, clause)
    if others or own:
        return others
    # Who is spoken of may stand in an earlier clause: the last of those that count or say 我局.
    for clause in reversed(earlier):
        others, own = _others(subject, clause)
        if own or (others and _counts_receipts(wordings, clause, share=share)):
            return not own
    return False


def _others(subject: Subject, clause: str) -> tuple[bool, bool]:
    """Whether a clause speaks of others or of a part, and whether it names the agency itself."""
    wordings = _wordings(subject.form)
    everybody = wordings.everybody.search(clause) if wordings.everybody else None
    if everybody:
        if (subject.report.scope or subject.kind.scope) is not Scope.AGGREGATE:
            return True, False
        return _found(wordings.elsewhere, clause[: everybody.start()]), True
    plain = _YEAR.sub("", clause)
    rest = _own_name_out(subject, _OURSELVES.sub("", plain))
    return _found(wordings.elsewhere, rest), rest != plain


def _counts_receipts(wordings: _Wordings, clause: str, *, share: bool) -> bool:
    """Whether a clause says that a number of things came in, or of all agencies of a place.

    With `share`, any number of applications will do.
    """
    if _found(wordings.everybody, clause):
        return True
    came = _found(wordings.receive, clause) or (share and _found(wordings.asked, clause))
    return came and bool(COUNTED.search(clause))


def _found(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def _own_name_out(subject: Subject, clause: str) -> str:
    """The clause without the agency's own name, in full or in short."""
    agency = subject.agency
    known = [folded(name) for name in (*(each.name for each in agency.names), *agency.aliases)]
    for name in known:
        clause = clause.replace(name, "")
    for end in reversed([match.end() for match in _ORGAN.finditer(clause)]):
        starts = range(max(0, end - _LONGEST_NAME), end - 1)
        own = (start for start in starts if _is_short(clause[start:end], known))
        start = next(own, end)
        clause = clause[:start] + clause[end:]
    return clause


def _is_short(piece: str, known: Iterable[str]) -> bool:
    return any(is_short_for(piece, name) for name in known)


def _finding(
    subject: Subject,
    text: Text,
    sentence: str,
    said: Value,
    mention: Mention,
    value: Amount,
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
        value=plain(value),
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
