"""``gongkai import``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.messages import Messages


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    del words
    return []
