"""Every file of the built sites, read with a parser: links, identifiers, heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from site_portals import CONTACT, DOMAIN

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
_IN_SVG = {"circle", "line", "path", "rect"}
REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class Parsed(HTMLParser):
    """What one page says."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    html: dict[str, str | None] = field(default_factory=dict)
    title: str = ""
    footer: str = ""
    open: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in VOID | _IN_SVG:
            self.open.append(tag)
        if tag == "html":
            self.html = known
        if tag == "meta" and known.get("name"):
            self.metas[known["name"] or ""] = known.get("content") or ""
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [
            known[key] or "" for key in ("href", "src", "action", "data-index") if key in known
        ]
        for key in REFERENCES:
            self.references += (known.get(key) or "").split()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID | _IN_SVG:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data
        if "footer" in self.open:
            self.footer += data


@cache
def parsed(path: Path) -> Parsed:
    page = Parsed()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@pytest.fixture(params=["sample_site", "demo_site"])
def site(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def _target(site: Path, page: Path, link: str) -> Path:
    path = unquote(urldefrag(link)[0]).split("?")[0]
    target = site / path.lstrip("/") if path.startswith("/") else page.parent / path
    target = page if not path else target.resolve()
    return target / "index.html" if target.is_dir() or path.endswith("/") else target


def _broken(site: Path, page: Path) -> Iterator[str]:
    for link in parsed(page).links:
        target, anchor = _target(site, page, link), unquote(urldefrag(link)[1])
        if not target.is_relative_to(site) or not target.is_file():
            yield f"{page.relative_to(site)}: {link}"
        elif anchor and anchor not in parsed(target).ids:
            yield f"{page.relative_to(site)}: {link} (no such place)"


def test_every_link_leads_to_a_file_and_a_place_of_the_site(site: Path) -> None:
    assert [
        broken for page in pages(site) for broken in _broken(site.resolve(), page.resolve())
    ] == []


def test_identifiers_are_unique_and_what_refers_to_them_finds_them(site: Path) -> None:
    for page in pages(site):
        twice = [name for name, count in Counter(parsed(page).ids).items() if count > 1]
        assert twice == [], page
        assert set(parsed(page).references) <= set(parsed(page).ids), page


def test_every_element_is_closed(site: Path) -> None:
    for page in pages(site):
        assert (parsed(page).open, parsed(page).unclosed) == ([], []), page


def test_pages_are_chinese_and_have_a_title_of_their_own(site: Path) -> None:
    titles = Counter(parsed(page).title.strip() for page in pages(site))
    assert "" not in titles
    for page in pages(site):
        assert (parsed(page).html.get("lang") or "").startswith("zh")
        assert parsed(page).metas["viewport"] == "width=device-width,initial-scale=1"
    shared = {title for title, count in titles.items() if count > 1}
    # 404.html and the home page may both have the portal's name alone.
    assert len(shared) <= 1


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        elsewhere = [link for link in parsed(page).links if "//" in link]
        assert [link for link in elsewhere if not link.startswith(f"https://{DOMAIN}/")] == [], page
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text.replace("'", "").replace('"', "")
        assert "@import" not in text


SITE_TAGS = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN_TAGS = {"ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords"}
ARTICLE_TAGS = {"ArticleTitle", "PubDate", "ContentSource"}


def tags(page: Path) -> dict[str, str]:
    known = SITE_TAGS | COLUMN_TAGS | ARTICLE_TAGS
    return {name: value for name, value in parsed(page).metas.items() if name in known}


def test_pages_carry_the_prescribed_tags(demo_site: Path) -> None:
    # domain/report-format.md, section 3.
    name = "岚浦区政府信息公开工作年度报告"
    site = {"SiteName": name, "SiteDomain": DOMAIN, "SiteIDCode": "0000000000"}
    for page in pages(demo_site):
        assert tags(page).items() >= site.items(), page
    assert tags(demo_site / "index.html")["ColumnType"] == "首页"
    report = tags(demo_site / "agencies/lanpu-yingji/2023/index.html")
    assert set(report) == SITE_TAGS | COLUMN_TAGS | ARTICLE_TAGS
    assert report["ColumnType"] == "信息公开年报"
    assert report["ArticleTitle"] == "岚浦区应急管理局2023年政府信息公开工作年度报告"
    assert report["ContentSource"] == "岚浦区应急管理局"
    assert report["PubDate"][:10] == "2024-01-11"
    assert not ARTICLE_TAGS & set(tags(demo_site / "agencies/lanpu-yingji/index.html"))


def test_tags_without_a_value_are_left_out(sample_site: Path) -> None:
    for page in pages(sample_site):
        assert "" not in tags(page).values(), page
        assert not {"SiteDomain", "SiteIDCode", "PubDate"} & set(tags(page)), page
        assert tags(page)["SiteName"] == "湛河区政府信息公开"
        assert ">None<" not in page.read_text("utf-8")
        assert '"None' not in page.read_text("utf-8")


def test_the_foot_has_what_the_settings_have_and_nothing_else(
    demo_site: Path, sample_site: Path
) -> None:
    slots = ["主办单位：", "联系方式：", "标识码：", "备"]
    foot = parsed(demo_site / "index.html").footer
    assert [slot for slot in slots if slot not in foot] == []
    assert f"联系方式：{CONTACT}" in foot
    for page in pages(sample_site):
        assert [slot for slot in slots if slot in parsed(page).footer] == [], page
