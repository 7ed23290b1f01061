"""The feed of new and corrected reports, in Atom (RFC 4287)."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from generator.messages import Messages
from generator.model.pages import Collection, Summary
from generator.render.addresses import address, report_path
from generator.render.document import plain
from generator.render.words import Words

PATH = "feed.xml"
MOST = 50
"""How many reports the feed holds."""

_NEVER = date(1970, 1, 1)
"""When a portal without a dated report was last changed: Atom wants a day."""


def feed(collection: Collection, site_url: str, messages: Messages) -> bytes:
    """The reports published or corrected last.

    A report keeps its id, its address, when it is corrected; then its day of change is that of the
    correction. Only days are known, which are taken to begin at midnight in China.
    """
    entries = _latest(collection)
    portal = collection.portal
    changed = max((_changed(one) for one in entries), default=_NEVER)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>{_text(site_url)}</id>",
        f"<title>{_text(portal.name)}</title>",
        f"<updated>{_moment(changed)}</updated>",
        f"<author><name>{_text(portal.footer.organiser or portal.name)}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(site_url)}/>',
        f'<link rel="self" type="application/atom+xml" href={quoteattr(site_url + PATH)}/>',
        *(_entry(one, collection, site_url, messages) for one in entries),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _latest(collection: Collection) -> list[Summary]:
    found = {(one.agency, one.year): one for one in (*collection.newest, *collection.corrected)}
    dated = [one for one in found.values() if one.published or one.corrected]
    dated.sort(key=lambda one: (-_changed(one).toordinal(), -one.year, one.agency))
    return dated[:MOST]


def _entry(one: Summary, collection: Collection, site_url: str, messages: Messages) -> str:
    words = Words(messages)
    url = site_url + address(report_path(one.agency, one.year))
    title = plain(one.title)
    if one.corrected:
        title = words.say("feed.corrected", title=title)
    agency = collection.agencies[one.agency].name_in(one.year)
    told = [words.say("feed.report", agency=agency, year=one.year)]
    told += [
        words.say("feed.figure", label=figure.label.zh, value=words.figure(value, figure.unit))
        for figure in collection.forms[one.form].figures
        if (value := one.figures.get(figure.id)) is not None
    ]
    summary = words.say("list.comma").join(told)
    day = f"<published>{_moment(one.published)}</published>" if one.published else ""
    return (
        f"<entry><id>{_text(url)}</id><title>{_text(title)}</title>"
        f"<updated>{_moment(_changed(one))}</updated>{day}"
        f"<author><name>{_text(agency)}</name></author>"
        f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>'
        f"<summary>{_text(summary)}</summary></entry>"
    )


def _changed(one: Summary) -> date:
    return max(day for day in (one.published, one.corrected, _NEVER) if day is not None)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"


def _text(text: str) -> str:
    return escape(plain(text))
