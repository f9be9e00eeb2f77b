"""What the start page is given."""

from dataclasses import dataclass
from typing import ClassVar

from index.languages import Language
from search.overview import Overview
from web.contexts.parts import Bar, Link, Page


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
