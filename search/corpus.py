"""An index for notebooks and scripts: everything that can be asked of it, with typed answers.

    from search.corpus import Corpus

    corpus = Corpus.open("my.index")
    corpus.search("moon", languages=["de", "en"])

docs/notebook.md shows it all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from index.document import Document
from index.failures import SkippedSource
from index.text import counted
from search.checking import check_number, checked
from search.counts.collocates import Collocate, CollocateOrder, CollocatesRequest, collocates
from search.counts.concordance import ConcordanceRequest, Line, concordance, lines
from search.counts.concordance_records import LINE_COLUMNS
from search.counts.concordance_records import row_record as line_row
from search.counts.count_records import COLLOCATE_COLUMNS, KEYWORD_COLUMNS, TREND_COLUMNS, trend_rows
from search.counts.keywords import Keyword, KeywordOrder, KeywordsRequest, keywords
from search.counts.trends import MAX_STEP, TrendRequest, Unit, coarser, trend
from search.errors import RequestError
from search.hints.suggesting import MAX_SUGGESTED, Suggestions
from search.notebook import SHOWN, Results, Similar, Table, Traced, frame
from search.output.receipt import Receipt
from search.output.records import DOCUMENT_COLUMNS, FAILURE_COLUMNS, row_record
from search.output.tables import Record
from search.overview import Overview
from search.request import FACETS, Copies, FacetName, LineOrder, Match, SearchRequest, Sort, Within
from search.response import FacetValue
from search.searcher import Searcher
from search.tracing.trace import LEAST, TraceOrder, TraceRequest

if TYPE_CHECKING:
    import pandas


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
    types: Sequence[str]
    authors: Sequence[str]
    sites: Sequence[str]
    taggings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Documents:
    """Every document that a search finds, in the order in which they were indexed; read as they are asked for."""

    searcher: Searcher
    request: SearchRequest

    def __iter__(self) -> Iterator[Document]:
        return self.searcher.export(self.request)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a row for each document, with its text; raise FormatUnavailable where pandas is not installed."""
        return frame(DOCUMENT_COLUMNS, map(row_record, self))


@dataclass(frozen=True, slots=True)
class Lines:
    """Every line of a concordance, in its order; read as they are asked for."""

    searcher: Searcher
    request: ConcordanceRequest

    def __iter__(self) -> Iterator[Line]:
        return lines(self.searcher, self.request)

    def total(self) -> int:
        """Return how many lines there are; they are counted anew each time."""
        return concordance(self.searcher, replace(self.request, limit=0)).total

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a row for each line; raise FormatUnavailable where pandas is not installed."""
        return frame(LINE_COLUMNS, map(line_row, self))

    def _repr_html_(self) -> str:
        return Table(LINE_COLUMNS, tuple(islice(self, SHOWN)), line_row)._repr_html_()


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

    def search(  # noqa: PLR0913  # all that may be asked, as a notebook's help shows it
        self,
        q: str = "",
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        copies: Copies = "show",
        explain: bool = False,
        **filters: Unpack[Filters],
    ) -> Results:
        """Return a page of hits with the passages that match; raise TooDeep beyond what paging reaches."""
        request = _request(q, filters, limit=limit, offset=offset, sort=sort, copies=copies, explain=explain)
        return Results(self._searcher.search(request))

    def documents(self, q: str = "", **filters: Unpack[Filters]) -> Documents:
        """Return every document that is found, however many: for `for`, or as a data frame."""
        return Documents(self._searcher, _request(q, filters))

    def count(self, q: str = "", **filters: Unpack[Filters]) -> int:
        """Return how many documents are found."""
        return self._searcher.count(_request(q, filters))

    def facets(self, q: str = "", **filters: Unpack[Filters]) -> dict[FacetName, Table[FacetValue]]:
        """Return how many documents are found of each value to narrow by, as the other filters leave them."""
        found = self._searcher.search(replace(_request(q, filters), limit=0, facets=FACETS)).facets
        return {name: Table(("value", "label", "count"), values) for name, values in found.items()}

    def document(self, id: str, path: str = "", locator: str = "") -> Document:
        """Return a document by its id, and where several have it by its place; raise UnknownDocument for none."""
        return self._searcher.document(id, path, locator)

    def concordance(
        self, q: str, *, sort: LineOrder = "position", before: str = "", after: str = "", **filters: Unpack[Filters]
    ) -> Lines:
        """Return every line of what a query finds (see `ConcordanceRequest`); read as they are asked for."""
        return Lines(self._searcher, checked(ConcordanceRequest(_request(q, filters), sort, before, after)))

    def trend(
        self,
        *queries: str,
        unit: Unit = "occurrences",
        by_language: bool = False,
        step: int = 1,
        copies: Copies = "show",
        **filters: Unpack[Filters],
    ) -> Table[Record]:
        """Return how often queries are found (see `TrendRequest`); a row is so many years of a query."""
        request = checked(TrendRequest(queries, _request("", filters), unit, by_language, copies))
        check_number("step", step, Within(1, MAX_STEP))
        return Table(TREND_COLUMNS, tuple(trend_rows(coarser(trend(self._searcher, request), step))), dict)

    def collocates(  # noqa: PLR0913  # all that may be asked, as a notebook's help shows it
        self,
        q: str,
        *,
        span_before: int = 5,
        span_after: int = 5,
        sort: CollocateOrder = "log_dice",
        language: str = "",
        least: int = 3,
        stop_words: bool = False,
        limit: int = 50,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> Table[Collocate]:
        """Return the words that stand near what a query finds, the strongest first (see `CollocatesRequest`)."""
        search = _request(q, filters)
        request = CollocatesRequest(search, language, least, stop_words, limit, offset, span_before, span_after, sort)
        return Table(COLLOCATE_COLUMNS, collocates(self._searcher, checked(request)).words)

    def keywords(  # noqa: PLR0913  # all that may be asked, as a notebook's help shows it
        self,
        q: str,
        *,
        against: str = "",
        sort: KeywordOrder = "keyness",
        language: str = "",
        least: int = 3,
        stop_words: bool = False,
        limit: int = 50,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> Table[Keyword]:
        """Return the words that set what a query finds apart from what another one does, or from the whole corpus.

        See `KeywordsRequest`.
        """
        search = _request(q, filters)
        others = _request(against, {"match": search.match, "exact": search.exact}) if against else None
        request = KeywordsRequest(search, language, least, stop_words, limit, offset, against=others, sort=sort)
        return Table(KEYWORD_COLUMNS, keywords(self._searcher, checked(request)).words)

    def trace(  # noqa: PLR0913  # all that may be asked, as a notebook's help shows it
        self,
        text: str,
        *,
        least: int = LEAST,
        sort: TraceOrder = "length",
        copies: Copies = "show",
        limit: int = 20,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> Traced:
        """Return the passages that share at least so many words in a row with a text (see `TraceRequest`)."""
        request = TraceRequest(text, _request("", filters), least, sort, copies, limit, offset)
        return Traced.of(self._searcher.trace(checked(request)))

    def similar(
        self, document: Document | str, *, limit: int = 10, copies: Copies = "show", **filters: Unpack[Filters]
    ) -> Similar:
        """Return the documents most like one, or like that of an id; raise UnknownDocument for none."""
        request = _request("", filters, limit=limit, copies=copies)
        known = self.document(document) if isinstance(document, str) else document
        return Similar(self._searcher.similar(known, request))

    def suggest(self, typed: str, *, languages: str | Sequence[str] = (), limit: int = 8) -> Suggestions:
        """Return words and titles that begin or go on like something half typed."""
        check_number("limit", limit, Within(1, MAX_SUGGESTED))
        request = _request(typed, {"languages": languages})
        return self._searcher.suggest(request.q, request.languages, limit)

    def info(self) -> Overview:
        """Return what the index holds."""
        return self._searcher.overview()

    def failures(self) -> Table[SkippedSource]:
        """Return every file and record that is not in the index now, and why."""
        with self._searcher.state() as state:
            return Table(FAILURE_COLUMNS, tuple(state.failures.listed()))

    def receipt(self, q: str = "", **filters: Unpack[Filters]) -> Receipt:
        """Return what `documents` is asked for and gives, so that it can be cited and had again."""
        return self._searcher.receipt(_request(q, filters))


def _request(q: str, filters: Filters, **page: object) -> SearchRequest:
    for name in filters.keys() - Filters.__annotations__.keys():
        raise RequestError(f"There is no filter {name}; there are {', '.join(Filters.__annotations__)}.")
    asked: dict[str, Any] = {**filters, **page}
    return checked(SearchRequest(q=q, **asked))
