"""Elements of XML by their local names: Office files use two sets of namespaces for the same."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

# The only name that lxml has for it.
Element = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def name_of(element: Element) -> str:
    """The local name, "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that local name."""
    for each in element if element is not None else ():
        if name_of(each) == name:
            yield each


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name, or None."""
    return next(children(element, name), None)


def find_all(element: Element, name: str) -> Iterator[Element]:
    """The elements of that local name at any depth."""
    return (each for each in element.iter() if name_of(each) == name)


def attribute(element: Element | None, name: str) -> str:
    """The value of the attribute of that local name, "" when there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def number(text: str, default: int) -> int:
    """The whole number in `text` from 0 to 9999, or `default`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")
