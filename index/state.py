"""What became of each file: the index's memory between runs, in SQLite.

A run compares the files it finds with it, so that unchanged ones are not read again; users ask it what was left out.

It keeps a write-ahead log, so that readers see the last commit while a writer goes on, neither waiting for the other.
Each commit is on disk before it returns: a machine that loses its power must not forget which files were begun, or
which labels were set, when Tantivy has committed what hangs on them.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from index.document import Copy, Skip
from index.errors import IndexDamaged, IndexDirectoryError

STATE_VERSION = 1
"""Goes up whenever the tables change so that an older state can no longer be used."""

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: it orders the export
    path BLOB NOT NULL UNIQUE,                 -- on disk, in the bytes of the file system
    name TEXT NOT NULL,                        -- as users see it
    fingerprint TEXT NOT NULL,                 -- what tells that it has changed
    documents INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS reasons (           -- each once: millions of records may be broken alike
    number INTEGER PRIMARY KEY,
    reason TEXT NOT NULL UNIQUE,
    skips INTEGER NOT NULL                     -- how many have it
);
CREATE INDEX IF NOT EXISTS reasons_by_skips ON reasons (skips);
CREATE TABLE IF NOT EXISTS skips (
    file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    locator TEXT NOT NULL,
    reason INTEGER NOT NULL REFERENCES reasons
);
CREATE INDEX IF NOT EXISTS skips_by_file ON skips (file);
CREATE INDEX IF NOT EXISTS skips_by_reason ON skips (reason, file);
CREATE TABLE IF NOT EXISTS sources (
    path BLOB NOT NULL PRIMARY KEY,            -- as it was given, absolute
    name TEXT NOT NULL                         -- with which the names of its files begin
);
CREATE TABLE IF NOT EXISTS labels (              -- language tags set by hand
    path TEXT NOT NULL,                        -- of the file, as users see it
    id TEXT NOT NULL,
    locator TEXT NOT NULL,                     -- empty where the id alone tells the document
    tag TEXT NOT NULL,
    PRIMARY KEY (path, id, locator)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS digests (             -- of the documents in the index
    digest BLOB NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL                  -- of the document
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS digests_by_sequence ON digests (sequence);
CREATE TABLE IF NOT EXISTS copies (              -- documents that are not in the index, as an exact copy of them is
    file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    digest BLOB NOT NULL,
    id TEXT NOT NULL,
    locator TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS copies_by_digest ON copies (digest);
CREATE INDEX IF NOT EXISTS copies_by_file ON copies (file);
CREATE INDEX IF NOT EXISTS copies_by_id ON copies (id);
CREATE TABLE IF NOT EXISTS updates (finished TEXT NOT NULL);
"""

_DIFFERENCES = """
SELECT number, name, files.documents, coalesce(iif(found.documents > files.documents, found.documents, whole), 0)
FROM files LEFT JOIN found USING (number)
WHERE fingerprint != '' AND (files.documents != coalesce(found.documents, 0) OR whole != found.documents)
UNION ALL
SELECT number, '', 0, documents FROM found WHERE number NOT IN (SELECT number FROM files)
"""

_SKIPS = """
SELECT (SELECT name FROM files WHERE number = file), locator, (SELECT reason FROM reasons WHERE number = skips.reason)
FROM skips {} ORDER BY file, rowid LIMIT ? OFFSET ?
"""
"""Sub-selects rather than joins: what is passed over is counted off in an index, and not looked up."""

MAX_LISTED = 20
"""How many reasons and failures are named where they are told in short."""


RECORDS_PER_FILE = 2**32
"""The documents of a file have the sequence numbers from its own number times this on."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was read: its path on disk, its name for users, its fingerprint and what it gave.

    `number` is the index's own for the file.
    """

    number: int
    path: str
    name: str
    fingerprint: str = ""
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """The language tag that somebody has set for a document; an empty one takes it off again.

    `is_unique` says that the id alone tells the document: a record then keeps its label when it moves in its file.
    """

    path: str
    id: str
    locator: str
    is_unique: bool
    tag: str


@dataclass(frozen=True, slots=True)
class SkippedSource:
    """A file, or the place in it, that was not indexed, and why."""

    path: str
    locator: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}{f', {self.locator}' if self.locator else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Failures:
    """What was not indexed, in short: how many files and records, the most frequent reasons, and the first few."""

    total: int
    reasons: tuple[tuple[str, int], ...]
    first: tuple[SkippedSource, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of which the index holds another number of documents (`found`) than it has given (`written`).

    One that the state does not know has no `name`.
    """

    number: int
    name: str
    written: int
    found: int

    def __str__(self) -> str:
        if self.name:
            return f"{self.name}: {self.written:,} documents were written, {self.found:,} can be read"
        return f"file number {self.number}: not known, but {self.found:,} documents of it can be read"


class State:
    """The state of one index, a context manager that closes it; its methods raise IndexDamaged where it is broken.

    Only one process writes at a time, as the writer's lock sees to; any number reads.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._sound():
            # One thread after the other: what streams an answer goes on in whichever is free.
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=rw", timeout=30, uri=True, check_same_thread=False
            )
            self._connection.executescript("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")

    @classmethod
    def create(cls, file: Path) -> "State":
        """Open the state in a file that may not exist yet."""
        file.touch()
        state = cls(file)
        with state._sound():
            state._connection.executescript(f"PRAGMA journal_mode = WAL; {_TABLES}")
        return state

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def _sound(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            is_for_now = isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR
            if is_for_now and self._file.exists():
                raise IndexDirectoryError(f"{self._file} cannot be used: {error}.") from error
            raise IndexDamaged(f"{self._file} cannot be used ({error}). Build the index anew.") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._sound(), self._connection as transaction:
            yield transaction

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._sound():
            return self._connection.execute(query, values).fetchall()

    def files(self) -> dict[str, FileState]:
        """Return every file known, by its path on disk."""
        rows = self._rows("SELECT number, path, name, fingerprint, documents FROM files")
        files = (FileState(number, os.fsdecode(path), *rest) for number, path, *rest in rows)
        return {file.path: file for file in files}

    def sources(self) -> dict[str, str]:
        """Return the names of the sources given so far, by their paths."""
        return {os.fsdecode(path): name for path, name in self._rows("SELECT path, name FROM sources")}

    def name_sources(self, names: Mapping[str, str]) -> None:
        """Remember how sources are called, by their paths."""
        with self._transaction() as transaction:
            rows = [(os.fsencode(path), name) for path, name in names.items()]
            transaction.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?)", rows)

    def next_number(self) -> int:
        """Return a number that no file has had."""
        [(last,)] = self._rows("SELECT max(seq) FROM sqlite_sequence WHERE name = 'files'")
        return (last or 0) + 1

    def begin(
        self, files: Iterable[FileState], vanished: Iterable[FileState], pending: Iterable[FileState] = ()
    ) -> None:
        """Note that files are about to be read: should that be cut short, they are known, but not as up to date.

        What they and those that vanished had in the index is no longer what copies are told by. `pending` are to be
        read another time.
        """
        with self._transaction() as transaction:
            for file in files:
                transaction.execute(
                    "INSERT OR IGNORE INTO files VALUES (?, ?, ?, '', 0)",
                    (file.number, os.fsencode(file.path), file.name),
                )
            for file in (*files, *vanished):
                _forget_digests(transaction, file.number)
            for file in (*files, *vanished, *pending):
                transaction.execute("UPDATE files SET fingerprint = '' WHERE number = ?", (file.number,))

    def open(self, file: FileState) -> None:
        """Forget what was left out of a file and which copies it held: it is read now. `record` makes that lasting."""
        with self._sound():
            _forget_copies(self._connection, file.number)
            _forget_skips(self._connection, file.number)

    def add_skips(self, file: FileState, skips: Sequence[Skip]) -> None:
        """Note what was left out of a file, or a part of it. `record` makes that lasting."""
        with self._sound():
            _add_skips(self._connection, file.number, skips)

    def claim(self, digest: bytes, sequence: int) -> bool:
        """Tell whether a document is no copy of another one, and take note of it if so. `record` makes that lasting."""
        with self._sound():
            row = (digest, sequence)
            return self._connection.execute("INSERT OR IGNORE INTO digests VALUES (?, ?)", row).rowcount > 0

    def add_copy(self, file: FileState, digest: bytes, id: str, locator: str) -> bool:
        """Note where a copy of a document stands, and tell whether that is there. `record` makes that lasting."""
        with self._sound():
            row = (file.number, digest, id, locator)
            self._connection.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", row)
        return self.sequence_of(digest) is not None

    def has_copies(self) -> bool:
        """Tell whether any document has exact copies."""
        return bool(self._rows("SELECT 1 FROM copies LIMIT 1"))

    def sequence_of(self, digest: bytes) -> int | None:
        """Return the sequence number of the document in the index that has a digest, None if none has."""
        with self._sound():
            found = self._connection.execute("SELECT sequence FROM digests WHERE digest = ?", (digest,)).fetchone()
        return found[0] if found else None

    def copies(self, digest: bytes) -> tuple[Copy, ...]:
        """Return where the exact copies of a document are, file by file."""
        with self._sound():
            query = "SELECT name, locator, id FROM copies JOIN files ON file = number WHERE digest = ? ORDER BY number"
            return tuple(Copy(*row) for row in self._connection.execute(query, (digest,)))

    def copied(self, id: str, path: str = "", locator: str = "") -> int | None:
        """Return the sequence number of the document that the one with this id (and place) is a copy of, if any."""
        query = (
            "SELECT sequence FROM copies JOIN digests USING (digest) JOIN files ON file = number WHERE id = ? "
            "AND (? = '' OR (name = ? AND locator = ?)) ORDER BY file, copies.rowid LIMIT 1"
        )
        with self._sound():
            found = self._connection.execute(query, (id, path, path, locator)).fetchone()
        return found[0] if found else None

    def files_copied_from(self) -> dict[int, set[int]]:
        """Return the numbers of the files that hold copies of what stands in another one, by the number of that."""
        query = "SELECT DISTINCT sequence / ?, file FROM copies JOIN digests USING (digest)"
        copied: dict[int, set[int]] = {}
        with self._sound():
            for owner, file in self._connection.execute(query, (RECORDS_PER_FILE,)):
                copied.setdefault(owner, set()).add(file)
        return copied

    def record(self, read: Iterable[FileState], vanished: Iterable[FileState]) -> None:
        """Note, in one transaction, the files that were read and those that are gone."""
        with self._transaction() as transaction:
            for file in vanished:
                _forget_skips(transaction, file.number)
                transaction.execute("DELETE FROM files WHERE number = ?", (file.number,))
            for file in read:
                transaction.execute(
                    "UPDATE files SET fingerprint = ?, documents = ? WHERE number = ?",
                    (file.fingerprint, file.documents, file.number),
                )
            transaction.execute("DELETE FROM reasons WHERE skips = 0")
            transaction.execute("DELETE FROM updates")
            transaction.execute("INSERT INTO updates VALUES (?)", (datetime.now(UTC).isoformat(timespec="seconds"),))

    def label(self, labels: Iterable[Label]) -> None:
        """Remember the tags that somebody has set, or that they are taken off."""
        with self._transaction() as transaction:
            for label in labels:
                place = (label.path, label.id)
                transaction.execute(
                    "DELETE FROM labels WHERE path = ? AND id = ? AND locator IN ('', ?)", (*place, label.locator)
                )
                if label.tag:
                    locator = "" if label.is_unique else label.locator
                    transaction.execute("INSERT INTO labels VALUES (?, ?, ?, ?)", (*place, locator, label.tag))

    def labels(self, path: str) -> dict[tuple[str, str], str]:
        """Return the tags set for documents of a file, by id and locator."""
        rows = self._rows("SELECT id, locator, tag FROM labels WHERE path = ?", path)
        return {(id, locator): tag for id, locator, tag in rows}

    def skipped(self, reason: str = "", limit: int = -1, offset: int = 0) -> Iterator[SkippedSource]:
        """Yield what was not indexed, in the order in which the files became known; all of it where `limit` is -1.

        `reason` asks for what was left out for that reason alone.
        """
        with self._sound():
            query = _SKIPS.format("WHERE reason = (SELECT number FROM reasons WHERE reason = ?)" if reason else "")
            values = ([reason] if reason else []) + [limit, offset]
            yield from (SkippedSource(*row) for row in self._connection.execute(query, values))

    def count_skipped(self, reason: str = "") -> int:
        """Return how many files and records were not indexed, or for that reason alone."""
        if not reason:
            [(total,)] = self._rows("SELECT count(*) FROM skips")
            return int(total)
        return sum(count for (count,) in self._rows("SELECT skips FROM reasons WHERE reason = ?", reason))

    def reasons(self, most: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent reasons for not indexing something, each with how often it was one."""
        return tuple(self._rows("SELECT reason, skips FROM reasons ORDER BY skips DESC LIMIT ?", most))

    def failures(self) -> Failures:
        """Return in short what was not indexed."""
        return Failures(self.count_skipped(), self.reasons(MAX_LISTED), tuple(self.skipped(limit=MAX_LISTED)))

    def verify(self) -> None:
        """Read all of it; raise IndexDamaged where it is not sound."""
        [(found,)] = self._rows("PRAGMA integrity_check(1)")
        if found != "ok":
            raise IndexDamaged(f"{self._file} is damaged ({found}). Build the index anew.")

    def compare(self, found: Iterable[tuple[int, int, int]]) -> tuple[Difference, ...]:
        """Return where the documents `found` are not those that were written.

        They are given as numbers of files with how many documents each has, and how many of these are whole.
        Files that are to be read in any case are left out.
        """
        with self._transaction() as transaction:
            transaction.execute("DROP TABLE IF EXISTS temp.found")
            transaction.execute("CREATE TEMP TABLE found (number INTEGER PRIMARY KEY, documents INT, whole INT)")
            transaction.executemany("INSERT INTO found VALUES (?, ?, ?)", found)
        return tuple(Difference(*row) for row in self._rows(_DIFFERENCES))

    def unread(self, numbers: Iterable[int]) -> None:
        """Forget that files were read, so that the next run reads them."""
        with self._transaction() as transaction:
            for number in numbers:
                transaction.execute("UPDATE files SET fingerprint = '' WHERE number = ?", (number,))
                transaction.execute(
                    "UPDATE files SET fingerprint = '' WHERE number IN (SELECT file FROM copies JOIN digests "
                    "USING (digest) WHERE sequence >= ? AND sequence < ?)",
                    _sequences(number),
                )
                _forget_digests(transaction, number)

    def count_unread(self) -> int:
        """Return how many files are still to be read."""
        [(count,)] = self._rows("SELECT count(*) FROM files WHERE fingerprint = ''")
        return int(count)

    def updated(self) -> str:
        """Return the ISO time of the last change, in UTC; empty if there was none yet."""
        [(last,)] = self._rows("SELECT max(finished) FROM updates")
        return last or ""


def _sequences(file: int) -> tuple[int, int]:
    """Return the first sequence number of a file's documents, and the first behind them."""
    return file * RECORDS_PER_FILE, (file + 1) * RECORDS_PER_FILE


def _forget_digests(transaction: sqlite3.Connection, file: int) -> None:
    """Forget by what copies of a file's documents are told."""
    transaction.execute("DELETE FROM digests WHERE sequence >= ? AND sequence < ?", _sequences(file))


def _forget_copies(transaction: sqlite3.Connection, file: int) -> None:
    """Forget which copies a file holds."""
    transaction.execute("DELETE FROM copies WHERE file = ?", (file,))


def _forget_skips(transaction: sqlite3.Connection, file: int) -> None:
    """Forget what was left out of a file, given by its number."""
    transaction.execute(
        "UPDATE reasons SET skips = skips - gone FROM (SELECT reason AS one, count(*) AS gone FROM skips "
        "WHERE file = ? GROUP BY reason) WHERE number = one",
        (file,),
    )
    transaction.execute("DELETE FROM skips WHERE file = ?", (file,))


def _add_skips(transaction: sqlite3.Connection, file: int, skips: Sequence[Skip]) -> None:
    """Note what was left out of a file."""
    transaction.executemany(
        "INSERT INTO reasons (reason, skips) VALUES (?, ?) ON CONFLICT DO UPDATE SET skips = skips + excluded.skips",
        Counter(skip.reason for skip in skips).items(),
    )
    transaction.executemany(
        "INSERT INTO skips SELECT ?, ?, number FROM reasons WHERE reason = ?",
        ((file, skip.locator, skip.reason) for skip in skips),
    )
