"""The JSON API, over HTTP."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from index.errors import FundstelleError, IndexDirectoryError
from index.pipeline import index_sources
from search.errors import RequestError
from tests.web_fixtures import GERMAN
from web import errors
from web.app import create_app
from web.middleware import HostCheck, host_name
from web.models.about import FailuresAnswer, HealthAnswer, InfoAnswer, Problem, ReceiptAnswer
from web.models.counts import CollocatesAnswer, KeywordsAnswer, TrendAnswer
from web.models.documents import DocumentAnswer
from web.models.hits import Hit, SearchAnswer, SimilarAnswer
from web.models.lines import ConcordanceAnswer
from web.models.parts import Model
from web.models.suggestions import SuggestAnswer
from web.models.trace import TraceAnswer
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]

Running = Callable[[FastAPI], AbstractContextManager[str]]


def test_a_search_answers_as_its_model_says(client: httpx.Client) -> None:
    answer = client.get("/api/v1/search", params={"q": "Waffenstillstand", "facets": "language,year,source"})
    parsed = SearchAnswer.model_validate_json(answer.content, strict=True)
    (hit,) = parsed.hits
    assert (parsed.total, parsed.query.match, parsed.next) == (1, "all", None)
    assert (hit.id, hit.language, hit.date, hit.author) == ("de-1", "de", "2025-05-20", "Sergej Poletaew")
    assert (hit.source.path, hit.source.locator) == ("source/records.jsonl", "line 1")
    snippet = hit.snippets[0]
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["Waffenstillstand"]
    assert [value.value for value in parsed.facets["language"]] == ["de"]
    assert set(answer.json()["hits"][0]) == set(Hit.model_fields)


def empty_texts(answer: object, name: str = "") -> Iterator[str]:
    """Yield the names of what is an empty text rather than null."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from empty_texts(value, key)
    elif isinstance(answer, list):
        for one in answer:
            yield from empty_texts(one, name)
    elif answer == "":
        yield name


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/api/v1/search?q=river&facets=language,year&explain=true", SearchAnswer),
        ("/api/v1/search?q=rivrr", SearchAnswer),
        ("/api/v1/suggest?q=bri", SuggestAnswer),
        ("/api/v1/documents/de-1", DocumentAnswer),
        ("/api/v1/similar?id=en-1", SimilarAnswer),
        ("/api/v1/concordance?q=river", ConcordanceAnswer),
        ("/api/v1/receipt?q=river", ReceiptAnswer),
        ("/api/v1/trends?q=bridge&by_language=true", TrendAnswer),
        ("/api/v1/trends?q=bridge", TrendAnswer),
        ("/api/v1/collocates?q=river&least=1", CollocatesAnswer),
        ("/api/v1/collocates?q=xyzzyx", CollocatesAnswer),
        ("/api/v1/keywords?q=bread&least=1", KeywordsAnswer),
        ("/api/v1/info", InfoAnswer),
        ("/api/v1/failures", FailuresAnswer),
        ("/healthz", HealthAnswer),
    ],
)
def test_each_answer_has_all_that_its_model_says_and_no_more(
    client: httpx.Client, path: str, model: type[Model]
) -> None:
    answer = client.get(path)
    assert (
        model.model_validate_json(answer.content, strict=True).model_dump(mode="json", by_alias=True) == answer.json()
    )
    assert set(empty_texts(answer.json())) <= {"q", "before", "after"}


def test_a_trace_answers_as_its_model_says(client: httpx.Client) -> None:
    answer = client.post("/api/v1/trace", json={"text": GERMAN["text"]})
    trace = TraceAnswer.model_validate_json(answer.content, strict=True)
    assert trace.passages
    assert trace.model_dump(mode="json", by_alias=True) == answer.json()


def test_a_hit_says_why_it_was_found_if_asked(client: httpx.Client) -> None:
    answer = client.get("/api/v1/search?q=brucken&explain=true")
    (hit,) = SearchAnswer.model_validate_json(answer.content, strict=True).hits
    assert [(one.where, one.how, one.form, one.detail) for one in hit.reasons or ()] == [
        ("title", "stem", "Brücke", "bruck"),
        ("text", "stem", "Brücke", "bruck"),
    ]
    assert client.get("/api/v1/search?q=brucken").json()["hits"][0]["reasons"] is None


def test_words_as_typed_are_found_in_no_other_form(client: httpx.Client) -> None:
    assert client.get("/api/v1/search?q=brucke&exact=true").json()["total"] == 0
    assert client.get("/api/v1/search?q=brücke&exact=true").json()["total"] == 1
    assert client.get("/api/v1/export?q=brucke&exact=true").text == ""


def test_what_is_not_known_is_null(client: httpx.Client) -> None:
    hit = client.get("/api/v1/search?lang=zh").json()["hits"][0]
    assert hit["date"] is hit["author"] is hit["url"] is None


def test_next_leads_through_every_hit(client: httpx.Client) -> None:
    seen, url = [], "/api/v1/search?q=entry&limit=7&sort=date&facets=language"
    while url:
        answer = client.get(url).json()
        seen += [hit["id"] for hit in answer["hits"]]
        url = answer["next"]
    assert seen == [f"note-{n}" for n in range(25)]


def test_too_deep_names_the_export(client: httpx.Client) -> None:
    problem = client.get("/api/v1/search?q=river&offset=10000").json()
    assert problem["code"] == "too-deep"
    assert "export" in problem["detail"].lower()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/search?limit=0", 400, "bad-parameter"),
        ("/api/v1/search?lang=deutsch!", 400, "bad-parameter"),
        ("/api/v1/search?from=yesterday", 400, "bad-parameter"),
        ("/api/v1/export?format=xml", 400, "bad-parameter"),
        ("/api/v1/documents/none", 404, "unknown-document"),
        ("/api/v1/similar", 400, "bad-parameter"),
        ("/api/v1/similar?id=none", 404, "unknown-document"),
        ("/api/v1/concordance?q=river&limit=101", 400, "bad-parameter"),
        ("/api/v1/trends?q=river&step=0", 400, "bad-parameter"),
        ("/api/v1/collocates?q=river&span_after=11&format=csv", 400, "bad-parameter"),
        ("/api/v1/keywords?q=river&sort=best", 400, "bad-parameter"),
        ("/api/v1/receipt?to=x", 400, "bad-parameter"),
        ("/api/v1/suggest?limit=x", 400, "bad-parameter"),
        ("/api/v1/failures?offset=-1", 400, "bad-parameter"),
        ("/api/v1/documents/de-1?lang=de", 400, "bad-parameter"),
        ("/api/v1/info?q=river", 400, "bad-parameter"),
        ("/api/v1/trace", 405, "method-not-allowed"),
        ("/api/v1/none", 404, "not-found"),
        ("/api/", 404, "not-found"),
        ("/healthz/none", 404, "not-found"),
    ],
)
def test_errors_are_problems(client: httpx.Client, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    problem = answer.json()
    assert set(problem) == set(Problem.model_fields)
    assert bool(problem["mistakes"]) == (code == "bad-parameter")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["title"]
    assert problem["detail"]
    assert client.get(problem["type"]).text.count(f'id="{code}"') == 1


def test_a_bad_parameter_is_named(client: httpx.Client) -> None:
    problem = client.get("/api/v1/search?limit=0&offset=x").json()
    assert [mistake["parameter"] for mistake in problem["mistakes"]] == ["limit", "offset"]
    assert problem["detail"] == "limit must be at least 1. offset must be a whole number."


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("search?q=river&language=de", "language is no parameter here (did you mean lang?)"),
        ("trends?q=river&language=de", "language is no parameter here (did you mean lang?)"),
        ("export?date_from=2020", "date_from is no parameter here (did you mean from?)"),
        ("concordance?q=river&Limit=3", "Limit is no parameter here (did you mean limit?)"),
        ("documents/de-1?fields=id", "fields is no parameter here; there are path, locator"),
        ("info?q=river", "q is no parameter here"),
    ],
)
def test_an_unknown_parameter_is_refused_rather_than_left_out(client: httpx.Client, asked: str, message: str) -> None:
    problem = client.get(f"/api/v1/{asked}").json()
    assert [mistake["message"] for mistake in problem["mistakes"]] == [message]


def test_a_trace_takes_its_parameters_in_its_body(client: httpx.Client) -> None:
    inside = client.post("/api/v1/trace", json={"text": "The old bridge", "language": "de"}).json()
    beside = client.post("/api/v1/trace?lang=de", json={"text": "The old bridge"}).json()
    assert inside["detail"] == "language is no parameter here (did you mean lang?)."
    assert beside["detail"] == "lang belongs into the body, not into the address."


@pytest.mark.parametrize("page", ["/search?q=river", "/concordance?q=river", "/trends?q=river", "/similar?id=de-1"])
def test_pages_leave_unknown_parameters_aside(client: httpx.Client, page: str) -> None:
    assert client.get(f"{page}&utm_source=mail").status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "/search?q=river&sort=date",
        "/concordance?q=river",
        "/trends?q=river&show=count",
        "/collocates?q=river&least=1",
        "/keywords?q=bread&least=1",
        "/document/shared?path=source/first.jsonl",
        "/similar?id=en-1",
        "/failures",
    ],
)
def test_the_api_takes_what_pages_link_to(client: httpx.Client, page: str) -> None:
    addresses = {unescape(one) for one in re.findall(r'href="(/api/[^"]+)"', client.get(page).text)}
    assert addresses
    assert {one: client.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("limit=101", "limit must be at most 100."),
        (f"limit={'9' * 5_000}", "limit must be a smaller number."),
        ("match=some", "match must be 'auto', 'all' or 'any'."),
        ("exact=perhaps", "exact must be true or false."),
        ("to=1.5.2025", "to must be a date, such as 2025, 2025-05 or 2025-05-20."),
        ("lang=!&lang=!", "lang must be a language: a tag such as de or zh-Hans, or a name such as German."),
        ("lang=de&" * 51, "lang may be given at most 50 times."),
        (f"source={'s' * 1_001}", "source must be at most 1,000 characters long."),
        ("type=exe", "type must be a type of file, such as pdf, html or jsonl."),
        ("site=%2F%2F", "site must be a site, such as example.org."),
        (
            "facets=colour",
            "facets must be names out of language, year, source, type, author, site, tagging, but not colour.",
        ),
    ],
)
def test_what_is_wrong_with_a_parameter_is_said_in_our_words(client: httpx.Client, query: str, detail: str) -> None:
    assert client.get(f"/api/v1/search?{query}").json()["detail"] == detail


def test_only_get_is_allowed(client: httpx.Client) -> None:
    answer = client.post("/api/v1/search")
    assert answer.json()["code"] == "method-not-allowed"
    assert answer.headers["allow"] == "GET"
    assert set(client.post("/").headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    "q", ['"open', "((((", "a AND NOT", "l'homme", "C++", "\0", "🙂", "*", "-", "a" * 30_000, ":", "lang:"]
)
def test_a_query_is_never_a_server_error(client: httpx.Client, q: str) -> None:
    for path in ("/api/v1/search", "/api/v1/export", "/search", "/document/en-1"):
        assert client.get(path, params={"q": q}, follow_redirects=True).status_code == 200


def test_a_document_is_whole(client: httpx.Client) -> None:
    answer = client.get("/api/v1/documents/en-1")
    parsed = DocumentAnswer.model_validate_json(answer.content, strict=True)
    assert parsed.text.startswith("The old bridge over the river")
    assert parsed.text.endswith("on the bank of the river.")


def test_metadata_is_given_and_asked_for(client: httpx.Client) -> None:
    assert client.get("/api/v1/documents/de-1").json()["meta"] == {"Verlag": "Fluss & Tal"}
    answer = client.get("/api/v1/search", params={"q": 'meta.verlag:"fluss tal"'}).json()
    assert [hit["meta"] for hit in answer["hits"]] == [{"Verlag": "Fluss & Tal"}]


def test_documents_that_share_an_id_are_told_apart(client: httpx.Client) -> None:
    hits = client.get("/api/v1/search?q=twins").json()["hits"]
    assert [hit["id"] for hit in hits] == ["shared", "shared"]
    for hit in hits:
        params = {name: value for name, value in hit["source"].items() if value}
        assert client.get("/api/v1/documents/shared", params=params).json()["title"] == hit["title"]


def test_export_has_every_match(client: httpx.Client) -> None:
    answer = client.get("/api/v1/export?q=entry&from=2000")
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert sorted(row["id"] for row in rows) == sorted(f"note-{n}" for n in range(10, 25))
    assert "attachment" in answer.headers["content-disposition"]


def test_export_as_csv_has_the_same_rows(client: httpx.Client) -> None:
    answer = client.get("/api/v1/export?q=*&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    everything = client.get("/api/v1/info").json()["documents"]
    assert len(rows) == everything == 33
    assert rows[0]["path"]


def test_info_and_health(client: httpx.Client) -> None:
    info = InfoAnswer.model_validate_json(client.get("/api/v1/info").content, strict=True)
    assert info.years == (1990, 2025)
    assert (info.failures.total, len(info.failures.reasons)) == (1, 1)
    assert client.get("/healthz").json() == {"status": "ok", "documents": info.documents}


def test_failures_are_paged_and_streamed(tmp_path: Path, running: Running) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "broken.jsonl").write_text("{\n" * 30 + '{"title": "no text"}\n' * 3)
    index_sources([tmp_path / "source"], tmp_path / "index", workers=1)
    with running(create_app(Settings(tmp_path / "index"))) as base, httpx.Client(base_url=base) as client:
        locators, url = list[str | None](), "/api/v1/failures?limit=10"
        while url:
            answer = FailuresAnswer.model_validate_json(client.get(url).content, strict=True)
            assert (answer.total, [one.count for one in answer.reasons]) == (33, [30, 3])
            locators += [one.locator for one in answer.failures]
            url = answer.next or ""
        assert [(one or "").partition(",")[0] for one in locators] == [f"line {number}" for number in range(1, 34)]
        lines = client.get("/api/v1/failures?format=jsonl").text.splitlines()
        assert [json.loads(line)["locator"] for line in lines] == locators
        rare = {"reason": answer.reasons[1].reason, "format": "csv"}
        rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/failures", params=rare).text, newline="")))
        assert [row["locator"] for row in rows] == locators[30:]
        assert client.get("/api/v1/failures", params={"reason": "no such reason"}).json()["failures"] == []


def test_every_error_raised_on_purpose_has_its_row() -> None:
    def below(kind: type[FundstelleError]) -> list[type[FundstelleError]]:
        return [kind, *(one for child in kind.__subclasses__() for one in below(child))]

    codes = [errors.code(kind("why")) for root in (RequestError, IndexDirectoryError) for kind in below(root)]
    assert "internal" not in codes
    assert set(codes) <= set(errors.KINDS)


def test_an_unexpected_error_is_calm(tmp_path: Path, running: Running) -> None:
    class Broken:
        def current(self) -> None:
            raise RuntimeError("secret")

    app = create_app(Settings(tmp_path))
    app.state.searchers = Broken()
    with running(app) as base:
        page, problem = httpx.get(base), httpx.get(f"{base}/api/v1/info")
    assert page.status_code == problem.status_code == 500
    assert problem.json()["code"] == "internal"
    assert "secret" not in page.text + problem.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("LocalHost:8000", "localhost"),
        ("localhost.", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]:80", "::1"),
        ("evil.example", "evil.example"),
        ("localhost@evil.example", ""),
        ("localhost:80:90", ""),
        ("", ""),
    ],
)
def test_host_names_are_read_strictly(header: str, name: str) -> None:
    assert host_name(header) == name


def test_other_host_names_are_refused_unless_allowed(client: httpx.Client, web_index: Path, running: Running) -> None:
    evil = {"Host": "corpus.example:8000"}
    refused = client.get("/api/v1/info", headers=evil)
    assert (refused.status_code, refused.json()["code"]) == (400, "host-not-allowed")
    assert "--allow-host" in client.get("/", headers=evil).text
    for allowed in ("corpus.example", "*"):
        with running(create_app(Settings(web_index, (allowed,)))) as base:
            assert httpx.get(f"{base}/healthz", headers=evil).status_code == 200


def test_only_requests_have_a_host_to_check() -> None:
    asked = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        asked.append(scope["type"])

    async def nothing(*_: object) -> Any:
        return {}

    check = HostCheck(app, (), errors.host_not_allowed)
    asyncio.run(check({"type": "lifespan"}, nothing, nothing))
    assert asked == ["lifespan"]


def test_openapi_describes_the_limits(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/api/v1/search"]["get"]
    limit = next(one for one in operation["parameters"] if one["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"], limit["schema"]["default"]) == (1, 100, 10)
    assert "422" not in operation["responses"]


@pytest.mark.parametrize(
    "path", ["concordance?q=river", "trends?q=river", "collocates?q=river", "keywords?q=river", "failures?reason="]
)
def test_openapi_says_which_forms_a_list_has(client: httpx.Client, path: str) -> None:
    operation = client.get("/openapi.json").json()["paths"][f"/api/v1/{path.partition('?')[0]}"]["get"]
    declared = operation["responses"]["200"]["content"]
    assert set(declared) == {"application/json", "application/x-ndjson", "text/csv"}
    assert operation["responses"]["default"]
    for form in ("json", "jsonl", "csv"):
        answer = client.get(f"/api/v1/{path}&format={form}")
        assert answer.headers["content-type"].partition(";")[0] in declared


@pytest.mark.parametrize(
    "path", ["search", "similar?id=en-1", "concordance", "trends", "collocates", "keywords", "receipt"]
)
def test_every_answer_says_alike_how_its_query_was_read(client: httpx.Client, path: str) -> None:
    asked = {"q": '"river bread', "lang": "en", "from": "1990", "type": "jsonl", "match": "any"}
    url = httpx.URL(f"/api/v1/{path}").copy_merge_params(asked)
    answer = client.get(url).raise_for_status().json()
    query = answer["series"][0]["query"] if path == "trends" else answer["query"]
    assert (query["q"], query["match"], query["relaxed"]) == (asked["q"], "any", False)
    assert (query["understood"], query["notices"][0]["code"]) == ('"river bread"', "quotes-repaired")
    assert {name: value for name, value in query["filters"].items() if value} == {
        "lang": ["en"], "from": "1990", "type": ["jsonl"],
    }  # fmt: skip
    assert "took_ms" in answer or path == "receipt"


def test_a_trace_is_asked_for_the_next_page(client: httpx.Client) -> None:
    asked, found = {"text": "over the river", "least": 2, "limit": 7}, list[object]()
    offset = 0
    while offset is not None:
        answer = client.post("/api/v1/trace", json={**asked, "offset": offset, "lang": ["en"]}).json()
        found += answer["passages"]
        offset = answer["next_offset"]
    assert len(found) == answer["total"] > 7
    assert answer["query"]["filters"]["lang"] == ["en"]
