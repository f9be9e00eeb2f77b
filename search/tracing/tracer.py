"""Traces texts: every passage of an index that shares `least` words in a row with a text is found.

Of each so many words of the text the index is asked for a few side by side (winnowing, Schleimer et al. 2003), and the
documents that have them are compared with all of it.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.analysis import analyzer
from index.document import Document
from index.logged import Numbers
from search.errors import TooLarge
from search.matches.matching import Occurrence
from search.matches.snippets import passages, placed
from search.near_copies import CopyGroups
from search.ranking.clauses import either, every, unscored
from search.ranking.vocabulary import Vocabulary
from search.response import Notice, Snippet, Span
from search.snapshot import Ranked, Snapshot
from search.timing import milliseconds_since
from search.tracing.shared_runs import Runs, SharedRuns, assigned
from search.tracing.trace import LEAST_OF_LONG, LONG, MAX_TEXT_LENGTH, Passage, Stretch, Trace, TraceRequest
from search.tracing.traced_text import TracedText

_UNDATED = 10**8
"""Comes after all days."""
_BEGINNING = 200
"""Characters of its document that a passage keeps: without a title, it is called by them."""

_Spans = dict[int, Span]
"""Characters of tokens, by their positions."""


class Tracer:
    """Traces texts in one snapshot of an index."""

    def __init__(self, snapshot: Snapshot, copies: CopyGroups, vocabulary: Vocabulary) -> None:
        self._snapshot = snapshot
        self._copies = copies
        self._vocabulary = vocabulary

    def trace(self, request: TraceRequest, filters: tantivy.Query) -> Trace:
        """Return what a text shares with the documents that the query of its filters finds.

        Raise TooLarge where it is longer than MAX_TEXT_LENGTH.
        """
        if len(request.text) > MAX_TEXT_LENGTH:
            raise TooLarge(f"A text to trace may have {MAX_TEXT_LENGTH:,} characters at most. Trace a part of it.")
        started = time.perf_counter()
        text = TracedText.of(request.text)
        least = _least(request, len(text.words))
        hits = self._holders(text, least, filters)
        runs, covered, is_full = self._compared(text, least, hits)
        ranked = self._ranked(runs, hits, request)
        page = ranked[request.offset : request.offset + request.limit]
        return Trace(
            text=text.text,
            words=len(text.words),
            covered=int(covered.sum()),
            least=least,
            documents=len(np.unique(runs.owners)),
            total=len(ranked),
            stretches=tuple(_stretches(text, covered, assigned(ranked, len(text.words)))),
            passages=tuple(self._passages(text, page, hits)),
            took_ms=milliseconds_since(started),
            notices=tuple(_notices(request, least, is_full=is_full)),
        )

    def _holders(self, text: TracedText, least: int, filters: tantivy.Query) -> Sequence[Ranked]:
        """Return the documents that may share something, in the order of their sequence numbers."""
        frequencies = {word: self._vocabulary.frequency("words", word) for word in set(text.words)}
        asked = [self._side_by_side(words) for words in text.telling(least, frequencies)]
        return self._snapshot.all(every([unscored(either(asked)), filters])) if asked else ()

    def _side_by_side(self, words: Sequence[str]) -> tantivy.Query:
        if len(words) == 1:
            return self._snapshot.term("words", words[0])
        return tantivy.Query.phrase_query(self._snapshot.schema, "words", list(words))

    def _compared(self, text: TracedText, least: int, hits: Sequence[Ranked]) -> tuple[Runs, NDArray[np.bool_], bool]:
        """Return the runs of each hit, which owns them by its place, the tokens they cover, and whether there are more.

        Once there are too many, further hits are left out.
        """
        if not hits:
            return Runs.joined([]), np.zeros(len(text.words), np.bool_), False
        forward, sequences = self._snapshot.forward, np.array([sequence for sequence, _ in hits], np.int64)
        finder, found = SharedRuns(text.words, least, forward.types), []
        for rows, tokens in forward.batches(forward.rows(sequences)):
            owners = np.searchsorted(sequences, forward.documents["sequence"][rows])
            found.append(finder.find(tokens, forward.documents["tokens"][rows].astype(np.int64), owners))
            if finder.is_full:
                break
        runs = Runs.joined(found)
        return runs, text.filled(finder.covered(runs), none=False), finder.is_full

    def _ranked(self, runs: Runs, hits: Sequence[Ranked], request: TraceRequest) -> Runs:
        """Return runs in the order asked for; if near copies are to be folded, of these only the first document's."""
        days = self._days(runs.owners, hits)
        by = (-runs.lengths, days) if request.sort == "date" else (days, -runs.lengths)
        ranked = runs[np.lexsort((runs.starts, runs.owners, *by))]
        if request.copies != "fold" or not self._copies:
            return ranked
        owners = list(dict.fromkeys(ranked.owners.tolist()))
        best = {sequence for sequence, _ in self._copies.best([hits[owner] for owner in owners])}
        return ranked[np.isin(ranked.owners, [owner for owner in owners if hits[owner][0] in best])]

    def _days(self, owners: Numbers, hits: Sequence[Ranked]) -> Numbers:
        """Return the day of each run's document."""
        present, places = np.unique(owners, return_inverse=True)
        days = self._snapshot.tantivy.fast_field_values("day", [hits[owner][1] for owner in present.tolist()])
        return np.array([_UNDATED if day is None else day for day in days], np.int64)[places]

    def _passages(self, text: TracedText, page: Runs, hits: Sequence[Ranked]) -> Iterator[Passage]:
        read = self._read(text, page, hits)
        near = self._copies.near([hits[owner] for owner, *_ in page.rows()])
        for (owner, start, place, length), near_copies in zip(page.rows(), near, strict=True):
            document, spans = read[owner]
            in_document = spans[place][0], spans[place + text.reach(start, length) - 1][1]
            yield Passage(
                replace(document, text=document.text[:_BEGINNING]),
                length,
                in_text=text.span(start, length),
                in_document=in_document,
                snippet=_snippet(document, in_document),
                id_is_shared=self._snapshot.is_shared(document.id),
                near_copies=near_copies,
            )

    def _read(self, text: TracedText, page: Runs, hits: Sequence[Ranked]) -> dict[int, tuple[Document, _Spans]]:
        """Return the documents of a page, each with where the tokens stand at which its runs begin and end."""
        wanted: dict[int, set[int]] = {}
        for owner, start, place, length in page.rows():
            wanted.setdefault(owner, set()).update((place, place + text.reach(start, length) - 1))
        with self._snapshot.reading() as read:
            documents = {owner: read(hits[owner][1]) for owner in wanted}
        return {
            owner: (document, analyzer(document.language).places(document.text, wanted[owner]))
            for owner, document in documents.items()
        }


def _least(request: TraceRequest, words: int) -> int:
    """Return how many words in a row make a passage of a text with so many."""
    return min(max(request.least, LEAST_OF_LONG) if words > LONG else request.least, words)


def _notices(request: TraceRequest, least: int, *, is_full: bool) -> Iterator[Notice]:
    if least > request.least:
        yield Notice("least-raised", f"Of a text with more than {LONG:,} words, {least} in a row make a passage.")
    if is_full:
        message = "There are too many passages, so some documents were left out. Ask for more words in a row."
        yield Notice("passages-left-out", message)


def _snippet(document: Document, span: Span) -> Snippet:
    """Return a passage with the words around it; of a long one its beginning."""
    occurrences = [Occurrence(*span, frozenset({0}))]
    (snippet,) = placed(document, occurrences, passages(document.text, occurrences, [1.0]))
    return snippet


def _stretches(text: TracedText, covered: NDArray[np.bool_], runs: Numbers) -> Iterator[Stretch]:
    """Yield the parts of a text that are covered, parted where the longest run changes (-1: none)."""
    passages = np.where(covered, text.filled(runs, -1) + 1, -1)
    lasts = np.flatnonzero(np.append(np.diff(passages) != 0, True)[: len(passages)]).tolist()
    for first, last in zip([0, *(last + 1 for last in lasts)], lasts, strict=False):
        if passages[last] >= 0:
            yield Stretch(*text.part(first, last), int(passages[last]))
