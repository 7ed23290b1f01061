"""Hand-written pages in the search: a hit opens at the heading above what was looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from build_portal import assert_same_site, build, differences, indexed, tree
from lxml import html
from markdown import Markdown

from generator.build.indexing import page_entries
from generator.build.page_text import PageSection, RenderedPage, page_sections
from generator.errors import BrokenContentError
from generator.model.search import Entry, EntryType, Level
from generator.pipeline import site
from generator.search.entries import page_entry
from generator.search.matching import find
from generator.search.reading import Index, read_index
from generator.search.updates import build as build_index

CleanBuild = Callable[[Path], Path]

# The extensions that MkDocs always has, and those of the settings that a new portal gets.
_EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list")
_TOC = {"permalink": "§", "toc_depth": "2-3"}


def rendered(text: str, *others: str, **toc: object) -> str:
    """What a site makes of Markdown."""
    settings = {"toc": {**_TOC, **toc}}
    return Markdown(extensions=[*_EXTENSIONS, *others], extension_configs=settings).convert(text)


def sections(text: str, *others: str, **toc: object) -> list[tuple[str, str, str]]:
    """Anchor, heading and text of each section."""
    found = page_sections(rendered(text, *others, **toc))
    return [(each.anchor, each.heading, "\n".join(each.lines)) for each in found]


def entry_of(text: str, title: object = None, path: str = "about/index.html") -> Entry:
    page = RenderedPage(path, "content/pages/about.md", title, rendered(text))
    (entry,) = page_entries([page])
    return entry


def searched(*entries: Entry) -> Index:
    files = dict(build_index(entries))
    return read_index(lambda path: files[path] or b"")


# --- what a section is -------------------------------------------------------------------------


def test_each_heading_of_the_second_and_third_rank_begins_a_section() -> None:
    text = "# 说明\n\n前言\n\n## 甲\n\n甲文\n\n### 乙\n\n乙文\n\n#### 丙\n\n丙文\n\n## 丁\n\n丁文\n"
    assert sections(text) == [
        ("", "", "说明\n前言"),
        ("_2", "甲", "甲文"),
        ("_3", "乙", "乙文\n丙\n丙文"),
        ("_5", "丁", "丁文"),
    ]


@pytest.mark.parametrize(
    ("text", "anchor", "heading"),
    [
        ("## 名称 {#name}", "name", "名称"),
        ("## 名称 {: #name .big title='x' }", "name", "名称"),
        ("名称\n----", "_1", "名称"),
        ("名称 {#name}\n---", "name", "名称"),
        ("## 用 `gongkai build` 生成", "gongkai-build", "用 gongkai build 生成"),
        ("## 见[条例](https://a.example/)**全文** {#law}", "law", "见条例全文"),
        ("## 见[本节](#here)全文 {#law}", "law", "见本节全文"),
        ("## 甲 &amp; 乙 &lt;b&gt; § 3 {#and}", "and", "甲 & 乙 <b> § 3"),
        ("## How to find", "how-to-find", "How to find"),
        ("## ![图](a.png) {#picture}", "picture", ""),
        ("<h2 id='raw'>手写<br>的 HTML</h2>", "raw", "手写 的 HTML"),
        ("<h3>没有标识</h3>", "", "没有标识"),
        ("<h2 id='block'><div>块</div></h2>", "block", "块"),
        ("<H2 ID='Big'>大写</H2>", "Big", "大写"),
    ],
)
def test_anchor_and_heading_are_those_of_the_page(text: str, anchor: str, heading: str) -> None:
    assert sections(f"前言\n\n{text}\n\n正文\n")[1:] == [(anchor, heading, "正文")]


@pytest.mark.parametrize(
    "toc",
    [
        {"permalink": True},
        {"permalink": "¶", "permalink_class": "own", "permalink_leading": True},
        {"permalink": False, "anchorlink": True},
        {"permalink": False},
        {"permalink": "链接", "permalink_title": "本节的链接"},
    ],
)
def test_the_sign_that_links_to_a_heading_is_none_of_its_words(toc: dict[str, object]) -> None:
    found = sections("# 题\n\n## 甲 `b` 丙 {#x}\n\n#### 丁\n", **toc)
    assert found == [("", "", "题"), ("x", "甲 b 丙", "丁")]


def test_headings_of_one_name_have_addresses_of_their_own() -> None:
    found = sections("## Notes\n\n一\n\n## Notes\n\n二\n\n## Notes {#own}\n\n三\n")
    assert found[1:] == [
        ("notes", "Notes", "一"),
        ("notes_1", "Notes", "二"),
        ("own", "Notes", "三"),
    ]


def test_an_address_that_leads_elsewhere_opens_the_top() -> None:
    text = "**词**{#word}：解释\n\n## 甲 {#twice}\n\n一\n\n## 乙 {#twice}\n\n二\n\n## 丙 {#word}\n\n三\n"
    assert sections(text) == [
        ("", "", "词：解释"),
        ("twice", "甲", "一"),
        ("", "乙", "二"),
        ("", "丙", "三"),
    ]


def test_what_is_not_shown_as_a_heading_is_none() -> None:
    text = (
        "## 真 {#real}\n\n```\n## 代码\n```\n\n    ## 缩进\n\n<!--\n## 注释\n<h2>注释</h2>\n-->\n\n"
        "<template><h2 id='real2'>模板</h2></template>\n\n\\## 转义\n\n## 又真 {#real2}\n"
    )
    assert sections(text) == [
        ("", "", ""),
        ("real", "真", "## 代码\n## 缩进\n## 转义"),
        ("real2", "又真", ""),
    ]


def test_a_page_without_headings_is_one_section() -> None:
    assert sections("一段\n\n- 一项\n") == [("", "", "一段\n一项")]
    assert sections("") == [("", "", "")]


def test_a_heading_of_the_first_rank_is_a_title_only_where_the_page_begins() -> None:
    assert sections("# 只有标题\n") == [("", "", "只有标题")]
    assert sections("# 甲 {#a}\n\n一\n\n# 乙 {#b}\n\n二\n") == [
        ("", "", "甲\n一"),
        ("b", "乙", "二"),
    ]
    assert sections("先有一段\n\n# 甲 {#a}\n") == [("", "", "先有一段"), ("a", "甲", "")]
    assert sections("## 甲 {#a}\n\n# 乙 {#b}\n")[1:] == [("a", "甲", ""), ("b", "乙", "")]


def test_a_heading_that_is_never_ended_does_not_take_the_page_with_it() -> None:
    found = page_sections("<h2 id='a'>甲<p>一</p><h2 id='b'>乙<ul><li>二</li></ul><h2 id='c'>丙")
    assert found == (
        PageSection("", "", ()),
        PageSection("a", "甲", ("一",)),
        PageSection("b", "乙", ("二",)),
        PageSection("c", "丙", ()),
    )


# --- the entry of a page -----------------------------------------------------------------------


def test_markup_within_a_page_parts_no_phrase() -> None:
    entry = entry_of("# 说明\n\n政府信息**公开**[指南](guide.md)的`编制`说明。\n", "说明")
    assert entry.address == "about/"
    assert len(find(searched(entry), "政府信息公开指南的编制说明")) == 1


_PAGE = """\
# 说明

按机关或者
年度**查找**，格式是 a_b，用 C#&nbsp;写的也可以。

<!-- 内部备注：
下周再改 -->

- 第一项
- 第二项

| 名称 | 数量 |
| --- | --- |
| 报告 | 12 |

## 分节的标题

分节的文字
"""


def test_a_page_is_found_by_what_one_reads_on_it() -> None:
    entry = entry_of(_PAGE)
    lines = ("说明", "按机关或者 年度查找，格式是 a_b，用 C#\xa0写的也可以。", "第一项", "第二项")
    assert entry.texts == ("\n".join((*lines, "名称", "数量", "报告", "12")), "分节的文字")
    index = searched(entry)
    for text in ("机关或者年度查找", "a_b,用c#写", "分节的标题", "分节的文字"):
        assert len(find(index, text)) == 1, text
    for text in ("内部备注", "下周", "第一项第二项", "报告12", "名称 数量", "标题分节", "§"):
        assert not find(index, text), text


def test_a_page_is_called_what_it_says_above_its_text_or_first() -> None:
    titles = [("  说明 ", "说明"), (2023, "2023"), (None, "甲"), ("", "甲"), (False, "False")]
    for said, title in titles:
        assert entry_of("## 甲\n\n文字\n", said).title == title
    assert entry_of("").title == "content/pages/about.md"
    assert entry_of("文字", "首页", "index.html").address == ""


def test_a_page_of_many_headings_keeps_the_address_of_each() -> None:
    text = "".join(f"## 第{number}节 {{#s{number}}}\n\n内容{number}完\n\n" for number in range(45))
    entry = entry_of(text, "长文")
    assert [piece.anchor for piece in entry.pieces] == ["", *(f"s{n}" for n in range(45))]
    (segment,) = searched(entry).segments
    (layout,) = segment.header.layouts
    # One slot of no section: the filter by section offers those of reports alone.
    assert layout.slots == (("", Level.TEXT),)
    assert layout.names == ()
    assert segment.entry(0) == entry
    assert len(find(searched(entry), "内容44完")) == 1


def test_pages_come_in_the_order_of_their_addresses() -> None:
    pages = [
        RenderedPage(path, path, None, "") for path in ("b/index.html", "index.html", "a.html")
    ]
    assert [entry.address for entry in page_entries(pages)] == ["a.html", "b/", ""]


# --- the pages of a built site -----------------------------------------------------------------

_SLUGS = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
_PAGES = {
    "guide.md": (
        "# 查找指南\n\n引言。\n\n## 公布什么\n\n一。\n\n## 公布什么\n\n二。\n\n## Own {#own}\n\n三。\n\n"
        "### 用 `gongkai` 和[链接](about.md)\n\n四。\n\n下划线\n------\n\n五。\n\n"
        '<h2 id="raw">原样 HTML</h2>\n\n六。\n\n<h2>没有标识</h2>\n\n七。\n\n## 再来 {#own}\n\n八。\n'
    ),
    "many.md": "".join(f"## Part {number}\n\n第{number}部分\n\n" for number in range(40)),
    "plain.md": "只有一段文字。\n",
    "topic/README.md": "---\ntitle: 专题\n---\n\n专题的话。\n\n# 又一个标题\n\n- 列表\n",
    "code.md": "# 代码\n\n```\n## 不是标题\n```\n\n<!--\n## 也不是\n-->\n\n## 是标题\n",
}
_HOOK = """\
def on_page_markdown(markdown, page, **_):
    if page.file.src_uri == "plain.md":
        return markdown + "\\n## 附加的一节 {#added}\\n\\n程序附加的文字\\n"
"""


@pytest.fixture
def written(portal: Path) -> Path:
    """A portal with pages of every shape, and a hook that adds to one."""
    for name, text in _PAGES.items():
        file = portal / "content/pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    (portal / "hook.py").write_text(_HOOK, encoding="utf-8")
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\nhooks: [hook.py]\n", encoding="utf-8")
    return portal


def set_toc(root: Path, line: str) -> None:
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count("  - toc:\n") == 1
    file.write_text(text.replace("  - toc:\n", f"  - toc:\n      {line}\n"), encoding="utf-8")


def pages_in(folder: Path) -> dict[str, Entry]:
    return {
        address: entry for address, entry in indexed(folder).items() if entry.type is EntryType.PAGE
    }


def headings_on(file: Path) -> Iterator[tuple[str, str]]:
    """Id and words of each heading of the second and third rank on a built page.

    The id is "" where the address of it leads to another element.
    """
    page = html.fromstring(file.read_bytes().decode())
    (article,) = page.iter("article")
    for heading in article.iter("h2", "h3"):
        own = heading.get("id") or ""
        first = page.xpath("//*[@id=$own]", own=own)[:1]
        for sign in heading.find_class("headerlink"):
            sign.drop_tree()
        yield own if first == [heading] else "", " ".join(heading.text_content().split())


@pytest.mark.parametrize("slugify", ["", f"slugify: {_SLUGS}"])
def test_the_anchors_are_those_of_the_built_pages_in_both_builds(
    written: Path, slugify: str
) -> None:
    if slugify:
        set_toc(written, slugify)
    build(written)
    site.build_plainly(written, written / "plain")
    assert differences(tree(written / "site"), tree(written / "plain")) == []
    entries = pages_in(written / "site")
    assert entries.keys() == {
        *("about/", "glossary/", "guide/", "many/", "plain/", "topic/", "code/")
    }
    for address, entry in entries.items():
        found = [(piece.anchor, piece.heading) for piece in entry.pieces]
        shown = [*headings_on(written / "site" / address / "index.html")]
        if address == "topic/":
            assert [heading for _, heading in found] == ["", "又一个标题"]
        else:
            assert found == [("", ""), *shown], address
    anchors = [piece.anchor for piece in entries["guide/"].pieces]
    usual = ["", "_2", "_3", "own", "gongkai", "_4", "raw", "", ""]
    own = ["", "公布什么", "公布什么_1", "own", "用-gongkai-和链接", "下划线", "raw", "", ""]
    assert anchors == (own if slugify else usual)
    assert [*entries["guide/"].texts] == [
        "查找指南\n引言。",
        *(f"{n}。" for n in "一二三四五六七八"),
    ]
    assert entries["plain/"].pieces[1][:2] == ("added", "附加的一节")
    assert entries["plain/"].texts == ("只有一段文字。", "程序附加的文字")


@pytest.mark.usefixtures("quick_base")
def test_other_settings_of_the_headings_have_the_pages_indexed_again(
    published: Path, clean_build: CleanBuild
) -> None:
    before = pages_in(published / "site")
    assert [piece.anchor for piece in before["about/"].pieces] == ["", "_2", "_3", "_4", "_5"]
    set_toc(published, f"slugify: {_SLUGS}")
    build(published)
    after = pages_in(published / "site")
    assert [piece.anchor for piece in after["about/"].pieces][1:3] == [
        "公布什么",
        "怎样保证与原件一致",
    ]
    assert [entry.texts for entry in after.values()] == [entry.texts for entry in before.values()]
    assert_same_site(published / "site", clean_build(published))


def test_plain_mkdocs_puts_no_index_in_the_place_of_a_file_of_ones_own(portal: Path) -> None:
    file = portal / "content/pages/search/root.bin"
    file.parent.mkdir()
    file.write_bytes(b"x")
    with pytest.raises(BrokenContentError) as raised:
        site.build_plainly(portal, portal / "plain")
    (found,) = raised.value.findings
    assert (found.code, found.place.file) == ("page.taken", "content/pages/search/root.bin")


def test_sections_of_pages_are_entries_like_any_other() -> None:
    entry = page_entry("about/", "关于", [("", "", "说明"), ("how", "如何查找", "按年度查找")])
    assert entry == entry_of("说明\n\n## 如何查找 {#how}\n\n按年度查找\n", "关于")
