"""What a search asks for."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

Match = Literal["auto", "all", "any"]
Copies = Literal["auto", "fold", "show"]
Sort = Literal["relevance", "date", "-date"]
FacetName = Literal["language", "year", "source"]
LineOrder = Literal["position", "left", "right", "document", "date", "-date"]
LINE_ORDERS: tuple[LineOrder, ...] = get_args(LineOrder)
FACETS: tuple[FacetName, ...] = get_args(FacetName)

MAX_QUERY_LENGTH = 2_000
"""Characters of a query that are read; the rest is left out, with a notice."""
MAX_LIMIT = 100
MAX_DEPTH = 10_000
"""How many hits paging reaches; `export` has no such bound."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its filters, order and page.

    `languages` are BCP 47 tags, where "zh" covers "zh-Hans"; `date_from` and `date_to` are ISO dates as precise as
    wanted ("2025", "2025-05", "2025-05-20"), both included; `sources` are folders or files as the source facet names
    them. Values of one filter are alternatives, different filters narrow each other. With `exact`, words are found only
    as they were typed; with `explain`, each hit says which form of which word was found where. With `copies` at "fold",
    of near copies only the best hit is shown: `offset` and `limit` count what is shown, totals and facets every
    document. "auto" shows them all to programs; pages and terminals fold them.
    """

    q: str = ""
    languages: tuple[str, ...] = ()
    match: Match = "auto"
    exact: bool = False
    explain: bool = False
    copies: Copies = "auto"
    sort: Sort = "relevance"
    date_from: str = ""
    date_to: str = ""
    sources: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    facets: tuple[FacetName, ...] = ()

    def filters(self) -> "SearchRequest":
        """Return a request for all that the filters leave: without words, page and order."""
        plain = SearchRequest()
        kept = ("q", "match", "exact", "explain", "copies", "sort", "limit", "offset", "facets")
        return replace(self, **{name: getattr(plain, name) for name in kept})
