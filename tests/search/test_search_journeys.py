"""What citizens, journalists and clerks do with the search, from the field to the open report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from search_portal import Unit, laid_out, portal
from search_server import serving
from search_site import REPORT, WORDS, index_files, only, page

from generator.model.search import Entry, Level

pytestmark = pytest.mark.browser

_NAMES = ".gk-find__agencies .gk-find__name"
_PRINTING = (
    "() => { window.printed = []; window.print = () => printed.push(document.body.innerText); }"
)


def searched(assets: Path, *entries: Entry) -> dict[str, bytes]:
    """The search page of a portal with these entries."""
    return only(assets, "") | index_files(list(entries))


def reports(count: int, text: str) -> list[Entry]:
    """Reports of as many agencies that say the same."""
    made = [Unit("overview", "一、总体情况", "overview", Level.TEXT, text)]
    return [
        replace(REPORT, address=f"agencies/b{at}/2021/", agency=f"b{at}", **laid_out(made))
        for at in range(count)
    ]


def test_an_excerpt_says_what_the_title_does_not(quiet: Page, assets: Path) -> None:
    """What stands before the first section is in no section, which no filter asks for."""
    made = [
        Unit("", "", "", Level.TEXT, "联系单位：平阳县教育局秘书科。"),
        Unit("overview", "一、总体情况", "overview", Level.TEXT, "全年不予公开3件。"),
    ]
    entry = replace(REPORT, title="平阳县教育局2021年报告", **laid_out(made))
    with serving(searched(assets, entry)) as address:
        quiet.goto(f"{address}search/?q=教育 不予公开")
        expect(quiet.locator(".gk-find__heading")).to_have_text("一、总体情况")
        expect(quiet.locator(".gk-find__text")).to_have_text("全年不予公开3件。")
        expect(quiet.locator(".gk-find__title")).to_have_attribute(
            "href",
            f"{address}{entry.address}?mark=教育&mark=不予公开#overview".replace(
                "教育", "%E6%95%99%E8%82%B2"
            ).replace("不予公开", "%E4%B8%8D%E4%BA%88%E5%85%AC%E5%BC%80"),
        )


def test_a_number_by_itself_is_shown_rather_than_a_part_of_one(quiet: Page, assets: Path) -> None:
    made = [
        Unit("", "", "", Level.TEXT, "电话：0600-5603637，1363.5万元。"),
        Unit(
            "overview", "一、总体情况", "overview", Level.TEXT, "扫描13632页。全年发布信息363条。"
        ),
    ]
    with serving(searched(assets, replace(REPORT, **laid_out(made)))) as address:
        quiet.goto(f"{address}search/?q=363")
        expect(quiet.locator(".gk-find__heading")).to_have_text("一、总体情况")
        quiet.set_viewport_size({"width": 360, "height": 800})
        expect(quiet.locator(".gk-find__text mark").last).to_have_text("363")
        expect(quiet.locator(".gk-find__text")).to_contain_text("全年发布信息363条。")


def test_of_what_is_only_similar_no_part_of_a_number_is_marked(quiet: Page, assets: Path) -> None:
    entries = portal(11)
    made = [Unit("overview", "一、总体情况", "overview", Level.TEXT, "统计局2024年报告。")]
    entries = [
        replace(entry, **laid_out(made)) if entry.year and entry.name == "统计局甲" else entry
        for entry in entries
    ]
    with serving(searched(assets, *entries)) as address:
        quiet.goto(f"{address}search/?q=统计局甲2027年报告")
        expect(quiet.locator(".gk-find__text mark").first).to_be_visible()
        assert quiet.locator(".gk-find__text").first.locator("mark").all_inner_texts() == [
            "统计局",
            "年报告",
        ]


@pytest.mark.parametrize(
    "query", ["统计局甲2021年报告", "统计局甲 信息公开", "统计局甲信息公开年报"]
)
def test_who_asks_for_an_agencys_report_is_shown_the_agency(
    quiet: Page, address: str, query: str
) -> None:
    quiet.goto(f"{address}search/?q={query}")
    expect(quiet.locator(_NAMES)).to_have_text("统计局甲")


def test_agencies_are_offered_for_what_is_looked_for_instead(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=统记局 2021")
    expect(quiet.locator(_NAMES).first).to_have_text("统计局甲")
    expect(quiet.locator(".gk-find__year--asked").first).to_have_text("2021")
    # What is said of the hits comes before all of them.
    notice, first = (
        quiet.locator(part).bounding_box() for part in (".gk-find__notice", ".gk-find__agencies")
    )
    assert notice
    assert first
    assert notice["y"] < first["y"]
    quiet.goto(f"{address}search/?q=统记局 培训")
    expect(quiet.locator(".gk-find__notice")).to_be_visible()
    expect(quiet.locator(_NAMES)).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "said"), [("zhengwugongkai", True), ("gdp", False), ("没有这个词语", False)]
)
def test_that_pinyin_finds_names_only_is_said(
    quiet: Page, address: str, query: str, *, said: bool
) -> None:
    quiet.goto(f"{address}search/?q={query}")
    sentence = f"没有找到包含“{query}”的内容。"
    expect(quiet.locator(".gk-find__count")).to_have_text(
        f"{sentence} {WORDS['spelled']}" if said else sentence
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_a_filter_with_nothing_to_choose_is_not_shown(
    quiet: Page, assets: Path, width: int
) -> None:
    quiet.set_viewport_size({"width": width, "height": 800})
    entries = [replace(entry, corrected=False, faulty=False) for entry in reports(2, "乡村振兴。")]
    with serving(searched(assets, *entries)) as address:
        quiet.goto(f"{address}search/?q=乡村振兴")
        expect(quiet.locator(".gk-find__hit")).to_have_count(2)
        quiet.locator(".gk-find__filters").evaluate("(filters) => { filters.open = true; }")
        expect(quiet.get_by_label("从哪一年")).to_be_visible()
        for name in ("kind", "area", "edition", "corrected", "faulty"):
            expect(quiet.locator(f".gk-find__filters [name={name}]")).to_be_hidden()


def test_headings_tell_agencies_from_reports(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=统计局甲")
    expect(quiet.locator(".gk-find__hit h3").first).to_be_visible()
    headings = quiet.locator(".gk-find__results").locator("h2, h3, [role=heading]")
    assert headings.all_inner_texts()[1:3] == [WORDS["agencies"], WORDS["results"]]
    expect(quiet.get_by_role("group", name=WORDS["reports"]).first).to_be_visible()


def test_other_years_open_at_the_same_section(quiet: Page, assets: Path) -> None:
    made = [
        Unit("", "", "", Level.TEXT, "说明。"),
        Unit("other", "六、其他", "other", Level.TEXT, "收取信息处理费0元。"),
    ]
    entries = [
        replace(
            REPORT,
            address=f"agencies/a0/{year}/",
            year=year,
            title=f"{year}年报告",
            **laid_out(made),
        )
        for year in (2021, 2020)
    ]
    with serving(searched(assets, *entries)) as address:
        quiet.goto(f"{address}search/?q=信息处理费")
        link = quiet.locator(".gk-find__also a")
        expect(link).to_have_text("2020")
        expect(link).to_have_attribute(
            "href",
            f"{address}agencies/a0/2020/?mark=%E4%BF%A1%E6%81%AF%E5%A4%84%E7%90%86%E8%B4%B9#other",
        )


def test_what_is_printed_has_its_excerpts(quiet: Page, assets: Path) -> None:
    quiet.set_viewport_size({"width": 360, "height": 500})
    with serving(searched(assets, *reports(10, "全面推进乡村振兴。"))) as address:
        for how in ("keys", "menu"):
            quiet.goto(f"{address}search/?q=乡村振兴")
            last = quiet.locator(".gk-find__text").nth(9)
            expect(quiet.locator(".gk-find__text").first).not_to_be_empty()
            expect(last).to_be_empty()
            quiet.evaluate(_PRINTING)
            if how == "keys":
                quiet.keyboard.press("Control+p")
                quiet.wait_for_function("printed.length === 1")
                assert quiet.evaluate("printed[0].split('全面推进乡村振兴。').length") == 11
            else:
                quiet.evaluate("dispatchEvent(new Event('beforeprint'))")
            expect(last).to_have_text("全面推进乡村振兴。")
        # What is there already needs no help.
        quiet.keyboard.press("Control+p")
        assert quiet.evaluate("printed.length") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_search_page_is_long_only_for_hits(quiet: Page, address: str, width: int) -> None:
    quiet.set_viewport_size({"width": width, "height": 900})
    tall = "document.documentElement.scrollHeight > 900"
    quiet.goto(f"{address}search/")
    expect(quiet.get_by_role("link", name="全部机关")).to_be_visible()
    assert not quiet.evaluate(tall)
    quiet.locator(".gk-find__input").fill("会议")
    assert quiet.evaluate(tall)
    expect(quiet.locator(".gk-find__hit").first).to_be_visible()
    quiet.locator(".gk-find__input").fill("没有这个词语")
    expect(quiet.locator(".gk-find__notice")).to_have_text(WORDS["elsewhere"])
    assert not quiet.evaluate(tall)
    quiet.locator(".gk-find__input").fill("")
    expect(quiet.locator(".gk-find__count")).to_have_count(0)
    assert not quiet.evaluate(tall)


def test_the_list_of_the_home_page_opens_within_the_window(
    quiet: Page, files: dict[str, bytes]
) -> None:
    quiet.set_viewport_size({"width": 360, "height": 640})
    form = '<form class="gk-home-search" action="search/"><input type="search" name="q"><button>搜索</button></form>'
    low = f'<div style="height:580px"></div>{form}<div style="height:900px"></div>'
    with serving(files | {"index.html": page("", low)}) as address:
        quiet.goto(address)
        quiet.locator(".gk-home-search input").fill("报告")
        panel = quiet.locator(".gk-home-search .gk-search__panel")
        expect(panel).to_be_visible()
        expect(panel.get_by_role("option").nth(3)).to_be_in_viewport()
        box = panel.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 640
        expect(quiet.locator(".gk-home-search input")).to_be_in_viewport()


def test_a_browser_that_cannot_unpack_the_index_is_led_to_the_lists(
    quiet: Page, address: str
) -> None:
    quiet.add_init_script("delete window.DecompressionStream")
    quiet.goto(f"{address}search/?q=报告")
    expect(quiet.locator(".gk-find__unavailable")).to_have_text(WORDS["unavailable"])
    expect(quiet.get_by_role("link", name="全部机关")).to_be_visible()
    quiet.goto(address)
    quiet.get_by_role("combobox").fill("报告")
    expect(quiet.locator(".gk-search__note")).to_have_text(WORDS["unavailable_here"])


def test_without_a_connection_one_is_told_and_can_go_on_later(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=会议")
    expect(quiet.locator(".gk-find__hit").first).to_be_visible()
    quiet.context.set_offline(True)
    quiet.locator(".gk-find__input").fill("乡村振兴安全生产")
    expect(quiet.locator(".gk-find__unavailable")).to_be_visible()
    expect(quiet.get_by_role("link", name="全部机关")).to_be_visible()
    quiet.context.set_offline(False)
    quiet.locator(".gk-find__input").fill("乡村振兴")
    expect(quiet.locator(".gk-find__hit").first).to_be_visible()
    expect(quiet.locator(".gk-find__unavailable")).to_be_hidden()
