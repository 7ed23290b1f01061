"""The review of an import as one page of HTML that needs nothing beside itself.

Nothing in it but our own style and script may run or be fetched: the page says so to the browser,
with the hash of each, and every text of the submission is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from markupsafe import Markup

from generator.messages import Messages
from generator.model.forms import Section
from generator.model.reports import Cell
from generator.model.reviews import Review, Spot
from generator.model.submissions import Recognition
from generator.render.cells import short_labels, value_of
from generator.render.colour import stylesheet
from generator.render.document import plain
from generator.render.layouts import TableLayout, layouts
from generator.render.review_source import SourceView, cell_number, source_views
from generator.render.templates import fragment
from generator.resources import resource_text

UNREAD = "unread"
_KINDS = (*(each.value for each in Recognition), UNREAD)


@dataclass(frozen=True, slots=True)
class TextView:
    """A paragraph of the record: its anchor, its spot in the source (0: not known) and line."""

    anchor: str
    spot: Spot
    line: str
    text: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the record: its title, its paragraphs around its table, and the table."""

    title: str
    before: tuple[TextView, ...]
    table: Markup | None
    after: tuple[TextView, ...]


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A finding as the page shows it, with links to both sides ("" where there is none)."""

    severity: str
    sentence: str
    code: str
    line: str
    source: str
    record: str


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of recognition: how many cells are of it, and the first of them, to go to."""

    kind: str
    count: int
    first: str


def render_review(review: Review, words: Messages, ink: str) -> str:
    """The page, in the language of `words` and with colours derived from `ink`."""
    style = stylesheet(ink) + resource_text("render/review_page/review.css")
    script = resource_text("render/review_page/review.js")
    body = _Page(review, words).body()
    head = fragment(
        "review_head.html.j2",
        words,
        file=review.submission.name,
        policy=_policy(style, script),
    )
    language = "zh-CN" if words.language == "zh" else words.language
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n{head.fragment}\n'
        f"<style>{style}</style>\n</head>\n<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _policy(style: str, script: str) -> str:
    """What the page may do: show its own style and run its own script, and nothing else."""
    hashes = (b64encode(sha256(each.encode()).digest()).decode() for each in (style, script))
    of_style, of_script = hashes
    return (
        f"default-src 'none'; style-src 'sha256-{of_style}'; script-src 'sha256-{of_script}'; "
        "base-uri 'none'; form-action 'none'"
    )


class _Page:
    """One review on its way to HTML."""

    def __init__(self, review: Review, words: Messages) -> None:
        self.review, self.words = review, words
        self.report, self.form = review.report, review.form
        self.labels = short_labels(review.form)
        self.remarked = {each.cell for each in review.remarks if each.cell}

    def body(self) -> str:
        """All between head and script."""
        counts = Counter(map(self._kind, self.labels))
        firsts = {self._kind(cell): cell for cell in reversed(list(self.labels))}
        html = fragment(
            "review.html.j2",
            self.words,
            review=self.review,
            kinds=[KindView(each, counts[each], firsts.get(each, "")) for each in _KINDS],
            cells=len(self.labels),
            remarks=tuple(self._remarks()),
            source=self._source(),
            sections=tuple(self._sections()),
            title=self._text("title", 0, self.report.title),
            preface=self._texts("preface", self.report.preface),
            unplaced=self._texts("unplaced", [piece.text for piece in self.report.unplaced]),
        )
        return html.fragment

    # --- the record ----------------------------------------------------------------------------

    def _kind(self, cell: str) -> str:
        trace = self.review.cells.get(cell)
        return trace.how.value if trace else UNREAD

    def _line(self, spot: Spot) -> str:
        place = self.review.places.get(spot)
        return (place.place or str(place.line or "")) if place else ""

    def _text(self, where: str, number: int, text: str) -> TextView:
        spot = self.review.texts.get((where, number), 0)
        return TextView(text_anchor(where, number), spot, self._line(spot), text)

    def _texts(self, where: str, texts: tuple[str, ...] | list[str]) -> tuple[TextView, ...]:
        return tuple(self._text(where, number, text) for number, text in enumerate(texts))

    def _sections(self) -> Iterator[SectionView]:
        tables = layouts(self.form)
        for section in self.form.sections_of(self.report.sections):
            narrative = self.report.sections.get(section.id)
            paragraphs = self._texts(section.id, narrative.paragraphs if narrative else ())
            split = len(narrative.before) if narrative else 0
            table = tables.get(section.table)
            if paragraphs or table or not section.optional:
                yield SectionView(
                    self._heading(section),
                    paragraphs[:split],
                    Markup(self._table(table)) if table else None,  # noqa: S704 - escaped below
                    paragraphs[split:],
                )

    def _heading(self, section: Section) -> str:
        narrative = self.report.sections.get(section.id)
        return (narrative.title if narrative else "") or section.title.zh

    def _table(self, layout: TableLayout) -> str:
        filled = layout.filled(list(map(self._cell, layout.cells)))
        caption = escape(plain(layout.table.title.zh))
        region = escape(self.words.say("page.table.region", title=layout.table.title.zh))
        return (
            f'<div class="scroll" role="region" aria-label="{region}" tabindex="0">\n'
            f'<table class="form">\n<caption>{caption}</caption>\n'
            f"{filled}</table>\n</div>"
        )

    def _cell(self, cell: str) -> str:
        """The rest of a cell's tag, and what it holds."""
        kind, trace = self._kind(cell), self.review.cells.get(cell)
        value = value_of(self.report, self.form, cell)
        shown = self._value(value, read=trace is not None)
        words = " › ".join(self.labels[cell])
        classes = kind if cell not in self.remarked else f"{kind} remarked"
        known = self._unseen(kind) if kind != Recognition.LABEL.value else ""
        before = self._before(cell)
        if trace is None:
            attributes = f'class="{classes}" data-w="{escape(words)}"'
            return f" {attributes}>{before}{shown}{known}"
        link = f'<a href="#s{trace.spot}">{shown}{known}</a>'
        attributes = f'class="{classes}" data-s="{trace.spot}" data-w="{escape(words)}"'
        return f" {attributes}>{before}{link}"

    def _value(self, value: Cell, *, read: bool) -> str:
        if value is None:
            key = "blank" if read else "unread"
            sign = "—" if read else "?"
            words = escape(self.words.say(f"page.review.cell.{key}"))
            return f'<span aria-hidden="true">{sign}</span><span class="unseen">{words}</span>'
        if isinstance(value, str):
            return f"<i>{escape(plain(value))}</i>"
        return cell_number(value)

    def _unseen(self, kind: str) -> str:
        words = escape(self.words.say(f"page.review.kind.{kind}"))
        return (
            f'<span class="dot" aria-hidden="true"></span><span class="unseen">（{words}）</span>'
        )

    def _before(self, cell: str) -> str:
        if cell not in self.review.before:
            return ""
        old = self.review.before[cell]
        text = (
            "—" if old is None else escape(plain(old)) if isinstance(old, str) else cell_number(old)
        )
        words = escape(self.words.say("page.review.was"))
        return f'<del><span class="unseen">{words}</span>{text}</del> '

    # --- the rest ------------------------------------------------------------------------------

    def _remarks(self) -> Iterator[RemarkView]:
        for each in sorted(self.review.remarks, key=lambda each: -each.finding.severity):
            yield RemarkView(
                severity=each.finding.severity.word,
                sentence=self.words.finding(each.finding),
                code=each.finding.code,
                line=self._line(each.spot),
                source=f"#s{each.spot}" if each.spot in self.review.places else "",
                record=f"#{each.cell}" if each.cell in self.labels else "",
            )

    def _source(self) -> tuple[SourceView, ...]:
        return tuple(source_views(self.review, _spots_of_texts(self.review.texts)))


def _spots_of_texts(texts: Mapping[tuple[str, int], Spot]) -> dict[Spot, str]:
    """The anchor of the first text that came from each spot."""
    anchors: dict[Spot, str] = {}
    for (where, number), spot in texts.items():
        anchors.setdefault(spot, text_anchor(where, number))
    return anchors


def text_anchor(where: str, number: int) -> str:
    """The anchor of a text of the record on the page."""
    return f"text-{where}-{number}"
