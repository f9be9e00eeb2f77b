"""The JSON API of what is counted in a corpus: trends, collocates, keywords. Each function answers one route."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from search.counts.collocates import collocates as collocates_of
from search.counts.count_records import (
    COLLOCATE_COLUMNS,
    KEYWORD_COLUMNS,
    TREND_COLUMNS,
    trend_record,
    trend_rows,
    words_record,
)
from search.counts.keywords import keywords as keywords_of
from search.counts.trends import Trend, coarser, trend
from search.counts.word_ranking import Words, WordsRequest
from search.output.records import next_offset
from search.output.tables import Record, csv_lines, jsonl_lines
from web import urls
from web.count_params import MAX_POINTS, CollocateApiParams, KeywordApiParams, TrendApiParams
from web.dependencies import Searchers
from web.params import ListFormat
from web.streaming import download

Request = TypeVar("Request", bound=WordsRequest)

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
    find = partial(collocates_of, searchers.current())
    return _words(params, params.collocates(), find, urls.API_COLLOCATES, COLLOCATE_COLUMNS)


def keywords(params: Annotated[KeywordApiParams, Query()], searchers: Searchers) -> Response:
    """Find the words that set what a query finds apart from the whole corpus, or from what another query finds."""
    find = partial(keywords_of, searchers.current())
    return _words(params, params.keywords(), find, urls.API_KEYWORDS, KEYWORD_COLUMNS)


def _words(
    params: CollocateApiParams | KeywordApiParams,
    request: Request,
    find: Callable[[Request], Words[Any]],
    path: str,
    columns: Sequence[str],
) -> Response:
    """Answer a page of ranked words, or all of them as rows."""
    if params.format != "json":
        found = find(replace(request, limit=_ALL, offset=0))
        rows = map(asdict, found.words)
        return _rows(params.format, path.rpartition("/")[2], columns, rows, urls.receipt(request.search))
    found = find(request)
    after = next_offset(request.offset, len(found.words), found.total)
    following = urls.counts(path, params, offset=after) if after else None
    return JSONResponse(words_record(request, found) | {"next": following})


def _least_step(found: Trend) -> int:
    """Return how many years a point must be for, so that an answer that is no stream has not too many."""
    return -(-sum(len(one.points) for one in found.series) // MAX_POINTS)


def _rows(form: ListFormat, name: str, columns: Sequence[str], rows: Iterable[Record], receipt: str = "") -> Response:
    return download(csv_lines(columns, rows) if form == "csv" else jsonl_lines(rows), f"{name}.{form}", receipt)
