"""All documents that a request finds, however many: what is counted, compared, and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

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
