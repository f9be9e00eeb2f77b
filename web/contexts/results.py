"""What the pages of hits are given, those of nothing found and of documents like one too."""

from dataclasses import dataclass
from typing import ClassVar

from search.response import Notice
from web.contexts.parts import Choice, Downloads, Entry, Link, Page, Paging, TagView, ViewPage


@dataclass(frozen=True, slots=True)
class Offer:
    """A search that finds so many documents; 0 for one that is only named."""

    link: Link
    count: int


@dataclass(frozen=True, slots=True)
class Alone:
    """What a part of a query finds alone, and what may have been meant by it."""

    found: Offer
    meant: Offer | None


@dataclass(frozen=True, slots=True)
class WayOut:
    """A change that finds something: what was asked in words, and what is offered instead."""

    asked: str
    instead: Offer


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why a document was found: a form of the word typed (empty where it is that form), its kind, and where it is."""

    form: str
    word: str
    label: str
    detail: str
    place: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit: its document, why it was found, and the address of those like it."""

    document: Entry
    reasons: tuple[ReasonView, ...]
    similar: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: the values to show at once and those to unfold."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class YearBar:
    """A bar of a histogram: its link says years and count, `slot` is its place, `height` in percent of the chart."""

    link: Link
    chosen: bool
    slot: int
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Documents by year, from the `first` to the `last`.

    The `slots` stand for `step` years each, the first for those from `start` on, and have a `width` in percent of the
    chart; those without documents have no bar. `chosen` is the first slot of the chosen span, and how many these are.
    """

    first: str
    last: str
    start: int
    step: int
    slots: int
    width: float
    bars: tuple[YearBar, ...]
    chosen: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DateForm:
    """The form for a span of dates: what is in it and the hidden parameters that go along."""

    start: str
    end: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage(ViewPage):
    """A page of hits."""

    template: ClassVar[str] = "results.html"

    total: int
    took_ms: float
    suggestion: Offer | None
    """What may have been meant."""
    understood: str
    """The query as it was read, where that needs saying."""
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    histograms: tuple[Histogram, ...]
    """The years; and those of the chosen span, if there is more to see in it."""
    dates: DateForm
    sorts: tuple[Choice, ...]
    matches: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    """Words in any of their forms, or as typed."""
    copies: tuple[Choice, ...]
    """Near copies folded, or all shown; empty where there are none."""
    paging: Paging
    downloads: Downloads


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingPage(ViewPage):
    """Nothing was found: how the query was read, what each of its words finds alone, and what would find something."""

    template: ClassVar[str] = "nothing.html"

    understood: str
    suggestion: Offer | None
    words: tuple[Alone, ...]
    ways: tuple[WayOut, ...]
    beyond: str
    """The address of the first page, where this one lies behind the last hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPage(Page):
    """The documents most like one."""

    template: ClassVar[str] = "similar.html"

    title: str
    document: str
    """The address of the document that they are like."""
    tag: TagView
    words: tuple[Choice, ...]
    """By which they were found, the most telling first; each link takes one off."""
    left_out: tuple[Choice, ...]
    """Words that were taken off; each link puts one back."""
    notices: tuple[Notice, ...]
    narrowed: str
    """The address without the search that the documents have to meet, where there is one."""
    copies: tuple[Choice, ...]
    """Near copies folded, or all shown; empty where there are none."""
    hits: tuple[HitView, ...]
    took_ms: float
    json: str
