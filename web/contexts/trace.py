"""What the page of a traced text is given."""

from dataclasses import dataclass
from typing import ClassVar

from search.response import Notice
from web.contexts.parts import Entry, Page


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in a form."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Boxes:
    """A filter with the values to choose from."""

    title: str
    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TraceForm:
    """The form for a text to trace; `is_narrowed` tells whether any of its filters is on."""

    text: str
    least: tuple[Option, ...]
    sorts: tuple[Option, ...]
    copies: tuple[Option, ...]
    boxes: tuple[Boxes, ...]
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
    document: Entry


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
