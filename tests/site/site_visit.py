"""Visitors with a browser, who notice when a page misbehaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

Visit = Callable[..., Page]

KINDS_OF_PAGES = {
    "home": "",
    "agencies": "agencies/",
    "agency": "agencies/{agency}/",
    "years": "years/",
    "year": "years/{year}/",
    "report": "agencies/{agency}/{year}/",
    "quality": "quality/",
    "check": "quality/relations/",
    "coverage": "quality/coverage/",
    "search": "search/?q=公开",
    "text": "about/",
    "glossary": "glossary/",
    "missing": "404.html",
}


@contextmanager
def visiting(browser: Browser) -> Iterator[Visit]:
    """Gives a function that opens an address; its keywords are those of a browser context.

    In the end no page may have asked another host for anything, written an error to the console,
    failed to get a file, opened a dialog, or run a script that it was sent as text.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(address: str, **settings: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | settings))
        contexts.append(context)
        _watch(context, "/".join(address.split("/")[:3]) + "/", complaints)
        page = context.new_page()
        page.goto(address, wait_until="load")
        return page

    yield visit
    for context in contexts:
        for page in context.pages:
            if page.evaluate("() => 'harmed' in window"):
                complaints.append(f"{page.url}: text ran as a script")
        context.close()
    assert complaints == []


def _watch(context: BrowserContext, host: str, complaints: list[str]) -> None:
    def told(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"console: {message.text} {message.location}")

    def asked(request: Any) -> None:
        if not request.url.startswith((host, "data:", "blob:")):
            complaints.append(f"asked elsewhere: {request.url}")

    def answered(response: Any) -> None:
        if response.status >= 400:
            complaints.append(f"{response.status}: {response.url}")

    context.on("console", told)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("request", asked)
    context.on("response", answered)
    context.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
