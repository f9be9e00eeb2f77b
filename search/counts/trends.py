"""How often queries are found over the years: absolutely, and for so many words or documents of each year."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby, starmap
from typing import Literal

import numpy as np

from index.logged import Numbers
from search.counts.occurrences import batches
from search.counts.selection import Selection
from search.counts.subcorpus import Subcorpus
from search.errors import RequestError
from search.request import Copies, Match, SearchRequest
from search.response import Notice
from search.searcher import Searcher
from search.timing import milliseconds_since

Unit = Literal["occurrences", "documents"]
MAX_LANGUAGES = 6
"""Of how many languages each query is shown apart, those with the most first."""
MAX_QUERIES = 8
"""How many queries are compared: as many as a chart can tell apart."""
MAX_STEP = 1_000
"""Years that a point may be for."""
PER = {"occurrences": 1_000_000, "documents": 100}
"""What a rate is for: so many words, or documents, of the year."""


@dataclass(frozen=True, slots=True)
class TrendRequest:
    """Several `queries`, each with the filters of `search`, whose own query is left aside.

    Counted are `unit`s; with `by_language` each language apart. With `copies` at "fold", of near copies only the
    first is there, for what is counted and for what a rate is of.
    """

    queries: tuple[str, ...]
    search: SearchRequest = field(default_factory=SearchRequest)
    unit: Unit = "occurrences"
    by_language: bool = False
    copies: Copies = "show"


@dataclass(frozen=True, slots=True)
class Point:
    """The years of a series from `year` to `until`: how many were counted, of how many `words` and `documents`.

    The `rate` is for a million words, of documents for a hundred; None where there are none. The words and documents
    are those that the filters leave, those typed in the query too.
    """

    year: int
    until: int
    count: int
    words: int
    documents: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """A query over the years; `language` is a tag, empty for all languages.

    `undated` counts what is found in documents without a year, `total` all of it. `q`, `understood`, `match` and
    `notices` as in a SearchResponse.
    """

    q: str
    understood: str
    match: Match
    notices: tuple[Notice, ...]
    language: str
    points: tuple[Point, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The series asked for, all with points for the same years: from the first to the last of the corpus.

    A point is for `step` years. `documents` counts those that the filters leave, `undated` those of them that have no
    year.
    """

    unit: Unit
    step: int
    documents: int
    undated: int
    took_ms: float
    series: tuple[Series, ...]


def trend(searcher: Searcher, request: TrendRequest) -> Trend:
    """Count queries over the years that the filters of a request leave; raise RequestError where there are too many."""
    if len(request.queries) > MAX_QUERIES:
        raise RequestError(f"At most {MAX_QUERIES} queries can be compared, but these are {len(request.queries):,}.")
    started = time.perf_counter()
    whole = _whole(searcher, request, "")
    # Of near copies too: where a date in a query leaves out the first of them, the year of another counts.
    years = _span(searcher.background(replace(request.search, q="")))
    counted = [_counted(searcher, request, query) for query in request.queries]
    series = [one for query in counted for one in _series(query, years, request)]
    return Trend(
        request.unit,
        step=1,
        documents=len(whole.rows),
        undated=int((whole.years == 0).sum()),
        series=tuple(series),
        took_ms=milliseconds_since(started),
    )


def coarser(trend: Trend, step: int) -> Trend:
    """Return a trend with a point for so many years, the first of which is a multiple of their number.

    The last point ends with the years there are.
    """
    series = [replace(one, points=tuple(_joined(one.points, trend.unit, step))) for one in trend.series]
    return replace(trend, step=step, series=tuple(series))


def _joined(points: Iterable[Point], unit: Unit, step: int) -> Iterator[Point]:
    for number, group in groupby(points, lambda point: point.year // step):
        some = list(group)
        count, words, documents = (sum(getattr(one, name) for one in some) for name in ("count", "words", "documents"))
        rate = _rate(unit, count, words, documents)
        yield Point(number * step, some[-1].until, count, words, documents, rate)


def _year(unit: Unit, year: int, count: int, words: int, documents: int) -> Point:
    return Point(year, year, count, words, documents, _rate(unit, count, words, documents))


def _rate(unit: Unit, count: int, words: int, documents: int) -> float | None:
    size = words if unit == "occurrences" else documents
    return PER[unit] * count / size if size else None


def _whole(searcher: Searcher, request: TrendRequest, query: str) -> Subcorpus:
    """Return all documents that the filters leave, those typed in a query too."""
    whole = searcher.background(replace(request.search, q=query))
    return whole.without_copies(searcher.groups) if request.copies == "fold" else whole


def _span(documents: Subcorpus) -> range:
    """Return the years from the first to the last that documents have."""
    dated = documents.years[documents.years > 0]
    return range(int(dated.min()), int(dated.max()) + 1) if len(dated) else range(0)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A query with the documents that have it and how often each has; `whole` are all that its filters leave."""

    query: str
    selection: Selection
    whole: Subcorpus
    documents: Subcorpus
    counts: Numbers


def _counted(searcher: Searcher, request: TrendRequest, query: str) -> _Counted:
    selection = searcher.select(replace(request.search, q=query))
    documents, whole = searcher.subcorpus(selection), _whole(searcher, request, query)
    if request.copies == "fold":
        documents = documents.only(np.isin(documents.rows, whole.rows))
    if request.unit == "documents":
        return _Counted(query, selection, whole, documents, np.ones(len(documents.rows), np.int64))
    counts = np.zeros(len(documents.rows), np.int64)
    for batch in batches(documents, selection, searcher.vocabulary):
        counts[np.searchsorted(documents.rows, batch.rows)] = np.bincount(batch.owners, minlength=len(batch.rows))
    return _Counted(query, selection, whole, documents, counts)


def _series(counted: _Counted, years: range, request: TrendRequest) -> Iterator[Series]:
    """Yield the series of a query: one, or one for each of the languages that have the most of it."""
    if not request.by_language:
        yield _one_series(counted, years, request.unit, "")
        return
    for value in counted.documents.by_language(counted.counts)[:MAX_LANGUAGES]:
        held = counted.documents.is_in(value.value)
        part = replace(
            counted,
            whole=counted.whole.in_language(value.value),
            documents=counted.documents.only(held),
            counts=counted.counts[held],
        )
        yield _one_series(part, years, request.unit, value.value)


def _one_series(counted: _Counted, years: range, unit: Unit, tag: str) -> Series:
    whole = counted.whole
    counts = _by_year(counted.documents, counted.counts, years)
    words, documents = _by_year(whole, whole.sizes, years), _by_year(whole, np.ones_like(whole.sizes), years)
    columns = zip(years, counts.tolist(), words.tolist(), documents.tolist(), strict=True)
    total = int(counted.counts.sum())
    return Series(
        counted.query,
        counted.selection.understood,
        counted.selection.match,
        _notices(counted.selection, unit),
        tag,
        tuple(starmap(partial(_year, unit), columns)),
        total,
        undated=total - int(counts.sum()),
    )


def _notices(selection: Selection, unit: Unit) -> tuple[Notice, ...]:
    if unit == "documents":
        return selection.notices
    return (*selection.notices, *selection.without_words("Occurrences are of words"))


def _by_year(documents: Subcorpus, weights: Numbers, years: range) -> Numbers:
    """Return what each document weighs, added up by its year."""
    held = documents.years > 0
    places = documents.years[held] - years.start
    return np.bincount(places, weights[held], len(years)).astype(np.int64)
