"""All documents that a request finds, however many: what is counted, compared, and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.matches.matching import parts_of
from search.query.reading import Reading
from search.request import Match
from search.response import Notice
from search.snapshot import Ranked


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents, each with its sequence number and in the order of these; and how the query was read.

    `reading` is None where there is nothing to look for; `match` is the mode used.
    """

    hits: Sequence[Ranked]
    reading: Reading | None
    match: Match
    understood: str
    notices: tuple[Notice, ...]

    def without_words(self, shown: str) -> tuple[Notice, ...]:
        """Return the notice of a query that asks for no words, as `*` and filters do; none of any other.

        `shown` begins the notice: what it is about words that is shown.
        """
        if self.reading is None or any(parts_of(self.reading.query, self.match)):
            return ()
        return (Notice("no-words", f"{shown}, and this query asks for no words."),)
