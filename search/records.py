"""Answers as plain records: the shapes of the JSON API, of `--json` and of exports."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple
from io import StringIO
from itertools import chain
from typing import Any

from index.document import Document
from index.failures import SkippedSource
from search.explaining import in_words
from search.overview import Overview
from search.response import Hit, SearchResponse, Snippet
from search.tracing import Passage, Trace

Record = dict[str, Any]

CSV_COLUMNS = (
    "id", "title", "language", "language_confidence", "language_runner_up", "language_by", "language_detected",
    "language_declared", "language_disagrees", "other_languages", "date", "author", "url", "meta", "source_path",
    "source_locator", "text",
)  # fmt: skip


def search_record(response: SearchResponse) -> Record:
    """Return the answer to a search."""
    return {
        "query": {
            "q": response.q,
            "understood": response.understood,
            "match": response.match,
            "relaxed": response.relaxed,
            "notices": [asdict(notice) for notice in response.notices],
        },
        "total": response.total,
        "took_ms": response.took_ms,
        "hits": [_hit_record(hit) for hit in response.hits],
        "facets": {name: [asdict(value) for value in values] for name, values in response.facets.items()},
    }


def document_record(document: Document) -> Record:
    """Return a document with its text."""
    return {**_head(document), "text": document.text}


def overview_record(overview: Overview) -> Record:
    """Return what an index holds."""
    return {
        "documents": overview.documents,
        "dated": overview.dated,
        "years": overview.years,
        "updated": overview.updated,
        "size_bytes": overview.size,
        "languages": [asdict(value) for value in overview.languages],
        "to_review": [
            {"query": value.value, "label": value.label, "count": value.count} for value in overview.to_review
        ],
        "sources": [asdict(value) for value in overview.sources],
        "failures": {"total": overview.failures.total, "reasons": reasons_record(overview.failures.reasons)},
    }


def trace_record(trace: Trace) -> Record:
    """Return what a text shares with the documents of an index."""
    return {
        "words": trace.words,
        "covered": trace.covered,
        "share": round(trace.share, 4),
        "least": trace.least,
        "documents": trace.documents,
        "total": trace.total,
        "took_ms": trace.took_ms,
        "text": trace.text,
        "stretches": [asdict(stretch) for stretch in trace.stretches],
        "passages": [_passage_record(passage) for passage in trace.passages],
    }


def reasons_record(reasons: Iterable[tuple[str, int]]) -> list[Record]:
    """Return reasons for not indexing something, with how often each was one."""
    return [{"reason": reason, "count": count} for reason, count in reasons]


def failures_jsonl(skipped: Iterable[SkippedSource]) -> Iterator[str]:
    """Yield a line of JSON for each file or record that was not indexed."""
    for one in skipped:
        yield json.dumps(asdict(one), ensure_ascii=False) + "\n"


def failures_csv(skipped: Iterable[SkippedSource]) -> Iterator[str]:
    """Yield the header and a row for each file or record that was not indexed."""
    return _csv(("path", "locator", "reason"), map(astuple, skipped))


def jsonl(documents: Iterable[Document]) -> Iterator[str]:
    """Yield a line of JSON for each document, its line end included."""
    for document in documents:
        yield json.dumps(document_record(document), ensure_ascii=False) + "\n"


def csv_rows(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the header and a row for each document."""
    return _csv(CSV_COLUMNS, map(_csv_row, documents))


def _csv_row(document: Document) -> list[object]:
    record = document_record(document)
    record |= {f"source_{name}": value for name, value in record["source"].items()}
    record["other_languages"] = "; ".join(f"{one['language']} {one['share']}" for one in record["other_languages"])
    record["meta"] = json.dumps(record["meta"], ensure_ascii=False) if record["meta"] else ""
    return [record[column] for column in CSV_COLUMNS]


def _csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a table as its lines (RFC 4180)."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    for row in chain([header], rows):
        writer.writerow(row)
        yield _emptied(buffer)


def _emptied(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _head(document: Document) -> Record:
    return {
        "id": document.id,
        "title": document.title,
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
        "source": {"path": document.path, "locator": document.locator or None},
        "copies": [asdict(copy) for copy in document.copies],
        "copies_total": document.copies_total,
    }


def _hit_record(hit: Hit) -> Record:
    return {
        **_head(hit.document),
        "score": hit.score,
        "near_copies": asdict(hit.near_copies) if hit.near_copies else None,
        "title_highlights": hit.title_highlights,
        "snippets": [_snippet_record(snippet) for snippet in hit.snippets],
        "reasons": None
        if hit.reasons is None
        else [{**asdict(reason), "message": in_words(reason)} for reason in hit.reasons],
    }


def _passage_record(passage: Passage) -> Record:
    return {
        **_head(passage.document),
        "words": passage.words,
        "in_text": passage.in_text,
        "in_document": passage.in_document,
        "snippet": _snippet_record(passage.snippet),
        "near_copies": asdict(passage.near_copies) if passage.near_copies else None,
    }


def _snippet_record(snippet: Snippet) -> Record:
    return {"text": snippet.text, "highlights": snippet.highlights, "part": snippet.part or None}
