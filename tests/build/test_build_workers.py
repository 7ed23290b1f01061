"""What goes wrong in a worker reaches the person, the same with any number of workers."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from build_portal import Editor, build, leftovers, make_portal, no_bar, program, tree

from generator.build import assemble, pool
from generator.build.orders import Order
from generator.build.tasks import BATCH
from generator.errors import BrokenContentError, UnreadableError, WorkerError
from generator.pipeline import site


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of more agencies than one batch holds, with its site."""
    root = make_portal(tmp_path_factory.mktemp("large") / "portal", agencies=4 * BATCH + 7, years=1)
    build(root)
    return root


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_broken_records_of_all_batches_are_told_whatever_the_number_of_workers(
    large: Path, jobs: str
) -> None:
    before = tree(large / "site")
    records = Editor(large, 1).records
    broken = [records[0], records[-1]]
    sound = [record.read_bytes() for record in broken]
    try:
        for record in broken:
            record.write_text("form: [", encoding="utf-8")
        process = program("build", "--clean", "--jobs", jobs, cwd=large)
        out, err = process.communicate()
    finally:
        for record, content in zip(broken, sound, strict=True):
            record.write_bytes(content)
    assert (process.returncode, out) == (2, "")
    lines = err.splitlines()
    told = [record.relative_to(large).as_posix() for record in broken]
    assert [line.partition(":")[0] for line in lines[:-1]] == told
    assert "2 处错误" in lines[-1]
    assert tree(large / "site") == before
    assert leftovers(large) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_cannot_be_read_is_named_whatever_the_number_of_workers(
    large: Path, jobs: str
) -> None:
    """A pipe called like a record: the error is raised in a worker and arrives whole."""
    record = Editor(large, 1).records[-1]
    content = record.read_bytes()
    try:
        record.unlink()
        record.mkdir()
        process = program("build", "--jobs", jobs, cwd=large)
        _, err = process.communicate()
    finally:
        record.rmdir()
        record.write_bytes(content)
    assert process.returncode == 2
    assert len(err.splitlines()) == 1
    assert record.relative_to(large).as_posix() in err


@pytest.mark.parametrize("step", ["report_page", "check_report"])
def test_a_bug_names_the_record(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from generator.build import examine

    record = Editor(large, 1).records[7]
    owner = assemble if step == "report_page" else examine
    plain = getattr(owner, step)

    def faulty(given: object, *rest: object) -> object:
        if given.report.agency == record.parent.name:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return plain(given, *rest)

    monkeypatch.setattr(owner, step, faulty)
    with ThreadPoolExecutor(2) as threads, pytest.raises(ZeroDivisionError) as caught:
        site.build(Order(large, tmp_path / "site", 2, threads, clean=True), no_bar)
    notes = caught.value.__notes__
    assert f"content/agencies/{record.parent.name}/{record.stem}.yml" in notes


def _explode(number: int) -> int:
    if number >= 3:
        raise UnreadableError("missing", path=str(number))
    return number


def _die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    return number


def _results(work: object, jobs: int) -> Iterator[int]:
    with pool.workers(jobs, gc.collect) as executor:
        yield from pool.run(work, range(20), executor, jobs)  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_error_in_order_is_raised_after_the_results_before_it(jobs: int) -> None:
    found: list[int] = []
    with pytest.raises(UnreadableError) as caught:
        found.extend(_results(_explode, jobs))
    assert caught.value.parameters == {"path": "3"}
    results = _results(_explode, jobs)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    results.close()


def test_a_worker_that_is_killed_is_told_in_one_sentence() -> None:
    with pytest.raises(WorkerError) as caught:
        list(_results(_die, 2))
    assert caught.value.key == "worker_died"
    with pool.workers(2, gc.collect) as executor:
        dead = pool.begin(_die, 3, executor)
        with pytest.raises(WorkerError) as caught:
            dead()
        # Whatever is asked of the executor afterwards.
        with pytest.raises(WorkerError) as again:
            pool.begin(_die, 1, executor)
    assert (caught.value.key, again.value.key) == ("worker_died", "worker_died")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_begun_gives_its_result_when_asked(jobs: int) -> None:
    with pool.workers(jobs, gc.collect) as executor:
        assert [pool.begin(_die, number, executor)() for number in (1, 2)] == [1, 2]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to signal")
@pytest.mark.parametrize("made", [0, 30])
def test_ctrl_c_is_answered_with_one_sentence(large: Path, made: int) -> None:
    """In a terminal it reaches the workers too: while they begin, and while they work."""
    before = tree(large / "site")
    staging = large / ".site.staging"
    process = program("build", "--clean", "--jobs", "2", cwd=large, start_new_session=True)
    while len(list(staging.glob("agencies/*"))) < made + 1:
        with suppress(subprocess.TimeoutExpired):
            assert process.wait(0.02) is None
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 2
    assert err.strip().count("\n") == 0
    assert "已中止" in err
    assert tree(large / "site") == before
    assert leftovers(large) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("made", [0, 30])
def test_workers_end_when_the_first_process_is_killed(large: Path, made: int) -> None:
    """Its output is at an end then: what reads it would otherwise wait for ever."""
    staging = large / ".site.staging"
    process = program("build", "--clean", "--jobs", "2", cwd=large, start_new_session=True)
    while len(list(staging.glob("agencies/*"))) < made + 1:
        with suppress(subprocess.TimeoutExpired):
            assert process.wait(0.02) is None
    process.kill()
    try:
        process.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    build(large, clean=True)
    assert leftovers(large) == []


def test_broken_content_is_raised_once_for_all_batches(large: Path, tmp_path: Path) -> None:
    """The engine itself: what the workers found wrong is raised together, in order."""
    record = Editor(large, 1).records[-1]
    content = record.read_bytes()
    try:
        record.write_bytes(b"")
        with pytest.raises(BrokenContentError) as caught:
            build(large, tmp_path / "site", 2)
    finally:
        record.write_bytes(content)
    assert {finding.place.file for finding in caught.value.findings} == {
        record.relative_to(large).as_posix()
    }
    assert not (tmp_path / "site").exists()
