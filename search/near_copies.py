"""Near copies among what is found: how many a hit has, and the one hit of each group that is shown."""

from collections.abc import Sequence
from typing import cast

import tantivy

from index.groups import Groups
from search.response import NearCopies
from search.snapshot import Ranked


class CopyGroups:
    """The near copies in one snapshot of an index."""

    def __init__(self, searcher: tantivy.Searcher, groups: Groups) -> None:
        self._searcher = searcher
        self._groups = groups

    def best(self, hits: Sequence[Ranked]) -> list[Ranked]:
        """Return the first hit of each group, and those that are in none."""
        best: dict[int, Ranked] = {}
        for group, hit in zip(self._groups_of(hits), hits, strict=True):
            best.setdefault(group, hit)
        return list(best.values())

    def near(self, hits: Sequence[Ranked]) -> list[NearCopies | None]:
        """Return what near copies each hit has, None where it has none."""
        return [self._near(group) for group in self._groups_of(hits)]

    def like(self, document: int) -> Sequence[int]:
        """Return the sequence numbers of a document, given by its own, and of its near copies."""
        return self._groups.all_of(self._groups.of(document)) or [document]

    def __bool__(self) -> bool:
        return bool(self._groups.documents)

    def _groups_of(self, hits: Sequence[Ranked]) -> list[int]:
        sequences = self._searcher.fast_field_values("sequence", [address for _, address in hits])
        return [self._groups.of(cast(int, sequence)) for sequence in sequences]

    def _near(self, group: int) -> NearCopies | None:
        members = len(self._groups.all_of(group))
        return NearCopies(group, members - 1) if members else None
