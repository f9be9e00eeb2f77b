"""What is asked of a text that is traced, and answered: the passages with the same words in the same order.

Words agree as they are folded, whatever stands between them; titles do not count.
"""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from index.document import Document
from search.request import Copies, Match, SearchRequest, Within
from search.response import NearCopies, Notice, Snippet, Span

TraceOrder = Literal["length", "date"]
MAX_TEXT_LENGTH = 100_000
"""Characters of a text to trace."""
LEAST, MIN_LEAST, MAX_LEAST = 5, 2, 50
"""How many words in a row make a passage, unless asked otherwise, and what may be asked for."""
LONG, LEAST_OF_LONG = 1_000, 4
"""Words of a text from which on at least so many in a row make a passage: it shares shorter ones with any other."""
MAX_PASSAGES = 100
"""Of a page."""


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """A text to trace, and where: in what the filters of a search leave.

    `least` is how many words in a row make a passage; all of a shorter text do, and of more than LONG words at least
    LEAST_OF_LONG. Sorted by `length` passages come the longest first, of equal ones the oldest; by
    `date` the oldest first, undated ones last. With `copies` at "fold", of near copies only the
    first document counts; "auto" is as for a search.
    """

    text: str
    filters: SearchRequest = field(default_factory=SearchRequest)
    least: Annotated[int, Within(MIN_LEAST, MAX_LEAST)] = LEAST
    sort: TraceOrder = "length"
    copies: Copies | Literal["auto"] = "auto"
    limit: Annotated[int, Within(1, MAX_PASSAGES)] = 20
    offset: Annotated[int, Within(0)] = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in a row that a document shares with the text: where they are in that, and in the document.

    Spans count characters, what stands between the words included. Of its text the document has only the beginning.
    """

    document: Document
    words: int
    in_text: Span
    in_document: Span
    snippet: Snippet
    id_is_shared: bool
    near_copies: NearCopies | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text that is found; `passage` is the number of the longest one with it among all, from 1.

    That is 0 where only a near copy has it, or where it is a repetition within the text.
    """

    start: int
    end: int
    passage: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What a text shares with the corpus, and a page of the passages.

    `text` is the text as it was read (NFC, line ends as newlines): stretches and passages count its characters. Of its
    `words`, so many are `covered`: they lie in a passage of at least `least` words. `total` counts the passages,
    `documents` those that have some, near copies too. `notices` say what was done otherwise than asked.
    """

    text: str
    words: int
    covered: int
    least: int
    documents: int
    total: int
    stretches: tuple[Stretch, ...]
    passages: tuple[Passage, ...]
    took_ms: float
    notices: tuple[Notice, ...] = ()
    # Filters alone are asked for, in which there is no word to understand.
    understood: ClassVar[str] = ""
    match: ClassVar[Match] = "all"

    @property
    def share(self) -> float:
        """The share of the text's words that are covered, from 0 to 1."""
        return self.covered / self.words if self.words else 0.0
