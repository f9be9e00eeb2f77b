"""What is found, counted by language, year, source, and what else a document has one value of."""

from collections.abc import Iterable, Sequence
from typing import Any

import tantivy

from index.directory import MAX_LANGUAGES
from index.file_types import TYPES
from index.languages import name_of
from index.tags import covering
from search.request import FacetName
from search.response import FacetValue
from search.snapshot import Snapshot

_FIELDS: dict[FacetName, str] = {
    "language": "tags",
    "year": "year",
    "source": "collection",
    "type": "type",
    "author": "byline",
    "site": "site",
    "tagging": "tagging",
}
_SIZES: dict[FacetName, int] = {
    "language": MAX_LANGUAGES,
    "year": 10_000,
    "source": 100,
    "type": 100,
    "author": 100,
    "site": 100,
    "tagging": 10,
}
"""How many values are counted, the most frequent ones."""

TAGGINGS: dict[str, str] = {
    "agrees": "source and text agree",
    "disagrees": "source and text disagree",
    "unclear": "declared, text unclear",
    "declared": "declared only",
    "detected": "detected only",
    "neither": "neither",
    "relabelled": "set by hand",
}
"""What source and text say of a language, for people."""

Facets = dict[FacetName, tuple[FacetValue, ...]]


class FacetCounter:
    """Counts values; `languages` are all tags, each document counted once, by the language it is analysed in."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        found = snapshot.buckets(tantivy.Query.all_query(), {"language": MAX_LANGUAGES})
        self.languages = _values("language", found["language"])
        self._own = {value.value for value in self.languages}

    def count(self, query: tantivy.Query, names: Iterable[FacetName]) -> Facets:
        """Return facets of what a query finds."""
        sizes = {_FIELDS[name]: _SIZES[name] for name in names}
        found = self._snapshot.buckets(query, sizes) if sizes else {}
        return {name: _values(name, self._shown(name, found[_FIELDS[name]])) for name in names}

    def _shown(self, name: FacetName, buckets: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """Return the values to show: of languages none that only covers others."""
        if name != "language":
            return buckets
        covers = {cover for bucket in buckets for cover in covering(bucket["key"])[1:]} - self._own
        return [bucket for bucket in buckets if bucket["key"] not in covers]


def label(name: FacetName, value: str) -> str:
    """Return a value of a facet as people read it."""
    match name:
        case "language":
            return name_of(value)
        case "type":
            return TYPES.get(value, value)
        case "tagging":
            return TAGGINGS.get(value, value)
    return value


def _values(name: FacetName, buckets: Iterable[dict[str, Any]]) -> tuple[FacetValue, ...]:
    """Return years in their order, other values by their count."""
    if name == "year":
        years = sorted((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
        return tuple(FacetValue(f"{year:04}", str(year), count) for year, count in years)
    values = [FacetValue(bucket["key"], label(name, bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))
