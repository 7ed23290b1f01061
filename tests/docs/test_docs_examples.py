"""Every YAML example of the manual is accepted by the program, and every key is described."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from manual_reference import ROOT, carried_out, pages

from generator import agencies, forms, records
from generator.build.content import known_forms, known_kinds
from generator.checks import check_report
from generator.model.agencies import Agency, Kind, Name, Portal
from generator.model.findings import Finding
from generator.model.reports import Report
from generator.model.subjects import Subject
from generator.records import form_for
from generator.shapes import Cells, Either, Fields, ListOf, MapOf, Shape
from generator.website import site

_YAML = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANY_YAML = re.compile(r"^```yaml$", re.MULTILINE)
_RECORD = re.compile(r"content/agencies/([a-z0-9-]+)/(\d{4})\.yml")
FORM_FILE = "content/editions/local-2030.yml"
Example = tuple[str, str, str]


def examples() -> list[Example]:
    """(page, file, text) of every YAML example."""
    return [
        (page.relative_to(ROOT).as_posix(), file, text)
        for page in pages()
        for file, text in _YAML.findall(page.read_text(encoding="utf-8"))
    ]


def whole(text: str, rest: Mapping[str, str]) -> str:
    """An example that shows a few keys, with the keys that no file may lack."""
    standing = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    return text + "".join(f"{key}: {rest[key]}\n" for key in rest if key not in standing)


def findings_of(file: str, text: str) -> list[Finding]:
    record = _RECORD.fullmatch(file)
    if record:
        rest = {"title": "标题", "sections": "{}"}
        text = whole(text, rest if "form: cn-free" in text else {**rest, "tables": "{}"})
        return records.parse(text, file, record[1], int(record[2]), known_forms())[1]
    if file.endswith("/agency.yml"):
        return agencies.parse_agency(text, file, "shili-yingji", known_kinds())[1]
    if file == "content/portal.yml":
        return agencies.parse_portal(text, file)[1]
    if file.startswith("content/editions/"):
        return forms.parse(text, file)[1]
    raise AssertionError(file)


def test_every_example_says_which_file_it_is() -> None:
    blocks = sum(len(_ANY_YAML.findall(page.read_text(encoding="utf-8"))) for page in pages())
    assert blocks == len(examples()) > 10


@pytest.mark.parametrize(
    ("page", "file", "text"), [each for each in examples() if each[1] != "mkdocs.yml"]
)
def test_an_example_is_accepted(page: str, file: str, text: str) -> None:
    assert findings_of(file, text) == []


@pytest.mark.parametrize("text", [each[2] for each in examples() if each[1] == "mkdocs.yml"])
def test_an_example_of_the_site_settings_is_accepted(text: str, tmp_path: Path) -> None:
    code, _ = carried_out(["init", str(tmp_path / "portal"), "--name", "x", "--yes"])
    assert code == 0
    settings = tmp_path / "portal" / "mkdocs.yml"
    key = text.partition(":")[0]
    kept = re.sub(rf"(?m)^{key}:.*\n(?:[ ].*\n)*", "", settings.read_text(encoding="utf-8"))
    settings.write_text(kept + text, encoding="utf-8")
    with site.failures():
        site.build(tmp_path / "portal", tmp_path / "site")
    assert (tmp_path / "site" / "index.html").is_file()


def the_whole_record() -> Report:
    """The complete example of the page about records."""
    file, text = next((file, text) for page, file, text in examples() if page == "docs/record.md")
    report, findings = records.parse(text, file, "shili-yingji", 2025, known_forms())
    assert findings == []
    assert report is not None
    return report


def test_the_whole_record_has_nothing_that_a_check_minds() -> None:
    report = the_whole_record()
    kind: Kind = known_kinds()["department"]
    agency = Agency("shili-yingji", (Name("示例区应急管理局"),), kind.id)
    form = known_forms()[report.form]
    subject = Subject(report, form, agency, kind, Portal("x"), known_forms())
    assert check_report(subject) == ()


def test_the_whole_record_fills_every_row_of_its_form() -> None:
    report = the_whole_record()
    form = form_for(known_forms(), 2025)
    assert form is not None
    assert form.id == report.form
    for table in form.tables:
        assert [row.id for _, row in table.rows()] == list(report.tables[table.id])


def test_corrections_in_examples_name_cells_of_the_form() -> None:
    form = known_forms()["cn-2021"]
    known = {
        f"{table.id}.{row.id}.{column.id}"
        for table in form.tables
        for block, row in table.rows()
        for column in block.leaf_columns
    }
    named = {
        cell
        for _, file, text in examples()
        if _RECORD.fullmatch(file)
        for cell in re.findall(r"cell: ([a-z0-9_.]+)", text)
    }
    assert named
    assert named <= known


def test_a_form_is_added_by_a_file_alone(tmp_path: Path) -> None:
    """What the manual promises: the example, put into a portal, makes records of that form."""
    text = next(text for _, file, text in examples() if file == FORM_FILE)
    portal = tmp_path / "portal"
    at = ["-C", str(portal)]
    assert carried_out(["init", str(portal), "--name", "x", "--yes"])[0] == 0
    (portal / FORM_FILE).parent.mkdir()
    (portal / FORM_FILE).write_text(text, encoding="utf-8")
    assert carried_out([*at, "new", "agency", "a", "--name", "示例局"])[0] == 0
    code, said = carried_out([*at, "new", "report", "a", "2030"])
    assert (code, said.count("2030.yml")) == (0, 1)
    record = (portal / "content/agencies/a/2030.yml").read_text(encoding="utf-8")
    assert "form: local-2030" in record
    assert "received: [null, null, null]" in record
    assert (portal / "content/schemas/record-local-2030.schema.json").is_file()


# --- keys --------------------------------------------------------------------------------------


def keys(shape: Shape[object]) -> set[str]:
    """Every key that may stand in a file of that shape, but those of a form's own ids."""
    if isinstance(shape, Fields):
        own = set() if shape.name in ("sections", "tables", "rows") else set(shape.fields)
        return own.union(*(keys(field.shape) for field in shape.fields.values()))
    if isinstance(shape, ListOf):
        return keys(shape.item)
    if isinstance(shape, MapOf):
        return keys(shape.value)
    if isinstance(shape, Either):
        return keys(shape.mapping)
    assert not isinstance(shape, Cells) or shape.columns
    return set()


def described(page: str) -> set[str]:
    """What a page of the manual sets as code."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return {code.rstrip(":") for code in re.findall(r"`([^`\n]+)`", text)}


@pytest.mark.parametrize("form", sorted(known_forms()))
def test_every_key_of_a_record_is_described(form: str) -> None:
    assert keys(records._shape(known_forms()[form])) <= described("docs/record.md")


def test_every_key_of_the_settings_is_described() -> None:
    own = keys(agencies._agency_shape(tuple(known_kinds()))) - {"fingerprint", "reason", "author"}
    assert own | keys(agencies._PORTAL) <= described("docs/settings.md")


def test_every_section_and_kind_is_named() -> None:
    assert {section.id for section in known_forms()["cn-2021"].sections} <= described(
        "docs/record.md"
    )
    assert set(known_kinds()) <= described("docs/settings.md")
