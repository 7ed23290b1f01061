"""Addresses in the text of a report that become links: those of hosts that the portal trusts.

A dead or a hijacked address in an old report would be charged to the portal, which is why an
address is plain text unless `Portal.hosts` names its host.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from generator.render.document import Html, Paragraph, plain

_ADDRESS = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?"
)
_AFTERWARDS = ".,;:!?)'"
"""What ends the sentence rather than the address."""


def linked(paragraph: Paragraph, hosts: Collection[str]) -> Paragraph | Html:
    """The paragraph with links to the `hosts`; itself when it has none."""
    text = plain(paragraph.text)
    pieces: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_AFTERWARDS)
        if match["host"].lower().rstrip(".") not in hosts:
            continue
        href = escape(address)
        before = escape(text[end : match.start()], quote=False)
        pieces.append(f'{before}<a href="{href}" rel="noopener">{href}</a>')
        end = match.start() + len(address)
    if not pieces:
        return paragraph
    return Html(f"<p>{''.join(pieces)}{escape(text[end:], quote=False)}</p>")
