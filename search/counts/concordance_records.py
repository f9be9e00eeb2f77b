"""A concordance as plain records: the shapes of the JSON API, of `--json` and of exports."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from search.counts.concordance import Concordance, ConcordanceRequest, Line
from search.output.query_record import query_record
from search.output.records import source_record
from search.output.tables import Record, csv_lines, flat, jsonl_lines

LINE_COLUMNS = (
    "id", "path", "locator", "title", "language", "date", "start", "end", "before", "match", "after", "part",
)  # fmt: skip


def concordance_record(request: ConcordanceRequest, found: Concordance) -> Record:
    """Return a page of lines with what is counted of all."""
    return {
        "query": query_record(request.search, found),
        "total": found.total,
        "took_ms": found.took_ms,
        "documents": found.documents,
        "found": found.found,
        "tokens": found.tokens,
        "per_million": found.per_million,
        "languages": [asdict(value) for value in found.languages],
        "words_before": [asdict(neighbour) for neighbour in found.words_before],
        "words_after": [asdict(neighbour) for neighbour in found.words_after],
        "lines": list(map(line_record, found.lines)),
    }


def line_record(line: Line) -> Record:
    """Return a line, with what tells its document from others."""
    document = line.document
    return {
        "id": document.id,
        "source": source_record(document),
        "title": document.title or None,
        "language": document.language,
        "date": document.date or None,
        "start": line.start,
        "end": line.end,
        "before": line.before,
        "match": line.match,
        "after": line.after,
        "part": line.part or None,
    }


def row_record(line: Line) -> Record:
    """Return a line as a row of a table."""
    return flat(line_record(line))


def lines_jsonl(lines: Iterable[Line]) -> Iterator[str]:
    """Yield a line of JSON for each line."""
    return jsonl_lines(map(line_record, lines))


def lines_csv(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the header and a row for each line."""
    return csv_lines(LINE_COLUMNS, map(row_record, lines))
