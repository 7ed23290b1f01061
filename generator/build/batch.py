"""The unit of work of a build: some agencies, from YAML to finished pages in the staging folder.

It is what a worker process does, so it takes and gives plain values only and never sees MkDocs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from generator import storage
from generator.build.assemble import Published, Surroundings, publish
from generator.build.catalogue import Entry, Stamp
from generator.build.common import Common
from generator.build.content import AgencyReports, Outline, read_reports
from generator.build.fingerprints import digest
from generator.build.indexing import PackedEntry, entry_digest, packed_entry
from generator.build.pool import uncollected
from generator.build.scan import completed, is_attached
from generator.build.shells import (
    Head,
    Shell,
    Specimen,
    fill,
    head_of,
    missing_from,
    redressed,
    shell_key,
)
from generator.messages import messages
from generator.model.findings import Finding
from generator.model.forms import Forms
from generator.model.pages import Page
from generator.render.addresses import output_path
from generator.render.contents import contents
from generator.render.document import Document


@dataclass(frozen=True, slots=True)
class OnSite:
    """The files of an agency that the site has: their digests, and what is around its articles."""

    outputs: Mapping[str, str]
    heads: Mapping[str, Head]


@dataclass(frozen=True, slots=True)
class Task:
    """One agency to be made: its surroundings, its files now, and what it made last time.

    The reports of the years `sound` are known to have no findings. Where nothing of the agency
    changed but how its pages look, `on_site` is what the site has of it; None: it is made.
    """

    agency: str
    surroundings: Surroundings
    inputs: Mapping[str, Stamp]
    outputs: Mapping[str, str]
    indexed: Mapping[str, str]
    sound: frozenset[int] = frozenset()
    on_site: OnSite | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some tasks, and all that they need to know; `known` holds their agencies, and no forms.

    `site` is the site as it stands, and `worn` are the shells of its pages.
    """

    root: str
    staging: str
    known: Outline
    forms: Common[Forms]
    shells: Common[Mapping[str, Shell]]
    tasks: tuple[Task, ...]
    site: str = ""
    worn: Common[Mapping[str, Shell]] = Common({})  # noqa: RUF009 - it never changes


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one agency.

    `written` are the outputs, and `search` the entries of the search index, that differ from last
    time. `sound` are the years in whose report nothing was found.
    """

    entry: Entry
    written: tuple[str, ...]
    search: tuple[PackedEntry, ...]
    broken: tuple[Finding, ...] = ()
    sound: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Redressed:
    """An agency whose pages were put into other shells: the digests of all its files."""

    agency: str
    outputs: Mapping[str, str]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a batch.

    `missing` are kinds of pages for which there was no shell; the agencies that need them are in
    `undone`, and nothing of them was written.
    """

    done: tuple[Done, ...]
    undone: tuple[str, ...] = ()
    missing: Mapping[str, Specimen] = field(default_factory=dict[str, Specimen])
    redressed: tuple[Redressed, ...] = ()


def ready() -> None:
    """Load what every batch needs, before there is one."""
    messages("zh")


def make(batch: Batch) -> Result:
    """Make the pages and downloads of a batch."""
    with uncollected():
        return _make(replace(batch, known=replace(batch.known, forms=batch.forms.value)))


def looked_at(batch: Batch) -> Batch:
    """The batch, made only to learn of which kinds its pages are; it must have no shells."""
    tasks = (replace(task, inputs={}, on_site=None) for task in batch.tasks)
    return replace(batch, shells=Common[Mapping[str, Shell]]({}), tasks=tuple(tasks))


def _make(batch: Batch) -> Result:
    done: list[Done] = []
    undone: list[str] = []
    missing: dict[str, Specimen] = {}
    again: list[Redressed] = []
    for task in batch.tasks:
        try:
            dressed = _redressed(batch, task.agency, task.on_site) if task.on_site else None
            if dressed is not None:
                again.append(dressed)
                continue
            # What is hashed is what is read, whatever happens to the files meanwhile.
            root, read = Path(batch.root), cache(storage.read)
            found = read_reports(root, batch.known, task.agency, read)
            inputs = completed(root, task.agency, _read(task.inputs, found), read)
            words = messages("zh")
            made = publish(batch.known, found, task.surroundings, words, task.sound)
            lacking = missing_from(batch.shells.value, made.documents)
            if lacking:
                undone.append(task.agency)
                missing |= lacking
            else:
                done.append(_write(batch, replace(task, inputs=inputs), found, made))
        except Exception as error:
            error.add_note(storage.agency_path(task.agency))
            raise
    return Result(tuple(done), tuple(undone), missing, tuple(again))


def _read(inputs: Mapping[str, Stamp], found: AgencyReports) -> dict[str, Stamp]:
    """Those of an agency's files that were read: what no record names may be what it will."""
    named = {report.source.file for report in found.reports if report.source is not None}
    return {name: stamp for name, stamp in inputs.items() if name in named or not is_attached(name)}


def _write(batch: Batch, task: Task, found: AgencyReports, made: Published) -> Done:
    outputs: dict[str, str] = {}
    written: list[str] = []
    for page in finished(made.documents, made.files, batch.shells.value):
        outputs[page.path] = digest(page.content)
        if task.outputs.get(page.path) != outputs[page.path]:
            storage.write_new(f"{batch.staging}/{page.path}", page.content)
            written.append(page.path)
    counts = Counter(finding.severity for finding in made.findings)
    entries = {each.address: packed_entry(each) for each in made.entries}
    indexed = {address_: entry_digest(entry) for address_, entry in entries.items()}
    search = (each for own, each in entries.items() if task.indexed.get(own) != indexed[own])
    entry = Entry(
        found.agency,
        task.inputs,
        outputs,
        indexed,
        made.summaries,
        dict(counts),
        {each.year: each.findings for each in made.standings if each.findings},
        heads={path: head_of(document) for path, document in made.documents.items()},
        lacking=found.lacking,
    )
    return Done(entry, tuple(written), tuple(search), found.findings, made.sound)


def _redressed(batch: Batch, agency: str, on_site: OnSite) -> Redressed | None:
    """The pages of an agency in their new shells, and its other files as they are.

    None, and nothing written, when the site does not have what it should.
    """
    pages = {output_path(path): (path, head) for path, head in on_site.heads.items()}
    others = on_site.outputs.keys() - pages.keys()
    if not all(storage.exists(Path(batch.site, path)) for path in others):
        return None
    made: dict[str, bytes] = {}
    for file, (path, head) in pages.items():
        html = _again(batch, path, head, on_site.outputs[file])
        if html is None:
            return None
        made[file] = html.encode()
    for file, content in made.items():
        storage.write_new(f"{batch.staging}/{file}", content)
    for file in others:
        storage.take_over(Path(batch.site, file), Path(batch.staging, file))
    digests = {file: digest(content) for file, content in made.items()}
    return Redressed(agency, {**on_site.outputs, **digests}, tuple(made))


def _again(batch: Batch, path: str, head: Head, known: str) -> str | None:
    """A page as it stands, put into its new shell; None when it is not the one that is `known`."""
    key = shell_key(path, head.document)
    worn, shell = batch.worn.value.get(key), batch.shells.value.get(key)
    file = Path(batch.site, output_path(path))
    if worn is None or shell is None or not storage.exists(file):
        return None
    content = storage.read(file)
    if digest(content) != known:
        return None
    return redressed(content.decode(), worn, shell, path, head, contents)


def finished(
    documents: Mapping[str, Document], files: Iterable[Page], shells: Mapping[str, Shell]
) -> Iterator[Page]:
    """The files of the site: every page in its shell, and the others as they are."""
    for path, document in documents.items():
        html = fill(shells[shell_key(path, document)], path, document, contents)
        yield Page(output_path(path), html.encode())
    yield from files
