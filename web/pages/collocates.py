"""The page of the words that stand near what a query matches."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from search.counts.collocates import Collocate, Collocates
from search.counts.collocates import collocates as collocates_of
from search.request import SearchRequest
from web import formats, urls
from web.contexts import CollocatesPage, Link, WordList, WordRow
from web.count_params import CollocateParams
from web.dependencies import Searchers
from web.pages import counting, narrowing, views
from web.templating import render

_PATH, _API = urls.COLLOCATES, urls.API_COLLOCATES
_HIGHEST = 14
"""What logDice is at most."""
_COLUMNS = {"Near": "count", "In all": "", "logDice": "log_dice", "Log-likeli\xadhood": "log_likelihood"}
_STOP_WORDS: dict[str, object] = {"Without stop words": False, "With them": True}


def collocates(asked: Request, params: Annotated[CollocateParams, Query()], searchers: Searchers) -> Response:
    """Show a page of collocates."""
    return counting.tidied(asked, _PATH, params) or render(
        _page(params, collocates_of(searchers.current(), params.collocates()))
    )


def _page(params: CollocateParams, found: Collocates) -> CollocatesPage:
    request, narrowed = params.request(), counting.narrowed(_PATH, params)
    return CollocatesPage(
        box=views.search_box(request, _PATH, *counting.states(params)),
        views=views.views(request, _PATH),
        chips=tuple(narrowing.chips(request, narrowed)),
        clear=narrowed(narrowing.without_filters(request)),
        notices=found.notices,
        occurrences=found.occurrences,
        tokens=found.tokens,
        words=_words(params, found),
    )


def _words(params: CollocateParams, found: Collocates) -> WordList:
    return WordList(
        language=found.language,
        languages=counting.languages(_PATH, params, found.language, found.languages),
        toggles=(counting.toggle("Stop words", _PATH, params, "stop_words", _STOP_WORDS),),
        form=counting.form(_PATH, params, "before", "behind", "least"),
        columns=counting.columns(_PATH, params, _COLUMNS),
        rows=tuple(_row(params.request(), one, max(params.before, params.behind)) for one in found.collocates),
        total=found.total,
        paging=counting.paging(_PATH, params, len(found.collocates), found.total),
        downloads=counting.downloads(_API, params, params.request()),
    )


def _row(request: SearchRequest, one: Collocate, span: int) -> WordRow:
    numbers = (
        formats.number(one.count),
        formats.number(one.frequency),
        f"{one.log_dice:.2f}",
        formats.rate(one.log_likelihood),
    )
    return WordRow(Link(one.word, urls.near(request, one.word, span)), numbers, max(0.0, 100 * one.log_dice / _HIGHEST))
