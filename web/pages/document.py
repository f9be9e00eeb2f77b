"""The page of a document: its text, a page of it at a time, with the matches of a search and a passage marked."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from index.document import UNDETERMINED, Document, whereabouts
from index.languages import name_of
from index.tags import declared_tag
from search.matches.marks import MarkedDocument
from search.request import SearchRequest
from search.response import NearCopies, Span
from web import urls
from web.contexts.document import Citation, DocumentPage, MatchBar, ParagraphView
from web.contexts.parts import Link, Paging
from web.dependencies import Searchers
from web.pages import results
from web.pages.citation import citation
from web.pages.entries import link_to_copies
from web.pages.marking import MAX_STEPS, Marked, marked, paragraphs
from web.pages.match_bar import page_pieces, strokes
from web.pages.tags import tag_view
from web.pages.text_pages import TextPage, page_at, pages
from web.pages.tongues import Tongue, tongue_of, tongues
from web.params import DocumentPageParams
from web.templating import render

_DECLARED = 60
"""Characters shown of what a source calls its language."""


def document(id: str, asked: Request, params: Annotated[DocumentPageParams, Query()], searchers: Searchers) -> Response:
    """Show a document with its matches marked."""
    searcher = searchers.current()
    request = params.request()
    found = searcher.mark(searcher.document(id, params.path, params.locator), request, params.marks)
    view = _View(found, searcher.near_copies(found.document), request, params, pages(found.document.text))
    return render(_page(view, str(asked.base_url).rstrip("/")))


@dataclass(frozen=True, slots=True)
class _View:
    """A document as it is asked for: with a search, and at a place."""

    found: MarkedDocument
    near_copies: NearCopies | None
    request: SearchRequest
    params: DocumentPageParams
    pages: tuple[TextPage, ...]

    @property
    def document(self) -> Document:
        return self.found.document

    @property
    def shown(self) -> TextPage:
        """The page of the text to show."""
        return page_at(self.pages, self.params.passage[0] if self.params.passage else self.params.at)

    @property
    def passage(self) -> Span:
        """The passage on this page, without white space around it; (0, 0) if there is none."""
        start, end = (min(at, self.shown.end) for at in self.params.passage or (0, 0))
        text = self.document.text[start:end]
        if not text.strip():
            return 0, 0
        return start + len(text) - len(text.lstrip()), start + len(text.rstrip())

    @property
    def first(self) -> int:
        """The index of the first match on this page, or of the first one after it."""
        return bisect_left(self.found.text_matches, (self.shown.start,))

    def match(self, index: int) -> str:
        """Return the address of a match."""
        page = page_at(self.pages, self.found.text_matches[index][0])
        return f"#match-{index + 1}" if page is self.shown else self._address(page, index + 1)

    def page(self, page: TextPage) -> str:
        """Return the address of a page."""
        return self._address(page)

    def _address(self, page: TextPage, match: int = 0) -> str:
        shared_id = self.has_shared_id
        url = urls.document(self.document, self.request, self.params.marks, shared_id=shared_id, match=match)
        return urls.at(url, page.start)

    @property
    def has_shared_id(self) -> bool:
        return bool(self.params.path or self.params.locator)


def _page(view: _View, base: str) -> DocumentPage:
    document, request = view.document, view.request
    matches, own = view.found.text_matches, tongue_of(document)
    on_page = bisect_left(matches, (view.shown.end,)) - view.first
    return DocumentPage(
        box=results.search_box(request),
        title=marked(document.heading, view.found.title_matches if document.title else ()),
        plain_title=document.heading,
        paragraphs=tuple(_paragraphs(view, own)),
        matches=len(matches),
        on_page=on_page,
        steps=min(on_page, MAX_STEPS),
        nearest=_nearest(view),
        bar=_bar(view),
        paging=_paging(view),
        citation=_citation(view, base),
        has_passage=view.passage != (0, 0),
        direction=own.direction,
        tag=tag_view(document),
        declared=_declared(document),
        date=document.date,
        author=document.author,
        url=document.url if document.url.lower().startswith(("http://", "https://")) else "",
        path=document.path,
        locator=document.locator,
        id=document.id,
        copies=tuple(map(whereabouts, document.copies)),
        more_copies=document.copies_total - len(document.copies),
        near_copies=link_to_copies("See its", view.near_copies),
        meta=document.meta,
        characters=len(document.text),
        similar=urls.similar(document, shared_id=view.has_shared_id),
        back=urls.search(request) if urls.is_search(request) else "",
        json=urls.api_document(document, shared_id=view.has_shared_id),
    )


def _paragraphs(view: _View, own: Tongue) -> Iterator[ParagraphView]:
    text, page = view.document.text, view.shown
    spans = list(paragraphs(text, page.start, page.end))
    shown = Marked(
        text=text,
        matches=view.found.text_matches,
        page=(page.start, page.end),
        address=view.match,
        parts=view.document.parts,
        passage=view.passage,
        passage_id=f"c={view.params.c}",
    )
    found = tongues(view.document, [text[start:end] for start, end in spans])
    for (start, end), tongue in zip(spans, found, strict=True):
        html = shown.html(start, end)
        yield ParagraphView(html, start) if tongue == own else ParagraphView(html, start, tongue.tag, tongue.direction)


def _nearest(view: _View) -> Link | None:
    """Return the link to the first match from this page on, or else to the last one before it."""
    total = len(view.found.text_matches)
    if not total:
        return None
    index = min(view.first, total - 1)
    if total == 1:
        return Link("Show it", view.match(0))
    label = "Go to the first" if not index else "Go to the next" if index == view.first else "Go to the last"
    return Link(label, view.match(index))


def _bar(view: _View) -> MatchBar | None:
    """Return the bar; None where there is nothing to choose on it."""
    matches, length = view.found.text_matches, len(view.document.text)
    if len(matches) < 2 and len(view.pages) < 2:
        return None
    pieces = page_pieces(length, view.pages, view.shown, view.page)
    return MatchBar(pieces, strokes(length, matches, view.match))


def _paging(view: _View) -> Paging:
    number, last = view.shown.number, len(view.pages)
    return Paging(
        first=number,
        last=last,
        previous=view.page(view.pages[number - 2]) if number > 1 else "",
        next=view.page(view.pages[number]) if number < last else "",
        cut=False,
    )


def _citation(view: _View, base: str) -> Citation:
    document, shared_id = view.document, view.has_shared_id
    if view.passage == (0, 0):
        address = urls.document(document, SearchRequest(), "all", shared_id=shared_id)
        return citation(document, None, base + address)
    return citation(document, view.passage, base + urls.passage(document, view.passage, shared_id=shared_id))


def _declared(document: Document) -> str:
    """Return what language the source says a document is in: its name, or what it said where that is none."""
    tag = declared_tag(document.declared_language)
    return document.declared_language[:_DECLARED] if tag == UNDETERMINED else name_of(tag)
