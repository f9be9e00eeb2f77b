"""Why nothing was found, in facts: what each word finds alone, and what is found if something is asked otherwise.

Each number is that of a search, and each comes with its request: who asks it finds so many documents. What would find
nothing either is not mentioned.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from search.facets import label
from search.query.describing import describe
from search.query.rewriting import anywhere, apart, changed, in_any_form, leaves, longer, relieved, unconditional
from search.query.tree import Query
from search.request import FacetName, SearchRequest
from search.response import Suggestion

Count = Callable[[SearchRequest], int]
"""Says how many documents a request finds."""
Meant = Callable[[SearchRequest], Suggestion | None]
"""Says what else may be meant by a request."""

Kind = Literal[
    "language", "date", "source", "type", "author", "site", "tagging", "all",
    "condition", "title", "phrase", "forms", "any", "prefix",
]  # fmt: skip

MAX_WORDS = 12
MAX_WAYS = 20
"""How many words, and how many ways out, are tried at most: each costs a search."""
_FILTERS: Mapping[Kind, dict[str, Any]] = {
    "language": {"languages": ()},
    "date": {"date_from": "", "date_to": ""},
    "source": {"sources": ()},
    "type": {"types": ()},
    "author": {"authors": ()},
    "site": {"sites": ()},
    "tagging": {"taggings": ()},
}
"""The filters of a request, each with what takes it off."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a word, phrase or beginning of words finds alone, in any document: `text` is it as it was read.

    `meant` is what it may be a misspelling of, where it occurs nowhere.
    """

    text: str
    documents: int
    request: SearchRequest
    meant: Suggestion | None


@dataclass(frozen=True, slots=True)
class Way:
    """A change to a request that found nothing, which makes it find so many documents.

    `kind` says what is changed: a filter taken off ("language", "date", "source" and so on), a condition that was typed
    ("condition", "title"), all filters and conditions ("all"), words wanted apart and not as a "phrase", other "forms"
    of them, "any" of them, or words that begin so ("prefix"). `asked` says what was asked in words: "in Greek";
    `instead` what is then: "in all languages".
    """

    kind: Kind
    asked: str
    instead: str
    request: SearchRequest
    documents: int

    @property
    def message(self) -> str:
        """The change in words: "0 in Greek, 214 in all languages"."""
        return f"0 {self.asked}, {self.documents:,} {self.instead}"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a request found nothing."""

    words: tuple[Found, ...]
    ways: tuple[Way, ...]


_Change = tuple[Kind, str, str, SearchRequest]
"""What a way is made of, before it is tried."""
_REWRITINGS: tuple[tuple[Kind, str, str, Callable[[Query], Query]], ...] = (
    ("title", "in the title", "in title or text", anywhere),
    ("phrase", "side by side", "anywhere in the document", apart),
    ("forms", "as typed", "in any of their forms", in_any_form),
    ("prefix", "with whole words", "with words that begin so", longer),
)


def diagnose(request: SearchRequest, query: Query, count: Count, meant: Meant) -> Diagnosis:
    """Return why a request finds nothing; `query` is its text as it was read."""
    request = replace(request, offset=0, facets=())
    changes = dict.fromkeys([*_filters_off(request), *_rewritten(request, query), *_bare(request, query)])
    tried = (Way(*change, count(change[-1])) for change in islice(changes, MAX_WAYS))
    return Diagnosis(
        words=tuple(_found(alone, count, meant) for alone in islice(_alone(request, query), MAX_WORDS)),
        ways=tuple(way for way in tried if way.documents),
    )


def _alone(request: SearchRequest, query: Query) -> Iterator[SearchRequest]:
    """Yield what asks for each part of a query alone, and for each word of a phrase."""
    parts = [part for leaf in leaves(query) for part in dict.fromkeys((leaf, *leaves(apart(leaf))))]
    for text in dict.fromkeys(map(describe, parts)):
        yield SearchRequest(q=text, match="all", exact=request.exact, limit=1)


def _found(alone: SearchRequest, count: Count, meant: Meant) -> Found:
    documents = count(alone)
    return Found(alone.q, documents, replace(alone, limit=10), None if documents else meant(alone))


def _filters_off(request: SearchRequest) -> Iterator[_Change]:
    """Yield the request without each of its filters."""
    for kind, off in _FILTERS.items():
        if (without := replace(request, **off)) != request:
            yield kind, *_filter_in_words(kind, request), without


def _filter_in_words(kind: Kind, request: SearchRequest) -> tuple[str, str]:
    match kind:
        case "language":
            return f"in {_labels('language', request.languages)}", "in all languages"
        case "date":
            return _span(request.date_from, request.date_to), "of any date or none"
        case "type":
            return f"among {_labels('type', request.types)}", "of any type"
        case "author":
            return f"by {' or '.join(request.authors)}", "by anybody"
        case "site":
            return f"from {' or '.join(request.sites)}", "from any site or none"
        case "tagging":
            return "with tags come to that way", "however tagged"
    return f"in {' or '.join(request.sources)}", "in all sources"


def _labels(facet: FacetName, values: Iterable[str]) -> str:
    return " or ".join(label(facet, value) for value in values)


def _span(first: str, last: str) -> str:
    if first == last:
        return f"of {first}"
    return " ".join(filter(None, [first and f"from {first}", last and f"until {last}"]))


def _rewritten(request: SearchRequest, query: Query) -> Iterator[_Change]:
    """Yield the request with its text read otherwise, in each way that makes a difference to it."""
    for condition, rest in relieved(query):
        yield "condition", f"with {describe(condition)}", "without that", _asking(request, rest)
    if request.exact:
        yield "forms", "as typed", "in any of their forms", replace(request, exact=False)
    if request.match == "all" and len(list(leaves(query))) > 1:
        yield "any", "with all of the words", "with any of them", replace(request, match="any")
    for kind, asked, instead, change in _REWRITINGS:
        if (other := changed(query, change)) != query:
            yield kind, asked, instead, _asking(request, other)


def _bare(request: SearchRequest, query: Query) -> Iterator[_Change]:
    """Yield the request without its filters and the conditions in its text, if there are several of these."""
    conditions, filters = list(relieved(query)), list(_filters_off(request))
    if len(conditions) + len(filters) < 2:
        return
    for off in _FILTERS.values():
        request = replace(request, **off)
    bare = _asking(request, unconditional(query)) if conditions else request
    yield "all", "with all conditions", "with none of them", bare


def _asking(request: SearchRequest, query: Query) -> SearchRequest:
    return replace(request, q=describe(query))
