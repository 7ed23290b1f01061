"""The MkDocs plugin `gongkai`: gives MkDocs the generated pages and the theme what it needs.

It is all that plain ``mkdocs build`` and ``mkdocs serve`` need to make the whole site.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from generator import storage
from generator.build.by_hand import HOME_FILE, ByHand, broken, taken, twice
from generator.build.content import read_portal, require_portal
from generator.build.generate import (
    PAGES,
    Generated,
    generate,
    generate_index,
    require_sound,
)
from generator.build.page_text import RenderedPage
from generator.errors import BrokenContentError, GongkaiError
from generator.messages import Messages, messages
from generator.model.agencies import Portal
from generator.model.findings import Finding
from generator.render.contents import contents_of
from generator.render.document import Document, to_markdown
from generator.resources import overrides
from generator.website.links import Links, PromisedFiles
from generator.website.settings import unfit_for_navigation

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.gongkai")

# What the settings leave out of the site or its navigation is about hand-written files.
_LEVEL = InclusionLevel.NOT_IN_NAV


class PluginConfig(Config):
    """The plugin has no settings: everything stands in ``content/``."""


class GongkaiPlugin(BasePlugin[PluginConfig]):
    """Generates the pages before MkDocs collects its files, and adds them to the collection."""

    generated: Generated
    stand_ins: Mapping[str, Document] | None = None
    """Pages to render in place of the generated ones, by path; set by the fast build."""
    portal: Portal
    by_hand: ByHand
    links: Links
    rendered: tuple[RenderedPage, ...]
    """The hand-written pages, once MkDocs has read them all."""

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
            with _told():
                require_portal(portal_root(config))
                self.portal, _ = read_portal(portal_root(config))
        config.site_name = self.portal.name or config.site_name
        self.links = Links(config)
        config.markdown_extensions.append(self.links)  # pyright: ignore[reportArgumentType]
        # Material's sitemap lists every page in one file; ours is split as the standard asks.
        config.theme.static_templates.discard("sitemap.xml")
        return config

    @event_priority(50)
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add every generated file. None may have the address of a hand-written one.

        But people may write a home page of their own.
        """
        theme_sitemap = files.get_file_from_path("sitemap.xml")
        if theme_sitemap is not None:
            files.remove(theme_sitemap)
        written = _written(files, config)
        if self.stand_ins is None:
            with _told():
                self.generated = generate(portal_root(config), config.site_url or "", written)
        generated = [
            file
            for file in self._generated_files(config)
            if file.dest_uri != HOME_FILE or HOME_FILE not in written
        ]
        displaced = frozenset(file.dest_uri for file in generated) & written.keys()
        self.by_hand = ByHand(written, displaced=displaced)
        if self.stand_ins is None:
            self._require_free(displaced)
        others = {file.src_uri for file in generated}
        kept = (
            file for file in files if file.src_uri not in others and file.dest_uri not in displaced
        )
        every = PromisedFiles([*kept, *generated])
        self.links.among(every, others)
        return every

    def _generated_files(self, config: MkDocsConfig) -> Iterator[File]:
        if self.stand_ins is None:
            yield from _generated(self.generated.paths, config)
            return
        for path, document in self.stand_ins.items():
            content = to_markdown(document)
            yield File.generated(config, path, content=content, inclusion=_LEVEL)

    def _require_free(self, paths: Iterable[str]) -> None:
        """Raise when people wrote a file where one is generated."""
        written = self.by_hand.files
        with _told():
            require_sound([taken(path, written[path]) for path in sorted(written.keys() & paths)])

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Refuse generated pages in the navigation: the fast build has none of them here."""
        del files
        root, entries = portal_root(config), cast("Mapping[str, object]", config)["nav"]
        with _told():
            require_sound([*unfit_for_navigation(root, entries, self.links.written)])
        return nav

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Have the links of the page looked at."""
        del files
        self.links.begin(page.file, _file(page.file, config))
        return markdown

    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Give the templates the portal and what is derived from its settings.

        By now every page was read; when all generated files are there, so are the links' targets,
        and the search index can be made of what the pages say.
        """
        self.rendered = tuple(_rendered(files, self.links.written, config))
        if self.stand_ins is None:
            made = {*self.generated.paths}
            with _told():
                require_sound(
                    [broken(link) for link in self.links.found if link.target not in made]
                )
                self.generated = generate_index(portal_root(config), self.generated, self.rendered)
            index = sorted({*self.generated.paths} - made)
            self._require_free(index)
            for file in _generated(index, config):
                files.append(file)
        env.globals.update(template_globals(self.portal))
        return env

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when a record, an agency, a form or the portal's settings change."""
        del builder
        server.watch(str(portal_root(config) / storage.CONTENT))
        return server


def _generated(paths: Iterable[str], config: MkDocsConfig) -> Iterator[File]:
    """The files that lie below the folder of generated ones."""
    folder, directories = str(portal_root(config) / PAGES), config.use_directory_urls
    for path in paths:
        yield File(path, folder, config.site_dir, directories, inclusion=_LEVEL)


def _rendered(
    files: Files, written: Container[str], config: MkDocsConfig
) -> Iterator[RenderedPage]:
    """The pages among the files that are `written` by hand; what is a draft is not on the site."""
    for file in files.documentation_pages():
        page = file.page
        if page is not None and page.content is not None and file.src_uri in written:
            title = page.meta.get("title")
            yield RenderedPage(file.dest_uri, _file(file, config), title, page.content)


def portal_root(config: MkDocsConfig) -> Path:
    """The folder of the portal: the one in which ``mkdocs.yml`` lies."""
    return Path(config.config_file_path).resolve().parent


def template_globals(portal: Portal) -> dict[str, Any]:
    """What the theme's templates may use besides MkDocs' own context."""
    return {"portal": portal, "contents": contents_of, "search_words": _words().part("search")}


def _words() -> Messages:
    return messages("zh")


@contextmanager
def _told() -> Generator[None]:
    """Raise errors of ours as one that MkDocs tells, in our words."""
    try:
        yield
    except BrokenContentError as error:
        lines = [_line(finding, _words()) for finding in error.findings]
        lines.append(_words().say(f"error.{error.key}", **error.parameters))
        raise PluginError("\n".join(lines)) from error
    except GongkaiError as error:
        raise PluginError(_words().say(f"error.{error.key}", **error.parameters)) from error


def _written(files: Files, config: MkDocsConfig) -> Mapping[str, str]:
    """The files that people and the theme have on the site: where they lie there, and here."""
    written: dict[str, str] = {}
    found: list[Finding] = []
    for each in files:
        if not each.inclusion.is_included():
            continue
        file = _file(each, config)
        other = written.setdefault(each.dest_uri, file)
        if other != file:
            found.append(twice(each.dest_uri, file, other))
    with _told():
        require_sound(found)
    return written


def _file(file: File, config: MkDocsConfig) -> str:
    """What a file is called in messages: its path in the portal, if it lies there."""
    # MkDocs follows no links when it looks for its folder.
    root = Path(config.config_file_path).absolute().parent
    path = Path(file.abs_src_path or "")
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file.src_uri


def _line(finding: Finding, words: Messages) -> str:
    return f"{finding.place}: {words.finding(finding)}"
