"""What the page of a document is given."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from markupsafe import Markup

from index.languages import Direction
from web.contexts.parts import Link, Page, Paging, TagView


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
    near_copies: Link | None
    meta: tuple[tuple[str, str], ...]
    """What else the source says of it: names and values."""
    characters: int
    similar: str
    back: str
    """The address of the results it was opened from."""
    json: str
