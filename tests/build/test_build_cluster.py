"""The workers of a dask.distributed scheduler make the site that one process makes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from build_portal import Editor, build, differences, leftovers, make_portal, no_bar, tree

from generator.build import cluster
from generator.build.batch import Batch, Result
from generator.build.orders import Order
from generator.build.tasks import BATCH
from generator.errors import BrokenContentError, UnreadableError, UsageError, WorkerError
from generator.pipeline import site

SCHEDULER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    count = int(sys.argv[1])
    with LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs=50,
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def local_cluster(tmp_path: Path, workers: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A scheduler in a process of its own, with workers in others; they know no portal."""
    script = tmp_path / "scheduler.py"
    script.write_text(SCHEDULER, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(workers)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
            assert process.stdin is not None
            process.stdin.close()
            process.wait(30)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_portal(tmp_path_factory.mktemp("large") / "portal", agencies=4 * BATCH + 7, years=1)
    build(root)
    return root


def test_a_cluster_gives_the_bytes_of_one_process(large: Path, tmp_path: Path) -> None:
    """Two worker processes that hold none of the files; then a broken record."""
    record = Editor(large, 1).records[-1]
    content = record.read_bytes()
    with local_cluster(tmp_path, 2) as (address, _):
        outcome = site.build_on_cluster(Order(large, tmp_path / "far"), address, no_bar)
        assert len(outcome.reasons) == 4 * BATCH + 7
        assert differences(tree(tmp_path / "far"), tree(large / "site")) == []
        record.write_bytes(b"form: [")
        try:
            with pytest.raises(BrokenContentError) as caught:
                site.build_on_cluster(Order(large, tmp_path / "far", clean=True), address, no_bar)
        finally:
            record.write_bytes(content)
        places = {finding.place.file for finding in caught.value.findings}
        assert places == {record.relative_to(large).as_posix()}
    assert differences(tree(tmp_path / "far"), tree(large / "site")) == []
    assert leftovers(tmp_path) == []


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_told_in_one_sentence(large: Path, tmp_path: Path) -> None:
    build(large, tmp_path / "far")
    with local_cluster(tmp_path, 2) as (address, process):
        with cluster.connected(address) as lost:
            os.killpg(process.pid, signal.SIGKILL)
            with pytest.raises(WorkerError) as gone:
                site.build(Order(large, tmp_path / "far", 2, lost, clean=True), no_bar)
        assert gone.value.key == "scheduler_lost"
    assert differences(tree(tmp_path / "far"), tree(large / "site")) == []
    assert leftovers(tmp_path) == []


# --- without a scheduler: threads stand for workers -------------------------------------------


class Pickling(Executor):
    """Runs work in threads, on copies, as it would arrive elsewhere."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(2)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        import pickle

        return self.threads.submit(fn, *pickle.loads(pickle.dumps(args)), **kwargs)


def far(order: Order) -> Order:
    return replace(order, executor=cluster.Cluster(Pickling(), "x", 2), jobs=2)


def test_batches_carry_all_that_they_are_made_from(portal: Path, built: Path) -> None:
    seen: list[cluster.Parcel] = []

    class Watching(Pickling):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            seen.append(args[0])
            return super().submit(fn, *args, **kwargs)

    executor = cluster.Cluster(Watching(), "x", 2)
    site.build(Order(portal, portal / "site", 2, executor), no_bar)
    assert differences(tree(portal / "site"), tree(built / "site")) == []
    carried = {path for parcel in seen for path in parcel.files}
    assert any(path.endswith("original.txt") or "/original." in path for path in carried)
    site.build(far(Order(portal, portal / "site")), no_bar)
    Editor(portal, 1).change_text()
    seen.clear()
    assert site.build(Order(portal, portal / "site", 2, executor), no_bar).written
    assert len(seen) == 1


def test_a_link_that_leads_out_is_not_carried(portal: Path) -> None:
    secret = portal.parent / "secret.txt"
    secret.write_text("geheim-5309", encoding="utf-8")
    original = next(portal.glob("content/agencies/*/20*/original.*"))
    original.unlink()
    original.symlink_to(secret)
    site.build(far(Order(portal, portal / "site")), no_bar)
    assert b"geheim-5309" not in b"".join(tree(portal / "site").values())


def test_a_file_that_cannot_be_read_is_named(portal: Path) -> None:
    record = Editor(portal, 1).records[0]
    record.unlink()
    record.mkdir()
    with pytest.raises(UnreadableError) as caught:
        site.build(far(Order(portal, portal / "site")), no_bar)
    assert record.name in str(caught.value.parameters["path"])


def _nothing(batch: Batch) -> Result:
    raise AssertionError(batch)


def test_a_worker_with_another_program_is_refused(portal: Path) -> None:
    parcel = cluster.Parcel(_nothing, Batch("", "", None, None, None, ()), {}, "older")  # type: ignore[arg-type]
    with pytest.raises(WorkerError) as caught:
        cluster.carry_out(parcel)
    assert caught.value.key == "worker_version"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nowhere.invalid", "::x"])
def test_no_scheduler_is_told_in_one_sentence(portal: Path, address: str) -> None:
    with pytest.raises(WorkerError) as caught:
        site.build_on_cluster(Order(portal, portal / "site"), address, no_bar)
    assert (caught.value.key, caught.value.parameters) == ("scheduler_lost", {"address": address})


def test_a_missing_extra_is_told_in_one_sentence(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as caught:
        site.build_on_cluster(Order(portal, portal / "site"), "tcp://127.0.0.1:1", no_bar)
    assert caught.value.key == "cluster_missing"
