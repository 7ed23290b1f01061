"""The catalogue (输入目录册): what the last build read, and what it made of it.

One SQLite file below ``.gongkai``. It holds nothing that cannot be made again: when it is missing,
damaged, or from another version, the next build is a full one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from generator import storage
from generator.build.shells import Head
from generator.errors import UnwritableError, UsageError
from generator.model.agencies import Agency
from generator.model.findings import Severity
from generator.model.pages import Summary
from generator.model.quality import Noted, Standing

VERSION = 7
"""Raised when the tables or the meaning of a value change."""

FILE = f"{storage.WORK}/catalogue.sqlite"
LOCK = f"{storage.WORK}/lock.sqlite"
"""An empty database whose exclusive transaction keeps two builds apart."""

# Of agencies, what is asked for of all of them comes first: what follows need not be read then.
_TABLES = """
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agencies (
  id TEXT PRIMARY KEY, reports INTEGER NOT NULL, notes INTEGER NOT NULL,
  warnings INTEGER NOT NULL, errors INTEGER NOT NULL, lacking BLOB NOT NULL, years BLOB NOT NULL,
  agency BLOB NOT NULL, inputs BLOB NOT NULL, outputs BLOB NOT NULL, indexed BLOB NOT NULL,
  heads BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS summaries (
  year INTEGER, agency TEXT, published INTEGER, corrected INTEGER, summary BLOB NOT NULL,
  found BLOB NOT NULL,
  PRIMARY KEY (year, agency)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS published ON summaries (published, year);
CREATE INDEX IF NOT EXISTS corrected ON summaries (corrected, year);
CREATE INDEX IF NOT EXISTS by_agency ON summaries (agency);
CREATE TABLE IF NOT EXISTS examined (
  agency TEXT PRIMARY KEY, key TEXT NOT NULL, inputs BLOB NOT NULL, sound BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lists (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""

Stamp = tuple[int, int, str]
"""Size, time of the last change in nanoseconds, and SHA-256 of a file ("" before it is read)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a build made of one agency.

    `inputs` are the files it read, by path relative to the agency's folder. `outputs` maps the path
    of each file made to the digest of its bytes, `indexed` the address of each entry of the search
    index to the digest of what it says, `heads` the path of each page to what stands around its
    article. `findings` counts by severity; `noted` are those that are published, by year. `lacking`
    are the originals, as paths relative to the agency's folder, that records name and that were not
    there.
    """

    agency: Agency
    inputs: Mapping[str, Stamp]
    outputs: Mapping[str, str]
    indexed: Mapping[str, str]
    summaries: tuple[Summary, ...] = ()
    findings: Mapping[Severity, int] = field(default_factory=dict[Severity, int])
    noted: Mapping[int, tuple[Noted, ...]] = field(default_factory=dict[int, tuple[Noted, ...]])
    heads: Mapping[str, Head] = field(default_factory=dict[str, Head])
    lacking: tuple[str, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_agency = msgspec.msgpack.Decoder(Agency).decode
_stamps = msgspec.msgpack.Decoder(dict[str, Stamp]).decode
_outputs = msgspec.msgpack.Decoder(dict[str, str]).decode
_years = msgspec.msgpack.Decoder(tuple[int, ...]).decode
_heads = msgspec.msgpack.Decoder(dict[str, Head]).decode
_names = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_noted = msgspec.msgpack.Decoder(tuple[Noted, ...]).decode
_summary = msgspec.msgpack.Decoder(Summary).decode


class DamagedError(Exception):
    """The catalogue holds something that no build of this version wrote."""


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

    def inputs(self) -> Iterator[tuple[str, Mapping[str, Stamp]]]:
        """The files that each agency's pages were made from, by agency."""
        for name, blob in self._connection.execute("SELECT id, inputs FROM agencies ORDER BY id"):
            yield name, _stamps(blob)

    def years(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The years for which each agency had a record, by agency."""
        for name, blob in self._connection.execute("SELECT id, years FROM agencies ORDER BY id"):
            yield name, _years(blob)

    def lacking(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The originals that were not there, by agency; nothing of agencies that had all."""
        query = "SELECT id, lacking FROM agencies WHERE lacking != ?"
        for name, blob in self._connection.execute(query, (_encode(()),)):
            yield name, _names(blob)

    def agencies(self) -> Iterator[tuple[str, Agency]]:
        """Every agency, by id."""
        for name, blob in self._connection.execute("SELECT id, agency FROM agencies ORDER BY id"):
            yield name, _agency(blob)

    def inputs_of(self, agency: str) -> Mapping[str, Stamp]:
        """The files that one agency's pages were made from; none when it is new."""
        query = "SELECT inputs FROM agencies WHERE id = ?"
        row = self._connection.execute(query, (agency,)).fetchone()
        return _stamps(row[0]) if row else {}

    def outputs(self, agency: str) -> Mapping[str, str]:
        """The files made of one agency; none when it is new."""
        return self._digests("outputs", agency)

    def indexed(self, agency: str) -> Mapping[str, str]:
        """The entries of the search index made of one agency; none when it is new."""
        return self._digests("indexed", agency)

    def heads(self, agency: str) -> Mapping[str, Head]:
        """What stands around the articles of an agency's pages, by path; none when it is new."""
        query = "SELECT heads FROM agencies WHERE id = ?"
        row = self._connection.execute(query, (agency,)).fetchone()
        return _heads(row[0]) if row else {}

    def put_outputs(self, agency: str, outputs: Mapping[str, str]) -> None:
        """Keep new digests of files of which nothing else changed."""
        query = "UPDATE agencies SET outputs = ? WHERE id = ?"
        self._connection.execute(query, (_encode(outputs), agency))

    def _digests(self, column: str, agency: str) -> Mapping[str, str]:
        query = f"SELECT {column} FROM agencies WHERE id = ?"  # noqa: S608 - our own names
        row = self._connection.execute(query, (agency,)).fetchone()
        return _outputs(row[0]) if row else {}

    def sound(self, agency: str, key: str) -> frozenset[int]:
        """The years in whose report nothing was found when the agency was examined with `key`."""
        query = "SELECT sound FROM examined WHERE agency = ? AND key = ?"
        row = self._connection.execute(query, (agency, key)).fetchone()
        return frozenset(_years(row[0]) if row else ())

    def examined(self, agency: str) -> Mapping[str, Stamp]:
        """The agency's files when it was examined; they are known even where the site is lost."""
        query = "SELECT inputs FROM examined WHERE agency = ?"
        row = self._connection.execute(query, (agency,)).fetchone()
        return _stamps(row[0]) if row else {}

    def put_examined(
        self, agency: str, key: str, inputs: Mapping[str, Stamp], sound: Sequence[int]
    ) -> None:
        """Keep what was found out of an agency; `key` says by which files, program and settings."""
        row = (agency, key, _encode(inputs), _encode(sound))
        self._connection.execute("INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?)", row)

    def put_inputs(self, agency: str, inputs: Mapping[str, Stamp]) -> None:
        """Keep new stamps of files whose bytes are the same."""
        # The same bytes are under the same names, so that the years stay as well.
        query = "UPDATE agencies SET inputs = ? WHERE id = ?"
        self._connection.execute(query, (_encode(inputs), agency))

    def put(self, entry: Entry) -> set[int]:
        """Keep what was made of one agency, in place of what was known of it.

        Returns the years of which lists now say something else than before.
        """
        counts = [entry.findings.get(severity, 0) for severity in Severity]
        name = entry.agency.id
        self._connection.execute(
            "INSERT OR REPLACE INTO agencies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                len(entry.summaries),
                *counts,
                _encode(entry.lacking),
                _encode(storage.years_of(entry.inputs)),
                _encode(entry.agency),
                _encode(entry.inputs),
                _encode(entry.outputs),
                _encode(entry.indexed),
                _encode(entry.heads),
            ),
        )
        query = "SELECT * FROM summaries WHERE agency = ?"
        before = set(self._connection.execute(query, (name,)))
        now = {
            (
                each.year,
                name,
                _ordinal(each.published),
                _ordinal(each.corrected),
                _encode(each),
                _encode(entry.noted[each.year]) if each.year in entry.noted else b"",
            )
            for each in entry.summaries
        }
        if before != now:
            self._connection.execute("DELETE FROM summaries WHERE agency = ?", (name,))
            insert = "INSERT INTO summaries VALUES (?, ?, ?, ?, ?, ?)"
            self._connection.executemany(insert, sorted(now))
        return {row[0] for row in before ^ now}

    def forget(self, agency: str) -> None:
        """Drop an agency that is no longer there."""
        self._connection.execute("DELETE FROM agencies WHERE id = ?", (agency,))
        self._connection.execute("DELETE FROM summaries WHERE agency = ?", (agency,))
        self._connection.execute("DELETE FROM examined WHERE agency = ?", (agency,))

    def totals(self) -> tuple[int, Mapping[Severity, int]]:
        """How many reports there are, and how many findings by severity."""
        query = "SELECT sum(reports), sum(notes), sum(warnings), sum(errors) FROM agencies"
        reports, *counts = self._connection.execute(query).fetchone()
        found = {one: count for one, count in zip(Severity, counts, strict=True) if count}
        return reports or 0, found

    def of_year(self, year: int) -> list[Summary]:
        """The summaries of one year, by agency."""
        query = "SELECT summary FROM summaries WHERE year = ? ORDER BY agency"
        return [_summary(blob) for (blob,) in self._connection.execute(query, (year,))]

    def standings(self) -> Iterator[Standing]:
        """How every report stands, by year and agency."""
        query = "SELECT year, agency, published, found FROM summaries ORDER BY year, agency"
        for year, agency, day, found in self._connection.execute(query):
            published = date.fromordinal(day) if day is not None else None
            yield Standing(year, agency, published, _noted(found) if found else ())

    def newest(self, most: int) -> list[Summary]:
        """The reports published last, in the order of `lists.newest_first`."""
        return self._latest("published", most)

    def corrected(self, most: int) -> list[Summary]:
        """The reports corrected last, in the order of `lists.newest_first`."""
        return self._latest("corrected", most)

    def _latest(self, day: str, most: int) -> list[Summary]:
        query = (
            f"SELECT summary FROM summaries WHERE {day} IS NOT NULL "  # noqa: S608 - our own names
            f"ORDER BY {day} DESC, year DESC, agency LIMIT ?"
        )
        return [_summary(blob) for (blob,) in self._connection.execute(query, (most,))]

    def lists(self) -> Mapping[str, str]:
        """The digests of the pages that list others, and of the files that cover the portal."""
        return dict(self._connection.execute("SELECT path, digest FROM lists"))

    def put_lists(self, made: Mapping[str, str]) -> None:
        """Keep digests in place of those that were there."""
        self._connection.execute("DELETE FROM lists")
        self._connection.executemany("INSERT INTO lists VALUES (?, ?)", made.items())

    def clear(self, *, examined: bool) -> None:
        """Forget what was made: the next build is a full one. `examined`: what was found, too."""
        more = ["examined"] if examined else []
        for table in ("facts", "agencies", "summaries", "lists", *more):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    def keep(self) -> None:
        """Make what was put so far last, whatever happens to this build."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


@contextmanager
def opened(root: Path) -> Generator[Catalogue]:
    """The catalogue of a portal, held by this build alone; undone when the block raises."""
    folder = root / storage.WORK
    with storage.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with closing(_lock(root / LOCK)), closing(_open(root / FILE)) as connection:
        try:
            yield Catalogue(connection)
            connection.execute("COMMIT")
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            if _is_damage(error):
                raise DamagedError from error
            raise UnwritableError(_reason(error), path=str(root / FILE)) from error


def _lock(path: Path) -> sqlite3.Connection:
    """A lock that the system takes back when this process ends, however it ends."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        connection.close()
        if "locked" in str(error):
            raise UsageError("build_running", path=str(path.parent)) from error
        raise UnwritableError(_reason(error), path=str(path)) from error
    return connection


def discard(root: Path) -> None:
    """Throw the catalogue away: the next build is a full one."""
    storage.remove(root / FILE)


def _is_damage(error: Exception) -> bool:
    """Whether what was read is no catalogue; the other reason to fail is that none can be kept."""
    if not isinstance(error, sqlite3.OperationalError):
        return True
    return str(error).startswith(("no such", "table ", "near ", "malformed"))


def _reason(error: Exception) -> str:
    """Which of our messages tells what SQLite says."""
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return "no_space"
    return "read_only" if "readonly" in text else "no_permission"


def _open(path: Path) -> sqlite3.Connection:
    """The catalogue inside a transaction; a damaged file is replaced by an empty one."""
    for attempt in range(2):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            _prepare(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            if attempt:
                raise UnwritableError(_reason(error), path=str(path)) from error
            storage.remove(path)
        else:
            return connection
    raise AssertionError(path)


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in tables.fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute(f"PRAGMA user_version = {VERSION}")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
