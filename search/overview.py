"""What an index holds, for those who open it."""

from dataclasses import dataclass
from functools import cached_property

import tantivy

from index.document import Document
from index.failures import Failures
from index.schema import from_tantivy
from search.compiler import Compiler
from search.examples import examples
from search.facets import FacetCounter, Facets
from search.near_copies import CopyGroups
from search.parser import parse
from search.query import Everything
from search.response import FacetValue
from search.snapshot import Snapshot, total
from search.vocabulary import Vocabulary

_TO_REVIEW = {
    "lang:und": "Language not recognised",
    "lang:disagrees": "Reads like another language than declared",
}
_SAMPLED = 20
"""How many documents of a language examples are taken from."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the index holds.

    `languages` counts each document once, by its tag; `to_review` are queries that list the documents whose tags may
    want mending, with the number of these. `years` are the first and the last year of the `dated` documents; `updated`
    is the ISO time of the last update in UTC; `size` counts the bytes of the index on disk; `examples` are a few
    queries that find something.
    """

    documents: int
    dated: int
    languages: tuple[FacetValue, ...]
    to_review: tuple[FacetValue, ...]
    years: tuple[int, int] | None
    sources: tuple[FacetValue, ...]
    types: tuple[FacetValue, ...]
    size: int
    updated: str
    failures: Failures
    examples: tuple[str, ...]


class Surveyor:
    """Looks over one snapshot, and remembers what cannot change in it."""

    def __init__(self, snapshot: Snapshot, facets: FacetCounter, vocabulary: Vocabulary, copies: CopyGroups) -> None:
        self._snapshot = snapshot
        self._facets = facets
        self._vocabulary = vocabulary
        self._compiler = Compiler(vocabulary, copies, tongue="")

    def overview(self) -> Overview:
        """Return what the index holds."""
        with self._snapshot.directory.state() as state:
            updated, failures = state.updated(), state.failures.in_short()
        years = self._counts["year"]
        return Overview(
            documents=self._vocabulary.documents,
            dated=sum(year.count for year in years),
            languages=self._facets.languages,
            to_review=self._to_review,
            years=(int(years[0].value), int(years[-1].value)) if years else None,
            sources=self._counts["source"],
            types=self._counts["type"],
            size=self._snapshot.directory.size(),
            updated=updated,
            failures=failures,
            examples=self._examples,
        )

    @cached_property
    def _counts(self) -> Facets:
        return self._facets.count(tantivy.Query.all_query(), ("year", "source", "type"))

    @cached_property
    def _to_review(self) -> tuple[FacetValue, ...]:
        return tuple(FacetValue(query, label, self._count(query)) for query, label in _TO_REVIEW.items())

    def _count(self, query: str) -> int:
        compiled = self._compiler.compile(parse(query).query or Everything(), "all")
        return total(self._snapshot.search(compiled, 1))

    @cached_property
    def _examples(self) -> tuple[str, ...]:
        frequent = sorted(self._facets.languages, key=lambda value: -value.count)[:6]
        return examples({value.value: self._sample(value.value) for value in frequent}, self._vocabulary)

    def _sample(self, tag: str) -> list[Document]:
        """Return the documents of a language that were indexed first."""
        found = self._snapshot.first(self._snapshot.term("language", tag), _SAMPLED)
        return [from_tantivy(self._snapshot.tantivy.doc(address)) for _, address in found]
