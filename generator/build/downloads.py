"""Where the files of a report lie that are not its page: its data, and its original."""

from __future__ import annotations

import re
from typing import NamedTuple

# What a browser shows or saves without running it. Anything else is published as plain text, so
# that a submission can never bring a script onto the portal's own host.
_SAFE_ENDINGS = frozenset(
    "txt csv pdf doc docx wps xls xlsx et ofd png jpg jpeg".split()  # noqa: SIM905
)


class DataPaths(NamedTuple):
    """The paths on the site of the data of one report."""

    json: str
    csv: str


def data_paths(agency: str, year: int) -> DataPaths:
    """Where the data of a report lies."""
    stem = f"{report_folder(agency, year)}/{agency}-{year}"
    return DataPaths(f"{stem}.json", f"{stem}.csv")


def original_path(agency: str, year: int, file: str) -> str:
    """Where the original of a report lies, which its record calls `file`."""
    name = published_name(file)
    # It must not take the place of the data, on a disk that does not tell letters apart either.
    taken = name.lower() == f"{agency}-{year}.csv"
    return f"{report_folder(agency, year)}/{f'original-{name}' if taken else name}"


def report_folder(agency: str, year: int) -> str:
    """The folder of the site in which all that belongs to a report lies."""
    return f"agencies/{agency}/{year}"


def published_name(file: str) -> str:
    """The name under which an original is published: one that no server serves as a web page."""
    name = file.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower()
    safe = re.sub(r"[^\w.-]", "_", name).lstrip(".")
    return safe if ending in _SAFE_ENDINGS else f"{safe}.txt"
