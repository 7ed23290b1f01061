"""Exchanging two folders in one step, where the system can.

Two renames after each other leave a moment with no site at all; a build that is killed then leaves
it so. Linux exchanges two names at once (renameat2), macOS too (renamex_np); Python has no name for
either.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_HERE = -100
"""AT_FDCWD of Linux: relative paths begin at the current folder."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS."""


def exchange(one: Path, other: Path) -> bool:
    """Give each of two things the other's name, at once; False, and nothing done, if impossible."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            return _system().renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0
        if sys.platform == "darwin":
            return _system().renamex_np(*names, _EXCHANGE) == 0
    except (AttributeError, OSError):
        # A C library without this function.
        return False
    return False


@cache
def _system() -> Any:
    return ctypes.CDLL(None, use_errno=True)
