"""The feed is Atom, whatever the titles say, and keeps its ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from generator.messages import Messages
from generator.model.pages import Collection
from generator.render.feed import MOST, feed

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://www.example.gov.cn/a&b/"


def read(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)


def texts(feed_: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}", "") for entry in feed_.iter(f"{ATOM}entry")]


def test_the_newest_come_first_with_whole_addresses(collection: Collection, zh: Messages) -> None:
    early, late = collection.newest[0], collection.newest[1]
    early = replace(early, published=date(2022, 1, 9), title="<b>甲</b> & \x02乙")
    late = replace(late, published=date(2023, 1, 9), corrected=date(2024, 5, 6))
    known = replace(collection, newest=(late, early), corrected=(late,))
    made = read(feed(known, SITE, zh))
    assert texts(made, "id") == [
        f"{SITE}agencies/{late.agency}/{late.year}/",
        f"{SITE}agencies/{early.agency}/{early.year}/",
    ]
    assert texts(made, "updated") == ["2024-05-06T00:00:00+08:00", "2022-01-09T00:00:00+08:00"]
    assert texts(made, "published")[0] == "2023-01-09T00:00:00+08:00"
    assert texts(made, "title") == [f"（更正）{late.title}", "<b>甲</b> & \ufffd乙"]
    assert "新收申请0件" in texts(made, "summary")[0]
    assert made.findtext(f"{ATOM}updated") == "2024-05-06T00:00:00+08:00"
    links = {link.get("rel"): link.get("href") for link in made.findall(f"{ATOM}link")}
    assert links == {"alternate": SITE, "self": f"{SITE}feed.xml"}
    assert made.findtext(f"{ATOM}id") == SITE
    assert made.findtext(f"{ATOM}author/{ATOM}name") == "湛河区人民政府办公室"


def test_it_holds_so_many_reports_and_none_without_a_day(
    collection: Collection, zh: Messages
) -> None:
    one = collection.newest[0]
    many = tuple(replace(one, year=1950 + number) for number in range(60))
    made = read(feed(replace(collection, newest=many), SITE, zh))
    assert len(texts(made, "id")) == MOST == len(set(texts(made, "id")))
    undated = replace(one, published=None)
    made = read(feed(replace(collection, newest=(undated,)), SITE, zh))
    assert texts(made, "id") == []
    assert made.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+08:00"
