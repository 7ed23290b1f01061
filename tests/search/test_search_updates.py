from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from search_portal import laid_out, phrases, portal, units

from generator.model.search import Entry
from generator.search import updates
from generator.search.engine import search
from generator.search.naming import name_agencies
from generator.search.paths import ROOT
from generator.search.reading import Index, read_index
from generator.search.updates import build, readable, update


class Folder:
    """An index as it lies on a disk."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        return self.files[path]

    def take(self, changes: object) -> tuple[int, int]:
        """Write and delete; how many files and bytes were written."""
        written = bytes_written = 0
        for path, content in list(changes):  # type: ignore[call-overload]
            if content is None:
                del self.files[path]
            elif self.files.get(path) != content:
                self.files[path] = content
                written, bytes_written = written + 1, bytes_written + len(content)
        return written, bytes_written

    @property
    def index(self) -> Index:
        return read_index(self.read)


def answers(index: Index, queries: list[str]) -> list[object]:
    found: list[object] = []
    for text in queries:
        results = search(index, text)
        exact = results.kind == "exact"
        hits = [(hit.address, hit.score, hit.also) for hit in results.hits] if exact else None
        found.append((text, exact, hits, results.facets if exact else None))
        found.append([(agency.id, agency.reports) for agency in name_agencies(index, text)])
    return found


def edited(entries: Mapping[str, Entry], other: list[Entry], dice: random.Random) -> list[Entry]:
    """Some entries changed, others new."""
    changed = [
        replace(entry, corrected=True, **laid_out(units(dice.choice(other))))
        for entry in dice.sample(list(entries.values()), dice.randrange(4))
    ]
    new = [replace(entry, address=f"new/{dice.randrange(99)}/") for entry in dice.sample(other, 2)]
    return changed + new[: dice.randrange(3)]


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_edits_answers_like_a_new_index(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "SMALLEST", 3)
    dice = random.Random(seed)
    other = portal(seed + 100, agencies=5)
    entries = {entry.address: entry for entry in portal(seed, agencies=5)}
    folder = Folder()
    folder.take(build(entries.values()))
    for _ in range(12):
        changed = edited(entries, other, dice)
        removed = dice.sample(sorted(entries), dice.choice((0, 0, 1, 3)))
        removed = [address for address in removed if address not in {e.address for e in changed}]
        folder.take(update(folder.read, changed, [*removed, "not/there/"]))
        entries |= {entry.address: entry for entry in changed}
        for address in removed:
            del entries[address]
        fresh = Folder()
        fresh.take(build(entries.values()))
        queries = phrases(list(entries.values()), dice, 8)
        queries += [f"{queries[0]} {queries[1]}", "应急局", "报告 -2021"]
        assert answers(folder.index, queries) == answers(fresh.index, queries)
        live = [part.entry(number) for part in folder.index.segments for number in part.live()]
        assert {entry.address: entry for entry in live} == entries
        assert len(folder.index.segments) <= 4


def test_nothing_is_left_lying_about() -> None:
    folder = Folder()
    entries = portal(1, agencies=4)
    folder.take(build(entries))
    folder.take(update(folder.read, [], [entry.address for entry in entries]))
    assert [path.split("-")[0] for path in sorted(folder.files)] == ["characters", ROOT, "similar"]
    folder.take(update(folder.read, entries))
    fresh = Folder()
    ordered = sorted(entries, key=lambda entry: (entry.agency, entry.address))
    fresh.take(build(ordered, size=len(ordered)))
    assert folder.files == fresh.files


def test_a_change_costs_what_it_is_worth() -> None:
    folder = Folder()
    entries = portal(2, agencies=30)
    folder.take(build(entries))
    _, size = folder.take(update(folder.read, [replace(entries[5], title="改了")]))
    assert size < sum(map(len, folder.files.values())) / 4


def test_nothing_changed_writes_nothing() -> None:
    folder = Folder()
    folder.take(build(portal(3)))
    assert folder.take(update(folder.read, [])) == (0, 0)
    assert readable(folder.files[ROOT])
