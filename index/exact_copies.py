"""Which documents are exact copies of one in the index, by their digests (see `index.text.digest`).

Files are given by their numbers; what is noted lasts from the next commit on.
"""

from collections.abc import Iterable

from index.database import Database
from index.document import RECORDS_PER_FILE, Copy

MAX_PLACES = 100
"""How many places of copies are told: a page "not found" may stand in an archive of the web a million times."""

TABLES = """
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
CREATE INDEX IF NOT EXISTS copies_by_digest ON copies (digest, file);
CREATE INDEX IF NOT EXISTS copies_by_file ON copies (file);
CREATE INDEX IF NOT EXISTS copies_by_id ON copies (id);
"""


class ExactCopies:
    """The digests of all documents in the index, and where their copies stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __bool__(self) -> bool:
        """Tell whether any document has copies."""
        return bool(self._database.rows("SELECT 1 FROM copies LIMIT 1"))

    def claim(self, digests: Iterable[bytes], first: int) -> list[bool]:
        """Tell of documents whether they are no copies of others, and take note of those.

        They get the sequence numbers from `first` on.
        """
        claimed, sequence = [], first
        with self._database.sound() as connection:
            for digest in digests:
                row = (digest, sequence)
                added = connection.execute("INSERT OR IGNORE INTO digests VALUES (?, ?)", row).rowcount
                claimed.append(added > 0)
                sequence += added
        return claimed

    def add(self, file: int, digest: bytes, id: str, locator: str) -> None:
        """Note where a copy of a document stands."""
        with self._database.sound() as connection:
            connection.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", (file, digest, id, locator))

    def sequence_of(self, digest: bytes) -> int | None:
        """Return the sequence number of the document in the index that has a digest, None if none has."""
        return self._number("SELECT sequence FROM digests WHERE digest = ?", digest)

    def original_of(self, id: str, path: str = "", locator: str = "") -> int | None:
        """Return the sequence number of the document that the first copy with this id is one of, if any.

        It is the first at `path` and `locator`, where these are not empty.
        """
        return self._number(
            "SELECT sequence FROM copies JOIN digests USING (digest) JOIN files ON file = number WHERE id = ? "
            "AND ? IN ('', name) AND ? IN ('', locator) ORDER BY file, copies.rowid LIMIT 1",
            *(id, path, locator),
        )

    def count(self, digest: bytes) -> int:
        """Return how many copies a document has."""
        [(copies,)] = self._database.rows("SELECT count(*) FROM copies WHERE digest = ?", digest)
        return int(copies)

    def places(self, digest: bytes) -> tuple[Copy, ...]:
        """Return where the copies of a document are, the first `MAX_PLACES`, file by file."""
        query = (
            "SELECT name, locator, copies.id FROM copies JOIN files ON file = number WHERE digest = ? "
            "ORDER BY file, copies.rowid LIMIT ?"
        )
        return tuple(Copy(*row) for row in self._database.rows(query, digest, MAX_PLACES))

    def holders(self, file: int) -> set[int]:
        """Return the files that hold copies of what a file has in the index."""
        query = "SELECT DISTINCT file FROM digests JOIN copies USING (digest) WHERE sequence >= ? AND sequence < ?"
        return {holder for (holder,) in self._database.rows(query, *_sequences(file))}

    def forget_documents(self, file: int) -> None:
        """Forget by what the copies of a file's documents are told: these are about to leave the index."""
        with self._database.sound() as connection:
            connection.execute("DELETE FROM digests WHERE sequence >= ? AND sequence < ?", _sequences(file))

    def forget(self, file: int) -> None:
        """Forget which copies a file holds."""
        with self._database.sound() as connection:
            connection.execute("DELETE FROM copies WHERE file = ?", (file,))

    def _number(self, query: str, *values: object) -> int | None:
        found = self._database.rows(query, *values)
        return found[0][0] if found else None


def _sequences(file: int) -> tuple[int, int]:
    """Return the first sequence number of a file's documents, and the first behind them."""
    return file * RECORDS_PER_FILE, (file + 1) * RECORDS_PER_FILE
