"""The passages of a document that show why it was found.

A passage is where the most telling parts of the query stand close together, widened to whole sentences where they
fit and cut between words where they do not.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop

from index.document import Document
from search.matching import Occurrence
from search.response import Snippet

LENGTH = 240
"""Characters that a passage aims at."""
SLACK = 60
"""How much longer a passage may get to end with its sentence."""
MAX_PASSAGES = 2
CONTEXT = 70
"""Characters shown before the first match where its sentence is too long to be shown from its beginning."""
CONTEXT_AFTER = 30
"""Characters shown after the last match where its sentence is too long to be shown to its end."""
LONGEST_CUT = 30
"""How far a space is looked for when a passage is cut."""
ENOUGH = 80
"""Characters of a passage that needs nothing of another paragraph: a heading does not run into the text below it."""
REPEAT_WEIGHT = 0.05
"""What a repeated match adds to a passage, beside what its parts of the query tell."""
_STRETCH = LENGTH - CONTEXT
"""How long the stretch of matches may be that a passage is made around."""
_REACH = 2 * LENGTH
"""How far around the matches ends of sentences are looked for."""

_ABBREVIATIONS = "Nr|Abs|Art|St|Dr|Mr|Mrs|Ms|Prof|vgl|Vgl|bzw|ca|Bd|cf|vs"
_UNABBREVIATED = "".join(rf"(?<!\b{abbreviation}.)" for abbreviation in _ABBREVIATIONS.split("|"))
# A full stop ends a sentence before white space, unless a single letter, a number or an abbreviation stands before it
# ("z. B.", "20. Mai", "Dr.") or a lower-case letter or a number follows; other marks always do, and so does an empty
# line. The sign comes first, since signs are few; what repeats does so possessively, so that nothing is read twice.
_SENTENCE_END = re.compile(
    r"[.…!?؟۔।。！？\n](?:"
    rf"(?<=[.…])(?<![\s.…(]\w.)(?<![\d.…].){_UNABBREVIATED}[.…]*+[\"'”’»)\]]*+\s++(?![a-zà-öø-ÿа-яёα-ω\d])"
    r"|(?<=[!?؟۔।])(?<![!?؟۔।].)[!?؟۔।]*+[\"'”’»)\]]*+\s++"
    r"|(?<=[。！？])[。！？]*+[」』”）]*+\s*+"
    r"|(?<=\n)\s*\n\s*)"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch of a text, and whether it begins or ends inside a sentence."""

    start: int
    end: int
    cut_before: bool
    cut_after: bool


def passages(text: str, occurrences: Sequence[Occurrence], weights: Sequence[float]) -> tuple[Snippet, ...]:
    """Return up to two passages, the best first; without occurrences the opening of the text.

    `weights` says how much each part of the query tells. A second passage is worth showing only for a part of the
    query that the first one lacks.
    """
    if not occurrences:
        return (_snippet(text, _widened(text, 0, 0), occurrences),)
    chosen: list[_Passage] = []
    shown: frozenset[int] = frozenset()
    for start, end, parts in _best_windows(occurrences, weights):
        if chosen and parts <= shown:
            continue
        passage = _widened(text, start, end)
        if any(passage.start < other.end and other.start < passage.end for other in chosen):
            continue
        chosen.append(passage)
        shown |= parts
        if len(chosen) == MAX_PASSAGES:
            break
    return tuple(_snippet(text, passage, occurrences) for passage in chosen)


def placed(document: Document, occurrences: Sequence[Occurrence], snippets: Iterable[Snippet]) -> Iterator[Snippet]:
    """Yield snippets of a document's text with where they are in it, and the name of the part there."""
    for snippet in snippets:
        at = occurrences[snippet.first_match - 1].start if snippet.first_match else 0
        yield replace(snippet, part=document.part_at(at), offset=at)


def _best_windows(
    occurrences: Sequence[Occurrence], weights: Sequence[float]
) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Yield the stretches from a match on that fit into a passage, the most telling first, with the parts they show."""
    windows, inside, after = [], Counter[int](), 0
    for first, begin in enumerate(occurrences):
        while after <= first or (after < len(occurrences) and occurrences[after].end - begin.start <= _STRETCH):
            inside.update(occurrences[after].parts)
            after += 1
        score = sum(weights[part] for part in inside) + (after - first) * REPEAT_WEIGHT
        end = min(occurrences[after - 1].end, begin.start + _STRETCH)
        windows.append((-score, begin.start, end, frozenset(inside)))
        for part in begin.parts:
            inside[part] -= 1
            if not inside[part]:
                del inside[part]
    heapify(windows)
    while windows:
        _, start, end, parts = heappop(windows)
        yield start, end, parts


def _widened(text: str, start: int, end: int) -> _Passage:
    """Return the passage around a stretch: whole sentences as far as they fit, else cut between words."""
    bounds, paragraphs = _bounds(text, max(0, start - _REACH), min(len(text), end + _REACH))
    before, after = bisect_right(bounds, start) - 1, bisect_left(bounds, max(end, start + 1))
    begin = bounds[before] if before >= 0 and end - bounds[before] <= LENGTH else word_start(text, start - CONTEXT)
    if after == len(bounds) or bounds[after] - begin > LENGTH + SLACK:
        finish = min(word_end(text, max(begin + LENGTH, end + CONTEXT_AFTER), end), *bounds[after:], len(text))
        return _Passage(begin, finish, begin not in bounds, finish not in bounds)

    def closed(bound: int) -> bool:
        return bound in paragraphs and bounds[after] - begin >= ENOUGH

    def fits(first: int, last: int) -> bool:
        """Tell whether to widen to these bounds: a passage of a few words may grow longer than another."""
        return last - first <= (LENGTH if bounds[after] - begin >= ENOUGH else LENGTH + SLACK)

    while after + 1 < len(bounds) and fits(begin, bounds[after + 1]) and not closed(bounds[after]):
        after += 1
    while before > 0 and begin == bounds[before] and fits(bounds[before - 1], bounds[after]) and not closed(begin):
        before -= 1
        begin = bounds[before]
    return _Passage(begin, bounds[after], begin not in bounds, cut_after=False)


def _bounds(text: str, low: int, high: int) -> tuple[list[int], set[int]]:
    """Return where sentences begin or end in a part of a text, and where paragraphs do."""
    found = list(_SENTENCE_END.finditer(text, low, high))
    bounds = ([0] if low == 0 else []) + [one.end() for one in found] + ([len(text)] if high == len(text) else [])
    return bounds, {one.end() for one in found if one.group().count("\n") > 1}


def word_start(text: str, at: int) -> int:
    """Return the beginning of a word at or after a place; where no space is near, of a character."""
    if at <= 0:
        return 0
    space = _SPACE.search(text, at - 1, at + LONGEST_CUT)
    return space.end() if space else _character_start(text, at)


def word_end(text: str, at: int, least: int) -> int:
    """Return the end of a word near a place, not before `least`; where no space is near, of a character."""
    if at >= len(text):
        return len(text)
    near = [*range(at, max(least, at - LONGEST_CUT) - 1, -1), *range(at + 1, min(len(text), at + LONGEST_CUT))]
    return next((place for place in near if text[place].isspace()), _character_start(text, at))


def _character_start(text: str, at: int) -> int:
    """Return the place itself, or that before it where what it would part makes one character."""
    least = max(0, at - LONGEST_CUT)
    while least < at < len(text) and (_clings(text[at]) or "\u200d" in text[at - 1 : at + 1]):
        at -= 1
    return at


def _clings(character: str) -> bool:
    """Tell whether it belongs to the character before it: a mark, a variation selector, a skin tone."""
    category = unicodedata.category(character)
    return category[0] == "M" or category == "Sk"


def _snippet(text: str, passage: _Passage, occurrences: Sequence[Occurrence]) -> Snippet:
    """Return a passage as one line, with the matches in it; what it cuts of one is not highlighted."""
    first = bisect_right(occurrences, passage.start, key=lambda one: one.end)
    last = bisect_left(occurrences, passage.end, key=lambda one: one.start)
    line, highlights, at = "", [], passage.start
    for occurrence in occurrences[first:last]:
        line = _joined(line, text[at : occurrence.start])
        start, at = len(line), min(occurrence.end, passage.end)
        line = _joined(line, text[max(occurrence.start, passage.start) : at])
        highlights.append((start, len(line)))
    line = _joined(line, text[at : passage.end]).rstrip()
    highlights = [(start, min(end, len(line))) for start, end in highlights if start < len(line)]
    return Snippet(line, tuple(highlights), first + 1 if highlights else 0, passage.cut_before, passage.cut_after)


def _joined(line: str, more: str) -> str:
    """Return a line with more behind it, runs of white space as one space, none at the beginning."""
    more = _SPACE.sub(" ", more)
    return line + (more.lstrip() if not line or line.endswith(" ") else more)
