"""What the page of lines is given."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from index.languages import Direction
from web.contexts.parts import Choice, Downloads, Paging, TagView, ViewPage


@dataclass(frozen=True, slots=True)
class LineView:
    """A line: what stands before and after the match, in the direction of its text, with "…" where that is cut.

    `date` is ISO 8601.
    """

    url: str
    before: str
    match: str
    after: str
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
class ConcordancePage(ViewPage):
    """A page of lines; where there are none, what to try."""

    template: ClassVar[str] = "concordance.html"

    total: int
    documents: int
    per_million: str
    understood: str
    """The query as it was read, where that needs saying."""
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
