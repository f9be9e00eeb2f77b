"""Some documents of an index, as the forward index has them: how many tokens, of which years and languages."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.forward import ForwardIndex, Rows
from index.groups import Groups
from index.languages import name_of
from index.logged import Numbers
from index.tags import covering
from search.response import FacetValue


class Subcorpus:
    """Documents by their `rows` in the forward index; what is asked of each is in the order of these."""

    def __init__(self, forward: ForwardIndex, rows: Rows) -> None:
        self.forward, self.rows = forward, rows
        self._documents = forward.documents[rows]
        self._parts: dict[str, Subcorpus] = {}

    @classmethod
    def of(cls, forward: ForwardIndex, sequences: Iterable[int]) -> "Subcorpus":
        """Return the documents with these sequence numbers."""
        return cls(forward, forward.rows(np.fromiter(sequences, np.int64)))

    @property
    def sequences(self) -> Numbers:
        """The sequence number of each document."""
        return self._column("sequence")

    @property
    def sizes(self) -> Numbers:
        """The number of tokens of each document."""
        return self._column("tokens")

    @property
    def years(self) -> Numbers:
        """The year of each document, 0 where it has none."""
        return self._column("year")

    @property
    def languages(self) -> Numbers:
        """The number of each document's language, which `forward.languages` has."""
        return self._column("language")

    @property
    def tokens(self) -> int:
        """The number of tokens in all texts."""
        return int(self.sizes.sum())

    @cached_property
    def types(self) -> Numbers:
        """How often each type occurs."""
        counts = np.zeros(len(self.forward.types), np.int64)
        for _, tokens in self.forward.batches(self.rows):
            counts += np.bincount(tokens, minlength=len(counts))
        return counts

    def only(self, held: NDArray[np.bool_]) -> "Subcorpus":
        """Return those documents of which this is true."""
        return Subcorpus(self.forward, self.rows[held])

    def in_language(self, tag: str) -> "Subcorpus":
        """Return the documents in a language or those that it covers; they are remembered, with their counts."""
        held = self.is_in(tag)
        if held.all() or not held.any():
            return self if held.all() else self.only(held)
        return self._parts.setdefault(tag, self.only(held))

    def is_in(self, tag: str) -> NDArray[np.bool_]:
        """Tell which documents are in a language or in one that it covers, as "zh" does "zh-Hans"."""
        return np.isin(self.languages, [n for n, one in enumerate(self.forward.languages) if tag in covering(one)])

    def without_copies(self, groups: Groups) -> "Subcorpus":
        """Return the first document of each group of near copies, and those that are in none."""
        owners = self.sequences.copy()
        known = np.array(groups.documents, np.int64)
        if not len(known):
            return self
        at = np.minimum(np.searchsorted(known, owners), len(known) - 1)
        is_grouped = known[at] == owners
        owners[is_grouped] = np.array(groups.groups, np.int64)[at[is_grouped]]
        _, firsts = np.unique(owners, return_index=True)
        return Subcorpus(self.forward, self.rows[np.sort(firsts)])

    def by_language(self, weights: Numbers) -> tuple[FacetValue, ...]:
        """Return what each document weighs, added up by language, the most first."""
        counts = np.bincount(self.languages, weights, len(self.forward.languages)).astype(np.int64)
        values = [
            FacetValue(tag, name_of(tag), int(count))
            for tag, count in zip(self.forward.languages, counts, strict=True)
            if count
        ]
        return tuple(sorted(values, key=lambda value: (-value.count, value.value)))

    def _column(self, name: str) -> Numbers:
        column: Numbers = self._documents[name].astype(np.int64)
        return column
