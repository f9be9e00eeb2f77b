"""Where the words of a query stand in texts, read off the forward index: the places that `search.matching` marks.

An occurrence is a stretch of tokens. Those that have a character in common are one, as they are marked as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import is_unspaced
from index.forward import Rows, Tokens
from index.logged import Numbers
from index.types import Types
from search.matching import Form, forms, parts_of
from search.selection import Selection
from search.subcorpus import Subcorpus
from search.vocabulary import Vocabulary

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
    for number in np.unique(languages):
        language = forward.languages[number]
        wanted = list(_wanted(selection, language, vocabulary, forward.types))
        for rows, tokens in forward.batches(found.rows[languages == number]):
            bounds = np.concatenate([[0], np.cumsum(forward.documents["tokens"][rows], dtype=np.int64)])
            yield Batch(language, rows, tokens, bounds, *_found(wanted, tokens, bounds))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word at a place of a phrase: of which types it may be, and whether it is a pair of characters."""

    offset: int
    types: _Mask
    is_pair: bool


def _wanted(selection: Selection, language: str, vocabulary: Vocabulary, types: Types) -> Iterator[list[_Word]]:
    """Yield what is looked for in texts of a language: words, or several side by side."""
    if not selection.reading:
        return
    for part in parts_of(selection.reading.query, selection.match):
        if not part.title_only:
            yield [_word(form, types) for form in forms(part, language, selection.reading.tongue, vocabulary)]


def _word(form: Form, types: Types) -> _Word:
    if form.is_prefix:
        found = types.beginning_with(form.word)
    else:
        found = np.concatenate([types.of_words([form.word, *form.similar]), types.of_stems(form.stems)])
    if form.typed:
        found = np.array([type for type in found.tolist() if types.line(type)[1] == form.typed], np.int64)
    mask = np.zeros(len(types), np.bool_)
    mask[found] = True
    return _Word(form.offset, mask, is_pair=not form.is_prefix and len(form.word) > 1 and is_unspaced(form.word))


def _found(wanted: Sequence[Sequence[_Word]], tokens: Tokens, bounds: Numbers) -> tuple[Numbers, Numbers]:
    """Return where occurrences start and end."""
    spans = [_spans(words, tokens, bounds) for words in wanted]
    starts = np.concatenate([np.zeros(0, np.int64), *[starts for starts, _ in spans]])
    ends = np.concatenate([np.zeros(0, np.int64), *[ends for _, ends in spans]])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    if not len(starts):
        return starts, ends
    reached = np.maximum.accumulate(ends)
    firsts = np.flatnonzero(np.append(True, starts[1:] >= reached[:-1]))
    return starts[firsts], reached[np.append(firsts[1:], len(starts)) - 1]


def _spans(words: Sequence[_Word], tokens: Tokens, bounds: Numbers) -> tuple[Numbers, Numbers]:
    """Return where words stand side by side: where the first starts and the last ends."""
    first, last = words[0], words[-1]
    starts: Numbers = np.flatnonzero(first.types[tokens])
    if len(words) > 1:
        starts = starts[starts + last.offset < bounds[np.searchsorted(bounds, starts, "right")]]
    for word in words[1:]:
        starts = starts[word.types[tokens[starts + word.offset]]]
    # A token of a script without spaces is two characters, the second of which begins the next token.
    return starts, starts + last.offset + (2 if last.is_pair else 1)
