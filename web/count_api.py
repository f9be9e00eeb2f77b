"""The JSON API of what is counted in a corpus: trends, collocates, keywords. Each function answers one route."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from search.counts.collocates import collocates as collocates_of
from search.counts.count_records import (
    COLLOCATE_COLUMNS,
    KEYWORD_COLUMNS,
    TREND_COLUMNS,
    collocates_record,
    keywords_record,
    trend_record,
    trend_rows,
)
from search.counts.keywords import keywords as keywords_of
from search.counts.trends import Trend, coarser, trend
from search.output.tables import Record, csv_lines, jsonl_lines
from web import urls
from web.count_params import MAX_POINTS, CollocateApiParams, CountFormat, KeywordApiParams, TrendApiParams, WordParams
from web.dependencies import Searchers
from web.streaming import download

_ALL = 10**9
"""More words than there are."""


def trends(params: Annotated[TrendApiParams, Query()], searchers: Searchers) -> Response:
    """Count queries over the years: how often each is found in each year, and for so many words or documents of it."""
    request = params.trend()
    found = trend(searchers.current(), request)
    step = max(params.step, _least_step(found)) if params.format == "json" else params.step
    found = coarser(found, step) if step > 1 else found
    if params.format == "json":
        return JSONResponse(trend_record(request, found))
    return _rows(params.format, "trends", TREND_COLUMNS, trend_rows(found))


def collocates(params: Annotated[CollocateApiParams, Query()], searchers: Searchers) -> Response:
    """Find the words that stand near what a query matches more often than chance has it, in one language."""
    request = params.collocates()
    if params.format == "json":
        found = collocates_of(searchers.current(), request)
        record = collocates_record(request, found)
        return JSONResponse(record | {"next": _next(urls.API_COLLOCATES, params, found.total)})
    found = collocates_of(searchers.current(), replace(request, limit=_ALL, offset=0))
    return _rows(
        params.format, "collocates", COLLOCATE_COLUMNS, map(asdict, found.collocates), urls.receipt(request.search)
    )


def keywords(params: Annotated[KeywordApiParams, Query()], searchers: Searchers) -> Response:
    """Find the words that set what a query finds apart from the whole corpus, or from what another query finds."""
    request = params.keywords()
    if params.format == "json":
        found = keywords_of(searchers.current(), request)
        record = keywords_record(request, found)
        return JSONResponse(record | {"next": _next(urls.API_KEYWORDS, params, found.total)})
    found = keywords_of(searchers.current(), replace(request, limit=_ALL, offset=0))
    return _rows(params.format, "keywords", KEYWORD_COLUMNS, map(asdict, found.keywords), urls.receipt(request.search))


def _least_step(found: Trend) -> int:
    """Return how many years a point must be for, so that an answer that is no stream has not too many."""
    return -(-sum(len(one.points) for one in found.series) // MAX_POINTS)


def _next(path: str, params: WordParams, total: int) -> str | None:
    end = params.offset + params.limit
    return urls.counts(path, params, offset=end) if end < total else None


def _rows(form: CountFormat, name: str, columns: Sequence[str], rows: Iterable[Record], receipt: str = "") -> Response:
    return download(csv_lines(columns, rows) if form == "csv" else jsonl_lines(rows), f"{name}.{form}", receipt)
