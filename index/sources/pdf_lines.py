"""What stands on the pages of a PDF: its lines, in the order of reading, with their places."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage

from index.errors import SourceError
from index.sources.source import LIMIT, TOO_LARGE
from index.text import clean

NO_TEXT_LAYER = "no text layer (scanned pages)"
UNREADABLE = "the fonts do not say which letters they show"
BROKEN = "broken page"

# At the end of a line PDFium gives a hyphen as one of these, without a line break.
_HYPHENS = ("\x02", "\ufffe")
_LINE_BREAK = re.compile("\r\n|" + "|".join(_HYPHENS))
_ENDS_WITH_HYPHEN = re.compile("(?<=[^\\W\\d_])[-\u00ad\u2010]$")
_UNKNOWN = "\x00"
_SPACE = 0.15  # of the height of letters, from which on a gap is a space

Place = tuple[float, float, float, float]
"""Left, lower, right and upper edge, in points."""

_NOWHERE = (0.0, 0.0, 0.0, 0.0)

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_NEEDS_A_LOOK = re.compile(f"[\x00\x01\x03-\x09\x0b\x0c\x0e-\x1f{_RIGHT_TO_LEFT}]")
_WRITTEN_LEFTWARDS = re.compile(f"[{_RIGHT_TO_LEFT}]+")

# The ligatures that have characters of their own, as the letters that they stand for: لا.
_LIGATURES = {
    letters
    for code in (*range(0xFB1D, 0xFE00), *range(0xFE70, 0xFEFD))
    if len(letters := unicodedata.normalize("NFKC", chr(code))) > 1
}

# In most TrueType fonts the space is glyph 3, and the others follow it as in ASCII, then as in MacRoman.
_STANDARD_ORDER = {
    **{number: chr(number + 29) for number in range(3, 98)},
    **{number: bytes([number + 30]).decode("mac_roman") for number in range(98, 226)},
}
_PROSE = re.compile(r"[^\W\d_A-Z]|\s")
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its place in points, from the left and the lower edge; `hyphen`: it ends within a word."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    height: float
    hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, or why there are none: a blank page has neither."""

    number: int
    lines: tuple[Line, ...] = ()
    trouble: str = ""


def pages(document: PdfDocument) -> Iterator[Page]:
    """Yield the pages of a document; SourceError if they have more text than one may have."""
    room = LIMIT
    for number in range(1, len(document) + 1):
        try:
            page = _page(document, number)
        except PdfiumError:
            page = Page(number, trouble=BROKEN)
        room -= sum(len(line.text) for line in page.lines)
        if room < 0:
            raise SourceError(TOO_LARGE)
        yield page


def _page(document: PdfDocument, number: int) -> Page:
    with closing(document[number - 1]) as page:
        # What is filled into forms and noted in the margins becomes text of the page, once that is loaded anew.
        noted = pdfium.FPDFPage_GetAnnotCount(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        if noted != pdfium.FLATTEN_SUCCESS:
            return _read(page, number)
    with closing(document[number - 1]) as page:
        return _read(page, number)


def _read(page: PdfPage, number: int) -> Page:
    with closing(page.get_textpage()) as text_page:
        characters = _characters(text_page)
        if _is_unreadable(characters):
            return Page(number, trouble=UNREADABLE)
        lines = tuple(_lines(text_page, characters, number))
    return Page(number, lines, "" if lines or not _has_image(page) else NO_TEXT_LAYER)


def _has_image(page: PdfPage) -> bool:
    return any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _characters(page: PdfTextPage) -> str:
    """Return a character for each that PDFium counts, one that its font does not explain as U+0000.

    Asking for each takes ten times as long as asking for all, so that is done only where some may need it.
    """
    count = page.count_chars()
    text: str = page.get_text_range()
    if len(text) == count and not _NEEDS_A_LOOK.search(text):
        return text
    text = "".join(_character(page, index) for index in range(count))
    if _is_unreadable(text):
        return _by_numbers_of_glyphs(page, text)
    return _WRITTEN_LEFTWARDS.sub(lambda run: _in_logical_order(page, run), text)


def _character(page: PdfTextPage, index: int) -> str:
    if pdfium.FPDFText_HasUnicodeMapError(page, index) == 1:
        return _UNKNOWN
    return chr(pdfium.FPDFText_GetUnicode(page, index))


def _is_unreadable(characters: str) -> bool:
    return 2 * characters.count(_UNKNOWN) > len("".join(characters.split()))


def _by_numbers_of_glyphs(page: PdfTextPage, text: str) -> str:
    """Return `text` with what its fonts do not explain read as glyphs in the standard order, if that makes prose."""
    read = "".join(
        _STANDARD_ORDER.get(pdfium.FPDFText_GetUnicode(page, index), _UNKNOWN) if character == _UNKNOWN else character
        for index, character in enumerate(text)
    )
    return read if len(_PROSE.findall(read)) > _MOSTLY * len(read) else text


def _in_logical_order(page: PdfTextPage, run: re.Match[str]) -> str:
    """Return what is written from right to left with the letters of each glyph in their order.

    PDFium turns a line around letter by letter, also within a glyph that stands for several, all with the same place.
    """
    glyphs: list[list[str]] = []
    last = None
    for index, letter in enumerate(run[0], run.start()):
        place = _place(page, index)
        if place == last:
            glyphs[-1].append(letter)
        else:
            glyphs.append([letter])
        last = place
    return "".join("".join(glyph if "".join(glyph) in _LIGATURES else reversed(glyph)) for glyph in glyphs)


def _lines(page: PdfTextPage, characters: str, number: int) -> Iterator[Line]:
    mixed = _is_mixed(page)
    start = 0
    for found in [*_LINE_BREAK.finditer(characters), None]:
        end = found.start() if found else len(characters)
        if clean(characters[start:end]).strip():
            line = _line(page, number, *_seen(page, characters, start, end, mixed=mixed))
            yield replace(line, hyphen=line.hyphen or (found is not None and found[0] in _HYPHENS))
        start = found.end() if found else end


def _is_mixed(page: PdfTextPage) -> bool:
    """Tell whether something begins before what was drawn before it in the same line ends."""
    places = [page.get_rect(index) for index in range(page.count_rects())]
    return any(
        left < before[2] - _SPACE * (top - bottom) and bottom < before[3] and top > before[1]
        for before, (left, bottom, _, top) in pairwise(places)
    )


def _seen(page: PdfTextPage, characters: str, start: int, end: int, *, mixed: bool) -> tuple[str, int, int]:
    """Return the text of a line as it is seen, and which characters begin and end it.

    Letters that the font of the others lacks may be drawn after them, as LibreOffice does it.
    """
    text = characters[start:end]
    first, last = start + len(text) - len(text.lstrip()), start + len(text.rstrip()) - 1
    if not mixed or _WRITTEN_LEFTWARDS.search(text):
        return text, first, last
    drawn = [index for index in range(first, last + 1) if pdfium.FPDFText_IsGenerated(page, index) != 1]
    places = {index: _place(page, index) for index in drawn}
    order = sorted(drawn, key=lambda index: places[index][0])
    if order == drawn:
        return text, first, last
    spaced = (_space(places[before], places[index]) + characters[index] for before, index in pairwise(order))
    return characters[order[0]] + "".join(spaced), order[0], order[-1]


def _place(page: PdfTextPage, index: int) -> Place:
    place: Place = page.get_charbox(index, loose=True)
    return place if all(map(isfinite, place)) else _NOWHERE


def _space(before: Place, place: Place) -> str:
    return " " if place[0] - before[2] > _SPACE * (place[3] - place[1]) else ""


def _line(page: PdfTextPage, number: int, text: str, start: int, end: int) -> Line:
    """Return the line between two characters; of one written from right to left the first stands on the right."""
    first, last = (_place(page, index) for index in (start, end))
    left, right = min(first[0], last[0]), max(first[2], last[2])
    text = clean(text).strip()
    whole = _ENDS_WITH_HYPHEN.sub("", text)
    return Line(number, whole, left, right, first[1], first[3] - first[1], hyphen=whole != text)
