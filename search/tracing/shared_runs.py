"""Where texts have the same words in the same order as another text: runs, each as long as it can be.

As BLAST does (Altschul et al. 1990), by seed and extension. A seed is a pair of places, one in the text and one in a
document, from which on `least` words agree; of seeds that follow on each other the first is extended both ways, word by
word. What is repeated over and over would make a seed of each place with every other, so of each sequence of words only
the first `MOST` places count, in the text and in every document; extension finds what that leaves out, unless nothing
but such repetition is shared. What a call looks at, and what all calls return, is bounded: `SharedRuns.is_full`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.forward import Tokens
from index.logged import Numbers
from index.types import Types

MOST = 16
MOST_SEEDS = 2**23
"""How many seeds are in hand at a time, 64 MB of places."""
MOST_RUNS = 1_000_000

_Words = NDArray[np.int32]
_Keys = NDArray[np.uint64]
_NEVER = -1
"""A word of the text at whose ends it stands, to end every run there; in documents such a word is 0, like all others
that the text has not."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs by their columns: whose tokens, where each starts in the text and in that document, and its length."""

    owners: Numbers
    starts: Numbers
    places: Numbers
    lengths: Numbers

    @classmethod
    def joined(cls, some: Iterable["Runs"]) -> "Runs":
        """Return several runs as one."""
        none = (np.zeros(0, np.int64),) * 4
        return cls(*map(np.concatenate, zip(none, *(one._columns() for one in some), strict=True)))

    def __len__(self) -> int:
        return len(self.owners)

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """Return the runs one by one."""
        return zip(*(column.tolist() for column in self._columns()), strict=True)

    def __getitem__(self, chosen: Numbers | NDArray[np.bool_] | slice) -> "Runs":
        return Runs(*(column[chosen] for column in self._columns()))

    def _columns(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        return self.owners, self.starts, self.places, self.lengths


class SharedRuns:
    """Finds the runs of at least so many words that a text shares with documents; the text has as many, or more.

    `is_full` says that enough was found: some runs may have been left out, and there is no use in further documents.
    """

    def __init__(self, words: Sequence[str], least: int, types: Types) -> None:
        numbers = {word: number for number, word in enumerate(dict.fromkeys(words), 1)}
        self._of_type = np.zeros(len(types), np.int32)
        for word, number in numbers.items():
            self._of_type[types.of_words([word])] = number
        self._words: _Words = np.array([_NEVER, *(numbers[word] for word in words), _NEVER], np.int32)
        self._least = least
        # Multilinear hashing: that two sequences have the same key has a chance of some 1 in 2^50.
        self._factors = 2 * np.random.default_rng().integers(2**63, size=least, dtype=np.uint64) + 1
        self._keys = self._keyed(self._words, np.arange(1, len(words) - least + 2))
        self._order = np.argsort(self._keys, kind="stable")
        self._sorted = self._keys[self._order]
        self._found, self.is_full = 0, False

    def find(self, tokens: Tokens, sizes: Numbers, owners: Numbers) -> Runs:
        """Return the runs in documents, given by their tokens side by side, the number of these, and their owners.

        None lies within another of its document, as it stands in the text; of equal ones the first is returned.
        """
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        words = np.insert(self._of_type[tokens], bounds, 0)
        edges = bounds + np.arange(len(bounds))
        starts, places = self._extended(words, *self._seeds(words, edges))
        lengths = self._agreeing(words, starts, places, 1)
        at = np.searchsorted(edges, places, "right") - 1
        runs = Runs(owners[at], starts - 1, places - edges[at] - 1, lengths)
        found = _longest(runs[lengths >= self._least])
        self._found += len(found)
        self.is_full |= self._found >= MOST_RUNS
        return found

    def covered(self, runs: Runs) -> NDArray[np.bool_]:
        """Return of each word of the text whether it lies in one of these runs, or in the same words elsewhere."""
        is_held = _within(runs.starts, runs.starts + runs.lengths - self._least + 1, len(self._keys))
        again = np.flatnonzero(np.isin(self._keys, self._keys[is_held]))
        return _within(again, again + self._least, len(self._words) - 2)

    def _keyed(self, words: _Words, places: Numbers) -> _Keys:
        """Return a key of the `least` words from each place on."""
        keys = np.zeros(len(places), np.uint64)
        for offset, factor in enumerate(self._factors):
            keys += words[places + offset].astype(np.uint64) * factor
        return keys

    def _seeds(self, words: _Words, edges: Numbers) -> tuple[Numbers, Numbers]:
        """Return the places, in the text and in the documents, of the first of seeds that follow on each other."""
        places = np.flatnonzero(words)
        for offset in range(1, self._least):
            places = places[words[places + offset] > 0]
        keys = self._keyed(words, places)
        firsts, ends = (np.searchsorted(self._sorted, keys, side) for side in ("left", "right"))
        met = np.flatnonzero(firsts < ends)
        met = met[_rank(np.searchsorted(edges, places[met]), firsts[met]) < MOST]
        counts = np.minimum(ends - firsts, MOST)[met]
        fits = np.cumsum(counts) <= MOST_SEEDS
        self.is_full |= not fits.all()
        met, counts = met[fits], counts[fits]
        nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        starts, places = self._order[np.repeat(firsts[met], counts) + nth] + 1, np.repeat(places[met], counts)
        pairs = places * len(self._words) + starts
        is_first = ~np.isin(pairs - len(self._words) - 1, pairs)
        return starts[is_first], places[is_first]

    def _extended(self, words: _Words, starts: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return where the runs that hold these pairs of places begin, each once."""
        before = self._agreeing(words, starts - 1, places - 1, -1)
        pairs = np.unique((places - before) * len(self._words) + starts - before)
        return pairs % len(self._words), pairs // len(self._words)

    def _agreeing(self, words: _Words, starts: Numbers, places: Numbers, step: int) -> Numbers:
        """Return on how many words text and documents agree from each pair of places on, going on by `step`."""
        counts = np.zeros(len(starts), np.int64)
        going = np.arange(len(starts))
        while len(going):
            gone = counts[going] * step
            going = going[self._words[starts[going] + gone] == words[places[going] + gone]]
            counts[going] += 1
        return counts


def assigned(runs: Runs, length: int) -> Numbers:
    """Return for each word of a text of this length the longest run that it is in, by its place here; -1 for none."""
    numbers, owners = np.arange(len(runs)), np.full(length, -1, np.int64)
    apart = _longest(Runs(np.zeros(len(runs), np.int64), runs.starts, numbers, runs.lengths))
    for at in np.argsort(-apart.lengths, kind="stable"):
        part = owners[apart.starts[at] : apart.starts[at] + apart.lengths[at]]
        part[part < 0] = apart.places[at]
    return owners


def _longest(runs: Runs) -> Runs:
    """Return the runs that do not lie within another of their document, as they stand in the text."""
    order = np.lexsort((runs.places, -runs.lengths, runs.starts, runs.owners))
    runs = runs[order]
    width = np.int64(1) + (runs.starts + runs.lengths).max(initial=0)
    ends = runs.owners * width + runs.starts + runs.lengths
    return runs[np.append(True, ends[1:] > np.maximum.accumulate(ends)[:-1])[: len(runs)]]


def _rank(owners: Numbers, keys: Numbers) -> Numbers:
    """Return how many of the same owner and key stand before each."""
    order = np.lexsort((keys, owners))
    is_first = np.append(True, (np.diff(owners[order]) != 0) | (np.diff(keys[order]) != 0))[: len(order)]
    firsts = np.flatnonzero(is_first)
    ranks = np.zeros(len(order), np.int64)
    ranks[order] = np.arange(len(order)) - np.repeat(firsts, np.diff(np.append(firsts, len(order))))
    return ranks


def _within(starts: Numbers, ends: Numbers, length: int) -> NDArray[np.bool_]:
    """Return of each of so many places whether it lies in one of these stretches."""
    steps = np.zeros(length + 1, np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    inside: NDArray[np.bool_] = np.cumsum(steps)[:-1] > 0
    return inside
