"""A build under way: what changed is made in a staging folder, and put in the place of the old.

Agencies first, and from them the search index while they are being made; then the lists, which know
all agencies; then the new files take their places.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Container,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
)
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator import storage
from generator.build import pool
from generator.build.assemble import surroundings
from generator.build.base import Base, MakeBase
from generator.build.batch import (
    Batch,
    Done,
    OnSite,
    Redressed,
    Result,
    Task,
    finished,
    looked_at,
    make,
    ready,
)
from generator.build.by_hand import Made, misplaced, packed, unpacked
from generator.build.catalogue import Catalogue, Stamp
from generator.build.common import Common
from generator.build.content import Outline, known_kinds, read_forms, read_portal
from generator.build.fingerprints import digest, examined_with
from generator.build.generate import require_sound
from generator.build.indexing import (
    broken_pages,
    carry,
    changed_index,
    entry_digest,
    own_entry,
    packed_entry,
    page_entries,
    unpacked_entry,
    whole_index,
)
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
from generator.build.neighbours import circles_of
from generator.build.orders import Advance, Order, Outcome, Progress
from generator.build.page_text import RenderedPage
from generator.build.plan import Reason, anew
from generator.build.scan import is_attached, is_complete
from generator.build.shells import Shell, Specimen, shell_key, specimen
from generator.build.staging import Staging
from generator.build.survey import Survey
from generator.checks.lineage import lineages, old_addresses
from generator.messages import messages
from generator.model.agencies import Agency
from generator.model.findings import Finding
from generator.model.forms import Form, Forms
from generator.model.pages import Collection, Page
from generator.model.quality import Board, Standing
from generator.model.search import Entry
from generator.render.addresses import HOME, address, agency_path, output_path
from generator.render.document import Document
from generator.render.year import Same, never

if TYPE_CHECKING:
    from concurrent.futures import Executor


BATCH = 12
"""Agencies in a batch: under a hundred pages, so that no worker waits long for the others' last."""

_SEEDS = 8
"""Agencies whose pages are looked at first, to know the kinds of pages that MkDocs must render."""

_SHELLS = msgspec.json.Decoder(dict[str, Shell])
_FORMS = msgspec.json.Decoder(dict[str, Form])
_BOARDS = msgspec.json.Decoder(tuple[str, dict[int, Board]])
_DIGESTS = msgspec.json.Decoder(dict[str, str])


class Making:
    """One build under way."""

    def __init__(
        self,
        order: Order,
        held: Catalogue,
        found: Survey,
        facts: Mapping[str, str],
        make_base: MakeBase,
        progress: Progress,
        everything: Sequence[Reason],
        begun: Executor | None = None,
    ) -> None:
        """`begun` are workers that were started in time; None: they are started when needed."""
        self.order, self.held, self.found, self.facts = order, held, found, facts
        self.make_base, self.progress = make_base, progress
        self.everything, self.begun = tuple(everything), begun
        self.full, self.anew = bool(everything), anew(everything)
        self.staging = Staging(order.out.resolve())
        forms, problems = self._forms()
        self.known = _outline(order.root, found, forms, problems)
        self.circles = circles_of(self.known.agencies, self.known.years, found.reasons)
        self.worn = Common[Mapping[str, Shell]](_SHELLS.decode(held.fact("shells") or "{}"))
        # Where everything is made again, MkDocs renders again what pages stand in.
        self.shells = Common[Mapping[str, Shell]]({}) if self.full else self.worn
        self.forms = Common(self.known.forms)
        self.site_url = held.fact("site_url")
        self.by_hand = unpacked(held.fact("by_hand"))
        self.rendered: tuple[RenderedPage, ...] = ()
        self.years = set(found.years)
        self.written: list[str] = []
        self.removed: list[str] = []
        self.unlisted: list[str] = []
        self.broken: list[Finding] = []

    def run(self) -> Outcome:
        """Make what has to be made, and publish it."""
        pages = broken_pages(self.order.root) if self.full else ()
        require_sound((*self.known.findings, *pages))
        if not self.found.reasons and not self.found.gone and not self.full:
            self._keep_stamps()
            return self._outcome()
        folder = self.staging.begin()
        self._forget_gone()
        try:
            with self._workers() as executor:
                if self.full:
                    self._render_base(folder)
                self._make_search(folder, self._made_agencies(folder, executor), executor)
                if executor is not None and self.order.executor is None:
                    # They end while the lists are made, which needs none of them.
                    executor.shutdown(wait=False)
            require_sound(self.broken)
            listed = self._make_lists(folder)
            made = Made(self.held, listed, self.known.old_addresses)
            require_sound(tuple(misplaced(self.by_hand, made)))
            self._publish()
        except BaseException:
            self.staging.discard()
            raise
        return self._outcome()

    def _forms(self) -> tuple[Forms, Sequence[Finding]]:
        """The forms; they are read only where one of them, or the program, may have changed."""
        held = self.held.fact("forms_read")
        if held:
            return _FORMS.decode(held), ()
        forms, problems = read_forms(self.order.root)
        if not problems:
            self.held.put_fact("forms_read", msgspec.json.encode(forms).decode())
        return forms, problems

    def _outcome(self) -> Outcome:
        written, removed = tuple(self.written), tuple(self.removed)
        return Outcome(*self.held.totals(), written, removed, self.found.reasons, self.everything)

    # --- what MkDocs renders -----------------------------------------------------------------

    def _render_base(self, folder: Path) -> None:
        agencies = list(self.found.reasons)
        seeds = agencies[:: max(1, len(agencies) // _SEEDS)][:_SEEDS]
        # A worker makes them while MkDocs is loaded here.
        made = pool.begin(make, looked_at(self._batch(folder, seeds)), self.begun)
        self._keep(self.make_base(folder, self._seen(made), self.known.portal))

    def _seen(self, seeds: Callable[[], Result]) -> Iterator[Specimen]:
        """A specimen of each kind of page among the lists and the `seeds`."""
        # What is known is from last time, and may tell of reports that are there no more.
        there = self.known.years
        standings = [each for each in self.held.standings() if each.year in there[each.agency]]
        collection, _ = self._collection(standings)
        documents = dict(self._lists(collection, {*Part, *collection.years}))
        missing = self._missing(documents)
        yield from {**seeds().missing, **missing}.values()

    def _render_missing(self, missing: Mapping[str, Specimen]) -> None:
        """Have MkDocs render kinds of pages that did not occur before."""
        if missing:
            aside = self.staging.aside()
            self._keep(self.make_base(aside, missing.values(), self.known.portal))

    def _keep(self, base: Base) -> None:
        self.shells = Common[Mapping[str, Shell]]({**self.shells.value, **base.shells})
        self.site_url, self.by_hand, self.rendered = base.site_url, base.by_hand, base.pages

    def _missing(self, documents: Mapping[str, Document]) -> dict[str, Specimen]:
        missing: dict[str, Specimen] = {}
        for path, document in documents.items():
            key = shell_key(path, document)
            if key not in self.shells.value:
                missing.setdefault(key, specimen(path, document))
        return missing

    # --- agencies ----------------------------------------------------------------------------

    def _made_agencies(self, folder: Path, executor: Executor | None) -> Iterator[Entry]:
        """Make the agencies that have to be made; what is new for the search index on the way."""
        waiting: Sequence[str] = tuple(self.found.reasons)
        with self.progress(len(waiting)) as advance:
            while waiting:
                waiting = yield from self._round(folder, waiting, executor, advance)
        self._keep_stamps()

    def _forget_gone(self) -> None:
        """Agencies that are no more: their pages and entries go. Before anything is listed."""
        for name in self.found.gone:
            self.removed += self.held.outputs(name)
            self.unlisted += self.held.indexed(name)
            self.held.forget(name)

    def _keep_stamps(self) -> None:
        """Remember the new times of files that hold the same bytes as before."""
        for name, stamps in self.found.stamps.items():
            if name not in self.found.reasons:
                self.held.put_inputs(name, stamps)

    def _round(
        self, folder: Path, names: Sequence[str], executor: Executor | None, advance: Advance
    ) -> Generator[Entry, None, Sequence[str]]:
        """Make some agencies; returns those that need a kind of page not yet rendered by MkDocs."""
        undone: list[str] = []
        missing: dict[str, Specimen] = {}
        batches = (
            self._batch(folder, names[start : start + BATCH])
            for start in range(0, len(names), BATCH)
        )
        for result in pool.run(make, batches, executor, self.order.jobs):
            for done in result.done:
                yield from self._take(done)
            for each in result.redressed:
                self._take_redressed(each)
            advance(len(result.done) + len(result.redressed))
            undone += result.undone
            missing |= result.missing
        self._render_missing(missing)
        return undone

    def _take(self, done: Done) -> Iterator[Entry]:
        """Note what came of an agency; gives what is new for the search index."""
        name, inputs = done.entry.agency.id, done.entry.inputs
        before, listed = self.held.outputs(name), self.held.indexed(name)
        own, news = self._itself(done.entry.agency, listed)
        indexed = {**own, **done.entry.indexed}
        self.removed += sorted(before.keys() - done.entry.outputs.keys())
        self.unlisted += sorted(listed.keys() - indexed.keys())
        self.written += done.written
        self.broken += done.broken
        self.years |= self.held.put(replace(done.entry, indexed=indexed))
        self.held.put_examined(name, examined_with(self.facts, inputs), inputs, done.sound)
        yield from news
        yield from map(unpacked_entry, done.search)

    def _itself(
        self, agency: Agency, listed: Mapping[str, str]
    ) -> tuple[Mapping[str, str], Sequence[Entry]]:
        """Address and digest of an agency's own entry, and the entry if it says something new."""
        if not self.anew and agency.id not in self.found.resettled:
            own = address(agency_path(agency.id))
            return {own: listed[own]}, ()
        entry = own_entry(agency, self.known.kinds)
        now = entry_digest(packed_entry(entry))
        return {entry.address: now}, () if listed.get(entry.address) == now else (entry,)

    def _take_redressed(self, redressed: Redressed) -> None:
        self.held.put_outputs(redressed.agency, redressed.outputs)
        self.written += redressed.written
        stamps = self.found.stamps.get(redressed.agency)
        if stamps:
            self.held.put_inputs(redressed.agency, stamps)

    def _batch(self, folder: Path, names: Sequence[str]) -> Batch:
        known = self.known.only(names)
        tasks = tuple(map(self._task, names))
        root, site = str(self.order.root), str(self.staging.out)
        return Batch(root, str(folder), known, self.forms, self.shells, tasks, site, self.worn)

    def _task(self, name: str) -> Task:
        inputs = self.found.stamps.get(name) or self.held.inputs_of(name)
        return Task(
            name,
            surroundings(self.known, self.circles, name),
            inputs,
            {} if self.full else self.held.outputs(name),
            self.held.indexed(name),
            self._sound(name, inputs),
            self._on_site(name),
        )

    def _on_site(self, name: str) -> OnSite | None:
        """What the site has of an agency of which nothing changed but the looks of its pages.

        Workers on other machines have no site to take it from.
        """
        same = self.full and not self.anew and name not in self.found.touched
        if not same or self.order.executor is not None:
            return None
        return OnSite(self.held.outputs(name), self.held.heads(name))

    def _sound(self, name: str, inputs: Mapping[str, Stamp]) -> frozenset[int]:
        """The years whose reports are known to have no findings, whatever others report."""
        # An original that a record names was hashed last time, or lacking, which is a finding.
        inputs = {own: each for own, each in inputs.items() if each[2] or not is_attached(own)}
        if name in self.known.lineages or not is_complete(inputs):
            return frozenset()
        return self.held.sound(name, examined_with(self.facts, inputs))

    def _workers(self) -> AbstractContextManager[Executor | None]:
        if self.order.executor is not None:
            return nullcontext(self.order.executor)
        # At the end of the block they write no more, so that the staging folder can be removed.
        return self.begun or pool.workers(jobs_for(self.order, len(self.found.reasons)), ready)

    # --- search ------------------------------------------------------------------------------

    def _make_search(
        self, folder: Path, entries: Iterator[Entry], executor: Executor | None
    ) -> None:
        """Bring the index up to the entries. Making the agencies goes on while it takes them."""
        if self.full:
            entries = chain(entries, self._pages())
        if self.anew:
            # Other machines are not asked: what would travel is as large as what is made of it.
            own = None if self.order.executor is not None else executor
            run = partial(pool.run, executor=own, jobs=self.order.jobs)
            self._write(folder, whole_index(entries, self.known, folder, run))
            return
        changed = list(entries)
        touched: set[str] = set()
        if changed or self.unlisted:
            parts = changed_index(self.staging.out, changed, self.unlisted)
            touched = self._write(folder, parts)
        if self.full:
            carry(self.staging.out, folder, touched)

    def _write(self, folder: Path, changes: Iterable[tuple[str, bytes | None]]) -> set[str]:
        """Make changes to the index; the files that are other than before."""
        touched: set[str] = set()
        for path, content in changes:
            touched.add(path)
            if content is None:
                self.removed.append(path)
            else:
                storage.write_new(folder / path, content)
                self.written.append(path)
        return touched

    def _pages(self) -> Iterator[Entry]:
        """The hand-written pages that say something else than last time."""
        before = _DIGESTS.decode(self.held.fact("pages_indexed") or "{}")
        now: dict[str, str] = {}
        for entry in page_entries(self.rendered):
            now[entry.address] = entry_digest(packed_entry(entry))
            if before.get(entry.address) != now[entry.address]:
                yield entry
        self.unlisted += sorted(before.keys() - now.keys())
        self.held.put_fact("pages_indexed", msgspec.json.encode(now).decode())

    # --- lists -------------------------------------------------------------------------------

    def _collection(self, standings: Sequence[Standing]) -> tuple[Collection, Mapping[Part, str]]:
        """The portal as its lists see it, and a digest of what each part of them shows."""
        shown = parts_of(self.known, standings)
        newest, corrected = self.held.newest(MOST_NEWS), self.held.corrected(MOST_NEWS)
        years = self._boards(standings, shown[Part.COVERAGE])
        return collect(self.known, newest, corrected, standings, years), shown

    def _boards(self, standings: Sequence[Standing], shown: str) -> Mapping[int, Board]:
        """The boards of the years; counted again only when the page that shows them all changed."""
        of, found = _BOARDS.decode(self.held.fact("boards") or '["", {}]')
        if of != shown:
            found = dict(boards_of(self.known, standings))
            self.held.put_fact("boards", msgspec.json.encode((shown, found)).decode())
        return found

    def _lists(
        self, collection: Collection, changed: Container[Part | int], same: Same = never
    ) -> Iterator[tuple[str, Document]]:
        for path, document in lists(collection, changed, self.held.of_year, messages("zh"), same):
            # People may write a home page of their own.
            if path != HOME or not self.by_hand.has_home:
                yield path, document

    def _make_lists(self, folder: Path) -> Mapping[str, str]:
        """Make the lists that changed; the digests of all there are, by their path on the site."""
        collection, parts = self._collection(tuple(self.held.standings()))
        every = {*Part, *collection.years}
        other = {*self.years, *self._changed_parts(parts)}
        changed = every if self.full else every & other
        before = {} if self.full else dict(self.held.lists())
        shown = _DIGESTS.decode(self.held.fact("shown") or "{}")
        memory = Memory({} if self.full else shown)
        now: dict[str, str] = {}
        for page in self._list_pages(collection, changed, memory.same):
            now[page.path] = digest(page.content)
            if before.get(page.path) != now[page.path]:
                storage.write_new(folder / page.path, page.content)
                self.written.append(page.path)
        # What did not change was not made again and still stands.
        still, pages = every - changed, set(map(output_path, memory.still))
        kept = {
            path: digest_
            for path, digest_ in before.items()
            if path in pages or part_of(path) in still
        }
        self.removed += sorted(before.keys() - kept.keys() - now.keys())
        every_list = {**kept, **now}
        self.held.put_lists(every_list)
        shown = {path: own for path, own in shown.items() if output_path(path) in kept}
        self.held.put_fact("shown", msgspec.json.encode({**shown, **memory.now}).decode())
        return every_list

    def _changed_parts(self, parts: Mapping[Part, str]) -> Iterator[Part]:
        """The parts that show something else than last time; what they show now is kept."""
        for part, shown in parts.items():
            if self.held.fact(part) != shown:
                self.held.put_fact(part, shown)
                yield part

    def _list_pages(
        self, collection: Collection, changed: Set[Part | int], same: Same
    ) -> Iterator[Page]:
        """The lists and what goes with them, one after the other: together they are large."""
        waiting: dict[str, Document] = {}
        for path, document in self._lists(collection, changed, same):
            if shell_key(path, document) in self.shells.value:
                yield from finished({path: document}, (), self.shells.value)
            else:
                waiting[path] = document
        self._render_missing(self._missing(waiting))
        years = [year for year in collection.years if year in changed]
        yield from finished(
            waiting, list_files(collection, years, self.site_url), self.shells.value
        )

    # --- publishing --------------------------------------------------------------------------

    def _publish(self) -> None:
        # A page that one agency no longer makes may be made by another now.
        self.removed = sorted(set(self.removed) - set(self.written))
        self.held.put_fact("publishing", "1")
        self.held.keep()
        if self.full:
            self.staging.replace_all()
        else:
            self.staging.replace_some(self.removed)
        facts = {
            "out": str(self.order.out.resolve()),
            "shells": msgspec.json.encode(self.shells.value).decode(),
            "site_url": self.site_url,
            "by_hand": packed(self.by_hand),
            "publishing": "",
        }
        for key, value in facts.items():
            self.held.put_fact(key, value)


def jobs_for(order: Order, agencies: int) -> int:
    """How many processes of our own it takes to make so many agencies."""
    return 1 if order.executor is not None else min(order.jobs, -(-agencies // BATCH))


def _outline(root: Path, found: Survey, forms: Forms, form_findings: Sequence[Finding]) -> Outline:
    portal, findings = read_portal(root)
    return Outline(
        portal=portal,
        kinds=known_kinds(),
        forms=forms,
        agencies=found.now.agencies,
        years=found.now.years,
        findings=(*findings, *form_findings, *found.findings),
        old_addresses=old_addresses(found.now.agencies),
        lineages=lineages(found.now.agencies, found.now.years),
    )
