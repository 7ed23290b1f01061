"""What a build depends on besides the records: its own code and versions, settings, theme."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator import storage
from generator.build.catalogue import Stamp
from generator.resources import overrides, resource

_PACKAGES = ("gongkai", "mkdocs", "mkdocs-material", "jinja2", "markdown", "pymdown-extensions")


def digest(content: bytes) -> str:
    """A short name for some bytes; two different ones never share it.

    SHA-256, cut to 128 bits: processors have instructions for it, which makes it the fastest.
    """
    return hashlib.sha256(content).hexdigest()[:32]


def globals_of(root: Path) -> Mapping[str, str]:
    """The digests of everything that every page may depend on, by what a person calls it."""
    return {
        "program": digest("\n".join([*_versions(), *_stamps(resource("."))]).encode()),
        "theme": digest("\n".join(_stamps(overrides())).encode()),
        "forms": _contents(root / storage.EDITIONS),
        "portal": _content(root / storage.PORTAL),
        "site": digest("\n".join(_site(root)).encode()),
    }


_FOLDER = re.compile(r"""^\s*(?:docs_dir|custom_dir)\s*:\s*["']?([^"'#\n]+)""", re.MULTILINE)
_WORD = re.compile(r"""[^\s"'\[\]{},:#]+""")
_COMMENT = re.compile(r"(?:^|\s)#.*$", re.MULTILINE)
_ENVIRONMENT = re.compile(r"!ENV\s+(?:\[([^\]]*)\]|(\S+))")


def _site(root: Path) -> Iterable[str]:
    """The settings of the site, and what they are made up from besides.

    MkDocs, which knows which files these are, takes too long to ask: every file that the settings
    name counts, such as one that they inherit from or a hook.
    """
    yield os.environ.get("SOURCE_DATE_EPOCH", "")
    folders = {"content/pages", storage.OVERRIDES}
    waiting, seen = ["mkdocs.yml"], {"mkdocs.yml"}
    for name in waiting:
        yield f"{name} {_content(root / name)}"
        text = _settings_in(root, name)
        folders.update(folder.strip() for folder in _FOLDER.findall(text))
        for several, one in _ENVIRONMENT.findall(text):
            yield from (f"{key} {os.environ.get(key)}" for key in _WORD.findall(several or one))
        named = sorted(set(_WORD.findall(text)) - seen)
        seen.update(named)
        # Most words are no paths, and some are such that no system would have them.
        waiting += [other for other in named if os.path.isfile(root / other)]  # noqa: PTH113
    yield from (f"{folder} {_contents(root / folder)}" for folder in sorted(folders))


def _settings_in(root: Path, name: str) -> str:
    """The text of a file of settings, without comments; "" of another file, or where none is."""
    if not name.endswith((".yml", ".yaml")) or not (root / name).is_file():
        return ""
    return _COMMENT.sub("", storage.read_text(root / name, name)[0])


_PACKED = ("overrides", "scaffold")
"""Folders that only a wheel has inside the package; elsewhere they lie beside it."""


@cache
def tools() -> str:
    """The digest of all that makes pages out of content, the same on every machine that has it.

    `globals_of` looks at sizes and times, which is quicker and differs from machine to machine.
    """
    package = resource(".")
    own = [path for path in _files(package) if path.relative_to(package).parts[0] not in _PACKED]
    lines = (f"{path.relative_to(package).as_posix()} {_content(path)}" for path in own)
    python = ".".join(map(str, sys.version_info[:2]))
    every = [f"python {python}", *_versions(), *lines, _contents(overrides())]
    return digest("\n".join(every).encode())


def examined_with(known: Mapping[str, str], inputs: Mapping[str, Stamp]) -> str:
    """What the findings of an agency come from: `known` are the digests of `globals_of`."""
    files = (f"{name} {inputs[name][2]}" for name in sorted(inputs))
    settings = (known[key] for key in ("program", "forms", "portal"))
    return digest("\n".join([*settings, *files]).encode())


def _versions() -> Iterable[str]:
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield package


def _stamps(folder: Path) -> Iterable[str]:
    """Path, size and time of every file: enough for files that only an installation changes."""
    for path in _files(folder):
        status = path.stat()
        yield f"{path.relative_to(folder).as_posix()} {status.st_size} {status.st_mtime_ns}"


def _contents(folder: Path) -> str:
    lines = (f"{path.relative_to(folder).as_posix()} {_content(path)}" for path in _files(folder))
    return digest("\n".join(lines).encode())


def _content(path: Path) -> str:
    return digest(storage.read(path)) if path.is_file() else ""


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(top) / name for name in names]
    return sorted(found)
