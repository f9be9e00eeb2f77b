"""The views of what a search finds, beside each other: its hits, its lines, its trend and what goes with it."""

from dataclasses import replace

from search.request import SearchRequest, whole
from web import urls
from web.contexts.parts import Choice, SearchBox
from web.params import parameters

_VIEWS = (
    (urls.SEARCH, "Hits"),
    (urls.CONCORDANCE, "Lines"),
    (urls.TRENDS, "Trend"),
    (urls.COLLOCATES, "Collocates"),
    (urls.KEYWORDS, "Keywords"),
)
PATHS = frozenset(path for path, _ in _VIEWS)


def views(request: SearchRequest, current: str) -> tuple[Choice, ...]:
    """Return the bar of views of a search, of which `current` is the path of the one that is shown."""
    return tuple(Choice(name, urls.view(path, request), path == current) for path, name in _VIEWS)


def search_box(request: SearchRequest, current: str, *kept: tuple[str, str]) -> SearchBox:
    """Return the form that asks something else in the same view, with the same filters and what else is kept."""
    return SearchBox(request.q, (*parameters(whole(replace(request, q=""))), *kept), current)
