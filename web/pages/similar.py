"""The page of the documents most like one."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from search.request import Copies, SearchRequest
from search.similar import SimilarResponse
from web import urls
from web.contexts.parts import Choice
from web.contexts.results import SimilarPage
from web.dependencies import Searchers
from web.pages import results
from web.pages.tags import tag_view
from web.params import SimilarParams
from web.templating import render

_COPIES: tuple[tuple[Copies, str], ...] = (("fold", "Near copies folded"), ("show", "All shown"))


def similar(params: Annotated[SimilarParams, Query()], searchers: Searchers) -> Response:
    """Show the documents most like one."""
    searcher = searchers.current()
    document = searcher.document(params.id, params.path, params.locator)
    return render(_page(params, searcher.similar(document, results.as_shown(params.request()), params.without)))


def _page(params: SimilarParams, response: SimilarResponse) -> SimilarPage:
    document, request, without = response.document, params.request(), params.without
    shared_id = bool(params.path or params.locator)

    def address(request: SearchRequest, without: list[str]) -> str:
        return urls.similar(document, request, without, shared_id=shared_id)

    return SimilarPage(
        title=document.heading,
        document=urls.document(document, SearchRequest(), "all", shared_id=shared_id),
        tag=tag_view(document),
        words=tuple(
            Choice(word.word, address(request, [*without, word.stem]), chosen=True, count=word.count)
            for word in response.words
        ),
        left_out=tuple(
            Choice(stem, address(request, [other for other in without if other != stem]), chosen=False)
            for stem in without
        ),
        notices=response.notices,
        narrowed=address(SearchRequest(), without) if urls.is_search(request) else "",
        copies=tuple(
            Choice(label, address(replace(request, copies=copies), without), results.as_shown(request).copies == copies)
            for copies, label in _COPIES
            if request.copies == "show" or any(hit.near_copies for hit in response.hits)
        ),
        hits=tuple(results.hit_view(SearchRequest(), "all", hit) for hit in response.hits),
        took_ms=response.took_ms,
        json=urls.api_similar(document, results.as_shown(request), without, shared_id=shared_id),
    )
