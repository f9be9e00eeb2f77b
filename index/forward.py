"""The forward index: of which tokens each text is made, in their order. What is counted in a corpus is counted here.

A text's n-th token is the one at position n in `Analyzer.tokens`. Titles have none. Tokens are kept as the numbers of
their types, side by side for all documents, packed in blocks: a header (tokens, packed bytes), then the four bytes of
the numbers apart, as zstd packs them best.
"""

import struct
from collections.abc import Iterator
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index import zstd
from index.errors import IndexDamaged
from index.forward_files import ForwardFiles
from index.logged import Numbers, in_force
from index.types import Types

ROW = np.dtype([("sequence", "<i8"), ("start", "<i8"), ("tokens", "<u4"), ("year", "<i2"), ("language", "<u2")])
"""A document: where its tokens start among all, and how many they are; 0 for no year; the number of its language."""

Tokens = NDArray[np.uint32]
Rows = Numbers
"""Documents by their places among `ForwardIndex.documents`, in order."""

BLOCK_TOKENS = 2**13
_HEADER = struct.Struct("<II")
LEVEL = 1
_REMEMBERED_BLOCKS = 2048
"""64 MB."""
_AT_A_TIME = 2**22
"""How many tokens are in hand at a time, but for a longer text."""
_BLOCKS_AT_A_TIME = 1024
"""How many blocks are unpacked for these: documents that lie apart need one each."""


def packed(tokens: Tokens) -> bytes:
    """Return tokens as a block."""
    planes = tokens.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()
    content = zstd.sealed(planes, LEVEL)
    return _HEADER.pack(len(tokens), len(content)) + content


class ForwardIndex:
    """The forward index as it was when its files were opened; raises IndexDamaged where they cannot be read.

    `documents` are in the order of their sequence numbers, `languages` the tags that they name by number.
    """

    def __init__(self, files: ForwardFiles) -> None:
        self._files = files
        rows = np.frombuffer(files.documents, ROW)
        self.documents: NDArray[np.void] = rows[in_force(rows["sequence"])]
        self.languages = files.languages
        self._block = lru_cache(_REMEMBERED_BLOCKS)(self._unpacked)

    @cached_property
    def types(self) -> Types:
        """The types of all tokens."""
        return Types(self._files.lines())

    def rows(self, sequences: Numbers) -> Rows:
        """Return those of the documents with these sequence numbers, in order, that are there."""
        known = self.documents["sequence"]
        at = np.searchsorted(known, sequences)
        at = at[at < len(known)] if len(known) else at[:0]
        found: Rows = np.unique(at[np.isin(known[at], sequences)])
        return found

    def batches(self, rows: Rows) -> Iterator[tuple[Rows, Tokens]]:
        """Yield documents, some at a time, with their tokens side by side."""
        if not len(rows):
            return
        tokens = np.cumsum(self.documents["tokens"][rows], dtype=np.int64) // _AT_A_TIME
        firsts, lasts = self._reach(rows)
        blocks = np.cumsum((np.diff(firsts, prepend=-1) != 0) + lasts - firsts) // _BLOCKS_AT_A_TIME
        for some in np.split(rows, np.flatnonzero(np.diff(tokens) | np.diff(blocks)) + 1):
            yield some, self._tokens(some)

    def _tokens(self, rows: Rows) -> Tokens:
        starts, counts = self.documents["start"][rows], self.documents["tokens"][rows].astype(np.int64)
        firsts, lasts = self._reach(rows)
        needed = np.unique(np.concatenate([np.arange(one, end + 1) for one, end in _runs(firsts, lasts)]))
        blocks = [self._block(int(block)) for block in needed]
        places = np.concatenate([[0], np.cumsum([len(block) for block in blocks])])[np.searchsorted(needed, firsts)]
        offsets = np.cumsum(counts) - counts
        places = np.repeat(places + starts - self._starts[firsts] - offsets, counts) + np.arange(counts.sum())
        found: Tokens = np.concatenate([np.zeros(0, np.uint32), *blocks])[places]
        return found

    def _reach(self, rows: Rows) -> tuple[Numbers, Numbers]:
        """Return the first and the last block of each document."""
        starts, counts = self.documents["start"][rows], self.documents["tokens"][rows].astype(np.int64)
        lasts = starts + np.maximum(counts, 1) - 1
        first, last = (np.searchsorted(self._starts, places, "right") - 1 for places in (starts, lasts))
        return first, last

    @cached_property
    def _headers(self) -> list[tuple[int, int, int]]:
        """The blocks: tokens, where the packed bytes begin, and where they end."""
        headers, at, content = [], 0, self._files.tokens
        while at < len(content):
            tokens, size = _HEADER.unpack_from(content, at)
            headers.append((tokens, at + _HEADER.size, at + _HEADER.size + size))
            at = headers[-1][2]
        return headers

    @cached_property
    def _starts(self) -> Numbers:
        """Where each block starts among all tokens."""
        tokens = np.array([tokens for tokens, _, _ in self._headers], np.int64)
        return np.cumsum(tokens) - tokens

    def _unpacked(self, block: int) -> Tokens:
        _, start, end = self._headers[block]
        try:
            planes = zstd.decompress(self._files.tokens[start:end])
        except zstd.ZstdError as error:
            raise IndexDamaged(f"The forward index cannot be read ({error}). Build the index anew.") from error
        return np.ascontiguousarray(np.frombuffer(planes, np.uint8).reshape(4, -1).T).view("<u4").ravel()


def _runs(firsts: Numbers, lasts: Numbers) -> Iterator[tuple[int, int]]:
    """Yield from which to which block documents lie, the same ones once."""
    return iter(dict.fromkeys(zip(firsts.tolist(), lasts.tolist(), strict=True)))
