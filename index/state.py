"""What became of each file: the index's memory between runs, in SQLite.

A run compares the files it finds with it, so that unchanged ones are not read again; users ask it what was left out.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from index.document import Copy, Skip
from index.errors import IndexDamaged, IndexDirectoryError

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: it orders the export
    path BLOB NOT NULL UNIQUE,                 -- on disk, in the bytes of the file system
    name TEXT NOT NULL,                        -- as users see it
    fingerprint TEXT NOT NULL,                 -- what tells that it has changed
    documents INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS skips (
    file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    locator TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS skips_by_file ON skips (file);
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


RECORDS_PER_FILE = 2**32
"""The documents of a file have the sequence numbers from its own number times this on."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was read: its path on disk, its name for users, its fingerprint and what it gave.

    `number` is the index's own for the file; `skips` is what was left out of it, filled in when writing only.
    """

    number: int
    path: str
    name: str
    fingerprint: str = ""
    documents: int = 0
    skips: tuple[Skip, ...] = ()


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


class State:
    """The state of one index, a context manager that closes it; its methods raise IndexDamaged where it is broken.

    Only one process writes at a time, as Tantivy's lock sees to; any number reads.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = sqlite3.connect(file, timeout=30)
        with self._sound():
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.executescript(_TABLES)

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
        except sqlite3.OperationalError as error:
            raise IndexDirectoryError(f"{self._file} cannot be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"{self._file} cannot be used ({error}). Build the index anew.") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._sound(), self._connection as transaction:
            yield transaction

    def _rows(self, query: str) -> list[Any]:
        with self._sound():
            return self._connection.execute(query).fetchall()

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

    def begin(self, files: Iterable[FileState], vanished: Iterable[FileState]) -> None:
        """Note that files are about to be read: should that be cut short, they are known, but not as up to date.

        What they and those that vanished had in the index is no longer what copies are told by.
        """
        with self._transaction() as transaction:
            for file in files:
                transaction.execute(
                    "INSERT INTO files VALUES (?, ?, ?, '', 0) ON CONFLICT (path) DO UPDATE SET fingerprint = ''",
                    (file.number, os.fsencode(file.path), file.name),
                )
                self._forget(transaction, file)
            for file in vanished:
                self._forget(transaction, file)

    def _forget(self, transaction: sqlite3.Connection, file: FileState) -> None:
        sequences = (file.number * RECORDS_PER_FILE, (file.number + 1) * RECORDS_PER_FILE)
        transaction.execute("DELETE FROM digests WHERE sequence >= ? AND sequence < ?", sequences)
        transaction.execute("DELETE FROM copies WHERE file = ?", (file.number,))

    def claim(self, digest: bytes, sequence: int) -> bool:
        """Tell whether a document is no copy of another one, and take note of it if so. `record` makes that lasting."""
        with self._sound():
            row = (digest, sequence)
            return self._connection.execute("INSERT OR IGNORE INTO digests VALUES (?, ?)", row).rowcount > 0

    def add_copy(self, file: FileState, digest: bytes, id: str, locator: str) -> None:
        """Note where a copy of a document stands. `record` makes that lasting."""
        with self._sound():
            row = (file.number, digest, id, locator)
            self._connection.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", row)

    def has_copies(self) -> bool:
        """Tell whether any document has exact copies."""
        return bool(self._rows("SELECT 1 FROM copies LIMIT 1"))

    def copies(self, digest: bytes) -> tuple[Copy, ...]:
        """Return where the exact copies of a document are, file by file."""
        with self._sound():
            query = "SELECT name, locator, id FROM copies JOIN files ON file = number WHERE digest = ? ORDER BY number"
            return tuple(Copy(*row) for row in self._connection.execute(query, (digest,)))

    def copied(self, id: str) -> int | None:
        """Return the sequence number of the document that one with this id is a copy of, if there is one."""
        with self._sound():
            query = "SELECT sequence FROM copies JOIN digests USING (digest) WHERE id = ? LIMIT 1"
            found = self._connection.execute(query, (id,)).fetchone()
        return found[0] if found else None

    def files_copied_from(self) -> dict[int, set[int]]:
        """Return the numbers of the files that hold copies of what stands in another one, by the number of that."""
        query = "SELECT DISTINCT sequence / ?, file FROM copies JOIN digests USING (digest)"
        copied: dict[int, set[int]] = {}
        with self._sound():
            for owner, file in self._connection.execute(query, (RECORDS_PER_FILE,)):
                copied.setdefault(owner, set()).add(file)
        return copied

    def record(self, read: Iterable[FileState], vanished: Iterable[str]) -> None:
        """Note, in one transaction, the files that were read and the paths that are gone."""
        with self._transaction() as transaction:
            transaction.executemany("DELETE FROM files WHERE path = ?", [(os.fsencode(path),) for path in vanished])
            for file in read:
                transaction.execute("DELETE FROM skips WHERE file = ?", (file.number,))
                transaction.execute(
                    "UPDATE files SET fingerprint = ?, documents = ? WHERE number = ?",
                    (file.fingerprint, file.documents, file.number),
                )
                skips = [(file.number, skip.locator, skip.reason) for skip in file.skips]
                transaction.executemany("INSERT INTO skips VALUES (?, ?, ?)", skips)
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
        with self._sound():
            rows = self._connection.execute("SELECT id, locator, tag FROM labels WHERE path = ?", (path,)).fetchall()
        return {(id, locator): tag for id, locator, tag in rows}

    def skipped(self) -> list[SkippedSource]:
        """Return everything that was not indexed, in the order of names."""
        rows = self._rows(
            "SELECT name, locator, reason FROM skips JOIN files ON file = number ORDER BY name, skips.rowid"
        )
        return [SkippedSource(*row) for row in rows]

    def updated(self) -> str:
        """Return the ISO time of the last change, in UTC; empty if there was none yet."""
        [(last,)] = self._rows("SELECT max(finished) FROM updates")
        return last or ""
