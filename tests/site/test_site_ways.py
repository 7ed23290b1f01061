"""The ways of a visitor through the site: by links, by search, without scripts, below a path."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from site_sample import AGENCY, HEADINGS, TITLE

pytestmark = pytest.mark.browser

# What a visitor sees of the search.
FIELD = "form[role=search] input[type=search]:visible"
RESULTS = "main, [role=listbox]"


def heading(page: Page) -> str:
    return page.locator("h1").inner_text().removesuffix("§")


@pytest.mark.parametrize("server", ["sample", "sample_below"])
def test_the_report_is_reached_by_clicking(
    request: pytest.FixtureRequest, visit: Any, server: str
) -> None:
    page = visit(request.getfixturevalue(server))
    page.locator("article").get_by_role("link", name=AGENCY).click()
    assert heading(page) == AGENCY
    page.locator("article table").get_by_role("link", name="2022年度").click()
    assert heading(page) == TITLE
    page.locator(".gk-trail").get_by_role("link", name="首页").click()
    page.locator("article").get_by_role("link", name="2022年度").click()
    page.locator("article").get_by_role("link", name=AGENCY).click()
    assert heading(page) == TITLE
    assert page.url == request.getfixturevalue(server) + "agencies/zhanhe-emergency/2022/"


@pytest.mark.parametrize("server", ["sample", "sample_below"])
def test_the_report_is_found_from_the_home_page(
    request: pytest.FixtureRequest, visit: Any, server: str
) -> None:
    page = visit(request.getfixturevalue(server))
    field = page.locator("article").locator(FIELD)
    field.fill("应急管理局")
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator("article").get_by_role("link", name=TITLE).first.click()
    assert heading(page) == TITLE


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("server", ["sample", "sample_below"])
def test_the_report_is_found_while_typing_on_the_home_page(
    request: pytest.FixtureRequest, visit: Any, server: str, width: int
) -> None:
    page = visit(request.getfixturevalue(server))
    page.set_viewport_size({"width": width, "height": 800})
    field = page.locator("article").get_by_role("combobox")
    # One answer: a later one would take away what was chosen of the one before.
    field.fill("应急管理局")
    option = page.locator("article").get_by_role("option").filter(has_text=TITLE).first
    expect(option).to_be_in_viewport()
    # What the field says it controls is its own list, and not that of the header.
    assert field.get_attribute("aria-controls") == option.locator(
        "xpath=ancestor::*[@role='listbox']"
    ).get_attribute("id")
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}']").count() == 1
    option.click()
    page.wait_for_url("**/zhanhe-emergency/2022/**")
    assert heading(page) == TITLE


def test_the_report_is_found_while_typing_in_the_header(visit: Any, sample: str) -> None:
    page = visit(sample + "about/")
    page.locator("header").locator(FIELD).press_sequentially("应急管理局")
    option = page.get_by_role("option").filter(has_text=TITLE).first
    option.click()
    page.wait_for_url("**/zhanhe-emergency/2022/**")
    assert heading(page) == TITLE


@pytest.mark.parametrize("server", ["sample", "sample_below"])
def test_a_hit_on_a_hand_written_page_opens_at_its_heading(
    request: pytest.FixtureRequest, visit: Any, server: str
) -> None:
    page = visit(request.getfixturevalue(server) + "search/?q=不判断哪一个正确")
    hit = page.locator(".gk-find__hit")
    expect(hit).to_have_count(1)
    expect(hit.locator(".gk-find__heading")).to_have_text("什么是校验发现")
    expect(page.locator("select[name=section] option")).to_have_text(["不限"])
    # A window in which the page has to be scrolled to be seen.
    page.set_viewport_size({"width": 1280, "height": 300})
    hit.get_by_role("link").first.click()
    page.wait_for_url("**/about/?mark=*#_4")
    expect(page.locator("mark.gk-mark")).to_have_text("不判断哪一个正确")
    expect(page.locator("mark.gk-mark")).to_be_in_viewport()
    opened = page.get_by_role("heading", name="什么是校验发现")
    assert page.evaluate("() => document.querySelector(':target').id") == "_4"
    box = opened.bounding_box()
    assert box
    assert 0 <= box["y"] < 150


def test_a_heading_of_a_hand_written_page_is_found_as_one(visit: Any, sample: str) -> None:
    page = visit(sample)
    page.locator("header").locator(FIELD).fill("怎样阅读和引用")
    option = page.get_by_role("option").first
    expect(option.locator("mark")).to_have_text("怎样阅读和引用")
    option.click()
    page.wait_for_url("**/about/?mark=*#_5")
    expect(page.locator("h2 mark.gk-mark")).to_have_text("怎样阅读和引用")


def test_other_years_and_other_agencies_are_one_click_away(visit: Any, demo: str) -> None:
    page = visit(demo + "agencies/lanpu-yingji/2023/")
    name = page.locator(".gk-trail a").last.inner_text()
    for year in ("2022", "2024"):
        page.goto(demo + "agencies/lanpu-yingji/2023/")
        page.locator("article").get_by_role("link", name=year, exact=True).first.click()
        page.wait_for_url(f"**/lanpu-yingji/{year}/")
        assert heading(page).startswith(f"{name}{year}年")
    page.goto(demo + "agencies/lanpu-yingji/2023/")
    page.locator("#elsewhere ~ nav").get_by_role("link", name="岚浦区教育和体育局").click()
    page.wait_for_url("**/lanpu-jiaoyu/2023/")
    assert heading(page).startswith("岚浦区教育和体育局2023年")


@pytest.mark.parametrize("name", ["report", "home", "agency", "year", "search"])
def test_the_site_reads_with_scripts_off(visit: Any, sample: str, name: str) -> None:
    paths = {
        "home": "",
        "agency": "agencies/zhanhe-emergency/",
        "year": "years/2022/",
        "report": "agencies/zhanhe-emergency/2022/",
        "search": "search/?q=x",
    }
    page = visit(sample + paths[name], java_script_enabled=False)
    # Controls that a script has to serve are not offered without it.
    expect(page.get_by_role("button", name="深色")).to_have_count(0)
    if name == "report":
        for title in HEADINGS:
            expect(page.get_by_role("heading", name=title).first).to_be_visible()
        expect(page.locator("#table-applications")).to_be_visible()
    else:
        page.locator("article").get_by_role("link").first.click()
        expect(page.locator("h1")).to_be_visible()


def test_an_address_that_does_not_exist_leads_on(browser: Any, sample: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(sample + "agencies/nobody/1999/")
    assert answer.status == 404
    assert heading(page) == "没有找到这个页面"
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).margin") == "0px"
    page.locator("article").get_by_role("link", name="回到首页").click()
    assert page.url == sample
    context.close()


def test_every_page_of_the_demonstration_says_so(demo_site: Path, sample_site: Path) -> None:
    pages = list(demo_site.rglob("*.html"))
    assert len(pages) > 45
    banner = re.compile(r'<p class="gk-banner" role="note"><strong>演示数据</strong>')
    assert [path for path in pages if len(banner.findall(path.read_text("utf-8"))) != 1] == []
    for path in sample_site.rglob("*.html"):
        assert "演示数据" not in path.read_text("utf-8")


def test_the_demonstration_says_so_in_view(visit: Any, demo: str) -> None:
    page = visit(demo + "agencies/lanpu-yingji/2023/")
    expect(page.get_by_text("演示数据", exact=True)).to_be_in_viewport()
