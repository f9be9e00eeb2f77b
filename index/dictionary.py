"""The dictionary of an index: all its words, to be searched for those that are spelt much like one.

A typing mistake (a letter too many, one too few, another one, or two swapped) takes at most one letter from those that
a word has, and brings in at most one. So letters are compared first, kept as the bits of one number for each word: that
leaves few words to be compared as they stand.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

LONGEST = 255
"""Letters of the longest words that are found."""
MAX_COMPARED = 20_000
"""How many words are compared as they stand. Where words have few letters, as codes do, more look alike."""
_BLOCK = 2**20
"""Bytes of lines that are read at a time: what is made of them takes several times as much."""
_LETTERS = 32
"""Letters that are told apart: the characters of a script lie side by side in Unicode."""
_BITS = np.left_shift(1, np.arange(256) % _LETTERS).astype(np.uint32)
_BITS[[ord("\t"), ord("\n")]] = 0
"""The bit of a character by its last byte in UTF-8, which ends like its number; none for what ends a word."""

_Column = NDArray[np.unsignedinteger]


class Dictionary:
    """The words of an index, in the order of their lengths."""

    def __init__(self, lines: bytes) -> None:
        """`lines` are the types of the index (see `index.types`)."""
        self._lines, self._content = lines, np.frombuffer(lines, np.uint8)
        blocks = [_words(self._content[first:end], first) for first, end in _blocks(lines)]
        starts, ends, lengths, letters = (np.concatenate(column) for column in zip(*blocks, strict=True))
        order = np.argsort(lengths, kind="stable")
        self._starts, self._ends, self._letters = starts[order], ends[order], letters[order]
        self._of_length = np.searchsorted(lengths[order], np.arange(LONGEST + 2))

    def near(self, word: str, mistakes: int, beginning: str = "") -> dict[str, int]:
        """Return the words with a beginning that are at most so many typing mistakes from a word, with how many."""
        lengths = np.clip([len(word) - mistakes, len(word) + mistakes + 1], 0, LONGEST + 1)
        first, end = self._of_length[lengths]
        letters, others = _letters(word), self._letters[first:end]
        lacking, brought_in = np.bitwise_count(letters & ~others), np.bitwise_count(others & ~letters)
        alike = first + np.flatnonzero((lacking <= mistakes) & (brought_in <= mistakes))
        for place, byte in enumerate(beginning.encode()):
            alike = alike[self._content[self._starts[alike] + place] == byte]
        found = extract(word, self._read(alike[:MAX_COMPARED]), scorer=OSA.distance, score_cutoff=mistakes, limit=None)
        return {other: distance for other, distance, _ in found}

    def written(self, word: str) -> str:
        """Return a word as it is written somewhere, in lower case: with its accents, if it ever has some."""
        begins, at = f"\n{word}\t".encode(), -1
        while (at := self._lines.find(begins, at + 1)) >= 0:
            line = self._lines[at + len(begins) : self._lines.find(b"\n", at + 1)]
            if written := line.partition(b"\t")[0]:
                return written.decode()
        return word

    def _read(self, words: NDArray[np.int64]) -> list[str]:
        spans = zip(self._starts[words].tolist(), self._ends[words].tolist(), strict=True)
        return [self._lines[start:end].decode() for start, end in spans]


def _blocks(lines: bytes) -> Iterator[tuple[int, int]]:
    """Yield where lines begin and end, some at a time: first none, as there may be none at all."""
    first = end = 0
    yield first, end
    while end < len(lines):
        first, end = end, lines.find(b"\n", end + _BLOCK) + 1 or len(lines)
        yield first, end


def _words(content: NDArray[np.uint8], before: int) -> tuple[_Column, ...]:
    """Return where the words of lines start and end (with what is before), how long they are, and their letters."""
    marks = np.flatnonzero(content <= ord("\n"))  # a word goes up to the first tab of its line, or to the end
    begins_line = np.concatenate([[True], content[marks] == ord("\n")])[:-1]
    starts, ends = np.concatenate([[0], marks + 1])[:-1][begins_line], marks[begins_line]
    spans = np.stack([starts, ends], axis=1).ravel()
    is_last = np.append(content[1:] & 0xC0 != 0x80, True)  # byte of a character
    lengths = np.add.reduceat(is_last, spans, dtype=np.uint16)[::2]
    letters = np.bitwise_or.reduceat(_BITS[content] * is_last, spans)[::2]
    return (starts + before).astype(np.uint32), (ends + before).astype(np.uint32), lengths, letters


def _letters(word: Iterable[str]) -> np.uint32:
    return np.uint32(reduce(or_, (1 << ord(letter) % _LETTERS for letter in word), 0))
