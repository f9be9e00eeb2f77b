"""Where the words of a query stand in texts, read off the forward index: those that `matches.matching` marks.

An occurrence is a stretch of tokens. Those that have a character in common are one, as they are marked as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from index.forward import Rows, Tokens
from index.logged import Numbers
from index.types import TypeIds, Types
from search.counts.selection import Selection
from search.counts.subcorpus import Subcorpus
from search.matches.matching import Form, forms, parts_of
from search.query.patterns import fitting
from search.query.tree import Fuzzy, Pattern
from search.ranking.vocabulary import Vocabulary

_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of one language with their tokens side by side, and the occurrences among these, in order.

    `bounds` are where the tokens of each document begin, and where those of the last end; `starts` and `ends` are those
    of the occurrences, the ends excluded.
    """

    language: str
    rows: Rows
    tokens: Tokens
    bounds: Numbers
    starts: Numbers
    ends: Numbers

    @property
    def owners(self) -> Numbers:
        """For each occurrence the place of its document among the rows."""
        owners: Numbers = np.searchsorted(self.bounds, self.starts, "right") - 1
        return owners


def batches(found: Subcorpus, selection: Selection, vocabulary: Vocabulary) -> Iterator[Batch]:
    """Yield documents, some at a time and a language after the other, with the occurrences of what selected them."""
    forward, languages = found.forward, found.languages
    wording = _Wording(forward.types)
    for number in np.unique(languages):
        language = forward.languages[number]
        wanted = list(_wanted(selection, language, vocabulary, wording))
        for rows, tokens in forward.batches(found.rows[languages == number]):
            bounds = np.concatenate([[0], np.cumsum(forward.documents["tokens"][rows], dtype=np.int64)])
            yield Batch(language, rows, tokens, bounds, *_found(wanted, tokens, bounds))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word at a place of a part: of which types it may be, and which of them take two tokens.

    These are pairs of characters, the second of which begins the next token; a lone character is only the first.
    """

    offset: int
    types: _Mask
    pairs: _Mask


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words side by side; with `slop` two that stand near each other, with at most so many tokens between them."""

    words: Sequence[_Word]
    slop: int

    def spans(self, tokens: Tokens, bounds: Numbers) -> tuple[Numbers, Numbers]:
        """Return where the tokens that are it start and end."""
        if not self.slop:
            return self._side_by_side(tokens, bounds)
        one, other = self.words
        first, second = self._near(one, other, tokens, bounds), self._near(other, one, tokens, bounds)
        return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])

    def _side_by_side(self, tokens: Tokens, bounds: Numbers) -> tuple[Numbers, Numbers]:
        first, last = self.words[0], self.words[-1]
        starts: Numbers = np.flatnonzero(first.types[tokens])
        if last.offset:
            starts = starts[starts + last.offset < bounds[np.searchsorted(bounds, starts, "right")]]
        for word in self.words[1:]:
            starts = starts[word.types[tokens[starts + word.offset]]]
        ends = starts + last.offset
        return starts, ends + 1 + last.pairs[tokens[ends]]

    def _near(self, first: _Word, second: _Word, tokens: Tokens, bounds: Numbers) -> tuple[Numbers, Numbers]:
        """Return where the second word stands behind the first, from the last of these before it."""
        firsts, ends = np.flatnonzero(first.types[tokens]), np.flatnonzero(second.types[tokens])
        before = np.searchsorted(firsts, ends) - 1
        firsts, ends = firsts[before[before >= 0]], ends[before >= 0]
        near = (ends - firsts <= self.slop + 1) & (ends < bounds[np.searchsorted(bounds, firsts, "right")])
        return firsts[near], ends[near] + 1 + second.pairs[tokens[ends[near]]]


def _wanted(selection: Selection, language: str, vocabulary: Vocabulary, wording: "_Wording") -> Iterator[_Wanted]:
    """Yield what is looked for in texts of a language."""
    if not selection.reading:
        return
    for part in parts_of(selection.reading.query, selection.match):
        if not part.title_only:
            found = forms(part, language, selection.reading.tongue, vocabulary)
            yield _Wanted([wording.word(form) for form in found], part.slop)


class _Wording:
    """Tells of which types a form of a word may be; what stands for many words is looked for once in all languages."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._found: dict[str | Pattern | Fuzzy, TypeIds] = {}

    def word(self, form: Form) -> _Word:
        """Return a form of a word as types."""
        types, many = self._types, form.many or form.prefix
        found = [types.of_words(form.words), types.of_stems(form.stems), *([self._many(many)] if many else [])]
        held = np.concatenate(found)
        if form.typed:
            held = np.array([type for type in held.tolist() if types.line(type)[1] == form.typed], np.int64)
        mask = np.zeros(len(types), np.bool_)
        mask[held] = True
        return _Word(form.offset, mask, np.zeros_like(mask) if form.is_character else types.pairs)

    def _many(self, many: str | Pattern | Fuzzy) -> TypeIds:
        """Return the types of what stands for many words: a beginning, a pattern, typing mistakes."""
        if many not in self._found:
            self._found[many] = self._looked_for(many)
        return self._found[many]

    def _looked_for(self, many: str | Pattern | Fuzzy) -> TypeIds:
        match many:
            case str():
                return self._types.beginning_with(many)
            case Pattern(expression=expression):
                return self._types.of_lines(fitting(expression, self._types.words))
            case Fuzzy(like=like, mistakes=most):
                words = self._types.words.decode().split("\n")[:-1]
                return np.flatnonzero(cdist([like.word], words, scorer=OSA.distance, score_cutoff=most)[0] <= most)


def _found(wanted: Sequence[_Wanted], tokens: Tokens, bounds: Numbers) -> tuple[Numbers, Numbers]:
    """Return where occurrences start and end, in order; those that overlap as one."""
    spans = [one.spans(tokens, bounds) for one in wanted]
    starts = np.concatenate([np.zeros(0, np.int64), *[starts for starts, _ in spans]])
    ends = np.concatenate([np.zeros(0, np.int64), *[ends for _, ends in spans]])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    if not len(starts):
        return starts, ends
    reached = np.maximum.accumulate(ends)
    firsts = np.flatnonzero(np.append(True, starts[1:] >= reached[:-1]))
    return starts[firsts], reached[np.append(firsts[1:], len(starts)) - 1]
