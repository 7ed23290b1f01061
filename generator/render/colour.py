"""The colours of a portal, all derived from one: its ink.

Whatever the ink, everything that is read has the contrast that WCAG 2.2 asks for: 4.5:1 (1.4.3),
and 7:1 (1.4.6) in large type. A colour that is too weak is moved towards black or white until it is
strong enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

ORDINARY = 4.5
STRONG = 7.0
"""The least contrast of text, ordinarily and in large type."""

Colour = tuple[int, int, int]

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
_NIGHT: Colour = (20, 23, 27)
_WARM: Colour = (170, 75, 10)
_STEPS = 64


def palette(ink: str, *, dark: bool = False, least: float = ORDINARY) -> Mapping[str, str]:
    """The colours by name, as ``#rrggbb``.

    `paper`, `shade` (heads of tables) and `warm-shade` (corrections, findings) lie under text;
    `text`, `quiet`, `ink` and `warm` are read on any of them. `line` draws hairlines. `band` is the
    masthead's ground and `on-band` what is read on it.
    """
    own = _parse(ink)
    paper = _NIGHT if dark else _WHITE
    far = _WHITE if dark else _BLACK
    shade = _mix(paper, own if not dark else _mix(own, _WHITE, 24), 4 if not dark else 9)
    warm_shade = _mix(paper, _WARM, 5 if not dark else 12)
    grounds = (paper, shade, warm_shade)
    band = _until(own, (_WHITE,), _BLACK, max(least, STRONG))
    colours = {
        "paper": paper,
        "shade": shade,
        "warm-shade": warm_shade,
        "line": _mix(paper, far, 11 if least < STRONG else 26),
        "text": _until(_mix(far, paper, 7), grounds, far, max(least, STRONG)),
        "quiet": _until(_mix(far, paper, 25), grounds, far, least),
        # On a dark ground a merely sufficient blue looks dull.
        "ink": _until(own, grounds, far, max(least, 6.0) if dark else least),
        "warm": _until(_WARM, grounds, far, least),
        "band": band if not dark else _mix(_NIGHT, band, 30),
        "on-band": _WHITE,
    }
    return {name: _written(colour) for name, colour in colours.items()}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG defines it."""
    return _contrast(_parse(one), _parse(other))


def stylesheet(ink: str) -> str:
    """CSS custom properties ``--gk-…``: light, dark, large type, and always light on paper.

    The page's root carries ``data-theme`` (``light`` or ``dark``; without it the system decides)
    and ``data-type`` (``2`` or ``3`` for large type).
    """
    large = ':is([data-type="2"], [data-type="3"])'
    light = palette(ink)
    light_large = palette(ink, least=STRONG)
    dark = palette(ink, dark=True)
    dark_large = palette(ink, dark=True, least=STRONG)
    by_system = ':root:not([data-theme="light"])'
    by_choice = ':root[data-theme="dark"]'
    lines = [
        *_rule(":root", light, "light"),
        *_rule(f":root{large}", light_large, "light"),
        "@media screen and (prefers-color-scheme: dark) {",
        *_rule(by_system, dark, "dark"),
        *_rule(f"{by_system}{large}", dark_large, "dark"),
        "}",
        "@media screen {",
        *_rule(by_choice, dark, "dark"),
        *_rule(f"{by_choice}{large}", dark_large, "dark"),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _rule(selector: str, colours: Mapping[str, str], scheme: str) -> Iterator[str]:
    yield f"{selector} {{"
    yield f"  color-scheme: {scheme};"
    for name, colour in colours.items():
        yield f"  --gk-{name}: {colour};"
    yield "}"


def _until(colour: Colour, grounds: Sequence[Colour], end: Colour, least: float) -> Colour:
    """`colour`, moved towards `end` until it can be read on all the grounds."""
    for step in range(_STEPS + 1):
        moved = _mix(colour, end, step)
        if all(_contrast(moved, ground) >= least for ground in grounds):
            return moved
    return end


def _mix(one: Colour, other: Colour, part: int) -> Colour:
    """`one` with `part` sixty-fourths of `other`."""
    mixed = ((a * (_STEPS - part) + b * part) // _STEPS for a, b in zip(one, other, strict=True))
    red, green, blue = mixed
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _parse(colour: str) -> Colour:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
