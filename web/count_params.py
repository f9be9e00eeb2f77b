"""URL parameters of what is counted in a corpus: trends, collocates, keywords; for the pages and the API alike."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from search.counts.collocates import MAX_SPAN, CollocateOrder, CollocatesRequest
from search.counts.keywords import KeywordOrder, KeywordsRequest
from search.counts.trends import MAX_QUERIES, MAX_STEP, TrendRequest, Unit
from search.counts.word_ranking import MAX_LEAST, MAX_WORDS
from search.request import Copies, SearchRequest
from web.params import ListFormat, QueryParams, QueryText, Tag

MAX_POINTS = 20_000
"""Of all series of a trend that is answered as JSON."""
_FORMAT: Any = Field("json", description="`json`; or the rows alone, all of them, as JSON objects or as a table.")


class TrendParams(QueryParams):
    """Queries that are counted over the years."""

    q: list[QueryText] = Field(  # type: ignore[assignment]  # here alone there may be several
        [], max_length=MAX_QUERIES, description=f"A query. May repeat, up to {MAX_QUERIES} times: they are compared."
    )
    unit: Unit = Field("occurrences", description="What is counted: `occurrences`, or `documents` that have some.")
    by_language: bool = Field(False, description="Each language apart, those with the most of a query.")
    copies: Copies = Field("show", description="Of near copies, `fold` counts the first only, `show` every one.")

    def trend(self) -> TrendRequest:
        """Return what is to be counted."""
        return TrendRequest(tuple(self.q), replace(self.request(), q=""), self.unit, self.by_language, self.copies)


class TrendPageParams(TrendParams):
    """A page of a trend: counts, or rates for so many words or documents of a year."""

    show: Literal["rate", "count"] = "rate"


class TrendApiParams(TrendParams):
    """A trend as programs take it."""

    step: int = Field(
        1,
        ge=1,
        le=MAX_STEP,
        description=f"How many years a point is for; as JSON more, as the answer says, where there would be over "
        f"{MAX_POINTS:,} points.",
    )
    format: ListFormat = _FORMAT


class WordParams(QueryParams):
    """A list of words, in one language."""

    language: Tag = Field("", description="The language of the words; where it is empty, the one with the most.")
    least: int = Field(3, ge=1, le=MAX_LEAST, description="How often a word must be there.")
    stop_words: bool = Field(False, description="Show words such as `the` and `of` too.")
    limit: int = Field(50, ge=1, le=MAX_WORDS, description="How many words to return.")
    offset: int = Field(0, ge=0, le=10**9, description="How many words to pass over.")

    def page(self) -> dict[str, Any]:
        """Return what a WordsRequest has beside its search."""
        return {name: getattr(self, name) for name in ("language", "least", "stop_words", "limit", "offset")}


class CollocateParams(WordParams):
    """The words near what a query matches."""

    span_before: int = Field(5, ge=0, le=MAX_SPAN, description="How many words before a match are near it.")
    span_after: int = Field(5, ge=0, le=MAX_SPAN, description="How many words after a match are near it.")
    sort: CollocateOrder = Field("log_dice", description="By which number, the largest first.")

    def collocates(self) -> CollocatesRequest:
        """Return what is to be counted."""
        return CollocatesRequest(
            self.request(),
            **self.page(),
            span_before=self.span_before,
            span_after=self.span_after,
            sort=self.sort,
        )


class CollocateApiParams(CollocateParams):
    """Collocates as programs take them."""

    format: ListFormat = _FORMAT


class KeywordParams(WordParams):
    """The words that set what a query finds apart."""

    against: QueryText = Field(
        "",
        description="The query that finds what to compare with; empty: the whole corpus. The other filters do not hold "
        "for it, but it may have its own, such as `lang:de` or `date:2020`.",
    )
    sort: KeywordOrder = Field("keyness", description="By which number, the largest first.")

    def keywords(self) -> KeywordsRequest:
        """Return what is to be counted."""
        against = SearchRequest(q=self.against, match=self.match, exact=self.exact) if self.against.strip() else None
        return KeywordsRequest(self.request(), **self.page(), against=against, sort=self.sort)


class KeywordApiParams(KeywordParams):
    """Keywords as programs take them."""

    format: ListFormat = _FORMAT
