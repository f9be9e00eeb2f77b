"""The pages for people: each function answers one route."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from index.languages import language
from search.overview import Overview
from search.request import FACETS, SearchRequest
from search.response import FacetValue
from web import assets, reference, urls
from web.contexts.about import ExampleView, FailuresPage, HelpPage
from web.contexts.parts import Bar, Choice, Downloads, Link, Paging
from web.contexts.start import StartPage, ToReview
from web.dependencies import Searchers
from web.pages import query_help, results
from web.params import FailurePageParams, SearchParams, has_empty
from web.templating import render

_FAILURES_PER_PAGE = 200
_LANGUAGES_AT_ONCE = 12


def start(searchers: Searchers) -> Response:
    """Show what the index holds."""
    return render(_start_page(searchers.current().overview()))


def search(asked: Request, params: Annotated[SearchParams, Query()], searchers: Searchers) -> Response:
    """Show a page of hits."""
    request = params.request()
    address = urls.search(request)
    if address == urls.START or has_empty(asked.query_params):
        return RedirectResponse(address)
    searcher = searchers.current()
    response = searcher.search(replace(results.as_shown(request), facets=FACETS, explain=True))
    if response.hits:
        return render(results.results_page(request, response))
    nothing = None if response.total else searcher.diagnose(request)
    return render(results.nothing_page(request, response, nothing))


def help_page() -> Response:
    """Show the query language."""
    sections = tuple((name, tuple(_example(one) for one in examples)) for name, examples in query_help.SECTIONS)
    return render(HelpPage(sections=sections))


def failures(params: Annotated[FailurePageParams, Query()], searchers: Searchers) -> Response:
    """Show what was not indexed, and why."""
    reason, first = params.reason, params.offset
    with searchers.current().state() as state:
        total, reasons = state.failures.count(reason), state.failures.reasons()
        more_reasons = state.failures.count_reasons() - len(reasons)
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
        more_reasons=more_reasons,
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
        types=tuple(_bars(overview.types, [SearchRequest(types=(one.value,)) for one in overview.types])),
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
