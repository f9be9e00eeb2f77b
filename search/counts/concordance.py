"""Every occurrence of a query as a line: the match in the middle, what stands before and after it (KWIC)."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.analysis import analyzer, character_end, is_unspaced
from index.document import OPENING, Document
from index.folding import surface
from index.logged import Numbers
from index.text import counted
from search.counts.occurrences import Batch, batches
from search.counts.selection import Selection
from search.counts.subcorpus import Subcorpus
from search.matches.snippets import word_end, word_start
from search.request import LineOrder, Match, SearchRequest, Within
from search.response import FacetValue, Notice, Span
from search.searcher import Searcher
from search.timing import milliseconds_since

MAX_LINES = 100
"""Of a page."""
CONTEXT = 80
"""Characters shown on each side of a match."""
NEIGHBOURS = 20
"""How many of the words that stand beside a match most often are counted."""
_COMPARED = 3
"""How many words before or after the match order lines."""
_NOTHING = -1
"""Stands for the type of a token where there is none: the text begins or ends."""
_READ_AT_ONCE = 500
_LONG_TEXT = 100_000
"""Characters of a text whose lines are found all at once."""
_LONG_REMEMBERED = 4
_Column = NDArray[np.int32]
_LAST_DAY = 10**8
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ConcordanceRequest:
    """The lines asked for: those of what `search` finds, its page and order left aside.

    Sorted by `position` they come as the documents were indexed, and as they stand in these; by `before` or `after` by
    the words there, nearest to the match first, where the text begins or ends last; by `document` those with the most
    lines first; by `date` the oldest first, by `-date` the newest, undated documents last. `before` and `after` keep
    only lines where this word, as it is written there, stands next to the match.
    """

    search: SearchRequest
    sort: LineOrder = "position"
    before: str = ""
    after: str = ""
    limit: Annotated[int, Within(1, MAX_LINES)] = 50
    offset: Annotated[int, Within(0)] = 0


@dataclass(frozen=True, slots=True)
class Line:
    """An occurrence: `match` is the document's text from `start` to `end`, in characters; the rest is around it.

    Of its text the `document` has the opening only, which may have to name it. Each is one line of plain text, and
    `cut_before` and `cut_after` tell whether the text has more than that. `part` is the page, slide or sheet where it
    is, if the document has such.
    """

    document: Document
    start: int
    end: int
    before: str
    match: str
    after: str
    cut_before: bool
    cut_after: bool
    part: str
    id_is_shared: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word, as it is written in lower case, and how many lines have it next to the match."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """A page of lines.

    `total` counts all lines, `documents` those that have some, of the documents `found`; `languages` the lines by
    language; `tokens` are those of all texts that the filters leave. `words_before` and `words_after` are the most
    frequent next to the match. `understood`, `match` and `notices` as in a SearchResponse.
    """

    understood: str
    match: Match
    notices: tuple[Notice, ...]
    total: int
    documents: int
    found: int
    tokens: int
    languages: tuple[FacetValue, ...]
    words_before: tuple[Neighbour, ...]
    words_after: tuple[Neighbour, ...]
    took_ms: float
    lines: tuple[Line, ...]

    @property
    def per_million(self) -> float:
        """How many lines there are for a million tokens."""
        return round(1_000_000 * self.total / self.tokens, 1) if self.tokens else 0.0


def concordance(searcher: Searcher, request: ConcordanceRequest) -> Concordance:
    """Return a page of the lines asked for."""
    started = time.perf_counter()
    selection = searcher.select(request.search)
    found = _lines(searcher, request, selection)
    owners = found.owners
    page = found.sorted(request.sort)[request.offset : request.offset + request.limit]
    return Concordance(
        selection.understood,
        selection.match,
        (*selection.notices, *_notices(found, request)),
        total=len(owners),
        documents=len(np.unique(owners)),
        found=len(selection.hits),
        tokens=searcher.background(request.search).tokens,
        languages=found.documents.by_language(np.bincount(owners, minlength=len(found.documents.rows))),
        words_before=found.beside(found.before),
        words_after=found.beside(found.after),
        lines=tuple(found.read(page)),
        took_ms=milliseconds_since(started),
    )


def lines(searcher: Searcher, request: ConcordanceRequest, selection: Selection | None = None) -> Iterator[Line]:
    """Yield all the lines asked for, in their order; the page is left aside.

    `selection` is what the searcher selects for them, if that is known already.
    """
    found = _lines(searcher, request, selection or searcher.select(request.search))
    order = found.sorted(request.sort)
    for first in range(0, len(order), _READ_AT_ONCE):
        yield from found.read(order[first : first + _READ_AT_ONCE])


@dataclass(frozen=True, slots=True)
class _Lines:
    """Occurrences, in the order of their documents and positions.

    `owners` are their documents' places in the subcorpus, `starts` and `ends` their tokens' positions in these, the end
    excluded; `before` and `after` the types of the tokens next to them, nearest first. `addresses` are those of the
    documents by their sequence numbers.
    """

    searcher: Searcher
    selection: Selection
    documents: Subcorpus
    addresses: Mapping[int, tantivy.DocAddress]
    owners: Numbers
    starts: _Column
    ends: _Column
    before: _Column
    after: _Column
    long: dict[int, list[Span]] = field(default_factory=dict)
    """Of the long documents read last, where all of their lines are in the text: it is gone through only once."""

    def only(self, held: NDArray[np.bool_] | Numbers) -> "_Lines":
        """Return those lines of which this is true, or that stand at these places."""
        return replace(
            self,
            owners=self.owners[held],
            starts=self.starts[held],
            ends=self.ends[held],
            before=self.before[held],
            after=self.after[held],
            long={},
        )

    def beside(self, types: _Column) -> tuple[Neighbour, ...]:
        """Return the words that stand next to the matches most often."""
        counts = Counter[str]()
        distinct, numbers = np.unique(types[:, 0], return_counts=True)
        for type, number in zip(distinct.tolist(), numbers.tolist(), strict=True):
            if type != _NOTHING:
                counts[self.spelt(type)[1]] += number
        ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:NEIGHBOURS]
        return tuple(Neighbour(word, count) for word, count in ranked)

    def with_beside(self, types: _Column, word: str) -> NDArray[np.bool_]:
        """Tell which lines have a word next to the match."""
        distinct, places = np.unique(types[:, 0], return_inverse=True)
        wanted = surface(word)
        return np.array([self.spelt(type)[1] == wanted for type in distinct.tolist()], bool)[places]

    def sorted(self, by: LineOrder) -> Numbers:
        """Return the lines in an order, by their places here; those that are equal in it stay in theirs."""
        if by in {"before", "after"}:
            ranks = self._ranks(self.before if by == "before" else self.after)
            return np.lexsort(ranks.T[::-1])
        if by == "document":
            lines = np.bincount(self.owners, minlength=len(self.documents.rows))
            return np.lexsort((self.owners, -lines[self.owners]))
        if by in {"date", "-date"}:
            days = self._days()[self.owners]
            return np.argsort(np.where(days == 0, _LAST_DAY, days if by == "date" else -days), kind="stable")
        return np.arange(len(self.owners))

    def _ranks(self, types: _Column) -> Numbers:
        """Return types as numbers in the order of what is written: folded, then as it is; where there is none, last."""
        distinct, places = np.unique(types, return_inverse=True)
        keys = [(type == _NOTHING, *self.spelt(type)) for type in distinct.tolist()]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        ranks = np.empty(len(keys), np.int64)
        ranks[order] = np.arange(len(keys))
        return ranks[places].reshape(types.shape)

    def spelt(self, type: int) -> tuple[str, str]:
        """Return a type folded and as it is written: of a pair of characters the first, as the second begins the next.

        Both are empty where there is no token.
        """
        if type == _NOTHING:
            return "", ""
        word, written, _ = self.documents.forward.types.line(type)
        if not is_unspaced(word):
            return word, written
        return word[: character_end(word, 0)], written[: character_end(written, 0)]

    def _days(self) -> Numbers:
        """Return the day of each document, 0 where it has none."""
        hits = self.selection.hits
        days = self.searcher.snapshot.tantivy.fast_field_values("day", [address for _, address in hits])
        by_sequence = {sequence: day or 0 for (sequence, _), day in zip(hits, days, strict=True)}
        return np.array([by_sequence[sequence] for sequence in self.documents.sequences.tolist()], np.int64)

    def read(self, places: Numbers) -> Iterator[Line]:
        """Yield lines, given by their places here."""
        lines_of = defaultdict[int, list[int]](list)
        for place in places.tolist():
            lines_of[int(self.owners[place])].append(place)
        found: dict[int, Line] = {}
        with self.searcher.snapshot.reading() as read:
            for owner, of_document in lines_of.items():
                document = read(self.addresses[int(self.documents.sequences[owner])])
                found |= zip(of_document, self._lines_of(document, owner, of_document), strict=True)
        return iter([found[place] for place in places.tolist()])

    def _lines_of(self, document: Document, owner: int, lines: Sequence[int]) -> Iterator[Line]:
        is_shared = self.searcher.snapshot.is_shared(document.id)
        for start, end in self._spans(document, owner, lines):
            yield _line(document, start, end, is_shared)

    def _spans(self, document: Document, owner: int, lines: Sequence[int]) -> list[Span]:
        """Return where lines of a document are in its text, in characters."""
        if len(document.text) < _LONG_TEXT:
            return self._placed(document, lines)
        first, end = np.searchsorted(self.owners, [owner, owner + 1]).tolist()
        if owner not in self.long:
            if len(self.long) >= _LONG_REMEMBERED:
                self.long.clear()
            self.long[owner] = self._placed(document, range(first, end))
        return [self.long[owner][line - first] for line in lines]

    def _placed(self, document: Document, lines: Sequence[int]) -> list[Span]:
        spans = [(int(self.starts[line]), int(self.ends[line]) - 1) for line in lines]
        places = analyzer(document.language).places(document.text, {position for span in spans for position in span})
        return [(places[first][0], places[last][1]) for first, last in spans]


def _lines(searcher: Searcher, request: ConcordanceRequest, selection: Selection) -> _Lines:
    documents = searcher.subcorpus(selection)
    compared = _COMPARED if request.sort in {"before", "after"} else 1
    none = np.zeros(0, np.int32), np.zeros((0, compared), np.int32)
    found = [(none[0], none[0], none[0], none[1], none[1])]
    found += [_beside(batch, compared) for batch in batches(documents, selection, searcher.vocabulary)]
    rows, starts, ends, before, after = (np.concatenate(column) for column in zip(*found, strict=True))
    owners = np.searchsorted(documents.rows, rows)
    order = np.argsort(owners, kind="stable")
    addresses = dict(selection.hits)
    lines = _Lines(searcher, selection, documents, addresses, owners, starts, ends, before, after).only(order)
    if request.before:
        lines = lines.only(lines.with_beside(lines.before, request.before))
    if request.after:
        lines = lines.only(lines.with_beside(lines.after, request.after))
    return lines


def _notices(found: _Lines, request: ConcordanceRequest) -> Iterator[Notice]:
    """Yield why what was found has no lines."""
    selection = found.selection
    if len(found.owners) or request.before or request.after:
        return
    without_words = selection.without_words("Lines show where words stand")
    yield from without_words
    if selection.hits and not without_words:
        documents = counted(len(selection.hits), "document")
        yield Notice("not-in-texts", f"{documents} found, but with these words in titles only, not in the texts.")


def _beside(batch: Batch, compared: int) -> tuple[_Column, _Column, _Column, _Column, _Column]:
    """Return the occurrences of a batch: row, positions of start and end, and the types of what stands next to them."""
    owners, steps = batch.owners, np.arange(compared)
    firsts, ends = batch.bounds[owners], batch.bounds[owners + 1]
    places_before, places_after = batch.starts[:, None] - 1 - steps, batch.ends[:, None] + steps
    tokens = batch.tokens.astype(np.int32) if len(batch.tokens) else np.zeros(1, np.int32)
    before = np.where(places_before >= firsts[:, None], tokens.take(places_before, mode="clip"), _NOTHING)
    after = np.where(places_after < ends[:, None], tokens.take(places_after, mode="clip"), _NOTHING)
    starts, finishes = ((places - firsts).astype(np.int32) for places in (batch.starts, batch.ends))
    return batch.rows[owners].astype(np.int32), starts, finishes, before, after


def _line(document: Document, start: int, end: int, id_is_shared: bool) -> Line:
    text = document.text
    first, last = min(word_start(text, start - CONTEXT), start), word_end(text, end + CONTEXT, end)
    parts = text[first:start], text[start:end], text[end:last]
    before, match, after = (_SPACE.sub(" ", part) for part in parts)
    opening = replace(document, text=text[:OPENING])  # of many lines, each would else hold all of its text
    return Line(
        document=opening,
        start=start,
        end=end,
        before=before.lstrip(),
        match=match,
        after=after.rstrip(),
        cut_before=first > 0,
        cut_after=last < len(text),
        part=document.part_at(start),
        id_is_shared=id_is_shared,
    )
