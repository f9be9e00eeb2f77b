"""PDF: the text of its pages, lines put together to paragraphs again. `pdf_lines` reads the lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.assembly import to_document
from index.sources.dates import iso_date
from index.sources.pdf_lines import Page, pages
from index.sources.pdf_paragraphs import flowing
from index.sources.records import Facts
from index.sources.source import NO_TEXT, Columns, SourceFile
from index.text import one_line

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "password-protected",
    pdfium.FPDF_ERR_SECURITY: "protected in a way that is not known",
}
_DATE = re.compile(r"(?:D:)?(\d{8}|\d{6}|\d{4})")


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a file, its parts named "page 3", and a Skip for pages that cannot be read.

    SourceError if that is so of all of them, or if the file is broken or protected by a password.
    """
    with closing(_open(file)) as document:
        known = _known(document)
        found = list(pages(document))
    text, parts = _joined(flowing(found))
    if not text:
        raise SourceError(next((page.trouble for page in found if page.trouble), NO_TEXT))
    yield to_document(file, text, parts, known)
    yield from _skips(found)


def _open(file: SourceFile) -> PdfDocument:
    try:
        document = PdfDocument(file.path)
        document.init_forms()
    except PdfiumError as error:
        raise SourceError(_REASONS.get(error.err_code, "broken PDF file")) from error
    return document


def _known(document: PdfDocument) -> Facts:
    moment = _DATE.match(_said(document, "CreationDate"))
    return Facts(
        title=one_line(_said(document, "Title")),
        date=iso_date(moment[1]) if moment else "",
        author=one_line(_said(document, "Author")),
        language=_language(document),
    )


def _said(document: PdfDocument, name: str) -> str:
    try:
        value: str = document.get_metadata_value(name)
    except UnicodeDecodeError:
        return ""
    return value


def _language(document: PdfDocument) -> str:
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
    return one_line(bytes(buffer).decode("utf-16-le", "ignore"))


def _joined(pieces: Iterable[tuple[int, str]]) -> tuple[str, list[tuple[int, str]]]:
    """Return the text, and where its pages begin, from pieces with the numbers of their pages."""
    texts: list[str] = []
    parts: list[tuple[int, str]] = []
    length = last = 0
    for number, piece in pieces:
        if number != last:
            parts.append((length, f"page {number}"))
            last = number
        texts.append(piece)
        length += len(piece)
    return "".join(texts).rstrip(), parts


def _skips(found: Sequence[Page]) -> Iterator[Skip]:
    """Yield what is wrong with pages, those that stand together in one."""
    for trouble, run in groupby(found, key=lambda page: page.trouble):
        if trouble:
            numbers = [page.number for page in run]
            yield Skip(trouble, f"pages {numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else f"page {numbers[0]}")
