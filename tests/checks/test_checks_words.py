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
from generator.forms import after_count, begins_with_count, expression
from generator.model.reports import Narrative
from generator.numerals import COUNTED, names_year, number_starts, years_in

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
            rest = after_count([phrase, "{count}无"], all_forms()[form].parts)
            assert rest is not None
            assert rest.search(text)
            assert match.start() in set(number_starts(text))


@pytest.mark.parametrize("phrase", ["申请{count}", "{count}(?P<a>甲)(?P=a)", r"{count}(甲)\5"])
def test_a_phrase_that_cannot_be_looked_for_by_what_follows_its_number(phrase):
    assert not begins_with_count(phrase)
    assert after_count([], {}) is None


NUMBERS = st.lists(
    st.sampled_from(
        [*"0129一二九〇零年月件条个。,\n ", "2023年", "二〇二三年", "1999", "年度", "٣", "２"]
    ),
    max_size=14,
).map("".join)


@given(NUMBERS)
def test_years_are_found_from_their_end_as_from_their_beginning(text):
    plain = re.compile(
        r"[12一二](?:(?<!\d.)(?:(?<=1)9|(?<=2)0)\d\d"
        r"|(?:(?<=一)九|(?<=二)[〇○零0])[〇○零0一二三四五六七八九]{2})年"
    )
    digits = str.maketrans("零〇○一二三四五六七八九", "000123456789")
    expected = tuple(int(match[0][:-1].translate(digits)) for match in plain.finditer(text))
    assert years_in(text) == expected
    for year in (1999, 2023):
        assert not names_year(text, year) or year in expected


@given(NUMBERS)
def test_things_are_counted_from_their_unit_as_from_their_number(text):
    plain = re.compile(r"[\d零〇○一二两三四五六七八九十百千万亿余多几](?:件|宗|起|例|份|条|项|个)")
    assert [m.end() for m in COUNTED.finditer(text)] == [m.end() for m in plain.finditer(text)]


@given(PARAGRAPHS, st.sampled_from(["甲", "乙丙", "3", "。"]))
def test_sentences_with_a_piece(paragraphs, piece):
    words = spoken((), paragraphs, ())
    told = list(words.sentences_with(piece))
    assert [sentence for _, sentence in told] == [
        line for line in words.lines.split("\n") if piece in line
    ]
    for start, sentence in told:
        assert words.lines.startswith(sentence, start)


def test_years_in_digits_and_in_characters():
    text = (
        "2023年、二〇二二年、二零二一年、一九九九年、1998年，12023年不是，23年也不是，2024 年不是"
    )
    assert years_in(text) == (2023, 2022, 2021, 1999, 1998)
