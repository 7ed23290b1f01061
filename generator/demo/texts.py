"""The text of a report: the paragraphs that a profile plans, said in the words of an agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.demo.cast import Member
from generator.demo.dice import Dice
from generator.demo.grammar import Telling
from generator.demo.profile import Paragraph, Part, Profile
from generator.demo.sources import phrases
from generator.model.forms import Form
from generator.model.reports import Narrative

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Texts:
    """What a report says, and the figures that it speaks of."""

    preface: tuple[str, ...]
    sections: Mapping[str, Narrative]
    mentioned: frozenset[str]


def compose(
    member: Member,
    year: int,
    form: Form,
    profile: Profile,
    figures: Mapping[str, int],
    dice: Dice,
) -> Texts:
    """The text of a report with these figures; the same throws of `dice` give the same wording."""
    body = member.body
    pools = {"topic": body.topics, "open": body.opens, "asked": body.asked}
    words = {**member.words, **_words(member, year, form, dice)}
    rules = {**phrases(), **profile.rules}
    telling = Telling(rules, dice, words, pools, figures, member.length)
    kind = member.agency.kind
    preface = _paragraphs(profile.preface, telling, kind, inline=True)
    sections = {
        section.id: Narrative(
            tuple(
                _paragraphs(
                    profile.sections.get(section.id, ()), telling, kind, inline=member.inline
                )
            )
        )
        for section in form.sections
    }
    return Texts(tuple(preface), sections, frozenset(telling.mentioned))


def _words(member: Member, year: int, form: Form, dice: Dice) -> dict[str, str]:
    posts = max(6, member.sizes_in(year).get("posts", 0) * dice.between(75, 130) // 10_000)
    web = posts * dice.between(48, 88) // 100
    return {
        "agency": member.agency.name_in(year),
        "self": member.self_in(year),
        "year": str(year),
        "last": str(year - 1),
        "next": str(year + 1),
        "form": form.title.zh,
        "source": form.source,
        "posts": str(posts),
        "posts_web": str(web),
        "posts_media": str(posts - web),
    }


def _paragraphs(
    plan: Sequence[Paragraph], telling: Telling, kind: str, *, inline: bool
) -> Iterator[str]:
    headings = 0
    for paragraph in plan:
        if not _wanted(paragraph, telling, kind):
            continue
        said = [telling.say(part.say) for part in paragraph.parts if _wanted(part, telling, kind)]
        text = "".join(said)
        if paragraph.heading:
            heading = f"（{_NUMERALS[headings]}）{telling.say(paragraph.heading)}"
            headings += 1
            if inline:
                text = f"{heading}。{text}"
            else:
                yield heading
        if text:
            yield text
        if paragraph.ends:
            return


def _wanted(part: Paragraph | Part, telling: Telling, kind: str) -> bool:
    """Whether something is said; what it depends on then counts as spoken of."""
    figures = telling.figures
    fits = (
        all(figures[name] for name in part.when)
        and not any(figures[name] for name in part.unless)
        and (not part.kinds or kind in part.kinds)
        and (part.chance == 100 or telling.dice.happens(part.chance * telling.length // 100))
    )
    if fits:
        telling.mentioned.update(part.when, part.unless)
    return fits
