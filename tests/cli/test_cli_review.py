"""``gongkai review``: what was read beside where it was read, in one file that is safe to open."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from cli_portal import NAME, RECORD, SAMPLE, gongkai, tree
from lxml import html

TEXT = SAMPLE.read_text("utf-8")


def page_of(portal: Path, text: str, *arguments: str, name: str = "report.txt") -> str:
    file = portal.parent / name
    file.write_text(text, "utf-8", newline="\n")
    out = portal.parent / "review.html"
    out.unlink(missing_ok=True)
    ran = gongkai("-C", portal, "review", file, "-o", out, *arguments)
    assert ran.code == 0, ran.err
    return out.read_text("utf-8")


def test_every_cell_that_was_read_is_linked_to_what_was_read(portal: Path) -> None:
    tree_of = html.fromstring(page_of(portal, TEXT))
    cells = tree_of.xpath("//td[@data-w][@data-s]")
    assert len(cells) == 199
    for cell in cells:
        source = tree_of.get_element_by_id(f"s{cell.get('data-s')}")
        assert source.get("data-r") == cell.get("id")
        shown = cell.xpath("string(a/text())")
        assert shown == source.xpath("string(a/text())")
    unread = tree_of.xpath('//td[contains(@class, "unread")]')
    assert [cell.get("id") for cell in unread] == ["disclosure.fees.fees_charged"]


def test_every_text_of_the_record_is_linked_to_its_source(portal: Path) -> None:
    tree_of = html.fromstring(page_of(portal, TEXT))
    texts = tree_of.xpath('//section[@id="record"]//p[starts-with(@id, "text-")]')
    assert len(texts) == 26
    for text in texts:
        source = tree_of.get_element_by_id(f"s{text.get('data-s')}")
        assert text.xpath("string(span)") == source.xpath("string(span[last()])")


def test_each_link_leads_somewhere_on_the_page(portal: Path) -> None:
    tree_of = html.fromstring(page_of(portal, TEXT))
    ids = tree_of.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in tree_of.xpath("//@href")} <= set(ids)


def test_cells_are_marked_by_what_they_were_recognised(portal: Path) -> None:
    text = TEXT.replace("不掌握相关政府信息", "不掌握有关政府信息的", 1)
    tree_of = html.fromstring(page_of(portal, text))
    legend = {
        item.get("class"): item.xpath("string(.//b)")
        for item in tree_of.xpath('//ul[@class="legend"]/li')
    }
    assert legend == {"label": "185", "alias": "7", "alike": "7", "order none": "0", "unread": "1"}
    assert "按相近的名称" in tree_of.get_element_by_id("applications.not_held.total").text_content()


def test_rows_that_were_not_placed_are_shown_on_both_sides(portal: Path) -> None:
    text = TEXT.replace("行政强制\t", "其他对外服务\t12\t3\n行政强制\t", 1)
    tree_of = html.fromstring(page_of(portal, text))
    kept = tree_of.get_element_by_id("text-unplaced-0")
    assert kept.xpath("string(span)") == "其他对外服务 | 12 | 3"
    source = tree_of.get_element_by_id(f"s{kept.get('data-s')}")
    assert source.get("class") == "unplaced"
    assert "import.row_unknown" in tree_of.get_element_by_id("findings").text_content()


def test_a_difference_to_the_record_that_is_there_is_marked(portal: Path) -> None:
    page = page_of(portal, TEXT.replace("行政许可\t3", "行政许可\t4", 1))
    cell = html.fromstring(page).get_element_by_id("disclosure.licences.decisions")
    assert cell.xpath("string(del)").endswith("3")
    assert cell.xpath("string(a)") == "4"


def test_the_page_allows_nothing_but_its_own_style_and_script(portal: Path) -> None:
    page = page_of(portal, TEXT)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; ")
    for name in ("style", "script"):
        content = page.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src &#39;sha256-{digest}&#39;" in policy[1]
        assert page.count(f"<{name}") == 1
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|\son\w+=""", page)


HOSTILE = "<script>window.harmed=1</script><img src=x onerror=harmed=1>\"'><b>"


def test_no_text_of_a_submission_becomes_markup(portal: Path) -> None:
    text = TEXT.replace("我局", f"我局{HOSTILE}").replace("行政处罚\t5", f"行政处罚\t{HOSTILE}")
    text = text.replace("行政强制\t", f"{HOSTILE}\t1\n行政强制\t", 1)
    page = page_of(portal, text, name="<img src=x onerror=harmed=1>.txt")
    tree_of = html.fromstring(page)
    assert tree_of.xpath("//img | //b[not(ancestor::ul)]") == []
    assert len(tree_of.xpath("//script")) == 1
    assert page.count("window.harmed=1") > 3


def test_without_a_portal_and_without_a_known_agency(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    ran = gongkai("-C", tmp_path, "review", SAMPLE, "-o", out)
    assert ran.code == 0, ran.err
    assert "门户里还没有" in out.read_text("utf-8")
    assert NAME in out.read_text("utf-8")


def test_the_page_lies_in_this_folder_and_the_portal_stays_as_it_is(
    portal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(portal)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert gongkai("-C", portal, "review", SAMPLE).code == 0
    assert [path.name for path in here.iterdir()] == [f"{SAMPLE.name}.核对.html"]
    assert gongkai("-C", portal, "review", SAMPLE).code == 0
    assert tree(portal) == before


def test_nothing_but_an_earlier_review_is_written_over(portal: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.html"
    file.write_text("<p>我的网页</p>", "utf-8")
    ran = gongkai("-C", portal, "review", SAMPLE, "-o", file)
    assert (ran.code, len(ran.failures)) == (2, 1)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(SAMPLE.read_bytes())
    ran = gongkai("-C", portal, "review", copy, "-o", copy)
    assert (ran.code, copy.read_bytes()) == (2, SAMPLE.read_bytes())
    ran = gongkai("-C", portal, "review", SAMPLE, "-o", portal / RECORD)
    assert ran.code == 2


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    portal: Path, tmp_path: Path
) -> None:
    file = tmp_path / "scan.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    ran = gongkai("-C", portal, "review", file)
    assert (ran.code, len(ran.failures)) == (2, 1)


def test_two_reviews_of_one_file_are_the_same_bytes(portal: Path) -> None:
    assert page_of(portal, TEXT) == page_of(portal, TEXT)
