"""Links of hand-written pages to pages that MkDocs does not have.

The fast build gives MkDocs no generated page but a few specimens. A link to any other is followed
as if it were there and noted, so that it can be looked for once everything is made; MkDocs' own
warning, in English and without a line, is not needed then.
"""

from __future__ import annotations

import posixpath
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from mkdocs.structure.files import File, Files

from generator.build.by_hand import Link
from generator.model.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig

_BEFORE_MKDOCS = 5
"""Links are seen as they were written: inline Markdown is done at 20, MkDocs rewrites them at 0."""
_SOURCES = {"a": "href", "img": "src"}


class PromisedFiles(Files):
    """MkDocs' files, and those that are promised to be on the site."""

    def __init__(self, files: Iterable[File]) -> None:
        super().__init__(files)
        self.promised: dict[str, File] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file of this path below the folder of pages, promised ones too."""
        return super().get_file_from_path(path) or self.promised.get(PurePath(path).as_posix())


class Links(Extension):
    """Notes each link of a hand-written page to a file that is generated, or not there at all."""

    def __init__(self, config: MkDocsConfig) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._config = config
        self._files = PromisedFiles(())
        self.written: frozenset[str] = frozenset()  # the files that are not generated
        self._page: tuple[File, str] | None = None

    def among(self, files: PromisedFiles, generated: Iterable[str]) -> None:
        """Follow the links among `files`; those `generated` may go while the page stays."""
        self._files = files
        self.written = frozenset(file.src_uri for file in files) - frozenset(generated)

    def begin(self, page: File, file: str) -> None:
        """The page whose links are followed next; people know it as `file`."""
        self._page = (page, file) if page.src_uri in self.written else None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Have every link looked at."""
        md.treeprocessors.register(_Noting(self), "gongkai_links", _BEFORE_MKDOCS)

    def note(self, url: str) -> None:
        """Look at a link of the page."""
        if self._page is None:
            return
        page, file = self._page
        target = _target(page.src_uri, url)
        if not target or target in self.written:
            return
        self.found.append(Link(target, url, _place(file, page, url)))
        if self._files.get_file_from_path(target) is None:
            directories = self._config.use_directory_urls
            promised = File(target, None, self._config.site_dir, directories)
            self._files.promised[target] = promised


class _Noting(Treeprocessor):
    def __init__(self, links: Links) -> None:
        super().__init__()
        self._links = links

    def run(self, root: Element) -> None:
        for element in root.iter():
            url = element.get(_SOURCES.get(element.tag, ""))
            if url:
                self._links.note(url)


def _target(page: str, url: str) -> str:
    """The file to which MkDocs would follow the link, or "" when it would not look for one."""
    scheme, host, path, _, _ = urlsplit(url)
    if scheme or host or url.startswith(("/", "\\")) or AMP_SUBSTITUTE in url:
        return ""
    path = unquote(path)
    # What has no ending is no file to MkDocs, but an address that is left as it is.
    if not posixpath.splitext(path)[1]:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def _place(file: str, page: File, url: str) -> Place:
    """Where the link stands; Markdown does not tell, so it is looked for."""
    for number, line in enumerate(page.content_string.splitlines(), start=1):
        if url in line:
            return Place(file, number, line.index(url) + 1)
    return Place(file)
