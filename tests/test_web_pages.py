"""The pages, as a browser without scripts gets them."""

import html
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI

from index.document import Document
from index.pipeline import index_sources
from search.request import SearchRequest
from tests.conftest import Library, records
from web import urls
from web.app import create_app
from web.pages import query_help
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]

Running = Callable[[FastAPI], AbstractContextManager[str]]
STRANGE_ID = 'odd/a?b#c%20 "d"/../x'


def links(page: httpx.Response, words: str) -> list[str]:
    """Return the addresses of the links whose text holds the words."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', page.text, re.DOTALL)
    return [html.unescape(url) for url, label in found if words in html.unescape(re.sub(r"<[^>]*>", "", label))]


def test_the_start_page_shows_what_the_index_holds(client: httpx.Client) -> None:
    page = client.get("/")
    for words in ("German", "Deutsch", "العربية", "1990–2025", "1 place could not be indexed"):
        assert words in page.text
    assert client.get(links(page, "German")[0]).text.count("<article") == 1


def test_a_search_shows_where_it_matches(client: httpx.Client) -> None:
    page = client.get("/search?q=Waffenstillstand")
    assert page.text.count("<article") == 1
    assert "<mark>Waffenstillstand</mark>" in page.text
    assert "20 May 2025" in page.text
    assert "Sergej Poletaew" in page.text
    assert links(page, "Die Brücke am Fluss") == ["/document/de-1?q=Waffenstillstand#match-1"]


def test_hits_have_their_language_and_direction(client: httpx.Client) -> None:
    page = client.get("/search?lang=ar").text
    assert '<article dir="rtl">' in page
    assert '<h2 lang="ar">' in page


def test_filters_can_be_put_on_and_taken_off(client: httpx.Client) -> None:
    everything = client.get("/search?q=river+OR+Fluss")
    narrowed = client.get(links(everything, "English")[0])
    assert str(narrowed.url).endswith("/search?q=river+OR+Fluss&lang=en")
    assert links(narrowed, "take this filter off") == ["/search?q=river+OR+Fluss"]
    by_year = client.get(links(everything, "2024: 1 document")[0])
    assert by_year.text.count("<article") == 1
    assert links(by_year, "take this filter off") == ["/search?q=river+OR+Fluss"]


def test_a_language_may_be_asked_for_by_its_name(client: httpx.Client) -> None:
    page = client.get("/search?q=Fluss&lang=deutsch")
    assert [len(links(page, label)) for label in ("German ×", "Die Brücke am Fluss")] == [1, 1]
    answer = client.get("/api/v1/search?q=Fluss&lang=German").json()
    assert (answer["total"], answer["query"]["filters"]["lang"]) == (1, ["de"])


def test_facets_without_a_choice_are_hidden_unless_it_has_been_made(client: httpx.Client) -> None:
    titles = r'<h2 id="facet-\d">(\w+)'
    assert re.findall(titles, client.get("/search?q=*").text) == ["Language", "Author", "Source"]
    chosen = client.get("/search?q=Brücke&type=jsonl&author=Sergej+Poletaew&site=www.Example.org")
    assert re.findall(titles, chosen.text) == ["Type", "Author", "Site", "Source"]
    assert [len(links(chosen, label)) for label in ("JSON Lines ×", "example.org ×")] == [1, 1]


def test_hits_are_paged(client: httpx.Client) -> None:
    first = client.get("/search?q=entry")
    second = client.get(links(first, "Next")[0])
    third = client.get(links(second, "Next")[0])
    assert [page.text.count("<article") for page in (first, second, third)] == [10, 10, 5]
    assert links(third, "Next") == []
    assert links(second, "Previous") == ["/search?q=entry"]
    assert "No more hits here" in client.get("/search?q=entry&offset=500").text


def test_the_empty_fields_of_a_form_leave_the_address(client: httpx.Client) -> None:
    answer = client.get("/search?q=river&lang=&from=&to=2024")
    assert answer.headers["location"] == "/search?q=river&to=2024"
    assert client.get("/search?q=").headers["location"] == "/"


def test_nothing_found_says_why_and_what_finds_something(client: httpx.Client) -> None:
    page = client.get("/search?q=bridge+xyzzyx&match=all&lang=de&from=2020")
    assert "Nothing found" in page.text
    assert re.search("xyzzyx</bdi> <span [^>]*>occurs nowhere", page.text)
    assert links(page, "bridge") == ["/search?q=bridge&match=all"]
    assert links(page, "with any of them") == []
    page = client.get("/search?q=bridge+xyzzyx&match=all")
    (url,) = links(page, "with any of them")
    found = client.get(url)
    (count,) = re.findall(r"<b>(\d+)</b> with any of them", page.text)
    assert f"{count} documents" in found.text


def test_what_may_have_been_meant_is_a_link(client: httpx.Client) -> None:
    nothing = client.get("/search?q=Wafenstillstand&match=all&lang=de")
    found = client.get("/search?q=Wafenstillstand+Hochwasser&lang=de")
    assert "Nothing found" in nothing.text
    assert links(nothing, "Waffenstillstand") == ["/search?q=Waffenstillstand&lang=de&match=all"]
    assert links(found, "Waffenstillstand Hochwasser") == ["/search?q=Waffenstillstand+Hochwasser&lang=de"]
    assert "Did you mean" not in client.get("/search?q=Waffenstillstand").text


def test_why_a_hit_was_found_unfolds(client: httpx.Client) -> None:
    page = client.get("/search?q=brucken")
    why = page.text.partition('<details class="why">')[2].partition("</details>")[0]
    text = " ".join(re.sub("<[^>]*>", "", why).split())
    assert text.startswith("why? Brücke for brucken · stem (German): bruck · in the title Brücke for")
    assert "explain" not in page.text
    assert 'class="why"' not in client.get("/search?lang=de").text


def test_hostile_forms_are_escaped(client: httpx.Client) -> None:
    assert "<script>alert" not in client.get("/search", params={"q": '"script alert 1 script"', "explain": "true"}).text


def test_as_typed_is_chosen_kept_and_left_again(client: httpx.Client) -> None:
    assert links(client.get("/search?q=brücke"), "As typed") == [f"/search?q={quote('brücke')}&exact=true"]
    page = client.get("/search?q=brücke&exact=true")
    assert links(page, "Any form") == [f"/search?q={quote('brücke')}"]
    assert f"/document/de-1?q={quote('brücke')}&exact=true#match-1" in html.unescape(page.text)
    assert client.get("/document/de-1?q=brücke&exact=true").text.count("<mark id=") == 1
    assert client.get("/document/de-1?q=brucke&exact=true").text.count("<mark id=") == 0
    assert links(client.get("/search?q=brucke&exact=true"), "any of their forms") == ["/search?q=brucke"]


def test_a_document_shows_all_its_matches_and_the_way_back(client: httpx.Client) -> None:
    page = client.get("/document/en-long?q=flood&lang=en")
    assert page.text.count("<mark id=") == 60
    assert 'id="match-60"' in page.text
    assert "60 matches" in page.text
    assert links(page, "All hits of this search") == ["/search?q=flood&lang=en"]
    assert '<div class="text" lang="en" dir="ltr">' in page.text


@pytest.mark.parametrize(
    "q",
    [
        "twenty-five honey zebras",
        "twenty-five OR bread",
        "bread water zebras",
        '"wild yeasts" honey zebras',
        "灯塔 zebras",
        "Leuchttürme -zebras",
    ],
)
def test_a_hit_leads_to_the_match_that_it_shows(examples: Library, running: Running, q: str) -> None:
    seen = 0
    with running(create_app(Settings(examples.index))) as base, httpx.Client(base_url=base) as client:
        for match in ("auto", "all", "any"):
            results = client.get("/search", params={"q": q, "match": match, "limit": 100})
            for hit in re.findall(r"<article.*?</article>", results.text, re.DOTALL):
                url = html.unescape(re.findall(r'<h2[^>]*><a href="([^"]*)"', hit)[0])
                shown = re.findall(r"<mark>(.*?)</mark>", hit.partition('<p class="snippet"')[2])[:1]
                there = re.findall(rf'<mark id="{url.partition("#")[2]}">(.*?)</mark>', client.get(url).text)
                assert [" ".join(one.split()) for one in there] == shown, (match, url)
                seen += len(shown)
    assert seen >= 2


def test_a_relaxed_search_is_as_relaxed_when_a_document_is_opened(client: httpx.Client) -> None:
    results = client.get("/search?q=Hochwasser+zebras")
    (url,) = links(results, "Die Brücke am Fluss")
    assert url == "/document/de-1?q=Hochwasser+zebras&marks=any#match-1"
    page = client.get(url)
    assert '<mark id="match-1">Hochwasser</mark>' in page.text
    assert links(page, "All hits of this search") == ["/search?q=Hochwasser+zebras"]


def test_a_document_with_too_many_matches_to_step_through_says_so(library: Library, running: Running) -> None:
    library.write({"many.jsonl": records({"id": "many", "title": "Nights", "text": "moon " * 2_500})})
    library.update()
    with running(create_app(Settings(library.index))) as base:
        page = httpx.get(f"{base}/document/many?q=moon").text
    assert page.count("<mark") == 2_500
    assert page.count("<mark id=") == 2_500
    assert page.count('rel="next"') == 2_000
    assert "The first 2,000 of the 2,500 matches on this page have links to the next" in page


def test_a_hit_leads_to_its_match_however_many_there_are(library: Library, running: Running) -> None:
    library.write({"late.txt": "moon. " * 2_100 + "\n\nThe moon and the zebras."})
    library.update()
    with running(create_app(Settings(library.index))) as base:
        results = httpx.get(f"{base}/search?q=moon+zebras")
    assert "<mark>zebras</mark>" in results.text
    assert int(re.findall(r"#match-(\d+)", results.text)[0]) > 2_000


def test_documents_that_share_an_id_are_told_apart(client: httpx.Client) -> None:
    found = links(client.get("/search?q=twins"), "of two")
    pages = {re.findall(r"<h1[^>]*>(.*)</h1>", client.get(url).text)[0] for url in found}
    assert pages == {"The first of two", "The second of two"}


def test_hostile_text_stays_text_and_its_strange_id_works(client: httpx.Client) -> None:
    results = client.get("/search", params={"q": "hostile"})
    page = client.get(links(results, "alert(1)")[0])
    assert page.status_code == 200
    for answer in (results, page):
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "<i>nobody" not in answer.text
        assert 'href="javascript:' not in answer.text
    echoed = client.get("/search", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in echoed.text


def test_a_document_shows_what_else_its_source_says(client: httpx.Client) -> None:
    page = client.get("/document/de-1").text
    assert "<dt><bdi>Verlag</bdi></dt><dd><bdi>Fluss &amp; Tal</bdi></dd>" in page


def test_an_unknown_document_is_a_page_that_says_so(client: httpx.Client) -> None:
    page = client.get("/document/none/such")
    assert page.status_code == 404
    assert "No such document" in page.text


@pytest.mark.parametrize(
    ("path", "status"), [("/none", 404), ("/search?limit=0", 400), ("/search?q=river&offset=9999999", 400)]
)
def test_errors_are_pages(client: httpx.Client, path: str, status: int) -> None:
    page = client.get(path)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>" in page.text


def test_a_mistyped_date_leaves_the_rest_of_the_search(client: httpx.Client) -> None:
    page = client.get("/search?q=river&lang=en&from=1.5.2025&to=foo&limit=20")
    assert page.status_code == 400
    assert "from must be a date, such as 2025, 2025-05 or 2025-05-20. to must be a date" in page.text
    assert '<input id="q" name="q" type="search" value="river"' in page.text
    assert '<input type="hidden" name="lang" value="en">' in page.text
    assert links(page, "Search without it") == ["/search?q=river&lang=en&limit=20"]


def test_each_view_leaves_the_way_to_what_was_right(client: httpx.Client) -> None:
    page = client.get("/collocates?q=river&least=2&span_before=99")
    assert "span_before must be at most 10" in page.text
    assert links(page, "Search without it") == ["/collocates?q=river&least=2"]
    assert 'action="/collocates"' in page.text


def test_a_page_too_far_down_leaves_the_way_to_the_first(client: httpx.Client) -> None:
    page = client.get("/search?q=river&offset=10000")
    assert links(page, "Search without it") == ["/search?q=river"]


@pytest.mark.parametrize("path", ["/document/en-1?from=foo", "/failures?offset=foo&limit=0", "/search?from=foo"])
def test_without_a_search_to_repeat_an_error_has_no_link_to_one(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 400
    assert links(page, "Search without it") == []


def test_what_was_not_indexed_is_listed(client: httpx.Client) -> None:
    page = client.get("/failures").text
    assert "broken.jsonl" in page
    assert "line 1" in page


def test_a_long_list_of_what_was_not_indexed_is_paged_and_narrowed(tmp_path: Path, running: Running) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "broken.jsonl").write_text("{\n" * 450 + '{"title": "no text"}\n' * 3)
    index_sources([tmp_path / "source"], tmp_path / "index", workers=1)
    with running(create_app(Settings(tmp_path / "index"))) as base, httpx.Client(base_url=base) as client:
        page = client.get("/failures?offset=200")
        assert "453 places" in page.text
        assert (page.text.count("<tr><td>"), "line 201, " in page.text) == (200, True)
        assert links(page, "Previous") == ["/failures"]
        assert links(page, "Next") == ["/failures?offset=400"]
        (rare,) = [url for url in re.findall(r'href="(/failures\?reason=[^"]*)"', page.text) if "text" in url]
        narrowed = client.get(rare).text
        assert "3 places" in narrowed
        assert narrowed.count("<tr><td>") == 3
        for url in re.findall(r'href="(/api/v1/failures[^"]*)"', narrowed):
            assert client.get(html.unescape(url)).status_code == 200


def test_the_languages_counted_are_those_that_are_known(tongues: Library, running: Running) -> None:
    with running(create_app(Settings(tongues.index))) as base:
        page = httpx.get(base).text
    assert "<dt>Languages</dt><dd>3</dd>" in page
    assert "lang=und" in page


def test_that_there_are_more_reasons_than_are_shown_is_said(tmp_path: Path, running: Running) -> None:
    (tmp_path / "source").mkdir()
    for number in range(22):
        (tmp_path / "source" / f"{number}.bin{number}").write_bytes(b"\0\xff\1\x80\2\xfe")
    index_sources([tmp_path / "source"], tmp_path / "index", workers=1)
    with running(create_app(Settings(tmp_path / "index"))) as base:
        assert "and 2 rarer reasons" in httpx.get(f"{base}/failures").text


def test_every_example_of_the_help_page_finds_something(client: httpx.Client, examples: Library) -> None:
    searcher = examples.searcher()
    page = client.get("/help")
    for query in (example.query for _, examples in query_help.SECTIONS for example in examples):
        response = searcher.search(SearchRequest(q=query))
        assert response.total, query
        assert not response.notices, query
        assert urls.search(SearchRequest(q=query)) in links(page, query)


def test_the_docs_describe_each_endpoint_with_an_example_that_works(client: httpx.Client) -> None:
    page = client.get("/docs")
    for path in client.get("/openapi.json").json()["paths"]:
        assert path in page.text
    examples = links(page, "/api/v1/")
    assert len(examples) >= 7
    assert {client.get(url).status_code for url in examples} == {200}


@pytest.mark.parametrize(
    "path",
    ["export?q=river", "concordance?q=river", "trends?q=river", "collocates?q=river", "keywords?q=bread", "failures?"],
)
def test_the_docs_list_the_columns_of_tables(client: httpx.Client, path: str) -> None:
    columns = client.get(f"/api/v1/{path}&format=csv").text.split("\r\n")[0].split(",")
    listed = ", ".join(f"<code>{column}</code>" for column in columns)
    assert f"<p>A table with a header: {listed}.</p>" in client.get("/docs").text


def test_every_page_stays_within_its_security_policy(client: httpx.Client) -> None:
    for path in (
        "/",
        "/search?q=river",
        "/search?q=xyzzyx",
        "/document/en-1?q=river",
        "/help",
        "/docs",
        "/failures",
        "/no",
    ):
        page = client.get(path)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["referrer-policy"] == "no-referrer"
        assert not re.search(r"<[^>]* (style|on\w+)=|<style|<script(?! (?:defer|type=.module.) src=)", page.text)
        assert not re.search(r'(src|href)="(https?:)?//', page.text.replace("https://example.org/bruecke", ""))


def test_static_files_may_be_kept_as_long_as_their_address_holds(client: httpx.Client) -> None:
    for url in re.findall(r'(?:href|src)="(/static/[^"]*)"', client.get("/").text):
        asset = client.get(url)
        assert asset.status_code == 200
        assert "immutable" in asset.headers["cache-control"]
        assert asset.headers["x-content-type-options"] == "nosniff"
    assert client.get("/static/..%2Fapp.py").status_code == 404


def test_an_empty_index_says_what_to_do(tmp_path: Path, running: Running) -> None:
    (tmp_path / "empty").mkdir()
    index_sources([tmp_path / "empty"], tmp_path / "index", workers=1)
    with running(create_app(Settings(tmp_path / "index"))) as base:
        assert "fundstelle index" in httpx.get(base).text
        assert "Nothing found" in httpx.get(f"{base}/search?q=river").text


def test_many_languages_are_folded(tmp_path: Path, running: Running) -> None:
    tags = ["de", "en", "fr", "it", "es", "pt", "nl", "sv", "da", "fi", "pl", "cs", "ru"]
    for count, tag in enumerate(reversed(tags), 1):
        rows = [{"id": f"{tag}-{n}", "text": f"{count:03}{n:03}", "language": tag} for n in range(count)]
        (tmp_path / f"{tag}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    index_sources([tmp_path], tmp_path / "index", workers=1)
    with running(create_app(Settings(tmp_path / "index"))) as base:
        page = httpx.get(base).text
    shown, _, folded = page.partition("<summary>1 more language</summary>")
    assert "Czech" in shown
    assert "Russian" not in shown
    assert "Russian" in folded


@pytest.mark.parametrize(
    ("manifest", "code"), [("", "index-missing"), ("{", "index-damaged"), ("{}", "index-incompatible")]
)
def test_an_index_that_cannot_be_used_says_what_to_do_but_not_where_it_is(
    tmp_path: Path, running: Running, caplog: pytest.LogCaptureFixture, manifest: str, code: str
) -> None:
    if manifest:
        (tmp_path / "fundstelle.json").write_text(manifest)
    with running(create_app(Settings(tmp_path))) as base:
        page, problem = httpx.get(base), httpx.get(f"{base}/api/v1/info")
    assert page.status_code == problem.status_code == 503
    assert problem.json()["code"] == code
    assert "fundstelle index SOURCE..." in page.text
    assert "fundstelle index SOURCE..." in problem.json()["detail"]
    assert str(tmp_path) not in page.text + problem.text
    assert str(tmp_path) in caplog.text


def test_the_strange_id_is_in_the_index(client: httpx.Client) -> None:
    document = Document(STRANGE_ID, "", "", "records.jsonl")
    assert client.get(urls.api_document(document)).json()["id"] == STRANGE_ID
