"""A text that is traced, as its tokens; and which of its words the index is asked for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import Token, analyzer, is_unspaced
from index.document import UNDETERMINED
from index.text import clean
from search.response import Span

_ASKED = 4
"""How many words side by side the index is asked for."""


@dataclass(frozen=True, slots=True)
class TracedText:
    """A text and its tokens; a run of tokens is given by the first one's number and its length."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    is_pair: NDArray[np.bool_]
    """Which tokens are a pair of characters, the second of which begins the next token."""

    @classmethod
    def of(cls, text: str) -> "TracedText":
        """Read a text."""
        text = clean(text)
        tokens = tuple(analyzer(UNDETERMINED).tokens(text))
        pairs = [len(token.word) > 1 and is_unspaced(token.word) for token in tokens]
        return cls(text, tokens, tuple(token.word for token in tokens), np.array(pairs, np.bool_))

    def reach(self, start: int, length: int) -> int:
        """Return over how many tokens the characters of a run reach."""
        return length + int(self.is_pair[start + length - 1])

    def span(self, start: int, length: int) -> Span:
        """Return the characters from the first token of a run to its last."""
        return self.tokens[start].start, self.tokens[start + length - 1].end

    def part(self, first: int, last: int) -> Span:
        """Return the characters of tokens that stand apart from those of the next one."""
        end = self.tokens[last + 1].start if self.is_pair[last] else self.tokens[last].end
        return self.tokens[first].start, end

    def filled(self, values: NDArray[Any], none: int) -> NDArray[Any]:
        """Return the values of tokens where one that has none takes that of a pair before, as it is half of that."""
        filled = values.copy()
        gaps = np.flatnonzero((values[1:] == none) & self.is_pair[:-1]) + 1
        filled[gaps] = values[gaps - 1]
        return filled

    def telling(self, least: int, frequencies: Mapping[str, int]) -> Collection[tuple[str, ...]]:
        """Return sequences of words such that whatever has `least` words of the text in a row has one of these too.

        Of each `least` words those few side by side whose rarest is rarest, unless one of them occurs nowhere.
        """
        if not self.words:
            return ()
        size = min(least, _ASKED)
        rarest = [min(frequencies[word] for word in words) for words in self._side_by_side(size)]
        chosen = set()
        for first in range(len(self.words) - least + 1):
            within = range(first, first + least - size + 1)
            at = min(within, key=lambda place: (rarest[place], -place))
            if rarest[at]:
                chosen.add(self.words[at : at + size])
        return chosen

    def _side_by_side(self, size: int) -> Iterator[tuple[str, ...]]:
        return (self.words[at : at + size] for at in range(len(self.words) - size + 1))
