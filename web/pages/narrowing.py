"""What narrows a search down: its facets, the filters that are on, and the form for dates."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from search.facets import label
from search.request import FacetName, SearchRequest
from search.response import FacetValue, SearchResponse
from web import formats, urls
from web.contexts.parts import Choice, Link
from web.contexts.results import DateForm, FacetView
from web.params import parameters

FACETS: tuple[tuple[FacetName, str], ...] = (
    ("language", "Language"),
    ("type", "Type"),
    ("author", "Author"),
    ("site", "Site"),
    ("source", "Source"),
    ("tagging", "Language tag"),
)
FIELDS: dict[FacetName, str] = {
    "language": "languages",
    "type": "types",
    "author": "authors",
    "site": "sites",
    "source": "sources",
    "tagging": "taggings",
}
"""The filters of a request, by the facet whose values they hold."""
_SHOWN = 100
_SHOWN_AT_ONCE = 8


def facets(request: SearchRequest, response: SearchResponse) -> Iterator[FacetView]:
    """Yield the facets that give a choice, and those where one has been made; years are shown as a histogram."""
    for name, title in FACETS:
        values = response.facets.get(name, ())
        if len(values) > 1 or chosen(request, name):
            yield _facet(request, name, title, values)


def chips(request: SearchRequest, to: Callable[[SearchRequest], str] = urls.search) -> Iterator[Link]:
    """Yield the filters that are on, each with the address that takes it off, as `to` gives it."""
    for name in FIELDS:
        for value in chosen(request, name):
            yield Link(label(name, value), to(_toggled(request, name, value)))
    if request.date_from or request.date_to:
        off = replace(request, date_from="", date_to="", offset=0)
        yield Link(_span(request.date_from, request.date_to), to(off))


def without_filters(request: SearchRequest) -> SearchRequest:
    """Return the first page of the same search without filters."""
    off: dict[str, Any] = dict.fromkeys(FIELDS.values(), ())
    return replace(request, **off, date_from="", date_to="", offset=0)


def date_form(request: SearchRequest) -> DateForm:
    """Return the form that asks for the same search between other dates."""
    kept = parameters(replace(request, date_from="", date_to="", offset=0))
    return DateForm(request.date_from, request.date_to, tuple(kept))


def _facet(request: SearchRequest, name: FacetName, title: str, values: tuple[FacetValue, ...]) -> FacetView:
    """Return a facet with the chosen values first, so that they can be taken off."""
    given = chosen(request, name)
    ordered = sorted(values, key=lambda value: value.value not in given)[:_SHOWN]
    choices = tuple(
        Choice(value.label, urls.search(_toggled(request, name, value.value)), value.value in given, value.count)
        for value in ordered
    )
    return FacetView(title, choices[:_SHOWN_AT_ONCE], choices[_SHOWN_AT_ONCE:])


def chosen(request: SearchRequest, name: FacetName) -> tuple[str, ...]:
    """Return the values of a facet that a request asks for."""
    values: tuple[str, ...] = getattr(request, FIELDS[name])
    return values


def _toggled(request: SearchRequest, name: FacetName, value: str) -> SearchRequest:
    """Return the first page of a search with a value chosen, or taken off if it was."""
    before = chosen(request, name)
    after = tuple(one for one in before if one != value) if value in before else (*before, value)
    changed: dict[str, Any] = {FIELDS[name]: after}
    return replace(request, **changed, offset=0)


def _span(start: str, end: str) -> str:
    if start == end:
        return formats.day(start)
    if not end:
        return f"from {formats.day(start)}"
    return f"{formats.day(start)} – {formats.day(end)}" if start else f"until {formats.day(end)}"
