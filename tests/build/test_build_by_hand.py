"""Hand-written files and generated ones: no address twice, and no link that leads nowhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from build_portal import Editor, assert_same_site, build, differences, indexed, tree

from generator.build import agencies, generate
from generator.build.catalogue import Catalogue
from generator.build.content import outline
from generator.build.foreseen import Foreseen
from generator.errors import BrokenContentError
from generator.messages import messages
from generator.model.findings import Finding
from generator.pipeline import site
from generator.render import agencies as render_agencies
from generator.render import coverage, quality
from generator.render import year as year_pages
from generator.render.addresses import output_path

CleanBuild = Callable[[Path], Path]
PAGES = "content/pages"
BUILDS = ("fast", "plain")


def write(root: Path, name: str, text: str = "# 手写\n") -> None:
    file = root / PAGES / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def built_by(way: str, root: Path) -> dict[str, bytes]:
    """The site of one of the two builds."""
    out = root / f"site-{way}"
    if way == "fast":
        build(root, out)
    else:
        site.build_plainly(root, out)
    return tree(out)


def refused(make: Callable[[], object]) -> list[tuple[str, str]]:
    """Code and place of what is wrong."""
    return [(each.code, str(each.place)) for each in findings_of(make)]


def findings_of(make: Callable[[], object]) -> tuple[Finding, ...]:
    with pytest.raises(BrokenContentError) as raised:
        make()
    return raised.value.findings


def first_report(root: Path) -> tuple[str, str]:
    """An agency, and the first year of which it has a report."""
    record = Editor(root, 1).records[0]
    return record.parent.name, record.stem


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index.md", "README.md"])
def test_a_home_page_of_ones_own_takes_the_place_of_the_generated_one(
    portal: Path, name: str
) -> None:
    write(portal, name, "# 本区年报\n\n[机关](agencies/index.md)\n")
    fast, plain = built_by("fast", portal), built_by("plain", portal)
    assert differences(fast, plain) == []
    assert "本区年报".encode() in fast["index.html"]
    assert b'<a href="agencies/">' in fast["index.html"]
    assert indexed(portal / "site-fast")[""].title == "本区年报"


@pytest.mark.usefixtures("quick_base")
def test_a_home_page_of_ones_own_stays_until_it_is_taken_away(
    published: Path, clean_build: CleanBuild
) -> None:
    write(published, "index.md", "# 本区年报\n")
    build(published)
    Editor(published, 4).change_text()
    outcome = build(published)
    assert "index.html" not in outcome.written
    assert "本区年报".encode() in tree(published / "site")["index.html"]
    assert_same_site(published / "site", clean_build(published))
    (published / PAGES / "index.md").unlink()
    build(published)
    assert "本区年报".encode() not in tree(published / "site")["index.html"]
    assert_same_site(published / "site", clean_build(published))


@pytest.mark.parametrize("way", BUILDS)
def test_an_address_that_is_generated_is_no_place_for_a_file_of_ones_own(
    portal: Path, way: str
) -> None:
    agency, year = first_report(portal)
    report = f"agencies/{agency}/{year}"
    names = [
        f"agencies/{agency}/index.md",
        f"{report}.md",
        f"{report}/{agency}-{year}.csv",
        "agencies/index.md",
        "assets/colours.css",
        "quality/coverage/index.md",
        f"years/{year}/README.md",
    ]
    for name in names:
        write(portal, name)
    found = findings_of(lambda: built_by(way, portal))
    assert {each.code for each in found} == {"page.taken"}
    assert sorted(each.place.file for each in found) == sorted(f"{PAGES}/{name}" for name in names)
    told = {each.place.file: messages("zh").finding(each) for each in found}
    sentence = told[f"{PAGES}/{report}.md"]
    assert sentence.startswith(f"网址 {report}/ 是机关 {agency} 的 {year} 年报告，由程序生成")
    assert "机关 " + agency + " 的页面" in told[f"{PAGES}/agencies/{agency}/index.md"]
    assert "目录页" in told[f"{PAGES}/assets/colours.css"]
    assert not (portal / f"site-{way}").exists()


@pytest.mark.parametrize("way", BUILDS)
def test_two_files_of_ones_own_cannot_have_one_address(portal: Path, way: str) -> None:
    write(portal, "about/index.md")
    (found,) = findings_of(lambda: built_by(way, portal))
    assert (found.code, found.place.file) == ("page.twice", f"{PAGES}/about/index.md")
    assert found.parameters == {"address": "about/", "other": f"{PAGES}/about.md"}


def test_a_file_that_is_left_out_of_the_site_takes_no_address(portal: Path) -> None:
    agency, year = first_report(portal)
    write(portal, f"agencies/{agency}/{year}.md", "# 草稿\n")
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\nexclude_docs: /agencies/\n", encoding="utf-8")
    fast, plain = built_by("fast", portal), built_by("plain", portal)
    assert differences(fast, plain) == []
    assert "草稿".encode() not in fast[f"agencies/{agency}/{year}/index.html"]


def test_what_is_left_out_of_the_site_is_not_found_there(portal: Path) -> None:
    write(portal, "secret.md", "# 未定稿\n")
    write(portal, "later/plan.md", "# 未定计划\n")
    write(portal, "topic/README.md", "# 专题\n")
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    left_out = "exclude_docs: secret.md\ndraft_docs: /later/\n"
    settings.write_text(f"{text}\n{left_out}", encoding="utf-8")
    for way in BUILDS:
        site_of = built_by(way, portal)
        found = indexed(portal / f"site-{way}")
        addresses = {path.removesuffix("index.html") for path in site_of}
        assert {each for each in found if each not in addresses} == set()
        assert [each.title for each in found.values() if "未定" in each.title] == []
        assert found["topic/"].title == "专题"


def new_agency(editor: Editor) -> str:
    folder = editor.root / "content/agencies/later"
    text = "names:\n  - {name: 后设局}\nkind: department\narea: 示例区\nformer_ids: [before]\n"
    editor.write(folder / "agency.yml", text)
    return "later"


@pytest.mark.usefixtures("quick_base")
@pytest.mark.parametrize("taken", ["agencies/later/index.md", "agencies/before/index.md"])
def test_an_agency_that_comes_later_does_not_take_the_address_of_a_page(
    published: Path, clean_build: CleanBuild, taken: str
) -> None:
    write(published, taken)
    build(published)
    before = tree(published / "site")
    new_agency(Editor(published, 1))
    for _ in range(2):
        assert refused(lambda: build(published)) == [("page.taken", f"{PAGES}/{taken}")]
        assert differences(tree(published / "site"), before) == []
    (published / PAGES / taken).unlink()
    build(published)
    assert_same_site(published / "site", clean_build(published))


@pytest.mark.usefixtures("quick_base")
def test_a_year_that_comes_later_does_not_take_the_address_of_a_page(published: Path) -> None:
    write(published, "years/2021.md")
    build(published)
    editor = Editor(published, 1)
    record = editor.records[0]
    text = record.read_text(encoding="utf-8").replace(record.stem, "2021")
    editor.write(record.with_name("2021.yml"), text)
    assert refused(lambda: build(published)) == [("page.taken", f"{PAGES}/years/2021.md")]


@pytest.mark.usefixtures("quick_base")
def test_one_changed_record_has_nobody_elses_files_looked_at(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = Editor(published, 1)
    asked: set[str] = set()
    outputs = Catalogue.outputs

    def noted(self: Catalogue, agency: str) -> Mapping[str, str]:
        asked.add(agency)
        return outputs(self, agency)

    monkeypatch.setattr(Catalogue, "outputs", noted)
    changed = editor.change_text().split("/")[2]
    build(published)
    assert asked == {changed}


# --- when it is told ---------------------------------------------------------------------------


@pytest.fixture
def nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who makes an agency fails."""

    def failing(*_arguments: object) -> None:
        pytest.fail("an agency was made")

    monkeypatch.setattr(agencies, "make", failing)
    monkeypatch.setattr(generate, "publish", failing)


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize("way", BUILDS)
def test_a_taken_address_is_told_before_any_agency_is_made(portal: Path, way: str) -> None:
    agency, year = first_report(portal)
    report = f"agencies/{agency}/{year}"
    names = [f"{report}.md", f"{report}/original.txt", f"{report}/{agency}-{year}.json"]
    names += [f"quality/findings-{year}.csv", f"years/{year}.md"]
    for name in (*names, f"{report}/other.txt", "kinds.md"):
        write(portal, name)
    found = findings_of(lambda: built_by(way, portal))
    assert {each.code for each in found} == {"page.taken"}
    assert sorted(each.place.file for each in found) == sorted(f"{PAGES}/{own}" for own in names)


@pytest.mark.usefixtures("nothing_made")
def test_all_that_is_wrong_by_hand_is_told_at_once(portal: Path) -> None:
    write(portal, "agencies/index.md", "# 机关\n")
    write(portal, "links.md", "[x](years/1999.md) [y](kinds/department.md) [z](quality/cells.md)\n")
    assert refused(lambda: build(portal)) == [
        ("page.taken", f"{PAGES}/agencies/index.md"),
        ("page.link", f"{PAGES}/links.md:1:5"),
        ("page.link", f"{PAGES}/links.md:1:24"),
    ]
    assert not (portal / "site").exists()


@pytest.mark.usefixtures("quick_base")
def test_what_a_new_agency_takes_is_told_before_it_is_made(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(published, "agencies/later/index.md")
    build(published)
    new_agency(Editor(published, 1))
    monkeypatch.setattr(agencies, "make", lambda _: pytest.fail("an agency was made"))
    expected = [("page.taken", f"{PAGES}/agencies/later/index.md")]
    assert refused(lambda: build(published)) == expected


@pytest.mark.parametrize("way", BUILDS)
def test_where_a_record_cannot_be_read_that_is_told_and_not_the_link(
    portal: Path, way: str
) -> None:
    agency, year = first_report(portal)
    record = portal / f"content/agencies/{agency}/{year}.yml"
    record.write_text("form: [", encoding="utf-8")
    report = f"agencies/{agency}/{year}"
    write(portal, "links.md", f"[x]({report}.md) [y]({report}/original.txt)\n")
    (found,) = findings_of(lambda: built_by(way, portal))
    assert (found.code, found.place.file) == ("yaml.syntax", record.relative_to(portal).as_posix())


# --- what is foreseen --------------------------------------------------------------------------


def variants(path: str) -> Iterator[str]:
    """Paths like `path`, of which most are those of nothing."""
    yield path
    stem = path.removesuffix(".md")
    yield from (f"{stem}.html", f"{stem}/index.md", f"{stem}/index.html", f"{stem}.csv")
    yield from (path.replace("2024", "1999"), path.replace("lanpu-", "nobody-"), f"a/{path}")
    yield path.removesuffix("index.md").rstrip("/") + ".md"


@pytest.mark.parametrize("site_url", ["", "https://www.example.gov.cn/"])
@pytest.mark.parametrize("originals", [True, False])
@pytest.mark.parametrize("most", [2, 500])
def test_all_addresses_but_those_of_findings_are_known_before(
    portal: Path, monkeypatch: pytest.MonkeyPatch, site_url: str, most: int, *, originals: bool
) -> None:
    for module in (render_agencies, coverage, quality, year_pages):
        monkeypatch.setattr(module, "MOST", most)
    for module in (render_agencies, coverage, year_pages):
        monkeypatch.setattr(module, "SMALL", 1)
    editor = Editor(portal, 1)
    new_agency(editor)
    agency, _ = first_report(portal)
    editor.replaced(portal / f"content/agencies/{agency}/agency.yml", r"\Z", "former_ids: [old]\n")
    for original in portal.glob("content/agencies/*/2024/original.txt"):
        original.unlink()
    if not originals:
        editor.replaced(portal / "content/portal.yml", "^publish_originals: true", "")
    foreseen = Foreseen(portal, outline(portal), site_url)
    made = generate.generate(portal, site_url, {}).paths
    sources = {path for path in made if not path.endswith(".bin")}
    files = {output_path(path) if path.endswith(".md") else path for path in sources}
    asked = {each for path in sources | files for each in variants(path)}
    known = {path for path in asked if not foreseen.is_open(path)}
    assert {path for path in known if foreseen.has_source(path)} == known & sources
    assert {path for path in known if foreseen.has_file(path)} == known & files
    unknown = sources - known
    assert any(path.startswith("quality/source/2024") for path in unknown) == (most == 2)
    assert {path.split("/")[0] for path in unknown} <= {"quality"}


@pytest.mark.parametrize("way", BUILDS)
def test_pages_of_findings_are_held_against_what_was_made(
    portal: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(quality, "MOST", 2)
    for original in portal.glob("content/agencies/*/2024/original.txt"):
        original.unlink()
    page = "quality/source/2024.md"
    write(portal, "links.md", f"[x]({page}) [y]({page.replace('2024', '1999')})\n")
    place = f"{PAGES}/links.md:1:{len(page) + 11}"
    assert refused(lambda: built_by(way, portal)) == [("page.link", place)]
    write(portal, "links.md", f"[x]({page})\n")
    assert page.replace(".md", "/index.html") in built_by(way, portal)
    write(portal, page.replace(".md", "/index.md"))
    taken = ("page.taken", f"{PAGES}/{page.replace('.md', '/index.md')}")
    assert taken in refused(lambda: built_by(way, portal))


# --- links -------------------------------------------------------------------------------------


def linking(root: Path) -> Iterator[tuple[str, str]]:
    """Links of a page in a folder, as written and as they must come out."""
    agency, year = first_report(root)
    report = f"agencies/{agency}/{year}"
    yield f"../agencies/{agency}/index.md", f"../../agencies/{agency}/"
    yield f"../{report}.md", f"../../{report}/"
    yield f"../{report}.md#applications", f"../../{report}/#applications"
    yield f"../{report}/{agency}-{year}.json", f"../../{report}/{agency}-{year}.json"
    yield f"../years/{year}.md", f"../../years/{year}/"
    yield "../agencies/index.md", "../../agencies/"
    yield "../quality/cells.md", "../../quality/cells/"
    yield "../quality/coverage.md", "../../quality/coverage/"
    yield "../search/index.md", "../../search/"
    yield "../index.md", "../../"
    yield "../about.md", "../../about/"
    yield "#below", "#below"
    yield f"../../{report}/", f"../../{report}/"
    yield "https://www.example.gov.cn/a.md", "https://www.example.gov.cn/a.md"


def test_links_to_generated_pages_are_the_same_in_both_builds(portal: Path) -> None:
    links = dict(linking(portal))
    write(portal, "guide/start.md", "# 导引\n\n" + "\n".join(f"- [去处]({url})" for url in links))
    fast, plain = built_by("fast", portal), built_by("plain", portal)
    assert differences(fast, plain) == []
    page = fast["guide/start/index.html"].decode()
    assert re.findall(r'<a href="([^"]*)">去处</a>', page) == list(links.values())


@pytest.mark.parametrize("way", BUILDS)
def test_a_link_that_leads_nowhere_is_told_with_its_place(portal: Path, way: str) -> None:
    agency, year = first_report(portal)
    urls = [
        f"agencies/{agency}/1999.md",
        "agencies/nobody/index.md",
        f"agencies/{agency}/{year}/index.md",
        f"agencies/{agency}/{year}/index.html",
        f"years/{year}/index.md",
        "years/index.html",
        "quality.md",
        "abuot.md",
        "../outside.md",
    ]
    write(
        portal, "links.md", "---\ntitle: 链接\n---\n\n" + "\n".join(f"见[x]({u})。" for u in urls)
    )
    write(portal, "picture.md", "图：![x](none.png)\n")
    found = findings_of(lambda: built_by(way, portal))
    places = [f"{PAGES}/links.md:{line}:6" for line in range(5, 5 + len(urls))]
    places.append(f"{PAGES}/picture.md:1:8")
    assert [str(each.place) for each in found] == places
    assert {each.code for each in found} == {"page.link"}
    assert [each.parameters["url"] for each in found] == [*urls, "none.png"]


@pytest.mark.usefixtures("quick_base")
@pytest.mark.parametrize("linked", ["report", "agency", "year"])
def test_what_is_linked_to_cannot_go_without_a_word(
    published: Path, clean_build: CleanBuild, linked: str
) -> None:
    editor = Editor(published, 1)
    record = editor.records[0].with_name("2021.yml")
    text = editor.records[0].read_text(encoding="utf-8").replace(editor.records[0].stem, "2021")
    folder = record.parent if linked != "agency" else record.parent.with_name("later")
    if linked == "agency":
        new_agency(editor)
    editor.write(folder / record.name, text)
    report = f"agencies/{folder.name}/2021.md"
    target = {"report": report, "agency": report, "year": "years/2021.md"}[linked]
    write(published, "links.md", f"[x]({target})\n")
    build(published)
    assert_same_site(published / "site", clean_build(published))
    before = tree(published / "site")
    kept = shutil.copytree(folder, published.parent / "kept")
    if linked == "agency":
        shutil.rmtree(folder)
    else:
        (folder / record.name).unlink()
    assert refused(lambda: build(published)) == [("page.link", f"{PAGES}/links.md:1:5")]
    assert differences(tree(published / "site"), before) == []
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    editor.change_text()
    build(published)
    assert_same_site(published / "site", clean_build(published))
