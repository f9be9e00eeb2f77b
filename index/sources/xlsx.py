"""XLSX, the sheets of Microsoft Excel: a line a row, its filled cells parted by tabs; then comments, boxes, charts."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import chain

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.assembly import Section, from_sections
from index.sources.docx import beside
from index.sources.packages import facts_in, open_package
from index.sources.source import LIMIT, TOO_LARGE, Columns, SourceFile

_BESIDE = r"xl/(comments\d*|comments/comment\d*|drawings/drawing\d+|charts/chart\d+|diagrams/data\d+)\.xml"

# What openpyxl raises where a file is not as it should be.
_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, InvalidFileException)


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a file, its parts named "sheet Prices"; SourceError if it is broken or has no text."""
    with open_package(file) as package:
        package.allow(r".*\.xml")
        known = facts_in(package.events("docProps/core.xml"))
        yield from_sections(file, chain(_sheets(file), beside(package, _BESIDE)), known)


def _sheets(file: SourceFile) -> Iterator[Section]:
    with file.path.open("rb") as stream, warnings.catch_warnings():
        # What it cannot keep when it writes a file is nothing to us.
        warnings.simplefilter("ignore")
        try:
            for sheet in load_workbook(stream, read_only=True, data_only=True, keep_links=False).worksheets:
                # The size that a file claims may be far from that of its content.
                sheet.reset_dimensions()
                yield Section(_rows(sheet.iter_rows(values_only=True)), f"sheet {sheet.title}")
        except _BROKEN as error:
            raise SourceError("broken XLSX file") from error


def _rows(rows: Iterable[tuple[object, ...]]) -> str:
    lines = []
    room = LIMIT
    for row in rows:
        line = "\t".join(_shown(cell) for cell in row if cell is not None)
        # Empty cells before a filled one take time, though no room.
        room -= len(line) + len(row)
        if room < 0:
            raise SourceError(TOO_LARGE)
        if line.strip():
            lines.append(line)
    return "\n".join(lines)


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    return " ".join(str(cell).split())
