"""What all batches of a build share, such as forms: it travels with each, and is unpacked once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Common(Generic[T_co]):
    """A value that many batches share; it must never change.

    In another process all batches get the very same object. That saves unpacking it again, and what
    is worked out once for a form is found again by it.
    """

    def __init__(self, value: T_co) -> None:
        self.value = value
        self._packed: bytes | None = None

    def __reduce__(self) -> tuple[Callable[[bytes], Common[Any]], tuple[bytes]]:
        """Travel as the bytes of the value, which are made only once."""
        if self._packed is None:
            self._packed = pickle.dumps(self.value, pickle.HIGHEST_PROTOCOL)
        return _unpacked, (self._packed,)


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Common[Any]:
    # They come from the process that gives the orders, as the batch around them does.
    return Common(pickle.loads(packed))  # noqa: S301
