"""Text to HTML with its matches marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from markupsafe import Markup, escape

from search.response import Span

MAX_STEPS = 2_000
"""How many matches of a page of a document are followed by links to their neighbours; each takes 200 characters."""

_PARAGRAPH = re.compile(r"\S.*(?:\n(?!\s*\n).*)*")
_Mark = tuple[Span, str, str]
_START, _END = itemgetter(0), itemgetter(1)


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Return `text` as HTML, each span in a mark."""
    return Markup("".join(_joined(text, 0, len(text), ((span, "<mark>", "</mark>") for span in spans))))  # noqa: S704  # escaped


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where the paragraphs in a stretch of a text are: without the empty lines between them."""
    for found in _PARAGRAPH.finditer(text, start, end):
        yield found.span()


@dataclass(frozen=True, slots=True)
class Marked:
    """A page of a text, from character `page[0]` to before `page[1]`, whose paragraphs are asked for as HTML.

    Matches are numbered over the whole text. The first `MAX_STEPS` of the page are followed by their place among all
    and links to their neighbours, which the style sheet shows at the edge of the window while that mark is the target
    of the address: stepping from match to match needs no script. `address` gives that of a match by its index. `parts`
    are the names of pages and slides, shown where these begin; `passage`, which begins within a paragraph of the page,
    is set apart under the name `passage_id`.
    """

    text: str
    matches: Sequence[Span]
    page: Span
    address: Callable[[int], str]
    parts: Sequence[tuple[int, str]] = ()
    passage: Span = (0, 0)
    passage_id: str = ""

    def html(self, start: int, end: int) -> Markup:
        """Return a stretch of the text as HTML."""
        pieces = [piece for begin, stop in self._pieces(start, end) for piece in self._piece(begin, stop)]
        return Markup("".join(pieces))  # noqa: S704  # every piece of the text is escaped

    def _pieces(self, start: int, end: int) -> Iterator[Span]:
        """Yield a stretch cut where the passage begins and ends."""
        inner = [at for at in self.passage if start < at < end]
        yield from pairwise([start, *inner, end])

    def _piece(self, start: int, end: int) -> list[str]:
        inside = range(self._next(start), bisect_left(self.matches, end, key=_START))
        numbered = [self._numbered(index, start, end) for index in inside]
        named = [_named(name, self._outside(begin)) for begin, name in _within(self.parts, start, end)]
        html = _joined(self.text, start, end, sorted([*named, *numbered], key=itemgetter(0)))
        if not self.passage[0] <= start < self.passage[1]:
            return html
        name = f' id="{self.passage_id}"' if start == self.passage[0] else ""
        return [f'<span class="passage"{name}>', *html, "</span>"]

    def _next(self, at: int) -> int:
        """Return the index of the match at a place in the text, or of the next one."""
        return bisect_right(self.matches, at, key=_END)

    def _outside(self, at: int) -> int:
        """Return a place in the text, or the beginning of the match that it is inside of."""
        match = self._next(at)
        return min(at, self.matches[match][0]) if match < len(self.matches) else at

    def _numbered(self, index: int, start: int, end: int) -> _Mark:
        # A phrase may reach over the end of a paragraph: each part is marked, the first alone is numbered.
        match_start, match_end = self.matches[index]
        span = max(match_start, start), min(match_end, end)
        if match_start < start:
            return span, "<mark>", "</mark>"
        first = bisect_left(self.matches, self.page[0], key=_START)
        step = self._step(index) if index < first + MAX_STEPS else ""
        return span, f'<mark id="match-{index + 1}">', f"</mark>{step}"

    def _step(self, index: int) -> str:
        total = len(self.matches)
        before = f'<a href="{escape(self.address(index - 1))}" rel="prev">Previous</a>' if index else ""
        after = f'<a href="{escape(self.address(index + 1))}" rel="next">Next</a>' if index + 1 < total else ""
        place = f"<span>Match {index + 1:,} of {total:,}</span>"
        return f'<span class="step" dir="ltr" lang="en">{before}{place}{after}</span>'


def _within(parts: Sequence[tuple[int, str]], start: int, end: int) -> Sequence[tuple[int, str]]:
    """Return the parts that begin in a stretch of a text."""
    return parts[bisect_left(parts, start, key=itemgetter(0)) : bisect_left(parts, end, key=itemgetter(0))]


def _named(name: str, at: int) -> _Mark:
    return (at, at), f'<span class="part" dir="ltr" lang="en">{escape(name)}</span>', ""


def _joined(text: str, start: int, end: int, marks: Iterable[_Mark]) -> list[str]:
    """Return the pieces of a stretch of a text with marks, which do not overlap, around some of them."""
    pieces, at = [], start
    for (mark_start, mark_end), before, after in marks:
        pieces += [escape(text[at:mark_start]), before, escape(text[mark_start:mark_end]), after]
        at = mark_end
    return [*pieces, escape(text[at:end])]
