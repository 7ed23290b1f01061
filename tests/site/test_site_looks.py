"""How the pages look and are used: narrow screens, keyboard, large type, dark, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from site_visit import KINDS_OF_PAGES, visiting

pytestmark = pytest.mark.browser

AGENCY, YEAR = "lanpu-zhengfuban", "2022"
REPORT = f"agencies/{AGENCY}/{YEAR}/"
PATHS = {name: path.format(agency=AGENCY, year=YEAR) for name, path in KINDS_OF_PAGES.items()}
PHONE = {"width": 360, "height": 740}
A4_WIDTH = 657
"""The width that the page rule leaves of an A4 sheet: 174 mm in CSS pixels."""

# The elements that stick out of the page, without what lies in a box that scrolls by itself.
_STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const boxed = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right, width: own } = element.getBoundingClientRect();
    return own && (right > width + 1 || left < -1) && element.checkVisibility() && !boxed(element);
  });
  const whole = document.documentElement.scrollWidth > width ? ["the page"] : [];
  return whole.concat(out.map((element) => `${element.tagName}.${element.className}`)).slice(0, 9);
}"""


# What has moved on the page without having been touched, as a share of the window.
_WATCH = """
  window.shifts = [];
  window.watching = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  watching.observe({ type: "layout-shift", buffered: true });
"""
_PAINTED = """async () => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  return [...shifts, ...watching.takeRecords()].reduce((sum, shift) => sum + shift.value, 0);
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_the_search_page_loads(browser: Browser, demo: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(_WATCH)
    # The script comes after the first paint, the hits after the script, as from a server far away.
    held: dict[str, list[Route]] = {"search-page.js": [], "root.bin": []}
    free: set[str] = set()

    def hold(file: Route) -> None:
        name = file.request.url.rpartition("/")[2]
        if name in held.keys() - free:
            held[name].append(file)
        else:
            file.continue_()

    page.route("**/*", hold)
    page.goto(demo + "search/?q=应急", wait_until="commit")
    for name, files in held.items():
        page.wait_for_function("document.querySelector('.gk-find')")
        page.evaluate(_PAINTED)
        free.add(name)
        for file in files:
            file.continue_()
    expect(page.locator(".gk-find__text mark").first).to_be_visible()
    expect(page.locator(".gk-controls")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_PAINTED) < 0.02
    context.close()


def large(page: Page, size: str) -> None:
    page.evaluate("(size) => localStorage.setItem('gongkai.type', size)", size)


@pytest.mark.parametrize("size", ["1", "2", "3"])
def test_no_page_is_wider_than_a_phone(browser: Browser, demo: str, size: str) -> None:
    with visiting(browser) as visit:
        page = visit(demo + "about/", viewport=PHONE)
        large(page, size)
        for name, path in PATHS.items():
            page.goto(demo + path)
            assert page.evaluate(_STICKING_OUT) == [], name
        page.goto(demo + "agencies/hostile/2023/")
        assert page.evaluate(_STICKING_OUT) == []


def test_the_keyboard_reaches_the_text_first_and_everything_after(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "跳到正文"
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "gk-main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('article')")


# Everything that takes the focus, with whether one sees that it has it.
_FOCUS = """() => {
  const shown = (style) => [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor].join();
  const ends = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
  return ends.filter((element) => element.checkVisibility() && element.getBoundingClientRect().width).flatMap((element) => {
    element.blur();
    const without = shown(getComputedStyle(element));
    element.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== element) return [`not reached: ${element.outerHTML.slice(0, 90)}`];
    const style = getComputedStyle(element);
    if (shown(style) === without) return [`not seen: ${element.outerHTML.slice(0, 90)}`];
    return [];
  });
}"""


@pytest.mark.parametrize("name", ["home", "report", "search", "agency"])
def test_one_sees_where_the_focus_is(visit: Any, demo: str, name: str) -> None:
    page = visit(demo + PATHS[name])
    if name == "search":
        page.locator("article h3 a").first.wait_for()
    # The browser shows the focus to those who use keys.
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUS) == []


def test_wide_tables_scroll_by_keyboard_and_say_so(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT, viewport=PHONE)
    table = page.locator("#table-applications")
    box = page.get_by_role("region").filter(has=table)
    expect(page.locator("figure").filter(has=table).locator(".gk-table-hint")).to_be_visible()
    box.focus()
    total = table.locator("tbody tr").first.locator("td").last
    expect(total).not_to_be_in_viewport()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("(box) => box.scrollLeft > 100", arg=box.element_handle())
    # The row heads stay where they are, in view.
    edge = "(head) => head.getBoundingClientRect().left"
    assert 0 < table.locator("tbody th").first.evaluate(edge) < PHONE["width"] / 4
    narrow = page.get_by_role("region").filter(has=page.locator("#table-disclosure"))
    assert narrow.get_attribute("tabindex") is None


def test_large_type_works_and_is_remembered(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT)
    paragraph = page.locator("article > p").first

    def size() -> float:
        return paragraph.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")

    usual = size()
    assert 17 <= usual <= 18.5
    page.get_by_role("button", name="大", exact=True).click()
    assert size() == pytest.approx(usual * 1.25, rel=0.02)
    page.get_by_role("button", name="特大").click()
    assert size() == pytest.approx(usual * 1.5, rel=0.02)
    expect(page.get_by_role("button", name="特大")).to_have_attribute("aria-pressed", "true")
    page.goto(demo + "agencies/lanpu-yingji/2023/")
    assert size() == pytest.approx(usual * 1.5, rel=0.02)
    page.get_by_role("button", name="标准").click()
    page.reload()
    assert size() == usual


def luminance(page: Page) -> float:
    colour = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]
    return sum(parts) / 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_then_the_reader(
    visit: Any, demo: str, scheme: str
) -> None:
    page = visit(demo, color_scheme=scheme)
    assert (luminance(page) < 80) == (scheme == "dark")
    page.locator(".gk-controls").get_by_role("button", name=re.compile("^[深浅]色$")).click()
    assert (luminance(page) < 80) == (scheme == "light")
    page.goto(demo + REPORT)
    assert (luminance(page) < 80) == (scheme == "light")


def test_nothing_moves_for_those_who_do_not_want_it(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT, reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
      return seconds(style.transitionDuration) > 0.01 || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
    }).map((element) => element.className)"""
    assert page.evaluate(moving) == []


@pytest.mark.parametrize("path", [REPORT, "agencies/hostile/2023/", f"agencies/{AGENCY}/", ""])
def test_paper_has_the_report_without_the_ways_around_it(visit: Any, demo: str, path: str) -> None:
    page = visit(demo + path, viewport={"width": A4_WIDTH, "height": 960})
    page.emulate_media(media="print")
    for around in ("header", "footer", ".gk-trail", ".gk-toc", ".gk-contents", "form", "button"):
        for part in page.locator(around).all():
            expect(part).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    for table in page.locator("article table:not(details:not([open]) table)").all():
        expect(table).to_be_visible()
        right = table.evaluate("(table) => table.getBoundingClientRect().right")
        assert right <= A4_WIDTH
    assert page.evaluate("() => document.documentElement.scrollWidth") <= A4_WIDTH
    cut = """() => [...document.querySelectorAll("article td, article th")].filter((cell) =>
      cell.scrollWidth > cell.clientWidth + 1 && !cell.closest(".gk-unseen")).map((cell) => cell.textContent)"""
    assert page.evaluate(cut) == []


def test_dark_and_large_readers_print_black_on_white_in_normal_size(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT, color_scheme="dark")
    large(page, "3")
    page.reload()
    page.emulate_media(media="print")
    paragraph = page.locator("article > p").first
    style = paragraph.evaluate("(p) => [getComputedStyle(p).color, getComputedStyle(p).fontSize]")
    assert style == ["rgb(0, 0, 0)", "14px"]
    cells = page.locator("#table-applications td").first
    colour = cells.evaluate("(cell) => getComputedStyle(cell).backgroundColor")
    assert colour in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_the_printed_report_is_a4_and_as_long_as_its_content(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT)
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(595, 842)}
    assert 3 <= len(re.findall(rb"/Type ?/Page\b", paper)) <= 5
