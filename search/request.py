"""What a search asks for."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal, get_args

Match = Literal["auto", "all", "any"]
Copies = Literal["fold", "show"]
Sort = Literal["relevance", "date", "-date"]
FacetName = Literal["language", "year", "source", "type", "author", "site", "tagging"]
LineOrder = Literal["position", "before", "after", "document", "date", "-date"]
LINE_ORDERS: tuple[LineOrder, ...] = get_args(LineOrder)
FACETS: tuple[FacetName, ...] = get_args(FacetName)

MAX_QUERY_LENGTH = 2_000
"""Characters of a query that are read; the rest is left out, with a notice."""
MAX_LIMIT = 100
MAX_DEPTH = 10_000
"""How many hits paging reaches; `export` has no such bound."""

FILTERS = {
    "languages": "lang",
    "date_from": "from",
    "date_to": "to",
    "sources": "source",
    "types": "type",
    "authors": "author",
    "sites": "site",
    "taggings": "tagging",
}
"""The filters by their fields in a SearchRequest: what they are called in addresses, options and answers."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Within:
    """The least and the most that a number of a request may be; None is any."""

    least: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its filters, order and page.

    `languages` are BCP 47 tags, where "zh" covers "zh-Hans"; `date_from` and `date_to` are ISO dates as precise as
    wanted ("2025", "2025-05", "2025-05-20"), both included; `sources` are folders or files, and these, `types`,
    `authors`, `sites` and `taggings` are named as their facets name them. Values of one filter are alternatives,
    different filters narrow each other. With `exact`, words are found only as they were typed; with `explain`, each hit
    says which form of which word was found where. With `copies` at "fold", of near copies only the best hit is shown:
    `offset` and `limit` count what is shown, totals and facets every document. At "auto", pages and terminals fold
    them, and all else shows them.
    """

    q: str = ""
    languages: tuple[str, ...] = ()
    match: Match = "auto"
    exact: bool = False
    explain: bool = False
    copies: Copies | Literal["auto"] = "auto"
    sort: Sort = "relevance"
    date_from: str = ""
    date_to: str = ""
    sources: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    taggings: tuple[str, ...] = ()
    limit: Annotated[int, Within(1, MAX_LIMIT)] = 10
    offset: Annotated[int, Within(0)] = 0
    facets: tuple[FacetName, ...] = ()


def whole(request: SearchRequest) -> SearchRequest:
    """Return the request for every document that a request finds, whichever page of them in what order it is for."""
    unpaged = SearchRequest()
    return replace(
        request,
        explain=unpaged.explain,
        copies=unpaged.copies,
        sort=unpaged.sort,
        limit=unpaged.limit,
        offset=unpaged.offset,
        facets=unpaged.facets,
    )


def is_date(text: str) -> bool:
    """Tell whether a text is a date as precise as wanted, or empty."""
    try:
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        return False
    return not text or _DATE.fullmatch(text) is not None
