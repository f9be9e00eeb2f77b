"""A file of SQLite that says what to do where it cannot be used.

It keeps a write-ahead log, so that readers see the last commit while a writer goes on, neither waiting for the other.
Each commit is on disk before it returns.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import IndexDamaged, IndexDirectoryError


class Database:
    """One connection to a file; its methods raise IndexDamaged where that is broken."""

    def __init__(self, file: Path) -> None:
        """Open a file that is there."""
        self._file = file
        with _explained(file):
            # One thread after the other: what streams an answer goes on in whichever is free.
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=rw", timeout=30, uri=True, check_same_thread=False
            )
            self._connection.executescript("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")

    def create(self, tables: str) -> None:
        """Make those of the tables that are not there yet."""
        with self.sound() as connection:
            connection.executescript(f"PRAGMA journal_mode = WAL; {tables}")

    def close(self) -> None:
        """Close it; what was not committed is lost."""
        self._connection.close()

    @contextmanager
    def sound(self) -> Iterator[sqlite3.Connection]:
        """Give the connection; what is done with it lasts once a transaction ends."""
        with _explained(self._file):
            yield self._connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection; what is done with it, and was before, lasts from its end on, unless it fails."""
        with self.sound(), self._connection as transaction:
            yield transaction

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return the rows that a query gives."""
        with self.sound() as connection:
            return connection.execute(query, values).fetchall()

    def verify(self) -> None:
        """Read all of it; raise IndexDamaged where it is not sound."""
        [(found,)] = self.rows("PRAGMA integrity_check(1)")
        if found != "ok":
            raise IndexDamaged(f"{self._file} is damaged ({found}). Build the index anew.")


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    """Turn what SQLite raises into an error that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        is_for_now = isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR
        if is_for_now and file.exists():
            raise IndexDirectoryError(f"{file} cannot be used: {error}.") from error
        raise IndexDamaged(f"{file} cannot be used ({error}). Build the index anew.") from error
