"""Logs of documents: a row for each that was written, and one for each file, below zero, whose documents are void."""

import numpy as np
from numpy.typing import NDArray

from index.document import RECORDS_PER_FILE

Numbers = NDArray[np.int64]


def void(file: int) -> int:
    """Return the sequence number that makes void what a log has so far of a file, given by its number."""
    return -file


def in_force(sequences: Numbers) -> Numbers:
    """Return where the rows of documents stand that are neither void nor written anew, by their sequence numbers."""
    places, voids = np.arange(len(sequences)), sequences < 0
    _, files = np.unique(np.where(voids, -sequences, sequences // RECORDS_PER_FILE), return_inverse=True)
    void_until = np.full(len(sequences), -1)
    np.maximum.at(void_until, files[voids], places[voids])
    held = places[~voids & (places > void_until[files])]
    held = held[np.argsort(sequences[held], kind="stable")]
    is_last = np.append(np.diff(sequences[held]) != 0, True)[: len(held)]
    last: Numbers = held[is_last]
    return last
