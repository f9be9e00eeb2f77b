"""URL parameters to what the search layer takes, and back; for the pages and the API alike.

The models are read by FastAPI: a value outside its limits becomes the error `bad-parameter`. A parameter that is there
but empty, as HTML forms send it, counts as absent. What is wrong with a value is said as it follows on the parameter's
name: "must be a date".
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from starlette.datastructures import QueryParams as Given

from index.document import Tagging
from index.file_types import type_called
from index.sites import site_called
from index.tags import tag_called
from search.counts.concordance import MAX_LINES, ConcordanceRequest
from search.hints.suggesting import MAX_SUGGESTED
from search.request import (
    FACETS,
    FILTERS,
    MAX_DEPTH,
    MAX_LIMIT,
    MAX_QUERY_LENGTH,
    Copies,
    LineOrder,
    Match,
    SearchRequest,
    Sort,
    is_date,
    whole,
)
from search.tracing.trace import TraceRequest

MAX_VALUES = 50
"""How often a parameter that may repeat may repeat."""

ExportFormat = Literal["jsonl", "csv", "parquet"]
ListFormat = Literal["json", "jsonl", "csv"]
Marks = Literal["all", "any"]
"""The mode in which a document's matches are marked: the one that found it."""

_MISTAKES = {
    "missing": "must be given",
    "json_invalid": "must be JSON",
    "list_type": "must be a list",
    "string_type": "must be a text",
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
_OUR_TYPES = {"tag", "date", "facets", "type", "site", "passage"}
_PASSAGE = re.compile(r"(\d{1,9})-(\d{1,9})")


def _query(q: str) -> str:
    # One character more than is read, so that the parser still sees, and says, that the query was too long.
    return q[: MAX_QUERY_LENGTH + 1]


QueryText = Annotated[str, AfterValidator(_query)]


def _tag(value: str) -> str:
    if not (tag := tag_called(value)):
        raise PydanticCustomError("tag", "must be a language: a tag such as de or zh-Hans, or a name such as German")
    return tag


def _date(value: str) -> str:
    if not is_date(value):
        raise PydanticCustomError("date", "must be a date, such as 2025, 2025-05 or 2025-05-20")
    return value


def _type(value: str) -> str:
    if not (type := type_called(value)):
        raise PydanticCustomError("type", "must be a type of file, such as pdf, html or jsonl")
    return type


def _site(value: str) -> str:
    if not (site := site_called(value)):
        raise PydanticCustomError("site", "must be a site, such as example.org")
    return site


def _facets(value: str) -> str:
    if unknown := set(value.split(",")) - set(FACETS):
        names = {"unknown": ", ".join(sorted(unknown)), "facets": ", ".join(FACETS)}
        raise PydanticCustomError("facets", "must be names out of {facets}, but not {unknown}", names)
    return value


def _passage(value: str) -> str:
    found = _PASSAGE.fullmatch(value)
    if not found or int(found[1]) >= int(found[2]):
        raise PydanticCustomError("passage", "must be a stretch of the text in characters, such as 1200-1260")
    return value


Tag = Annotated[str, AfterValidator(_tag)]
DateText = Annotated[str, AfterValidator(_date)]
Name = Annotated[str, StringConstraints(max_length=1_000)]
TypeName = Annotated[str, AfterValidator(_type)]
SiteName = Annotated[str, AfterValidator(_site)]
Word = Annotated[str, StringConstraints(max_length=200)]


class Params(BaseModel):
    """Any parameters: what is there but empty counts as absent."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:  # noqa: ANN401  # a body may be any JSON
        if not isinstance(given, dict):
            return given
        lists = {name: [one for one in value if one] for name, value in given.items() if isinstance(value, list)}
        return {name: value for name, value in (given | lists).items() if value or value == 0}

    def changed(self) -> dict[str, Any]:
        """Return the parameters that are not as they are by default, by their names in addresses."""
        return self.model_dump(by_alias=True, exclude_defaults=True)


class WordsParams(Params):
    """What is looked for."""

    q: QueryText = Field(
        "", description=f"The query; the first {MAX_QUERY_LENGTH:,} characters are read. Empty or `*` finds everything."
    )
    match: Match = Field(
        "auto", description="`all` words, `any` word, or `auto`: all, and any where no document has them all."
    )
    exact: bool = Field(False, description="Find words only as they are typed, not their other forms.")


class FilterParams(Params):
    """What narrows down where that is looked for."""

    lang: list[Tag] = Field(
        [],
        max_length=MAX_VALUES,
        description="A language: a BCP 47 tag, where `zh` covers `zh-Hans` and `zh-Hant`, or a name such as `German`. "
        "May repeat.",
    )
    from_: DateText = Field(
        "", alias="from", description="The earliest date: `2025`, `2025-05` or `2025-05-20`, included."
    )
    to: DateText = Field("", description="The latest date, included; `2025` reaches to the end of the year.")
    source: list[Name] = Field(
        [], max_length=MAX_VALUES, description="A folder or file, as results name it. May repeat."
    )
    type: list[TypeName] = Field(
        [], max_length=MAX_VALUES, description="A type of file, such as `pdf`, `html` or `jsonl`. May repeat."
    )
    author: list[Name] = Field(
        [], max_length=MAX_VALUES, description="An author, as the facet `author` names them. May repeat."
    )
    site: list[SiteName] = Field(
        [], max_length=MAX_VALUES, description="A site, such as `example.org`: the host of addresses. May repeat."
    )
    tagging: list[Tagging] = Field(
        [],
        max_length=MAX_VALUES,
        description="What the source declares and what its text reads like: they agree, disagree (`unclear`: perhaps), "
        "there is only what is detected or declared, or neither; or a tag was set by hand. May repeat.",
    )

    def filters(self) -> SearchRequest:
        """Return the request for all that the filters leave."""
        return SearchRequest(
            languages=tuple(self.lang),
            date_from=self.from_,
            date_to=self.to,
            sources=tuple(self.source),
            types=tuple(self.type),
            authors=tuple(self.author),
            sites=tuple(self.site),
            taggings=tuple(self.tagging),
        )


class QueryParams(FilterParams, WordsParams):
    """What decides which documents are found."""

    def request(self) -> SearchRequest:
        """Return what is to be searched for."""
        return replace(self.filters(), q=self.q, match=self.match, exact=self.exact)


class SearchParams(QueryParams):
    """A search: what is found, the order and the page."""

    copies: Copies | Literal["auto"] = "auto"
    sort: Sort = Field("relevance", description="By `relevance`, by `date` (oldest first) or `-date` (newest first).")
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many hits to return.")
    offset: int = Field(
        0, ge=0, description=f"How many hits to pass over; with `limit`, at most {MAX_DEPTH:,}: see `export` for more."
    )

    def request(self) -> SearchRequest:
        """Return what is to be searched for."""
        return replace(super().request(), copies=self.copies, sort=self.sort, limit=self.limit, offset=self.offset)


class SearchApiParams(SearchParams):
    """A search as programs take it."""

    copies: Copies = Field(
        "show", description="Of near copies, `fold` gives the best hit only, `show` every one. An export has them all."
    )
    explain: bool = Field(False, description="Say of each hit which form of which word was found where.")
    facets: Annotated[str, StringConstraints(max_length=100), AfterValidator(_facets)] = Field(
        "", description=f"What to count the hits by, separated by commas: {', '.join(f'`{name}`' for name in FACETS)}."
    )

    def request(self) -> SearchRequest:
        """Return what is to be searched for."""
        asked = self.facets.split(",")
        facets = tuple(name for name in FACETS if name in asked)
        return replace(super().request(), explain=self.explain, facets=facets)


class SuggestParams(Params):
    """Something half typed."""

    q: QueryText = Field("", description="What was typed so far.")
    lang: list[Tag] = Field(
        [], max_length=MAX_VALUES, description="Only from documents in this language, a tag or a name. May repeat."
    )
    limit: int = Field(8, ge=1, le=MAX_SUGGESTED, description="How many words and titles to return together.")


class ExportParams(QueryParams):
    """An export: what is found, and the format."""

    format: ExportFormat = Field(
        "jsonl",
        description="One JSON object a line, or a table: `csv`, where what a spreadsheet would take for a formula "
        "has an apostrophe before it, or `parquet`.",
    )


class LinesPageParams(QueryParams):
    """A page of lines: what is found, the words beside the match, the order and the page."""

    before: Word = Field("", description="Only lines where this word, as it is written, stands before the match.")
    after: Word = Field("", description="Only lines where this word, as it is written, stands after the match.")
    sort: LineOrder = Field(
        "position",
        description="As indexed (`position`), by the words `before` or `after` the match, nearest "
        "first, the `document` with the most lines first, by `date` (oldest first) or `-date` (newest first).",
    )
    limit: int = Field(50, ge=1, le=MAX_LINES, description="How many lines to return.")
    offset: int = Field(0, ge=0, le=10**9, description="How many lines to pass over.")

    def lines(self) -> ConcordanceRequest:
        """Return the lines asked for."""
        return ConcordanceRequest(self.request(), self.sort, self.before, self.after, self.limit, self.offset)


class LinesParams(LinesPageParams):
    """Lines: a page of them, or all as a stream."""

    format: ListFormat = Field(
        "json", description="A page as `json`; or all lines, as one JSON object a line or as a table with a header."
    )


class DocumentParams(Params):
    """What tells documents with the same id apart."""

    path: str = Field("", max_length=4_000, description="The path of its source, where several documents share the id.")
    locator: str = Field("", max_length=200, description="The place in that source, such as `line 12`.")


class DocumentPageParams(SearchParams, DocumentParams):
    """A document, with the search that led to it and the mode that it was found in.

    `c` is a passage of its text to show, "1200-1260"; else the page of the text is that of the character `at`.
    """

    marks: Marks = "all"
    at: int = Field(0, ge=0, le=10**9)
    c: Annotated[str, AfterValidator(_passage)] = ""

    @property
    def passage(self) -> tuple[int, int] | None:
        """The passage to show, in characters, the end excluded."""
        start, _, end = self.c.partition("-")
        return (int(start), int(end)) if self.c else None


class SimilarParams(QueryParams, DocumentParams):
    """A document that others are to be like, and what decides which others may be found."""

    id: str = Field(max_length=4_000, description="The id of the document that others are to be like.")
    without: list[Word] = Field([], max_length=MAX_VALUES, description="A stem that does not count. May repeat.")
    copies: Copies | Literal["auto"] = "auto"
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many documents to return.")

    def request(self) -> SearchRequest:
        """Return what decides which documents may be found, and how many of them are returned."""
        return replace(super().request(), copies=self.copies, limit=self.limit)


class SimilarApiParams(SimilarParams):
    """The same as programs take it."""

    copies: Copies = Field("show", description="Of near copies, `fold` gives the likest only, `show` every one.")


def has_empty(given: Given) -> bool:
    """Tell whether parameters are there but empty, as forms send them; an address is worth keeping without."""
    return any(not value for _, value in given.multi_items())


def mistake(error: Mapping[str, Any]) -> tuple[str, str]:
    """Return the parameter that an error of validation is about, and what is wrong with it as a sentence."""
    name = next(one for one in reversed(error["loc"][:2]) if isinstance(one, str))  # JSON's mistakes have no name
    if error["type"] in _OUR_TYPES:
        return name, f"{name} {error['msg']}"
    wrong = _MISTAKES.get(error["type"], "cannot be read")
    return name, f"{name} {wrong.format(**error.get('ctx', {}))}"


class FailurePageParams(Params):
    """A page of what was not indexed."""

    reason: str = Field("", max_length=10_000, description="Only what was not indexed for exactly this reason.")
    offset: int = Field(0, ge=0, le=10**9, description="How many to pass over.")


class FailureParams(FailurePageParams):
    """What was not indexed: a page of it, or all as a stream."""

    limit: int = Field(100, ge=1, le=1_000, description="How many to return.")
    format: ListFormat = Field(
        "json", description="A page as `json`; or everything, as one JSON object a line or as a table with a header."
    )


def filter_fields(request: SearchRequest) -> dict[str, object]:
    """Return the filters of a request as the fields of `FilterParams`."""
    given = {"from_" if name == "from" else name: getattr(request, field) for field, name in FILTERS.items()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def parameters(request: SearchRequest | ConcordanceRequest | TraceRequest) -> list[tuple[str, str]]:
    """Return a request as URL parameters in order, those at their defaults left out."""
    return pairs(_changed(request))


def pairs(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return values as URL parameters in order: each of several for itself, nothing for what is empty."""
    several = ((name, value if isinstance(value, list | tuple) else [value]) for name, value in values.items())
    return [(name, "true" if one is True else str(one)) for name, given in several for one in given if one != ""]


def _changed(request: SearchRequest | ConcordanceRequest | TraceRequest) -> dict[str, object]:
    """Return what is not as it is by default; of a search that a request is about, what decides what it finds."""
    changed: dict[str, object] = {}
    for field in fields(request):
        value = getattr(request, field.name)
        if isinstance(value, SearchRequest):
            changed |= _changed(whole(value))
        elif value != field.default:
            changed[FILTERS.get(field.name, field.name)] = ",".join(value) if field.name == "facets" else value
    return changed
