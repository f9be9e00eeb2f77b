"""Writing the forward index. Commits come before those of Tantivy: what a crash leaves too many belongs to no document.

What files gave before is made void first, and rows are in force only for documents that Tantivy has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import zstd
from index.durable import sync, sync_folder
from index.forward import BLOCK_TOKENS, LEVEL, ROW, ForwardIndex, Tokens, packed
from index.forward_files import FOLDER, ForwardFiles, read_extent, write_extent
from index.logged import void
from index.types import NumberedTokens

_LAST = np.iinfo(np.int64).max
_RECENT, _SHARE = 2**12, 16
"""So many new types, or one for so many known ones, are told apart by a dict before they are sorted in among these."""


class Row(NamedTuple):
    """A document to write, which has so many tokens."""

    sequence: int
    tokens: int
    year: int
    language: str


class ForwardLog:
    """The forward index of an index, for the one process that writes to it. Its methods raise OSError."""

    def __init__(self, directory: Path) -> None:
        """Go on from what is in the directory of an index; it may be none yet."""
        self._directory, self._folder = directory, directory / FOLDER
        self._folder.mkdir(exist_ok=True)
        sync_folder(directory)
        self._extent = read_extent(self._folder)
        self._length = self._extent.length
        self._languages = {tag: number for number, tag in enumerate(self._extent.languages)}
        self._rows: list[NDArray[np.void]] = []
        self._packed: list[bytes] = []
        self._unpacked = np.zeros(0, np.uint32)

    def add(self, texts: NumberedTokens, documents: Sequence[Row]) -> None:
        """Take note of documents and their texts; one with a known sequence number takes the place of that."""
        rows = np.zeros(len(documents), ROW)
        rows["sequence"] = [document.sequence for document in documents]
        rows["tokens"] = lengths = [document.tokens for document in documents]
        rows["start"] = self._length + np.cumsum([0, *lengths])[:-1]
        rows["year"] = [document.year for document in documents]
        rows["language"] = [self._language(document.language) for document in documents]
        self._rows.append(rows)
        self._length += len(texts.tokens)
        self._unpacked = np.concatenate([self._unpacked, self._types.numbers(texts.types)[texts.tokens]])
        self._packed += self._pack(BLOCK_TOKENS)

    def remove(self, file: int) -> None:
        """Forget the documents that a file, given by its number, has had so far."""
        row = np.zeros(1, ROW)
        row["sequence"] = void(file)
        self._rows.append(row)

    def commit(self) -> None:
        """Write down what was added and removed; to be called before Tantivy's commit."""
        if not self._rows:
            return
        self._packed += self._pack(1)
        self._write(self._packed, self._rows)
        self._rows, self._packed = [], []

    def tidy(self) -> None:
        """Write tokens and documents anew if more than half of them are void; at the end of a run."""
        forward, before = ForwardIndex(ForwardFiles.open(self._directory)), self._extent
        held = forward.documents.copy()
        lengths = held["tokens"].astype(np.int64)
        if 2 * lengths.sum() >= before.length and 2 * held.nbytes >= before.documents:
            return
        held["start"], self._length = np.cumsum(lengths) - lengths, int(lengths.sum())
        self._extent = replace(before, generation=before.generation + 1, tokens=0, documents=0)
        self._write(self._packed_anew(forward), [held])
        for name in set(before.names().values()) - set(self._extent.names().values()):
            (self._folder / name).unlink()

    def _write(self, blocks: Iterable[bytes], rows: Iterable[NDArray[np.void]]) -> None:
        names, extent = self._extent.names(), self._extent
        self._extent = replace(
            extent,
            types=_appended(self._folder / names["types"], extent.types, self._types.taken()),
            tokens=_appended(self._folder / names["tokens"], extent.tokens, blocks),
            documents=_appended(self._folder / names["documents"], extent.documents, map(_bytes, rows)),
            length=self._length,
            languages=tuple(self._languages),
        )
        write_extent(self._folder, self._extent)

    @cached_property
    def _types(self) -> "_KnownTypes":
        return _KnownTypes(ForwardFiles.open(self._directory).lines())

    def _language(self, tag: str) -> int:
        return self._languages.setdefault(tag, len(self._languages))

    def _pack(self, least: int) -> Iterator[bytes]:
        """Yield what was added, packed a block at a time, until less than this is left."""
        while len(self._unpacked) >= least:
            yield packed(self._unpacked[:BLOCK_TOKENS])
            self._unpacked = self._unpacked[BLOCK_TOKENS:]

    def _packed_anew(self, forward: ForwardIndex) -> Iterator[bytes]:
        """Yield the tokens of all documents, which are more than memory may hold, packed a block at a time."""
        for _, tokens in forward.batches(np.arange(len(forward.documents))):
            self._unpacked = np.concatenate([self._unpacked, tokens])
            yield from self._pack(BLOCK_TOKENS)
        yield from self._pack(1)


class _KnownTypes:
    """The numbers of all types, by their hashes (see `Types`); new ones are gathered before they are sorted in."""

    def __init__(self, lines: bytes) -> None:
        known = lines.split(b"\n")[:-1]
        self._hashes = np.array([_LAST], np.int64)
        self._numbers = np.zeros(1, np.int64)
        self._sort_in({hash(line): number for number, line in enumerate(known)})
        self._count, self._recent, self._new = len(known), dict[int, int](), list[bytes]()

    def numbers(self, types: Sequence[bytes]) -> Tokens:
        """Return the numbers of types; new ones get the next numbers."""
        hashes = np.fromiter(map(hash, types), np.int64, len(types))
        at = np.searchsorted(self._hashes, hashes)
        found = self._numbers[at]
        for place in np.flatnonzero(self._hashes[at] != hashes).tolist():
            found[place] = self._number(types[place])
        if len(self._recent) > max(_RECENT, len(self._hashes) // _SHARE):
            self._sort_in(self._recent)
            self._recent = {}
        return found.astype(np.uint32)

    def taken(self) -> list[bytes]:
        """Return the lines of the types that are new since this was last called, packed."""
        new, self._new = self._new, []
        return [zstd.sealed(b"".join(new), LEVEL)] if new else []

    def _number(self, line: bytes) -> int:
        number = self._recent.setdefault(hash(line), self._count)
        if number == self._count:
            self._new.append(line + b"\n")
            self._count += 1
        return number

    def _sort_in(self, numbers: dict[int, int]) -> None:
        hashes = np.fromiter(numbers.keys(), np.int64, len(numbers))
        order = np.argsort(hashes)
        at = np.searchsorted(self._hashes, hashes[order])
        self._hashes = np.insert(self._hashes, at, hashes[order])
        self._numbers = np.insert(self._numbers, at, np.fromiter(numbers.values(), np.int64, len(numbers))[order])


def _appended(file: Path, size: int, content: Iterable[bytes]) -> int:
    """Write content behind the first bytes of a file, so many as are valid; return how many are now."""
    with file.open("ab") as opened:
        opened.truncate(size)
        opened.writelines(content)
        sync(opened)
        return opened.tell()


def _bytes(rows: NDArray[np.void]) -> bytes:
    return rows.tobytes()
