"""Types of tokens: a word, how it was written, and its stem. Tokens that agree in all three are of one type.

A type is a line, as `analysis.type_line` writes it.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import Chunk, character_end, is_unspaced

TypeIds = NDArray[np.int64]
"""Types by the numbers of their lines."""


class NumberedTokens(NamedTuple):
    """The tokens of some texts side by side, as the numbers of their types, which are counted from 0."""

    types: list[bytes]
    tokens: NDArray[np.uint32]


class TypeNumbers:
    """Numbers the types of some texts, from 0 in the order in which they are met."""

    def __init__(self) -> None:
        self._met: dict[Chunk, None] = {}
        self._texts: list[bytes] = []

    def add(self, text: Iterable[Chunk], met: Mapping[Chunk, None]) -> None:
        """Take note of a text; `met` are its chunks, each once, and those of its title: words, but no tokens."""
        self._texts.append(b"".join(map(_HASHES, text)))
        self._met |= met

    def numbered(self) -> NumberedTokens:
        """Return the types, and the tokens of all texts."""
        lines = b"\n".join(filter(None, map(_TYPES, self._met)))
        types = list(dict.fromkeys(lines.split(b"\n"))) if lines else []
        hashes = np.fromiter(map(hash, types), np.int64, len(types))
        order = np.argsort(hashes)
        tokens = np.frombuffer(b"".join(self._texts), np.int64)
        return NumberedTokens(types, order[np.searchsorted(hashes[order], tokens)].astype(np.uint32))


_HASHES, _TYPES = attrgetter("hashes"), attrgetter("types")


class Types:
    """The types of an index, by the bytes of their lines. Words and stems are looked up by their hashes, 64 bits.

    Hashes are those of bytes: Python gives "ag" and "条" the same, as they have the same bytes in memory.
    """

    def __init__(self, lines: bytes) -> None:
        self.lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends + 1])
        read = lines.split(b"\n")[:-1]
        self._words = _Lookup(np.fromiter((hash(line.partition(b"\t")[0]) for line in read), np.int64, len(read)))
        self._stems = _Lookup(np.fromiter((hash(_stem(line)) for line in read), np.int64, len(read)))

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
        return np.searchsorted(self._starts, np.array(found, np.int64))

    @cached_property
    def words(self) -> bytes:
        """The folded word of each type, a line each."""
        return b"".join([line.split(b"\t", 1)[0] + b"\n" for line in self.lines.split(b"\n")[:-1]])

    @cached_property
    def pairs(self) -> NDArray[np.bool_]:
        """Which types are pairs of characters, the second of which begins the next token."""
        words = self.words.decode().split("\n")[:-1]
        return np.fromiter((is_unspaced(word) and character_end(word, 0) < len(word) for word in words), np.bool_)

    def of_lines(self, places: Iterable[int]) -> TypeIds:
        """Return the types whose lines in `words` begin at these places."""
        ends = np.flatnonzero(np.frombuffer(self.words, np.uint8) == ord("\n"))
        found: TypeIds = np.searchsorted(ends, np.fromiter(places, np.int64))
        return found

    def line(self, type: int) -> tuple[str, str, str]:
        """Return the folded word of a type, how it is written (in lower case), and its stem."""
        word, *others = self.lines[self._starts[type] : self._starts[type + 1] - 1].decode().split("\t")
        written, stem = [*others, "", ""][:2]
        return word, written or word, stem or word


def _stem(line: bytes) -> bytes:
    word, *others = line.split(b"\t")
    return others[1] if len(others) > 1 else word


class _Lookup:
    def __init__(self, hashes: NDArray[np.int64]) -> None:
        self._types = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._types]

    def find(self, texts: Iterable[str]) -> TypeIds:
        wanted = np.unique(np.array([hash(text.encode()) for text in texts], np.int64))
        firsts, ends = (np.searchsorted(self._hashes, wanted, side) for side in ("left", "right"))
        runs = [self._types[first:end] for first, end in zip(firsts, ends, strict=True)]
        return np.concatenate([self._types[:0], *runs])
