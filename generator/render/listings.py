"""What the pages of agencies and of years have in common: rows of summaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.messages import Messages
from generator.model.agencies import Agency, Kind
from generator.model.forms import Figure, Form
from generator.model.pages import Collection, Summary
from generator.render.addresses import link, part_path, report_path
from generator.render.document import Html
from generator.render.figures import exact_sum
from generator.render.parting import Part, parting
from generator.render.templates import fragment
from generator.render.words import Words

FEW_PARTS = 8
"""As many parts of a list are named beside the way to the whole."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One report in a table of reports; `figures` are the values in words, column by column."""

    name: str
    url: str
    published: str
    figures: tuple[tuple[str, bool], ...]
    findings: str
    clean: bool
    corrected: str


def figure_columns(forms: Mapping[str, Form], summaries: Iterable[Summary]) -> tuple[Figure, ...]:
    """The main figures of every form that the summaries use, each id once."""
    used = dict.fromkeys(summary.form for summary in summaries)
    figures = (figure for form in used for figure in forms[form].figures)
    return tuple({figure.id: figure for figure in figures}.values())


def summary_row(
    here: str, name: str, summary: Summary, columns: Sequence[Figure], words: Words
) -> SummaryRow:
    """The row of one report on the page `here`; a figure is quiet when it is 0 or not there."""
    known = [summary.figures.get(column.id) for column in columns]
    return SummaryRow(
        name=name,
        url=link(here, report_path(summary.agency, summary.year)),
        published=summary.published.isoformat() if summary.published else "—",
        figures=tuple((words.figure(value), not value) for value in known),
        findings=words.findings(summary.findings),
        clean=not summary.findings,
        corrected=words.day(summary.corrected) if summary.corrected else "",
    )


def by_kind(collection: Collection) -> list[tuple[Kind, list[Agency]]]:
    """The agencies of each kind that has any, in the order of the kinds."""
    groups: dict[str, list[Agency]] = {kind: [] for kind in collection.kinds}
    for agency in collection.agencies.values():
        groups[agency.kind].append(agency)
    return [(collection.kinds[kind], group) for kind, group in groups.items() if group]


@dataclass(frozen=True, slots=True)
class Section:
    """The agencies of one kind in a list.

    `tree` is how they are cut into pages of their own, the first of which has the path `path`;
    None: they stand on the page of all kinds.
    """

    kind: Kind
    agencies: Sequence[Agency]
    path: str
    tree: Part | None = None

    def parts(self) -> Iterator[tuple[str, Part]]:
        """What stands on each page of their own, by path; nothing where they have none."""
        for part in self.tree.every() if self.tree else ():
            yield part_path(self.path, part.start), part


def sections(
    groups: Iterable[tuple[Kind, Sequence[Agency]]],
    path_of: Callable[[str], str],
    most: int,
    small: int,
) -> Iterator[Section]:
    """The sections of a list, kind by kind; kinds without agencies have none.

    A page names `most` agencies. Where there are more, kinds with more than `small` have pages of
    their own, from `path_of` their ids on.
    """
    known = [(kind, agencies) for kind, agencies in groups if agencies]
    whole = sum(len(agencies) for _, agencies in known) <= most
    for kind, agencies in known:
        stays = whole or len(agencies) <= small
        tree = None if stays else parting(agencies, most)
        yield Section(kind, agencies, path_of(kind.id), tree)


def newest_years(collection: Collection) -> Mapping[str, int]:
    """The newest year of each agency that has a report."""
    return {agency: max(years) for agency, years in collection.reported.items() if years}


def totals(
    columns: Sequence[Figure], summaries: Sequence[Summary]
) -> list[tuple[Figure, Decimal, int]]:
    """The sum of each figure that is no share, and how many reports have no value for it."""
    found: list[tuple[Figure, Decimal, int]] = []
    for column in columns:
        if column.per:
            continue
        known = [value for one in summaries if (value := one.figures.get(column.id)) is not None]
        if known:
            found.append((column, exact_sum(known), len(summaries) - len(known)))
    return found


def part_title(title: str, part: Part, messages: Messages) -> str:
    """The title of the page of a part of a list."""
    if not part.start:
        return title
    return messages.say("page.part.title", title=title, names=span(part, messages))


def span(part: Part, messages: Messages) -> str:
    """From which agency to which a part goes."""
    first, last = part.agencies[0].name, part.agencies[-1].name
    return first if first == last else messages.say("page.part.span", first=first, last=last)


def list_links(here: str, path: str, part: Part, messages: Messages) -> Html:
    """The way from the page `here` to the list at `path`, and to its parts where they are few."""
    all_of_it = (
        link(here, path),
        messages.say("page.part.all"),
        messages.say("page.count.agencies", count=len(part.agencies)),
    )
    parts = part.parts if len(part.parts) <= FEW_PARTS else ()
    return _links(here, path, parts, messages, all_of_it)


def part_links(here: str, path: str, part: Part, messages: Messages) -> Html:
    """The ways from the page `here` to the parts of a part of the list at `path`."""
    return _links(here, path, part.parts, messages)


def _links(
    here: str, path: str, parts: Sequence[Part], messages: Messages, *first: tuple[str, str, str]
) -> Html:
    entries = [
        *first,
        *(
            (
                link(here, part_path(path, each.start)),
                span(each, messages),
                messages.say("page.count.agencies", count=len(each.agencies)),
            )
            for each in parts
        ),
    ]
    return fragment("part_links.html.j2", messages, entries=entries)
