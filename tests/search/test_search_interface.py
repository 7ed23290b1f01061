from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from search_portal import Unit, laid_out
from search_server import offered, serving
from search_site import REPORT, WORDS, late, only, page

from generator.model.search import EntryType, Level
from generator.search.page import search_fragment
from generator.search.updates import build

pytestmark = pytest.mark.browser


def test_results_come_while_one_types_and_keys_choose_among_them(quiet: Page, address: str) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("应急局")
    options = quiet.get_by_role("option")
    expect(options.first).to_contain_text("平阳县应急管理局甲")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(quiet.locator(".gk-search__live")).to_contain_text("找到1条结果")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", chosen or "")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(quiet.get_by_role("listbox")).to_be_hidden()
    field.press("ArrowDown")
    field.press("Enter")
    quiet.wait_for_url("**/agencies/a0/")


def test_enter_leads_to_the_search_page(quiet: Page, address: str) -> None:
    quiet.goto(address)
    quiet.get_by_role("combobox").fill("没有这个词语")
    expect(quiet.locator(".gk-search__note")).to_have_text("没有找到包含“没有这个词语”的内容。")
    quiet.get_by_role("combobox").press("Enter")
    quiet.wait_for_url("**/search/?q=*")
    expect(quiet.locator(".gk-find__count")).to_have_text("没有找到包含“没有这个词语”的内容。")
    expect(quiet.locator(".gk-find__notice")).to_have_text(WORDS["elsewhere"])
    expect(quiet.get_by_role("link", name="全部机关")).to_be_visible()
    # There is nothing to choose or to put in order.
    expect(quiet.locator(".gk-find__filters")).to_be_hidden()
    expect(quiet.get_by_label("排序")).to_be_hidden()
    quiet.locator(".gk-find__input").fill("报告")
    expect(quiet.get_by_label("排序")).to_be_visible()
    expect(quiet.locator(".gk-find__filters")).to_be_visible()
    expect(quiet.locator(".gk-find__browse")).to_be_hidden()


def test_filters_stand_in_the_address_and_come_back(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=报告")
    count = quiet.locator(".gk-find__count")
    expect(count).to_have_text("找到36条结果")
    quiet.get_by_label("从哪一年").select_option("2022")
    expect(count).to_have_text("找到12条结果")
    quiet.get_by_label("机关类别").select_option("人民政府")
    expect(count).to_have_text("找到6条结果")
    assert "first=2022" in quiet.url
    quiet.reload()
    expect(count).to_have_text("找到6条结果")
    expect(quiet.get_by_label("机关类别")).to_have_value("人民政府")
    quiet.go_back()
    expect(count).to_have_text("找到12条结果")
    quiet.get_by_role("button", name="清除全部条件").click()
    expect(count).to_have_text("找到36条结果")
    quiet.get_by_label("排序").select_option("date")
    assert "order=date" in quiet.url
    expect(quiet.locator(".gk-find__hit")).to_have_count(10)
    quiet.get_by_role("button", name="显示更多结果").click()
    expect(quiet.locator(".gk-find__hit")).to_have_count(20)


def test_no_more_is_shown_of_an_older_answer(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=报告")
    more = quiet.get_by_role("button", name="显示更多结果")
    expect(more).to_be_enabled()
    held: list[Route] = []
    holding = True
    quiet.route("**/*.bin", lambda file: held.append(file) if holding else file.continue_())
    quiet.locator(".gk-find input[name=q]").fill("政府信息公开")
    expect(more).to_be_disabled()
    holding = False
    for file in held:
        file.continue_()
    expect(more).to_be_enabled()
    more.press("Enter")
    expect(quiet.locator(".gk-find__hit")).to_have_count(18)


def test_a_hit_opens_at_its_heading_with_the_words_marked(quiet: Page, address: str) -> None:
    word = REPORT.texts[0].replace("\n", " ").split(" ")[0][2:8]
    quiet.goto(f'{address}search/?q="{word}"&agency={REPORT.agency}&first=2021&last=2021')
    excerpt = quiet.locator(".gk-find__text mark").first
    expect(excerpt).to_be_visible()
    link = quiet.locator(".gk-find__hit a").first
    assert (link.get_attribute("href") or "").endswith("#overview")
    link.click()
    quiet.wait_for_url("**#overview")
    expect(quiet.locator("mark.gk-mark").first).to_be_visible()


def test_what_is_only_similar_is_said_to_be_so(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=政府倍息公开")
    expect(quiet.locator(".gk-find__notice")).to_contain_text(
        "没有完全一致的“政府倍息公开”，最接近的是"
    )
    expect(quiet.locator(".gk-find__text mark").first).to_be_visible()
    quiet.goto(f"{address}search/?q=政府信息公开")
    expect(quiet.locator(".gk-find__hit").first).to_be_visible()
    expect(quiet.locator(".gk-find__notice")).to_be_hidden()


def test_an_index_that_cannot_be_read_leaves_the_lists(
    quiet: Page, files: dict[str, bytes]
) -> None:
    broken = {path: text for path, text in files.items() if not path.endswith(".bin")}
    with serving(broken) as address:
        quiet.goto(f"{address}search/?q=报告")
        expect(quiet.locator(".gk-find__unavailable")).to_have_text(WORDS["unavailable"])
        expect(quiet.get_by_role("link", name="全部机关")).to_be_visible()
        quiet.goto(address)
        quiet.get_by_role("combobox").fill("报告")
        expect(quiet.locator(".gk-search__note")).to_contain_text(WORDS["unavailable"][:7])


def test_without_scripts_there_is_a_form_and_the_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}search/?q=报告")
    assert WORDS["no_script"] in tab.locator(".gk-find__browse").inner_text()
    assert tab.get_by_role("link", name="全部机关").is_visible()
    tab.goto(address)
    tab.locator(".gk-search__input").fill("应急")
    tab.locator(".gk-search__submit").click()
    tab.wait_for_url("**/search/?q=*")
    context.close()


def test_excerpts_are_whole_sentences_in_their_order(quiet: Page, assets: Path) -> None:
    with serving(only(assets, "首先培训一次。与此无关。后来培训两次，培训三次。")) as address:
        quiet.goto(f"{address}search/?q=培训")
        excerpt = quiet.locator(".gk-find__text")
        expect(excerpt).to_have_text("首先培训一次。 … 后来培训两次，培训三次。")


# What has moved on the page without having been touched, and where the results are.
_WATCH = """() => {
  window.shifts = [];
  window.watching = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  watching.observe({ type: "layout-shift" });
}"""
_MOVED = """async () => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  return [...shifts, ...watching.takeRecords()].reduce((sum, shift) => sum + shift.value, 0);
}"""
_PLACES = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [x, y, width, height];
})"""
_TEXTS = re.compile(r"/t[0-9a-f]+/[0-9a-f]+\.bin$")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["培训 会议", "12件", "年度报告", "总体情况", "政府倍息公开"])
def test_excerpts_that_come_later_move_nothing(
    quiet: Page, address: str, query: str, width: int
) -> None:
    quiet.set_viewport_size({"width": width, "height": 900})
    with late(quiet, _TEXTS):
        quiet.goto(f"{address}search/?q={query}")
        expect(quiet.locator(".gk-find__results")).to_have_attribute("aria-busy", "false")
        quiet.evaluate(_WATCH)
        shown = ".gk-find__hit, .gk-find__hit a, .gk-find__also, .gk-find__more"
        places = quiet.evaluate(_PLACES, shown)
        assert len(places) > 10
        assert quiet.locator(".gk-find__text mark").count() == 0
    expected = {"年度报告": ".gk-find__title mark", "总体情况": ".gk-find__heading mark"}
    expect(quiet.locator(expected.get(query, ".gk-find__text mark")).first).to_be_visible()
    quiet.wait_for_load_state("networkidle")
    assert quiet.evaluate(_MOVED) == 0
    assert quiet.evaluate(_PLACES, shown) == places


def test_no_lines_are_kept_where_no_text_has_the_words(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=总体情况")
    expect(quiet.locator(".gk-find__heading mark").first).to_be_visible()
    assert quiet.locator(".gk-find__hit").count() == 10
    assert quiet.locator(".gk-find__text").count() == 0


def test_excerpts_that_come_later_move_no_option_in_the_header(quiet: Page, address: str) -> None:
    quiet.goto(address)
    with late(quiet, _TEXTS):
        quiet.get_by_role("combobox").fill("培训")
        expect(quiet.get_by_role("option")).to_have_count(5)
        places = quiet.evaluate(_PLACES, "[role=option]")
        assert quiet.locator(".gk-search__text mark").count() == 0
    for number in range(4):
        expect(quiet.locator(".gk-search__text").nth(number).locator("mark").first).to_be_visible()
    assert quiet.evaluate(_PLACES, "[role=option]") == places


@pytest.mark.parametrize("width", [360, 1280])
def test_the_words_stand_in_the_lines_that_are_kept_for_an_excerpt(
    quiet: Page, assets: Path, width: int
) -> None:
    long = "这一句话没有标点所以没有地方可以断开" * 9 + "乡村振兴" + "后面还有很多话" * 9 + "。"
    quiet.set_viewport_size({"width": width, "height": 900})
    with serving(only(assets, f"乡村振兴很重要。{long}")) as address:
        quiet.goto(f"{address}search/?q=振兴后面")
        text = quiet.locator(".gk-find__text")
        mark = text.locator("mark")
        expect(mark).to_have_text("振兴后面")
        outer, inner = text.bounding_box(), mark.bounding_box()
        assert outer
        assert inner
        assert outer["y"] <= inner["y"]
        assert inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1


def test_text_of_a_report_is_text(quiet: Page, assets: Path) -> None:
    evil = '<img src=x onerror="document.title=1"> &amp; 恶意文字'
    unit = Unit("overview", evil, "overview", Level.TEXT, evil)
    entry = replace(REPORT, title=f"标题{evil}", name=evil, **laid_out([unit]))
    made = {f"search/{path}": content or b"" for path, content in build([entry], WORDS)}
    made["search/index.html"] = page("../", search_fragment(WORDS, []))
    made |= offered(assets)
    with serving(made) as address:
        quiet.goto(f"{address}search/?q=恶意文字")
        expect(quiet.locator(".gk-find__text")).to_have_text(evil)
        expect(quiet.locator(".gk-find__title")).to_have_text(f"标题{evil}")
        assert quiet.locator("img").count() == 0
        assert quiet.title() == "x"


def test_a_long_list_of_agencies_can_be_narrowed(quiet: Page, assets: Path) -> None:
    reports = [
        replace(REPORT, address=f"agencies/b{number}/2021/", agency=f"b{number}", name=name)
        for number in range(70)
        if (name := f"平阳县第{number}中学")
    ]
    agencies = [
        replace(each, address=f"agencies/{each.agency}/", type=EntryType.AGENCY, title=each.name)
        for each in reports
    ]
    agencies = [replace(each, year=None, pieces=(), texts=()) for each in agencies]
    made = {f"search/{path}": content or b"" for path, content in build(agencies + reports, WORDS)}
    made["search/index.html"] = page("../", search_fragment(WORDS, []))
    made |= offered(assets)
    with serving(made) as address:
        quiet.set_viewport_size({"width": 1280, "height": 900})
        quiet.goto(f"{address}search/?q=中学")
        choice = quiet.locator("select[name=agency]")
        expect(choice.locator("option")).to_have_count(61)
        expect(choice.locator("option").first).to_have_text("不限（共70个机关，可按名称查找）")
        quiet.get_by_label("按名称查找机关").fill("第69")
        expect(choice.locator("option")).to_have_text(["不限", "平阳县第69中学（2）"])
        choice.select_option("b69")
        expect(quiet.locator(".gk-find__count")).to_have_text("找到2条结果")


@pytest.mark.parametrize("query", ["-报告", "---", "\u200b"])
def test_where_nothing_is_to_be_looked_for_that_is_said(
    quiet: Page, address: str, query: str
) -> None:
    quiet.goto(f"{address}search/?q={query}")
    expect(quiet.locator(".gk-find__count")).to_have_text(WORDS["no_word"])
    expect(quiet.locator(".gk-find__unavailable")).to_be_hidden()
    quiet.goto(address)
    quiet.get_by_role("combobox").fill(query)
    expect(quiet.locator(".gk-search__note")).to_have_text(WORDS["no_word"])


def test_what_was_chosen_before_typing_on_is_not_opened(quiet: Page, address: str) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.fill("应急局")
    expect(quiet.get_by_role("option").first).to_contain_text("平阳县应急管理局甲")
    field.press("ArrowDown")
    field.evaluate("""(input) => {
      input.value = "统计";
      input.dispatchEvent(new InputEvent("input"));
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    }""")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Enter")
    quiet.wait_for_url("**/search/?q=%E7%BB%9F%E8%AE%A1")


def test_a_field_that_is_emptied_offers_nothing(quiet: Page, address: str) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.fill("应急局")
    expect(quiet.get_by_role("option").first).to_be_visible()
    field.fill("")
    expect(quiet.get_by_role("listbox")).to_be_hidden()
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(quiet.locator("[role=option]")).to_have_count(0)


def test_results_that_come_late_do_not_open_over_what_one_reads(quiet: Page, address: str) -> None:
    held: list[Route] = []
    holding = True
    quiet.route("**/root.bin", lambda file: held.append(file) if holding else file.continue_())
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    with quiet.expect_request("**/root.bin"):
        field.fill("应急局")
    field.blur()
    holding = False
    for file in held:
        file.continue_()
    expect(quiet.locator("[role=option]").first).to_be_attached()
    expect(quiet.get_by_role("listbox")).to_be_hidden()
    field.focus()
    expect(quiet.get_by_role("option").first).to_be_visible()


def test_without_an_answer_the_header_offers_no_older_one(quiet: Page, address: str) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.fill("应急局")
    expect(quiet.get_by_role("option").first).to_be_visible()
    quiet.context.set_offline(True)
    field.fill("乡村振兴")
    expect(quiet.locator(".gk-search__note")).to_have_text(WORDS["unavailable_here"])
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    quiet.context.set_offline(False)
    field.fill("应急管理")
    expect(quiet.get_by_role("option").first).to_be_visible()
    expect(quiet.locator(".gk-search__note")).to_be_hidden()


@pytest.mark.parametrize(
    "rest", ["&first=abc", "&last=-1", "&corrected=x&faulty=", "&order=up", "&from=message&page=2"]
)
def test_what_no_filter_can_be_set_to_limits_nothing(quiet: Page, address: str, rest: str) -> None:
    quiet.goto(f"{address}search/?q=报告{rest}")
    expect(quiet.locator(".gk-find__count")).to_have_text("找到36条结果")
    chosen = "all => all.map((one) => one.selectedIndex)"
    assert quiet.locator("select").evaluate_all(chosen) == [0] * 8
    assert quiet.locator("input:checked").count() == 0
    quiet.goto(f"{address}search/?q=龘龘龘{rest}")
    expect(quiet.locator(".gk-find__count")).to_have_text("没有找到包含“龘龘龘”的内容。")


def test_a_very_long_query_makes_nothing_wider(quiet: Page, address: str) -> None:
    quiet.set_viewport_size({"width": 360, "height": 900})
    quiet.goto(f"{address}search/?q={'a' * 3000}")
    sentence = f"没有找到包含“{'a' * 200}”的内容。 一次最多查找200个字，后面的没有查找。"
    expect(quiet.locator(".gk-find__count")).to_have_text(sentence)
    assert quiet.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("broken", ["search.js", "search-page.js"])
def test_a_browser_that_cannot_read_a_script_says_so(
    tab: Page, files: dict[str, bytes], assets: Path, broken: str
) -> None:
    own = b'<script src="../gongkai.js"></script>'
    made = {
        **files,
        broken: b"let from = a ?? ;",
        "gongkai.js": (assets / "gongkai.js").read_bytes(),
        "search/index.html": own + files["search/index.html"],
    }
    with serving(made) as address:
        tab.goto(f"{address}search/?q=报告")
        expect(tab.locator(".gk-find__unavailable")).to_have_text(WORDS["unavailable"])
        expect(tab.locator(".gk-find__unavailable")).to_be_visible()
        expect(tab.get_by_role("link", name="全部机关")).to_be_visible()


def test_a_hit_opens_in_the_section_that_was_asked_for(quiet: Page, assets: Path) -> None:
    made = [
        Unit("first", "第一节", "first", Level.TEXT, "乡村振兴，乡村振兴。"),
        Unit("second", "第二节", "second", Level.TEXT, "这里也说乡村振兴。"),
    ]
    entry = replace(REPORT, **laid_out(made))
    site = only(assets, "") | {
        f"search/{path}": content or b"" for path, content in build([entry], WORDS)
    }
    with serving(site) as address:
        quiet.goto(f"{address}search/?q=乡村振兴")
        expect(quiet.locator(".gk-find__heading")).to_have_text("第一节")
        quiet.goto(f"{address}search/?q=乡村振兴&section=second")
        expect(quiet.locator(".gk-find__heading")).to_have_text("第二节")
        expect(quiet.locator(".gk-find__text")).to_have_text("这里也说乡村振兴。")
        link = quiet.locator(".gk-find__hit a").get_attribute("href") or ""
        assert link.endswith("#second")


def test_coming_back_from_a_hit_one_finds_the_same_place(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=报告&order=date")
    quiet.get_by_role("button", name="显示更多结果").click()
    link = quiet.locator(f'.gk-find__hit a[href*="/{REPORT.address}"]')
    expect(link).to_have_count(1)
    expect(quiet.locator(".gk-find__hit")).to_have_count(20)
    link.scroll_into_view_if_needed()
    place = link.bounding_box()
    link.click()
    quiet.wait_for_url(f"**/{REPORT.address}**")
    quiet.go_back()
    expect(quiet.locator(".gk-find__hit")).to_have_count(20)
    quiet.wait_for_function("scrollY > 0")
    assert link.bounding_box() == place


def test_what_is_chosen_is_seen_in_forced_colours(quiet: Page, address: str) -> None:
    quiet.emulate_media(forced_colors="active")
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.fill("培训")
    options = quiet.get_by_role("option")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    style = "(option) => getComputedStyle(option).outlineStyle"
    assert options.evaluate_all(f"(all) => all.map({style})") == ["solid", *["none"] * 4]


def test_after_texts_are_gone_the_next_search_reads_the_root_again(
    quiet: Page, assets: Path
) -> None:
    made = only(assets, "原来写的是乡村振兴。")
    with serving(made) as address:
        quiet.goto(f"{address}search/")
        field = quiet.locator(".gk-find input[name=q]")
        old = {path for path in made if path.endswith(".bin")}
        gone = re.compile(r"/t0/")
        quiet.route(gone, lambda file: file.abort())
        with quiet.expect_event("requestfailed"):
            field.fill("乡村振兴")
        expect(quiet.locator(".gk-find__hit")).to_have_count(1)
        quiet.unroute(gone)
        made |= only(assets, "现在写的也是乡村振兴。")
        for path in old - only(assets, "现在写的也是乡村振兴。").keys():
            del made[path]
        field.fill("“乡村振兴”")
        expect(quiet.locator(".gk-find__text")).to_have_text("现在写的也是乡村振兴。")


def test_that_not_all_of_many_words_were_looked_for_is_said(quiet: Page, assets: Path) -> None:
    with serving(only(assets, "甲一，乙二，丙三，丁四，戊五，己六，庚七，辛八。")) as address:
        words = "甲一 乙二 丙三 丁四 戊五 己六 庚七 辛八"
        quiet.goto(f"{address}search/?q={words}")
        expect(quiet.locator(".gk-find__hit")).to_have_count(1)
        expect(quiet.locator(".gk-find__notice")).to_be_hidden()
        quiet.goto(f"{address}search/?q={words} 壬九")
        expect(quiet.locator(".gk-find__notice")).to_have_text("词太多，只查找了前8个。")


def test_words_are_marked_in_any_block_and_over_its_parts(
    quiet: Page, files: dict[str, bytes]
) -> None:
    body = """<ul><li>乡村<b>振<i>兴</i></b>一<ul><li>乡<a href="#">村振</a>兴二</li></ul></li></ul>
<details open><summary>乡村振兴三</summary><pre>乡村振兴四</pre></details><table><tr><th>乡村
振兴五</th><td><p>乡村振兴六</p></td></tr></table>"""
    with serving({**files, "some/index.html": page("../", body)}) as address:
        quiet.goto(f"{address}some/?mark=乡村振兴")
        marks = quiet.locator("mark.gk-mark")
        expect(marks.first).to_be_attached()
        texts = [
            "乡村",
            "振",
            "兴",
            "乡",
            "村振",
            "兴",
            "乡村振兴",
            "乡村振兴",
            "乡村\n振兴",
            "乡村振兴",
        ]
        assert marks.all_text_contents() == texts


def test_with_a_modifier_a_choice_opens_in_a_tab_of_its_own(quiet: Page, address: str) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.fill("应急局")
    expect(quiet.get_by_role("option").first).to_contain_text("平阳县应急管理局甲")
    field.press("ArrowDown")
    with quiet.context.expect_page() as opened:
        field.press("Control+Enter")
    assert opened.value.url.endswith("/agencies/a0/")
    assert quiet.url == address
