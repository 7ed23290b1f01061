"""The HTML fragments of pages, from the templates beside this module; everything is escaped."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from generator.messages import Messages
from generator.render.document import Html, plain
from generator.render.words import Words
from generator.resources import resource_text

_EMPTY_LINES = re.compile(r"(?:^[ ]*\n)+", re.MULTILINE)


def fragment(template: str, messages: Messages, /, **context: Any) -> Html:
    """The template filled, without empty lines. Its root must be one block element.

    Every template may use `words`, and `say` for a message ``page.…`` of ``pages.yml``.
    """
    words = Words(messages)
    text = _environment().get_template(template).render(say=words.say, words=words, **context)
    return Html(_EMPTY_LINES.sub("", text).strip())


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: resource_text(f"render/templates/{name}")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
        auto_reload=False,
    )


def _shown(value: object) -> object:
    """Text as a page can hold it: on one line, without control characters."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain(value)
    return value
