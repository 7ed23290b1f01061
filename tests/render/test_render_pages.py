"""The pages as a whole: every kind of page, the sample's page, and text that means harm."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from render_reports import with_row

from generator import nodes
from generator.messages import LANGUAGES, Messages, messages
from generator.model.agencies import Agency, Portal
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Form
from generator.model.pages import AgencyView, Collection, ReportView, Summary
from generator.model.reports import Correction, Narrative, Report, Unplaced
from generator.render.addresses import (
    AGENCIES,
    COVERAGE,
    HOME,
    YEARS,
    address,
    agency_path,
    link,
    report_path,
)
from generator.render.agencies import agencies_pages
from generator.render.agency import agency as agency_page
from generator.render.agency import opening
from generator.render.coverage import boards, coverage
from generator.render.document import (
    PERMALINK,
    PERMALINK_TITLE,
    TOC_DEPTH,
    Document,
    Heading,
    plain,
    to_html,
    to_markdown,
)
from generator.render.home import home
from generator.render.quality import quality
from generator.render.report import report as report_page
from generator.render.year import year_pages, years
from generator.resources import resource_text

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
View = Callable[..., ReportView]
HOSTILE = (
    '<script>alert(1)</script> & "引号" *星* _线_ [链接](javascript:alert(1)) {#id} `码` \\ | ~~~'
)

# An unknown code has no sentence; this one is among those that the program knows.
BROKEN = Finding(
    "form.dangling",
    Severity.ERROR,
    Place("f.yml", 1, 1, "applications.received.total"),
    {"within": "甲", "name": "<i>乙</i>", "relation": "applications.balance"},
    ("applications.received.total", "applications.handled.total"),
)


def by_markdown(document: Document) -> str:
    toc = {
        "permalink": PERMALINK,
        "permalink_title": PERMALINK_TITLE,
        "toc_depth": "-".join(map(str, TOC_DEPTH)),
    }
    converter = markdown.Markdown(
        extensions=["attr_list", "toc", "tables", "fenced_code"], extension_configs={"toc": toc}
    )
    return converter.convert(to_markdown(document).partition("\n---\n")[2])


class Outline(HTMLParser):
    """The tags, ids, links and text of a page, and whether every tag is closed in order."""

    VOID = frozenset(["input", "col", "br"])

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        assert not [name for name in values if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="session")
def rich(sample: Report) -> Report:
    """A report with something in every place where a page can show something."""
    changed = with_row(sample, "applications", "petition", (None, "/", HOSTILE, 0, 0, 0, 3))
    return replace(
        changed,
        title=f"报告{HOSTILE}",
        preface=(HOSTILE,),
        sections={
            **sample.sections,
            "disclosure": Narrative(("（一）概述", HOSTILE), ("（二）说明", HOSTILE)),
        },
        unplaced=(Unplaced("applications", HOSTILE),),
        explanations={"applications.balance": HOSTILE, "applications.handled": "另有说明"},
        corrections=(
            Correction(date(2023, 3, 2), "applications.received.total", "", HOSTILE, HOSTILE),
            Correction(date(2023, 3, 3), "applications.gone.total", "1", "2", HOSTILE),
        ),
    )


@pytest.fixture(scope="session")
def pages(
    collection: Collection,
    summaries: tuple[Summary, ...],
    rich: Report,
    sample: Report,
    view_of: View,
    form: Form,
    agency: Agency,
    zh: Messages,
) -> dict[str, Document]:
    """Every page of the small portal by path."""
    kinds, all_agencies = collection.kinds, collection.agencies
    made = {
        HOME: home(collection, zh),
        YEARS: years(collection, zh),
        **dict(agencies_pages(collection, zh)),
        **dict(quality(collection, zh)),
        **dict(coverage(collection, zh)),
    }
    for number in collection.years:
        of_year = [one for one in summaries if one.year == number]
        made |= dict(year_pages(collection, number, of_year, zh))
    for one in all_agencies.values():
        history = _history(summaries, one.id)
        first = opening(sample, form)
        view = AgencyView(collection.portal, one, kinds[one.kind], collection.forms, history, first)
        made[agency_path(one.id)] = agency_page(
            replace(view, superior=(agency.id, agency.name)), zh
        )
    for summary in summaries:
        owner = all_agencies[summary.agency]
        neighbours = tuple(
            (other.agency, all_agencies[other.agency].name)
            for other in summaries
            if other.agency != summary.agency and other.year == summary.year
        )
        shown = replace(rich, agency=summary.agency, year=summary.year)
        made[report_path(summary.agency, summary.year)] = report_page(
            view_of(
                shown,
                (BROKEN,),
                agency=owner,
                kind=kinds[owner.kind],
                history=_history(summaries, owner.id),
                neighbours=neighbours,
                previous=summary,
            ),
            zh,
        )
    return made


def _history(summaries: tuple[Summary, ...], agency: str) -> tuple[Summary, ...]:
    """The reports of one agency, newest first."""
    return tuple(one for one in summaries[::-1] if one.agency == agency)


def test_every_page_is_what_markdown_makes_of_it(pages: dict[str, Document]) -> None:
    for path, page in pages.items():
        assert by_markdown(page) == to_html(page), path


def test_every_page_is_sound_html_without_foreign_parts(pages: dict[str, Document]) -> None:
    allowed = {
        "a",
        "nav",
        "ol",
        "ul",
        "li",
        "div",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "b",
    }
    allowed |= {"time", "section", "span", "details", "summary", "figure", "figcaption", "table"}
    allowed |= {"caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "i", "strong"}
    allowed |= {"aside", "code", "form", "label", "input", "button", "svg", "rect", "text", "path"}
    for path, page in pages.items():
        outline = Outline(to_html(page))
        assert outline.tags <= allowed, path
        assert len(outline.ids) == len(set(outline.ids)), path
        assert (
            len([part for part in page.parts if isinstance(part, Heading) and part.level == 1]) == 1
        )


def test_every_link_leads_to_a_page_or_a_place_on_it(pages: dict[str, Document]) -> None:
    ids = {address(path): Outline(to_html(page)).ids for path, page in pages.items()}
    for path, page in pages.items():
        for href in Outline(to_html(page)).links:
            target = urlsplit(urljoin(f"http://x/{address(path)}", href))
            assert target.netloc == "x"
            place = target.path.removeprefix("/")
            if posixpath.basename(place):
                assert re.fullmatch(
                    r"original\.txt|findings-\d+\.(csv|json)", posixpath.basename(place)
                )
                continue
            assert place in ids, (path, href)
            assert not target.fragment or target.fragment in ids[place], (path, href)


def test_hostile_text_is_shown_as_text(rich: Report, view_of: View, zh: Messages) -> None:
    page = report_page(view_of(rich, (BROKEN,)), zh)
    text = " ".join(Outline(to_html(page)).text)
    # Title, preface, two paragraphs, cell, unplaced piece, explanation, correction's new value and
    # two reasons, and the title once more in the citation.
    assert text.count(HOSTILE) == 11
    assert "<script" not in to_html(page)
    front = yaml.safe_load(to_markdown(page).split("\n---\n")[0].removeprefix("---\n"))
    assert front["title"] == html.escape(f"报告{HOSTILE}")


TEXT = st.text(max_size=30) | st.sampled_from(
    ["</p><script>", "]]>", "-->", "&lt;", "\x02\x03", "'\""]
)


@given(TEXT, TEXT, TEXT, TEXT)
@settings(max_examples=40)
def test_any_text_anywhere_stays_text(
    sample: Report, view_of: View, zh: Messages, title: str, line: str, cell: str, reason: str
) -> None:
    report = replace(
        with_row(sample, "disclosure", "fees", (cell,)),
        title=title,
        sections={"overview": Narrative((line, line))},
        unplaced=(Unplaced("overview", line),),
        explanations={"applications.balance": reason},
        corrections=(
            Correction(date(2023, 1, 1), "disclosure.fees.fees_charged", title, cell, reason),
        ),
    )
    page = report_page(view_of(report, (BROKEN,)), zh)
    written = to_html(page)
    assert by_markdown(page) == written
    assert "script" not in Outline(written).tags


def test_the_page_of_the_sample_is_as_it_was(sample: Report, view_of: View, zh: Messages) -> None:
    """The golden page; after a wanted change: write `to_markdown(…)` to the file and review it."""
    golden = (DATA / "zhanhe-2022.md").read_text(encoding="utf-8")
    assert to_markdown(report_page(view_of(sample), zh)) == golden


def test_all_text_of_the_sample_is_there_once_and_in_order(
    sample: Report, form: Form, view_of: View, zh: Messages
) -> None:
    page = report_page(view_of(sample), zh)
    expected = [
        text
        for section in form.sections
        for text in (section.title.zh, *sample.sections[section.id].paragraphs)
    ]
    shown = [plain(part.text) for part in page.parts if hasattr(part, "text")]
    start = shown.index(expected[0])
    assert shown[start : start + len(expected)] == expected


def test_a_table_of_zeros_or_of_blanks_says_so(sample: Report, view_of: View, zh: Messages) -> None:
    zeros, blanks = zh.say("page.table.all_zero"), zh.say("page.table.all_blank")
    page = to_html(report_page(view_of(sample), zh))
    assert (page.count(zeros), page.count(blanks)) == (2, 0)
    page = to_html(report_page(view_of(replace(sample, tables={})), zh))
    assert (page.count(zeros), page.count(blanks)) == (0, 3)


def test_a_finding_marks_its_cells_and_carries_the_reason(
    sample: Report, view_of: View, zh: Messages
) -> None:
    report = replace(sample, explanations={"applications.balance": "系统重复登记"})
    page = to_html(report_page(view_of(report, (BROKEN,)), zh))
    for cell in BROKEN.cells:
        assert re.search(rf'<td id="{re.escape(cell)}"[^>]*class="zero marked">', page)
        assert f'<a href="#{cell}">' in page
    assert page.count('href="#finding-1"') == 2
    assert page.count("系统重复登记") == 1
    assert 'id="finding-1"' in page


def test_a_citation_has_an_address_only_where_the_portal_has_one(
    sample: Report, view_of: View, zh: Messages, portal: Portal
) -> None:
    cited = re.compile(r'<p class="gk-cite">(.*)</p>')
    page = to_html(report_page(view_of(sample), zh))
    told = cited.search(page)
    assert told
    assert told[1].endswith("，www.example.gov.cn/agencies/zhanhe-emergency/2022/")
    bare = replace(portal, domain="")
    told = cited.search(to_html(report_page(view_of(sample, portal=bare), zh)))
    assert told
    assert told[1].endswith("发布日期：2023年1月18日")


def test_no_section_is_empty_when_there_is_nothing_to_say(
    sample: Report, view_of: View, zh: Messages
) -> None:
    page = report_page(view_of(sample), zh)
    ids = [part.id for part in page.parts if isinstance(part, Heading) and part.level == 2]
    assert ids == [
        "overview",
        "disclosure",
        "applications",
        "proceedings",
        "problems",
        "other",
        "downloads",
    ]
    bare = replace(sample, sections={})
    assert to_html(report_page(view_of(bare), zh)).count(zh.say("page.section.empty")) == 3


def test_last_year_stands_beside_this_year(sample: Report, view_of: View, zh: Messages) -> None:
    view = view_of(sample)
    figures = {
        name: value if value is None else value + 2 for name, value in view.summary.figures.items()
    }
    before = Summary("a", 2021, view.form.id, "x", None, figures=figures)
    page = to_html(report_page(replace(view, previous=before), zh))
    assert page.count("上年2件") == 5
    assert page.count("减少2件") == 5


def test_a_portal_without_content_has_a_front_page(collection: Collection, zh: Messages) -> None:
    empty = replace(collection, agencies={}, reported={}, newest=(), standings=(), boards={})
    assert dict(quality(empty, zh)) == dict(coverage(empty, zh)) == {}
    listed = dict(agencies_pages(empty, zh))
    for page in (home(empty, zh), listed[AGENCIES], years(empty, zh)):
        assert by_markdown(page) == to_html(page)
    assert zh.say("page.home.empty") in to_html(home(empty, zh))
    assert not [
        part for part in home(empty, zh).parts if isinstance(part, Heading) and part.level > 1
    ]


def test_the_front_page_tells_who_has_not_reported(collection: Collection, zh: Messages) -> None:
    assert "2023年度：应报2，已报1，待报1。" in to_html(home(collection, zh))


@pytest.mark.parametrize(
    ("published", "missing", "awaited"),
    [
        (date(2024, 1, 31), (0, 0, 0), (0, 0, 1)),
        (None, (0, 0, 0), (0, 0, 1)),
        (date(2024, 2, 1), (0, 0, 1), (0, 0, 0)),
    ],
)
def test_a_report_is_missing_only_when_others_show_that_its_day_is_past(
    collection: Collection, zh: Messages, published: date | None, missing, awaited
) -> None:
    standings = tuple(
        structs.replace(each, published=published) if each.year == 2023 else each
        for each in collection.standings
    )
    known = boards(
        collection.agencies, collection.kinds, collection.portal, collection.reported, standings
    )
    assert tuple(known[year].missing for year in (2021, 2022, 2023)) == missing
    assert tuple(known[year].awaited for year in (2021, 2022, 2023)) == awaited
    shown = replace(collection, standings=standings, boards=known)
    pages = dict(coverage(shown, zh))
    (row,) = re.findall(r"<tr>.*湛河区人民政府办公室.*</tr>", to_html(pages[COVERAGE]))
    assert ("未见" in row, "待报" in row) == (bool(sum(missing)), bool(sum(awaited)))


def test_with_a_later_year_an_earlier_one_is_over(collection: Collection) -> None:
    reported = {**collection.reported, "zhanhe-office": (2021,)}
    standings = tuple(
        each for each in collection.standings if (each.agency, each.year) != ("zhanhe-office", 2022)
    )
    known = boards(collection.agencies, collection.kinds, collection.portal, reported, standings)
    assert (known[2022].missing, known[2022].awaited) == (1, 0)
    assert (known[2023].missing, known[2023].awaited) == (0, 1)


@pytest.mark.parametrize(
    ("here", "there", "url"),
    [
        ("index.md", "index.md", "./"),
        ("index.md", "agencies/a/2022.md", "agencies/a/2022/"),
        ("agencies/a/2022.md", "index.md", "../../../"),
        ("agencies/a/2022.md", "agencies/a/index.md", "../"),
        ("agencies/a/index.md", "agencies/a/2022.md", "2022/"),
        ("years/2022.md", "years/index.md", "../"),
    ],
)
def test_links_are_relative(here: str, there: str, url: str) -> None:
    assert link(here, there) == url
    assert link(here, there, "x") == f"{url}#x"


def test_the_site_settings_say_what_the_renderer_takes_for_granted() -> None:
    settings_ = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    extensions = settings_["markdown_extensions"]
    assert "attr_list" in extensions
    toc = next(one["toc"] for one in extensions if isinstance(one, dict) and "toc" in one)
    assert toc["permalink"] == PERMALINK
    assert toc["permalink_title"] == PERMALINK_TITLE
    assert toc["toc_depth"] == "-".join(map(str, TOC_DEPTH))
    assert settings_["use_directory_urls"] is True
    assert settings_["theme"]["font"] is False


def texts(language: str) -> Iterator[tuple[str, str]]:
    root, findings = nodes.read(resource_text(f"locale/{language}/pages.yml"), "pages.yml")
    assert findings == []
    assert isinstance(root, nodes.Mapping)
    for key, value in root.entries:
        assert isinstance(value, nodes.Scalar)
        yield key.text, value.text


def test_the_wording_is_complete_in_both_languages(
    collection: Collection, rich: Report, view_of: View
) -> None:
    zh, en = (dict(texts(language)) for language in LANGUAGES)
    assert list(zh) == list(en)
    for key in zh:
        assert set(re.findall(r"{(\w+)}", zh[key])) == set(re.findall(r"{(\w+)}", en[key])), key
    english = messages("en")
    page = report_page(view_of(rich, (BROKEN,)), english)
    assert by_markdown(page) == to_html(page)
    assert "Findings" in html.unescape(to_html(page))
