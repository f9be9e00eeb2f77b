"""From the lines of a PDF to its paragraphs: without running headers, words parted at line ends put together."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise, zip_longest
from statistics import median

from index.sources.pdf_lines import Line, Page
from index.sources.text import ENDS_SENTENCE

_RUNNING = 3  # pages on which the same stands at the same place
_MARGIN = 2  # lines at either end of a page that may be headers or footers

_INDENT = 20  # points that the lines of a column may be apart on the left
_LOOSE = 1.3  # of the usual distance of lines, from which on one is between paragraphs
_SAME_SIZE = 1.15
_SHORT = 30  # characters of a line that is more likely a heading
_LONGEST_NUMBER = 9

_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_IDEOGRAPHIC = re.compile("[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
_LAST_OF_WORD = re.compile(r"\w+$")
_FIRST_OF_WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"\w+-\w+")
# "Haupt- und Nebensatz": such a hyphen stands for the rest of a word.
_CONJUNCTION = re.compile(r"(?:und|oder|bzw|sowie|and|or|to|et|ou|y|e|o|en|of|och|og|eller)\b")


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is usual on a page: how far its lines are apart, and by where they begin how far to the right they go."""

    spacing: float
    edges: Mapping[int, float]

    def right_edge(self, line: Line) -> float:
        return max(self.edges.get(_column(line) + shift, line.right) for shift in (-1, 0, 1))


def flowing(pages: Sequence[Page]) -> Iterator[tuple[int, str]]:
    """Yield the text of pages in pieces, each with the number of the page where it stands."""
    lines = list(_without_running(pages))
    layouts = {number: _layout(list(group)) for number, group in groupby(lines, key=lambda line: line.page)}
    spelt = _spelt_with_hyphens(lines)
    for line, after in zip_longest(lines, lines[1:]):
        if after is None or _is_new(line, after, layouts[line.page]):
            yield line.page, line.text + ("-" if line.hyphen else "") + "\n\n"
        else:
            yield line.page, line.text + _between(line, after.text, spelt)


def _without_running(pages: Sequence[Page]) -> Iterator[Line]:
    """Yield the lines of pages without page numbers; of headers and footers that repeat the first is left."""
    margins = {line for page in pages for line in _in_margins(page)}
    counts = Counter(chain.from_iterable(map(_likenesses, margins)))
    seen: set[Hashable] = set()
    for line in chain.from_iterable(page.lines for page in pages):
        running = {each for each in _likenesses(line) if counts[each] >= _RUNNING} if line in margins else set()
        if not running or (_LETTER.search(line.text) and seen.isdisjoint(running)):
            yield line
        seen |= running


def _in_margins(page: Page) -> Iterable[Line]:
    lines = sorted(page.lines, key=lambda line: line.bottom)
    # A page of a few lines may be all of it content.
    return {*lines[:_MARGIN], *lines[-_MARGIN:]} if len(lines) > 2 * _MARGIN else set()


def _likenesses(line: Line) -> set[Hashable]:
    """Return what a header has in common with those of other pages: its place, and its words and numbers.

    A number may be that of the page, first or last in the line.
    """
    place = round(line.bottom)
    numbers = [match for match in _NUMBER.finditer(line.text) if len(match[0]) < _LONGEST_NUMBER]
    counting = (_counting(line, number) for number in (*numbers[:1], *numbers[-1:]))
    return {(place, line.text), *((place, *each) for each in counting)}


def _counting(line: Line, number: re.Match[str]) -> tuple[str, int, str]:
    return line.text[: number.start()], int(number[0]) - line.page, line.text[number.end() :]


def _layout(lines: Sequence[Line]) -> _Layout:
    steps = [step for before, line in pairwise(lines) if (step := before.bottom - line.bottom) > 0]
    edges: dict[int, float] = {}
    for line in lines:
        edges[_column(line)] = max(line.right, edges.get(_column(line), line.right))
    return _Layout(median(steps) if steps else 0, edges)


def _column(line: Line) -> int:
    return int(line.left // _INDENT)


def _is_new(before: Line, line: Line, layout: _Layout) -> bool:
    """Tell whether a line begins a paragraph, and does not go on with the one before it."""
    if before.hyphen:
        return line.page != before.page and not line.text[0].islower()
    if line.page != before.page or line.bottom > before.bottom + before.height:
        return not _goes_on(before, line)
    if abs(before.bottom - line.bottom) < before.height / 2:
        return False
    return (
        before.bottom - line.bottom > _LOOSE * min(layout.spacing, 2 * before.height)
        or not 1 / _SAME_SIZE < line.height / max(before.height, 1) < _SAME_SIZE
        or _ends_early(before, line, layout)
    )


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a sentence goes on at the top of the next column or page."""
    return line.text[0].islower() and not ENDS_SENTENCE.search(before.text) and len(before.text) > _SHORT


def _ends_early(before: Line, line: Line, layout: _Layout) -> bool:
    """Tell whether the first word of a line would have had room at the end of the one before."""
    first = len(line.text.split(maxsplit=1)[0]) + 1
    room = layout.right_edge(before) - before.right
    return room > first * (before.right - before.left) / len(before.text)


def _between(line: Line, after: str, spelt: frozenset[str]) -> str:
    """Return what stands between the text of a line and the next: a space, a hyphen, or nothing."""
    if line.hyphen:
        return _hyphen(line.text, after, spelt)
    return "" if _IDEOGRAPHIC.match(line.text[-1]) and _IDEOGRAPHIC.match(after) else " "


def _hyphen(text: str, after: str, spelt: frozenset[str]) -> str:
    """Return what is left of a hyphen at the end of a line: nothing, if it only parts a word."""
    if _CONJUNCTION.match(after):
        return "- "
    parted = _LAST_OF_WORD.search(text), _FIRST_OF_WORD.match(after)
    whole = "-".join(part[0] if part else "" for part in parted).lower()
    return "" if after[0].islower() and whole not in spelt else "-"


def _spelt_with_hyphens(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words that stand with a hyphen in the middle of lines."""
    return frozenset(word.lower() for line in lines for word in _COMPOUND.findall(line.text))
