"""What the API says of the index, of an export and of itself; and errors."""

from typing import Any

from pydantic import Field

from web.models.parts import FacetValue, Model, Query


class Content(Model):
    """What an index held."""

    fingerprint: str = Field(
        description="The same for the same documents, however the index was built: of their texts, what is said of "
        "them, where they were read and their language tags."
    )
    documents: int
    updated: str | None = Field(description="When the index was last updated, ISO 8601.")
    analysis: int = Field(description="The version of how texts are made into words; it decides what a word finds.")


class ReceiptAnswer(Model):
    """What an export is of: the same question to the same content gives the same but for the time."""

    query: Query
    request: dict[str, Any] = Field(
        description="What was asked, as `search.corpus` takes it; what is not as it is by default."
    )
    command: str = Field(description="The command that writes it out again.")
    total: int = Field(description="The exact number of documents found.")
    fingerprint: str = Field(description="The same for the same documents found, in whatever order or index.")
    languages: tuple[FacetValue, ...] = Field(description="Each document counted once, by its tag.")
    index: Content
    fundstelle: str = Field(description="The version that answered.")
    made: str = Field(description="When, ISO 8601.")
    export: str = Field(description="The address that streams it again.")


class Failure(Model):
    """A file or record that was not indexed."""

    path: str
    locator: str | None = Field(description="The place in the file; null where it is the whole file.")
    reason: str = Field(description="For people.")


class FailureReason(Model):
    """A reason for not indexing something."""

    reason: str
    count: int


class FailureCounts(Model):
    """What was not indexed, in numbers."""

    total: int
    reasons: tuple[FailureReason, ...] = Field(description="The most frequent reasons.")


class FailuresAnswer(Model):
    """A page of what was not indexed."""

    total: int = Field(description="The exact number, for the reason asked for if there is one.")
    reasons: tuple[FailureReason, ...] = Field(description="The most frequent of all reasons.")
    failures: tuple[Failure, ...] = Field(description="In the order in which the files became known.")
    next: str | None = Field(description="The address of the next page, if there is one.")


class ToReview(Model):
    """Documents whose language tags may want mending."""

    q: str = Field(description="The query that lists them.")
    label: str = Field(description="What is the matter with them, for people.")
    count: int
    url: str = Field(description="The address that lists them.")


class InfoAnswer(Model):
    """What the index holds."""

    documents: int
    dated: int = Field(description="How many documents have a date.")
    years: tuple[int, int] | None = Field(description="The first and the last year of the dated documents.")
    updated: str | None = Field(description="When the index was last updated, ISO 8601.")
    size_bytes: int = Field(description="On disk.")
    languages: tuple[FacetValue, ...] = Field(description="Each document counted once, by its tag.")
    to_review: tuple[ToReview, ...] = Field(description="The documents whose language tags may want mending.")
    sources: tuple[FacetValue, ...]
    failures: FailureCounts = Field(description="What was not indexed; `/api/v1/failures` lists it.")


class HealthAnswer(Model):
    """The server answers and its index can be read."""

    status: str
    documents: int


class Mistake(Model):
    """A parameter that is outside its limits."""

    parameter: str
    message: str


class Problem(Model):
    """An error, after RFC 9457."""

    type: str = Field(description="Where the error is explained.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do.")
    code: str = Field(description="Stable, for programs.")
    mistakes: tuple[Mistake, ...] = Field((), description="The parameters at fault, for `bad-parameter`.")
