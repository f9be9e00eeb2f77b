"""The filters of a request: what its facets let people choose."""

from search.query import Dated, Filter, InCollection, InLanguage, OneOf
from search.request import FacetName, SearchRequest


def filters(request: SearchRequest) -> dict[FacetName, Filter]:
    """Return the filters that are on, by the facet whose values they choose."""
    found: dict[FacetName, Filter] = {}
    if request.languages:
        found["language"] = InLanguage(request.languages)
    if request.date_from or request.date_to:
        found["year"] = Dated(request.date_from, request.date_to)
    if request.sources:
        found["source"] = InCollection(request.sources)
    if request.types:
        found["type"] = OneOf("type", request.types)
    if request.authors:
        found["author"] = OneOf("author", request.authors)
    if request.sites:
        found["site"] = OneOf("site", request.sites)
    if request.taggings:
        found["tagging"] = OneOf("tagging", request.taggings)
    return found
