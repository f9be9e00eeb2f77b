"""What was not indexed, and why: of each file, or of the places in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.database import Database
from index.document import Skip

MAX_LISTED = 20
"""How many reasons and failures are named where they are told in short."""

TABLES = """
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
"""

_LISTED = """
SELECT (SELECT name FROM files WHERE number = file), locator, (SELECT reason FROM reasons WHERE number = skips.reason)
FROM skips {} ORDER BY file, rowid LIMIT ? OFFSET ?
"""
"""Sub-selects rather than joins: what is passed over is counted off in an index, and not looked up."""


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
    """What was not indexed, in short: how many files and records, the most frequent reasons, and the first few.

    `older` of them were met by earlier runs than the one that this is about: these are none of the first.
    """

    total: int
    reasons: tuple[tuple[str, int], ...]
    first: tuple[SkippedSource, ...]
    older: int = 0


class FailureLog:
    """Everything that was not indexed.

    Files are given by their numbers; what is noted lasts from the next commit on.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._added = 0
        self._first: list[tuple[int, Skip]] = []

    def add(self, file: int, skips: Sequence[Skip]) -> None:
        """Note what was left out of a file, or a part of it."""
        self._added += len(skips)
        self._first += [(file, skip) for skip in skips[: MAX_LISTED - len(self._first)]]
        with self._database.sound() as connection:
            connection.executemany(
                "INSERT INTO reasons (reason, skips) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET skips = skips + excluded.skips",
                Counter(skip.reason for skip in skips).items(),
            )
            connection.executemany(
                "INSERT INTO skips SELECT ?, ?, number FROM reasons WHERE reason = ?",
                ((file, skip.locator, skip.reason) for skip in skips),
            )

    def forget(self, file: int) -> None:
        """Forget what was left out of a file."""
        with self._database.sound() as connection:
            connection.execute(
                "UPDATE reasons SET skips = skips - gone FROM (SELECT reason AS one, count(*) AS gone FROM skips "
                "WHERE file = ? GROUP BY reason) WHERE number = one",
                (file,),
            )
            connection.execute("DELETE FROM skips WHERE file = ?", (file,))
            connection.execute("DELETE FROM reasons WHERE skips = 0")

    def listed(self, reason: str = "", limit: int = -1, offset: int = 0) -> Iterator[SkippedSource]:
        """Yield what was not indexed, in the order in which the files became known; all of it where `limit` is -1.

        `reason` asks for what was left out for that reason alone.
        """
        query = _LISTED.format("WHERE reason = (SELECT number FROM reasons WHERE reason = ?)" if reason else "")
        values = ([reason] if reason else []) + [limit, offset]
        with self._database.sound() as connection:
            yield from (SkippedSource(*row) for row in connection.execute(query, values))

    def count(self, reason: str = "") -> int:
        """Return how many files and records were not indexed, or for that reason alone."""
        if not reason:
            [(total,)] = self._database.rows("SELECT count(*) FROM skips")
            return int(total)
        return sum(count for (count,) in self._database.rows("SELECT skips FROM reasons WHERE reason = ?", reason))

    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Return the most frequent reasons for not indexing something, each with how often it was one."""
        return tuple(self._database.rows("SELECT reason, skips FROM reasons ORDER BY skips DESC LIMIT ?", MAX_LISTED))

    def count_reasons(self) -> int:
        """Return how many reasons there are."""
        [(total,)] = self._database.rows("SELECT count(*) FROM reasons")
        return int(total)

    def in_short(self) -> Failures:
        """Return how many there are, the most frequent reasons, and the first few."""
        return Failures(self.count(), self.reasons(), tuple(self.listed(limit=MAX_LISTED)))

    def added(self) -> Failures:
        """Return what `in_short` does, but the first few of those that were added here."""
        found = self.in_short()
        first = tuple(SkippedSource(self._name(file), skip.locator, skip.reason) for file, skip in self._first)
        return replace(found, first=first, older=found.total - self._added)

    def _name(self, file: int) -> str:
        [(name,)] = self._database.rows("SELECT name FROM files WHERE number = ?", file)
        return str(name)
