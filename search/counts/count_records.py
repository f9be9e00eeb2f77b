"""Trends, collocates and keywords as plain records: the shapes of the JSON API, of `--json` and of exports."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace

from search.counts.collocates import Collocate, Collocates, CollocatesRequest
from search.counts.keywords import Keyword, Keywords, KeywordsRequest
from search.counts.trends import Point, Series, Trend, TrendRequest
from search.output.query_record import query_record
from search.output.tables import Record

TREND_COLUMNS = ("q", "language", "year", "until", "count", "words", "documents", "rate")
COLLOCATE_COLUMNS = tuple(field.name for field in fields(Collocate))
KEYWORD_COLUMNS = tuple(field.name for field in fields(Keyword))


def trend_record(request: TrendRequest, trend: Trend) -> Record:
    """Return a trend."""
    return asdict(trend) | {"series": [_series_record(request, one) for one in trend.series]}


def trend_rows(trend: Trend) -> Iterator[Record]:
    """Yield a row for each point of each series."""
    for one in trend.series:
        for point in one.points:
            yield {"q": one.q, "language": one.language or None, **_point(point)}


def collocates_record(request: CollocatesRequest, found: Collocates) -> Record:
    """Return the collocates of a query."""
    return {
        "query": query_record(request.search, found),
        "language": found.language or None,
        "languages": [asdict(value) for value in found.languages],
        "occurrences": found.occurrences,
        "tokens": found.tokens,
        "total": found.total,
        "took_ms": found.took_ms,
        "collocates": [asdict(one) for one in found.collocates],
    }


def keywords_record(request: KeywordsRequest, found: Keywords) -> Record:
    """Return the keywords of what a query finds."""
    return {
        "query": query_record(request.search, found),
        "against": found.against or None,
        "language": found.language or None,
        "languages": [asdict(value) for value in found.languages],
        "documents": found.documents,
        "tokens": found.tokens,
        "other_documents": found.other_documents,
        "other_tokens": found.other_tokens,
        "total": found.total,
        "took_ms": found.took_ms,
        "keywords": [asdict(one) for one in found.keywords],
    }


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
