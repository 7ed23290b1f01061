"""Every message has its wording in both languages, and both say it with the same parameters."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator import nodes
from generator.checks import PORTAL_CHECKS, REPORT_CHECKS
from generator.messages import LANGUAGES, language_of, messages
from generator.model.agencies import Change
from generator.model.findings import Finding, Phrase, Place, Several, Severity, Wording

PACKAGE = Path(generator.__file__).parent
FILES = sorted(file.name for file in (PACKAGE / "locale/zh").glob("*.yml"))


def wording(language: str, file: str) -> dict[str, str]:
    text = (PACKAGE / "locale" / language / file).read_text(encoding="utf-8")
    root, findings = nodes.read(text, file)
    assert findings == []
    assert isinstance(root, nodes.Mapping)
    return {key.text: value.text for key, value in root.entries if isinstance(value, nodes.Scalar)}


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_files() -> None:
    assert FILES
    assert sorted(file.name for file in (PACKAGE / "locale/en").glob("*.yml")) == FILES


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_keys_and_parameters(file: str) -> None:
    zh, en = wording("zh", file), wording("en", file)
    assert list(zh) == list(en)
    assert {key: parameters(zh[key]) for key in zh} == {key: parameters(en[key]) for key in en}


def test_no_key_stands_in_two_files() -> None:
    keys = [key for file in FILES for key in wording("zh", file)]
    assert len(keys) == len(set(keys))


# The functions whose first argument is a message key, and what the key begins with there.
CALLS = {
    "Finding": "finding.",
    "finding": "finding.",
    "report": "finding.",
    "Refusal": "finding.import.",
    "_finding": "finding.import.",
    "kept_apart": "finding.import.",
    "UsageError": "error.",
    "UnreadableError": "error.",
    "UnwritableError": "error.",
    "ThemeError": "error.",
    "BrokenContentError": "error.",
    "Phrase": "",
    "say": "",
    "ask": "",
    "agree": "",
    "progress": "",
    "Reason": "reason.",
    "Command": "help.",
    "Group": "help.",
}
FOREIGN = {"checks/": ("_finding",)}
"""Where a function of that name is another one than the one above."""


def literals(node: ast.expr) -> Iterator[str]:
    """The strings that an argument may be: a literal, or one of two of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def said_in(path: Path) -> Iterator[str]:
    module = path.relative_to(PACKAGE).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from said_by(node, module)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if "CODES" in names:
                yield from (f"finding.{text}" for key in node.value.keys for text in literals(key))
            if "_REASONS" in names:
                for value in node.value.values:
                    yield from (f"error.{text}" for text in literals(value))


def said_by(call: ast.Call, module: str) -> Iterator[str]:
    name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
    foreign = any(module.startswith(start) and name in own for start, own in FOREIGN.items())
    if name in CALLS and call.args and not foreign:
        start = "page." if module.startswith("render/") and name == "say" else CALLS[name]
        for text in literals(call.args[0]):
            yield start + text
            if name in ("Command", "Group"):
                yield f"example.{text}"
    for keyword in call.keywords:
        if name in ("option", "fail_on_option") and keyword.arg == "key":
            yield from (f"option.{text}" for text in literals(keyword.value))
        if name == "_Taken" and keyword.arg == "reason":
            yield from (f"finding.import.row_{text}" for text in literals(keyword.value))
        if name == "Text" and keyword.arg == "kind":
            yield from (f"expected.{text}" for text in literals(keyword.value))


def said_in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.j2")):
        for key in re.findall(r'\bsay\("([^"]+[^".])"', path.read_text(encoding="utf-8")):
            yield f"page.{key}", path.name


SAID = dict(said_in_templates()) | {
    key: path.relative_to(PACKAGE).as_posix()
    for path in sorted(PACKAGE.rglob("*.py"))
    for key in said_in(path)
}


def test_the_scan_finds_the_messages_of_every_part() -> None:
    assert {
        "finding.yaml.anchor",
        "finding.shape.unknown",
        "finding.record.cells",
        "finding.relation.broken",
        "finding.import.row_missing",
        "finding.import.binary",
        "finding.agency.uscc",
        "error.no_space",
        "error.out_not_site",
        "error.broken_content",
        "hint.wide_colon",
        "build.done",
        "init.ask_name",
        "option.import.dry_run",
        "example.import",
        "expected.sha256",
        "reason.superior",
    } <= SAID.keys()
    assert len(SAID) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_the_program_says_has_a_wording(language: str) -> None:
    # A page's words are called by what follows "page."; other messages by their whole key.
    known = messages(language)
    silent = {
        key: module
        for key, module in SAID.items()
        if not known.has(key) and not known.has(key.removeprefix("page."))
    }
    assert silent == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_every_check_has_a_sentence(language: str) -> None:
    codes = [
        code
        for checks in (REPORT_CHECKS, PORTAL_CHECKS)
        for check in checks.values()
        for code in check.codes
    ]
    assert len(codes) > 20
    assert [code for code in codes if not messages(language).has(f"finding.{code}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_put_together_have_a_wording(language: str) -> None:
    known = messages(language)
    keys = [
        *(f"severity.{severity.word}" for severity in Severity),
        *(f"count.{severity.word}" for severity in Severity),
        *(f"page.findings.{severity.word}" for severity in Severity),
        *(f"change.{change}" for change in Change),
        *("reason.program", "reason.theme", "reason.forms", "reason.portal", "reason.site"),
        *(f"error.{key}" for key in ("system", "missing", "is_folder", "no_permission")),
    ]
    assert [key for key in keys if not known.has(key)] == []


def test_no_finding_has_a_sentence_that_nothing_raises() -> None:
    keys = (key for file in FILES for key in wording("zh", file))
    spoken = {key for key in keys if key.startswith("finding.")}
    assert sorted(spoken - SAID.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_names_what_it_expects(language: str) -> None:
    from generator import shapes

    def below(kind: type[shapes.Shape[object]]) -> Iterator[type[shapes.Shape[object]]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    expected = {"day", "flag", "paragraphs", "cells", "listof", "mapof", "fields", "integer"}
    assert {kind.__name__.lower() for kind in below(shapes.Shape)} > expected - {"integer"}
    known = messages(language)
    assert [name for name in expected if not known.has(f"expected.{name}")] == []


def test_parameters_are_worded_in_the_language_of_the_sentence() -> None:
    finding = Finding(
        "shape.type",
        Severity.ERROR,
        Place("a.yml", 1, 1),
        {"expected": Phrase("expected.day"), "found": Phrase("found.text", {"text": "{x} 中"})},
    )
    assert "“{x} 中”" in messages("zh").finding(finding)
    assert "日期" in messages("zh").finding(finding)
    assert "日期" not in messages("en").finding(finding)
    assert "{x} 中" in messages("en").finding(finding)


def test_labels_and_lists_are_worded_in_the_language_of_the_sentence() -> None:
    value = Several((Wording("规章", "Rules"), Wording("其他")))
    found = {language: messages(language).say("hint.close", key=value) for language in LANGUAGES}
    assert "规章、其他" in found["zh"]
    assert "Rules, 其他" in found["en"]


@pytest.mark.parametrize(
    ("environment", "system", "language"),
    [
        ({}, "", "zh"),
        ({"LANG": "C"}, "", "zh"),
        ({"LANG": "C.UTF-8"}, "", "zh"),
        ({"LANG": "POSIX"}, "", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "", "zh"),
        ({"LANG": "zh_TW"}, "", "zh"),
        ({"LANG": "en_US.UTF-8"}, "", "en"),
        ({"LANG": "de_DE"}, "", "en"),
        ({"LANG": "zh_CN", "LC_ALL": "en_US"}, "", "en"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_GB"}, "", "en"),
        ({"LANG": "en_US", "LC_ALL": "C"}, "", "zh"),
        ({"LANG": "en_US", "GONGKAI_LANG": "zh"}, "", "zh"),
        ({"LANG": "zh_CN", "GONGKAI_LANG": "en"}, "", "en"),
        ({"GONGKAI_LANG": ""}, "", "zh"),
        ({}, "English_United States", "en"),
        ({}, "Chinese (Simplified)_China", "zh"),
        ({"LANG": "zh_CN"}, "English_United States", "zh"),
    ],
)
def test_the_language_is_chinese_unless_another_is_asked_for(
    environment: dict[str, str], system: str, language: str
) -> None:
    assert language_of(environment, system) == language
