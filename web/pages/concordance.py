"""A concordance to its page: lines aligned at the match, and what narrows them down."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from search.counts.concordance import Concordance, ConcordanceRequest, Line, Neighbour, concordance
from search.request import LineOrder, SearchRequest
from search.response import FacetValue
from web import urls
from web.contexts.lines import ConcordancePage, LineView, Neighbours
from web.contexts.parts import Choice, Downloads, Link, Paging
from web.dependencies import Searchers
from web.pages import narrowing
from web.pages.tags import tag_view
from web.pages.tongues import tongue_of
from web.pages.views import search_box, views
from web.params import LinesPageParams, has_empty
from web.templating import render

_SORTS: tuple[tuple[LineOrder, str], ...] = (
    ("position", "As indexed"),
    ("before", "Word before"),
    ("after", "Word after"),
    ("document", "Document"),
    ("-date", "Newest"),
    ("date", "Oldest"),
)


def page(asked: Request, params: Annotated[LinesPageParams, Query()], searchers: Searchers) -> Response:
    """Show a page of lines."""
    request = params.lines()
    if has_empty(asked.query_params):
        return RedirectResponse(urls.concordance(request))
    return render(_page(request, concordance(searchers.current(), request)))


def _page(request: ConcordanceRequest, found: Concordance) -> ConcordancePage:
    top = replace(request, offset=0)
    sort = (("sort", request.sort),) if request.sort != "position" else ()
    return ConcordancePage(
        box=search_box(request.search, urls.CONCORDANCE, *sort),
        views=views(request.search, urls.CONCORDANCE),
        total=found.total,
        documents=found.documents,
        per_million=f"{found.per_million:,.1f}" if found.per_million < 10 else f"{found.per_million:,.0f}",
        notices=found.notices,
        understood=found.understood if found.notices else "",
        chips=tuple(_chips(top)),
        clear=urls.concordance(replace(top, search=narrowing.without_filters(top.search), before="", after="")),
        sorts=tuple(
            Choice(name, urls.concordance(replace(top, sort=sort)), sort == request.sort) for sort, name in _SORTS
        ),
        lines=tuple(_line(request, found, line) for line in found.lines),
        has_languages=len(found.languages) > 1,
        groups=tuple(_groups(top, found)),
        paging=_paging(request, found),
        downloads=Downloads(
            json=urls.api_concordance(request),
            jsonl=urls.api_concordance(top, "jsonl"),
            csv=urls.api_concordance(top, "csv"),
            receipt=urls.receipt(request.search),
        ),
        beyond=urls.concordance(top) if found.total and not found.lines else "",
        hits=urls.view(urls.SEARCH, request.search),
    )


def _line(request: ConcordanceRequest, found: Concordance, line: Line) -> LineView:
    document, direction = line.document, tongue_of(line.document).direction
    return LineView(
        url=urls.passage(document, (line.start, line.end), request.search, found.match, shared_id=line.id_is_shared),
        before=f"… {line.before}" if line.cut_before else line.before,
        match=line.match,
        after=f"{line.after} …" if line.cut_after else line.after,
        direction=direction,
        against="ltr" if direction == "rtl" else "rtl",
        tag=tag_view(document),
        title=document.heading,
        date=document.date,
        part=line.part,
    )


def _chips(top: ConcordanceRequest) -> Iterator[Link]:
    """Yield what narrows the lines down, each with the address that takes it off."""

    def without(search: SearchRequest) -> str:
        return urls.concordance(replace(top, search=search))

    yield from narrowing.chips(top.search, without)
    if top.before:
        yield Link(f"before: {top.before}", urls.concordance(replace(top, before="")))
    if top.after:
        yield Link(f"after: {top.after}", urls.concordance(replace(top, after="")))


def _groups(top: ConcordanceRequest, found: Concordance) -> Iterator[Neighbours]:
    """Yield what lines can be narrowed by: the words beside the match, and the languages where they are several."""
    yield _neighbours("Before", found.words_before, top.before, lambda word: replace(top, before=word))
    yield _neighbours("After", found.words_after, top.after, lambda word: replace(top, after=word))
    if len(found.languages) > 1:
        yield Neighbours("Languages", tuple(_language(top, value) for value in found.languages))


def _neighbours(
    title: str, words: tuple[Neighbour, ...], chosen: str, narrowed: Callable[[str], ConcordanceRequest]
) -> Neighbours:
    choices = (
        Choice(one.word, urls.concordance(narrowed("" if chosen else one.word)), bool(chosen), one.count)
        for one in words
    )
    return Neighbours(title, tuple(choices))


def _language(top: ConcordanceRequest, value: FacetValue) -> Choice:
    narrowed = replace(top, search=replace(top.search, languages=(value.value,)))
    return Choice(value.label, urls.concordance(narrowed), chosen=False, count=value.count)


def _paging(request: ConcordanceRequest, found: Concordance) -> Paging:
    last = request.offset + len(found.lines)
    before = replace(request, offset=max(0, request.offset - request.limit))
    return Paging(
        first=request.offset + 1,
        last=last,
        previous=urls.concordance(before) if request.offset else "",
        next=urls.concordance(replace(request, offset=last)) if found.lines and last < found.total else "",
        cut=False,
    )
