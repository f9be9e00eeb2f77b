"""The bar that shows where in a document its matches lie, and which page of it is shown."""

from collections.abc import Callable, Sequence
from itertools import groupby

from index.text import counted
from search.response import Span
from web.contexts.document import BarPiece
from web.pages.text_pages import TextPage

STROKES = 125
"""Into how many parts a text is divided; each is a link to its first match."""
MOST_PAGES = 400
"""More pages are too narrow to be pointed at."""
LEAST_HEIGHT = 30.0
"""Of a part with a single match, in percent."""


def page_pieces(
    length: int, pages: Sequence[TextPage], shown: TextPage, address: Callable[[TextPage], str]
) -> tuple[BarPiece, ...]:
    """Return the pages of a text of so many characters, each linked; none where they are too many."""
    if len(pages) > MOST_PAGES:
        return ()
    return tuple(
        BarPiece(
            url=address(page),
            label=f"Page {page.number:,} of {len(pages):,}",
            x=100 * page.start / length,
            width=100 * (page.end - page.start) / length,
            height=100,
            current=page is shown,
        )
        for page in pages
    )


def strokes(length: int, matches: Sequence[Span], address: Callable[[int], str]) -> tuple[BarPiece, ...]:
    """Return where the matches in a text of so many characters lie, the higher the more; `address` takes an index."""
    parts = [
        (part, list(inside))
        for part, inside in groupby(range(len(matches)), lambda index: matches[index][0] * STROKES // length)
    ]
    most = max((len(inside) for _, inside in parts), default=1)
    return tuple(
        BarPiece(
            url=address(inside[0]),
            label=f"{counted(len(inside), 'match', 'matches')}, from match {inside[0] + 1:,} on",
            x=100 * part / STROKES,
            width=100 / STROKES,
            height=LEAST_HEIGHT + (100 - LEAST_HEIGHT) * len(inside) / most,
            current=False,
        )
        for part, inside in parts
    )
