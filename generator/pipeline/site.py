"""Building and previewing the site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator import storage
from generator.build import engine
from generator.build.base import Base, MakeBase
from generator.build.content import require_portal
from generator.build.engine import Order, Outcome, Progress
from generator.build.generate import Generated
from generator.build.shells import Specimen
from generator.build.staging import Staging
from generator.errors import UsageError
from generator.model.agencies import Portal
from generator.pipeline.create import refresh_schemas


def build(order: Order, progress: Progress) -> Outcome:
    """Bring the site up to the content; it stays as it is until the new one is complete.

    A theme that the fast build cannot follow is left to plain MkDocs.
    """
    require_portal(order.root)
    _require_apart(order.root, order.out)
    outcome = engine.build(order, _make_base(order.root), progress)
    if outcome.written:
        refresh_schemas(order.root)
    return outcome


def _make_base(root: Path) -> MakeBase:
    def make(folder: Path, specimens: Sequence[Specimen], portal: Portal) -> Base:
        # MkDocs takes half a second to import, which a build that changes little never needs.
        from generator.website import site

        return site.make_base(root)(folder, specimens, portal)

    return make


def build_plainly(root: Path, out: Path) -> Generated:
    """Build the whole site with plain MkDocs, which is what the fast build is compared with."""
    from generator.website import site

    require_portal(root)
    _require_apart(root, out)
    staging = Staging(out.absolute())
    folder = staging.begin()
    try:
        generated = site.build(root, folder)
    except BaseException:
        staging.discard()
        raise
    staging.replace_all()
    return generated


def serve(root: Path, address: str) -> None:
    """Preview the site until it is interrupted."""
    from generator.website import site

    require_portal(root)
    site.serve(root, address)


def _require_apart(root: Path, out: Path) -> None:
    """Raise when building into `out` would replace the portal or its content."""
    place, portal = out.resolve(), root.resolve()
    content = portal / storage.CONTENT
    if portal.is_relative_to(place) or place.is_relative_to(content):
        raise UsageError("out_inside_content", path=str(out))
