"""The pages about the quality of the data: what is checked, how, and what came of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from generator.messages import Messages
from generator.model.agencies import Agency
from generator.model.findings import Severity
from generator.model.pages import Collection
from generator.model.quality import Rule, Standing
from generator.render.addresses import (
    COVERAGE,
    HOME,
    QUALITY,
    address,
    link,
    part_path,
    report_path,
    rule_path,
    year_path,
)
from generator.render.document import Document, Heading, Html, Part, plain
from generator.render.listings import by_kind, list_links, part_links, part_title
from generator.render.parting import Part as ListPart
from generator.render.parting import parting
from generator.render.templates import fragment

MOST = 400
"""How many reports a page names at most."""

YEARS_BESIDE = 6
"""How many years stand beside each other in the table of checks, counted back from the newest."""

_CODE = re.compile(r"``([^`]*)``")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_OF_YEAR = re.compile(r"quality/([^/]+)/[0-9]{4}[./]")

Entry = tuple[Agency, int, int]
"""An agency with a report, its year, and how many findings of one check it has."""


def quality(collection: Collection, messages: Messages) -> Iterator[tuple[str, Document]]:
    """What the checks found, by path; nothing as long as there is no report."""
    if collection.years:
        yield from _Quality(collection, messages).pages()


def quality_paths(collection: Collection) -> Iterator[str]:
    """The paths of the pages that are there whatever the checks found."""
    if collection.years:
        yield QUALITY
        yield from (rule_path(rule.name) for rule in collection.rules)


def may_be_found(collection: Collection, path: str) -> bool:
    """Whether `path` may be that of a page of reports in which a check found something.

    A check has such pages for its years once it found something in more reports than one page
    names, so that only checking all reports shows which there are.
    """
    match = _OF_YEAR.match(path)
    if match is None or sum(collection.counts.values()) <= MOST:
        return False
    return any(rule.name == match[1] for rule in collection.rules)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some reports: how many there are, and with findings of which severity at worst."""

    reports: int
    clean: int
    worst: Mapping[Severity, int]


def tally(standings: Sequence[Standing]) -> Tally:
    """Count reports by the worst that was found in each."""
    # In most reports nothing was found.
    faulty = [each.findings for each in standings if each.findings]
    counts = Counter(max(finding.severity for finding in findings) for findings in faulty)
    worst = {severity: counts[severity] for severity in sorted(Severity, reverse=True)}
    return Tally(len(standings), len(standings) - len(faulty), worst)


class _Quality:
    """All the pages, being made from one collection."""

    def __init__(self, collection: Collection, messages: Messages) -> None:
        self.collection, self.messages = collection, messages
        self.rule_of = {code: rule.name for rule in collection.rules for code in rule.codes}
        self.found: dict[str, dict[int, list[Entry]]] = {rule.name: {} for rule in collection.rules}
        self.codes = Counter[tuple[str, int]]()
        for each in collection.standings:
            if not each.findings:
                continue
            counts = Counter(self.rule_of.get(one.code, "") for one in each.findings)
            self.codes.update((one.code, each.year) for one in each.findings)
            for rule, count in counts.items():
                if rule:
                    entry = (collection.agencies[each.agency], each.year, count)
                    self.found[rule].setdefault(each.year, []).append(entry)

    def pages(self) -> Iterator[tuple[str, Document]]:
        """The page of the whole, and those of the checks."""
        yield QUALITY, self._whole()
        for rule in self.collection.rules:
            yield from self._rule_pages(rule)

    def _say(self, key: str, /, **parameters: int | str) -> str:
        return self.messages.say(f"page.{key}", **parameters)

    def _page(
        self, here: str, title: str, trail: Sequence[tuple[str, str]], body: Iterable[Part]
    ) -> Document:
        ways = [(self._say("home"), link(here, HOME)), *((n, link(here, p)) for n, p in trail)]
        parts = (
            fragment("breadcrumb.html.j2", self.messages, trail=ways, here=title),
            Heading(1, title, "title"),
            *body,
        )
        return Document({"title": title, "layout": "list", "address": address(here)}, parts)

    # --- the whole ---------------------------------------------------------------------------

    def _whole(self) -> Document:
        say, messages = self._say, self.messages
        body: list[Part] = [
            fragment("quality_lead.html.j2", messages, tally=tally(self.collection.standings)),
            Heading(2, say("quality.years"), "years"),
            self._years(),
            Heading(2, say("quality.rules"), "rules"),
            self._rules(),
            Heading(2, say("quality.kinds"), "kinds"),
            self._kinds(),
            Heading(2, say("quality.how"), "how"),
            fragment("quality_how.html.j2", messages, coverage=link(QUALITY, COVERAGE)),
        ]
        return self._page(QUALITY, say("quality"), (), body)

    def _years(self) -> Html:
        """By year: who has reported and when, what was found, and the findings to download."""
        of_year: dict[int, list[Standing]] = {}
        for each in self.collection.standings:
            of_year.setdefault(each.year, []).append(each)
        rows = [
            (year, link(QUALITY, year_path(year)), self.collection.boards[year], tally(found))
            for year, found in sorted(of_year.items(), reverse=True)
        ]
        coverage_url = link(QUALITY, COVERAGE)
        return fragment("quality_years.html.j2", self.messages, rows=rows, coverage=coverage_url)

    def _rules(self) -> Html:
        years = self.collection.years[:YEARS_BESIDE]
        rows = [
            (
                title_of(rule),
                link(QUALITY, rule_path(rule.name)),
                [len(self.found[rule.name].get(year, ())) for year in years],
                sum(map(len, self.found[rule.name].values())),
            )
            for rule in self.collection.rules
        ]
        return fragment("quality_rules.html.j2", self.messages, rows=rows, years=years)

    def _kinds(self) -> Html:
        of_kind: dict[str, list[Standing]] = {}
        for each in self.collection.standings:
            of_kind.setdefault(self.collection.agencies[each.agency].kind, []).append(each)
        rows = [
            (
                kind.label,
                link(QUALITY, COVERAGE, kind.id),
                len(agencies),
                tally(of_kind.get(kind.id, ())),
            )
            for kind, agencies in by_kind(self.collection)
        ]
        return fragment("quality_kinds.html.j2", self.messages, rows=rows)

    # --- one check ---------------------------------------------------------------------------

    def _rule_pages(self, rule: Rule) -> Iterator[tuple[str, Document]]:
        here, years = rule_path(rule.name), self.found[rule.name]
        title, trail = title_of(rule), [(self._say("quality"), QUALITY)]
        body: list[Part] = [self._meaning(rule), self._codes(rule)]
        body.append(Heading(2, self._say("quality.found"), "reports"))
        whole = sum(map(len, years.values())) <= MOST
        for year, entries in sorted(years.items(), reverse=True):
            body.append(Heading(3, self._say("year", year=year), f"y{year}"))
            if whole:
                body.append(self._reports(here, entries))
                continue
            path, own = rule_path(rule.name, year), {entry[0].id: entry for entry in entries}
            tree = parting([agency for agency, _, _ in entries], MOST)
            body.append(list_links(here, path, tree, self.messages))
            for part in tree.every():
                yield part_path(path, part.start), self._part(rule, path, part, own)
        if not years:
            body.append(fragment("remark.html.j2", self.messages, text=self._say("quality.none")))
        yield here, self._page(here, title, trail, body)

    def _part(
        self, rule: Rule, path: str, part: ListPart, entries: Mapping[str, Entry]
    ) -> Document:
        here = part_path(path, part.start)
        year = entries[part.agencies[0].id][1]
        title = self._say("quality.rule_year", rule=title_of(rule), year=year)
        trail = [(self._say("quality"), QUALITY), (title_of(rule), rule_path(rule.name))]
        if part.parts:
            body = part_links(here, path, part, self.messages)
        else:
            body = self._reports(here, [entries[agency.id] for agency in part.agencies])
        return self._page(here, part_title(title, part, self.messages), trail, [body])

    def _meaning(self, rule: Rule) -> Html:
        """What the check asks for: its page of the manual without its first sentence."""
        _, _, rest = rule.page.partition("\n")
        lines = (_CODE.sub(r"<code>\1</code>", escape(line)) for line in rest.strip().splitlines())
        written = "\n".join(f"<p>{line}</p>" if line else "" for line in _joined(lines))
        return Html(f'<div class="gk-meaning">\n{written}\n</div>'.replace("\n\n", "\n"))

    def _codes(self, rule: Rule) -> Html:
        rows = [
            (
                self._say(f"severity.{severity.word}"),
                _PLACEHOLDER.sub("…", self.messages.describe(f"finding.{code}")),
                sum(self.codes[code, year] for year in self.collection.years),
                code,
            )
            for code, severity in rule.codes.items()
        ]
        return fragment("quality_codes.html.j2", self.messages, rows=rows)

    def _reports(self, here: str, entries: Sequence[Entry]) -> Html:
        rows = [
            (agency.name_in(year), link(here, report_path(agency.id, year), "findings"), count)
            for agency, year, count in entries
        ]
        return fragment("quality_reports.html.j2", self.messages, rows=rows)


def title_of(rule: Rule) -> str:
    """What has to be so, in a few words: the first line of the check's page."""
    return plain(rule.page.partition("\n")[0].replace("``", "")).rstrip("。.")


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs from lines: blank lines part them, and Chinese is joined without a space."""
    paragraph = ""
    for line in (*lines, ""):
        if line.strip():
            space = " " if paragraph and (paragraph[-1] + line[0]).isascii() else ""
            paragraph += space + line.strip()
        elif paragraph:
            yield paragraph
            paragraph = ""
