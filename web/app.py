"""The application: every route, and what stands before it."""

from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

from search.counts.concordance_records import LINE_COLUMNS
from search.counts.count_records import COLLOCATE_COLUMNS, KEYWORD_COLUMNS, TREND_COLUMNS
from search.output.records import DOCUMENT_COLUMNS, FAILURE_COLUMNS
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


def _rows(columns: Sequence[str]) -> dict[int | str, dict[str, Any]]:
    """Return what is said of a list that may be had as rows, and which columns these have."""
    listed = ", ".join(f"`{name}`" for name in columns)
    table = {"schema": {"type": "string", "description": f"A table with a header: {listed}."}}
    return _PROBLEM | {200: {"content": {"application/x-ndjson": {}, "text/csv": table}}}


def _documents() -> dict[int | str, dict[str, Any]]:
    """Return what is said of an export."""
    described = _rows(DOCUMENT_COLUMNS)
    described[200]["description"] = (
        "A document a line, with the fields that the API gives it; or a row. In CSV `meta` and `copies` are JSON, and "
        "`other_languages` are tags with their shares: `fr 0.3; it 0.1`."
    )
    described[200]["content"]["application/vnd.apache.parquet"] = {}
    return described


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
    route(urls.API_SEARCH, api.search, response_model=SearchAnswer)
    route(urls.API_SUGGEST, suggesting.suggest, response_model=SuggestAnswer)
    route("/api/v1/documents/{id:path}", api.document, response_model=DocumentAnswer)
    route(urls.API_SIMILAR, api.similar, response_model=SimilarAnswer)
    add(urls.API_CONCORDANCE, api.concordance, responses=_rows(LINE_COLUMNS), response_model=ConcordanceAnswer)
    route(urls.API_TRACE, api.trace, methods=["POST"], response_model=TraceAnswer)
    add(urls.API_EXPORT, api.export, responses=_documents(), response_class=StreamingResponse)
    route(urls.API_RECEIPT, api.receipt, response_model=ReceiptAnswer)
    add(urls.API_TRENDS, count_api.trends, responses=_rows(TREND_COLUMNS), response_model=TrendAnswer)
    add(urls.API_COLLOCATES, count_api.collocates, responses=_rows(COLLOCATE_COLUMNS), response_model=CollocatesAnswer)
    add(urls.API_KEYWORDS, count_api.keywords, responses=_rows(KEYWORD_COLUMNS), response_model=KeywordsAnswer)
    route(urls.API_INFO, api.info, response_model=InfoAnswer)
    add(urls.API_FAILURES, api.failures, responses=_rows(FAILURE_COLUMNS), response_model=FailuresAnswer)
    route(urls.HEALTH, api.health, response_model=HealthAnswer)
