"""What several templates are given."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from markupsafe import Markup

from index.languages import Direction, Language
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
class Bar:
    """A value of a facet with its count and its share of the largest count, in percent."""

    link: Link
    count: int
    share: float


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
class Entry:
    """A document in a list; `date` is ISO 8601."""

    url: str
    title: Markup
    tag: TagView
    direction: Direction | Literal["auto"]
    date: str
    author: str
    source: str
    snippets: tuple[SnippetView, ...]
    exact_copies: tuple[str, ...]
    """Where else the same stands, the first few places."""
    more_copies: int
    """How many places there are beside these."""
    near_copies: Link | None
    """The search that lists its near copies."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its address chooses it, or takes it off again where it is chosen."""

    label: str
    url: str
    chosen: bool
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewPage(Page):
    """A view of what a search finds, of which there are several: how it was read, and what narrows it down."""

    views: tuple[Choice, ...]
    notices: tuple[Notice, ...]
    chips: tuple[Link, ...]
    """The filters that are on, and what else is; each link takes one off."""
    clear: str
    """The address without these."""


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
