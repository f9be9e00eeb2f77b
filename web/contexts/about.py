"""What the pages about searching, the API, failures and errors are given."""

from dataclasses import dataclass
from typing import ClassVar

from index.failures import SkippedSource
from web.contexts.parts import Choice, Downloads, Link, Page, Paging


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example of the query language."""

    link: Link
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(Page):
    """The query language: sections of examples."""

    template: ClassVar[str] = "help.html"

    sections: tuple[tuple[str, tuple[ExampleView, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresPage(Page):
    """What was not indexed, and why; `reason` is empty where all reasons are shown."""

    template: ClassVar[str] = "failures.html"

    reason: str
    reasons: tuple[Choice, ...]
    """The most frequent ones."""
    more_reasons: int
    """How many others there are."""
    failures: tuple[SkippedSource, ...]
    total: int
    paging: Paging
    downloads: Downloads


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an endpoint."""

    name: str
    kind: str
    default: str
    limits: str
    description: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an answer; `depth` is how deep it lies."""

    name: str
    kind: str
    description: str
    depth: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of the API; `answer` describes what has no fields, `table` its rows, if it can be had as such."""

    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    example: str
    media_types: str
    answer: str
    fields: tuple[Field, ...]
    table: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A kind of error."""

    code: str
    status: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsPage(Page):
    """The API, described for people."""

    template: ClassVar[str] = "docs.html"

    endpoints: tuple[Endpoint, ...]
    errors: tuple[ErrorView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """Something went wrong."""

    template: ClassVar[str] = "error.html"

    title: str
    detail: str
    code: str
    again: str = ""
    """The address of the same search without what was wrong with it, where there is one."""
