"""URL parameters to what the search layer takes, and back; for the pages and the API alike.

The models are read by FastAPI: a value outside its limits becomes the error `bad-parameter`. A parameter that is there
but empty, as HTML forms send it, counts as absent. What is wrong with a value is said as it follows on the parameter's
name: "must be a date".
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from search.request import FACETS, MAX_DEPTH, MAX_LIMIT, MAX_QUERY_LENGTH, Copies, Match, SearchRequest, Sort

MAX_VALUES = 50
"""How often a parameter that may repeat may repeat."""
MAX_TAG_LENGTH = 35

ExportFormat = Literal["jsonl", "csv"]
FailuresFormat = Literal["json", "jsonl", "csv"]
Marks = Literal["all", "any"]
"""The mode in which a document's matches are marked: the one that found it."""

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MISTAKES = {
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "greater_than_equal": "must be at least {ge:,}",
    "less_than_equal": "must be at most {le:,}",
    "literal_error": "must be {expected}",
    "bool_parsing": "must be true or false",
    "string_too_long": "must be at most {max_length:,} characters long",
    "too_long": "may be given at most {max_length:,} times",
}
"""What Pydantic finds wrong, in our words."""
_OUR_TYPES = {"tag", "date", "facets"}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _query(q: str) -> str:
    # One character more than is read, so that the parser still sees, and says, that the query was too long.
    return q[: MAX_QUERY_LENGTH + 1]


QueryText = Annotated[str, AfterValidator(_query)]


def _tag(value: str) -> str:
    if len(value) > MAX_TAG_LENGTH or not _TAG.fullmatch(value):
        raise PydanticCustomError("tag", "must be a BCP 47 tag, such as de or zh-Hans")
    language, *subtags = value.lower().split("-")
    return "-".join([language, *(tag.title() if len(tag) == 4 else tag.upper() for tag in subtags)])


def _date(value: str) -> str:
    try:
        date.fromisoformat(value + "2000-01-01"[len(value) :])
    except ValueError:
        known = False
    else:
        known = _DATE.fullmatch(value) is not None
    if not known:
        raise PydanticCustomError("date", "must be a date, such as 2025, 2025-05 or 2025-05-20")
    return value


def _facets(value: str) -> str:
    if unknown := set(value.split(",")) - set(FACETS):
        names = {"unknown": ", ".join(sorted(unknown)), "facets": ", ".join(FACETS)}
        raise PydanticCustomError("facets", "must be names out of {facets}, but not {unknown}", names)
    return value


Tag = Annotated[str, AfterValidator(_tag)]
DateText = Annotated[str, AfterValidator(_date)]
SourceName = Annotated[str, StringConstraints(max_length=1_000)]


class Params(BaseModel):
    """Any parameters: what is there but empty counts as absent."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: dict[str, Any]) -> dict[str, Any]:
        lists = {name: [one for one in value if one] for name, value in given.items() if isinstance(value, list)}
        return {name: value for name, value in (given | lists).items() if value or value == 0}


class FilterParams(Params):
    """What decides which documents are found."""

    q: Annotated[str, AfterValidator(_query)] = Field(
        "", description=f"The query; the first {MAX_QUERY_LENGTH:,} characters are read. Empty or `*` finds everything."
    )
    lang: list[Tag] = Field(
        [], max_length=MAX_VALUES, description="A BCP 47 tag; `zh` covers `zh-Hans` and `zh-Hant`. May repeat."
    )
    match: Match = Field(
        "auto", description="`all` words, `any` word, or `auto`: all, and any where no document has them all."
    )
    exact: bool = Field(False, description="Find words only as they are typed, not their other forms.")
    from_: DateText = Field(
        "", alias="from", description="The earliest date: `2025`, `2025-05` or `2025-05-20`, included."
    )
    to: DateText = Field("", description="The latest date, included; `2025` reaches to the end of the year.")
    source: list[SourceName] = Field(
        [], max_length=MAX_VALUES, description="A folder or file, as the facet `source` names it. May repeat."
    )

    def request(self) -> SearchRequest:
        """Return what is to be searched for."""
        return SearchRequest(
            q=self.q,
            languages=tuple(self.lang),
            match=self.match,
            exact=self.exact,
            date_from=self.from_,
            date_to=self.to,
            sources=tuple(self.source),
        )


class SearchParams(FilterParams):
    """A search: the filters, the order and the page."""

    copies: Copies = Field(
        "auto",
        description="Of near copies, `fold` gives the best hit only, `show` every one; `auto` is `show`, but on pages "
        "`fold`. An export has them all.",
    )
    sort: Sort = Field("relevance", description="By `relevance`, by `date` (oldest first) or `-date` (newest first).")
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many hits to return.")
    offset: int = Field(
        0, ge=0, description=f"How many hits to pass over; with `limit`, at most {MAX_DEPTH:,}: see `export` for more."
    )
    explain: bool = Field(False, description="Say of each hit which form of which word was found where.")
    facets: Annotated[str, StringConstraints(max_length=100), AfterValidator(_facets)] = Field(
        "", description=f"What to count the hits by, separated by commas: {', '.join(f'`{name}`' for name in FACETS)}."
    )

    def request(self) -> SearchRequest:
        """Return what is to be searched for."""
        filters = super().request()
        asked = self.facets.split(",")
        return replace(
            filters,
            copies=self.copies,
            sort=self.sort,
            limit=self.limit,
            offset=self.offset,
            explain=self.explain,
            facets=tuple(name for name in FACETS if name in asked),
        )


class ExportParams(FilterParams):
    """An export: the filters and the format."""

    format: ExportFormat = Field("jsonl", description="One JSON object a line, or a table with a header.")


class DocumentParams(Params):
    """What tells documents with the same id apart."""

    path: str = Field("", max_length=4_000, description="The path of its source, where several documents share the id.")
    locator: str = Field("", max_length=200, description="The place in that source, such as `line 12`.")


class DocumentPageParams(SearchParams, DocumentParams):
    """A document, with the search that led to it and the mode that it was found in."""

    marks: Marks = "all"


def mistake(error: Mapping[str, Any]) -> tuple[str, str]:
    """Return the parameter that an error of validation is about, and what is wrong with it as a sentence."""
    name = str(error["loc"][1])
    if error["type"] in _OUR_TYPES:
        return name, f"{name} {error['msg']}"
    wrong = _MISTAKES.get(error["type"], "cannot be read")
    return name, f"{name} {wrong.format(**error.get('ctx', {}))}"


def salvaged(given: Iterable[tuple[str, str]], wrong: Collection[str]) -> SearchRequest:
    """Return the search that URL parameters ask for when those named `wrong` are left out."""
    values: dict[str, Any] = {}
    for name, value in given:
        if name in {"lang", "source"}:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    kept = {name: value for name, value in values.items() if name not in wrong}
    return SearchParams.model_validate(kept).request()


class FailurePageParams(Params):
    """A page of what was not indexed."""

    reason: str = Field("", max_length=10_000, description="Only what was not indexed for exactly this reason.")
    offset: int = Field(0, ge=0, le=10**9, description="How many to pass over.")


class FailureParams(FailurePageParams):
    """What was not indexed: a page of it, or all as a stream."""

    limit: int = Field(100, ge=1, le=1_000, description="How many to return.")
    format: FailuresFormat = Field(
        "json", description="A page as `json`; or everything, as one JSON object a line or as a table with a header."
    )


_NAMES = {"languages": "lang", "date_from": "from", "date_to": "to", "sources": "source"}
_DEFAULTS = SearchRequest()


def parameters(request: SearchRequest) -> list[tuple[str, str]]:
    """Return `request` as URL parameters in order, those at their defaults left out."""
    pairs = []
    for field in fields(request):
        value = getattr(request, field.name)
        if value == getattr(_DEFAULTS, field.name):
            continue
        name = _NAMES.get(field.name, field.name)
        values = [",".join(value)] if name == "facets" else value if isinstance(value, tuple) else [value]
        pairs += [(name, "true" if one is True else str(one)) for one in values]
    return pairs
