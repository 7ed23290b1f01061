"""``init``, ``new`` and ``demo``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_portal import AGENCY, PORTAL, RECORD, SETTINGS, SITE, gongkai, tree

from generator import agencies, records
from generator.build.content import known_forms, known_kinds
from generator.cli import create as cli_create
from generator.cli import terminal as cli_terminal


def portal_of(root: Path) -> agencies.Portal:
    portal, findings = agencies.parse_portal((root / PORTAL).read_text("utf-8"), PORTAL)
    assert findings == []
    assert portal is not None
    return portal


def test_init_with_all_defaults_makes_a_working_portal(tmp_path: Path) -> None:
    root = tmp_path / "门户"
    ran = gongkai("init", root, "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert str(root) in ran.out
    files = {path for path, content in tree(root).items() if content is not None}
    assert {PORTAL, SITE, ".gitignore", "content/pages/about.md"} <= files
    assert {f"content/schemas/record-{form}.schema.json" for form in known_forms()} <= files
    assert portal_of(root).name == "政府信息公开年报"
    assert "site_name: 政府信息公开年报" in (root / SITE).read_text("utf-8")
    assert gongkai("-C", root, "check").code == 0


def test_init_takes_everything_from_its_options(tmp_path: Path) -> None:
    root = tmp_path / "p"
    options = {
        "--name": '示例区: "年报" #1',
        "--area": "示例区",
        "--organiser": "示例区人民政府办公室",
        "--contact": "0100-1234567",
        "--icp": "示ICP备00000000号",
        "--police": "示公网安备 00000000000000号",
        "--site-code": "1100000001",
        "--domain": "www.example.gov.cn",
    }
    ran = gongkai("init", root, *(part for pair in options.items() for part in pair))
    assert ran.code == 0, ran.err
    portal = portal_of(root)
    footer = portal.footer
    assert [portal.name, portal.area, footer.organiser, footer.contact, footer.icp] == [
        *list(options.values())[:5]
    ]
    assert [footer.police, footer.site_code, portal.domain] == list(options.values())[5:]


@pytest.mark.parametrize(
    ("flag", "value"), [("--site-code", "12"), ("--domain", "https://example.gov.cn/")]
)
def test_init_never_writes_settings_that_cannot_be_read(
    tmp_path: Path, flag: str, value: str
) -> None:
    ran = gongkai("init", tmp_path / "p", "--yes", flag, value)
    assert ran.code == 2
    assert len(ran.failures) == 1
    assert tree(tmp_path) == {}


def test_init_does_not_ask_where_nobody_can_answer(tmp_path: Path) -> None:
    ran = gongkai("init", tmp_path / "p")
    assert (ran.code, ran.out, len(ran.failures)) == (2, "", 1)
    assert "--name" in ran.err
    assert "--yes" in ran.err
    assert tree(tmp_path) == {}
    assert gongkai("init", tmp_path / "p", "--name", "甲").code == 0


def test_init_asks_a_person_who_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(_: object, key: str, default: str = "") -> str:
        asked.append(key)
        return {"init.ask_name": default, "init.ask_area": "示例区"}.get(key, "")

    monkeypatch.setattr(cli_create, "interactive", lambda: True)
    monkeypatch.setattr(cli_terminal.Terminal, "ask", ask)
    assert gongkai("init", tmp_path / "p", "--organiser", "甲").code == 0
    assert asked == ["init.ask_name", "init.ask_area"]
    portal = portal_of(tmp_path / "p")
    assert (portal.name, portal.area, portal.footer.organiser) == (
        "政府信息公开年报",
        "示例区",
        "甲",
    )


def test_init_leaves_a_portal_that_is_there_alone(portal: Path) -> None:
    before = tree(portal)
    ran = gongkai("init", portal, "--yes")
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert tree(portal) == before


def test_init_leaves_files_that_are_there_alone(tmp_path: Path) -> None:
    (tmp_path / "content" / "pages").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("mine", "utf-8")
    (tmp_path / "content" / "pages" / "about.md").write_text("mine", "utf-8")
    before = tree(tmp_path)
    ran = gongkai("init", tmp_path, "--yes")
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert "content/pages/about.md, mkdocs.yml" in ran.err
    assert tree(tmp_path) == before


def test_init_beside_other_files_works(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert gongkai("init", tmp_path, "--yes").code == 0
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_init_and_other_commands_work_below_the_chosen_folder(tmp_path: Path) -> None:
    assert gongkai("-C", tmp_path, "init", "p", "--yes").code == 0
    assert (tmp_path / "p" / PORTAL).is_file()
    made = gongkai("-C", tmp_path / "p", "new", "agency", "a", "--name", "甲局")
    assert made.code == 0
    assert (tmp_path / "p" / "content/agencies/a/agency.yml").is_file()


def test_new_agency_writes_its_settings(portal: Path) -> None:
    ran = gongkai(
        "-C", portal, "new", "agency", "shili-jiedao", "--name", "示例: 街道办事处",
        "--kind", "township", "--area", "示例区",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    file = "content/agencies/shili-jiedao/agency.yml"
    assert file in ran.out
    text = (portal / file).read_text("utf-8")
    agency, findings = agencies.parse_agency(text, file, "shili-jiedao", known_kinds())
    assert findings == []
    assert agency is not None
    assert (agency.name, agency.kind, agency.area) == ("示例: 街道办事处", "township", "示例区")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/agency.schema.json\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("agency", AGENCY, "--name", "甲局"),
        ("agency", "Bad_Name", "--name", "甲局"),
        ("agency", "../out", "--name", "甲局"),
        ("agency", "甲", "--name", "甲局"),
        ("agency", "-a", "--name", "甲局"),
        ("agency", "", "--name", "甲局"),
        ("agency", "x" * 65, "--name", "甲局"),
        ("agency", "a", "--name", "甲局", "--kind", "bureau"),
        ("agency", "a", "--name", ""),
        ("agency", "a", "--name", "  "),
        ("report", AGENCY, "2022"),
        ("report", "nobody", "2022"),
        ("report", AGENCY, "22"),
        ("report", AGENCY, "２０２２"),
        ("report", AGENCY, "abc"),
        ("report", AGENCY, "1999"),
        ("report", "../x", "2022"),
    ],
)
def test_new_refuses_what_makes_no_sense(portal: Path, arguments: tuple[str, ...]) -> None:
    before = tree(portal)
    ran = gongkai("-C", portal, "new", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.failures) == 1
    assert tree(portal) == before


@pytest.mark.parametrize("year", [2008, 2014, 2019, 2021, 2024])
def test_new_report_is_blank_and_not_zero(portal: Path, year: int) -> None:
    ran = gongkai("-C", portal, "new", "report", AGENCY, year)
    assert (ran.code, ran.err) == (0, "")
    file = f"content/agencies/{AGENCY}/{year}.yml"
    assert file in ran.out
    text = (portal / file).read_text("utf-8")
    report, findings = records.parse(text, file, AGENCY, year, known_forms())
    assert findings == []
    assert report is not None
    form = known_forms()[report.form]
    assert form.covers(year)
    assert str(year) in report.title
    assert (report.published, report.source) == (None, None)
    for table in form.tables:
        for block, row in table.rows():
            assert report.tables[table.id][row.id].cells == (None,) * len(block.leaf_columns)


def test_new_says_where_no_portal_is(tmp_path: Path) -> None:
    for arguments in (("agency", "a", "--name", "甲"), ("report", "a", "2022")):
        ran = gongkai("-C", tmp_path, "new", *arguments)
        assert (ran.code, len(ran.failures)) == (2, 1)
        assert "gongkai init" in ran.err
    assert tree(tmp_path) == {}


# --- demo --------------------------------------------------------------------------------------

SMALL = ("--agencies", 4, "--years", 2)


def test_demo_with_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    assert gongkai("demo", one, *SMALL, "--seed", 7).code == 0
    assert gongkai("demo", two, *SMALL, "--seed", 7).code == 0
    assert gongkai("demo", other, *SMALL, "--seed", 8).code == 0
    assert tree(one) == tree(two)
    assert tree(one) != tree(other)


def test_demo_says_what_it_made(tmp_path: Path) -> None:
    ran = gongkai("demo", tmp_path / "d", *SMALL)
    manifest = json.loads((tmp_path / "d" / "manifest.json").read_text("utf-8"))
    records_made = [
        path for path in tree(tmp_path / "d") if path.endswith(("2023.yml", "2024.yml"))
    ]
    assert ran.code == 0
    assert manifest["reports"] == len(records_made)
    assert f"{manifest['reports']} 份报告" in ran.out
    assert portal_of(tmp_path / "d").demo
    assert gongkai("-C", tmp_path / "d", "check", "--fail-on", "never").code == 0


def test_demo_without_originals(tmp_path: Path) -> None:
    assert gongkai("demo", tmp_path / "d", *SMALL, "--no-originals").code == 0
    assert not any("original" in path for path in tree(tmp_path / "d"))


def test_demo_touches_nothing_that_is_there(tmp_path: Path, portal: Path) -> None:
    before = tree(portal)
    ran = gongkai("demo", portal, *SMALL)
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert tree(portal) == before


def test_demo_refuses_more_agencies_than_it_has_names_for(tmp_path: Path) -> None:
    ran = gongkai("demo", tmp_path / "d", "--agencies", 100_000_000)
    assert (ran.code, ran.out, len(ran.failures)) == (2, "", 1)
    assert tree(tmp_path) == {}


def test_demo_refuses_years_before_there_were_reports(tmp_path: Path) -> None:
    ran = gongkai("demo", tmp_path / "d", "--years", 100)
    assert (ran.code, ran.out, len(ran.failures)) == (2, "", 1)
    assert tree(tmp_path) == {}


def test_records_of_the_sample_have_the_files_of_their_agency(portal: Path) -> None:
    assert {RECORD, SETTINGS} <= tree(portal).keys()
