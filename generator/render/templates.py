"""The HTML fragments of pages, from the templates beside this module; everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from generator.messages import Messages
from generator.render.document import Html, plain
from generator.render.repeated import bars, figure_cells, link_list
from generator.render.words import Words
from generator.resources import resource_text

_EMPTY_LINES = re.compile(r"\n(?: *\n)+")


def fragment(template: str, messages: Messages, /, **context: Any) -> Html:
    """The template filled, without empty lines. Its root must be one block element.

    Every template may use `words`, what `repeated` writes, and the messages ``page.…`` of
    ``pages.yml``: as a filter, ``{{ "cite" | say }}``, which the compiler of templates fills in
    once where nothing varies.
    """
    found, shared = _template(template, messages)
    # As Template.render does it, which would put together what all templates share each time.
    variables = found.new_context({**shared, **context}, shared=True)
    text = "".join(found.root_render_func(variables))
    return Html(_EMPTY_LINES.sub("\n", text).strip())


@cache
def _template(name: str, messages: Messages) -> tuple[Template, Mapping[str, Any]]:
    """A template, and what it may use besides what it is given."""
    found = _environment(messages).get_template(name)
    return found, dict(found.globals)


@cache
def _environment(messages: Messages) -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: resource_text(f"render/templates/{name}")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
        auto_reload=False,
    )
    words = Words(messages)
    shared = cast("dict[str, object]", environment.globals)
    shared |= {"words": words, "say": words.say, "links": link_list}
    shared |= {"figures": figure_cells, "bars": bars}
    environment.filters["say"] = words.say
    return environment


def _shown(value: object) -> object:
    """Text as a page can hold it: on one line, without control characters."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain(value)
    return value
