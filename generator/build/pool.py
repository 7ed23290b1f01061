"""Running batches: in this process, in several, or on the workers of a cluster.

All three give the same results in the same order; `concurrent.futures.Executor` is the interface,
which `dask.distributed.Client.get_executor()` offers too.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from generator.errors import WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 4
"""Batches waiting in the queue for each worker: enough to keep it busy, few enough to be small."""


@contextmanager
def uncollected() -> Generator[None]:
    """Nothing in the block looks for cycles of objects that nobody needs any more.

    What a batch makes goes with its last reference, and leaves no cycles; looking for them takes
    15 % of a build. Those that there are after all go at the first look after the block.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def workers(jobs: int, ready: Callable[[], object]) -> Generator[Executor | None]:
    """An executor with `jobs` processes; None for one job, which needs no other process.

    The processes start at once, each calls `ready` first, and nobody waits for that.
    """
    if jobs <= 1:
        yield None
        return
    # Imported late: one changed record needs no other process, and is not to wait for this.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned workers start from nothing on every system, so none inherits what another lacks.
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _leave_to_parent, (ready,)) as executor:
        with _told_of(), _uninterrupted():
            # One that has nothing to do yet is no reason not to start the next.
            for _ in range(jobs):
                executor.submit(int)
        yield executor


def _leave_to_parent(ready: Callable[[], object]) -> None:
    """Ctrl+C reaches every process of a terminal; only the first one has a word to say about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    # For as long as the process lives: a look after each batch would go through all that it made.
    gc.disable()
    ready()


def _end_with_parent() -> None:
    """Have this worker end when the first process was killed.

    It would wait for its next batch for ever, keep the output of the program open, and write what
    it was making into the staging folder of the next build.
    """
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=follow, daemon=True).start()


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Ctrl+C waits for the end of the block; a process begun in it never hears of it.

    A worker that is still importing when it is interrupted would print a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(work: Callable[[A], B], batch: A, executor: Executor | None) -> Callable[[], B]:
    """What gives the result of `work` on one batch; where there is a worker, it begins at once."""
    if executor is None:
        return lambda: work(batch)
    with _told_of(), _uninterrupted():
        future = executor.submit(work, batch)

    def result() -> B:
        with _told_of():
            return future.result()

    return result


@contextmanager
def _told_of() -> Generator[None]:
    """Raise `WorkerError` where a worker ended without a word."""
    from concurrent.futures import BrokenExecutor

    try:
        yield
    except BrokenExecutor as error:
        # Most likely the system ended it for want of memory.
        raise WorkerError("worker_died") from error


def run(
    work: Callable[[A], B], batches: Iterable[A], executor: Executor | None, jobs: int
) -> Iterator[B]:
    """The results of `work` on each batch, in the order of the batches.

    What `work` raises is raised here, that of the first batch first; `WorkerError` when a worker
    ended without a word.
    """
    if executor is None:
        yield from map(work, batches)
        return
    waiting: deque[Future[B]] = deque()
    try:
        with _told_of():
            for batch in batches:
                with _uninterrupted():
                    waiting.append(executor.submit(work, batch))
                if len(waiting) >= jobs * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
