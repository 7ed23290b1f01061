"""Batches that are made on other machines, by the workers of a dask.distributed scheduler.

A worker needs this program and nothing of the portal: a batch carries the files that its agencies'
pages are made from, and its result brings the finished pages back. Both pass through the scheduler,
so the network has to carry the content once and the site once.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import storage
from generator.build.batch import Batch, Result, Task
from generator.build.fingerprints import tools
from generator.build.scan import completed, is_attached
from generator.errors import GongkaiError, UsageError, WorkerError

_PATIENCE = 20
"""Seconds to wait for a scheduler to answer."""

_PORT = 8786
"""The port of a scheduler of which only the machine is named."""

Work = Callable[[Batch], Result]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch with all that it is made from.

    `files` are the contents by path relative to the portal. `tools` is the digest of the program
    that sends it: the worker's own has to be the same, or its pages might differ.
    """

    work: Work
    batch: Batch
    files: Mapping[str, bytes]
    tools: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a worker sends back: the result, and the files that it wrote."""

    result: Result
    written: Mapping[str, bytes]


def pack(work: Work, batch: Batch) -> Parcel:
    """The batch with the files of its agencies, whose hashes only this machine can tell."""
    root = Path(batch.root)
    stamped = (
        replace(task, inputs=completed(root, task.agency, task.inputs)) for task in batch.tasks
    )
    batch = replace(batch, tasks=tuple(stamped))
    files = {path: own for task in batch.tasks for path, own in _files(root, task)}
    for path in _continued(batch):
        if storage.exists(root / path):
            files[path] = storage.read(root / path)
    return Parcel(work, batch, files, tools())


def _continued(batch: Batch) -> Iterator[str]:
    """The records of other agencies that those of the batch continue."""
    for lineages in batch.known.lineages.values():
        for year, lineage in lineages.items():
            yield from (storage.record_path(other, year - 1) for other in lineage.merged)


def _files(root: Path, task: Task) -> Iterator[tuple[str, bytes]]:
    folder = root / storage.AGENCIES / task.agency
    for name in task.inputs:
        # What a link brings from elsewhere on the machine must not become a file of the agency on
        # its way.
        if is_attached(name) and not (folder / name).resolve().is_relative_to(folder.resolve()):
            continue
        yield f"{storage.AGENCIES}/{task.agency}/{name}", storage.read(folder / name)


def carry_out(parcel: Parcel) -> Delivery:
    """What a worker does: the batch, in a folder that is there for it alone."""
    if parcel.tools != tools():
        raise WorkerError("worker_version")
    with storage.scratch() as folder:
        root, staging = folder / "portal", folder / "staging"
        for path, content in parcel.files.items():
            storage.write_new(root / path, content)
        result = parcel.work(replace(parcel.batch, root=str(root), staging=str(staging)))
        return Delivery(result, dict(storage.contents(staging)))


class Cluster(Executor):
    """Sends batches away and puts what comes back where they would have written it."""

    def __init__(self, executor: Executor, address: str, threads: int) -> None:
        self._executor, self._address, self.threads = executor, address, threads

    def submit(self, fn: Work, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The result of a batch, whose files are written when it is asked for."""
        del kwargs
        (batch,) = args
        with told(self._address):
            sent = self._executor.submit(carry_out, pack(fn, batch))
        return _Sent(sent, Path(batch.staging), self._address)


class _Sent(Future[Any]):
    """A batch on its way."""

    def __init__(self, sent: Future[Delivery], staging: Path, address: str) -> None:
        super().__init__()
        self._sent, self._staging, self._address = sent, staging, address

    def result(self, timeout: float | None = None) -> Result:
        """The batch's result, once its files are in the staging folder."""
        with told(self._address):
            delivery = self._sent.result(timeout)
        for path, content in delivery.written.items():
            storage.write_new(self._staging / path, content)
        return delivery.result

    def cancel(self) -> bool:
        """No longer wait for it."""
        return self._sent.cancel()


@contextmanager
def connected(address: str) -> Generator[Cluster]:
    """The workers of the scheduler at `address`; the connection is closed after the block.

    Raises `UsageError` when dask.distributed is not installed, `WorkerError` when no scheduler
    answers there, or it has no workers.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError("cluster_missing") from error
    # What goes wrong is told in a sentence of ours.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    with told(address):
        _knock(address)
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    try:
        with told(address):
            threads = sum(client.nthreads().values())
        if not threads:
            raise WorkerError("scheduler_idle", address=address)
        yield Cluster(client.get_executor(retries=2), address, threads)
    finally:
        client.close(timeout=2)


def _knock(address: str) -> None:
    """Raise `OSError` when nobody answers: a client would take a minute to give up."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    socket.create_connection((parts.hostname, parts.port or _PORT), _PATIENCE / 4).close()


@contextmanager
def told(address: str) -> Generator[None]:
    """Raise what goes wrong with the connection or a worker as errors of our own."""
    try:
        yield
    except GongkaiError:
        raise
    except (OSError, CancelledError, TimeoutError, ValueError) as error:
        raise WorkerError("scheduler_lost", address=address) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "distributed":
            raise
        key = "worker_died_there" if type(error).__name__ == "KilledWorker" else "scheduler_lost"
        raise WorkerError(key, address=address) from error
