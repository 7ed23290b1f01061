"""The review page in a browser: both sides light up, it fits a phone, and text stays text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from site_server import serving
from site_visit import Visit

from generator.messages import messages
from generator.pipeline.review import review
from generator.pipeline.take_in import Wish

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).resolve().parents[1] / "data/submissions/zhanhe-emergency-2022.txt"
HOSTILE = "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'>"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("review")
    text = SAMPLE.read_text("utf-8").replace("我局", f"我局{HOSTILE}")
    text = text.replace("行政处罚\t5", f"行政处罚\t{HOSTILE}")
    file = folder / "report.txt"
    file.write_text(text, "utf-8")
    _, page = review(folder, file, Wish(), messages("zh"))
    (folder / "page.html").write_bytes(page)
    with serving(folder) as host:
        yield f"{host.rstrip('/')}/page.html"


CELL = '[id="applications.handled.total"]'
LIT = "() => [...document.querySelectorAll('.twin')].map(each => each.closest('.pane').id).sort()"


def in_view(selector: str) -> str:
    return f"""() => {{ const box = document.querySelector('{selector}').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight; }}"""


def test_pointing_at_a_cell_lights_up_its_source_and_brings_it_into_view(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    page.locator(CELL).hover()
    page.wait_for_selector("#source .twin")
    assert page.evaluate(LIT) == ["record", "source"]
    assert page.evaluate(in_view("#source .twin"))
    assert "（七）总计 › 总计：0" in page.locator("#peek").inner_text()


def test_the_keyboard_does_the_same_from_either_side(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator(f"{CELL} a").focus()
    assert page.evaluate(LIT) == ["record", "source"]
    page.keyboard.press("Enter")
    spot = page.locator(CELL).get_attribute("data-s")
    assert page.evaluate("() => location.hash") == f"#s{spot}"
    page.locator(f"#s{spot} a").focus()
    assert page.evaluate(LIT) == ["record", "source"]
    page.keyboard.press("Escape")
    assert page.evaluate(LIT) == []
    assert page.locator("#peek").is_hidden()


def test_wide_screens_have_both_sides_each_scrolling_alone(visit: Visit, address: str) -> None:
    page = visit(address)
    boxes = [page.locator(f"#{name}").bounding_box() for name in ("source", "record")]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    page.evaluate("() => document.getElementById('source').scrollTo(0, 900)")
    assert page.evaluate("() => document.getElementById('record').scrollTop") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phones_have_one_below_the_other_and_nothing_sticks_out(
    visit: Visit, address: str, scheme: str
) -> None:
    page = visit(address, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    boxes = [page.locator(f"#{name}").bounding_box() for name in ("record", "source")]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1


def test_without_scripts_links_lead_there_and_back(visit: Visit, address: str) -> None:
    page = visit(address, java_script_enabled=False)
    page.locator(f"{CELL} a").click()
    spot = page.locator(CELL).get_attribute("data-s")
    assert page.url.endswith(f"#s{spot}")
    page.locator(f"#s{spot} a").click()
    assert page.url.endswith("#applications.handled.total")
