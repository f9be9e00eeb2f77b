"""The application: every route, and what stands before it."""

from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

from search.pool import SearcherPool
from web import api, count_api, errors, suggesting, urls
from web.known_params import refuse_unknown
from web.middleware import BodyLimit, HostCheck, SecurityHeaders
from web.models.about import FailuresAnswer, HealthAnswer, InfoAnswer, Problem, ReceiptAnswer
from web.models.counts import CollocatesAnswer, KeywordsAnswer, TrendAnswer
from web.models.documents import DocumentAnswer
from web.models.hits import SearchAnswer, SimilarAnswer
from web.models.lines import ConcordanceAnswer
from web.models.suggestions import SuggestAnswer
from web.models.trace import TraceAnswer
from web.pages import collocates, concordance, document, keywords, similar, site, trace, trends
from web.settings import Settings

_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "An error, as `code` names it.",
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
}
_ROWS: dict[int | str, dict[str, Any]] = {200: {"content": {"application/x-ndjson": {}, "text/csv": {}}}}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A document a line, or a row: the fields of a document as the API gives it, its text the last.",
        "content": {"application/x-ndjson": {}, "text/csv": {}, "application/vnd.apache.parquet": {}},
    }
}


def create_app(settings: Settings) -> FastAPI:
    """Return the application that serves an index."""
    app = FastAPI(
        title="Fundstelle", version=version("fundstelle"), openapi_url=urls.OPENAPI, docs_url=None, redoc_url=None
    )
    app.state.searchers = SearcherPool(settings.index)
    _add_pages(app)
    _add_api(app)

    errors.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(HostCheck, allowed=settings.allowed_hosts, refuse=errors.host_not_allowed)
    app.add_middleware(SecurityHeaders)
    return app


def _add_pages(app: FastAPI) -> None:
    page = partial(app.add_api_route, methods=["GET", "HEAD"], include_in_schema=False)
    page(urls.START, site.start)
    page(urls.SEARCH, site.search)
    page(urls.CONCORDANCE, concordance.page)
    page(urls.TRENDS, trends.trends)
    page(urls.COLLOCATES, collocates.collocates)
    page(urls.KEYWORDS, keywords.keywords)
    page("/document/{id:path}", document.document)
    page(urls.SIMILAR, similar.similar)
    page(urls.TRACE, trace.page)
    app.add_api_route(urls.TRACE, trace.sent, methods=["POST"], include_in_schema=False)
    page(urls.HELP, site.help_page)
    page(urls.FAILURES, site.failures)
    page(urls.DOCS, site.docs)
    page("/static/{name}", site.static)


def _add_api(app: FastAPI) -> None:
    add = partial(app.add_api_route, dependencies=[Depends(refuse_unknown)])
    route = partial(add, responses=_PROBLEM)
    listed = partial(add, responses=_PROBLEM | _ROWS)
    route(urls.API_SEARCH, api.search, response_model=SearchAnswer)
    route(urls.API_SUGGEST, suggesting.suggest, response_model=SuggestAnswer)
    route("/api/v1/documents/{id:path}", api.document, response_model=DocumentAnswer)
    route(urls.API_SIMILAR, api.similar, response_model=SimilarAnswer)
    listed(urls.API_CONCORDANCE, api.concordance, response_model=ConcordanceAnswer)
    route(urls.API_TRACE, api.trace, methods=["POST"], response_model=TraceAnswer)
    add(urls.API_EXPORT, api.export, responses=_PROBLEM | _STREAM, response_class=StreamingResponse)
    route(urls.API_RECEIPT, api.receipt, response_model=ReceiptAnswer)
    listed(urls.API_TRENDS, count_api.trends, response_model=TrendAnswer)
    listed(urls.API_COLLOCATES, count_api.collocates, response_model=CollocatesAnswer)
    listed(urls.API_KEYWORDS, count_api.keywords, response_model=KeywordsAnswer)
    route(urls.API_INFO, api.info, response_model=InfoAnswer)
    listed(urls.API_FAILURES, api.failures, response_model=FailuresAnswer)
    route(urls.HEALTH, api.health, response_model=HealthAnswer)
