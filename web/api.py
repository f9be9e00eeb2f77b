"""The JSON API: each function answers one route."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response, StreamingResponse

from search.records import Record, csv_rows, document_record, jsonl, overview_record, search_record
from search.request import MAX_DEPTH, SearchRequest
from search.response import SearchResponse
from web import paging, urls
from web.dependencies import Searchers
from web.params import DocumentParams, ExportParams, SearchParams

_CHUNK = 64 * 1024
_EXPORTS = {"jsonl": (jsonl, "application/x-ndjson"), "csv": (csv_rows, "text/csv; charset=utf-8")}


def search(params: Annotated[SearchParams, Query()], searchers: Searchers) -> Response:
    """Find documents: a page of hits with the passages that match, and counts to narrow by."""
    request = params.request()
    return _json(_page(request, searchers.current().search(request)))


def document(id: str, params: Annotated[DocumentParams, Query()], searchers: Searchers) -> Response:
    """Get a document with its whole text."""
    return _json(document_record(searchers.current().document(id, params.path, params.locator)))


def export(params: Annotated[ExportParams, Query()], searchers: Searchers) -> Response:
    """Stream every document that is found, whole, however many there are."""
    write, media_type = _EXPORTS[params.format]
    chunks = _chunks(write(searchers.current().export(params.request())))
    first = next(chunks, "")  # an error is said before the answer has begun
    headers = {"Content-Disposition": f'attachment; filename="fundstelle.{params.format}"'}
    return StreamingResponse(chain([first], chunks), media_type=media_type, headers=headers)


def info(searchers: Searchers) -> Response:
    """Get what the index holds and what was left out of it."""
    record = overview_record(searchers.current().overview())
    for one in record["to_review"]:
        one["url"] = urls.api_search(SearchRequest(q=one["query"]))
    return _json(record)


def health(searchers: Searchers) -> Response:
    """Check that the server answers and can read its index."""
    return _json({"status": "ok", "documents": searchers.current().documents})


def _json(record: Record) -> Response:
    # The models only describe: to check each answer of our own against them would cost more than to make it.
    return Response(json.dumps(record, ensure_ascii=False, separators=(",", ":")), media_type="application/json")


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
