"""`to_html` against Python-Markdown itself, for any text."""

from __future__ import annotations

import html
import re
from typing import Any

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.render.document import (
    PERMALINK,
    PERMALINK_TITLE,
    TOC_DEPTH,
    Document,
    Heading,
    Html,
    Paragraph,
    Part,
    front_matter,
    plain,
    to_html,
    to_markdown,
    toc_tokens,
)

TOC: dict[str, Any] = {
    "permalink": PERMALINK,
    "permalink_title": PERMALINK_TITLE,
    "toc_depth": "-".join(map(str, TOC_DEPTH)),
}
# MkDocs always adds the last two; what we write must not depend on them.
EXTENSIONS = (["attr_list", "toc"], ["attr_list", "toc", "tables", "fenced_code"])

SPECIALS = "".join("+-*_[]<>&|~!#{}:`\\.()=\"'^$%@;/ \t\n0123456789")
WORDS = st.sampled_from(
    (
        *("1. ", "# ", "- ", "> ", "    ", "```", "~~~", "***", "---", "===", "| a |", "klzzwxh:0"),
        *("<b>", "</td>", "&amp;", "&#60;", "<!-- ", "-->", "<?php", "<script>", "http://a.b/"),
        *("{#id}", "{: .x }", "[a](b)", "[a]: b", "![x](y)"),
        *("公开", "１．", "（一）", "\u3000", "\u00a0"),
    )
)
TEXT = st.lists(
    st.one_of(WORDS, st.text(max_size=6), st.text(SPECIALS, max_size=8)), max_size=8
).map("".join)
FRAGMENTS = st.one_of(
    TEXT.map(lambda text: f'<div class="x">\n  <p>{html.escape(plain(text))}</p>\n</div>'),
    TEXT.map(
        lambda text: f'<table>\n\n<tr><td title="{html.escape(plain(text))}">1</td></tr>\n</table>'
    ),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts: list[Part] = []
    for number in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 2))
        if kind == 0:
            parts.append(Heading(draw(st.integers(1, 6)), draw(TEXT), f"h-{number}.x"))
        elif kind == 1:
            parts.append(Paragraph(draw(TEXT)))
        else:
            parts.append(Html(draw(FRAGMENTS)))
    return Document({"title": draw(TEXT)}, tuple(parts))


def body(text: str) -> str:
    return text.partition("\n---\n")[2]


def render(document: Document, extensions: list[str]) -> tuple[str, list[Any]]:
    converter = markdown.Markdown(extensions=extensions, extension_configs={"toc": TOC})
    return converter.convert(body(to_markdown(document))), converter.toc_tokens  # type: ignore[attr-defined]


@given(documents())
@settings(max_examples=400)
def test_markdown_gives_the_same_bytes(document: Document) -> None:
    for extensions in EXTENSIONS:
        written, tokens = render(document, extensions)
        assert written == to_html(document)
        assert tokens == toc_tokens(document)


@given(TEXT)
@example("1. 一　二")
@example("~~~ x")
@settings(max_examples=300)
def test_the_text_shown_is_the_text_given(text: str) -> None:
    shown = to_html(Document({}, (Paragraph(text),)))
    assert html.unescape(re.sub(r"</?p>", "", shown)) == plain(text)
    assert not re.search(r"<(?!/?p>)", shown)


@given(TEXT)
@settings(max_examples=200)
def test_front_matter_reads_back_as_text(title: str) -> None:
    document = Document({"title": title, "year": "2022", "agency": title}, ())
    written = to_markdown(document).split("\n---\n")[0].removeprefix("---\n")
    assert yaml.safe_load(written) == front_matter(document)
    assert front_matter(document) == {
        "title": html.escape(plain(title)),
        "year": "2022",
        "agency": plain(title),
    }


def test_ordinary_text_stays_readable() -> None:
    document = Document(
        {"title": "2022年度报告"},
        (Heading(2, "一、总体情况", "overview"), Paragraph("我局全年收到申请3件。")),
    )
    assert to_markdown(document) == (
        '---\ntitle: "2022年度报告"\n---\n\n## 一、总体情况 {#overview}\n\n我局全年收到申请3件。\n'
    )


@pytest.mark.parametrize(("level", "address"), [(0, "a"), (7, "a"), (2, ""), (2, "a b"), (2, "一")])
def test_a_heading_needs_a_level_and_an_address(level: int, address: str) -> None:
    with pytest.raises(ValueError, match="Heading"):
        Heading(level, "x", address)
