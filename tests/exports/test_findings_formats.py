"""Findings in the formats of people and machines."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from generator.exports.findings import FORMATS, Examined, findings_as
from generator.messages import messages
from generator.model.findings import Finding, Place, Severity, Wording

HOSTILE = "a%b\r\n::error::x]]>&<script>\x00，逗号:"
FINDINGS = (
    Finding(
        "cell.mark",
        Severity.WARNING,
        Place("content/agencies/a b/2023.yml", 12, 7, "t.r.c"),
        {
            "table": Wording("表", "table"),
            "row": Wording("行"),
            "column": Wording("列"),
            "text": HOSTILE,
        },
        ("t.r.c",),
    ),
    Finding("agency.circle", Severity.ERROR, Place("x,y:z.yml"), {"agency": "甲局"}),
    Finding(
        "personal.mobile",
        Severity.NOTE,
        Place("c.yml", 1, 1),
        {"number": "139*****678", "where": "含有"},
    ),
)
ZH = messages("zh")


def test_text_is_one_line_for_each_finding():
    lines = findings_as("text", FINDINGS, ZH).split("\n")
    assert len(lines) == 4
    assert lines[0].startswith("content/agencies/a b/2023.yml:12:7: 警告: “表”表“行”的“列”")
    assert lines[0].endswith(f"[cell.mark {FINDINGS[0].fingerprint}]")
    assert lines[1].startswith("x,y:z.yml: 错误: ")
    assert "table" in findings_as("text", FINDINGS, messages("en"))


def test_json_has_everything():
    known = json.loads(findings_as("json", FINDINGS, ZH))
    assert known["counts"] == {"error": 1, "warning": 1, "note": 1}
    first = known["findings"][0]
    assert first["code"] == "cell.mark"
    assert (first["file"], first["line"], first["column"]) == (FINDINGS[0].place.file, 12, 7)
    assert first["parameters"] == {"table": "表", "row": "行", "column": "列", "text": HOSTILE}
    assert first["fingerprint"] == FINDINGS[0].fingerprint
    assert json.loads(findings_as("json", (), ZH))["findings"] == []


def test_sarif_has_rules_places_and_fingerprints():
    examined = Examined(pages={"cell.mark": "第一行\n\n其余"}, version="1.2")
    log = json.loads(findings_as("sarif", FINDINGS, ZH, examined))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["agency.circle", "cell.mark", "personal.mobile"]
    assert rules[1]["shortDescription"] == {"text": "第一行"}
    result = run["results"][0]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [each["level"] for each in run["results"]] == ["warning", "error", "note"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "content/agencies/a%20b/2023.yml"}
    assert physical["region"] == {"startLine": 12, "startColumn": 7}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_github_commands_cannot_be_broken_out_of():
    lines = findings_as("github", FINDINGS, ZH).splitlines()
    assert len(lines) == 3
    head = "::warning file=content/agencies/a b/2023.yml,line=12,col=7,title=cell.mark::"
    assert lines[0].startswith(head)
    assert "a%25b%0D%0A::error::x" in lines[0]
    assert lines[1].startswith("::error file=x%2Cy%3Az.yml,title=agency.circle::")
    assert lines[2].startswith("::notice ")


def test_junit_is_sound_xml_with_a_test_for_each_file():
    examined = Examined(files=("good.yml", "c.yml"))
    text = findings_as("junit", FINDINGS, ZH, examined)
    suite = ElementTree.fromstring(text).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    cases = {case.get("name"): case for case in suite}
    assert list(cases["good.yml"]) == []
    assert cases["c.yml"].find("failure") is None
    assert "139*****678" in cases["c.yml"].find("system-out").text
    failure = cases["content/agencies/a b/2023.yml"].find("failure")
    assert failure.get("type") == "cell.mark"
    assert "<script>\ufffd" in failure.text


def test_every_format_is_stable_and_ends_with_a_line_break():
    for name in FORMATS:
        text = findings_as(name, FINDINGS, ZH)
        assert text == findings_as(name, FINDINGS, ZH)
        assert text.endswith("\n")
