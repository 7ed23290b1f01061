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
from generator.build.generate import Generated, require_sound
from generator.build.shells import Shell, Specimen, cut, fill
from generator.errors import GongkaiError, ThemeError, UnwritableError, UsageError
from generator.model.agencies import Portal
from generator.render.addresses import HOME, output_path
from generator.render.contents import contents
from generator.website.plugin import GongkaiPlugin
from generator.website.settings import FILE, refused, unreadable


def build(root: Path, out: Path) -> Generated:
    """Build the whole site into the empty folder `out` with plain MkDocs."""
    with quiet() as said, failures(said):
        config = _load(root, said, site_dir=str(out))
        mkdocs_build.build(config)
    return plugin_of(config).generated


def make_base(root: Path) -> MakeBase:
    """What the fast build asks for: MkDocs' part of the site of the portal `root`."""

    def base(folder: Path, wanted: Iterable[Specimen], portal: Portal) -> Base:
        with quiet() as said, failures(said):
            config = _load(root, said, site_dir=str(folder))
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
        return Base(shells, config.site_url or "", by_hand, plugin.rendered)

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
    with quiet() as said, failures(said):
        _load(root, said)
    with failures(), _address(address):
        mkdocs_serve.serve(  # pyright: ignore[reportUnknownMemberType]
            str(root / FILE), dev_addr=address, livereload=True
        )


def plugin_of(config: MkDocsConfig) -> GongkaiPlugin:
    """Our plugin in a loaded configuration; `UsageError` when ``mkdocs.yml`` does not name it."""
    plugin: object = cast("dict[str, object]", config.plugins).get("gongkai")
    if not isinstance(plugin, GongkaiPlugin):
        raise UsageError("no_plugin")
    return plugin


def _load(root: Path, said: Said, **settings: str) -> MkDocsConfig:
    file = root / FILE
    if not file.is_file():
        raise UsageError("no_portal", path=str(root), file=FILE)
    require_sound(unreadable(root))
    try:
        config = load_config(str(file), **settings)
    except Abort:
        require_sound(tuple(refused(root, said.lines)))
        raise
    plugin_of(config)
    return config


class Said(logging.Handler):
    """What MkDocs said so far that is worth telling."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(record)

    @property
    def lines(self) -> list[str]:
        """The worst of it: errors, or warnings where there are none."""
        worst = max((record.levelno for record in self.records), default=0)
        return [record.getMessage() for record in self.records if record.levelno == worst]


@contextmanager
def quiet() -> Generator[Said]:
    """Only what is wrong is said: MkDocs' account of its steps is for people who build manuals.

    It is kept until the end of the block: where that fails with an error of ours, the error says
    it, and once is enough.
    """
    # The theme's notice about MkDocs 2 would only puzzle a webmaster: `mkdocs<2` is fixed.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logger, said = logging.getLogger("mkdocs"), Said()
    level = logger.level
    logger.setLevel(logging.WARNING)
    logger.addHandler(said)
    try:
        yield said
    except GongkaiError:
        said.records.clear()
        raise
    finally:
        logger.removeHandler(said)
        logger.setLevel(level)
        terminal = logging.StreamHandler()
        terminal.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        for record in said.records:
            terminal.handle(record)


@contextmanager
def failures(said: Said | None = None) -> Generator[None]:
    """Raise what MkDocs raises as errors of our own, with what it `said` of the reason."""
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
        lines = said.lines if said is not None and isinstance(error, Abort) else []
        problem = " ".join("; ".join(lines or [str(error)]).split())
        raise UsageError("site_build", problem=problem) from error
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
