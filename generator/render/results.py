"""What came of the relations of a report, rule by rule with both sides, as one block of HTML.

It is written without a template: every report has some fifty lines of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape

from generator.messages import Messages
from generator.model.judgements import Amount, JudgedLine, Judgement, Name
from generator.model.pages import ReportView
from generator.render.addresses import link, report_path
from generator.render.document import Html, plain
from generator.render.words import MINUS

TOLD_IN_FULL = 4
"""How many addends are written out; of more, only those that are not 0."""

Numbers = Mapping[tuple[str, str], int]
"""The number of the finding about each relation and line, by their id and label."""


def results(view: ReportView, numbers: Numbers, here: str, messages: Messages) -> Html | None:
    """The results of all relations of a report, or None when its form has none."""
    if not view.judgements:
        return None
    writer = _Writer(view, numbers, here, messages)
    # Asked for once: to find out, both sides of every line are added up.
    broken = [judgement.broken for judgement in view.judgements]
    body = [writer.rule(each, count) for each, count in zip(view.judgements, broken, strict=True)]
    lead = escape(_lead(view.judgements, sum(broken), messages))
    return Html("\n".join(['<div class="gk-results">', f"<p>{lead}</p>", *body, "</div>"]))


def _lead(judgements: Sequence[Judgement], broken: int, messages: Messages) -> str:
    lines = sum(len(each.lines) + each.zeros for each in judgements)
    counts = {
        "held": lines - broken,
        "broken": broken,
        "unknown": sum(len(each.unknown) for each in judgements),
    }
    told = [
        messages.say(f"page.results.count.{name}", count=count)
        for name, count in counts.items()
        if count
    ]
    told = told or [messages.say("page.results.count.none")]
    counted = messages.say("page.list.comma").join(told)
    return messages.say("page.results.lead", told=counted)


class _Writer:
    """Writes the rules of one page."""

    def __init__(self, view: ReportView, numbers: Numbers, here: str, messages: Messages) -> None:
        self.view, self.numbers, self.messages = view, numbers, messages
        self.last_year = ""
        if view.previous is not None:
            self.last_year = link(here, report_path(view.previous.agency, view.previous.year))

    def rule(self, judgement: Judgement, broken: int) -> str:
        """One rule: what must equal what, and what came of it in each column or row.

        In `broken` of them it does not hold.
        """
        kind, verdict = _verdict(judgement, broken, self.messages)
        words = _rule_words(
            judgement.left, judgement.right, judgement.brought, judgement.only, self.messages
        )
        head = f'<span class="gk-verdict {kind}">{verdict}</span> {words}'
        body = "\n".join(self._body(judgement, broken))
        if not body:
            return f'<p class="gk-result">{head}</p>'
        opened = " open" if kind == "broken" else ""
        return f'<details class="gk-result"{opened}><summary>{head}</summary>\n{body}\n</details>'

    def _body(self, judgement: Judgement, broken: int) -> Iterator[str]:
        say = self.messages.say
        if judgement.lines:
            yield "<ul>"
            for line in judgement.lines:
                yield (
                    self._broken(judgement, line) if broken and not line.holds else self._held(line)
                )
            yield "</ul>"
        notes: list[str] = []
        if judgement.zeros and judgement.lines:
            notes.append(_zeros(judgement.zeros, self.messages))
        if judgement.unknown:
            named = listed(judgement.unknown, self.messages)
            notes.append(say("page.results.unknown", labels=named))
        if notes:
            yield f"<p>{escape(plain(''.join(notes)))}</p>"
        if self.last_year and judgement.brought and judgement.compared:
            told = escape(say("page.results.last_year_link", year=self.view.report.year - 1))
            yield f'<p><a href="{self.last_year}">{told}</a></p>'
        if broken:
            yield from self._explanation(judgement.relation.id)

    def _held(self, line: JudgedLine) -> str:
        both = ""
        if len(line.left) > 1 and len(line.right) > 1:
            both = _both(_number(line.left_sum), self.messages)
        label = _label(line.name, self.messages)
        return f"<li>{label}：{_told(line.left)}＝{_told(line.right)}{both}</li>"

    def _broken(self, judgement: Judgement, line: JudgedLine) -> str:
        say = self.messages.say
        sums = (_summed(line.left, line.left_sum), _summed(line.right, line.right_sum))
        apart = _number(abs(line.left_sum - line.right_sum))
        told = escape(say("page.results.differ", left=sums[0], right=sums[1], difference=apart))
        sign = say("page.results.verdict.broken")
        number = self.numbers.get((judgement.relation.id, line.label))
        to = ""
        if number:
            words = escape(say("page.results.finding", number=number))
            to = f' <a href="#finding-{number}">{words}</a>'
        label = _label(line.name, self.messages)
        return f'<li class="broken"><strong>{sign}</strong> {label}：{told}{to}</li>'

    def _explanation(self, relation: str) -> Iterator[str]:
        text = self.view.report.explanations.get(relation, "").strip()
        if text:
            told = self.messages.say("page.findings.explanation", text=text)
            yield f'<p class="gk-explanation">{escape(plain(told))}</p>'


def _verdict(judgement: Judgement, broken: int, messages: Messages) -> tuple[str, str]:
    """The class and the words of what came of a rule."""
    if not judgement.compared:
        return "unknown", messages.say("page.results.verdict.no_previous")
    held = judgement.lines or judgement.zeros
    kind = "broken" if broken else "held" if held else "unknown"
    verdict = messages.say(f"page.results.verdict.{kind}")
    if kind == "broken":
        return kind, messages.say("page.results.times", verdict=verdict, count=broken)
    return kind, verdict


@lru_cache(maxsize=512)
def _both(total: str, messages: Messages) -> str:
    return escape(messages.say("page.results.both", sum=total))


@lru_cache(maxsize=128)
def _zeros(count: int, messages: Messages) -> str:
    return messages.say("page.results.zeros", count=count)


Names = tuple[Name, ...]


@lru_cache(maxsize=512)
def _rule_words(left: Names, right: Names, brought: Names, only: Names, messages: Messages) -> str:
    """A relation in words, as HTML: what is added up on either side, and where."""
    groups = {group for group, _ in (*left, *right, *brought)}
    common = groups.pop() if len(groups) == 1 else ""

    def own(name: Name) -> str:
        return name[1] if common else called(name, messages)

    last_year = [messages.say("page.results.last_year", label=own(name)) for name in brought]
    sides = [_side([*map(own, left)], messages), _side([*map(own, right), *last_year], messages)]
    words = "＝".join(sides)
    if common:
        words = messages.say("page.results.group", group=common, rule=words)
    if only:
        words = messages.say("page.results.only", rule=words, lines=listed(only, messages))
    return escape(plain(words))


@lru_cache(maxsize=2048)
def _label(name: Name, messages: Messages) -> str:
    return escape(plain(called(name, messages)))


def called(name: Name, messages: Messages) -> str:
    """What a row or a column is called, with its group where it needs one."""
    group, own = name
    return messages.say("page.results.part", group=group, label=own) if group else own


def listed(names: Names, messages: Messages) -> str:
    """Some rows or columns, the first of them by name."""
    told = messages.say("page.list.and").join(
        called(name, messages) for name in names[:TOLD_IN_FULL]
    )
    more = len(names) > TOLD_IN_FULL
    return messages.say("page.results.more", names=told, count=len(names)) if more else told


def _side(labels: Sequence[str], messages: Messages) -> str:
    if len(labels) <= TOLD_IN_FULL:
        return "＋".join(labels)
    return messages.say("page.results.many", first=labels[0], count=len(labels))


_WHOLE = frozenset({int})


def _told(values: tuple[Amount, ...]) -> str:
    if len(values) == 1:
        return _number(values[0])
    shown = values if len(values) <= TOLD_IN_FULL else [*filter(None, values)]
    # Nearly all figures are counts, which need no care.
    number = str if _WHOLE.issuperset(map(type, shown)) and min(shown, default=0) >= 0 else _number
    return "＋".join(map(number, shown)) or "0"


def _summed(values: tuple[Amount, ...], total: Amount) -> str:
    told = _told(values)
    return f"{told}＝{_number(total)}" if "＋" in told else told


def _number(value: Amount) -> str:
    if type(value) is int and value >= 0:
        return str(value)
    return format(value, "f" if not isinstance(value, int) else "d").replace("-", MINUS)
