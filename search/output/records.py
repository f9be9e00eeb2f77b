"""Answers as plain records: the shapes of the JSON API, of `--json` and of exports.

What is not known, or does not apply, is None: null in JSON and Parquet, an empty cell in CSV.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from index.document import Document
from index.failures import SkippedSource
from search.hints.diagnosis import Diagnosis
from search.matches.explaining import in_words
from search.output.query_record import query_record
from search.output.tables import Record, csv_lines, flat, jsonl_lines
from search.overview import Overview
from search.request import SearchRequest
from search.response import Hit, NearCopies, Reason, SearchResponse, Snippet
from search.similar import SimilarResponse
from search.tracing.trace import Passage, Trace, TraceRequest

__all__ = ["Record"]

DOCUMENT_COLUMNS = (
    "id", "path", "locator", "title", "language", "language_confidence", "language_runner_up", "language_by",
    "language_detected", "language_declared", "language_disagrees", "other_languages", "date", "author", "url", "meta",
    "type", "copies", "copies_total", "text",
)  # fmt: skip
FAILURE_COLUMNS = ("path", "locator", "reason")


def search_record(request: SearchRequest, response: SearchResponse) -> Record:
    """Return the answer to a search."""
    return {
        "query": query_record(request, response),
        "suggestion": asdict(response.suggestion) if response.suggestion else None,
        "total": response.total,
        "took_ms": response.took_ms,
        "hits": [_hit_record(hit) for hit in response.hits],
        "facets": {name: [asdict(value) for value in values] for name, values in response.facets.items()},
    }


def similar_record(request: SearchRequest, response: SimilarResponse) -> Record:
    """Return the documents most like one, out of those that a request finds."""
    return {
        "query": query_record(request, response),
        "document": _head(response.document),
        "words": [asdict(word) for word in response.words],
        "took_ms": response.took_ms,
        "hits": [_hit_record(hit) for hit in response.hits],
    }


def document_record(document: Document) -> Record:
    """Return a document with its text."""
    return {**_head(document), "text": document.text}


def near_copies_record(copies: NearCopies | None) -> Record | None:
    """Return how many near copies a document has."""
    return asdict(copies) if copies else None


def diagnosis_record(diagnosis: Diagnosis) -> Record:
    """Return why nothing was found."""
    return {
        "words": [
            {
                "text": found.text,
                "documents": found.documents,
                "q": found.request.q,
                "suggestion": asdict(found.meant) if found.meant else None,
            }
            for found in diagnosis.words
        ],
        "ways": [
            {"kind": way.kind, "message": way.message, "documents": way.documents, "q": way.request.q}
            for way in diagnosis.ways
        ],
    }


def overview_record(overview: Overview) -> Record:
    """Return what an index holds."""
    return {
        "documents": overview.documents,
        "dated": overview.dated,
        "years": overview.years,
        "updated": overview.updated or None,
        "size_bytes": overview.size,
        "languages": [asdict(value) for value in overview.languages],
        "to_review": [{"q": value.value, "label": value.label, "count": value.count} for value in overview.to_review],
        "sources": [asdict(value) for value in overview.sources],
        "failures": {"total": overview.failures.total, "reasons": reasons_record(overview.failures.reasons)},
    }


def trace_record(request: TraceRequest, trace: Trace) -> Record:
    """Return what a text shares with the documents of an index, and where the next page of passages begins."""
    return {
        "query": query_record(request.filters, trace),
        "words": trace.words,
        "covered": trace.covered,
        "share": round(trace.share, 4),
        "least": trace.least,
        "documents": trace.documents,
        "total": trace.total,
        "took_ms": trace.took_ms,
        "text": trace.text,
        "stretches": [
            {"start": stretch.start, "end": stretch.end, "passage": stretch.passage or None}
            for stretch in trace.stretches
        ],
        "passages": [_passage_record(passage) for passage in trace.passages],
        "next_offset": next_offset(request.offset, len(trace.passages), trace.total),
    }


def next_offset(offset: int, shown: int, total: int) -> int | None:
    """Return where the next page of a list begins, after one of so many rows; None after the last."""
    end = offset + shown
    return end if shown and end < total else None


def reasons_record(reasons: Iterable[tuple[str, int]]) -> list[Record]:
    """Return reasons for not indexing something, with how often each was one."""
    return [{"reason": reason, "count": count} for reason, count in reasons]


def failure_record(one: SkippedSource) -> Record:
    """Return a file or record that was not indexed."""
    return {"path": one.path, "locator": one.locator or None, "reason": one.reason}


def failures_jsonl(skipped: Iterable[SkippedSource]) -> Iterator[str]:
    """Yield a line of JSON for each file or record that was not indexed."""
    return jsonl_lines(map(failure_record, skipped))


def failures_csv(skipped: Iterable[SkippedSource]) -> Iterator[str]:
    """Yield the header and a row for each file or record that was not indexed."""
    return csv_lines(FAILURE_COLUMNS, map(failure_record, skipped))


def jsonl(documents: Iterable[Document]) -> Iterator[str]:
    """Yield a line of JSON for each document, its line end included."""
    return jsonl_lines(map(document_record, documents))


def csv_rows(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the header and a row for each document."""
    return csv_lines(DOCUMENT_COLUMNS, map(_csv_record, documents))


def row_record(document: Document) -> Record:
    """Return a document as a row of a table."""
    return flat(document_record(document))


def _csv_record(document: Document) -> Record:
    record = row_record(document)
    others = "; ".join(f"{one['language']} {one['share']}" for one in record["other_languages"])
    return record | {"other_languages": others, "meta": record["meta"] or "", "copies": record["copies"] or ""}


def _head(document: Document) -> Record:
    return {
        "id": document.id,
        "title": document.title or None,
        "language": document.language,
        "language_confidence": document.language_confidence if document.tagged_by == "detected" else None,
        "language_runner_up": document.language_runner_up or None,
        "language_by": document.tagged_by,
        "language_detected": document.detected_language,
        "language_declared": document.declared_language or None,
        "language_disagrees": document.language_disagrees,
        "other_languages": [{"language": tag, "share": share} for tag, share in document.other_languages],
        "date": document.date or None,
        "author": document.author or None,
        "url": document.url or None,
        "meta": dict(document.meta),
        "type": document.type or None,
        "source": source_record(document),
        "copies": [asdict(copy) | {"locator": copy.locator or None} for copy in document.copies],
        "copies_total": document.copies_total,
    }


def source_record(document: Document) -> Record:
    """Return where a document was read from."""
    return {"path": document.path, "locator": document.locator or None}


def _hit_record(hit: Hit) -> Record:
    return {
        **_head(hit.document),
        "score": hit.score or None,
        "near_copies": near_copies_record(hit.near_copies),
        "title_highlights": hit.title_highlights,
        "snippets": [_snippet_record(snippet) for snippet in hit.snippets],
        "reasons": None if hit.reasons is None else list(map(_reason_record, hit.reasons)),
    }


def _reason_record(reason: Reason) -> Record:
    return {
        **asdict(reason),
        "detail": reason.detail or None,
        "language": reason.language or None,
        "message": in_words(reason),
    }


def _passage_record(passage: Passage) -> Record:
    return {
        **_head(passage.document),
        "words": passage.words,
        "in_text": passage.in_text,
        "in_document": passage.in_document,
        "snippet": _snippet_record(passage.snippet),
        "near_copies": near_copies_record(passage.near_copies),
    }


def _snippet_record(snippet: Snippet) -> Record:
    return {"text": snippet.text, "highlights": snippet.highlights, "part": snippet.part or None}
