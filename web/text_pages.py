"""A long text cut into pages that are read one at a time; where they begin depends on the text alone."""

import re
from bisect import bisect_right
from dataclasses import dataclass

PAGE_LENGTH = 50_000
"""Characters of a page, and some more to the end of a paragraph."""
SLACK = 5_000

_PARAGRAPH_END = re.compile(r"\n\s*\n\s*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of a text: from character `start` to before `end`; `number` counts from 1."""

    start: int
    end: int
    number: int


def pages(text: str) -> tuple[TextPage, ...]:
    """Return the pages of a text; one without anything on it for an empty text."""
    starts = [0]
    while (start := _next_start(text, starts[-1])) < len(text):
        starts.append(start)
    ends = [*starts[1:], len(text)]
    return tuple(TextPage(start, end, number) for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1))


def page_at(pages: tuple[TextPage, ...], offset: int) -> TextPage:
    """Return the page that holds a character; the last one for those beyond."""
    return pages[max(0, bisect_right(pages, offset, key=lambda page: page.start) - 1)]


def _next_start(text: str, start: int) -> int:
    """Return where the page after the one that begins at `start` begins: at a paragraph, or else between words."""
    least, most = start + PAGE_LENGTH, start + PAGE_LENGTH + SLACK
    if most >= len(text):
        return len(text)
    found = _PARAGRAPH_END.search(text, least, most) or _SPACE.search(text, least, most)
    return found.end() if found else most
