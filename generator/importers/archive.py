"""Parts of Office files: members of a zip archive, unpacked only as far as any report needs."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from generator.importers.limits import Refusal
from generator.importers.xml import Element

MOST_MEMBERS = 5_000
MOST_UNPACKED = 96 * 1024 * 1024
"""The most bytes that all members that are read may have together."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Archive:
    """An Office file. Every way in which it may not be one is a `Refusal`."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD_OFFICE):
            raise Refusal("old_office")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # a damaged directory shows as an error of nearly any kind
            raise Refusal("damaged") from error
        self._left = MOST_UNPACKED
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise Refusal("too_large", limit=str(MOST_MEMBERS))

    def names(self) -> list[str]:
        """The names of all members."""
        return self._zip.namelist()

    def check(self) -> None:
        """Refuse an archive that unpacks to more than any report, whoever is to unpack it."""
        for member in self._zip.infolist():
            self.member(member.filename)

    def member(self, name: str) -> bytes | None:
        """The bytes of a member, or None when there is none of that name.

        What the archive says about sizes is not believed: it is read up to the limit.
        """
        try:
            with self._zip.open(name) as file:
                content = file.read(self._left + 1)
        except KeyError:
            return None
        except Exception as error:  # so do damaged members: zlib, lzma, encryption, versions
            raise Refusal("damaged") from error
        self._left -= len(content)
        if self._left < 0:
            raise Refusal("too_large", limit=f"{MOST_UNPACKED // 1024 // 1024} MB")
        return content

    def xml(self, name: str) -> Element | None:
        """The root of an XML member, or None when there is none of that name."""
        content = self.member(name)
        if content is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Refusal("damaged") from error
        if root.getroottree().docinfo.doctype:
            # No Office program writes one; only attacks do.
            raise Refusal("damaged")
        return root
