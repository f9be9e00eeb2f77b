"""The page of the words that stand near what a query matches."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from search.counts.collocates import Collocate, Collocates
from search.counts.collocates import collocates as collocates_of
from search.query.describing import describe
from search.query.parser import parse
from search.query.tree import Group, Phrase, Word
from search.query.tree import Query as Tree
from search.request import whole
from web import formats, urls
from web.contexts.counts import CollocatesPage, WordRow
from web.contexts.parts import Link
from web.count_params import CollocateParams
from web.dependencies import Searchers
from web.pages import counting, narrowing, views
from web.templating import render

_PATH = urls.COLLOCATES
_HIGHEST = 14
"""What logDice is at most."""
_VIEW = counting.WordView(
    _PATH,
    urls.API_COLLOCATES,
    fields=("span_before", "span_after", "least"),
    columns={"Near": "count", "In all": "", "logDice": "log_dice", "Log-likeli\xadhood": "log_likelihood"},
)


def collocates(asked: Request, params: Annotated[CollocateParams, Query()], searchers: Searchers) -> Response:
    """Show a page of collocates."""
    return counting.tidied(asked, _PATH, params) or render(
        _page(params, collocates_of(searchers.current(), params.collocates()))
    )


def _page(params: CollocateParams, found: Collocates) -> CollocatesPage:
    request, narrowed = params.request(), counting.narrowed(_PATH, params)
    rows = (_row(one, _address(params, found, one.word)) for one in found.words)
    return CollocatesPage(
        box=views.search_box(request, _PATH, *counting.states(params)),
        views=views.views(request, _PATH),
        chips=tuple(narrowing.chips(request, narrowed)),
        clear=narrowed(narrowing.without_filters(request)),
        notices=found.notices,
        occurrences=found.occurrences,
        tokens=found.tokens,
        words=counting.word_list(_VIEW, params, found, rows),
    )


def _address(params: CollocateParams, found: Collocates, word: str) -> str:
    """Return where a collocate leads: to the lines where it stands near a single word; else as near to that as can be.

    Of other words and phrases these are the documents that have all of them with it, and of all else those that have
    it.
    """
    request, query = whole(params.request()), parse(params.q).query
    if isinstance(query, Word) and query.surface.isalnum():
        sign = "=" if query.exact else ""
        near = f'{sign}"{query.surface} {word}"~{max(0, max(params.span_before, params.span_after) - 1)}'
        return urls.view(urls.CONCORDANCE, replace(request, q=near))
    if query and found.match == "all" and _is_of_words(query):
        return urls.search(replace(request, q=f"{describe(query)} ={word}", match="all"))
    return urls.search(replace(request, q=f"={word}"))


def _is_of_words(query: Tree) -> bool:
    """Tell whether a query is words and phrases one after the other, so that one more may follow."""
    parts = query.queries if isinstance(query, Group) else (query,)
    return all(isinstance(part, Word | Phrase) for part in parts)


def _row(one: Collocate, address: str) -> WordRow:
    numbers = (
        formats.number(one.count),
        formats.number(one.frequency),
        f"{one.log_dice:.2f}",
        formats.rate(one.log_likelihood),
    )
    return WordRow(Link(one.word, address), numbers, max(0.0, 100 * one.log_dice / _HIGHEST))
