"""The catalogue (输入目录册): what the last build read, and what it made of it.

One SQLite file below ``.gongkai``. It holds nothing that cannot be made again: when it is missing,
damaged, or from another version, the next build is a full one. An exclusive transaction on it is
also the lock that keeps two builds apart, and the system gives it back when a build is killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from generator import storage
from generator.errors import UnwritableError, UsageError
from generator.model.agencies import Agency
from generator.model.findings import Severity
from generator.model.pages import Summary

VERSION = 1
"""Raised when the tables or the meaning of a value change."""

FILE = f"{storage.WORK}/catalogue.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agencies (id TEXT PRIMARY KEY, entry BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS summaries (
  year INTEGER, agency TEXT, summary BLOB NOT NULL, PRIMARY KEY (year, agency)
) WITHOUT ROWID;
"""

Stamp = tuple[int, int, str]
"""Size, time of the last change in nanoseconds, and SHA-256 of a file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One agency as the last build saw it.

    `inputs` are the files it read, by path relative to the agency's folder. `around` are the
    agencies, as (id, name), to which the page of each year leads; `superior` is the name of the one
    above. `outputs` maps the path of each file made to the digest of its bytes. `findings` counts
    by severity.
    """

    agency: Agency
    inputs: Mapping[str, Stamp]
    around: Mapping[int, tuple[tuple[str, str], ...]]
    superior: str
    outputs: Mapping[str, str]
    findings: Mapping[Severity, int] = field(default_factory=dict[Severity, int])


_encode = msgspec.msgpack.Encoder().encode
_entry = msgspec.msgpack.Decoder(Entry).decode
_summary = msgspec.msgpack.Decoder(Summary).decode


class Catalogue:
    """An open catalogue, in one transaction from beginning to end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def fact(self, key: str) -> str:
        """A fact of the last build, or "" when it is not known."""
        row = self._connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def put_fact(self, key: str, value: str) -> None:
        """Keep a fact."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every agency, by id."""
        for name, blob in self._connection.execute("SELECT id, entry FROM agencies ORDER BY id"):
            yield name, _entry(blob)

    def put_entries(self, entries: Iterable[Entry]) -> None:
        """Keep what was made of some agencies."""
        rows = ((entry.agency.id, _encode(entry)) for entry in entries)
        self._connection.executemany("INSERT OR REPLACE INTO agencies VALUES (?, ?)", rows)

    def put_summaries(self, agency: str, summaries: Iterable[Summary]) -> None:
        """Keep the summaries of one agency in place of those that it had."""
        self._connection.execute("DELETE FROM summaries WHERE agency = ?", (agency,))
        rows = ((each.year, agency, _encode(each)) for each in summaries)
        self._connection.executemany("INSERT INTO summaries VALUES (?, ?, ?)", rows)

    def summaries(self, year: int | None = None) -> Iterator[Summary]:
        """The summaries of one year, or of all, by year and agency."""
        query = "SELECT summary FROM summaries"
        rows = (
            self._connection.execute(f"{query} ORDER BY year, agency")
            if year is None
            else self._connection.execute(f"{query} WHERE year = ? ORDER BY agency", (year,))
        )
        for (blob,) in rows:
            yield _summary(blob)

    def forget(self, agencies: Iterable[str]) -> None:
        """Drop agencies that are no longer there."""
        for agency in agencies:
            self._connection.execute("DELETE FROM agencies WHERE id = ?", (agency,))
            self._connection.execute("DELETE FROM summaries WHERE agency = ?", (agency,))

    def clear(self) -> None:
        """Forget everything: the next build is a full one."""
        for table in ("facts", "agencies", "summaries"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    def keep(self) -> None:
        """Make what was put so far last, whatever happens to this build."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN EXCLUSIVE")


@contextmanager
def opened(root: Path) -> Generator[Catalogue]:
    """The catalogue of a portal, held by this build alone; undone when the block raises."""
    path = root / FILE
    with storage.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = _locked(path)
    try:
        yield Catalogue(connection)
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise UnwritableError("no_space", path=str(path)) from error
    finally:
        with suppress(sqlite3.Error):
            connection.close()


def _locked(path: Path) -> sqlite3.Connection:
    """A connection inside an exclusive transaction; a damaged file is replaced by an empty one."""
    for _ in range(2):
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
            _prepare(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            if "locked" in str(error):
                raise UsageError("build_running", path=str(path.parent)) from error
            raise UnwritableError("no_permission", path=str(path)) from error
        except sqlite3.DatabaseError:
            connection.close()
            storage.remove(path)
        else:
            return connection
    raise UnwritableError("system", path=str(path))


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in tables.fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute(f"PRAGMA user_version = {VERSION}")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    # A damaged page shows only when it is read, so every table is read once.
    connection.execute("PRAGMA quick_check(1)").fetchone()
