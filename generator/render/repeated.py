"""What pages repeat by the dozen: links, figures and bars, written without a template's machinery.

An expression in a template costs as much as one of these lines. All text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from generator.render.charts import Chart
from generator.render.document import plain

_CURRENT = ' aria-current="page"'


def link_list(links: Iterable[tuple[object, str]], current: object = None) -> Markup:
    """An entry of a list for each (text, address).

    The one whose text is `current` is marked as the page that the reader is on.
    """
    return _lines(
        f'    <li><a href="{escape(url)}"{_CURRENT if text == current else ""}>'
        f"{_text(str(text))}</a></li>"
        for text, url in links
    )


def figure_cells(figures: Iterable[tuple[str, bool]]) -> Markup:
    """A cell of a table for each (figure in words, whether it is a quiet one)."""
    return _lines(
        f'          <td class="zero">{_text(told)}</td>'
        if quiet
        else f"          <td>{_text(told)}</td>"
        for told, quiet in figures
    )


def bars(chart: Chart) -> Markup:
    """The bars of a chart, each with its value above and its year below."""
    lines: list[str] = []
    for bar in chart.bars:
        if bar.height:
            size = f'width="{chart.bar}" height="{bar.height}"'
            lines.append(f'      <rect x="{bar.x}" y="{bar.y}" {size}></rect>')
        for kind, y, told in (
            (' class="gk-chart-value"', bar.y - 4, bar.value),
            ("", chart.foot + 14, bar.label),
        ):
            lines.append(f'      <text{kind} x="{bar.middle}" y="{y}">{_text(told)}</text>')
    return _lines(lines)


def _text(text: str) -> str:
    return escape(plain(text))


def _lines(lines: Iterable[str]) -> Markup:
    return Markup("\n".join(lines))  # noqa: S704 - everything in them is escaped above
