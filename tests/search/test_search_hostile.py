"""What hurried, clumsy and unlucky readers meet in the fields of the search."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from search_server import serving
from search_site import REPORT, WORDS, late, only

pytestmark = pytest.mark.browser

_TEXTS = re.compile(r"/t[0-9a-f]+/[0-9a-f]+\.bin$")
_LISTS = re.compile(r"/[0-9a-f]+/[0-9a-f]+\.bin$")
_FIELD = ".gk-find input[name=q]"
# Everything that a live region has said since, each as it was said.
_LISTEN = """(selector) => {
  window.said = [];
  const region = document.querySelector(selector);
  new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true });
}"""
_WATCH = """
  window.shifts = [];
  window.watching = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  watching.observe({ type: "layout-shift", buffered: true });
"""
_MOVED = """async () => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  return [...shifts, ...watching.takeRecords()].reduce((sum, shift) => sum + shift.value, 0);
}"""


def asked(tab: Page) -> str:
    """What the address says that is looked for."""
    return parse_qs(urlsplit(tab.url).query).get("q", [""])[0]


@pytest.mark.parametrize(
    "query", ['"政府信息', "“政府信息", "「政府信息", '培训 "政府信息', "政府信息 -"]
)
def test_an_open_quotation_finds_what_it_will_find(quiet: Page, address: str, query: str) -> None:
    quiet.goto(f"{address}search/")
    quiet.locator(_FIELD).fill(query)
    expect(quiet.locator(".gk-find__text mark").filter(has_text="政府信息").first).to_be_visible()
    expect(quiet.locator(".gk-find__notice")).to_be_hidden()


def test_agencies_on_the_search_page_heed_exclusions_and_filters(quiet: Page, address: str) -> None:
    quiet.set_viewport_size({"width": 1280, "height": 900})
    names = quiet.locator(".gk-find__agencies .gk-find__name")
    quiet.goto(f"{address}search/?q=平阳县")
    expect(names).to_have_text(["平阳县应急管理局甲", "平阳县应急管理局丙", "平阳县应急管理局乙"])
    quiet.locator(_FIELD).fill("平阳县 -丙")
    expect(names).to_have_text(["平阳县应急管理局甲", "平阳县应急管理局乙"])
    quiet.get_by_label("机关类别").select_option("政府部门")
    expect(names).to_have_text(["平阳县应急管理局乙"])
    years = quiet.locator(".gk-find__agencies .gk-find__year")
    expect(years).to_have_text(["2022", "2021", "2020"])
    quiet.get_by_label("从哪一年").select_option("2021")
    expect(years).to_have_text(["2022", "2021"])
    quiet.goto(f"{address}search/?q=平阳县&first=2031")
    expect(quiet.locator(".gk-find__count")).to_contain_text("在选定的范围内没有找到")
    expect(names).to_have_count(0)


def test_texts_that_went_away_are_read_from_the_portal_as_it_is_now(
    quiet: Page, assets: Path
) -> None:
    made = only(assets, "原来写的是乡村振兴。")
    now = only(assets, "现在写的也是乡村振兴。")
    roots: list[str] = []
    quiet.on("request", lambda sent: roots.append(sent.url) if "root.bin" in sent.url else None)
    with serving(made) as address:
        with late(quiet, _TEXTS):
            quiet.goto(f"{address}search/?q=振兴")
            expect(quiet.locator(".gk-find__hit")).to_have_count(1)
            for path in [path for path in made if path.endswith(".bin")]:
                del made[path]
            made |= now
        expect(quiet.locator(".gk-find__text")).to_have_text("现在写的也是乡村振兴。")
        expect(quiet.locator(".gk-find__text mark")).to_have_text("振兴")
    assert len(roots) == 2


def test_texts_that_cannot_be_had_are_said_to_be_missing(quiet: Page, address: str) -> None:
    roots: list[str] = []
    quiet.on("request", lambda sent: roots.append(sent.url) if "root.bin" in sent.url else None)
    quiet.route(_TEXTS, lambda file: file.abort())
    quiet.set_viewport_size({"width": 1280, "height": 2000})
    quiet.goto(f"{address}search/?q=培训")
    texts = quiet.locator(".gk-find__text")
    expect(texts.first).to_be_visible()
    hits = quiet.locator(".gk-find__hit").count()
    assert hits > 3
    expect(texts).to_have_text([WORDS["no_excerpt"]] * hits)
    # However many rows miss one, the root is asked for once more.
    assert len(roots) == 2
    colour = "(one) => getComputedStyle(one).color"
    quiet_colour = quiet.locator(".gk-find__hint").evaluate(colour)
    assert texts.first.locator("span").evaluate(colour) == quiet_colour
    quiet.unroute(_TEXTS)
    quiet.locator(_FIELD).fill("会议")
    expect(texts.locator("mark").first).to_have_text("会议")
    expect(quiet.get_by_text(WORDS["no_excerpt"])).to_have_count(0)


def test_in_the_header_missing_texts_are_said_as_well(quiet: Page, address: str) -> None:
    quiet.route(_TEXTS, lambda file: file.abort())
    quiet.goto(address)
    quiet.get_by_role("combobox").fill("培训")
    expect(quiet.locator(".gk-search__text")).to_have_text([WORDS["no_excerpt"]] * 4)


# As Safari does after a hundred changes in thirty seconds.
_REFUSE = """() => {
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function (...given) {
      if (window.refusing) throw new DOMException("too many", "SecurityError");
      window.changes = (window.changes ?? 0) + 1;
      return change.apply(this, given);
    };
  }
  window.refusing = true;
}"""


def test_an_address_that_cannot_be_changed_is_changed_later(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=培训")
    expect(quiet.locator(".gk-find__hit").first).to_be_visible()
    before = quiet.evaluate("history.length")
    quiet.evaluate(_REFUSE)
    field = quiet.locator(_FIELD)
    field.fill("年度报告")
    expect(quiet.locator(".gk-find__title mark").first).to_have_text("年度报告")
    assert asked(quiet) == "培训"
    quiet.evaluate("refusing = false")
    field.blur()
    assert asked(quiet) == "年度报告"
    assert quiet.evaluate("changes") == 1
    # The step that could not be made before is made now.
    assert quiet.evaluate("history.length") == before + 1


@pytest.mark.parametrize("way", ["submit", "link"])
def test_the_address_is_right_when_one_comes_back_though_it_was_refused(
    quiet: Page, address: str, way: str
) -> None:
    quiet.goto(f"{address}search/")
    quiet.evaluate(_REFUSE)
    field = quiet.locator(_FIELD)
    field.fill(f"{REPORT.title}")
    expect(quiet.locator(".gk-find__title mark").first).to_have_text(REPORT.title)
    assert asked(quiet) == ""
    if way == "submit":
        quiet.evaluate("refusing = false")
        field.press("Enter")
        assert asked(quiet) == REPORT.title
        return
    # Even the click finds the address refused: nothing may break.
    quiet.locator(f'.gk-find__hit a[href*="/{REPORT.address}"]').first.click()
    quiet.wait_for_url(f"**/{REPORT.address}**")


def test_back_leads_to_what_was_asked_for_before(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=培训")
    count = quiet.locator(".gk-find__count")
    expect(count).to_be_visible()
    field = quiet.locator(_FIELD)
    for text in ("会", "会议", "会议 12"):
        field.fill(text)
        quiet.wait_for_url(lambda _, text=text: asked(quiet) == text)
    field.press("Enter")
    field.press("Enter")
    field.fill("统计")
    quiet.wait_for_url(lambda _: asked(quiet) == "统计")
    for text in ("会议 12", "培训"):
        quiet.go_back()
        expect(field).to_have_value(text)
        assert asked(quiet) == text
    quiet.go_forward()
    expect(field).to_have_value("会议 12")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_foot_of_the_site_does_not_move_when_hits_come(
    quiet: Page, files: dict[str, bytes], width: int
) -> None:
    quiet.set_viewport_size({"width": width, "height": 800})
    quiet.add_init_script(_WATCH)
    with serving(files, delay=0.05) as address:
        quiet.goto(f"{address}search/?q=应急")
        expect(quiet.locator(".gk-find__text mark").first).to_be_visible()
        quiet.wait_for_load_state("networkidle")
        assert quiet.evaluate(_MOVED) < 0.02
        foot = quiet.locator("footer").bounding_box()
        assert foot
        assert foot["y"] > 800


@pytest.mark.parametrize(
    ("path", "selector", "field", "shown"),
    [
        ("", ".gk-search__live", "form.gk-search input", ".gk-search__all"),
        ("search/", ".gk-find__live", _FIELD, ".gk-find__count"),
    ],
)
def test_a_screen_reader_is_told_once_after_the_last_key(
    quiet: Page, address: str, path: str, selector: str, field: str, shown: str
) -> None:
    quiet.clock.install()
    quiet.goto(f"{address}{path}")
    quiet.evaluate(_LISTEN, selector)
    quiet.clock.pause_at(time.time() + 60)
    # Each key on its own gets an answer before the next.
    for text, total in (("报", 36), ("报告", 36), ("报告 2022", 31), ("报告 202", 36)):
        quiet.locator(field).fill(text)
        quiet.clock.run_for(130)
        answered(quiet, shown, f"{total}条结果")
    assert quiet.evaluate("said") == []
    quiet.clock.run_for(700)
    expect(quiet.locator(selector)).to_have_text("找到36条结果")
    assert quiet.evaluate("said") == ["找到36条结果"]


def answered(tab: Page, selector: str, text: str) -> None:
    """Wait for an answer while the clock of the page hardly moves."""
    for _ in range(50):
        tab.clock.run_for(1)
        with suppress(AssertionError):
            expect(tab.locator(selector)).to_contain_text(text, timeout=200)
            return
    raise AssertionError(text)


def compose(tab: Page, selector: str, text: str) -> None:
    """An input method writes something that is not yet chosen."""
    client = tab.context.new_cdp_session(tab)
    tab.locator(selector).focus()
    place = {"selectionStart": len(text), "selectionEnd": len(text)}
    client.send("Input.imeSetComposition", {"text": text, **place})


@pytest.mark.parametrize("path", ["", "search/"])
def test_what_is_being_composed_is_not_asked_for(quiet: Page, address: str, path: str) -> None:
    field = _FIELD if path else "form.gk-search input"
    lists: list[str] = []
    quiet.on("request", lambda sent: lists.append(sent.url) if _LISTS.search(sent.url) else None)
    # The clock stands still between a committed word and what is composed after it.
    quiet.clock.install(time=0)
    quiet.goto(f"{address}{path}")
    quiet.locator(field).focus()
    client = quiet.context.new_cdp_session(quiet)
    client.send("Input.insertText", {"text": "应急"})
    shown = ".gk-find__title mark" if path else ".gk-search__title mark"
    expect(quiet.locator(shown).first).to_have_text("应急")
    quiet.clock.pause_at(60)
    lists.clear()
    compose(quiet, field, "guan'li")
    assert quiet.locator(field).input_value() == "应急guan'li"
    quiet.clock.run_for(2000)
    # What had been asked for meanwhile would have been asked for before this.
    quiet.evaluate("fetch(location).then((page) => page.text())")
    assert (lists, asked(quiet)) == ([], "应急" if path else "")
    client.send("Input.insertText", {"text": "管理"})
    quiet.clock.run_for(2000)
    expect(quiet.locator(shown).first).to_have_text("应急管理")
    assert lists


def test_the_key_that_ends_a_composition_chooses_nothing(quiet: Page, address: str) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.fill("应急局")
    expect(quiet.get_by_role("option").first).to_contain_text("平阳县应急管理局甲")
    field.press("ArrowDown")
    for given in ({"isComposing": True}, {"keyCode": 229}):
        prevented = field.evaluate(
            """(input, given) => !input.dispatchEvent(new KeyboardEvent("keydown",
              { key: "Enter", bubbles: true, cancelable: true, ...given }))""",
            given,
        )
        assert prevented is False
        assert quiet.url == address


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("政府信息公开\n培训\r\n", "政府信息公开 培训"),
        ("政府信息公开\t培训", "政府信息公开 培训"),
        ("\u202e\ufeff政府信息公开\u202c 培训", "政府信息公开 培训"),
    ],
)
def test_what_is_pasted_is_looked_for(quiet: Page, address: str, pasted: str, found: str) -> None:
    quiet.goto(f"{address}search/?q={found}")
    count = quiet.locator(".gk-find__count")
    expect(count).to_contain_text("条结果")
    expected = count.text_content() or ""
    quiet.goto(f"{address}search/")
    quiet.locator(_FIELD).focus()
    quiet.evaluate(
        """(text) => document.execCommand("insertText", false, text)""",
        pasted,
    )
    expect(count).to_have_text(expected)
    expect(quiet.locator(".gk-find__notice")).to_be_hidden()


def test_line_breaks_of_an_address_part_words(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q=%E5%9F%B9%E8%AE%AD%0D%0A%E4%BC%9A%E8%AE%AE")
    expect(quiet.locator(_FIELD)).to_have_value("培训  会议")
    expect(quiet.locator(".gk-find__text mark").first).to_be_visible()


@pytest.mark.parametrize(
    "query", ["\u202e真的", "😀" * 300, "%F0%9F%98", "a\u0301\u0301\u0301" * 60]
)
def test_odd_characters_break_no_sentence(quiet: Page, address: str, query: str) -> None:
    quiet.set_viewport_size({"width": 360, "height": 800})
    quiet.goto(f"{address}search/?q={query}")
    count = quiet.locator(".gk-find__count")
    expect(count).to_contain_text("没有找到包含“")
    text = count.text_content() or ""
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert quiet.evaluate("document.documentElement.scrollWidth") == 360
    expect(quiet.locator(".gk-find__unavailable")).to_be_hidden()


def test_the_tabulator_leads_past_the_list_and_closes_it(quiet: Page, address: str) -> None:
    quiet.goto(address)
    quiet.set_viewport_size({"width": 1280, "height": 300})
    field = quiet.get_by_role("combobox")
    field.fill("培训")
    panel = quiet.locator(".gk-search__panel")
    expect(quiet.get_by_role("option").first).to_be_visible()
    assert panel.evaluate("(one) => one.scrollHeight > one.clientHeight")
    field.press("Tab")
    expect(quiet.locator(".gk-search__submit")).to_be_focused()
    expect(panel).to_be_visible()
    quiet.keyboard.press("Tab")
    expect(panel).to_be_hidden()
    # Escape first closes the list, and what was typed stays.
    field.focus()
    expect(panel).to_be_visible()
    field.press("Escape")
    expect(panel).to_be_hidden()
    expect(field).to_have_value("培训")


def test_that_a_query_was_cut_is_said(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}search/?q={'培训 ' * 66}会议")
    notice = quiet.locator(".gk-find__notice")
    expect(notice).to_have_text("一次最多查找200个字，后面的没有查找。")
    quiet.goto(f"{address}search/?q={'培训 ' * 65}会议")
    expect(quiet.locator(".gk-find__text mark").first).to_be_visible()
    expect(notice).to_be_hidden()


def test_half_a_character_in_the_field_of_the_header_breaks_nothing(
    quiet: Page, address: str
) -> None:
    quiet.goto(address)
    field = quiet.get_by_role("combobox")
    field.focus()
    field.evaluate("""(input) => {
      input.value = "培训\\ud83d";
      input.dispatchEvent(new InputEvent("input"));
    }""")
    expect(quiet.get_by_role("option").first).to_be_visible()
    all_results = quiet.locator(".gk-search__all").get_attribute("href") or ""
    assert parse_qs(urlsplit(all_results).query)["q"] == ["培训"]


def test_an_excerpt_is_not_cut_within_a_character(quiet: Page, assets: Path) -> None:
    for shift in ("", "一"):
        text = "😀" * 150 + shift + "乡村振兴" + "😀" * 150 + "。"
        with serving(only(assets, text)) as address:
            quiet.goto(f"{address}search/?q=乡村振兴")
            excerpt = quiet.locator(".gk-find__text")
            expect(excerpt.locator("mark")).to_have_text("乡村振兴")
            shown = excerpt.evaluate("(one) => [one.textContent, one.textContent.isWellFormed()]")
            assert shown[0].startswith("…😀")
            assert shown[1]


def test_filters_changed_one_after_another_give_the_last_answer(quiet: Page, address: str) -> None:
    quiet.set_viewport_size({"width": 1280, "height": 900})
    quiet.goto(f"{address}search/?q=报告")
    count = quiet.locator(".gk-find__count")
    expect(count).to_have_text("找到36条结果")
    before = quiet.evaluate("history.length")
    quiet.evaluate("""() => {
      for (const [name, value] of [["first", "2021"], ["last", "2021"], ["kind", "人民政府"], ["first", "2020"]]) {
        const select = document.querySelector(`select[name=${name}]`);
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }""")
    expect(count).to_have_text("找到12条结果")
    query = parse_qs(urlsplit(quiet.url).query)
    assert query == {"q": ["报告"], "first": ["2020"], "last": ["2021"], "kind": ["人民政府"]}
    assert quiet.evaluate("history.length") == before + 4
    for _ in range(4):
        quiet.go_back()
    expect(count).to_have_text("找到36条结果")


def test_an_open_list_of_a_filter_is_not_made_again_for_nothing(quiet: Page, address: str) -> None:
    quiet.set_viewport_size({"width": 1280, "height": 900})
    quiet.goto(f"{address}search/?q=报告")
    count = quiet.locator(".gk-find__count")
    expect(count).to_have_text("找到36条结果")
    kept = quiet.locator("select[name=kind] option").nth(1).element_handle()
    quiet.locator(_FIELD).fill("报告 ")
    quiet.get_by_label("排序").select_option("date")
    expect(count).to_have_text("找到36条结果")
    expect(quiet.locator(".gk-find__results")).to_have_attribute("aria-busy", "false")
    assert kept.evaluate("(one) => one.isConnected")


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_is_wider_than_a_small_or_enlarged_window(
    quiet: Page, address: str, width: int
) -> None:
    quiet.set_viewport_size({"width": width, "height": 450})
    quiet.goto(f"{address}search/?q=平阳县&first=2021")
    expect(quiet.locator(".gk-find__text mark, .gk-find__title mark").first).to_be_visible()
    if not quiet.locator(".gk-find__filters").evaluate("(one) => one.open"):
        quiet.locator(".gk-find__filters summary").click()
    assert quiet.evaluate("document.documentElement.scrollWidth") == width


def test_the_year_that_was_asked_for_is_seen_in_forced_colours(quiet: Page, address: str) -> None:
    quiet.emulate_media(forced_colors="active")
    quiet.goto(f"{address}search/?q=平阳县 2021")
    style = "(all) => all.map((one) => [one.textContent, getComputedStyle(one).outlineStyle])"
    years = quiet.locator(".gk-find__agencies li:first-child .gk-find__year")
    expect(years).to_have_count(3)
    assert years.evaluate_all(style) == [["2022", "none"], ["2021", "solid"], ["2020", "none"]]
