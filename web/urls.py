"""Every URL that the pages and the API emit."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal
from urllib.parse import quote, urlencode

from index.document import Document
from search.counts.concordance import ConcordanceRequest
from search.query.filters import filters
from search.request import Match, SearchRequest, whole
from search.response import Span
from search.tracing.trace import TraceRequest
from web import assets
from web.params import ExportFormat, ListFormat, QueryParams, pairs, parameters

START = "/"
SEARCH = "/search"
SIMILAR = "/similar"
CONCORDANCE = "/concordance"
TRENDS = "/trends"
COLLOCATES = "/collocates"
KEYWORDS = "/keywords"
HELP = "/help"
FAILURES = "/failures"
DOCS = "/docs"
OPENAPI = "/openapi.json"
HEALTH = "/healthz"
TRACE = "/trace"
API_TRACE = "/api/v1/trace"
API_SEARCH = "/api/v1/search"
API_SIMILAR = "/api/v1/similar"
API_CONCORDANCE = "/api/v1/concordance"
API_EXPORT = "/api/v1/export"
API_RECEIPT = "/api/v1/receipt"
API_SUGGEST = "/api/v1/suggest"
API_TRENDS = "/api/v1/trends"
API_COLLOCATES = "/api/v1/collocates"
API_KEYWORDS = "/api/v1/keywords"
API_INFO = "/api/v1/info"
API_FAILURES = "/api/v1/failures"

_NO_SEARCH = SearchRequest()


def search(request: SearchRequest) -> str:
    """Return the address of a page of results; of the start page for a request without query and filter."""
    return _with_query(SEARCH, parameters(request)) if is_search(request) else START


def is_search(request: SearchRequest) -> bool:
    """Say whether the request has a query or a filter."""
    return bool(request.q.strip() or filters(request))


def view(path: str, request: SearchRequest) -> str:
    """Return the address of a view of all that a request finds."""
    return _with_query(path, parameters(whole(request)))


def concordance(request: ConcordanceRequest) -> str:
    """Return the address of a page of lines."""
    return _with_query(CONCORDANCE, parameters(request))


def api_concordance(request: ConcordanceRequest, form: ListFormat | Literal[""] = "") -> str:
    """Return the address of the same page of lines in the API, or of the stream of all."""
    return _with_query(API_CONCORDANCE, [*parameters(request), *pairs({"format": form})])


def document(
    document: Document, request: SearchRequest, used: Match, *, shared_id: bool = False, match: int = 0
) -> str:
    """Return the address of a document's page, at a match, with the search that led to it.

    `used` is the mode that found the document. The request may still say "auto", and does so on the way back.
    """
    asked = [*parameters(request), *_marks(used), *_place(document, shared_id)]
    url = _with_query(f"/document/{_path(document.id)}", asked)
    return f"{url}#match-{match}" if match else url


def at(document_url: str, character: int) -> str:
    """Return the address of a document's page that shows the page of the text with that character."""
    url, *fragment = document_url.split("#")
    sign = "&" if "?" in url else "?"
    return "#".join([f"{url}{sign}at={character}", *fragment]) if character else document_url


def passage(
    document: Document,
    passage: Span,
    request: SearchRequest = _NO_SEARCH,
    used: Match = "all",
    *,
    shared_id: bool = False,
) -> str:
    """Return the address of a passage of a document's text.

    The page of the document that it begins on sets it apart, and marks what the request matches in the mode `used`.
    """
    place = f"{passage[0]}-{passage[1]}"
    asked = [*parameters(request), *_marks(used), *_place(document, shared_id), ("c", place)]
    return f"{_with_query(f'/document/{_path(document.id)}', asked)}#c={place}"


def similar(
    document: Document, request: SearchRequest = _NO_SEARCH, without: Iterable[str] = (), *, shared_id: bool = False
) -> str:
    """Return the address of the documents like one, out of those that the request finds; all if it is empty."""
    return _with_query(SIMILAR, _like(document, request, without, shared_id))


def api_similar(
    document: Document, request: SearchRequest = _NO_SEARCH, without: Iterable[str] = (), *, shared_id: bool = False
) -> str:
    """Return the address of the same in the API."""
    return _with_query(API_SIMILAR, _like(document, request, without, shared_id))


def trace(request: TraceRequest) -> str:
    """Return the address of the page that traces a text."""
    return _with_query(TRACE, parameters(request))


def api_search(request: SearchRequest) -> str:
    """Return the address of the same search in the API."""
    return _with_query(API_SEARCH, parameters(request))


def api_suggest(typed: str) -> str:
    """Return the address of what is suggested for something half typed."""
    return _with_query(API_SUGGEST, [("q", typed)])


def api_document(document: Document, *, shared_id: bool = False) -> str:
    """Return the address of the document in the API."""
    return _with_query(f"/api/v1/documents/{_path(document.id)}", _place(document, shared_id))


def export(request: SearchRequest, form: ExportFormat) -> str:
    """Return the address that streams every document the request finds."""
    return _with_query(API_EXPORT, [*parameters(whole(request)), ("format", form)])


def receipt(request: SearchRequest) -> str:
    """Return the address of the receipt of what `export` streams."""
    return _with_query(API_RECEIPT, parameters(whole(request)))


def failures(reason: str = "", offset: int = 0) -> str:
    """Return the address of a page of the list of what was not indexed, or not for a reason."""
    return _with_query(FAILURES, pairs({"reason": reason, "offset": offset or ""}))


def api_failures(reason: str = "", limit: int = 0, offset: int = 0, form: ListFormat | Literal[""] = "") -> str:
    """Return the address of the same list in the API: a page of it, or as a stream."""
    return _with_query(
        API_FAILURES, pairs({"reason": reason, "limit": limit or "", "offset": offset or "", "format": form})
    )


def counts(path: str, params: QueryParams, **changed: object) -> str:
    """Return the address of what is counted (trends, collocates, keywords), with some parameters changed."""
    return _with_query(path, pairs(params.model_copy(update=changed).changed()))


def counts_as(form: ListFormat, path: str, params: QueryParams) -> str:
    """Return the address of the same in the API: as JSON its page, in another form all of it."""
    left_out = {"show"} if form == "json" else {"show", "limit", "offset"}
    kept = {name: value for name, value in params.changed().items() if name not in left_out}
    return _with_query(path, pairs(kept | {"format": form}))


def error(code: str) -> str:
    """Return the address where the error is explained."""
    return f"{DOCS}#{code}"


def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return f"/static/{name}?v={assets.load(name).version}"


def _with_query(path: str, asked: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(asked))
    return f"{path}?{query}" if query else path


def _path(id: str) -> str:
    # Browsers resolve "." and ".." between slashes, escaped or not, but leave an escaped slash alone.
    dotted = any(segment in {".", ".."} for segment in id.split("/"))
    return quote(id, safe="" if dotted else "/")


def _like(document: Document, request: SearchRequest, without: Iterable[str], shared_id: bool) -> list[tuple[str, str]]:
    asked = replace(request, sort="relevance", offset=0, facets=(), explain=False)
    return [("id", document.id), *_place(document, shared_id), *parameters(asked), *pairs({"without": list(without)})]


def _marks(used: Match) -> list[tuple[str, str]]:
    return [("marks", used)] if used == "any" else []


def _place(document: Document, shared_id: bool) -> list[tuple[str, str]]:
    return pairs({"path": document.path, "locator": document.locator}) if shared_id else []
