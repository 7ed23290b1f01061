"""Dates, figures and sizes in the words of pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from generator.messages import Messages
from generator.model.agencies import Name
from generator.model.findings import Severity, Value
from generator.model.forms import Figure, Form
from generator.render.cells import short_labels
from generator.render.figures import exact_sum

MINUS = "\N{MINUS SIGN}"


class Words:
    """The wording of pages in one language."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def say(self, key: str, /, **parameters: Value) -> str:
        """The message ``page.<key>``."""
        return self._messages.say(f"page.{key}", **parameters)

    def day(self, day: date | None) -> str:
        """A day in text, or that it is not known."""
        if day is None:
            return self.say("day.unknown")
        return self.say("day", year=day.year, month=day.month, day=day.day)

    def figure(self, value: Decimal | None, unit: str = "") -> str:
        """A figure with its unit; a dash where there is none."""
        if value is None:
            return "—"
        number = format(value, "f").replace("-", MINUS)
        return self.say("figure", number=number, unit=unit) if unit else number

    def change(self, now: Decimal | None, before: Decimal | None, figure: Figure) -> str:
        """How a figure differs from last year's, or "" where one of the two is missing."""
        if now is None or before is None:
            return ""
        difference = exact_sum((now, before.copy_negate()))
        if not difference:
            return self.say("change.none")
        unit = self.say("change.points") if figure.per else figure.unit
        key = "change.up" if difference > 0 else "change.down"
        return self.say(key, number=format(difference.copy_abs(), "f"), unit=unit)

    def findings(self, counts: Mapping[Severity, int]) -> str:
        """How many findings there are, by severity; that there are none where it is so."""
        if not counts:
            return self.say("findings.none")
        return self.say("list.comma").join(
            self.say(f"findings.{severity.word}", count=count)
            for severity, count in sorted(counts.items(), reverse=True)
        )

    def size(self, size: int) -> str:
        """The size of a file: bytes, then kB and MB with one decimal."""
        if size < 1000:
            return self.say("size.bytes", size=size)
        unit, tenth = ("kB", 100) if size < 1_000_000 else ("MB", 100_000)
        tenths = (size + tenth // 2) // tenth
        return f"{tenths // 10}.{tenths % 10} {unit}"

    def name(self, name: Name) -> str:
        """A former name with the last year in which it was used, where that is known."""
        if name.last_year is None:
            return name.name
        return self.say("agency.name_until", name=name.name, year=name.last_year)

    def scheme(self, scheme: str) -> str:
        """What a scheme of identifiers is called; the scheme itself where it has no wording."""
        return self._messages.describe(f"page.scheme.{scheme}") or scheme

    def place(self, form: Form, cell: str) -> str:
        """A cell in the words of the form: its row and its column, as short as they are clear."""
        return " › ".join(short_labels(form)[cell])
