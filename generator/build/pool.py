"""Running batches: in this process, in several, or on the workers of a cluster.

All three give the same results in the same order; `concurrent.futures.Executor` is the interface,
which `dask.distributed.Client.get_executor()` offers too.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 4
"""Batches waiting in the queue for each worker: enough to keep it busy, few enough to be small."""


@contextmanager
def uncollected() -> Generator[None]:
    """Nothing in the block looks for cycles of objects that nobody needs any more.

    What a batch makes goes with its last reference; looking for more takes 15 % of a build. Cycles
    that there are after all go at the first look after the block.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def workers(jobs: int) -> Generator[Executor | None]:
    """An executor with `jobs` processes; None for one job, which needs no other process."""
    if jobs <= 1:
        yield None
        return
    # Imported late: one changed record needs no other process, and is not to wait for this.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned workers start from nothing on every system, so none inherits what another lacks.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as executor:
        yield executor


def run(
    work: Callable[[A], B], batches: Iterable[A], executor: Executor | None, jobs: int
) -> Iterator[B]:
    """The results of `work` on each batch, in the order of the batches."""
    if executor is None:
        yield from map(work, batches)
        return
    waiting: deque[Future[B]] = deque()
    try:
        for batch in batches:
            waiting.append(executor.submit(work, batch))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
