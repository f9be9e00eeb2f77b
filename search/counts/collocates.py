"""The words that stand near the matches of a query more often than chance has it."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from index.languages import name_of
from index.logged import Numbers
from search.counts.association import log_dice, log_likelihood
from search.counts.occurrences import Batch, batches
from search.counts.selection import Selection
from search.counts.subcorpus import Subcorpus
from search.counts.word_ranking import Ranking, Words, WordsRequest, words_to_rank
from search.request import Within
from search.response import FacetValue
from search.searcher import Searcher
from search.timing import milliseconds_since

CollocateOrder = Literal["log_dice", "log_likelihood", "count"]
MAX_SPAN = 10


@dataclass(frozen=True, slots=True)
class CollocatesRequest(WordsRequest):
    """The collocates of what `search` finds; `span_before` and `span_after` tokens on the sides of a match are near it.

    `least` is how often a word must stand there.
    """

    span_before: Annotated[int, Within(0, MAX_SPAN)] = 5
    span_after: Annotated[int, Within(0, MAX_SPAN)] = 5
    sort: CollocateOrder = "log_dice"


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word, as it is written in lower case: how often it stands near a match, and how often in the corpus.

    `log_dice` and `log_likelihood` as in `search.counts.association`.
    """

    word: str
    count: int
    frequency: int
    log_dice: float
    log_likelihood: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Collocates(Words[Collocate]):
    """The collocates of a query, which has so many `occurrences` in that language.

    `languages` counts the occurrences in each, `tokens` those of all texts that the filters leave.
    """

    occurrences: int


def collocates(searcher: Searcher, request: CollocatesRequest) -> Collocates:
    """Return the words near the matches of a query."""
    started = time.perf_counter()
    selection = searcher.select(request.search)
    documents = searcher.subcorpus(selection)
    languages = _languages(documents, selection, searcher)
    tag = request.language or (languages[0].value if languages else "")
    near = _Near(documents)
    for batch in batches(documents.in_language(tag), selection, searcher.vocabulary):
        near.add(batch, request.span_before, request.span_after)
    whole = searcher.background(request.search).in_language(tag)
    ranked = _ranked(near, tag, whole, request)
    return Collocates(
        understood=selection.understood,
        match=selection.match,
        notices=(*selection.notices, *selection.without_words("Collocates stand near words")),
        language=tag,
        languages=languages,
        occurrences=near.matches,
        tokens=whole.tokens,
        total=len(ranked),
        words=tuple(Collocate(*row) for row in ranked.rows(request.offset, request.limit)),
        took_ms=milliseconds_since(started),
    )


def _languages(documents: Subcorpus, selection: Selection, searcher: Searcher) -> tuple[FacetValue, ...]:
    """Return the languages with the number of matches in each, the most first."""
    counts = Counter[str]()
    for batch in batches(documents, selection, searcher.vocabulary):
        counts[batch.language] += len(batch.starts)
    return tuple(FacetValue(tag, name_of(tag), count) for tag, count in counts.most_common() if count)


class _Near:
    """How many matches there are, and how often each type stands near one, and in one."""

    def __init__(self, documents: Subcorpus) -> None:
        self.matches = 0
        self.types = np.zeros(len(documents.forward.types), np.int64)
        self.inside = np.zeros_like(self.types)
        self._pairs = documents.forward.types.pairs

    def add(self, batch: Batch, before: int, after: int) -> None:
        """Count what stands near the matches of a batch, each token once, however many matches it is near to."""
        if not len(batch.starts):
            return
        owners = batch.owners
        firsts = np.maximum(batch.starts - before, batch.bounds[owners])
        lasts = np.minimum(batch.ends + after, batch.bounds[owners + 1])
        inside = _covered(batch.starts, batch.ends, len(batch.tokens))
        near = _covered(firsts, lasts, len(batch.tokens)) & ~inside
        near[batch.starts[self._ends_in_match(batch)] - 1] = False
        self.matches += len(batch.starts)
        self.types += np.bincount(batch.tokens[near], minlength=len(self.types))
        self.inside += np.bincount(batch.tokens[inside], minlength=len(self.types))

    def _ends_in_match(self, batch: Batch) -> NDArray[np.bool_]:
        """Tell of matches whether a pair of characters stands before them, the second of which is their first."""
        begin = np.isin(batch.starts, batch.bounds)
        found: NDArray[np.bool_] = self._pairs[batch.tokens.take(batch.starts - 1, mode="clip")] & ~begin
        return found


def _covered(starts: Numbers, ends: Numbers, length: int) -> NDArray[np.bool_]:
    """Tell of each of so many places whether a span covers it."""
    depth = np.bincount(starts, minlength=length + 1) - np.bincount(ends, minlength=length + 1)
    return np.cumsum(depth)[:length] > 0


def _ranked(near: _Near, tag: str, whole: Subcorpus, request: CollocatesRequest) -> Ranking:
    """Return the words that stand near matches more often than chance has it, in the order asked for.

    What is in a match can stand near none: the likelihood leaves it out of the corpus.
    """
    held = words_to_rank(whole.forward.types, near.types, request.least, tag, stop_words=request.stop_words)
    together, frequency, outside = near.types[held], whole.types[held], (whole.types - near.inside)[held]
    likelihood = log_likelihood(together, int(near.types.sum()), outside, whole.tokens - int(near.inside.sum()))
    scores = {
        "count": together,
        "frequency": frequency,
        "log_dice": log_dice(together, near.matches, frequency).round(2),
        "log_likelihood": likelihood.round(2),
    }
    return Ranking.of(whole.forward.types, held, scores, by=request.sort, least="log_likelihood")
