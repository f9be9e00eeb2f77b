"""What a trace is asked with: in an address, in the body of a form, or in JSON."""

from typing import Annotated, Literal
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ConfigDict, Field, ValidationError
from pydantic.config import JsonDict

from search.request import MAX_DEPTH, Copies
from search.tracing.trace import (
    LEAST,
    MAX_LEAST,
    MAX_PASSAGES,
    MAX_TEXT_LENGTH,
    MIN_LEAST,
    TraceOrder,
    TraceRequest,
)
from web.params import FilterParams, Params

# A longer text is refused by who traces it, as that is an error of its own; here its limit is only described.
_LIMIT: JsonDict = {"maxLength": MAX_TEXT_LENGTH}


class TextParams(Params):
    """A text to trace, which may be absent."""

    text: str = Field("", description="The text to trace.", json_schema_extra=_LIMIT)


class TraceParams(FilterParams, TextParams):
    """A text to trace, the filters, the order and the page."""

    least: int = Field(
        LEAST,
        ge=MIN_LEAST,
        le=MAX_LEAST,
        description="How many words in a row make a passage; of a text with fewer words, all of them. In scripts "
        "without spaces characters count.",
    )
    sort: TraceOrder = Field("length", description="By `length` (the longest first) or by `date` (the oldest first).")
    copies: Copies | Literal["auto"] = "auto"
    limit: int = Field(20, ge=1, le=MAX_PASSAGES, description="How many passages to return.")
    offset: int = Field(0, ge=0, le=MAX_DEPTH, description="How many passages to pass over.")

    def request(self) -> TraceRequest:
        """Return what is to be traced."""
        return TraceRequest(self.text, self.filters(), self.least, self.sort, self.copies, self.limit, self.offset)


class TraceBody(TraceParams):
    """The same as programs take it, with a text that must be there, and nothing else."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="The text to trace.", json_schema_extra=_LIMIT)
    copies: Copies = Field(
        "show", description="Of near copies, `fold` gives the passages of the first document only, `show` of every one."
    )


_LISTS = {name for name, field in TraceParams.model_fields.items() if field.default == []}


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
