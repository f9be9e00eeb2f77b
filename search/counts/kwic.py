"""Lines of a concordance for a terminal: the matches beneath each other, in scripts of any width and direction."""

import unicodedata

from index.languages import language
from search.counts.concordance import Line

_SOURCE = 18
"""Cells for the id of the document."""
_MATCH = 12
"""Cells that most matches need: what stands before and after them shares the rest."""
_CUT = "…"


def aligned(line: Line, width: int, opening: str, closing: str) -> str:
    """Return a line for a terminal of so many cells, the match between two marks.

    Terminals turn text from right to left around by themselves, so there what is after the match makes its column.
    """
    source = _ending(line.document.id, _SOURCE)
    room = width - _SOURCE - 2
    side = max(0, (room - _MATCH) // 2)
    rest = max(0, room - side - cells(line.match) - 2)
    if language(line.document.language).direction == "rtl":
        before, after = _ending(line.before, rest), _beginning(line.after, side)
        indent = side - cells(after)
    else:
        before, after = _ending(line.before, side), _beginning(line.after, rest)
        indent = side - cells(before)
    space = " " * (_SOURCE - cells(source) + 2 + indent)
    return f"{source}{space}{before}{opening}{line.match}{closing}{after}".rstrip()


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _beginning(text: str, room: int) -> str:
    """Return as much of the beginning of a text as there is room for."""
    if cells(text) <= room:
        return text
    used, at = 1, 0
    while at < len(text) and (used := used + _width(text[at])) <= room:
        at += 1
    return text[:at] + _CUT if room else ""


def _ending(text: str, room: int) -> str:
    """Return as much of the end of a text as there is room for."""
    if cells(text) <= room:
        return text
    used, at = 1, len(text)
    while at and (used := used + _width(text[at - 1])) <= room:
        at -= 1
    return _CUT + text[at:] if room else ""
