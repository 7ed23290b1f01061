"""What the fast build needs of MkDocs, as an interface, so that it can do without when it can."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.build.by_hand import ByHand
from generator.build.page_text import RenderedPage
from generator.build.shells import Shell, Specimen
from generator.model.agencies import Portal


@dataclass(frozen=True, slots=True)
class Base:
    """What MkDocs rendered: the shell of each kind of page, and the address of the site or "".

    `by_hand` is what it found in the files that people wrote, and `pages` are those of them that
    are pages. Where the home page is among them, there is no shell for it.
    """

    shells: Mapping[str, Shell]
    site_url: str
    by_hand: ByHand = field(default_factory=ByHand)
    pages: tuple[RenderedPage, ...] = ()


MakeBase = Callable[[Path, Iterable[Specimen], Portal], Base]
"""Runs MkDocs: puts the theme's files and the hand-written pages into a folder and gives a shell
for each specimen, whose own pages are not left in the folder. The specimens are asked for once
MkDocs is loaded."""
