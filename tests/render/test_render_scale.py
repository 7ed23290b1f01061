"""Ten thousand agencies, sixty thousand reports: no list becomes too long to send to a phone."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin

import pytest

from generator.messages import Messages
from generator.model.agencies import Agency, Kind, Name
from generator.model.pages import Collection, Summary
from generator.model.quality import Standing
from generator.render.addresses import AGENCIES, YEARS, address, year_path
from generator.render.agencies import agencies_pages
from generator.render.coverage import boards, coverage
from generator.render.document import Document, to_html
from generator.render.home import home
from generator.render.quality import quality
from generator.render.year import year_pages

MOST_BYTES = 190_000
"""The shell around an article takes less than 10 kB."""


@pytest.fixture(scope="module")
def large(collection: Collection, kinds: dict[str, Kind]) -> Collection:
    dice = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    found: dict[str, Agency] = {}
    for number in range(10_000):
        area = "".join(dice.choices(letters[:12], k=2))
        name = f"{area}xian-{''.join(dice.choices(letters, k=3))}ju-{number}"
        kind = dice.choice(["department"] * 6 + ["township"] * 3 + ["vertical", "government"])
        found[name] = Agency(name, (Name(f"某某省某某市某某县第{number}行政审批服务管理局"),), kind)
    agencies = dict(sorted(found.items()))
    years = tuple(range(2019, 2025))
    reported = dict.fromkeys(agencies, years)
    noted = next(one.findings for one in collection.standings if one.findings)
    standings = tuple(
        Standing(year, name, date(year + 1, 1, 17), noted if number % 5 == 0 else ())
        for year in years
        for number, name in enumerate(agencies)
    )
    return replace(
        collection,
        agencies=agencies,
        reported=reported,
        standings=standings,
        boards=boards(agencies, kinds, collection.portal, reported, standings),
    )


@pytest.fixture(scope="module")
def listed(large: Collection, summaries: tuple[Summary, ...], zh: Messages) -> dict[str, Document]:
    model = summaries[0]
    of_year = [replace(model, agency=name, year=2024) for name in large.agencies]
    return {
        "index.md": home(large, zh),
        **dict(agencies_pages(large, zh)),
        **dict(year_pages(large, 2024, of_year, zh)),
        **dict(quality(large, zh)),
        **dict(coverage(large, zh)),
    }


def test_no_list_is_too_long_and_every_agency_is_in_it(
    large: Collection, listed: dict[str, Document]
) -> None:
    written = {path: to_html(page) for path, page in listed.items()}
    sizes = {path: len(text.encode()) for path, text in written.items()}
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
    for start in ("agencies/", "kinds/"), ("years/",), ("quality/coverage",):
        text = "".join(own for path, own in written.items() if path.startswith(start))
        assert large.agencies.keys() <= set(re.findall(r"[a-z]{2}xian-[a-z]+-[0-9]+(?=/)", text))


def test_every_part_is_reached_by_links(listed: dict[str, Document]) -> None:
    addresses = {address(path) for path in listed}
    seen: set[str] = set()
    waiting = [address(path) for path in (AGENCIES, year_path(2024), "quality/index.md")]
    text = {address(path): to_html(page) for path, page in listed.items()}
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for piece in text[here].split('href="')[1:]:
            target = urljoin(f"/{here}", piece.partition('"')[0]).partition("#")[0].lstrip("/")
            if target in addresses:
                waiting.append(target)
    assert addresses - seen == set()
    assert address(YEARS) not in addresses
