"""The MkDocs plugin `gongkai`: gives MkDocs the generated pages and the theme what it needs.

It is all that plain ``mkdocs build`` and ``mkdocs serve`` need to make the whole site.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files

from generator import storage
from generator.build.generate import PAGES, Generated, generate
from generator.errors import BrokenContentError, GongkaiError
from generator.messages import Messages, messages
from generator.model.agencies import Portal
from generator.render.contents import contents_of
from generator.render.document import Document, to_markdown
from generator.resources import overrides

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.gongkai")


class PluginConfig(Config):
    """The plugin has no settings: everything stands in ``content/``."""


class GongkaiPlugin(BasePlugin[PluginConfig]):
    """Generates the pages before MkDocs collects its files, and adds them to the collection."""

    generated: Generated
    stand_ins: Mapping[str, Document] | None = None
    """Pages to render in place of the generated ones, by path; set by the fast build."""
    portal: Portal

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the theme overrides behind the webmaster's own, and the portal's name on the site."""
        if not config.use_directory_urls:
            raise PluginError(_words().say("error.directory_urls"))
        if {"search", "material/search"} & set(config.plugins):
            raise PluginError(_words().say("error.search_plugin"))
        packaged = str(overrides())
        if packaged not in config.theme.dirs:
            own = 1 if config.theme.custom_dir else 0
            config.theme.dirs.insert(own, packaged)
        if self.stand_ins is None:
            self.generated = self._generate(portal_root(config), config.site_url or "")
            self.portal = self.generated.portal
        config.site_name = self.portal.name or config.site_name
        # Material's sitemap lists every page in one file; ours is split as the standard asks.
        config.theme.static_templates.discard("sitemap.xml")
        return config

    def _generate(self, root: Path, site_url: str) -> Generated:
        try:
            generated = generate(root, site_url)
        except BrokenContentError as error:
            lines = [_line(finding, _words()) for finding in error.findings]
            lines.append(_words().say(f"error.{error.key}", **error.parameters))
            raise PluginError("\n".join(lines)) from error
        except GongkaiError as error:
            raise PluginError(_words().say(f"error.{error.key}", **error.parameters)) from error
        return generated

    @event_priority(50)
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add every generated file; a hand-written one of the same path stays."""
        folder = str(portal_root(config) / PAGES)
        theme_sitemap = files.get_file_from_path("sitemap.xml")
        if theme_sitemap is not None:
            files.remove(theme_sitemap)
        if self.stand_ins is not None:
            for path, document in self.stand_ins.items():
                files.append(File.generated(config, path, content=to_markdown(document)))
            return files
        for path in self.generated.paths:
            if files.get_file_from_path(path) is None:
                files.append(File(path, folder, config.site_dir, config.use_directory_urls))
        return files

    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Give the templates the portal and what is derived from its settings."""
        del config, files
        env.globals.update(template_globals(self.portal))
        return env

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when a record, an agency, a form or the portal's settings change."""
        del builder
        server.watch(str(portal_root(config) / storage.CONTENT))
        return server


def portal_root(config: MkDocsConfig) -> Path:
    """The folder of the portal: the one in which ``mkdocs.yml`` lies."""
    return Path(config.config_file_path).resolve().parent


def template_globals(portal: Portal) -> dict[str, Any]:
    """What the theme's templates may use besides MkDocs' own context."""
    return {"portal": portal, "contents": contents_of, "search_words": _words().part("search")}


def _words() -> Messages:
    return messages("zh")


def _line(finding: Any, words: Messages) -> str:
    return f"{finding.place}: {words.finding(finding)}"
