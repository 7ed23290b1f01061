"""Building and previewing the site."""

from __future__ import annotations

from pathlib import Path

from generator import storage
from generator.build.content import require_portal
from generator.build.generate import Generated
from generator.build.staging import Staging
from generator.errors import UsageError
from generator.pipeline.create import refresh_schemas


def build(root: Path, out: Path) -> Generated:
    """Build the site into `out`, which keeps what it holds until the new site is complete."""
    # MkDocs takes half a second to import, which no other command should wait for.
    from generator.website import site

    require_portal(root)
    _require_apart(root, out)
    refresh_schemas(root)
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
