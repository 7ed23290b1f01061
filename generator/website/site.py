"""Running MkDocs: the whole site plainly, and the preview."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config.base import load_config  # pyright: ignore[reportUnknownVariableType]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from generator import storage
from generator.build.base import Base, MakeBase
from generator.build.generate import Generated
from generator.build.shells import Shell, Specimen, cut, fill
from generator.errors import GongkaiError, ThemeError, UnwritableError, UsageError
from generator.model.agencies import Portal
from generator.render.addresses import HOME, output_path
from generator.render.contents import contents
from generator.website.plugin import GongkaiPlugin


def build(root: Path, out: Path) -> Generated:
    """Build the whole site into the empty folder `out` with plain MkDocs."""
    with quiet(), failures():
        config = _load(root, site_dir=str(out))
        mkdocs_build.build(config)
    return plugin_of(config).generated


def make_base(root: Path) -> MakeBase:
    """What the fast build asks for: MkDocs' part of the site of the portal `root`."""

    def base(folder: Path, wanted: Iterable[Specimen], portal: Portal) -> Base:
        with quiet(), failures():
            config = _load(root, site_dir=str(folder))
            specimens = tuple(wanted)
            plugin = plugin_of(config)
            plugin.portal = portal
            # Where both have one address, the specimen is the one that is needed.
            plugin.stand_ins = {each.example_path: each.example for each in specimens} | {
                each.path: each.document for each in specimens
            }
            mkdocs_build.build(config)
        by_hand = replace(plugin.by_hand, links=tuple(plugin.links.found))
        rendered = [each for each in specimens if each.path != HOME or not by_hand.has_home]
        shells = {each.key: _shell(folder, each) for each in rendered}
        for each in rendered:
            _remove(folder, each.path)
            _remove(folder, each.example_path)
        return Base(shells, config.site_url or "", by_hand)

    return base


def _shell(folder: Path, made: Specimen) -> Shell:
    """The shell of a kind of page, after it has been tried on a real page of that kind."""
    shell = cut(_html(folder, made.path), made, contents)
    if made.path != made.example_path:
        filled = fill(shell, made.example_path, made.example, contents)
        if filled != _html(folder, made.example_path):
            raise ThemeError("theme", path=made.example_path)
    return shell


def _html(folder: Path, path: str) -> str:
    return (folder / output_path(path)).read_text(encoding="utf-8")


def _remove(folder: Path, path: str) -> None:
    """Take a page that was only rendered for its shell out of the site, and its empty folders."""
    file = folder / output_path(path)
    file.unlink(missing_ok=True)
    parent = file.parent
    while parent != folder and parent.is_dir() and not any(parent.iterdir()):
        parent.rmdir()
        parent = parent.parent


def serve(root: Path, address: str) -> None:
    """Preview the site until it is interrupted; it reloads when the content changes."""
    with failures(), _address(address):
        mkdocs_serve.serve(  # pyright: ignore[reportUnknownMemberType]
            str(root / "mkdocs.yml"), dev_addr=address, livereload=True
        )


def plugin_of(config: MkDocsConfig) -> GongkaiPlugin:
    """Our plugin in a loaded configuration; `UsageError` when ``mkdocs.yml`` does not name it."""
    plugin: object = cast("dict[str, object]", config.plugins).get("gongkai")
    if not isinstance(plugin, GongkaiPlugin):
        raise UsageError("mkdocs_config", problem="plugins: gongkai")
    return plugin


def _load(root: Path, **settings: str) -> MkDocsConfig:
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise UsageError("no_portal", path=str(root), file="mkdocs.yml")
    config = load_config(str(file), **settings)
    plugin_of(config)
    return config


@contextmanager
def quiet() -> Generator[None]:
    """Only what is wrong is said: MkDocs' account of its steps is for people who build manuals."""
    # The theme's notice about MkDocs 2 would only puzzle a webmaster: `mkdocs<2` is fixed.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    level = logger.level
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@contextmanager
def failures() -> Generator[None]:
    """Raise what MkDocs raises as errors of our own."""
    try:
        yield
    except ConfigurationError as error:
        raise UsageError("mkdocs_config", problem=" ".join(str(error).split())) from error
    except TemplateError as error:
        path, line = _place(error)
        raise UsageError("template", path=path, line=line, problem=str(error)) from error
    except (Abort, MkDocsException) as error:
        own = _own_cause(error)
        if own is not None:
            raise own from error
        raise UsageError("site_build", problem=str(error)) from error
    except OSError as error:
        raise UnwritableError(storage.reason(error), path=str(error.filename or "")) from error


def _place(error: TemplateError) -> tuple[str, int]:
    """The template in which it went wrong, and the line."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or "", error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    # Jinja puts the lines of templates in the place of those of its own code.
    own = [frame for frame in frames if frame.filename.endswith((".html", ".xml"))]
    return (own[-1].filename, own[-1].lineno or 0) if own else (error.message or "", 0)


def _own_cause(error: BaseException) -> GongkaiError | None:
    """The error of ours that made MkDocs give up, or None: its own words never name the cause."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, GongkaiError):
        cause = cause.__cause__ or cause.__context__
    return cause


@contextmanager
def _address(address: str) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError("port_taken", address=address) from error
