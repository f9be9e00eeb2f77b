"""What can go wrong with a request, and how it is said: one table, for people and for programs.

Programs get `application/problem+json` (RFC 9457) with a stable `code`; people get a page.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from index.errors import FundstelleError, IndexBusy, IndexDamaged, IndexDirectoryError, IndexIncompatible, IndexMissing
from search.errors import RequestError, TooDeep
from web import known_params, middleware, params, templating, urls
from web.contexts.about import ErrorPage
from web.contexts.parts import SearchBox
from web.models.about import Mistake, Problem
from web.pages import views


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: its HTTP status, its title and what it means."""

    status: HTTPStatus
    title: str
    meaning: str


KINDS = {
    "bad-request": Kind(HTTPStatus.BAD_REQUEST, "Bad request", "It cannot be answered; `detail` says why."),
    "bad-parameter": Kind(
        HTTPStatus.BAD_REQUEST,
        "Bad parameter",
        "A parameter is unknown or outside its limits; `detail` says which and why.",
    ),
    "too-deep": Kind(
        HTTPStatus.BAD_REQUEST, "Too far down", "Paging ends at 10,000 hits; `/api/v1/export` streams every one."
    ),
    "format-unavailable": Kind(
        HTTPStatus.NOT_IMPLEMENTED, "Format not available", "The server lacks what writes this format."
    ),
    "host-not-allowed": Kind(
        HTTPStatus.BAD_REQUEST, "Unknown host name", "The server was not told to answer under this host name."
    ),
    "not-found": Kind(HTTPStatus.NOT_FOUND, "Nothing here", "There is nothing at this address."),
    "unknown-document": Kind(HTTPStatus.NOT_FOUND, "No such document", "The index holds no document of this id."),
    "method-not-allowed": Kind(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "Method not allowed",
        "All is read by GET, but texts are sent to `/trace` and `/api/v1/trace` by POST.",
    ),
    "too-large": Kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large", "A text to trace may have 100,000 characters at most."
    ),
    "index-missing": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "No index yet",
        "There is no index yet. Make one with: fundstelle index SOURCE...",
    ),
    "index-busy": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE, "The index is busy", "Another process holds the index. Try again later."
    ),
    "index-incompatible": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index has another format",
        "Another version of Fundstelle wrote the index. Build it anew: fundstelle index SOURCE...",
    ),
    "index-damaged": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index is damaged",
        "The index cannot be read. Build it anew: fundstelle index SOURCE...",
    ),
    "index-unusable": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index cannot be used",
        "The index cannot be used; the server's terminal says why.",
    ),
    "internal": Kind(
        HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong", "A mistake of ours; the server's terminal says more."
    ),
}

_INDEX_CODES: dict[type[FundstelleError], str] = {
    IndexMissing: "index-missing",
    IndexBusy: "index-busy",
    IndexIncompatible: "index-incompatible",
    IndexDamaged: "index-damaged",
    IndexDirectoryError: "index-unusable",
}
_HTTP_CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}
_LOG = logging.getLogger(__name__)
_PROGRAM_PATHS = ("/api/", urls.HEALTH, urls.OPENAPI)


def install(app: FastAPI) -> None:
    """Have every error of the app answered from the table."""
    for error, answer in (
        (RequestValidationError, _bad_parameter),
        (FundstelleError, _on_purpose),
        (HTTPException, _http),
        (Exception, _unexpected),
    ):
        app.add_exception_handler(error, answer)


def host_not_allowed(request: Request) -> Response:
    """Return the answer to a request under a host name that is not allowed."""
    name = request.headers.get("host", "")
    detail = f'This server does not answer to the name "{name}". Start it with --allow-host NAME to add a name.'
    return _answer(request, "host-not-allowed", detail)


def _bad_parameter(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # handlers are typed for any exception
    found = dict.fromkeys(_mistake(request, one) for one in error.errors())
    mistakes = tuple(Mistake(parameter=name, message=message) for name, message in found)
    return _answer(request, "bad-parameter", " ".join(f"{one.message}." for one in mistakes), mistakes)


def _mistake(request: Request, error: Mapping[str, Any]) -> tuple[str, str]:
    """Return the parameter that an error of validation is about, and what is wrong with it as a sentence."""
    if error["type"] != known_params.UNKNOWN:
        return params.mistake(error)
    name: str = error["loc"][-1]
    return name, known_params.wrong_with(request, name)


def _on_purpose(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestError):
        return _answer(request, error.code, str(error))
    # What is wrong with the index names its place on disk: that is for who runs the server, not for who asks it.
    _LOG.error("%s", error)
    return _answer(request, code(error), KINDS[code(error)].meaning)


def code(error: Exception) -> str:
    """Return the code of an error that was raised on purpose."""
    if isinstance(error, RequestError):
        return error.code
    return next((name for kind, name in _INDEX_CODES.items() if isinstance(error, kind)), "internal")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # handlers are typed for any exception
    code = _HTTP_CODES.get(error.status_code, "bad-request")
    answer = _answer(request, code, KINDS[code].meaning)
    answer.headers.update(error.headers or {})  # a 405 says in one of them what is allowed
    return answer


def _unexpected(request: Request, _: Exception) -> Response:
    # This answer is given outside of all middleware; the exception itself goes on to the server's log.
    answer = _answer(request, "internal", KINDS["internal"].meaning)
    answer.headers.update(middleware.SECURITY_HEADERS)
    return answer


def _answer(request: Request, code: str, detail: str, mistakes: tuple[Mistake, ...] = ()) -> Response:
    kind = KINDS[code]
    if not request.url.path.startswith(_PROGRAM_PATHS):
        kept = _kept(request, code, mistakes)
        page = ErrorPage(
            box=_search_box(request, kept),
            title=kind.title,
            detail=detail,
            code=code,
            again=f"{request.url.path}?{urlencode(kept)}" if kept else "",
        )
        return templating.render(page, kind.status)
    problem = Problem(
        type=urls.error(code), title=kind.title, status=kind.status, detail=detail, code=code, mistakes=mistakes
    )
    return Response(problem.model_dump_json(), kind.status, media_type="application/problem+json")


def _kept(request: Request, code: str, mistakes: tuple[Mistake, ...]) -> list[tuple[str, str]]:
    """Return what a view was asked for without what was wrong with it, for another try."""
    if request.url.path not in views.PATHS or code not in {"bad-parameter", TooDeep.code}:
        return []
    wrong = {one.parameter for one in mistakes} or {"offset"}
    return [(name, value) for name, value in request.query_params.multi_items() if value and name not in wrong]


def _search_box(request: Request, kept: list[tuple[str, str]]) -> SearchBox:
    """Return the form that asks the same view something else."""
    if not kept:
        return SearchBox()
    q = next((value for name, value in kept if name == "q"), "")
    others = tuple(pair for pair in kept if pair != ("q", q) and pair[0] != "offset")
    return SearchBox(q, others, request.url.path)
