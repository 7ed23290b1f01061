"""One broken file for each rule: what is wrong is said, with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from core_reports import FORMS

from generator import agencies, nodes, records, storage
from generator.build.content import known_kinds
from generator.messages import LANGUAGES, messages
from generator.model.findings import Finding, Severity

HEAD = "form: cn-2021\ntitle: t\nsections: {}\n"
SOUND = HEAD + "tables: {}\n"

Expected = list[tuple[str, int, int]]


def problems(findings: list[Finding]) -> Expected:
    for finding in findings:
        assert finding.severity is Severity.ERROR
        assert finding.place.file == "content/agencies/a/2022.yml"
        for language in LANGUAGES:
            assert messages(language).finding(finding)
    return [(each.code, each.place.line, each.place.column) for each in findings]


def read_record(text: str) -> Expected:
    report, findings = records.parse(text, "content/agencies/a/2022.yml", "a", 2022, FORMS)
    assert (report is None) == bool(findings)
    return problems(findings)


def test_the_sound_record_of_these_tests_has_no_finding() -> None:
    assert read_record(SOUND) == []


RECORDS: dict[str, tuple[str, Expected]] = {
    "unknown key": (SOUND + "titel: x\n", [("shape.unknown", 5, 1)]),
    "unknown key in source": (
        SOUND + f"source: {{file: 2022/a.txt, sha256: {'0' * 64}, size: 3}}\n",
        [("shape.unknown", 5, 102)],
    ),
    "unknown section": (
        "form: cn-2021\ntitle: t\nsections:\n  overveiw: x\ntables: {}\n",
        [("shape.unknown", 4, 3)],
    ),
    "unknown table": (HEAD + "tables:\n  wrong: {}\n", [("shape.unknown", 5, 3)]),
    "unknown row": (
        HEAD + "tables:\n  disclosure:\n    licenses: [1]\n",
        [("shape.unknown", 6, 5)],
    ),
    "text is a list": (
        "form: cn-2021\ntitle: [a]\nsections: {}\ntables: {}\n",
        [("shape.type", 2, 8)],
    ),
    "mapping is text": (
        "form: cn-2021\ntitle: t\nsections: none\ntables: {}\n",
        [("shape.type", 3, 11)],
    ),
    "row is a number": (
        HEAD + "tables:\n  disclosure:\n    licences: 3\n",
        [("shape.type", 6, 15)],
    ),
    "cell is a list": (
        HEAD + "tables:\n  disclosure:\n    licences: [[3]]\n",
        [("shape.type", 6, 16)],
    ),
    "cell is a mapping": (
        HEAD + "tables:\n  disclosure:\n    licences: [{a: 3}]\n",
        [("shape.type", 6, 16)],
    ),
    "title is blank": (
        "form: cn-2021\ntitle:\nsections: {}\ntables: {}\n",
        [("shape.type", 2, 7)],
    ),
    "too few cells": (
        HEAD + "tables:\n  disclosure:\n    regulations: [0, 0]\n",
        [("record.cells", 6, 18)],
    ),
    "too many cells": (
        HEAD + "tables:\n  disclosure:\n    licences: [0, 0]\n",
        [("record.cells", 6, 15)],
    ),
    "no cells": (
        HEAD + "tables:\n  disclosure:\n    licences: []\n",
        [("record.cells", 6, 15)],
    ),
    "key missing": ("form: cn-2021\ntitle: t\nsections: {}\n", [("shape.missing", 1, 1)]),
    "duplicate key": (SOUND + "title: u\n", [("yaml.duplicate", 5, 1)]),
    "duplicate row": (
        HEAD + "tables:\n  disclosure:\n    licences: [1]\n    licences: [2]\n",
        [("yaml.duplicate", 7, 5)],
    ),
    "anchor": (
        "form: cn-2021\ntitle: &t t\nsections: {}\ntables: {}\n",
        [("yaml.anchor", 2, 8)],
    ),
    "alias": (
        "form: cn-2021\ntitle: &t t\nsections:\n  overview: *t\ntables: {}\n",
        [("yaml.anchor", 2, 8), ("yaml.anchor", 4, 13)],
    ),
    "merge key": (
        HEAD + "tables:\n  disclosure: &d\n    licences: [1]\n  applications:\n    <<: *d\n",
        [("yaml.anchor", 5, 15), ("yaml.anchor", 8, 9), ("shape.unknown", 8, 5)],
    ),
    "tag": (
        "form: cn-2021\ntitle: !!str t\nsections: {}\ntables: {}\n",
        [("yaml.tag", 2, 8)],
    ),
    "tag that runs code elsewhere": (
        "form: cn-2021\ntitle: !!python/object/apply:os.system [ls]\nsections: {}\ntables: {}\n",
        [("yaml.tag", 2, 8), ("shape.type", 2, 8)],
    ),
    "several documents": (SOUND + "---\ntitle: b\n", [("yaml.documents", 5, 1)]),
    "key is a list": (SOUND + "? [a, b]\n: 1\n", [("yaml.key", 5, 3)]),
    "tab": (HEAD + "tables:\n\tdisclosure: {}\n", [("yaml.syntax", 5, 1)]),
    "full-width colon": (
        "form: cn-2021\ntitle：t\nsections: {}\ntables: {}\n",
        [("yaml.syntax", 2, 1)],
    ),
    "bracket": (
        HEAD + "tables:\n  disclosure:\n    licences: [3\n",
        [("yaml.syntax", 6, 15)],
    ),
    "control character": (
        "form: cn-2021\ntitle: 年报\x07\nsections: {}\ntables: {}\n",
        [("yaml.character", 2, 10)],
    ),
    "empty": ("", [("yaml.empty", 1, 1)]),
    "only comments": ("# nothing\n\n", [("yaml.empty", 1, 1)]),
    "only null": ("null\n", [("yaml.empty", 1, 1)]),
    "a list": ("- a\n", [("shape.type", 1, 1)]),
    "a word": ("hello\n", [("shape.type", 1, 1)]),
    "unknown form": ("form: cn-1900\ntitle: t\nsections: {}\n", [("record.form", 1, 7)]),
    "path climbs out": (
        SOUND + f"source: {{file: ../b/2022.txt, sha256: {'0' * 64}}}\n",
        [("path.climbs", 5, 16)],
    ),
    "path climbs out further in": (
        SOUND + f"source: {{file: a/../../b, sha256: {'0' * 64}}}\n",
        [("path.climbs", 5, 16)],
    ),
    "absolute path": (
        SOUND + f"source: {{file: /etc/passwd, sha256: {'0' * 64}}}\n",
        [("path.climbs", 5, 16)],
    ),
    "path on a drive": (
        SOUND + f'source: {{file: "C:\\\\a.txt", sha256: {"0" * 64}}}\n',
        [("path.climbs", 5, 16)],
    ),
    "path to a share": (
        SOUND + f'source: {{file: "\\\\\\\\host\\\\a.txt", sha256: {"0" * 64}}}\n',
        [("path.climbs", 5, 16)],
    ),
    "home path": (
        SOUND + f'source: {{file: "~/a.txt", sha256: {"0" * 64}}}\n',
        [("path.climbs", 5, 16)],
    ),
    "path with a null": (
        SOUND + f'source: {{file: "a\\0.txt", sha256: {"0" * 64}}}\n',
        [("shape.type", 5, 16)],
    ),
    "hash too short": (SOUND + "source: {file: a.txt, sha256: abc}\n", [("shape.type", 5, 31)]),
    "no day": (SOUND + "published: 2023-02-30\n", [("shape.day", 5, 12)]),
    "day in another way": (SOUND + "published: 2023/02/03\n", [("shape.type", 5, 12)]),
    "day with an hour": (SOUND + "published: 2023-02-03 10:00\n", [("shape.type", 5, 12)]),
    "unknown word": (SOUND + "scope: all\n", [("shape.type", 5, 8)]),
    "no relation": (SOUND + "explanations: {balance: x}\n", [("shape.key", 5, 16)]),
    "no cell": (
        SOUND + "corrections:\n"
        "  - {on: 2023-01-02, cell: applications.received, from: 1, to: 2, reason: r}\n",
        [("shape.type", 6, 28)],
    ),
    "correction without a reason": (
        SOUND + "corrections:\n  - {on: 2023-01-02, cell: a.b.c, from: 1, to: 2}\n",
        [("shape.missing", 6, 5)],
    ),
    "extra table without rows": (
        SOUND + 'extra_tables:\n  - {section: a, caption: "", rows: []}\n',
        [("shape.type", 6, 37)],
    ),
    "fingerprint too short": (
        SOUND + "accepted:\n  - {fingerprint: abc, reason: r, author: a}\n",
        [("shape.type", 6, 19)],
    ),
    "too deep": (
        "form: cn-2021\ntitle: " + "[" * 40 + "]" * 40 + "\n",
        [("yaml.too_much", 2, 32)],
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_broken_record_is_reported_where_it_is_broken(name: str) -> None:
    text, expected = RECORDS[name]
    assert read_record(text) == expected


def test_every_problem_is_reported_in_one_pass() -> None:
    text = (
        "form: cn-2021\n"
        "titel: x\n"
        "published: 2023-13-01\n"
        "sections:\n"
        "  overview: [a]\n"
        "  nowhere: b\n"
        "tables:\n"
        "  disclosure:\n"
        "    regulations: [0]\n"
        "    licences: 3\n"
        "    penalties: [5]\n"
        "    penalties: [5]\n"
        "  applications:\n"
        "    received: [0, 0, 0, 0, 0, 0, [1]]\n"
        f"source: {{file: ../x, sha256: {'0' * 64}}}\n"
    )
    assert sorted(read_record(text), key=lambda each: each[1:]) == [
        ("shape.missing", 1, 1),
        ("shape.unknown", 2, 1),
        ("shape.day", 3, 12),
        ("shape.type", 5, 13),
        ("shape.unknown", 6, 3),
        ("record.cells", 9, 18),
        ("shape.type", 10, 15),
        ("yaml.duplicate", 12, 5),
        ("shape.type", 14, 34),
        ("path.climbs", 15, 16),
    ]


def test_a_year_without_any_form_is_reported() -> None:
    file = "content/agencies/a/2022.yml"
    report, findings = records.parse("title: t\nsections: {}\n", file, "a", 1999, FORMS)
    assert report is None
    assert problems(findings) == [("record.no_form", 1, 1)]


HINTS = {
    "tables:\n\ta: {}\n": "hint.tab",
    "form: cn-2021\ntitle：t\nsections: {}\n": "hint.wide_colon",
    "a: [1, 2\nb: 3\n": "hint.bracket",
    "a: {b: 1\nc: 3\n": "hint.brace",
    'a: "b\n': "hint.quote",
    "a: b: c\n": "hint.other",
}


@pytest.mark.parametrize("text", HINTS)
def test_a_mistake_of_syntax_comes_with_the_most_likely_cause(text: str) -> None:
    _, (finding,) = nodes.read(text, "a.yml")
    assert finding.code == "yaml.syntax"
    hint = finding.parameters["hint"]
    assert getattr(hint, "key", None) == HINTS[text]


@pytest.mark.parametrize(
    "path", ["2022/original.txt", "original", "2022/子/报告 1.docx", "a..b", "..a", "x,y.txt"]
)
def test_a_path_inside_the_folder_is_accepted(path: str) -> None:
    assert read_record(SOUND + f'source: {{file: "{path}", sha256: {"0" * 64}}}\n') == []


@pytest.mark.parametrize("path", ["./a.txt", "a/./b", "a//../b", "a/..", ".", ".."])
def test_a_path_with_dots_for_folders_is_refused(path: str) -> None:
    assert read_record(SOUND + f'source: {{file: "{path}", sha256: {"0" * 64}}}\n') != []


def test_a_very_long_file_is_refused_and_not_digested() -> None:
    text = "form: cn-2021\ntitle: [" + "a, " * 200_001 + "b]\n"
    assert [code for code, *_ in read_record(text)] == ["yaml.too_much"]


# --- the bytes of a file -----------------------------------------------------------------------


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert storage.read_text(file, "a.yml") == (SOUND, [])


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"\xff\xfe", 1, 1),
        ("form: cn-2021\ntitle: 年报".encode("gb18030"), 2, 8),
        ("标题：年".encode() + b"\xff", 1, 5),
        ("a: 年\nb: 报".encode() + b"\xe5\xb9", 2, 5),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xa5", 1, 11),
    ],
)
def test_bytes_that_are_no_utf_8_are_reported(
    tmp_path: Path, content: bytes, line: int, column: int
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(content)
    text, (finding,) = storage.read_text(file, "x/a.yml")
    assert text == ""
    assert finding.code == "file.encoding"
    assert (finding.place.file, finding.place.line, finding.place.column) == (
        "x/a.yml",
        line,
        column,
    )


# --- agencies and the portal -------------------------------------------------------------------

NAMES = "names:\n  - {name: 甲局}\nkind: department\n"
AGENCIES: dict[str, tuple[str, Expected]] = {
    "empty": ("", [("yaml.empty", 1, 1)]),
    "no names": ("names: []\nkind: department\n", [("shape.type", 1, 8)]),
    "no kind": ("names:\n  - {name: 甲局}\n", [("shape.missing", 1, 1)]),
    "unknown kind": ("names:\n  - {name: 甲局}\nkind: bureau\n", [("shape.type", 3, 7)]),
    "unknown key": (NAMES + "website: x\n", [("shape.unknown", 4, 1)]),
    "name without a name": (
        "names:\n  - {first_year: 2020}\nkind: department\n",
        [("shape.missing", 2, 5)],
    ),
    "year is text": (
        "names:\n  - {name: 甲局, first_year: 二〇二〇}\nkind: department\n",
        [("shape.type", 2, 28)],
    ),
    "year in full-width digits": (
        "names:\n  - {name: 甲局, first_year: ２０２０}\nkind: department\n",
        [("shape.type", 2, 28)],
    ),
    "year too early": (
        "names:\n  - {name: 甲局, first_year: 1900}\nkind: department\n",
        [("shape.type", 2, 28)],
    ),
    "superior climbs out": (NAMES + "superior: ../b\n", [("shape.type", 4, 11)]),
    "superior in capitals": (NAMES + "superior: B\n", [("shape.type", 4, 11)]),
    "periods overlap": (
        "names:\n  - {name: 甲局, last_year: 2020}\n  - {name: 乙局, first_year: 2019}\n"
        "kind: department\n",
        [("agency.periods", 3, 12)],
    ),
    "period runs backwards": (
        "names:\n  - {name: 甲局, first_year: 2020, last_year: 2019}\nkind: department\n",
        [("agency.periods", 2, 12)],
    ),
    "identifier is a list": (NAMES + "identifiers: {uscc: [a]}\n", [("shape.type", 4, 21)]),
    "events out of order": (
        NAMES + "events:\n  - {on: 2020-01-02, change: abolished}\n"
        "  - {on: 2020-01-01, change: abolished}\n",
        [("agency.events", 6, 10)],
    ),
    "event leads nowhere": (
        NAMES + "events:\n  - {on: 2020-01-02, change: merged_into}\n",
        [("agency.event_to", 5, 10)],
    ),
    "event leads to itself": (
        NAMES + "events:\n  - {on: 2020-01-02, change: renamed, to: [a]}\n",
        [("agency.event_self", 5, 10)],
    ),
    "anchor": ("names: &n\n  - {name: 甲局}\nkind: department\n", [("yaml.anchor", 1, 8)]),
}


@pytest.mark.parametrize("name", AGENCIES)
def test_broken_settings_of_an_agency_are_reported_where_they_are(name: str) -> None:
    text, expected = AGENCIES[name]
    agency, findings = agencies.parse_agency(
        text, "content/agencies/a/2022.yml", "a", known_kinds()
    )
    assert agency is None
    assert problems(findings) == expected


CONTROLS = {
    r"\a": "U+0007",
    r"\0": "U+0000",
    r"\n": "U+000A",
    r"\t": "U+0009",
    r"\x7f": "U+007F",
    r"\N": "U+0085",
    r"\u200e": "U+200E",
    r"\u200f": "U+200F",
    r"\u202a": "U+202A",
    r"\u202e": "U+202E",
    r"\u2066": "U+2066",
    r"\u2069": "U+2069",
}
"""How YAML writes them, and how they are told."""

AGENCY_LINES = {
    "names:\n  - {name: 甲局}\n  - {name: @}\nkind: department\n": (3, 12),
    "names:\n  - {name: 甲局}\nkind: department\naliases: [乙, @]\n": (4, 14),
    "names:\n  - {name: 甲局}\nkind: department\narea: @\n": (4, 7),
    "names:\n  - {name: 甲局}\nkind: department\nidentifiers:\n  uscc: @\n": (5, 9),
    f"{NAMES}events:\n  - {{on: 2020-01-02, change: renamed, note: @}}\n": (5, 45),
}
PORTAL_LINES = {
    "name: @\n": (1, 7),
    "name: 门户\ndescription: @\n": (2, 14),
    "name: 门户\narea: @\n": (2, 7),
    "name: 门户\nfooter: {organiser: @}\n": (2, 21),
    "name: 门户\nfooter:\n  contact: @\n": (3, 12),
    "name: 门户\nfooter: {icp: @}\n": (2, 15),
    "name: 门户\nfooter: {police: @}\n": (2, 18),
}


def read_line(text: str) -> tuple[object, list[Finding]]:
    if text.startswith("names:"):
        return agencies.parse_agency(text, "content/agencies/a/2022.yml", "a", known_kinds())
    return agencies.parse_portal(text, "content/agencies/a/2022.yml")


@pytest.mark.parametrize("escape", CONTROLS)
@pytest.mark.parametrize("text", [*AGENCY_LINES, *PORTAL_LINES])
def test_characters_that_control_others_stand_in_no_name(text: str, escape: str) -> None:
    value, findings = read_line(text.replace("@", f'"甲{escape}局{escape}"'))
    assert value is None
    assert problems(findings) == [("shape.control", *{**AGENCY_LINES, **PORTAL_LINES}[text])]
    shown = "甲□局□" if escape != r"\n" else "甲□局"
    assert findings[0].parameters == {"text": shown, "characters": CONTROLS[escape]}


def test_the_sentence_says_what_is_expected_and_what_to_do() -> None:
    _, (found,) = read_line('name: "门\\u202e户\\a"\n')
    assert messages("zh").finding(found) == (
        "“门□户□”里有看不见的控制字符（U+202E、U+0007，已用 □ 标出）。"
        "这里应当是一行普通文字，请删去这些字符，或者重新输入。"
    )


def test_a_control_character_may_stand_in_the_file_itself() -> None:
    _, findings = read_line("name: 门\u202e户\n")
    assert problems(findings) == [("shape.control", 1, 7)]


@pytest.mark.parametrize("text", ["甲 局", "甲\u3000局", "A\u00a0局", "㐀\U00020000", "Ü-局（乙）"])
def test_all_other_characters_stand_in_names(text: str) -> None:
    portal, findings = agencies.parse_portal(f"name: {text}\n", "portal.yml")
    assert (portal and portal.name, findings) == (text, [])


def test_the_line_break_at_the_end_of_a_block_is_none_of_the_text() -> None:
    text = "name: |\n  门户\ndescription: >\n  一行，\n  折成两行\n"
    portal, findings = agencies.parse_portal(text, "portal.yml")
    assert findings == []
    assert portal is not None
    assert (portal.name, portal.description) == ("门户", "一行， 折成两行")


def test_texts_of_reports_keep_such_characters() -> None:
    text = 'form: cn-2021\ntitle: "年\\u202e报"\nsections: {overview: "甲\\a"}\ntables: {}\n'
    report, findings = records.parse(text, "2022.yml", "a", 2022, FORMS)
    assert findings == []
    assert report is not None
    assert report.title == "年\u202e报"
    assert report.sections["overview"].before == ("甲\a",)


PORTALS: dict[str, tuple[str, Expected]] = {
    "empty": ("", [("yaml.empty", 1, 1)]),
    "no name": ("area: x\n", [("shape.missing", 1, 1)]),
    "unknown key": ("name: x\ncolor: x\n", [("shape.unknown", 2, 1)]),
    "colour without quotes": ("name: x\ncolour: #1d4f91\n", [("shape.type", 2, 8)]),
    "colour by name": ("name: x\ncolour: red\n", [("shape.type", 2, 9)]),
    "domain with a scheme": (
        "name: x\ndomain: https://www.example.gov.cn\n",
        [("shape.type", 2, 9)],
    ),
    "code of nine digits": (
        'name: x\nfooter: {site_code: "123456789"}\n',
        [("shape.type", 2, 21)],
    ),
    "unknown line of the footer": ("name: x\nfooter: {phone: 1}\n", [("shape.unknown", 2, 10)]),
    "flag is a word": ("name: x\ndemo: yes\n", [("shape.type", 2, 7)]),
    "flag in quotes": ('name: x\ndemo: "true"\n', [("shape.type", 2, 7)]),
    "day that no year has": (
        "name: x\ndeadlines: {department: [{month: 2, day: 30}]}\n",
        [("shape.day", 2, 26)],
    ),
    "month thirteen": (
        "name: x\ndeadlines: {department: [{month: 13, day: 30}]}\n",
        [("shape.type", 2, 34)],
    ),
    "severity of no code": ("name: x\nseverities: {Balance: off}\n", [("shape.key", 2, 14)]),
    "unknown severity": ("name: x\nseverities: {a.b: fatal}\n", [("shape.type", 2, 19)]),
}


@pytest.mark.parametrize("name", PORTALS)
def test_broken_settings_of_the_portal_are_reported_where_they_are(name: str) -> None:
    text, expected = PORTALS[name]
    portal, findings = agencies.parse_portal(text, "content/agencies/a/2022.yml")
    assert portal is None
    assert problems(findings) == expected


def test_a_code_that_fails_its_check_character_is_a_warning_only() -> None:
    sound, wrong = "11341702486344515H", "113417024863445150"
    for code, expected in ((sound, []), (wrong, [("agency.uscc", Severity.WARNING, 5, 9)])):
        text = f"{NAMES}identifiers:\n  uscc: {code}\n"
        agency, findings = agencies.parse_agency(text, "a.yml", "a", known_kinds())
        assert agency is not None
        assert [
            (each.code, each.severity, each.place.line, each.place.column) for each in findings
        ] == expected
