"""CSV and TSV: a header row, then a record a row."""

import csv
from collections.abc import Iterator
from itertools import zip_longest

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import source
from index.sources.records import Origin, expect_text, to_document, told_apart
from index.sources.source import NO_TEXT, TOO_LARGE, Columns, Lines, LineTooLongError, SourceFile, open_lines

_DELIMITERS = ",;\t|"


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield a Document for each row, a Skip for each without a text; SourceError if no column holds the text."""
    csv.field_size_limit(source.LIMIT)
    found = False
    with open_lines(file) as stream:
        lines = Lines(stream)
        delimiter, header = _header(lines, file)
        expect_text(header, columns)
        rows = csv.reader(lines, delimiter=delimiter)
        for number, row in _rows(rows, lines):
            found = True
            origin = Origin(file, number)
            yield Skip(row, origin.locator) if isinstance(row, str) else _document(header, row, origin, columns)
    if not found:
        raise SourceError(NO_TEXT)


def _header(lines: Lines, file: SourceFile) -> tuple[str, list[str]]:
    """Return the delimiter, the one that makes most columns of the first line that is not blank, and their names."""
    first = next((line for line in lines if line.strip()), "")
    tabs = file.name.lower().removesuffix(".gz").endswith(".tsv")
    delimiter = max("\t" if tabs else _DELIMITERS, key=lambda each: len(_cells(first, each)))
    return delimiter, list(told_apart([name.strip() for name in _cells(first, delimiter)]))


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(rows: Iterator[list[str]], lines: Lines) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row that is not blank, or what is wrong with it, and the number of the line where it starts."""
    while True:
        number = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, LineTooLongError):
            yield number, TOO_LARGE
            continue
        if lines.ended:
            yield number, "a quote is opened and never closed"
        elif any(row):
            yield number, row


def _document(header: list[str], row: list[str], origin: Origin, columns: Columns) -> Document | Skip:
    if any(row[len(header) :]):
        return Skip(f"{len(row)} cells in a table of {len(header)} columns", origin.locator)
    return to_document(dict(zip_longest(header, row[: len(header)], fillvalue="")), origin, columns)
