"""What a search answers."""

from dataclasses import dataclass, field
from typing import Literal

from index.document import Document
from search.request import FacetName, Match

How = Literal["exact", "folded", "stem", "compound", "part", "prefix", "pattern", "phrase", "near", "similar"]
Span = tuple[int, int]
"""Start and end of a piece of text, in characters, the end excluded."""

Where = Literal["title", "text"]

MAX_COPIES = 3
"""Of how many exact copies of a hit the places are shown."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about how the query was understood; `code` is stable, `message` is for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage that shows the match.

    `text` is one line of plain text; `highlights` are spans in it. `cut_before` and `cut_after` say whether text of
    the document was left out there. `first_match` is the number of the passage's first highlight among all matches
    of the text, counted from 1 (0 where the passage has none): the page jumps to it. `part` is the page, slide or sheet
    where that is, if the document has such, and `offset` the character of the text at which that match begins: 0 where
    there is none.
    """

    text: str
    highlights: tuple[Span, ...] = ()
    first_match: int = 0
    cut_before: bool = False
    cut_after: bool = False
    part: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document was found: what was typed (`word`) stands there as `form`, `count` times in its title or text.

    `how` says what makes them the same: "exact" nothing but case; "folded" accents or other ways to spell; "stem" a
    stem (`detail`) in a language (`language`, a BCP 47 tag, here and for compounds); "compound" that the form is a
    compound (`detail`, "Waffen|stillstand") of the word; "part" that it is a part of what was typed (`detail`);
    "prefix" its beginning (`detail`); "pattern" that it fits one; "phrase" that words stand side by side in other forms
    (`detail` their stems); "near" that they stand near each other; "similar" that it is spelt like a word that occurs
    nowhere or that typing mistakes were asked for in.
    """

    word: str
    how: How
    form: str
    detail: str
    language: str
    where: Where
    count: int


@dataclass(frozen=True, slots=True)
class NearCopies:
    """How many `others` in the index are near copies of a hit; the query `copies:GROUP` finds it and them."""

    group: int
    others: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, with the passages that show why.

    `id_is_shared` says that another document of the index has the same id, so that path and locator are needed to
    name this one. `score` is 0 where hits are sorted by date. `near_copies` are None where there are none, `reasons`
    unless they were asked for.
    """

    document: Document
    score: float
    title_highlights: tuple[Span, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    id_is_shared: bool = False
    near_copies: NearCopies | None = None
    reasons: tuple[Reason, ...] | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, as filters take it (`value`) and as people read it (`label`)."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that may have been meant, and how many documents it finds."""

    q: str
    documents: int


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """One page of hits.

    `match` is the mode that was used ("all" or "any"); `relaxed` says that no document had all the words, so that
    any of them was asked for. `understood` is the query written out as it was read. `total` is exact and counts near
    copies, folded or not; `more` says that hits follow this page. A facet counts what the other filters leave, so that
    a value next to the chosen one shows what choosing it would give. `suggestion` is what may have been meant instead.
    """

    q: str
    understood: str
    match: Match
    relaxed: bool
    notices: tuple[Notice, ...]
    total: int
    more: bool
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[FacetName, tuple[FacetValue, ...]] = field(default_factory=dict)
    suggestion: Suggestion | None = None
