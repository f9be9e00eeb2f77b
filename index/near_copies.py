"""Which documents of an index are near copies of each other.

    copies/signatures   a log: a row for each document written, and one for each file whose documents are void
    copies/groups       what follows from it; `index.groups` reads it

A document joins the first one (by sequence number) that it is similar to and that has joined none itself. So all of a
group are similar to its first, however long the chains of documents that are each a little unlike the next.
Documents are compared with the first of those with which they share a band, then with the first of the rest, and so on,
some rounds long: where a piece of boilerplate brings many together, that costs no more than so many comparisons each.

The log is written after Tantivy's commit and before the state: what a crash leaves half done belongs to files that will
be read anew, and they are made void first. A row that was torn off is written over.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.durable import replacing, sync, sync_folder
from index.groups import groups_file
from index.logged import Numbers, in_force, void
from index.signatures import BANDS, SIGNATURE, Signatures, similarity

SIMILAR = 0.8
"""The Jaccard similarity of word 5-grams from which on documents are near copies."""
_ROUNDS = 10
_AT_A_TIME = 2**15
"""Pairs in hand at a time."""
_ROW = np.dtype([("sequence", "<i8"), ("signature", SIGNATURE)])


class SignatureLog:
    """The signatures of an index, for the one process that writes to it. Its methods raise OSError."""

    def __init__(self, directory: Path) -> None:
        """Use what is in the directory of an index; it may be none yet."""
        self._groups = groups_file(directory)
        self._log = self._groups.with_name("signatures")
        self._log.parent.mkdir(exist_ok=True)
        sync_folder(directory)
        self._rows: list[NDArray[np.void]] = []

    def add(self, sequences: Numbers, signatures: Signatures) -> None:
        """Take note of new documents and their signatures; those without one have no near copies."""
        rows = np.zeros(len(sequences), _ROW)
        rows["sequence"], rows["signature"] = sequences, signatures
        self._rows.append(rows[signatures["grams"] > 0])

    def remove(self, file: int) -> None:
        """Forget the documents that a file, given by its number, has had so far."""
        row = np.zeros(1, _ROW)
        row["sequence"] = void(file)
        self._rows.append(row)

    def commit(self) -> None:
        """Write down what was added and removed; to be called after Tantivy's commit and before that of the state."""
        if not self._rows:
            return
        with self._log.open("ab") as log:
            log.truncate(log.tell() // _ROW.itemsize * _ROW.itemsize)
            log.writelines(rows.tobytes() for rows in self._rows)
            sync(log)
        sync_folder(self._log.parent)
        self._rows = []

    def group(self) -> None:
        """Find the groups anew if anything was written since; at the end of a run, as it takes seconds a million."""
        if not self._log.exists() or _is_younger(self._groups, self._log):
            return
        log = np.fromfile(self._log, _ROW)
        rows = log[in_force(log["sequence"])]
        if 2 * len(rows) <= len(log):
            with replacing(self._log) as file:
                rows.tofile(file)
        del log
        documents, groups = grouped(rows["sequence"], rows["signature"])
        by_group = np.argsort(groups, kind="stable")
        with replacing(self._groups) as file:
            np.stack([documents, groups, groups[by_group], documents[by_group]]).tofile(file)


def grouped(sequences: Numbers, signatures: Signatures) -> tuple[Numbers, Numbers]:
    """Return the documents that have near copies, and the group of each: the sequence number of its first.

    Documents are given, and returned, in the order of their sequence numbers.
    """
    joined = _joined(len(sequences), _links(signatures))
    has_copies = np.bincount(joined, minlength=len(sequences))[joined] > 1
    return sequences[has_copies], sequences[joined[has_copies]]


def _joined(documents: int, links: NDArray[np.uint64]) -> Numbers:
    """Return for each document the one that it joins, or itself."""
    joined = list(range(documents))
    for start in range(0, len(links), _AT_A_TIME):
        some = links[start : start + _AT_A_TIME]
        for document, earlier in zip((some >> 32).tolist(), (some & 0xFFFFFFFF).tolist(), strict=True):
            if joined[document] == document and joined[earlier] == earlier:
                joined[document] = earlier
    return np.array(joined, np.int64)


def _links(signatures: Signatures) -> NDArray[np.uint64]:
    """Return similar documents as pairs of a later and an earlier one in one number, in order."""
    links = [pairs for band in range(BANDS) for pairs in _links_by(signatures["bands"][:, band], signatures)]
    return np.unique(np.concatenate([np.zeros(0, np.uint64), *links]))


def _links_by(band: NDArray[np.uint32], signatures: Signatures) -> Iterator[NDArray[np.uint64]]:
    """Yield the links of documents to the first with the same band, then of the rest to the first of the rest ..."""
    documents = np.argsort(band, kind="stable")
    for _ in range(_ROUNDS):
        is_first = np.append(True, np.diff(band[documents]) != 0)[: len(documents)]
        firsts = documents[is_first][np.cumsum(is_first)[~is_first] - 1]
        documents = documents[~is_first]
        similar = _are_similar(signatures, firsts, documents)
        yield (documents[similar].astype(np.uint64) << 32) | firsts[similar].astype(np.uint64)
        documents = documents[~similar]


def _are_similar(signatures: Signatures, some: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Tell of documents whether they are similar to others, pair by pair."""
    parts = (slice(start, start + _AT_A_TIME) for start in range(0, len(some), _AT_A_TIME))
    found = [similarity(signatures[some[part]], signatures[others[part]]) >= SIMILAR for part in parts]
    return np.concatenate([np.zeros(0, np.bool_), *found])


def _is_younger(file: Path, other: Path) -> bool:
    return file.exists() and file.stat().st_mtime_ns > other.stat().st_mtime_ns
