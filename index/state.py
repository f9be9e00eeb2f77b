"""What became of each file: the index's memory between runs, in SQLite.

A run compares the files it finds with it, so that unchanged ones are not read again; users ask it what was left out.

Each commit is on disk before it returns: a machine that loses its power must not forget which files were begun, or
which labels were set, when Tantivy has committed what hangs on them.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from index import exact_copies, failures
from index.database import Database
from index.exact_copies import ExactCopies
from index.failures import FailureLog

STATE_VERSION = 1
"""Goes up whenever the tables change so that an older state can no longer be used."""

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: it orders the export
    path BLOB NOT NULL UNIQUE,                 -- on disk, in the bytes of the file system
    name TEXT NOT NULL,                        -- as users see it
    fingerprint TEXT NOT NULL,                 -- what tells that it has changed; empty for what is to be read
    documents INTEGER NOT NULL
);
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
CREATE TABLE IF NOT EXISTS updates (finished TEXT NOT NULL);
"""


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


class State:
    """The state of one index, a context manager that closes it; its methods raise IndexDamaged where it is broken.

    `failures` has what was left out of the files, `copies` their documents that are exact copies of others. Only one
    process writes at a time, as the writer's lock sees to; any number reads.
    """

    def __init__(self, file: Path) -> None:
        self._database = Database(file)
        self.failures = FailureLog(self._database)
        self.copies = ExactCopies(self._database)

    @classmethod
    def create(cls, file: Path) -> "State":
        """Open the state in a file that may not exist yet."""
        file.touch()
        state = cls(file)
        state._database.create(_TABLES + failures.TABLES + exact_copies.TABLES)
        return state

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._database.close()

    def files(self) -> dict[str, FileState]:
        """Return every file known, by its path on disk."""
        rows = self._database.rows("SELECT number, path, name, fingerprint, documents FROM files")
        files = (FileState(number, os.fsdecode(path), *rest) for number, path, *rest in rows)
        return {file.path: file for file in files}

    def sources(self) -> dict[str, str]:
        """Return the names of the sources given so far, by their paths."""
        return {os.fsdecode(path): name for path, name in self._database.rows("SELECT path, name FROM sources")}

    def name_sources(self, names: Mapping[str, str]) -> None:
        """Remember how sources are called, by their paths."""
        with self._database.transaction() as transaction:
            rows = [(os.fsencode(path), name) for path, name in names.items()]
            transaction.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?)", rows)

    def next_number(self) -> int:
        """Return a number that no file has had."""
        [(last,)] = self._database.rows("SELECT max(seq) FROM sqlite_sequence WHERE name = 'files'")
        return (last or 0) + 1

    def begin(self, files: Iterable[FileState], vanished: Iterable[FileState], pending: Iterable[FileState]) -> None:
        """Note that files are about to be read: should that be cut short, they are known, but not as up to date.

        What they and those that vanished had in the index is no longer what copies are told by. `pending` are to be
        read another time.
        """
        with self._database.transaction() as transaction:
            for file in files:
                transaction.execute(
                    "INSERT OR IGNORE INTO files VALUES (?, ?, ?, '', 0)",
                    (file.number, os.fsencode(file.path), file.name),
                )
            for file in (*files, *vanished):
                self.copies.forget_documents(file.number)
            for file in (*files, *vanished, *pending):
                transaction.execute("UPDATE files SET fingerprint = '' WHERE number = ?", (file.number,))

    def open(self, file: FileState) -> None:
        """Forget what was left out of a file and which copies it held: it is read now. `record` makes that lasting."""
        self.failures.forget(file.number)
        self.copies.forget(file.number)

    def record(self, read: Iterable[FileState], vanished: Iterable[FileState]) -> None:
        """Note, in one transaction, the files that were read and those that are gone."""
        with self._database.transaction() as transaction:
            for file in vanished:
                self.failures.forget(file.number)
                transaction.execute("DELETE FROM files WHERE number = ?", (file.number,))
            for file in read:
                transaction.execute(
                    "UPDATE files SET fingerprint = ?, documents = ? WHERE number = ?",
                    (file.fingerprint, file.documents, file.number),
                )
            transaction.execute("DELETE FROM updates")
            transaction.execute("INSERT INTO updates VALUES (?)", (datetime.now(UTC).isoformat(timespec="seconds"),))

    def label(self, labels: Iterable[Label]) -> None:
        """Remember the tags that somebody has set, or that they are taken off."""
        with self._database.transaction() as transaction:
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
        rows = self._database.rows("SELECT id, locator, tag FROM labels WHERE path = ?", path)
        return {(id, locator): tag for id, locator, tag in rows}

    def verify(self) -> None:
        """Read all of it; raise IndexDamaged where it is not sound."""
        self._database.verify()

    def unread(self, numbers: Iterable[int]) -> None:
        """Forget that files were read, so that the next run reads them, and those that hold copies of theirs."""
        with self._database.transaction() as transaction:
            for number in numbers:
                files = {number} | self.copies.holders(number)
                self.copies.forget_documents(number)
                for file in files:
                    transaction.execute("UPDATE files SET fingerprint = '' WHERE number = ?", (file,))

    def count_unread(self) -> int:
        """Return how many files are still to be read."""
        [(count,)] = self._database.rows("SELECT count(*) FROM files WHERE fingerprint = ''")
        return int(count)

    def updated(self) -> str:
        """Return the ISO time of the last change, in UTC; empty if there was none yet."""
        [(last,)] = self._database.rows("SELECT max(finished) FROM updates")
        return last or ""
