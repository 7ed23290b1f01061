"""A share of a site, built on one machine of several, and the site made of all shares.

A *shard* is a folder that can be carried anywhere: the finished pages and downloads of some
agencies, and for each of these agencies what a build would have known of it (`batch.Done`). Merging
is a full build whose batches are not made but taken from the shards; so the site is that of one
build, byte for byte, and everything that concerns the portal as a whole is made at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from generator import storage
from generator.build import pool
from generator.build.assemble import surroundings
from generator.build.base import MakeBase
from generator.build.batch import Batch, Done, Result, Task, looked_at, make, ready
from generator.build.catalogue import Entry, Stamp
from generator.build.common import Common
from generator.build.content import Outline, outline
from generator.build.fingerprints import digest, globals_of, tools
from generator.build.generate import require_sound
from generator.build.indexing import PackedEntry
from generator.build.neighbours import circles_of
from generator.build.orders import Advance, Progress
from generator.build.scan import agency_names, completed, scan, stamps
from generator.build.shells import Shell, Specimen
from generator.build.staging import Staging
from generator.build.tasks import BATCH
from generator.errors import UnreadableError, UsageError
from generator.model.findings import Finding

MANIFEST = "shard.json"
_FILES, _DONE = "files", "done"

_SHARED = ("forms", "portal", "site")
"""The digests of `globals_of` that are the same on every machine with the same content."""

_pack = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class _Stored:
    """`Done` as it lies in a shard: what is wrong with the records stopped the build before."""

    entry: Entry
    search: tuple[PackedEntry, ...]
    sound: tuple[int, ...]


_unpack = msgspec.msgpack.Decoder(_Stored).decode


@dataclass(frozen=True, slots=True)
class Share:
    """Part `number` of `count`; parts count from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, names: Sequence[str]) -> tuple[str, ...]:
        """The agencies of this part: shares differ by one agency at most."""
        return tuple(names[self.number - 1 :: self.count])


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a shard says of itself.

    `facts` are digests of everything that all pages depend on, by the name of a reason.
    `contents` has for every agency of the portal the digest of its files.
    """

    share: Share
    facts: Mapping[str, str]
    contents: Mapping[str, str]


_manifest = msgspec.json.Decoder(Manifest).decode


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that was found in a folder."""

    folder: Path
    manifest: Manifest


# --- building one ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Split:
    """What a shard is built from."""

    root: Path
    out: Path
    share: Share
    jobs: int = 1


@dataclass
class _Work:
    """A shard that is being built."""

    split: Split
    known: Outline
    inputs: Mapping[str, Mapping[str, Stamp]]
    make_base: MakeBase
    staging: Staging
    shells: Common[Mapping[str, Shell]] = field(
        default_factory=lambda: Common[Mapping[str, Shell]]({})
    )
    broken: list[Finding] = field(default_factory=list[Finding])

    def __post_init__(self) -> None:
        self.circles = circles_of(self.known.agencies, self.known.years)
        self.forms = Common(self.known.forms)

    def run(self, folder: Path, advance: Advance) -> int:
        """Make the share's agencies; how many reports they have."""
        names = self.split.share.of(list(self.known.agencies))
        reports = 0
        waiting: Sequence[str] = names
        # The first agency is looked at alone, so that not a whole round waits for its shells.
        self._render(make(looked_at(self._batch(folder, names[:1]))).missing)
        with pool.workers(min(self.split.jobs, -(-len(names) // BATCH)), ready) as executor:
            while waiting:
                undone: list[str] = []
                missing: dict[str, Specimen] = {}
                for result in pool.run(
                    make, self._batches(folder, waiting), executor, self.split.jobs
                ):
                    for done in result.done:
                        self.broken += done.broken
                        reports += len(done.entry.summaries)
                        storage.write_new(_done_file(folder, done.entry.agency.id), _packed(done))
                    advance(len(result.done))
                    undone += result.undone
                    missing |= result.missing
                self._render(missing)
                waiting = undone
        return reports

    def _render(self, missing: Mapping[str, Specimen]) -> None:
        if missing:
            base = self.make_base(self.staging.aside(), missing.values(), self.known.portal)
            self.shells = Common({**self.shells.value, **base.shells})

    def _batches(self, folder: Path, names: Sequence[str]) -> Iterator[Batch]:
        for start in range(0, len(names), BATCH):
            yield self._batch(folder, names[start : start + BATCH])

    def _batch(self, folder: Path, names: Sequence[str]) -> Batch:
        known = self.known.only(names)
        tasks = tuple(map(self._task, names))
        files = str(folder / _FILES)
        return Batch(str(self.split.root), files, known, self.forms, self.shells, tasks)

    def _task(self, name: str) -> Task:
        return Task(name, surroundings(self.known, self.circles, name), self.inputs[name], {}, {})


def build_shard(split: Split, make_base: MakeBase, progress: Progress) -> int:
    """Build a share into a folder; how many reports it holds.

    The folder is as it was before when anything goes wrong.
    """
    known = outline(split.root)
    require_sound(known.findings)
    inputs = {
        each.agency: completed(split.root, each.agency, stamps(split.root, each, {}))
        for each in scan(split.root)
    }
    staging = Staging(split.out.resolve())
    folder = staging.begin()
    try:
        work = _Work(split, known, inputs, make_base, staging)
        with progress(len(split.share.of(list(known.agencies)))) as advance:
            reports = work.run(folder, advance)
        require_sound(work.broken)
        contents = {name: _content_of(inputs[name]) for name in known.agencies}
        manifest = Manifest(split.share, _facts(split.root), contents)
        storage.write_new(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    except BaseException:
        staging.discard()
        raise
    staging.replace_all()
    return reports


def _facts(root: Path) -> Mapping[str, str]:
    known = globals_of(root)
    return {"program": tools(), **{key: known[key] for key in _SHARED}}


def _content_of(inputs: Mapping[str, Stamp]) -> str:
    lines = (f"{name} {inputs[name][2]}" for name in sorted(inputs))
    return digest("\n".join(lines).encode())


def _done_file(folder: Path, agency: str) -> Path:
    return folder / _DONE / f"{agency}.msgpack"


def _packed(done: Done) -> bytes:
    return _pack(_Stored(done.entry, done.search, done.sound))


# --- merging all -----------------------------------------------------------------------------


def find_shards(folders: Sequence[Path]) -> tuple[Shard, ...]:
    """The shards in some folders, or in the folders inside these, by number.

    Raises `UsageError` unless they are all the shards of one site.
    """
    found = sorted(
        (shard for folder in folders for shard in _shards_in(folder)),
        key=lambda shard: (shard.manifest.share.number, str(shard.folder)),
    )
    _require_complete(found)
    _require_alike(found)
    return tuple(found)


def _shards_in(folder: Path) -> Iterator[Shard]:
    storage.require_folder(folder)
    places = [folder] if (folder / MANIFEST).is_file() else sorted(folder.iterdir())
    places = [place for place in places if (place / MANIFEST).is_file()]
    if not places:
        raise UsageError("shard_none", path=str(folder))
    for place in places:
        try:
            yield Shard(place, _manifest(storage.read(place / MANIFEST)))
        except msgspec.MsgspecError as error:
            raise UnreadableError("shard_damaged", path=str(place / MANIFEST)) from error


def _require_complete(found: Sequence[Shard]) -> None:
    counts = {shard.manifest.share.count for shard in found}
    if len(counts) > 1:
        known = ", ".join(str(shard.manifest.share) for shard in found)
        raise UsageError("shard_counts", shares=known)
    numbers = [shard.manifest.share.number for shard in found]
    twice = next((shard for shard in found if numbers.count(_number(shard)) > 1), None)
    if twice is not None:
        raise UsageError("shard_twice", share=str(twice.manifest.share))
    count = counts.pop()
    missing = [str(Share(number, count)) for number in range(1, count + 1) if number not in numbers]
    if missing:
        raise UsageError("shard_missing", shares=", ".join(missing))


def _number(shard: Shard) -> int:
    return shard.manifest.share.number


def _require_alike(found: Sequence[Shard]) -> None:
    first = found[0].manifest
    for shard in found[1:]:
        _require_same(
            str(first.share), first.facts, str(shard.manifest.share), shard.manifest.facts
        )
        for agency in sorted(first.contents.keys() | shard.manifest.contents.keys()):
            if first.contents.get(agency) != shard.manifest.contents.get(agency):
                shares = {"one": str(first.share), "other": str(shard.manifest.share)}
                raise UsageError("shard_contents", agency=agency, **shares)


def _require_same(
    one: str, facts: Mapping[str, str], other: str, other_facts: Mapping[str, str]
) -> None:
    """Raise unless both have the same program, settings, forms and hand-written pages."""
    for key in facts:
        if facts[key] != other_facts.get(key):
            raise UsageError(f"shard_{key}", one=one, other=other)


class Shards(Executor):
    """Answers batches with what the shards hold, in place of making them."""

    def __init__(self, root: Path, shards: Sequence[Shard]) -> None:
        self._root, self._shards = root, shards
        self._contents = shards[0].manifest.contents

    def require_same_portal(self, here: str) -> None:
        """Raise unless the portal is the one that the shards were built from; `here` names it."""
        first = self._shards[0].manifest
        _require_same(str(first.share), first.facts, here, _facts(self._root))
        now = set(agency_names(self._root))
        for agency in sorted(now ^ self._contents.keys()):
            raise UsageError("shard_contents", agency=agency, one=str(first.share), other=here)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The result of a batch, at once."""
        del fn, kwargs
        (batch,) = args
        future: Future[Result] = Future()
        future.set_result(Result(tuple(self._take(batch, task) for task in batch.tasks)))
        return future

    def _take(self, batch: Batch, given: Task) -> Done:
        task = replace(given, inputs=completed(self._root, given.agency, given.inputs))
        shard = self._shard_of(task)
        done = self._done(shard, task.agency)
        for path, expected in done.entry.outputs.items():
            content = storage.read(shard.folder / _FILES / path)
            if digest(content) != expected:
                raise UnreadableError("shard_damaged", path=str(shard.folder / _FILES / path))
            storage.write_new(Path(batch.staging) / path, content)
        # Sizes and times of files are those of this machine.
        inputs = {name: task.inputs[name] for name in done.entry.inputs}
        entry = replace(done.entry, inputs=inputs)
        return Done(entry, (*entry.outputs,), done.search, sound=done.sound)

    def _shard_of(self, task: Task) -> Shard:
        if self._contents.get(task.agency) != _content_of(task.inputs):
            raise UsageError("shard_changed", agency=task.agency)
        found = (each for each in self._shards if _done_file(each.folder, task.agency).is_file())
        shard = next(found, None)
        if shard is None:
            raise UnreadableError("shard_lacking", agency=task.agency)
        return shard

    def _done(self, shard: Shard, agency: str) -> _Stored:
        file = _done_file(shard.folder, agency)
        try:
            return _unpack(storage.read(file))
        except msgspec.MsgspecError as error:
            raise UnreadableError("shard_damaged", path=str(file)) from error
