"""The JSON API: each function answers one route."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response, StreamingResponse

from index.failures import SkippedSource
from search.records import (
    Record,
    csv_rows,
    document_record,
    failures_csv,
    failures_jsonl,
    jsonl,
    overview_record,
    reasons_record,
    search_record,
    trace_record,
)
from search.request import MAX_DEPTH, SearchRequest
from search.response import SearchResponse
from search.searcher import Searcher
from web import paging, urls
from web.dependencies import Searchers
from web.params import DocumentParams, ExportParams, FailureParams, SearchParams
from web.trace_params import TraceBody

_CHUNK = 64 * 1024
_JSONL, _CSV = "application/x-ndjson", "text/csv; charset=utf-8"
_EXPORTS = {"jsonl": (jsonl, _JSONL), "csv": (csv_rows, _CSV)}
_FAILURES = {"jsonl": (failures_jsonl, _JSONL), "csv": (failures_csv, _CSV)}


def search(params: Annotated[SearchParams, Query()], searchers: Searchers) -> Response:
    """Find documents: a page of hits with the passages that match, and counts to narrow by."""
    request = params.request()
    return _json(_page(request, searchers.current().search(request)))


def trace(body: TraceBody, searchers: Searchers) -> Response:
    """Find the passages that have the same words in the same order as a text, which is sent as JSON."""
    return _json(trace_record(searchers.current().trace(body.request())))


def document(id: str, params: Annotated[DocumentParams, Query()], searchers: Searchers) -> Response:
    """Get a document with its whole text."""
    return _json(document_record(searchers.current().document(id, params.path, params.locator)))


def export(params: Annotated[ExportParams, Query()], searchers: Searchers) -> Response:
    """Stream every document that is found, whole, however many there are."""
    write, media_type = _EXPORTS[params.format]
    return _stream(write(searchers.current().export(params.request())), f"fundstelle.{params.format}", media_type)


def info(searchers: Searchers) -> Response:
    """Get what the index holds and what was left out of it."""
    record = overview_record(searchers.current().overview())
    for one in record["to_review"]:
        one["url"] = urls.api_search(SearchRequest(q=one["query"]))
    return _json(record)


def failures(params: Annotated[FailureParams, Query()], searchers: Searchers) -> Response:
    """Get what was not indexed, and why: a page of it, or as a stream of everything."""
    searcher = searchers.current()
    if params.format != "json":
        write, media_type = _FAILURES[params.format]
        return _stream(write(_skipped(searcher, params.reason)), f"failures.{params.format}", media_type)
    with searcher.state() as state:
        total, reasons = state.failures.count(params.reason), state.failures.reasons()
        page = [asdict(one) for one in state.failures.listed(params.reason, params.limit, params.offset)]
    after = params.offset + len(page)
    following = urls.api_failures(params.reason, params.limit, after) if page and after < total else None
    return _json({"total": total, "reasons": reasons_record(reasons), "failures": page, "next": following})


def health(searchers: Searchers) -> Response:
    """Check that the server answers and can read its index."""
    return _json({"status": "ok", "documents": searchers.current().documents})


def _json(record: Record) -> Response:
    # The models only describe: to check each answer of our own against them would cost more than to make it.
    return Response(json.dumps(record, ensure_ascii=False, separators=(",", ":")), media_type="application/json")


def _stream(rows: Iterable[str], name: str, media_type: str) -> Response:
    chunks = _chunks(rows)
    first = next(chunks, "")  # an error is said before the answer has begun
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(chain([first], chunks), media_type=media_type, headers=headers)


def _skipped(searcher: Searcher, reason: str) -> Iterator[SkippedSource]:
    with searcher.state() as state:
        yield from state.failures.listed(reason)


def _page(request: SearchRequest, response: SearchResponse) -> Record:
    """Return the answer with the way on: the next page, or a notice where paging ends before the hits do."""
    record, following = search_record(response), paging.following(request, response)
    if paging.is_cut(request, response):
        record["query"]["notices"].append(_end_of_paging(request))
    return record | {"next": urls.api_search(following) if following else None}


def _end_of_paging(request: SearchRequest) -> Record:
    message = f"Paging ends at {MAX_DEPTH:,} hits; this streams every one: {urls.export(request, 'jsonl')}"
    return {"code": "too-deep", "message": message}


def _chunks(rows: Iterable[str]) -> Iterator[str]:
    """Yield the rows joined into larger pieces: each piece sent costs a trip through the thread pool."""
    waiting, length = [], 0
    for row in rows:
        waiting.append(row)
        length += len(row)
        if length >= _CHUNK:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)
