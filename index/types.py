"""Types of tokens: a word, how it was written, and its stem. Tokens that agree in all three are of one type.

A type is a line, "word<tab>as written<tab>stem", what is like the word left empty and left out at the end.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.analysis import Chunk

TypeIds = NDArray[np.int64]
"""Types by the numbers of their lines."""


class TypeNumbers:
    """Numbers the types of some texts, from 0 in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._chunks: dict[Chunk, tuple[int, ...]] = {}

    def tokens(self, chunks: Iterable[Chunk]) -> bytes:
        """Return the numbers of a text's tokens, as unsigned integers of 32 bits."""
        known = self._chunks
        numbers = [known.get(chunk) or self._numbered(chunk) for chunk in chunks]
        return array("I", chain.from_iterable(numbers)).tobytes()

    def types(self) -> list[str]:
        """Return the types by their numbers."""
        return list(self._numbers)

    def _numbered(self, chunk: Chunk) -> tuple[int, ...]:
        numbers = self._numbers
        found = tuple([numbers.setdefault(line, len(numbers)) for line in _lines(chunk)])
        self._chunks[chunk] = found
        return found


def _lines(chunk: Chunk) -> Iterator[str]:
    for word, written, stem in zip(chunk.words.split(), chunk.written.split(), chunk.stems.split(), strict=True):
        yield f"{word}\t{written if written != word else ''}\t{stem if stem != word else ''}".rstrip("\t")


class Types:
    """The types of an index, by the bytes of their lines. Words and stems are looked up by their hashes, 64 bits."""

    def __init__(self, lines: bytes) -> None:
        self.lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends + 1])
        read = [line.split("\t") for line in lines.decode().split("\n")[:-1]]
        self._words = _Lookup([hash(line[0]) for line in read])
        self._stems = _Lookup([hash(line[2] if len(line) > 2 else line[0]) for line in read])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def of_words(self, words: Iterable[str]) -> TypeIds:
        """Return the types of these folded words."""
        return self._words.find(words)

    def of_stems(self, stems: Iterable[str]) -> TypeIds:
        """Return the types that have one of these stems."""
        return self._stems.find(stems)

    def beginning_with(self, beginning: str) -> TypeIds:
        """Return the types whose folded word begins so."""
        wanted, at, found = b"\n" + beginning.encode(), -1, list[int]()
        if self.lines.startswith(wanted[1:]):
            found.append(0)
        while (at := self.lines.find(wanted, at + 1)) >= 0:
            found.append(at + 1)
        return self.at(found)

    def at(self, places: Iterable[int]) -> TypeIds:
        """Return the types whose lines begin at these places."""
        found: TypeIds = np.searchsorted(self._starts, np.fromiter(places, np.int64))
        return found

    def words(self) -> list[str]:
        """Return the folded word of each type."""
        return [line.split("\t", 1)[0] for line in self.lines.decode().split("\n")[:-1]]

    def line(self, type: int) -> tuple[str, str, str]:
        """Return the folded word of a type, how it is written (in lower case), and its stem."""
        word, *others = self.lines[self._starts[type] : self._starts[type + 1] - 1].decode().split("\t")
        written, stem = [*others, "", ""][:2]
        return word, written or word, stem or word


class _Lookup:
    def __init__(self, hashes: list[int]) -> None:
        found = np.array(hashes, np.int64)
        self._types = np.argsort(found, kind="stable")
        self._hashes = found[self._types]

    def find(self, texts: Iterable[str]) -> TypeIds:
        wanted = np.unique(np.array([hash(text) for text in texts], np.int64))
        firsts, ends = (np.searchsorted(self._hashes, wanted, side) for side in ("left", "right"))
        runs = [self._types[first:end] for first, end in zip(firsts, ends, strict=True)]
        return np.concatenate([self._types[:0], *runs])
