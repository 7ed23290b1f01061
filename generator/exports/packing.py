"""Zip archives whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can name; it stands for none."""


def zipped(members: Mapping[str, str]) -> bytes:
    """An archive with these texts, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            # The system that wrote it would else be told, and differ.
            member.create_system = 0
            archive.writestr(member, text.encode())
    return buffer.getvalue()
