"""Trends, collocates and keywords as plain records: the shapes of the JSON API, of `--json` and of exports."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from typing import Any

from search.counts.collocates import Collocate
from search.counts.keywords import Keyword
from search.counts.trends import Point, Series, Trend, TrendRequest
from search.counts.word_ranking import Words, WordsRequest
from search.output.query_record import query_record
from search.output.tables import Record

TREND_COLUMNS = ("q", "language", "year", "until", "count", "words", "documents", "rate")
COLLOCATE_COLUMNS = tuple(field.name for field in fields(Collocate))
KEYWORD_COLUMNS = tuple(field.name for field in fields(Keyword))
_READ = ("understood", "match", "notices")
"""What the record of a query tells."""


def trend_record(request: TrendRequest, trend: Trend) -> Record:
    """Return a trend."""
    return asdict(trend) | {"series": [_series_record(request, one) for one in trend.series]}


def trend_rows(trend: Trend) -> Iterator[Record]:
    """Yield a row for each point of each series."""
    for one in trend.series:
        for point in one.points:
            yield {"q": one.q, "language": one.language or None, **_point(point)}


def words_record(request: WordsRequest, found: Words[Any]) -> Record:
    """Return the collocates or keywords of a query."""
    rest = {name: None if value == "" else value for name, value in asdict(found).items() if name not in _READ}
    return {"query": query_record(request.search, found), **rest}


def _series_record(request: TrendRequest, one: Series) -> Record:
    return {
        "query": query_record(replace(request.search, q=one.q), one),
        "language": one.language or None,
        "points": list(map(_point, one.points)),
        "total": one.total,
        "undated": one.undated,
    }


def _point(point: Point) -> Record:
    return asdict(point) | {"rate": None if point.rate is None else round(point.rate, 4)}
