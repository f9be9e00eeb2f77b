"""From one page of hits to its neighbours."""

from dataclasses import replace

from search.request import MAX_DEPTH, SearchRequest
from search.response import SearchResponse


def following(request: SearchRequest, response: SearchResponse) -> SearchRequest | None:
    """Return the request for the next page, None after the last one and where paging ends."""
    offset = request.offset + request.limit
    limit = min(request.limit, MAX_DEPTH - offset)
    return replace(request, offset=offset, limit=limit) if response.more and limit > 0 else None


def preceding(request: SearchRequest) -> SearchRequest | None:
    """Return the request for the page before, None before the first one."""
    return replace(request, offset=max(0, request.offset - request.limit)) if request.offset else None


def is_cut(request: SearchRequest, response: SearchResponse) -> bool:
    """Say whether this is the last page that paging reaches, with more documents behind it."""
    return response.total > MAX_DEPTH and not following(request, response)
