"""Whether an index is still what was written: its files, every document in it, and what the state says of both."""

import json
import os
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import tantivy

from index import lock
from index.directory import IndexDirectory
from index.document import RECORDS_PER_FILE
from index.errors import IndexDamaged, is_panic
from index.forward import ForwardIndex
from index.forward_log import ForwardLog
from index.near_copies import SignatureLog
from index.pipeline import Progress
from index.schema import from_tantivy
from index.state import FileState, State
from index.text import digest

_PAGE = 5_000
_BLOCK = 1 << 20
_COMPONENTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
"""The files of each of Tantivy's segments."""
_FOOTER_END = struct.Struct("<II")
"""How a file of Tantivy ends: the length of its footer, and a number that says that there is one."""
_FOOTER_MAGIC = 1337

_Found = tuple[int, int]
"""How many documents a file has in the index, and how many of them are whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of which the index holds another number of documents (`found`) than it has given (`written`).

    One that the state does not know has no `name`.
    """

    number: int
    name: str
    written: int
    found: int

    def __str__(self) -> str:
        if self.name:
            return f"{self.name}: {self.written:,} documents were written, {self.found:,} can be read"
        return f"file number {self.number}: not known, but {self.found:,} documents of it can be read"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check has found: the documents that can be read, and what is wrong.

    `broken` names the files of the index that are not as they were written: it has to be built anew. `differences` are
    files to read again. `pending` counts those that a run cut short has left to the next: nothing is wrong with them.
    """

    documents: int = 0
    broken: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    pending: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.broken or self.differences)


def check(directory: Path, progress: Progress, *, repair: bool = False) -> Report:
    """Read all of the index at `directory` and say what is wrong with it; `repair` has what differs read again.

    Repairing removes what the index holds of these files and forgets that they were read, so that the next run reads
    them anew. Raises IndexBusy while somebody writes to the index, and IndexDamaged where it cannot be opened at all.
    """
    index = IndexDirectory.open(directory)
    with lock.held(index.path), index.state() as state:
        state.verify()
        if broken := _broken_files(index.path / "tantivy"):
            return Report(broken=tuple(broken))
        opened = index.open_tantivy()
        has_tokens = _with_tokens(index)
        found = _documents_by_file(opened, state, has_tokens, progress)
        differences = tuple(_differences(state.files().values(), found))
        if repair and differences:
            numbers = [one.number for one in differences]
            _remove(index, opened, numbers)
            _void(index.path, numbers)
            state.unread(numbers)
        return Report(opened.searcher().num_docs, (), differences, state.count_unread())


def _broken_files(folder: Path) -> list[str]:
    """Return the files of Tantivy's last commit that are gone or not as they were written."""
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = [name for segment in segments for name in _files_of(segment)]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamaged(f"{folder / 'meta.json'} cannot be read ({error}). Build the index anew.") from error
    return [f"tantivy/{name}" for name in names if not _is_as_written(folder / name)]


def _files_of(segment: dict[str, Any]) -> Iterator[str]:
    name = segment["segment_id"].replace("-", "")
    yield from (f"{name}.{component}" for component in _COMPONENTS)
    if segment["deletes"]:
        yield f"{name}.{segment['deletes']['opstamp']}.del"


def _is_as_written(path: Path) -> bool:
    """Tell whether a file has the checksum that its footer says, a piece of JSON behind what it is about."""
    try:
        with path.open("rb") as file:
            end = file.seek(-_FOOTER_END.size, os.SEEK_END)
            length, magic = _FOOTER_END.unpack(file.read())
            size = file.seek(end - length)
            footer = json.loads(file.read(length))
            return bool(magic == _FOOTER_MAGIC and footer["crc"] == _checksum(file, size))
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _checksum(file: BinaryIO, size: int) -> int:
    """Return the CRC-32 of the beginning of a file."""
    file.seek(0)
    checksum = 0
    for start in range(0, size, _BLOCK):
        checksum = zlib.crc32(file.read(min(_BLOCK, size - start)), checksum)
    return checksum


def _differences(files: Iterable[FileState], found: Mapping[int, _Found]) -> Iterator[Difference]:
    """Yield the files whose documents are not those that were written, unless they are to be read in any case."""
    known = {file.number: file for file in files}
    for number, file in sorted(known.items()):
        documents, whole = found.get(number, (0, 0))
        if file.fingerprint and not documents == whole == file.documents:
            there = documents if documents > file.documents else whole
            yield Difference(number, file.name, file.documents, there)
    for number in sorted(found.keys() - known.keys()):
        yield Difference(number, "", 0, found[number][0])


def _with_tokens(index: IndexDirectory) -> frozenset[int]:
    """Return the sequence numbers of the documents whose tokens can be read; raise IndexDamaged where none can."""
    forward = ForwardIndex(index.forward())
    read = [forward.documents["sequence"][rows] for rows, _ in forward.batches(np.arange(len(forward.documents)))]
    return frozenset(np.concatenate([np.zeros(0, np.int64), *read]).tolist())


def _documents_by_file(
    index: tantivy.Index, state: State, has_tokens: Collection[int], progress: Progress
) -> dict[int, _Found]:
    """Return for each file, by its number, how many documents it has, and how many of them are whole."""
    found: dict[int, _Found] = {}
    for number, documents in groupby(_stored(index, state, progress), key=lambda one: one[0] // RECORDS_PER_FILE):
        whole = [is_whole and sequence in has_tokens for sequence, is_whole in documents]
        found[number] = len(whole), sum(whole)
    return found


def _stored(index: tantivy.Index, state: State, progress: Progress) -> Iterator[tuple[int, bool]]:
    """Yield the sequence number of each document, in their order, and whether it can be read and has its digest."""
    searcher, last = index.searcher(), -1
    progress.start(searcher.num_docs)
    while hits := _page(searcher, index.schema, last):
        for sequence, address in hits:
            yield int(sequence), state.copies.sequence_of(_digest(searcher, address)) == sequence
        last = int(hits[-1][0])
        progress.advance(len(hits), len(hits))


def _page(searcher: tantivy.Searcher, schema: tantivy.Schema, after: int) -> list[tuple[Any, tantivy.DocAddress]]:
    """Return the next documents; those that share a sequence number, as none should, are not parted."""
    rest = tantivy.Query.range_query(schema, "sequence", tantivy.FieldType.Integer, after, include_lower=False)
    hits = searcher.search(rest, _PAGE, count=False, order_by_field="sequence", order=tantivy.Order.Asc).hits
    return hits if len(hits) < _PAGE else [hit for hit in hits if hit[0] != hits[-1][0]]


def _digest(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> bytes:
    """Return the digest of a stored document, empty where it cannot be read."""
    try:
        document = from_tantivy(searcher.doc(address))
    except BaseException as error:
        if isinstance(error, Exception) or is_panic(error):
            return b""
        raise
    return digest(document.title, document.text)


def _remove(index: IndexDirectory, opened: tantivy.Index, numbers: Iterable[int]) -> None:
    """Remove the documents of files by the numbers of these; our own lock is held."""
    writer = index.writer(opened)
    for number in numbers:
        first = number * RECORDS_PER_FILE
        of_file = tantivy.Query.range_query(
            opened.schema, "sequence", tantivy.FieldType.Integer, first, first + RECORDS_PER_FILE, include_upper=False
        )
        writer.delete_documents_by_query(of_file)
    writer.commit()
    writer.wait_merging_threads()


def _void(index: Path, numbers: Iterable[int]) -> None:
    """Have the documents of files have no tokens, and be near copies of none."""
    tokens, signatures = ForwardLog(index), SignatureLog(index)
    for number in numbers:
        tokens.remove(number)
        signatures.remove(number)
    tokens.commit()
    signatures.commit()
    signatures.group()
