"""The lists of a build: those that say something else than last time are made, the others stand."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence, Set

import msgspec

from generator.build.batch import finished
from generator.build.changes import Changes
from generator.build.fingerprints import digest
from generator.build.lists import (
    MOST_NEWS,
    Memory,
    Part,
    boards_of,
    collect,
    list_files,
    lists,
    part_of,
    parts_of,
)
from generator.build.planned import Planned
from generator.build.rendered import Rendered
from generator.build.shells import missing_from
from generator.messages import messages
from generator.model.pages import Collection, Page
from generator.model.quality import Board, Standing
from generator.render.addresses import HOME, output_path
from generator.render.document import Document
from generator.render.year import Same, never

_BOARDS = msgspec.json.Decoder(tuple[str, dict[int, Board]])
_DIGESTS = msgspec.json.Decoder(dict[str, str])


class Listing:
    """The pages that list others, and the files that cover the portal."""

    def __init__(self, plan: Planned, rendered: Rendered, changes: Changes) -> None:
        self._plan, self._rendered, self._changes = plan, rendered, changes
        self._held = plan.held

    def expected(self) -> Mapping[str, Document]:
        """The lists of the portal by path, as far as they are known before its reports are made."""
        # What is known is from last time, and may tell of reports that are there no more.
        there = self._plan.known.years
        standings = [each for each in self._held.standings() if each.year in there[each.agency]]
        collection, _ = self._collection(standings)
        return dict(self._documents(collection, _every(collection)))

    def make(self, years: Set[int]) -> Mapping[str, str]:
        """Make the lists that changed, of which `years` are those that did for their reports.

        Returns the digests of all lists that there are now, by their path on the site.
        """
        collection, shown = self._collection(tuple(self._held.standings()))
        every = _every(collection)
        others = {*years, *self._changed_parts(shown)}
        changed = every if self._plan.whole else every & others
        before = {} if self._plan.whole else dict(self._held.lists())
        memory = self._memory()
        made = self._write(self._pages(collection, changed, memory.same), before)
        # What did not change was not made again and still stands.
        still = {*(every - changed), *map(output_path, memory.still)}
        kept = {path: own for path, own in before.items() if {path, part_of(path)} & still}
        self._changes.removed += sorted(before.keys() - kept.keys() - made.keys())
        self._remember(memory, kept)
        every_list = {**kept, **made}
        self._held.put_lists(every_list)
        return every_list

    # --- what they show ----------------------------------------------------------------------

    def _collection(self, standings: Sequence[Standing]) -> tuple[Collection, Mapping[Part, str]]:
        """The portal as its lists see it, and a digest of what each part of them shows."""
        known, held = self._plan.known, self._held
        shown = parts_of(known, standings)
        newest, corrected = held.newest(MOST_NEWS), held.corrected(MOST_NEWS)
        boards = self._boards(standings, shown[Part.COVERAGE])
        return collect(known, newest, corrected, standings, boards), shown

    def _boards(self, standings: Sequence[Standing], shown: str) -> Mapping[int, Board]:
        """The boards of the years; counted again only when the page that shows them all changed."""
        of, boards = _BOARDS.decode(self._held.fact("boards") or '["", {}]')
        if of != shown:
            boards = dict(boards_of(self._plan.known, standings))
            self._held.put_fact("boards", msgspec.json.encode((shown, boards)).decode())
        return boards

    def _changed_parts(self, shown: Mapping[Part, str]) -> Iterator[Part]:
        """The parts that show something else than last time; what they show now is kept."""
        for part, now in shown.items():
            if self._held.fact(part) != now:
                self._held.put_fact(part, now)
                yield part

    def _memory(self) -> Memory:
        """What single pages showed last time."""
        before = "" if self._plan.whole else self._held.fact("shown")
        return Memory(_DIGESTS.decode(before or "{}"))

    def _remember(self, memory: Memory, kept: Container[str]) -> None:
        """Keep what single pages show now; what those that were `kept` show stays known."""
        before = {path: own for path, own in memory.before.items() if output_path(path) in kept}
        self._held.put_fact("shown", msgspec.json.encode({**before, **memory.now}).decode())

    # --- making them -------------------------------------------------------------------------

    def _documents(
        self, collection: Collection, changed: Container[Part | int], same: Same = never
    ) -> Iterator[tuple[str, Document]]:
        of_year, words = self._held.of_year, messages("zh")
        for path, document in lists(collection, changed, of_year, words, same):
            # People may write a home page of their own.
            if path != HOME or not self._rendered.by_hand.has_home:
                yield path, document

    def _pages(
        self, collection: Collection, changed: Set[Part | int], same: Same
    ) -> Iterator[Page]:
        """The lists and what goes with them, one after the other: together they are large."""
        waiting: dict[str, Document] = {}
        for path, document in self._documents(collection, changed, same):
            page = {path: document}
            if missing_from(self._rendered.shells.value, page):
                waiting |= page
            else:
                yield from self._finished(page)
        self._rendered.render_missing(missing_from(self._rendered.shells.value, waiting))
        yield from self._finished(waiting)
        years = [year for year in collection.years if year in changed]
        yield from list_files(collection, years, self._rendered.site_url)

    def _finished(self, documents: Mapping[str, Document]) -> Iterator[Page]:
        return finished(documents, (), self._rendered.shells.value)

    def _write(self, pages: Iterator[Page], before: Mapping[str, str]) -> Mapping[str, str]:
        """Write those that are other than `before`; the digests of all of them, by path."""
        made: dict[str, str] = {}
        for page in pages:
            made[page.path] = digest(page.content)
            if before.get(page.path) != made[page.path]:
                self._changes.write(page.path, page.content)
        return made


def _every(collection: Collection) -> set[Part | int]:
    """All parts and years of the lists."""
    return {*Part, *collection.years}
