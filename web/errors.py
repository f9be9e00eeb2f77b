"""What can go wrong with a request, and how it is said: one table, for people and for programs.

Programs get `application/problem+json` (RFC 9457) with a stable `code`; people get a page.
"""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from index.errors import FundstelleError, IndexBusy, IndexDamaged, IndexDirectoryError, IndexIncompatible, IndexMissing
from search.errors import RequestError
from web import contexts, middleware, templating, urls
from web.models import Mistake, Problem


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: its HTTP status, its title and what it means."""

    status: HTTPStatus
    title: str
    meaning: str


KINDS = {
    "bad-request": Kind(HTTPStatus.BAD_REQUEST, "Bad request", "It cannot be answered; `detail` says why."),
    "bad-parameter": Kind(
        HTTPStatus.BAD_REQUEST, "Bad parameter", "A parameter is outside its limits; `detail` says which and why."
    ),
    "too-deep": Kind(
        HTTPStatus.BAD_REQUEST, "Too far down", "Paging ends at 10,000 hits; `/api/v1/export` streams every one."
    ),
    "host-not-allowed": Kind(
        HTTPStatus.BAD_REQUEST, "Unknown host name", "The server was not told to answer under this host name."
    ),
    "not-found": Kind(HTTPStatus.NOT_FOUND, "Nothing here", "There is nothing at this address."),
    "unknown-document": Kind(HTTPStatus.NOT_FOUND, "No such document", "The index holds no document of this id."),
    "method-not-allowed": Kind(HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", "Everything here is read by GET."),
    "index-missing": Kind(HTTPStatus.SERVICE_UNAVAILABLE, "No index yet", "There is no index at the place served."),
    "index-busy": Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The index is busy", "Another process holds the index."),
    "index-incompatible": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE, "The index has another format", "Another version of Fundstelle wrote the index."
    ),
    "index-damaged": Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The index is damaged", "Its files cannot be read."),
    "index-unusable": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE, "The index cannot be used", "`detail` says why and what to do."
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
_HTTP_CODES = {404: "not-found", 405: "method-not-allowed"}
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
    mistakes = tuple(Mistake(parameter=str(one["loc"][1]), message=one["msg"]) for one in error.errors())
    detail = " ".join(f"{mistake.parameter}: {mistake.message}." for mistake in mistakes)
    return _answer(request, "bad-parameter", detail, mistakes)


def _on_purpose(request: Request, error: Exception) -> Response:
    return _answer(request, code(error), str(error))


def code(error: Exception) -> str:
    """Return the code of an error that was raised on purpose."""
    if isinstance(error, RequestError):
        return error.code
    return next((name for kind, name in _INDEX_CODES.items() if isinstance(error, kind)), "internal")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # handlers are typed for any exception
    code = _HTTP_CODES.get(error.status_code, "bad-request")
    return _answer(request, code, KINDS[code].meaning)


def _unexpected(request: Request, _: Exception) -> Response:
    # This answer is given outside of all middleware; the exception itself goes on to the server's log.
    answer = _answer(request, "internal", KINDS["internal"].meaning)
    answer.headers.update(middleware.SECURITY_HEADERS)
    return answer


def _answer(request: Request, code: str, detail: str, mistakes: tuple[Mistake, ...] = ()) -> Response:
    kind = KINDS[code]
    if not request.url.path.startswith(_PROGRAM_PATHS):
        return templating.render(contexts.ErrorPage(title=kind.title, detail=detail, code=code), kind.status)
    problem = Problem(
        type=urls.error(code), title=kind.title, status=kind.status, detail=detail, code=code, mistakes=mistakes
    )
    return Response(problem.model_dump_json(), kind.status, media_type="application/problem+json")
