"""The pages for people: each function answers one route."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from index.document import UNDETERMINED, Document, whereabouts
from index.languages import language
from index.tags import declared_tag
from search.overview import Overview
from search.request import FACETS, SearchRequest
from search.response import FacetValue
from web import assets, query_help, reference, results, urls
from web.contexts import (
    Bar,
    Choice,
    DocumentPage,
    Downloads,
    ExampleView,
    FailuresPage,
    HelpPage,
    Link,
    Paging,
    StartPage,
    ToReview,
)
from web.dependencies import Searchers
from web.marking import MAX_STEPS, marked, paragraphs
from web.params import DocumentPageParams, FailurePageParams, SearchParams
from web.tags import tag_view
from web.templating import render

_FAILURES_PER_PAGE = 200
_LANGUAGES_AT_ONCE = 12
_DECLARED = 60
"""Characters shown of what a source calls its language."""


def start(searchers: Searchers) -> Response:
    """Show what the index holds."""
    return render(_start_page(searchers.current().overview()))


def search(asked: Request, params: Annotated[SearchParams, Query()], searchers: Searchers) -> Response:
    """Show a page of hits."""
    request = replace(params.request(), facets=(), explain=False)
    address = urls.search(request)
    if address == urls.START or "" in asked.query_params.values():
        return RedirectResponse(address)  # forms send their empty fields too; the address shall be worth keeping
    searcher = searchers.current()
    response = searcher.search(replace(results.as_shown(request), facets=FACETS, explain=True))
    if response.hits:
        return render(results.results_page(request, response))
    nothing = None if response.total else searcher.diagnose(request)
    return render(results.nothing_page(request, response, nothing))


def document(id: str, params: Annotated[DocumentPageParams, Query()], searchers: Searchers) -> Response:
    """Show a document with its matches marked."""
    searcher = searchers.current()
    request = replace(params.request(), facets=(), explain=False)
    found = searcher.document(id, params.path, params.locator)
    matches = searcher.mark(found, request, params.marks)
    page = DocumentPage(
        box=results.search_box(request),
        title=marked(found.heading, matches.title_matches if found.title else ()),
        plain_title=found.heading,
        paragraphs=tuple(paragraphs(found.text, matches.text_matches, found.parts)),
        matches=len(matches.text_matches),
        steps=min(len(matches.text_matches), MAX_STEPS),
        direction=results.direction(found),
        tag=tag_view(found),
        declared=_declared(found),
        date=found.date,
        author=found.author,
        url=found.url if found.url.lower().startswith(("http://", "https://")) else "",
        path=found.path,
        locator=found.locator,
        id=found.id,
        copies=tuple(map(whereabouts, found.copies)),
        more_copies=found.copies_total - len(found.copies),
        meta=found.meta,
        characters=len(found.text),
        back=urls.search(request) if urls.is_search(request) else "",
        json=urls.api_document(found, shared_id=bool(params.path or params.locator)),
    )
    return render(page)


def _declared(document: Document) -> str:
    """Return what language the source says a document is in: its name, or what it said where that is none."""
    tag = declared_tag(document.declared_language)
    return document.declared_language[:_DECLARED] if tag == UNDETERMINED else language(tag).name


def help_page() -> Response:
    """Show the query language."""
    sections = tuple((name, tuple(_example(one) for one in examples)) for name, examples in query_help.SECTIONS)
    return render(HelpPage(sections=sections))


def failures(params: Annotated[FailurePageParams, Query()], searchers: Searchers) -> Response:
    """Show what was not indexed, and why."""
    reason, first = params.reason, params.offset
    with searchers.current().state() as state:
        total, reasons = state.failures.count(reason), state.failures.reasons()
        shown = tuple(state.failures.listed(reason, _FAILURES_PER_PAGE, first))
    last = first + len(shown)
    paging = Paging(
        first=first + 1,
        last=last,
        previous=urls.failures(reason, max(0, first - _FAILURES_PER_PAGE)) if first else "",
        next=urls.failures(reason, last) if last < total else "",
        cut=False,
    )
    downloads = Downloads(
        json=urls.api_failures(reason),
        jsonl=urls.api_failures(reason, form="jsonl"),
        csv=urls.api_failures(reason, form="csv"),
    )
    page = FailuresPage(
        reason=reason,
        reasons=tuple(Choice(one, urls.failures(one), one == reason, count) for one, count in reasons),
        failures=shown,
        total=total,
        paging=paging,
        downloads=downloads,
    )
    return render(page)


def docs(asked: Request) -> Response:
    """Show the description of the API."""
    return render(reference.docs_page(asked.app.openapi()))


def static(name: str) -> Response:
    """Send a static file; its address changes with its content, so it may be kept for good."""
    try:
        asset = assets.load(name)
    except KeyError:
        raise HTTPException(404) from None
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.content, media_type=asset.media_type, headers=headers)


def _start_page(overview: Overview) -> StartPage:
    bars = _bars(overview.languages, [SearchRequest(languages=(one.value,)) for one in overview.languages])
    languages = tuple(zip((language(one.value) for one in overview.languages), bars, strict=True))
    return StartPage(
        overview=overview,
        languages=languages[:_LANGUAGES_AT_ONCE],
        more_languages=languages[_LANGUAGES_AT_ONCE:],
        to_review=tuple(
            ToReview(Link(one.label, urls.search(SearchRequest(q=one.value))), one.count)
            for one in overview.to_review
            if one.count
        ),
        sources=tuple(_bars(overview.sources, [SearchRequest(sources=(one.value,)) for one in overview.sources])),
        examples=tuple(Link(query, urls.search(SearchRequest(q=query))) for query in overview.examples),
        everything=urls.search(SearchRequest(q="*")),
    )


def _bars(values: Sequence[FacetValue], requests: Sequence[SearchRequest]) -> list[Bar]:
    largest = max((value.count for value in values), default=1)
    return [
        Bar(Link(value.label, urls.search(request)), value.count, max(1.0, 100 * value.count / largest))
        for value, request in zip(values, requests, strict=True)
    ]


def _example(example: query_help.Example) -> ExampleView:
    return ExampleView(Link(example.query, urls.search(SearchRequest(q=example.query))), example.meaning)
