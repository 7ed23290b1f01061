"""Finding one's way in the text of a report, and what an expression cannot do without."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import all_forms, report

from generator.checks.anchors import anchors
from generator.checks.words import folded, words_of
from generator.forms import expression
from generator.model.reports import Narrative
from generator.numerals import COUNTED, number_starts, years_in

PIECES = st.sampled_from(
    ["甲", "乙丙", "。", "！", "；", "?", " ", "　", "３件", "\u200b", "“", "é"]
)
PARAGRAPHS = st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=5).map(tuple)
PHRASES = [
    (form.id, mention.id, text)
    for form in all_forms().values()
    for mention in form.mentions
    for text in (*mention.phrases, *mention.none)
]


def spoken(preface, before, after):
    sections = {"overview": Narrative(before, after), "other": Narrative(("末",))}
    return words_of(report(preface=preface, sections=sections))


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_every_place_in_the_lines_belongs_to_its_paragraph(preface, before, after):
    words = spoken(preface, before, after)
    for offset, character in enumerate(words.lines):
        if character == "\n":
            continue
        start, sentence = words.sentence_at(offset)
        assert sentence[offset - start] == character
        assert sentence in folded(words.text_at(offset).text.replace("\n", " "))
        assert bool(words.text_at(offset).section) == (offset >= words.told_from)
    assert words.lines.replace("\n", "") == folded(
        "\n".join(each.text for each in words.texts)
    ).replace("\n", "")


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_a_line_is_a_sentence(preface, before, after):
    for line in spoken(preface, before, after).lines.split("\n"):
        assert not re.search(r"[。!?;](?=.)", line)


@given(st.text(max_size=40))
def test_folding_is_the_compatibility_form(text):
    bare = re.sub("[\u200b-\u200f\u2060\ufeff\\s]", "", unicodedata.normalize("NFKC", text))
    assert re.sub(r"[\s]", "", folded(text)) == bare or text.isascii()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("收到申请", {"收到申请"}),
        ("(?:收到|新收)?申请数", {"申请数"}),
        ("(?:收到|新收)申", {"收到", "新收"}),
        ("(?:收到|新收)(?:政府)?申请数", {"申请数"}),
        ("收到?申", {"收"}),
        ("甲{2}乙丙丁*", {"乙丙"}),
        ("甲*|乙", set()),
        ("(?<!不)予以公开", {"予以公开"}),
        ("[收到]申(?=请了吗)", {"申"}),
        ("(?i)abc", set()),
        (r"(?P<n>\d+)件(?P=n)", set()),
    ],
)
def test_what_an_expression_cannot_do_without(expression, expected):
    assert anchors(expression) == expected


@pytest.mark.parametrize(("form", "mention", "phrase"), PHRASES)
@settings(max_examples=15, derandomize=True)
@given(data=st.data())
def test_whatever_a_phrase_matches_has_one_of_its_anchors(form, mention, phrase, data):
    pattern = expression(phrase, all_forms()[form].parts)
    text = data.draw(st.from_regex(pattern, fullmatch=False))
    known = anchors(pattern.pattern)
    assert known
    for match in pattern.finditer(text):
        assert any(anchor in match[0] for anchor in known)
        if "number" in pattern.groupindex:
            assert COUNTED.search(match[0])
        if phrase.startswith("{count}"):
            assert match.start() in set(number_starts(text))


def test_years_in_digits_and_in_characters():
    text = (
        "2023年、二〇二二年、二零二一年、一九九九年、1998年，12023年不是，23年也不是，2024 年不是"
    )
    assert years_in(text) == (2023, 2022, 2021, 1999, 1998)
