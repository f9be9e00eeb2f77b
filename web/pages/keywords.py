"""The page of the words that set what a query finds apart."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from search.counts.keywords import Keyword, Keywords
from search.counts.keywords import keywords as keywords_of
from search.request import SearchRequest
from web import formats, urls
from web.contexts.counts import KeywordsPage, WordRow
from web.contexts.parts import Link
from web.count_params import KeywordParams
from web.dependencies import Searchers
from web.pages import counting, narrowing, views
from web.templating import render

_PATH = urls.KEYWORDS
_VIEW = counting.WordView(
    _PATH,
    urls.API_KEYWORDS,
    fields=("against", "least"),
    columns={"Here": "count", "Per million": "", "There": "", "Keyness": "keyness", "Log ratio": "log_ratio"},
)


def keywords(asked: Request, params: Annotated[KeywordParams, Query()], searchers: Searchers) -> Response:
    """Show a page of keywords."""
    return counting.tidied(asked, _PATH, params) or render(
        _page(params, keywords_of(searchers.current(), params.keywords()))
    )


def _page(params: KeywordParams, found: Keywords) -> KeywordsPage:
    request, narrowed = params.request(), counting.narrowed(_PATH, params)
    strongest = max((one.keyness for one in found.words), default=1.0)
    rows = (_row(request, one, strongest) for one in found.words)
    return KeywordsPage(
        box=views.search_box(request, _PATH, *counting.states(params)),
        views=views.views(request, _PATH),
        chips=tuple(narrowing.chips(request, narrowed)),
        clear=narrowed(narrowing.without_filters(request)),
        notices=found.notices,
        documents=found.documents,
        tokens=found.tokens,
        against=found.against,
        other_documents=found.other_documents,
        other_tokens=found.other_tokens,
        words=counting.word_list(_VIEW, params, found, rows),
    )


def _row(request: SearchRequest, one: Keyword, strongest: float) -> WordRow:
    numbers = (
        formats.number(one.count),
        formats.rate(one.rate),
        formats.rate(one.other_rate),
        formats.rate(one.keyness),
        f"{one.log_ratio:+.2f}",
    )
    link = Link(one.word, urls.search(replace(request, q=f"={one.word}")))
    return WordRow(link, numbers, max(0.0, 100 * one.keyness / strongest))
