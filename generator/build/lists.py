"""The pages that list others, and the files that cover the whole portal."""

from __future__ import annotations

from collections.abc import Mapping

from generator.messages import Messages
from generator.model.pages import Collection
from generator.render.addresses import AGENCIES, HOME, YEARS, year_path
from generator.render.document import Document
from generator.render.home import home
from generator.render.year import agencies, year, years


def lists(collection: Collection, messages: Messages) -> Mapping[str, Document]:
    """Every list of the portal, by path. A list that would be empty is not made."""
    pages = {HOME: home(collection, messages)}
    if collection.agencies:
        pages[AGENCIES] = agencies(collection, messages)
    if collection.summaries:
        pages[YEARS] = years(collection, messages)
    for number in collection.years:
        pages[year_path(number)] = year(collection, number, messages)
    return pages
