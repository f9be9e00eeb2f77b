"""How a query was asked and read, as a plain record: the same block in every answer."""

from dataclasses import asdict
from typing import Protocol

from search.output.tables import Record
from search.request import FILTERS, Match, SearchRequest
from search.response import Notice


class Understood(Protocol):
    """An answer that says how its query was read, as a SearchResponse does."""

    @property
    def understood(self) -> str:
        """The query written out."""

    @property
    def match(self) -> Match:
        """The mode that was used."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was read otherwise than typed, and done otherwise than asked."""


def query_record(request: SearchRequest, answer: Understood) -> Record:
    """Return what was asked for, and how an answer says that it was read."""
    return {
        "q": request.q,
        "understood": answer.understood or None,
        "match": answer.match,
        "relaxed": request.match == "auto" and answer.match == "any",
        "filters": {name: _filter(getattr(request, field)) for field, name in FILTERS.items()},
        "notices": [asdict(notice) for notice in answer.notices],
    }


def _filter(value: str | tuple[str, ...]) -> str | list[str] | None:
    return list(value) if isinstance(value, tuple) else value or None
