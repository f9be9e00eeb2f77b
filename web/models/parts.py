"""What the answers of the API are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Highlight = tuple[int, int]
Highlights = Annotated[
    tuple[Highlight, ...], Field(description="Start and end of each match, in characters, the end excluded.")
]


class Model(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Notice(Model):
    """How a part of the query was understood that could be read in several ways."""

    code: str = Field(description="Stable, for programs.")
    message: str = Field(description="For people.")


class Filters(Model):
    """The filters asked for; lists are empty and dates null where there are none."""

    lang: tuple[str, ...]
    from_: str | None = Field(alias="from")
    to: str | None
    source: tuple[str, ...]
    type: tuple[str, ...]
    author: tuple[str, ...]
    site: tuple[str, ...]
    tagging: tuple[str, ...]


class Query(Model):
    """What was asked for and how it was read: the same in every answer."""

    q: str = Field(description="The query as it was asked.")
    understood: str | None = Field(description="The query written out as it was read; null where it holds nothing.")
    match: str = Field(description="`all` or `any`: what was asked of the words in the end.")
    relaxed: bool = Field(description="No document had all the words, so any of them was asked for.")
    filters: Filters
    notices: tuple[Notice, ...]


class FacetValue(Model):
    """A value to narrow by."""

    value: str = Field(description="As the filters take it.")
    label: str = Field(description="As people read it.")
    count: int
