"""Building and previewing the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import storage
from generator.build import engine
from generator.build.base import Base, MakeBase
from generator.build.content import require_portal
from generator.build.generate import Generated
from generator.build.orders import Order, Outcome, Progress
from generator.build.shells import Specimen
from generator.build.staging import Staging
from generator.errors import UsageError
from generator.model.agencies import Portal
from generator.pipeline.create import refresh_schemas

if TYPE_CHECKING:
    from generator.build.shards import Split
    from generator.build.verify import Verification


def build(order: Order, progress: Progress) -> Outcome:
    """Bring the site up to the content; it stays as it is until the new one is complete."""
    require_portal(order.root)
    _require_apart(order.root, order.out)
    outcome = engine.build(order, _make_base(order.root), progress)
    if outcome.written:
        refresh_schemas(order.root)
    return outcome


def build_on_cluster(order: Order, scheduler: str, progress: Progress) -> Outcome:
    """The same, made by the workers of the dask.distributed scheduler at this address."""
    from generator.build.cluster import connected

    require_portal(order.root)
    with connected(scheduler) as cluster:
        return build(replace(order, executor=cluster, jobs=cluster.threads), progress)


def build_shard(split: Split, progress: Progress) -> int:
    """Build a share of the site into a folder that `merge` takes; how many reports it holds."""
    from generator.build import shards

    require_portal(split.root)
    _require_apart(split.root, split.out)
    return shards.build_shard(split, _make_base(split.root), progress)


def merge(order: Order, folders: Sequence[Path], here: str, progress: Progress) -> Outcome:
    """Put the shards in some folders together to the site of one build.

    `here` is what a message calls the portal in which the shards are merged.
    """
    from generator.build import shards

    require_portal(order.root)
    found = shards.Shards(order.root, shards.find_shards(folders))
    found.require_same_portal(here)
    return build(replace(order, executor=found, clean=True), progress)


def _make_base(root: Path) -> MakeBase:
    def make(folder: Path, specimens: Iterable[Specimen], portal: Portal) -> Base:
        # MkDocs takes half a second to import, which a build that changes little never needs.
        from generator.website import site

        return site.make_base(root)(folder, specimens, portal)

    return make


def build_plainly(root: Path, out: Path) -> Generated:
    """Build the whole site with plain MkDocs, which is what the fast build is compared with."""
    from generator.website import site

    require_portal(root)
    _require_apart(root, out)
    staging = Staging(out.resolve())
    folder = staging.begin()
    try:
        generated = site.build(root, folder)
    except BaseException:
        staging.discard()
        raise
    staging.replace_all()
    return generated


def verify(root: Path, out: Path, jobs: int, progress: Progress) -> Verification:
    """Compare a published site, wherever it lies, with what a clean build gives.

    The clean build is made in a folder of its own that is removed again; the portal, its site and
    its catalogue are not touched.
    """
    from generator.build.verify import compare

    require_portal(root)
    storage.require_folder(out)
    with storage.scratch() as folder:
        order = Order(root, folder / "site", jobs, clean=True, catalogued=folder)
        engine.build(order, _make_base(root), progress)
        return compare(out, folder / "site")


def serve(root: Path, address: str) -> None:
    """Preview the site until it is interrupted."""
    from generator.website import site

    require_portal(root)
    site.serve(root, address)


def _require_apart(root: Path, out: Path) -> None:
    """Raise when building into `out` would replace the portal, or what it is made from."""
    place, portal = out.resolve(), root.resolve()
    sources = (portal / storage.CONTENT, portal / storage.OVERRIDES)
    if portal.is_relative_to(place) or any(map(place.is_relative_to, sources)):
        raise UsageError("out_inside_content", path=str(out))
