"""What MkDocs renders for the fast build: the shells of pages, and what people wrote.

A kind of page is known once a page of it was made. So MkDocs runs first for the kinds that are to
be expected, and again where another comes up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from generator.build.base import MakeBase
from generator.build.by_hand import packed, unpacked
from generator.build.catalogue import Catalogue
from generator.build.common import Common
from generator.build.page_text import RenderedPage
from generator.build.planned import Planned
from generator.build.shells import Shell, Specimen

_SHELLS = msgspec.json.Decoder(dict[str, Shell])


class Rendered:
    """What MkDocs has rendered so far, in this build or before.

    `worn` are the shells of the pages of the site as it stands, `shells` those for the pages that
    are made now. `site_url` is the address of the site or "", `by_hand` what MkDocs found in the
    files that people wrote, and `pages` are those it rendered, none where it did not run.
    """

    def __init__(self, plan: Planned, make_base: MakeBase) -> None:
        held = plan.held
        self.worn = Common[Mapping[str, Shell]](_SHELLS.decode(held.fact("shells") or "{}"))
        # Where everything is made again, MkDocs renders again what pages stand in.
        self.shells = Common[Mapping[str, Shell]]({}) if plan.whole else self.worn
        self.site_url = held.fact("site_url")
        self.by_hand = unpacked(held.fact("by_hand"))
        self.pages: tuple[RenderedPage, ...] = ()
        self._make_base, self._plan = make_base, plan

    def render(self, folder: Path, specimens: Iterable[Specimen]) -> None:
        """Have MkDocs put its part of the site into the folder, and render the specimens."""
        base = self._make_base(folder, specimens, self._plan.known.portal)
        self.shells = Common[Mapping[str, Shell]]({**self.shells.value, **base.shells})
        self.site_url, self.by_hand, self.pages = base.site_url, base.by_hand, base.pages

    def render_missing(self, missing: Mapping[str, Specimen]) -> None:
        """Have MkDocs render kinds of pages that did not occur before, if there are such."""
        if missing:
            self.render(self._plan.staging.aside(), missing.values())

    def keep(self, held: Catalogue) -> None:
        """Keep it for the next build."""
        held.put_fact("shells", msgspec.json.encode(self.shells.value).decode())
        held.put_fact("site_url", self.site_url)
        held.put_fact("by_hand", packed(self.by_hand))
