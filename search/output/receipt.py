"""What was asked of which index, and what it gave: so that a result can be cited, and had again.

The same question to the same content gives the same receipt but for its time, however the index was built: documents
are told by a fingerprint of what they are (`index.schema.marks`), not by when or in which order they were written.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import tantivy

from index.analysis import ANALYSIS_VERSION
from index.directory import MAX_LANGUAGES
from index.languages import name_of
from search.arguments import command
from search.checking import checked
from search.errors import RequestError
from search.output.query_record import Understood, query_record
from search.output.tables import Record
from search.request import Match, SearchRequest, whole
from search.response import FacetValue, Notice
from search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Content:
    """What an index held: a fingerprint of its documents, their number, and the ISO time of its last update in UTC.

    `analysis` is the version of how texts are made into words, which decides what a word finds.
    """

    fingerprint: str
    documents: int
    updated: str
    analysis: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A question and what it gave.

    `request` asks it again. `understood`, `match` and `notices` are as in a SearchResponse. `total`,
    `fingerprint` and `languages` tell of the documents found: their number, which they are, and how many of each
    language, each counted once. `fundstelle` is the version that answered, `made` the ISO time of that in UTC.
    """

    request: SearchRequest
    understood: str
    match: Match
    notices: tuple[Notice, ...]
    total: int
    fingerprint: str
    languages: tuple[FacetValue, ...]
    index: Content
    fundstelle: str
    made: str


def issue(snapshot: Snapshot, request: SearchRequest, answer: Understood, found: tantivy.Query, total: int) -> Receipt:
    """Return the receipt of a request, answered so; `found` finds its documents, of which there are `total`."""
    with snapshot.directory.state() as state:
        updated = state.updated()
    return Receipt(
        request=whole(request),
        understood=answer.understood,
        match=answer.match,
        notices=answer.notices,
        total=total,
        fingerprint=snapshot.fingerprint(found),
        languages=tuple(_languages(snapshot, found)),
        index=Content(snapshot.content, snapshot.tantivy.num_docs, updated, ANALYSIS_VERSION),
        fundstelle=version("fundstelle"),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def receipt_record(receipt: Receipt) -> Record:
    """Return a receipt as the API and files have it; of the request what is not as it is by default."""
    return {
        "query": query_record(receipt.request, receipt),
        "request": dict(_asked(receipt.request)),
        "command": command("export", receipt.request),
        "total": receipt.total,
        "fingerprint": receipt.fingerprint,
        "languages": [asdict(value) for value in receipt.languages],
        "index": asdict(receipt.index) | {"updated": receipt.index.updated or None},
        "fundstelle": receipt.fundstelle,
        "made": receipt.made,
    }


def request_of(record: object) -> SearchRequest:
    """Return the request that the record of a receipt tells of; raise RequestError where it tells of none."""
    request = record.get("request") if isinstance(record, dict) else None
    defaults = {field.name: field.default for field in fields(SearchRequest)}
    if not isinstance(request, dict) or not all(_fits(value, defaults.get(name)) for name, value in request.items()):
        raise RequestError("This is no receipt, or one of another version of Fundstelle.")
    asked: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in request.items()}
    return checked(SearchRequest(**asked))


def _asked(request: SearchRequest) -> Iterator[tuple[str, object]]:
    for field in fields(request):
        value = getattr(request, field.name)
        if value != field.default:
            yield field.name, list(value) if isinstance(value, tuple) else value


def _fits(value: object, default: object) -> bool:
    """Tell whether a value is of the kind that the field with this default takes."""
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return default is not None and type(value) is type(default)


def _languages(snapshot: Snapshot, found: tantivy.Query) -> Iterator[FacetValue]:
    buckets = snapshot.buckets(found, {"language": MAX_LANGUAGES})["language"]
    for bucket in sorted(buckets, key=lambda bucket: (-bucket["doc_count"], bucket["key"])):
        yield FacetValue(bucket["key"], name_of(bucket["key"]), int(bucket["doc_count"]))
