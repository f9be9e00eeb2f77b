"""A request and its response to a page: hits, or what to try where there are none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from markupsafe import escape

from index.document import UNDETERMINED, Document, whereabouts
from index.languages import Direction, language
from index.text import counted
from search.explaining import label, place
from search.request import FacetName, Match, SearchRequest, Sort
from search.response import MAX_COPIES, FacetValue, Hit, NearCopies, Reason, SearchResponse
from web import formats, paging, urls
from web.contexts import (
    Choice,
    DateForm,
    Downloads,
    FacetView,
    HitView,
    Link,
    NothingPage,
    Paging,
    ReasonView,
    ResultsPage,
    SearchBox,
    SnippetView,
)
from web.marking import MAX_STEPS, marked
from web.params import parameters
from web.tags import tag_view
from web.views import views

_SORTS: tuple[tuple[Sort, str], ...] = (("relevance", "Relevance"), ("-date", "Newest"), ("date", "Oldest"))
_MATCHES: tuple[tuple[Match, str], ...] = (("all", "All words"), ("any", "Any word"))
_FORMS = ((False, "Any form"), (True, "As typed"))
_FACETS: tuple[tuple[FacetName, str], ...] = (("language", "Language"), ("year", "Year"), ("source", "Source"))
_SHOWN = 50
_SHOWN_AT_ONCE = 8


def results_page(request: SearchRequest, response: SearchResponse) -> ResultsPage:
    """Return the page that shows the hits."""
    return ResultsPage(
        box=search_box(request),
        views=views(request, urls.SEARCH),
        total=response.total,
        took_ms=response.took_ms,
        notices=response.notices,
        understood=response.understood if response.notices else "",
        hits=tuple(_hit(request, response, hit) for hit in response.hits),
        chips=tuple(_chips(request)),
        clear=urls.search(_without_filters(request)),
        facets=tuple(_facet(request, response, name, title) for name, title in _FACETS),
        dates=_dates(request),
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
        json=urls.api_search(as_shown(request)), jsonl=urls.export(request, "jsonl"), csv=urls.export(request, "csv")
    )


def as_shown(request: SearchRequest) -> SearchRequest:
    """Return a request as a page answers it: near copies folded unless all are asked for."""
    return replace(request, copies="fold") if request.copies == "auto" else request


def nothing_page(request: SearchRequest, response: SearchResponse) -> NothingPage:
    """Return the page that says what was understood and what to try."""
    word = request.q.strip()
    return NothingPage(
        box=search_box(request),
        views=views(request, urls.SEARCH),
        understood=response.understood,
        notices=response.notices,
        chips=tuple(_chips(request)),
        clear=urls.search(_without_filters(request)),
        any_word=urls.search(replace(request, match="any", offset=0)) if request.match == "all" else "",
        any_form=urls.search(replace(request, exact=False, offset=0)) if request.exact else "",
        prefix=Link(f"{word}*", urls.search(replace(request, q=f"{word}*", offset=0))) if word.isalpha() else None,
        beyond=urls.search(replace(request, offset=0)) if response.total else "",
    )


def search_box(request: SearchRequest) -> SearchBox:
    """Return the form that asks something else with the same filters."""
    return SearchBox(request.q, tuple(parameters(replace(request, q="", offset=0))))


def direction(document: Document) -> Direction | Literal["auto"]:
    """Return the direction a document is written in; "auto" leaves it to the browser where we do not know."""
    return "auto" if document.language == UNDETERMINED else language(document.language).direction


def _hit(request: SearchRequest, response: SearchResponse, hit: Hit) -> HitView:
    document = hit.document
    first = hit.snippets[0].first_match if hit.snippets else 0
    match = first if first <= MAX_STEPS else 0  # what is not numbered cannot be jumped to
    return HitView(
        url=urls.document(document, request, response.match, shared_id=hit.id_is_shared, match=match),
        title=marked(document.title, hit.title_highlights) if document.title else escape(document.heading),
        tag=tag_view(document),
        direction=direction(document),
        date=document.date,
        author=document.author,
        source=whereabouts(document),
        snippets=tuple(
            SnippetView(marked(snippet.text, snippet.highlights), snippet.cut_before, snippet.cut_after, snippet.part)
            for snippet in hit.snippets
        ),
        reasons=tuple(map(_reason, hit.reasons or ())),
        near_copies=_near_copies(hit.near_copies) if hit.near_copies else None,
        exact_copies=tuple(map(whereabouts, document.copies[:MAX_COPIES])),
        more_copies=max(0, document.copies_total - MAX_COPIES),
    )


def _near_copies(copies: NearCopies) -> Link:
    label = f"and {counted(copies.others, 'near copy', 'near copies')}"
    return Link(label, urls.search(SearchRequest(q=f"copies:{copies.group}", copies="show")))


def _copies(request: SearchRequest, response: SearchResponse) -> Iterator[Choice]:
    """Yield the ways to show near copies, where there are any or were asked for."""
    shows_all, top = request.copies == "show", replace(request, offset=0)
    if shows_all or any(hit.near_copies for hit in response.hits):
        yield Choice("Copies folded", urls.search(replace(top, copies="auto")), not shows_all)
        yield Choice("Shown", urls.search(replace(top, copies="show")), shows_all)


def _reason(reason: Reason) -> ReasonView:
    word = "" if reason.how == "exact" else reason.word
    return ReasonView(reason.form, word, label(reason), reason.detail, place(reason))


def _facet(request: SearchRequest, response: SearchResponse, name: FacetName, title: str) -> FacetView:
    values = response.facets[name][:: -1 if name == "year" else 1]  # the last years first
    values = tuple(sorted(values, key=lambda value: not _is_on(request, name, value.value)))
    choices = tuple(_choice(request, name, value) for value in values[:_SHOWN])
    return FacetView(title, choices[:_SHOWN_AT_ONCE], choices[_SHOWN_AT_ONCE:])


def _choice(request: SearchRequest, name: FacetName, value: FacetValue) -> Choice:
    toggled = _toggled(request, name, value.value)
    return Choice(value.label, urls.search(replace(toggled, offset=0)), _is_on(request, name, value.value), value.count)


def _toggled(request: SearchRequest, name: FacetName, value: str) -> SearchRequest:
    if name == "language":
        return replace(request, languages=_toggle(request.languages, value))
    if name == "source":
        return replace(request, sources=_toggle(request.sources, value))
    year = "" if _is_on(request, name, value) else value
    return replace(request, date_from=year, date_to=year)


def _is_on(request: SearchRequest, name: FacetName, value: str) -> bool:
    if name == "year":
        return request.date_from == request.date_to == value
    return value in (request.languages if name == "language" else request.sources)


def _toggle(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(one for one in values if one != value) if value in values else (*values, value)


def _chips(request: SearchRequest) -> Iterator[Link]:
    """Yield the filters that are on, each with the address that takes it off."""
    top = replace(request, offset=0)
    for tag in request.languages:
        yield Link(language(tag).name, urls.search(replace(top, languages=_toggle(request.languages, tag))))
    for source in request.sources:
        yield Link(source, urls.search(replace(top, sources=_toggle(request.sources, source))))
    if request.date_from or request.date_to:
        yield Link(_span(request.date_from, request.date_to), urls.search(replace(top, date_from="", date_to="")))


def _span(start: str, end: str) -> str:
    if start == end:
        return formats.day(start)
    if not end:
        return f"from {formats.day(start)}"
    return f"{formats.day(start)} – {formats.day(end)}" if start else f"until {formats.day(end)}"


def _without_filters(request: SearchRequest) -> SearchRequest:
    return replace(request, languages=(), sources=(), date_from="", date_to="", offset=0)


def _dates(request: SearchRequest) -> DateForm:
    kept = parameters(replace(request, date_from="", date_to="", offset=0))
    return DateForm(request.date_from, request.date_to, tuple(kept))


def _paging(request: SearchRequest, response: SearchResponse) -> Paging:
    before, after = paging.preceding(request), paging.following(request, response)
    return Paging(
        first=request.offset + 1,
        last=request.offset + len(response.hits),
        previous=urls.search(before) if before else "",
        next=urls.search(after) if after else "",
        cut=paging.is_cut(request, response),
    )
