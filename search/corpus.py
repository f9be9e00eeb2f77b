"""An index for notebooks and scripts: everything that can be asked of it, with typed answers.

    from search.corpus import Corpus

    corpus = Corpus.open("my.index")
    corpus.search("moon", languages=["de", "en"])

docs/notebook.md shows it all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from index.document import Document
from index.text import counted
from search.notebook import Results, Table, frame
from search.receipt import Receipt
from search.records import CSV_COLUMNS, row_record
from search.request import FACETS, FacetName, Match, SearchRequest, Sort, checked
from search.response import FacetValue
from search.searcher import Searcher

if TYPE_CHECKING:
    import pandas

_LISTS = {field.name for field in fields(SearchRequest) if isinstance(field.default, tuple)}


class Filters(TypedDict, total=False):
    """What decides which documents are found, beside the query; each as a SearchRequest has it.

    Where several values may be given, one may stand by itself: `languages="de"`.
    """

    languages: Sequence[str]
    match: Match
    exact: bool
    date_from: str
    date_to: str
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Documents:
    """Every document that a search finds, in the order in which they were indexed; read as they are asked for."""

    searcher: Searcher
    request: SearchRequest

    def __iter__(self) -> Iterator[Document]:
        return self.searcher.export(self.request)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a row for each document, with its text; raise FormatUnavailable where pandas is not installed."""
        return frame(CSV_COLUMNS, map(row_record, self))


class Corpus:
    """An index as it was when it was opened. An empty query, or "*", finds everything that the filters leave.

    What cannot be asked raises RequestError.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @classmethod
    def open(cls, path: str | Path) -> "Corpus":
        """Return the index at `path`; raise IndexDirectoryError where that fails."""
        return cls(Searcher.open(Path(path)))

    def __len__(self) -> int:
        return self._searcher.documents

    def __repr__(self) -> str:
        return f"<Corpus of {counted(len(self), 'document')}>"

    def search(
        self, q: str = "", *, limit: int = 10, offset: int = 0, sort: Sort = "relevance", **filters: Unpack[Filters]
    ) -> Results:
        """Return a page of hits with the passages that match; raise TooDeep beyond what paging reaches."""
        return Results(self._searcher.search(_request(q, filters, limit=limit, offset=offset, sort=sort)))

    def documents(self, q: str = "", **filters: Unpack[Filters]) -> Documents:
        """Return every document that is found, however many: for `for`, or as a data frame."""
        return Documents(self._searcher, _request(q, filters))

    def count(self, q: str = "", **filters: Unpack[Filters]) -> int:
        """Return how many documents are found."""
        return self._searcher.search(_request(q, filters, limit=0)).total

    def facets(self, q: str = "", **filters: Unpack[Filters]) -> dict[FacetName, Table[FacetValue]]:
        """Return how many documents are found of each value to narrow by, as the other filters leave them."""
        found = self._searcher.search(_request(q, filters, limit=0, facets=FACETS)).facets
        return {name: Table(("value", "label", "count"), values) for name, values in found.items()}

    def document(self, id: str, path: str = "", locator: str = "") -> Document:
        """Return a document by its id, and where several have it by its place; raise UnknownDocument for none."""
        return self._searcher.document(id, path, locator)

    def receipt(self, q: str = "", **filters: Unpack[Filters]) -> Receipt:
        """Return what `documents` is asked for and gives, so that it can be cited and had again."""
        return self._searcher.receipt(_request(q, filters))


def _request(q: str, filters: Filters, **page: object) -> SearchRequest:
    asked: dict[str, Any] = {**filters, **page}
    for name in _LISTS & asked.keys():
        asked[name] = _several(asked[name])
    return checked(SearchRequest(q=q, **asked))


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
