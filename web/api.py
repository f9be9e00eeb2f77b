"""The JSON API: each function answers one route. Its models describe the answers; nothing is checked against them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from index.failures import SkippedSource
from search.counts.concordance import concordance as page_of_lines
from search.counts.concordance import lines as all_lines
from search.counts.concordance_records import concordance_record, lines_csv, lines_jsonl
from search.hints.diagnosis import Diagnosis, Found, Way
from search.output.parquet import parquet_pieces
from search.output.receipt import receipt_record
from search.output.records import (
    Record,
    csv_rows,
    diagnosis_record,
    document_record,
    failure_record,
    failures_csv,
    failures_jsonl,
    jsonl,
    near_copies_record,
    next_offset,
    overview_record,
    reasons_record,
    search_record,
    similar_record,
    trace_record,
)
from search.request import MAX_DEPTH, SearchRequest
from search.response import SearchResponse
from search.searcher import Searcher
from web import paging, urls
from web.dependencies import Searchers
from web.params import (
    DocumentParams,
    ExportFormat,
    ExportParams,
    FailureParams,
    LinesParams,
    QueryParams,
    SearchApiParams,
    SimilarApiParams,
)
from web.streaming import download
from web.trace_params import TraceBody

_FAILURES = {"jsonl": failures_jsonl, "csv": failures_csv}


def search(params: Annotated[SearchApiParams, Query()], searchers: Searchers) -> Response:
    """Find documents: a page of hits with the passages that match, and counts to narrow by."""
    request, searcher = params.request(), searchers.current()
    response = searcher.search(request)
    nothing = None if response.total else _nothing(searcher.diagnose(request))
    return JSONResponse(_page(request, response) | {"nothing": nothing})


def trace(body: TraceBody, searchers: Searchers) -> Response:
    """Find the passages that have the same words in the same order as a text, which is sent as JSON."""
    request = body.request()
    return JSONResponse(trace_record(request, searchers.current().trace(request)))


def document(id: str, params: Annotated[DocumentParams, Query()], searchers: Searchers) -> Response:
    """Get a document with its whole text."""
    searcher = searchers.current()
    found = searcher.document(id, params.path, params.locator)
    return JSONResponse(document_record(found) | {"near_copies": near_copies_record(searcher.near_copies(found))})


def similar(params: Annotated[SimilarApiParams, Query()], searchers: Searchers) -> Response:
    """Find the documents most like one, by the words that tell what it is about."""
    searcher, request = searchers.current(), params.request()
    document = searcher.document(params.id, params.path, params.locator)
    return JSONResponse(similar_record(request, searcher.similar(document, request, params.without)))


def export(params: Annotated[ExportParams, Query()], searchers: Searchers) -> Response:
    """Stream every document that is found, whole, however many there are."""
    searcher, request = searchers.current(), params.request()
    return download(_exported(searcher, request, params.format), f"fundstelle.{params.format}", urls.receipt(request))


def receipt(params: Annotated[QueryParams, Query()], searchers: Searchers) -> Response:
    """Get what an export is of, to cite it and to have it again: how the query was read, and what it finds where."""
    request = params.request()
    record = receipt_record(searchers.current().receipt(request))
    return JSONResponse(record | {"export": urls.export(request, "jsonl")})


def concordance(params: Annotated[LinesParams, Query()], searchers: Searchers) -> Response:
    """Get every occurrence in its line, with what stands before and after it: a page, or as a stream of everything."""
    request, searcher = params.lines(), searchers.current()
    if params.format != "json":
        write = lines_csv if params.format == "csv" else lines_jsonl
        return download(
            write(all_lines(searcher, request)), f"concordance.{params.format}", urls.receipt(request.search)
        )
    found = page_of_lines(searcher, request)
    after = next_offset(request.offset, len(found.lines), found.total)
    following = urls.api_concordance(replace(request, offset=after)) if after else None
    return JSONResponse(concordance_record(request, found) | {"next": following})


def info(searchers: Searchers) -> Response:
    """Get what the index holds and what was left out of it."""
    record = overview_record(searchers.current().overview())
    for one in record["to_review"]:
        one["url"] = urls.api_search(SearchRequest(q=one["q"]))
    return JSONResponse(record)


def failures(params: Annotated[FailureParams, Query()], searchers: Searchers) -> Response:
    """Get what was not indexed, and why: a page of it, or as a stream of everything."""
    searcher = searchers.current()
    if params.format != "json":
        return download(_FAILURES[params.format](_skipped(searcher, params.reason)), f"failures.{params.format}")
    with searcher.state() as state:
        total, reasons = state.failures.count(params.reason), state.failures.reasons()
        page = [failure_record(one) for one in state.failures.listed(params.reason, params.limit, params.offset)]
    after = next_offset(params.offset, len(page), total)
    following = urls.api_failures(params.reason, params.limit, after) if after else None
    return JSONResponse({"total": total, "reasons": reasons_record(reasons), "failures": page, "next": following})


def health(searchers: Searchers) -> Response:
    """Check that the server answers and can read its index."""
    return JSONResponse({"status": "ok", "documents": searchers.current().documents})


def _exported(searcher: Searcher, request: SearchRequest, form: ExportFormat) -> Iterable[str] | Iterable[bytes]:
    documents = searcher.export(request)
    if form == "parquet":
        return parquet_pieces(documents, searcher.receipt(request))
    return csv_rows(documents) if form == "csv" else jsonl(documents)


def _skipped(searcher: Searcher, reason: str) -> Iterator[SkippedSource]:
    with searcher.state() as state:
        yield from state.failures.listed(reason)


def _page(request: SearchRequest, response: SearchResponse) -> Record:
    """Return the answer with the way on: the next page, or a notice where paging ends before the hits do."""
    record, following = search_record(request, response), paging.following(request, response)
    if paging.is_cut(request, response):
        record["query"]["notices"].append(_end_of_paging(request))
    return record | {"next": urls.api_search(following) if following else None}


def _nothing(diagnosis: Diagnosis) -> Record:
    """Return why nothing was found, each number with the address that gives it."""
    record = diagnosis_record(diagnosis)
    told: list[Found | Way] = [*diagnosis.words, *diagnosis.ways]
    for one, shown in zip(told, [*record["words"], *record["ways"]], strict=True):
        shown["url"] = urls.api_search(one.request)
    return record


def _end_of_paging(request: SearchRequest) -> Record:
    message = f"Paging ends at {MAX_DEPTH:,} hits; this streams every one: {urls.export(request, 'jsonl')}"
    return {"code": "too-deep", "message": message}
