"""Lists in parts and the pages about quality: after any change they are those of a clean build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from build_portal import Editor, assert_same_site, build, copy_content, differences, tree

from generator.build import lists
from generator.build.lists import Part, part_of
from generator.pipeline import site
from generator.render import agencies, coverage, quality, year


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are cut as if the portal had thousands of agencies."""
    for module in (agencies, coverage, quality, year):
        monkeypatch.setattr(module, "MOST", 2)
    for module in (agencies, coverage, year):
        monkeypatch.setattr(module, "SMALL", 1)


def test_a_list_in_parts_is_the_same_however_it_is_built(
    tmp_path: Path, content: Path, short_pages: None
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    site.build_plainly(root, tmp_path / "plain")
    fast = tree(root / "site")
    assert differences(fast, tree(tmp_path / "plain")) == []
    parts = [path for path in fast if path.startswith(("kinds/department/", "years/2024/dep"))]
    assert len(parts) > 4


def test_after_each_change_the_lists_are_those_of_a_clean_build(
    tmp_path: Path, content: Path, short_pages: None
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    editor = Editor(root, 5)
    changes = [
        editor.change_figure,
        editor.remove_record,
        editor.rename_agency,
        editor.add_agency,
        editor.remove_agency,
        editor.change_kind,
    ]
    for number, change in enumerate(changes):
        told = change()
        build(root)
        clean = copy_content(root, tmp_path / f"clean-{number}")
        build(clean)
        assert_same_site(root / "site", clean / "site", told)


def test_what_is_found_in_a_report_is_on_the_pages_about_quality(
    tmp_path: Path, content: Path
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    record = sorted(root.glob("content/agencies/*/2024.yml"))[0]
    lines = record.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("    received:"))
    lines[at] = "    received: [99991, 0, 0, 0, 0, 0, 1]"
    editor = Editor(root, 1)
    editor.write(record, "\n".join(lines) + "\n")
    build(root)
    agency = record.parent.name
    page = (root / "site/quality/relations/index.html").read_text(encoding="utf-8")
    assert f'href="../../agencies/{agency}/2024/#findings"' in page
    found = json.loads((root / "site/quality/findings-2024.json").read_text(encoding="utf-8"))
    mine = [row for row in found if row["agency"] == agency and row["code"] == "relation.broken"]
    assert mine
    assert mine[0]["page"] == f"agencies/{agency}/2024/"
    assert "applications.received.natural_person" in {cell for row in mine for cell in row["cells"]}
    table = (root / "site/quality/findings-2024.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbfyear,agency,name,code,")
    assert table.count(b"\r\n") == len(found) + 1


def test_personal_data_is_not_pointed_out_to_the_public(tmp_path: Path, content: Path) -> None:
    root = copy_content(content, tmp_path / "portal")
    record = sorted(root.glob("content/agencies/*/2024.yml"))[0]
    text = record.read_text(encoding="utf-8")
    editor = Editor(root, 1)
    editor.write(
        record, text.replace("  overview: |\n", "  overview: |\n    联系电话13912345678。\n", 1)
    )
    before = build(copy_content(content, tmp_path / "before")).findings
    after = build(root).findings
    assert sum(after.values()) == sum(before.values()) + 1
    for path, made in tree(root / "site").items():
        assert b"personal.mobile" not in made, path


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("years/2024/index.html", 2024),
        ("years/2024/department/lanpu-a/index.html", 2024),
        ("quality/findings-2023.csv", 2023),
        ("quality/relations/2023/index.html", Part.QUALITY),
        ("quality/index.html", Part.QUALITY),
        ("quality/coverage/index.html", Part.COVERAGE),
        ("quality/coverage/department/lanpu-a/index.html", Part.COVERAGE),
        ("agencies/index.html", Part.AGENCIES),
        ("kinds/department/index.html", Part.AGENCIES),
        ("years/index.html", None),
        ("index.html", None),
        ("sitemap-2024.xml", None),
    ],
)
def test_the_part_of_a_list_is_known_by_its_path(path: str, found: Part | int | None) -> None:
    assert part_of(path) == found


def test_a_part_is_made_again_only_when_what_it_shows_changed(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(part: str) -> None:
        plain = getattr(lists, part)

        def making(*arguments: object) -> object:
            made.append(part)
            return plain(*arguments)

        monkeypatch.setattr(lists, part, making)

    for part in ("agencies_pages", "quality", "coverage", "year_pages"):
        noted(part)
    editor = Editor(published, 5)
    record = next(each for each in editor.records if each.name == "2024.yml")

    def parts_after(pattern: str, new: str) -> list[str]:
        made.clear()
        editor.replaced(record, pattern, new)
        build(published)
        return sorted(made)

    assert parts_after(r"^title: .*$", 'title: "只改了标题"') == ["year_pages"]
    assert parts_after(r"^published: .*$", "published: 2024-01-02") == [
        "coverage",
        "quality",
        "year_pages",
    ]
    wrong = "    received: [99991, 0, 0, 0, 0, 0, 1]"
    assert parts_after(r"^    received: .*$", wrong) == ["quality", "year_pages"]
    editor.make(editor.rename_agency)
    made.clear()
    build(published)
    assert {"agencies_pages", "coverage", "quality"} <= set(made)


def test_of_a_year_only_the_parts_that_show_something_else_are_made_again(
    tmp_path: Path, content: Path, short_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    made: list[tuple[int, tuple[str, ...]]] = []
    plain = year._Year._part

    def noted(self: Any, path: str, kind: object, part: Any) -> object:
        made.append((self.number, tuple(agency.id for agency in part.agencies)))
        return plain(self, path, kind, part)

    monkeypatch.setattr(year._Year, "_part", noted)
    editor = Editor(root, 5)
    record = next(
        each
        for each in editor.records
        if each.name == "2024.yml"
        and "kind: department" in (each.parent / "agency.yml").read_text(encoding="utf-8")
    )
    editor.replaced(record, r"^published: .*$", "published: 2024-01-02")
    build(root)
    assert [number for number, _ in made] == [2024] * len(made)
    assert made
    assert all(record.parent.name in agencies for _, agencies in made)
    # Those above it only count agencies, and count the same as before.
    assert {len(agencies) for _, agencies in made} <= {1, 2}
    made.clear()
    editor.change_portal()
    build(root)
    assert {number for number, _ in made} > {2024}
