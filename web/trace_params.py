"""What a trace is asked with: in an address, in the body of a form, or in JSON; and back to an address."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from search.request import MAX_DEPTH, SearchRequest
from search.tracing import (
    LEAST,
    MAX_LEAST,
    MAX_PASSAGES,
    MAX_TEXT_LENGTH,
    MIN_LEAST,
    TraceCopies,
    TraceOrder,
    TraceRequest,
)
from web.params import MAX_VALUES, DateText, Name, Params, Tag, parameters

_LISTS = {"lang", "source"}
_DEFAULTS = TraceRequest("")


class TraceParams(Params):
    """A text to trace, which may be absent, and the filters, the order and the page."""

    text: str = Field("", max_length=MAX_TEXT_LENGTH, description="The text to trace.")
    least: int = Field(
        LEAST,
        ge=MIN_LEAST,
        le=MAX_LEAST,
        description="How many words in a row make a passage; of a text with fewer words, all of them. In scripts "
        "without spaces characters count.",
    )
    order: TraceOrder = Field("longest", description="`longest` or `oldest` passages first.")
    copies: TraceCopies = Field(
        "fold", description="Of near copies, `fold` gives the passages of the first document only, `show` of every one."
    )
    lang: list[Tag] = Field([], max_length=MAX_VALUES, description="Only documents in these languages, BCP 47 tags.")
    from_: DateText = Field("", alias="from", description="The earliest date: `2025`, `2025-05` or `2025-05-20`.")
    to: DateText = Field("", description="The latest date, included.")
    source: list[Name] = Field([], max_length=MAX_VALUES, description="Only from these folders or files.")
    limit: int = Field(20, ge=1, le=MAX_PASSAGES, description="How many passages to return.")
    offset: int = Field(0, ge=0, le=MAX_DEPTH, description="How many passages to pass over.")

    def request(self) -> TraceRequest:
        """Return what is to be traced."""
        filters = SearchRequest(
            languages=tuple(self.lang), date_from=self.from_, date_to=self.to, sources=tuple(self.source)
        )
        return TraceRequest(self.text, filters, self.least, self.order, self.copies, self.limit, self.offset)


class TraceBody(TraceParams):
    """A text to trace, the filters, the order and the page."""

    text: str = Field(max_length=MAX_TEXT_LENGTH, description="The text to trace.")


async def _form(request: Request) -> TraceParams:
    """Read the fields of a form from a body."""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    try:
        return TraceParams.model_validate(
            {name: values if name in _LISTS else values[-1] for name, values in fields.items()}
        )
    except ValidationError as error:
        raise RequestValidationError([one | {"loc": ("body", *one["loc"])} for one in error.errors()]) from error


FormParams = Annotated[TraceParams, Depends(_form)]
"""Parameters as the fields of a form."""


def trace_parameters(request: TraceRequest) -> list[tuple[str, str]]:
    """Return `request` as URL parameters in order, those at their defaults left out."""
    named = ((name, getattr(request, name)) for name in ("least", "order", "copies", "limit", "offset"))
    others = [(name, str(value)) for name, value in named if value != getattr(_DEFAULTS, name)]
    text = [("text", request.text)] if request.text else []
    return [*text, *parameters(request.filters), *others]
