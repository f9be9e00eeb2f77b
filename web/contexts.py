"""What each template is given: one dataclass a page, and the parts they share.

Every text in them is plain and is escaped by the template, except `Markup`, which `marking` has escaped.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from markupsafe import Markup

from index.failures import SkippedSource
from index.languages import Direction, Language
from search.overview import Overview
from search.response import Notice


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The search form: the query in it, the hidden parameters that go along, and the path asked (empty: the hits)."""

    q: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has; `template` shows it."""

    template: ClassVar[str]

    box: SearchBox = field(default_factory=SearchBox)


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `lang` where its label is in another language than the page."""

    label: str
    url: str
    lang: str = ""


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
class Bar:
    """A value of a facet with its count and its share of the largest count, in percent."""

    link: Link
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class ToReview:
    """Documents whose tags may want mending: the search that lists them, and how many they are."""

    link: Link
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage(Page):
    """The start page: what the index holds and what to try."""

    template: ClassVar[str] = "start.html"

    overview: Overview
    languages: tuple[tuple[Language, Bar], ...]
    more_languages: tuple[tuple[Language, Bar], ...]
    """Those to unfold."""
    to_review: tuple[ToReview, ...]
    sources: tuple[Bar, ...]
    types: tuple[Bar, ...]
    examples: tuple[Link, ...]
    everything: str
    """The address that browses every document."""


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A passage that shows the match."""

    html: Markup
    cut_before: bool
    cut_after: bool
    part: str
    """The page, slide or sheet that it is from; may be empty."""


@dataclass(frozen=True, slots=True)
class TagView:
    """A document's language tag: how sure it is (in words, may be empty), and remarks on it."""

    language: Language
    tag: str
    is_doubtful: bool
    name: str
    certainty: str
    remarks: tuple[str, ...]


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
    """A hit; `date` is ISO 8601."""

    url: str
    title: Markup
    tag: TagView
    direction: Direction | Literal["auto"]
    date: str
    author: str
    source: str
    snippets: tuple[SnippetView, ...]
    reasons: tuple[ReasonView, ...]
    similar: str
    near_copies: Link | None
    """The search that lists its near copies."""
    exact_copies: tuple[str, ...]
    """Where else the same stands, the first few places."""
    more_copies: int
    """How many places there are beside these."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its address chooses it, or takes it off again where it is chosen."""

    label: str
    url: str
    chosen: bool
    count: int = 0


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


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list stands; `previous` and `next` may be empty, `cut` says that it goes on beyond."""

    first: int
    last: int
    previous: str
    next: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Downloads:
    """The addresses of the same search in other forms."""

    json: str
    jsonl: str
    csv: str
    parquet: str = ""
    """Empty where it cannot be written here."""
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage(Page):
    """A page of hits."""

    template: ClassVar[str] = "results.html"

    views: tuple[Choice, ...]
    total: int
    took_ms: float
    notices: tuple[Notice, ...]
    suggestion: Offer | None
    """What may have been meant."""
    understood: str
    """The query as it was read, where that needs saying."""
    hits: tuple[HitView, ...]
    chips: tuple[Link, ...]
    """The filters that are on; each link takes one off."""
    clear: str
    """The address without filters."""
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
class NothingPage(Page):
    """Nothing was found: how the query was read, what each of its words finds alone, and what would find something."""

    template: ClassVar[str] = "nothing.html"

    views: tuple[Choice, ...]
    understood: str
    notices: tuple[Notice, ...]
    chips: tuple[Link, ...]
    clear: str
    suggestion: Offer | None
    words: tuple[Alone, ...]
    ways: tuple[WayOut, ...]
    beyond: str
    """The address of the first page, where this one lies behind the last hit."""


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph of a text and the character at which it begins; `lang` and `dir` where not those of the document."""

    html: Markup
    start: int
    lang: str = ""
    dir: Direction | Literal["auto", ""] = ""


@dataclass(frozen=True, slots=True)
class BarPiece:
    """A piece of the bar of a document: a link, and where it is, in percent of the bar's width and height."""

    url: str
    label: str
    x: float
    width: float
    height: float
    current: bool


@dataclass(frozen=True, slots=True)
class MatchBar:
    """The whole of a document as a bar: its pages, and where matches lie."""

    pages: tuple[BarPiece, ...]
    strokes: tuple[BarPiece, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a document or a passage of it."""

    text: str
    bibtex: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line: what stands before and behind the match, in the direction of its text; `date` is ISO 8601."""

    url: str
    left: str
    match: str
    right: str
    direction: Direction | Literal["auto"]
    against: Direction
    """The other direction: what stands before the match is cut where the line begins."""
    tag: TagView
    title: str
    date: str
    part: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The most frequent words on a side of the match; each keeps only its lines, or takes that off again."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcordancePage(Page):
    """A page of lines; where there are none, what to try."""

    template: ClassVar[str] = "concordance.html"

    views: tuple[Choice, ...]
    total: int
    documents: int
    per_million: str
    notices: tuple[Notice, ...]
    understood: str
    """The query as it was read, where that needs saying."""
    chips: tuple[Link, ...]
    """The filters that are on, and the words wanted beside the match; each link takes one off."""
    clear: str
    """The address without these."""
    sorts: tuple[Choice, ...]
    lines: tuple[LineView, ...]
    has_languages: bool
    """Whether lines are in several languages."""
    groups: tuple[Neighbours, ...]
    """What stands beside the match, and the languages."""
    paging: Paging
    downloads: Downloads
    beyond: str
    """The address of the first page, where this one lies behind the last line."""
    hits: str
    """The address of the hits of the same search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(Page):
    """A document with its matches marked."""

    template: ClassVar[str] = "document.html"

    title: Markup
    plain_title: str
    paragraphs: tuple[ParagraphView, ...]
    """Those of the page of the text that is shown."""
    matches: int
    """In all of the text."""
    on_page: int
    steps: int
    """How many of those on this page are followed by links to their neighbours."""
    nearest: Link | None
    bar: MatchBar | None
    paging: Paging
    """The number of this page, and of the last one."""
    citation: Citation
    has_passage: bool
    direction: Direction | Literal["auto"]
    tag: TagView
    declared: str
    """The name of the language that its source declares, empty where it declares none."""
    date: str
    author: str
    url: str
    """The document's own address on the web; empty unless it is one for http or https."""
    path: str
    locator: str
    id: str
    copies: tuple[str, ...]
    """The first places where else the same stands."""
    more_copies: int
    """How many places there are beside these."""
    meta: tuple[tuple[str, str], ...]
    """What else the source says of it: names and values."""
    characters: int
    similar: str
    back: str
    """The address of the results it was opened from."""
    json: str


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


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in a form."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TraceForm:
    """The form for a text to trace; `is_narrowed` tells whether any of its filters is on."""

    text: str
    least: tuple[Option, ...]
    orders: tuple[Option, ...]
    copies: tuple[Option, ...]
    languages: tuple[Option, ...]
    sources: tuple[Option, ...]
    start: str
    end: str
    is_narrowed: bool


@dataclass(frozen=True, slots=True)
class TracedPart:
    """A part of a text that was traced; `number` counts those that were found, 0 for the text between.

    `passage` is the number of its longest passage, `url` where that is shown; 0 and empty where there is none.
    """

    text: str
    number: int = 0
    passage: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class PassageView:
    """Words that a document shares with a text; `part` is the number of the text's part in which they begin."""

    number: int
    words: int
    part: int
    url: str
    title: str
    tag: TagView
    direction: Direction | Literal["auto"]
    date: str
    author: str
    source: str
    snippet: SnippetView
    near_copies: Link | None
    """The search that lists the document's near copies."""
    exact_copies: tuple[str, ...]
    more_copies: int


@dataclass(frozen=True, slots=True)
class TraceView:
    """What was found of a text: `percent` of its words, as it has passages of at least `least` words."""

    notices: tuple[Notice, ...]
    percent: float
    words: int
    least: int
    documents: int
    took_ms: float
    parts: tuple[TracedPart, ...]
    passages: tuple[PassageView, ...]
    total: int
    first: int
    last: int
    previous: str
    """The offset of the page before, empty where there is none."""
    next: str
    shorter: int
    """How many words in a row might be found where these were not; 0 for no fewer."""
    has_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePage(Page):
    """The form for a text to trace, and what was found of it."""

    template: ClassVar[str] = "trace.html"

    form: TraceForm
    found: TraceView | None


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example of the query language."""

    link: Link
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(Page):
    """The query language: sections of examples."""

    template: ClassVar[str] = "help.html"

    sections: tuple[tuple[str, tuple[ExampleView, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresPage(Page):
    """What was not indexed, and why; `reason` is empty where all reasons are shown."""

    template: ClassVar[str] = "failures.html"

    reason: str
    reasons: tuple[Choice, ...]
    """The most frequent ones."""
    failures: tuple[SkippedSource, ...]
    total: int
    paging: Paging
    downloads: Downloads


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an endpoint."""

    name: str
    kind: str
    default: str
    limits: str
    description: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an answer; `depth` is how deep it lies."""

    name: str
    kind: str
    description: str
    depth: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of the API; `answer` describes what has no fields."""

    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    example: str
    media_types: str
    answer: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A kind of error."""

    code: str
    status: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsPage(Page):
    """The API, described for people."""

    template: ClassVar[str] = "docs.html"

    endpoints: tuple[Endpoint, ...]
    errors: tuple[ErrorView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """Something went wrong."""

    template: ClassVar[str] = "error.html"

    title: str
    detail: str
    code: str
    again: str = ""
    """The address of the same search without what was wrong with it, where there is one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of a chart: across in percent of its width, upwards in pixels from the top."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a chart: `x` in percent of its width, `y` in pixels from the top; what it says and where it leads.

    `url` is empty where that is nowhere.
    """

    x: float
    y: float
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series of a chart: its number, which decides how it looks, and its name.

    `strokes` are the points of polylines, of a drawing that is 1,000 wide; between them are gaps.
    """

    number: int
    name: str
    strokes: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of series over years: what it shows (`unit`), and the same for who does not see it (`description`)."""

    unit: str
    description: str
    height: int
    bottom: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, with the address of the hits that it is of (empty where there are none), and its rate."""

    count: int
    rate: str
    url: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A row of a table over years: a cell for each series, None where it has no documents then."""

    years: str
    cells: tuple[Cell | None, ...]
    words: int
    documents: int


@dataclass(frozen=True, slots=True)
class Toggle:
    """What may be had in several ways: what it is about, and the ways."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: its value; of a number, what it may be at least and at most."""

    value: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class CountForm:
    """A form that asks a view again: its own fields by name, and the hidden parameters that go along."""

    action: str
    fields: dict[str, FormField]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsPage(Page):
    """Queries over the years; `chart` is None where there is nothing to draw, and `nothing` says why."""

    template: ClassVar[str] = "trends.html"

    views: tuple[Choice, ...]
    chips: tuple[Link, ...]
    clear: str
    queries: tuple[Link, ...]
    """The queries, each with the address of the same without it; that is empty for the only one."""
    form: CountForm | None
    """The form for one more query; None where there are as many as may be."""
    notices: tuple[Notice, ...]
    toggles: tuple[Toggle, ...]
    chart: Chart | None
    nothing: str
    remarks: tuple[str, ...]
    per: str
    """What a rate is for."""
    series: tuple[str, ...]
    """The names of the columns of the table."""
    rows: tuple[YearRow, ...]
    totals: tuple[int, ...]
    is_long: bool
    downloads: Downloads


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its title, and the address that sorts by it, empty where none does."""

    title: str
    url: str
    is_sorted: bool


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word, with where it leads; its numbers as they are read, and the share of its bar, in percent."""

    link: Link
    numbers: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class WordList:
    """A page of words in one language: which others there are, and how else the list may be had.

    `beyond` is the address of the first page where this one is behind the last, else empty.
    """

    language: str
    language_name: str
    languages: tuple[Choice, ...]
    toggles: tuple[Toggle, ...]
    form: CountForm
    columns: tuple[Column, ...]
    rows: tuple[WordRow, ...]
    total: int
    paging: Paging
    beyond: str
    downloads: Downloads


@dataclass(frozen=True, slots=True, kw_only=True)
class CollocatesPage(Page):
    """The words that stand near the matches of a query."""

    template: ClassVar[str] = "collocates.html"

    views: tuple[Choice, ...]
    chips: tuple[Link, ...]
    clear: str
    notices: tuple[Notice, ...]
    occurrences: int
    tokens: int
    words: WordList


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordsPage(Page):
    """The words that set what is found apart; `against` says from what, empty for the whole corpus."""

    template: ClassVar[str] = "keywords.html"

    views: tuple[Choice, ...]
    chips: tuple[Link, ...]
    clear: str
    notices: tuple[Notice, ...]
    documents: int
    tokens: int
    against: str
    other_documents: int
    other_tokens: int
    words: WordList
