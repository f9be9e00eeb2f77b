"""Answers of the concordance."""

from pydantic import Field

from web.models.documents import Source
from web.models.parts import FacetValue, Model, Query


class Neighbour(Model):
    """A word next to the match."""

    word: str = Field(description="As it is written, in lower case.")
    count: int = Field(description="How many lines have it.")


class Line(Model):
    """An occurrence, with what tells its document from others."""

    id: str
    source: Source
    title: str | None
    language: str
    date: str | None
    start: int = Field(description="Where the match begins in the text of the document, in characters.")
    end: int = Field(description="Where it ends.")
    before: str = Field(description="What stands before it in the text, on one line.")
    match: str
    after: str = Field(description="What stands after it, on one line.")
    part: str | None = Field(description="The page, slide or sheet where it is, such as `page 3`.")


class ConcordanceAnswer(Model):
    """A page of lines."""

    query: Query
    total: int = Field(description="The exact number of lines.")
    took_ms: float
    documents: int = Field(description="How many documents have lines.")
    found: int = Field(description="How many documents are found, those with the words in their titles only too.")
    tokens: int = Field(description="The words of all texts that the filters leave.")
    per_million: float = Field(description="How many lines there are for a million of these.")
    languages: tuple[FacetValue, ...] = Field(description="The lines by language.")
    words_before: tuple[Neighbour, ...] = Field(description="The words that stand before the match most often.")
    words_after: tuple[Neighbour, ...] = Field(description="Those after it.")
    lines: tuple[Line, ...]
    next: str | None = Field(description="The address of the next page, if there is one.")
