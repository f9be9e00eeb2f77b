"""Trends, collocates and keywords as plain records: the shapes of the JSON API, of `--json` and of exports."""

from collections.abc import Iterator
from dataclasses import asdict, fields

from search.counts.collocates import Collocate, Collocates
from search.counts.keywords import Keyword, Keywords
from search.counts.trends import Point, Trend
from search.output.tables import Record

TREND_COLUMNS = ("query", "language", "year", "until", "count", "words", "documents", "rate")
COLLOCATE_COLUMNS = tuple(field.name for field in fields(Collocate))
KEYWORD_COLUMNS = tuple(field.name for field in fields(Keyword))


def trend_record(trend: Trend) -> Record:
    """Return a trend."""
    series = [
        asdict(one) | {"language": one.language or None, "points": list(map(_point, one.points))}
        for one in trend.series
    ]
    return asdict(trend) | {"series": series}


def trend_rows(trend: Trend) -> Iterator[Record]:
    """Yield a row for each point of each series."""
    for one in trend.series:
        for point in one.points:
            yield {"query": one.query, "language": one.language or None, **_point(point)}


def collocates_record(q: str, found: Collocates) -> Record:
    """Return the collocates of a query."""
    return _with_query(q, asdict(found) | {"language": found.language or None})


def keywords_record(q: str, found: Keywords) -> Record:
    """Return the keywords of what a query finds."""
    return _with_query(q, asdict(found) | {"language": found.language or None, "against": found.against or None})


def _with_query(q: str, record: Record) -> Record:
    """Return a record with how its query was read in a record of its own, as in the answer to a search."""
    query = {name: record.pop(name) for name in ("understood", "match", "relaxed", "notices")}
    return {"query": {"q": q, **query}, **record}


def _point(point: Point) -> Record:
    return asdict(point) | {"rate": None if point.rate is None else round(point.rate, 4)}
