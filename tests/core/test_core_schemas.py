"""The JSON Schemas accept what the reader accepts, and refuse what it refuses."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from core_reports import FORMS
from jsonschema import Draft202012Validator

from generator import agencies, forms, records
from generator.build.content import known_kinds
from generator.messages import LANGUAGES, messages
from generator.model.reports import Narrative, Report, Row
from generator.resources import resource
from generator.schemas import schema_files

SCHEMAS = {
    name: json.loads(text)
    for name, text in schema_files(FORMS, known_kinds(), messages("zh")).items()
}
FORM = "cn-2021"


class _AsEditorsRead(yaml.SafeLoader):
    """YAML as the editor's language server reads it (1.2): days and the word `on` stay text."""


_OLD = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_AsEditorsRead.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in _OLD]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_AsEditorsRead.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])


def accepted_by_schema(name: str, text: str) -> bool:
    return Draft202012Validator(SCHEMAS[name]).is_valid(yaml.load(text, Loader=_AsEditorsRead))


def accepted_by_reader(name: str, text: str) -> bool:
    if name == "portal.schema.json":
        return agencies.parse_portal(text, "f")[0] is not None
    if name == "agency.schema.json":
        return agencies.parse_agency(text, "f", "a", known_kinds())[0] is not None
    if name == "form.schema.json":
        return forms.parse(text, "f")[0] is not None
    return records.parse(text, "f", "a", 2022, FORMS)[0] is not None


def test_there_is_a_schema_for_every_file_of_a_portal() -> None:
    expected = {f"record-{form}.schema.json" for form in FORMS}
    assert SCHEMAS.keys() == expected | {
        "portal.schema.json",
        "agency.schema.json",
        "form.schema.json",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_schema_is_a_valid_schema(language: str) -> None:
    for text in schema_files(FORMS, known_kinds(), messages(language)).values():
        schema = json.loads(text)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_of_a_file_is_described_in_chinese(name: str) -> None:
    bare = [key for key, part in SCHEMAS[name]["properties"].items() if "description" not in part]
    assert name == "form.schema.json" or bare == []


@pytest.mark.parametrize("file", sorted(resource("editions").glob("*.yml")), ids=lambda f: f.stem)
def test_every_edition_fits_the_schema_of_forms(file: Any) -> None:
    assert accepted_by_schema("form.schema.json", file.read_text(encoding="utf-8"))


RECORD = f"record-{FORM}.schema.json"
START = f"form: {FORM}\ntitle: t\nsections: {{}}\n"
LONG = "a" * 64
TEXTS: list[tuple[str, str, bool]] = [
    (RECORD, START + "tables: {}\n", True),
    (RECORD, START + "tables:\n", True),
    (RECORD, START, False),
    (RECORD, f"form: {FORM}\nsections: {{}}\ntables: {{}}\n", False),
    (RECORD, START + "tables: {}\ntitel: x\n", False),
    (RECORD, START + "tables: {nowhere: {}}\n", False),
    (RECORD, START + "tables: {disclosure: {nothing: [1]}}\n", False),
    (RECORD, START + "tables: {disclosure: {licences: [1]}}\n", True),
    (RECORD, START + "tables: {disclosure: {licences: [1, 2]}}\n", False),
    (RECORD, START + "tables: {disclosure: {licences: []}}\n", False),
    (RECORD, START + "tables: {disclosure: {licences: 1}}\n", False),
    (RECORD, START + "tables: {disclosure: {licences: [null]}}\n", True),
    (RECORD, START + 'tables: {disclosure: {licences: ["/"]}}\n', True),
    (RECORD, START + "tables: {disclosure: {licences: [[1]]}}\n", False),
    (RECORD, START + "tables: {disclosure: {fees: [20.30]}}\n", True),
    (RECORD, START + "tables: {disclosure: {fees: [190.457379]}}\n", True),
    (RECORD, START + "tables: {disclosure: {regulations: [0, 0, 0]}}\n", True),
    (RECORD, START + "tables: {disclosure: {regulations: [0, 0]}}\n", False),
    (RECORD, f"form: {FORM}\ntitle: 2022\nsections: {{}}\ntables: {{}}\n", True),
    (RECORD, f"form: {FORM}\ntitle:\nsections: {{}}\ntables: {{}}\n", False),
    (RECORD, f"form: {FORM}\ntitle: t\nsections: {{overview: a}}\ntables: {{}}\n", True),
    (RECORD, f"form: {FORM}\ntitle: t\nsections: {{overview: }}\ntables: {{}}\n", True),
    (RECORD, f"form: {FORM}\ntitle: t\nsections: {{overview: {{before: a}}}}\ntables: {{}}\n", True),
    (RECORD, f"form: {FORM}\ntitle: t\nsections: {{overview: {{middle: a}}}}\ntables: {{}}\n", False),
    (RECORD, f"form: {FORM}\ntitle: t\nsections: {{overview: [a]}}\ntables: {{}}\n", False),
    (RECORD, f"form: {FORM}\ntitle: t\nsections: {{overvew: a}}\ntables: {{}}\n", False),
    (RECORD, START + "tables: {}\npublished: 2023-01-18\n", True),
    (RECORD, START + "tables: {}\npublished: [2023]\n", False),
    (RECORD, START + "tables: {}\nscope: aggregate\n", True),
    (RECORD, START + "tables: {}\nscope: all\n", False),
    (RECORD, START + f"tables: {{}}\nsource: {{file: 2022/a.txt, sha256: {LONG}}}\n", True),
    (RECORD, START + f"tables: {{}}\nsource: {{file: ../a.txt, sha256: {LONG}}}\n", False),
    (RECORD, START + f"tables: {{}}\nsource: {{file: /a.txt, sha256: {LONG}}}\n", False),
    (RECORD, START + "tables: {}\nsource: {file: a.txt, sha256: abc}\n", False),
    (RECORD, START + "tables: {}\nsource: {file: a.txt}\n", False),
    (RECORD, START + "tables: {}\nexplanations: {applications.balance: r}\n", True),
    (RECORD, START + "tables: {}\nexplanations: {balance: r}\n", False),
    (RECORD, START + "tables: {}\nexplanations:\n", True),
    (RECORD, START + "tables: {}\ncorrections: []\n", True),
    (
        RECORD,
        START + "tables: {}\ncorrections: [{on: 2023-03-02, cell: a.b.c, from: 3, to: , reason: r}]\n",
        True,
    ),
    (
        RECORD,
        START + "tables: {}\ncorrections: [{on: 2023-03-02, cell: a.b, from: 3, to: 5, reason: r}]\n",
        False,
    ),
    (RECORD, START + "tables: {}\nunplaced: [{section: other, text: x}]\n", True),
    (RECORD, START + "tables: {}\nunplaced: [{section: other, text: x, row: 1}]\n", False),
    (
        RECORD,
        START + "tables: {}\nextra_tables: [{section: other, caption: , rows: [[a, 1], [null]]}]\n",
        True,
    ),
    (RECORD, START + "tables: {}\nextra_tables: [{section: other, caption: a, rows: []}]\n", False),
    (RECORD, START + f"tables: {{}}\naccepted: [{{fingerprint: {'a' * 16}, reason: r, author: a}}]\n", True),
    (RECORD, START + "tables: {}\naccepted: [{fingerprint: a, reason: r, author: a}]\n", False),
    ("record-cn-free.schema.json", "form: cn-free\ntitle: t\nsections: {}\n", True),
    (
        "record-cn-free.schema.json",
        "form: cn-free\ntitle: t\nsections: {first: {title: 一, before: a}}\n",
        True,
    ),
    (
        "record-cn-free.schema.json",
        "form: cn-free\ntitle: t\nsections: {first: {before: a}}\n",
        False,
    ),
    ("record-cn-free.schema.json", "form: cn-free\ntitle: t\nsections: {一: {title: a}}\n", False),
    ("agency.schema.json", "names: [{name: 甲}]\nkind: department\n", True),
    ("agency.schema.json", "names: [{name: 甲, first_year: 2019}]\nkind: department\narea: 乙\n", True),
    ("agency.schema.json", "names: [{name: 甲, first_year: ２０１９}]\nkind: department\n", False),
    ("agency.schema.json", "names: [{name: 甲, first_year: 1900}]\nkind: department\n", False),
    ("agency.schema.json", "names: []\nkind: department\n", False),
    ("agency.schema.json", "names: [{name: 甲}]\n", False),
    ("agency.schema.json", "names: [{name: 甲}]\nkind: bureau\n", False),
    ("agency.schema.json", "names: [{name: 甲}]\nkind: department\nsuperior: A/B\n", False),
    ("agency.schema.json", "names: [{name: 甲}]\nkind: department\nurl: x\n", False),
    ("agency.schema.json", "names: [{name: 甲}]\nkind: department\nidentifiers: {uscc: 1}\n", True),
    ("agency.schema.json", "names: [{name: 甲}]\nkind: department\nidentifiers: {USCC: 1}\n", False),
    (
        "agency.schema.json",
        "names: [{name: 甲}]\nkind: department\nevents: [{on: 2020-01-01, change: abolished}]\n",
        True,
    ),
    (
        "agency.schema.json",
        "names: [{name: 甲}]\nkind: department\nevents: [{on: 2020-01-01, change: gone}]\n",
        False,
    ),
    ("agency.schema.json", 'names: [{name: "甲\\a"}]\nkind: department\n', False),
    ("agency.schema.json", 'names: [{name: "甲\\u202e"}]\nkind: department\n', False),
    ("agency.schema.json", "names: [{name: 甲}]\naliases: [\"乙\\u2069\"]\nkind: department\n", False),
    ("portal.schema.json", 'name: "门\\n户"\n', False),
    ("portal.schema.json", "name: |\n  门户\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {contact: 0600}\n", True),
    ("portal.schema.json", 'name: 门户\nfooter: {contact: "1\\0"}\n', False),
    ("portal.schema.json", "name: 门户\n", True),
    ("portal.schema.json", "area: 门户\n", False),
    ("portal.schema.json", "name: 门户\ncolour: '#1d4f91'\n", True),
    ("portal.schema.json", "name: 门户\ncolour: red\n", False),
    ("portal.schema.json", "name: 门户\ncolour: #1d4f91\n", False),
    ("portal.schema.json", "name: 门户\nfooter:\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {icp: ''}\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {icp: }\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {site_code: }\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {site_code: 1234567890}\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {site_code: '123456789'}\n", False),
    ("portal.schema.json", "name: 门户\nfooter: {site_code: '1234567890'}\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {site_code: bm12345678}\n", True),
    ("portal.schema.json", "name: 门户\ndomain: https://example.gov.cn\n", False),
    ("portal.schema.json", "name: 门户\ndomain: www.example.gov.cn\n", True),
    ("portal.schema.json", "name: 门户\nfooter: {phone: 1}\n", False),
    ("portal.schema.json", "name: 门户\ndemo: true\n", True),
    ("portal.schema.json", "name: 门户\ndemo: maybe\n", False),
    ("portal.schema.json", "name: 门户\nhosts: [a.gov.cn]\n", True),
    ("portal.schema.json", "name: 门户\nhosts: ['http://a.gov.cn']\n", False),
    ("portal.schema.json", "name: 门户\nseverities: {cell.text: error}\n", True),
    ("portal.schema.json", "name: 门户\nseverities: {cell.text: fatal}\n", False),
    ("portal.schema.json", "name: 门户\ndeadlines: {department: [{month: 1, day: 20}]}\n", True),
    ("portal.schema.json", "name: 门户\ndeadlines: {department: []}\n", False),
    ("portal.schema.json", "name: 门户\ndeadlines: {department: [{month: 13, day: 1}]}\n", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "good"), TEXTS)
def test_schema_and_reader_agree(name: str, text: str, good: bool) -> None:
    assert accepted_by_reader(name, text) is good
    assert accepted_by_schema(name, text) is good


@pytest.mark.parametrize("form_id", FORMS)
def test_a_record_with_every_kind_of_cell_fits_its_schema(form_id: str) -> None:
    from decimal import Decimal

    from generator.model.forms import Number

    form = FORMS[form_id]
    tables = {
        table.id: {
            row.id: Row(
                tuple(
                    (None, "43.788万元", 7, Decimal("20.30"))[
                        at % 4 if column.number is Number.AMOUNT else at % 3
                    ]
                    for at, column in enumerate(block.leaf_columns)
                )
            )
            for block, row in table.rows()
        }
        for table in form.tables
    }
    sections = {
        section.id: Narrative(("前",), ("后",))
        for section in form.sections
        if not form.free_chapters
    }
    text = records.write(Report("a", 2022, form_id, "t", sections=sections, tables=tables), form)
    assert accepted_by_reader(f"record-{form_id}.schema.json", text)
    assert accepted_by_schema(f"record-{form_id}.schema.json", text)


def test_the_schemas_of_this_repository_are_the_ones_that_are_made_now() -> None:
    folder = resource(".").parent / "content" / "schemas"
    made = schema_files(FORMS, known_kinds(), messages("zh"))
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == made
