"""A page in another shell is the page that would have been made in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build.shells import Shell, Slot, fill, head_of, redressed
from generator.render.contents import contents
from generator.render.document import Document, Heading, Html, Paragraph

PATH = "agencies/a/2022.md"
TEXT = st.text(max_size=12)
HEADINGS = st.builds(Heading, st.integers(1, 4), TEXT, st.sampled_from(["a", "b", "c-1"]))
PARTS = HEADINGS | st.builds(Paragraph, TEXT) | st.builds(Html, st.just("<div>x</div>"))
DOCUMENTS = st.builds(
    Document,
    st.fixed_dictionaries({"title": TEXT, "agency": TEXT}),
    st.lists(PARTS, max_size=6).map(tuple),
)
ARTICLE = Slot("content", 0)
VALUES = (Slot("title", 0), Slot("agency", 1), Slot("agency", 2), Slot("contents", 0),
          Slot("anchor", 1), Slot("address", 0))  # fmt: skip
PIECES = st.sampled_from(["", "<p>", "</div>", '"', "报告", *VALUES])
SHELLS = st.builds(
    lambda before, after: Shell((*before, ARTICLE, *after)),
    st.lists(PIECES, max_size=5),
    st.lists(PIECES, max_size=5),
)


@given(DOCUMENTS, SHELLS, SHELLS)
def test_a_page_in_another_shell_is_as_if_made_in_it(
    document: Document, worn: Shell, shell: Shell
) -> None:
    html = fill(worn, PATH, document, contents)
    again = redressed(html, worn, shell, PATH, head_of(document), contents)
    assert again == fill(shell, PATH, document, contents)


SAMPLE = Document({"title": "年报"}, (Heading(2, "总体情况", "overview"), Paragraph("正文")))
PLAIN = Shell(("<main>", Slot("title", 0), ARTICLE, Slot("anchor", 0), "</main>"))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<main>年报",
        "<main>年报<p>正文</p>overview</main> ",
        "<main>年鉴overview</main>",
        "年报overview</main>",
    ],
)
def test_what_the_shell_never_gave_is_not_taken_for_its_page(html: str) -> None:
    assert redressed(html, PLAIN, PLAIN, PATH, head_of(SAMPLE), contents) is None


def test_beginning_and_end_of_a_page_may_not_overlap() -> None:
    worn = Shell(("<b>", ARTICLE, "<b>"))
    assert redressed("<b>", worn, PLAIN, PATH, head_of(SAMPLE), contents) is None
    assert redressed("<b><b>", worn, worn, PATH, head_of(SAMPLE), contents) == "<b><b>"


@pytest.mark.parametrize("pieces", [("<main>",), (ARTICLE, ARTICLE), (Slot("content", 1),)])
def test_a_shell_without_one_place_for_the_article_gives_no_page_back(
    pieces: tuple[str | Slot, ...],
) -> None:
    worn = Shell(pieces)
    html = fill(worn, PATH, SAMPLE, contents)
    assert redressed(html, worn, PLAIN, PATH, head_of(SAMPLE), contents) is None
