"""What is wrong with ``mkdocs.yml``, as findings with their place.

MkDocs tells it in English, one line for each setting, and gives up; or it fails with an error of
YAML, or of Python where the file is not made of settings at all.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import yaml

from generator import nodes, storage
from generator.build.by_hand import INDEXES
from generator.model.findings import Finding, Phrase, Place, Severity, Value

FILE = "mkdocs.yml"
_OURS_ALONE = frozenset({"yaml.anchor", "yaml.tag", "yaml.duplicate"})
"""What records must not have, and the settings of a site may."""
_SAID = re.compile(r"Config value '([^']*)': (.*)", re.DOTALL)
_KNOWN = (
    ("site.no_plugin", re.compile(r'The "(?P<name>[^"]*)" plugin is not installed')),
    ("site.no_theme", re.compile(r"Unrecognised theme name: '(?P<name>[^']*)'")),
    ("site.no_folder", re.compile(r"The path '(?P<name>[^']*)' isn't an existing directory")),
    ("site.no_file", re.compile(r"The path '(?P<name>[^']*)' isn't an existing file")),
    ("site.required", re.compile(r"Required configuration not provided")),
)


def unreadable(root: Path) -> list[Finding]:
    """Why MkDocs could not read the settings at all."""
    text, findings = storage.read_text(root / FILE, FILE)
    if findings:
        return findings
    try:
        top = _composed(text)
    except yaml.YAMLError as error:
        return _syntax(text, error)
    if not isinstance(top, yaml.MappingNode):
        return [Finding("site.settings", Severity.ERROR, Place(FILE))]
    return []


def refused(root: Path, said: Iterable[str]) -> Iterator[Finding]:
    """What MkDocs says about single settings."""
    lines = _lines(root)
    for message in said:
        match = _SAID.match(message)
        if match:
            key, problem = match.groups()
            place = Place(FILE, lines[key], 1) if key in lines else Place(FILE)
            parameters = {"key": key, "problem": _in_our_words(problem)}
            yield Finding("site.setting", Severity.ERROR, place, parameters)


def unfit_for_navigation(root: Path, nav: object, written: Container[str]) -> Iterator[Finding]:
    """The pages in the navigation that are not hand-written.

    A report would have to be marked there on its own page alone, which has the shell of all others.
    Home and the lists, which are few, have shells of their own; only that MkDocs sees marks in the
    place of their titles, so that the navigation has to say what they are called.
    """
    lines = storage.read_text(root / FILE, FILE)[0].splitlines()
    for path, named in _entries(nav):
        fits = path in written or (named and path in INDEXES)
        if not fits and path.endswith(".md") and not urlsplit(path).scheme:
            places = (
                Place(FILE, number, line.index(path) + 1)
                for number, line in enumerate(lines, start=1)
                if path in line
            )
            yield Finding("site.nav", Severity.ERROR, next(places, Place(FILE)), {"path": path})


def _entries(nav: object, *, named: bool = False) -> Iterator[tuple[str, bool]]:
    """All paths in the navigation as it is written, and whether each has a title."""
    if isinstance(nav, str):
        yield nav, named
    elif isinstance(nav, list):
        for each in cast("list[object]", nav):
            yield from _entries(each)
    elif isinstance(nav, dict):
        for each in cast("dict[object, object]", nav).values():
            yield from _entries(each, named=True)


def _in_our_words(problem: str) -> Value:
    for key, pattern in _KNOWN:
        match = pattern.search(problem)
        if match:
            return Phrase(key, match.groupdict())
    return " ".join(problem.split())


def _composed(text: str) -> yaml.Node | None:
    # Nothing is made of the tags that settings may have, such as those that name Python's things.
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _syntax(text: str, error: yaml.YAMLError) -> list[Finding]:
    """In our reader's words, which say what to do; if it finds nothing, just where it is."""
    _, findings = nodes.read(text, FILE)
    found = [finding for finding in findings if finding.code not in _OURS_ALONE]
    if found:
        return found
    mark = getattr(error, "problem_mark", None)
    place = Place(FILE, mark.line + 1, mark.column + 1) if mark else Place(FILE)
    return [Finding("yaml.syntax", Severity.ERROR, place, {"hint": ""})]


def _lines(root: Path) -> Mapping[str, int]:
    """The line of each setting."""
    top = _composed(storage.read_text(root / FILE, FILE)[0])
    if not isinstance(top, yaml.MappingNode):
        return {}
    keys = (key for key, _ in top.value)
    return {str(key.value): key.start_mark.line + 1 for key in keys}
