"""One snapshot of an index, as Tantivy has it: what is committed later is not seen."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any

import tantivy

from index.directory import MAX_LANGUAGES, IndexDirectory
from index.document import Document
from index.errors import is_panic
from index.schema import MARKS, from_tantivy
from search.errors import RequestError

if TYPE_CHECKING:
    from index.dictionary import Dictionary
    from index.forward import ForwardIndex

Ranked = tuple[Any, tantivy.DocAddress]
"""What a document is ranked by, and where it is."""


class Snapshot:
    """Carries out Tantivy queries; its methods raise RequestError, which names the request, where Tantivy fails."""

    def __init__(self, directory: IndexDirectory, index: tantivy.Index) -> None:
        self.directory = directory
        self.schema = index.schema
        self.tantivy = index.searcher()
        self._forward_files, self._opening, self._reading = directory.forward(), Lock(), Lock()
        self._forward: ForwardIndex | None = None
        self._dictionary: Dictionary | None = None
        with directory.state() as state:
            self._has_copies = bool(state.copies)

    def search(self, query: tantivy.Query, limit: int, **options: Any) -> tantivy.SearchResult:  # noqa: ANN401
        """Return the first hits; options as those of Tantivy."""
        with guarded():
            return self.tantivy.search(query, limit, **options)

    def first(self, query: tantivy.Query, limit: int) -> Sequence[Ranked]:
        """Return those hits that were indexed first."""
        return self.search(query, limit, count=False, order_by_field="sequence", order=tantivy.Order.Asc).hits

    def buckets(self, query: tantivy.Query, sizes: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
        """Return for each field the values in what a query finds, as many of the most frequent ones as is its size.

        Each segment tells its most frequent values. Where some of the others may be missing from a sum, those that came
        out on top are counted again, alone: their counts are exact.
        """
        wanted = {field: {"field": field, "size": size} for field, size in sizes.items()}
        found = self._aggregated(query, wanted)
        again = {
            field: {**wanted[field], "include": [bucket["key"] for bucket in terms["buckets"]]}
            for field, terms in found.items()
            if terms["doc_count_error_upper_bound"]
        }
        if again:
            found |= self._aggregated(query, again)
        return {field: terms["buckets"] for field, terms in found.items()}

    def _aggregated(self, query: tantivy.Query, wanted: dict[str, dict[str, Any]]) -> dict[str, Any]:
        with guarded():
            return self.tantivy.aggregate(query, {field: {"terms": terms} for field, terms in wanted.items()})

    @property
    def forward(self) -> "ForwardIndex":
        """The tokens of the documents, with their types read: by the first who asks, while others wait."""
        from index.forward import ForwardIndex  # noqa: PLC0415 - a mere search does without numpy

        with self._opening:
            if self._forward is None:
                self._forward = ForwardIndex(self._forward_files)
                _ = self._forward.types.pairs
            return self._forward

    @property
    def dictionary(self) -> "Dictionary":
        """All words, those of documents that are gone included: read by the first who asks, while others wait."""
        from index.dictionary import Dictionary  # noqa: PLC0415 - a mere search does without numpy

        with self._reading:
            if self._dictionary is None:
                self._dictionary = Dictionary(self._forward_files.lines())
            return self._dictionary

    def all(self, query: tantivy.Query) -> Sequence[Ranked]:
        """Return all hits, each with its sequence number, in the order of these."""
        return self.first(query, max(1, self.tantivy.num_docs))

    def fingerprint(self, query: tantivy.Query) -> str:
        """Return 32 hexadecimal digits that tell which documents a query finds, in whatever order or index they are.

        The numbers that `schema.marks` draws from each document are added up, exactly.
        """
        wanted = {mark: {"sum": {"field": mark}} for mark in MARKS}
        with guarded():
            found = self.tantivy.aggregate(query, wanted)
        sums = ",".join(f"{found[mark]['value']:.0f}" for mark in MARKS)
        return blake2b(sums.encode(), digest_size=16).hexdigest()

    @cached_property
    def content(self) -> str:
        """The fingerprint of all documents."""
        return self.fingerprint(tantivy.Query.all_query())

    @cached_property
    def has_deleted(self) -> bool:
        """Whether documents that an update has removed are still there, not yet merged away."""
        held = self.tantivy.terms_with_prefix("language", "", limit=MAX_LANGUAGES)
        return sum(documents for _, documents in held) > self.tantivy.num_docs

    def term(self, field: str, term: str | int) -> tantivy.Query:
        """Return the query for a term, without its frequency in documents."""
        return tantivy.Query.term_query(self.schema, field, term, index_option="basic")

    def sequences_after(self, sequence: int) -> tantivy.Query:
        """Return the query for documents that were indexed after the one with that sequence number."""
        return tantivy.Query.range_query(
            self.schema, "sequence", tantivy.FieldType.Integer, sequence, include_lower=False
        )

    @contextmanager
    def reading(self) -> Iterator[Callable[[tantivy.DocAddress], Document]]:
        """Give what reads a document, with where its exact copies are."""
        if not self._has_copies:
            yield lambda address: from_tantivy(self.tantivy.doc(address))
            return
        with self.directory.state() as state:

            def read(address: tantivy.DocAddress) -> Document:
                stored = self.tantivy.doc(address)
                document, digest = from_tantivy(stored), stored["digest"][0]
                copies = state.copies.count(digest)
                places = state.copies.places(digest) if copies else ()
                return replace(document, copies=places, copies_total=copies)

            yield read

    def is_shared(self, id: str) -> bool:
        """Tell whether several documents have an id; those deleted but not yet merged away do not count."""
        return len(self.search(self.term("id", id), 2, count=False).hits) > 1

    def copied(self, id: str, path: str, locator: str) -> Sequence[Ranked]:
        """Return the document that the one with this id (and place) is an exact copy of, if any."""
        if not self._has_copies:
            return ()
        with self.directory.state() as state:
            sequence = state.copies.original_of(id, path, locator)
        return () if sequence is None else self.first(self.term("sequence", sequence), 1)


def total(found: tantivy.SearchResult) -> int:
    """Return how many documents were found, however many of them are listed."""
    count: int = found.count  # type: ignore[attr-defined]  # its stub lacks it
    return count


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what Tantivy raises, Rust panics included, into an error that names the request as its cause.

    It takes no lone surrogates, of which the command line makes what is given it but is no UTF-8.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError) or is_panic(error):
            raise RequestError(f"This search cannot be answered ({error}).") from error
        raise
