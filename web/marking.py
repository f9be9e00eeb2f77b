"""Text to HTML with its matches marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from markupsafe import Markup, escape

from search.response import Span

MAX_STEPS = 2_000
"""How many matches of a document are numbered and linked; each takes 200 characters of the page."""

_PARAGRAPH = re.compile(r"\S.*(?:\n(?!\s*\n).*)*")


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Return `text` as HTML, each span in a mark."""
    return _join(text, 0, len(text), ((span, "<mark>", "</mark>") for span in spans))


def paragraphs(text: str, matches: Sequence[Span], parts: Sequence[tuple[int, str]] = ()) -> Iterator[Markup]:
    """Yield the paragraphs of `text` as HTML, the names of its parts (pages, slides) where these begin.

    The first marks are numbered, from "match-1" to MAX_STEPS. Each of these is followed by its place among all and
    links to its neighbours, which the style sheet shows at the edge of the window while that mark is the target of the
    address: stepping from match to match needs no script.
    """
    starts, ends = [start for start, _ in matches], [end for _, end in matches]
    for start, end in (found.span() for found in _PARAGRAPH.finditer(text)):
        inside = range(bisect_right(ends, start), bisect_left(starts, end))
        numbered = [_numbered(matches, i, start, end) for i in inside]
        named = [_named(name, _outside(begin, starts, ends)) for begin, name in _within(parts, start, end)]
        yield _join(text, start, end, sorted([*named, *numbered], key=lambda mark: mark[0]))


def _within(parts: Sequence[tuple[int, str]], start: int, end: int) -> Sequence[tuple[int, str]]:
    """Return the parts that begin in a stretch of a text."""
    return parts[bisect_left(parts, start, key=itemgetter(0)) : bisect_left(parts, end, key=itemgetter(0))]


def _outside(at: int, starts: Sequence[int], ends: Sequence[int]) -> int:
    """Return a place in a text, or the beginning of the match that it is inside of."""
    match = bisect_right(ends, at)
    return min(at, starts[match]) if match < len(starts) else at


def _named(name: str, at: int) -> tuple[Span, str, str]:
    return (at, at), f'<span class="part" dir="ltr" lang="en">{escape(name)}</span>', ""


def _numbered(matches: Sequence[Span], index: int, start: int, end: int) -> tuple[Span, str, str]:
    # A phrase may reach over the end of a paragraph: each part is marked, the first alone is numbered.
    match_start, match_end = matches[index]
    span = max(match_start, start), min(match_end, end)
    if match_start < start or index >= MAX_STEPS:
        return span, "<mark>", "</mark>"
    return span, f'<mark id="match-{index + 1}">', f"</mark>{_step(index + 1, len(matches))}"


def _step(number: int, total: int) -> str:
    before = f'<a href="#match-{number - 1}" rel="prev">Previous</a>' if number > 1 else ""
    after = f'<a href="#match-{number + 1}" rel="next">Next</a>' if number < min(total, MAX_STEPS) else ""
    return f'<span class="step" dir="ltr" lang="en">{before}<span>Match {number:,} of {total:,}</span>{after}</span>'


def _join(text: str, start: int, end: int, marks: Iterable[tuple[Span, str, str]]) -> Markup:
    parts, at = [], start
    for (mark_start, mark_end), before, after in marks:
        parts += [escape(text[at:mark_start]), before, escape(text[mark_start:mark_end]), after]
        at = mark_end
    return Markup("".join([*parts, escape(text[at:end])]))  # noqa: S704  # every piece of the text is escaped
