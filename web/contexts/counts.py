"""What the pages of trends, collocates and keywords are given."""

from dataclasses import dataclass
from typing import ClassVar

from web.contexts.parts import Choice, Downloads, Link, Paging, ViewPage


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
class TrendsPage(ViewPage):
    """Queries over the years; `chart` is None where there is nothing to draw, and `nothing` says why."""

    template: ClassVar[str] = "trends.html"

    queries: tuple[Link, ...]
    """The queries, each with the address of the same without it; that is empty for the only one."""
    form: CountForm | None
    """The form for one more query; None where there are as many as may be."""
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
class WordsPage(ViewPage):
    """A list of words: `tokens` are those of the texts that are counted."""

    tokens: int
    words: WordList


@dataclass(frozen=True, slots=True, kw_only=True)
class CollocatesPage(WordsPage):
    """The words that stand near the matches of a query."""

    template: ClassVar[str] = "collocates.html"

    occurrences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordsPage(WordsPage):
    """The words that set what is found apart; `against` says from what, empty for the whole corpus."""

    template: ClassVar[str] = "keywords.html"

    documents: int
    against: str
    other_documents: int
    other_tokens: int
