"""A request and its response to a page: hits, or what to try where there are none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from markupsafe import escape

from search.hints.diagnosis import Diagnosis, Found
from search.matches.explaining import label, place
from search.output import parquet
from search.request import Match, SearchRequest, Sort
from search.response import Hit, Reason, SearchResponse
from search.tracing.trace import TraceRequest
from web import paging, urls
from web.contexts.parts import Choice, Downloads, Link, Paging, SearchBox
from web.contexts.results import Alone, HitView, NothingPage, Offer, ReasonView, ResultsPage, WayOut
from web.pages import narrowing
from web.pages.entries import entry, link_to_copies
from web.pages.histogram import histograms
from web.pages.marking import marked
from web.pages.text_pages import PAGE_LENGTH
from web.pages.views import views
from web.params import parameters

_SORTS: tuple[tuple[Sort, str], ...] = (("relevance", "Relevance"), ("-date", "Newest"), ("date", "Oldest"))
_MATCHES: tuple[tuple[Match, str], ...] = (("all", "All words"), ("any", "Any word"))
Folding = TypeVar("Folding", SearchRequest, TraceRequest)
_FORMS = ((False, "Any form"), (True, "As typed"))


def results_page(request: SearchRequest, response: SearchResponse) -> ResultsPage:
    """Return the page that shows the hits."""
    return ResultsPage(
        box=search_box(request),
        views=views(request, urls.SEARCH),
        total=response.total,
        took_ms=response.took_ms,
        notices=response.notices,
        suggestion=_suggestion(request, response),
        understood=response.understood if response.notices else "",
        hits=tuple(hit_view(request, response.match, hit) for hit in response.hits),
        chips=tuple(narrowing.chips(request)),
        clear=urls.search(narrowing.without_filters(request)),
        facets=tuple(narrowing.facets(request, response)),
        histograms=histograms(request, response.facets.get("year", ())),
        dates=narrowing.date_form(request),
        sorts=tuple(
            Choice(name, urls.search(replace(request, sort=sort, offset=0)), sort == request.sort)
            for sort, name in _SORTS
        ),
        matches=tuple(
            Choice(name, urls.search(replace(request, match=match, offset=0)), match == response.match)
            for match, name in _MATCHES
        ),
        forms=tuple(
            Choice(name, urls.search(replace(request, exact=exact, offset=0)), exact == request.exact)
            for exact, name in _FORMS
        ),
        copies=tuple(_copies(request, response)),
        paging=_paging(request, response),
        downloads=_downloads(request),
    )


def _downloads(request: SearchRequest) -> Downloads:
    return Downloads(
        json=urls.api_search(as_shown(request)),
        jsonl=urls.export(request, "jsonl"),
        csv=urls.export(request, "csv"),
        parquet=urls.export(request, "parquet") if parquet.is_available() else "",
        receipt=urls.receipt(request),
    )


def as_shown(request: Folding) -> Folding:
    """Return a request as a page answers it: near copies folded unless all are asked for."""
    return replace(request, copies="fold") if request.copies == "auto" else request


def nothing_page(request: SearchRequest, response: SearchResponse, nothing: Diagnosis | None) -> NothingPage:
    """Return the page that says what was understood, why that finds nothing, and what to try."""
    return NothingPage(
        box=search_box(request),
        views=views(request, urls.SEARCH),
        understood=response.understood,
        notices=response.notices,
        chips=tuple(narrowing.chips(request)),
        clear=urls.search(narrowing.without_filters(request)),
        suggestion=_suggestion(request, response),
        words=tuple(map(_alone, nothing.words)) if nothing else (),
        ways=tuple(
            WayOut(way.asked, _offer(way.instead, way.request, way.documents))
            for way in (nothing.ways if nothing else ())
        ),
        beyond=urls.search(replace(request, offset=0)) if response.total else "",
    )


def _suggestion(request: SearchRequest, response: SearchResponse) -> Offer | None:
    meant = response.suggestion
    return _offer(meant.q, replace(request, q=meant.q), meant.documents) if meant else None


def _alone(one: Found) -> Alone:
    meant = _offer(one.meant.q, SearchRequest(one.meant.q), one.meant.documents) if one.meant else None
    return Alone(_offer(one.text, one.request, one.documents), meant)


def _offer(label: str, request: SearchRequest, documents: int) -> Offer:
    return Offer(Link(label, urls.search(request)), documents)


def search_box(request: SearchRequest) -> SearchBox:
    """Return the form that asks something else with the same filters."""
    return SearchBox(request.q, tuple(parameters(replace(request, q="", offset=0))))


def hit_view(request: SearchRequest, used: Match, hit: Hit) -> HitView:
    """Return a hit as a page shows it, found in the match mode `used`."""
    document = hit.document
    match, at = _first_match(hit)
    return HitView(
        document=entry(
            document,
            urls.at(urls.document(document, request, used, shared_id=hit.id_is_shared, match=match), at),
            marked(document.title, hit.title_highlights) if document.title else escape(document.heading),
            hit.snippets,
            link_to_copies("and", hit.near_copies),
        ),
        reasons=tuple(map(_reason, hit.reasons or ())),
        similar=urls.similar(document, shared_id=hit.id_is_shared),
    )


def _first_match(hit: Hit) -> tuple[int, int]:
    """Return the number of the match that is shown first, and the character of it where the text has pages."""
    if not hit.snippets:
        return 0, 0
    first = hit.snippets[0]
    return first.first_match, first.offset if first.offset > PAGE_LENGTH else 0


def _copies(request: SearchRequest, response: SearchResponse) -> Iterator[Choice]:
    """Yield the ways to show near copies, where there are any or were asked for."""
    shows_all, top = request.copies == "show", replace(request, offset=0)
    if shows_all or any(hit.near_copies for hit in response.hits):
        yield Choice("Copies folded", urls.search(replace(top, copies="auto")), not shows_all)
        yield Choice("Shown", urls.search(replace(top, copies="show")), shows_all)


def _reason(reason: Reason) -> ReasonView:
    word = "" if reason.how == "exact" else reason.word
    return ReasonView(reason.form, word, label(reason), reason.detail, place(reason))


def _paging(request: SearchRequest, response: SearchResponse) -> Paging:
    before, after = paging.preceding(request), paging.following(request, response)
    return Paging(
        first=request.offset + 1,
        last=request.offset + len(response.hits),
        previous=urls.search(before) if before else "",
        next=urls.search(after) if after else "",
        cut=paging.is_cut(request, response),
    )
