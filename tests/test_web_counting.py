"""Trends, collocates and keywords: their pages, their addresses in the API, and the command line."""

import csv
import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from index.document import Document
from tests.conftest import COMMAND, Library, hold
from tests.web_fixtures import Running
from web.app import create_app
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]


def api(client: httpx.Client, path: str) -> dict[str, object]:
    found: dict[str, object] = client.get(f"/api/v1/{path}").raise_for_status().json()
    return found


def test_every_point_leads_to_the_hits_of_its_year(client: httpx.Client) -> None:
    page = client.get("/trends?q=bridge&q=bread&show=count").text
    marks = re.findall(r'<a href="([^"]+)" aria-label="bridge, (\d+): (\d+) occurrences?,', page)
    assert len(marks) == 26
    url, year, count = next(mark for mark in marks if mark[1] == "2003")
    assert count == "1"
    assert f"from={year}" in url
    assert "1 document" in client.get(url.replace("&amp;", "&")).text


def test_a_point_of_nothing_leads_nowhere(client: httpx.Client) -> None:
    page = client.get("/trends?q=bread").text
    assert re.search(r'<g role="img" aria-label="bread, 2003: 0 occurrences,', page)
    assert not re.search(r'<a [^>]*aria-label="[^"]*: 0 ', page)


def test_a_point_leads_to_hits_in_the_mode_that_was_counted_in(client: httpx.Client) -> None:
    page = client.get("/trends?q=bridge+xyzzyx").text
    urls = re.findall(r'<a href="([^"]+)" aria-label="bridge xyzzyx, 2003: 1 ', page)
    assert [httpx.URL(url.replace("&amp;", "&")).params["match"] for url in urls] == ["any"]


def test_years_without_documents_are_gaps(client: httpx.Client) -> None:
    page = client.get("/trends?q=bridge").text
    assert page.count("<polyline") == 2  # 1990 to 2014 and 2024, 2025
    points = api(client, "trends?q=bridge")["series"][0]["points"]  # type: ignore[index]
    assert {point["rate"] for point in points if 2014 < point["year"] < 2024} == {None}


def test_trend_as_table_equals_its_json(client: httpx.Client) -> None:
    rows = list(csv.DictReader(client.get("/api/v1/trends?q=bridge&q=bread&format=csv").text.splitlines()))
    series = api(client, "trends?q=bridge&q=bread")["series"]
    assert [int(row["count"]) for row in rows] == [point["count"] for one in series for point in one["points"]]  # type: ignore[attr-defined]
    lines = client.get("/api/v1/trends?q=bridge&q=bread&format=jsonl").text.splitlines()
    assert [json.loads(line)["year"] for line in lines] == [int(row["year"]) for row in rows]


def test_a_trend_counts_words_as_they_are_asked_for(client: httpx.Client) -> None:
    totals = [api(client, f"trends?q=rivers{how}")["series"][0]["total"] for how in ("", "&exact=true", "&match=any")]  # type: ignore[index]
    assert totals[0] == totals[2] > totals[1] == 0
    assert api(client, "trends?q=bridge+xyzzyx&match=all")["series"][0]["total"] == 0  # type: ignore[index]


def test_trend_of_several_years_adds_up(client: httpx.Client) -> None:
    fine, coarse = (api(client, f"trends?q=bridge&step={step}")["series"][0] for step in (1, 10))  # type: ignore[index]
    assert sum(point["count"] for point in fine["points"]) == sum(point["count"] for point in coarse["points"])
    assert [point["year"] for point in coarse["points"]] == [1990, 2000, 2010, 2020]


def test_a_trend_of_many_points_has_some_for_several_years(tmp_path: Path, running: Running) -> None:
    library = Library(tmp_path / "texts", tmp_path / "index")
    hold(library, *(Document(year, "", "An old bridge.", year, language="en", date=year) for year in ("0001", "9999")))
    with running(create_app(Settings(library.index))) as base:
        answer = httpx.get(f"{base}/api/v1/trends?q=bridge&q=old&q=an").json()
        table = httpx.get(f"{base}/api/v1/trends?q=bridge&q=old&q=an&format=csv").text
    assert answer["step"] == 2
    assert sum(len(one["points"]) for one in answer["series"]) == 15_000
    assert [one["total"] for one in answer["series"]] == [2, 2, 2]
    assert len(table.splitlines()) == 1 + 3 * 9_999


def test_collocates_and_keywords_are_paged_and_exported(client: httpx.Client) -> None:
    for path, q in (("collocates", "river"), ("keywords", "bridge&against=bread")):
        page = api(client, f"{path}?q={q}&least=1&limit=5")
        everything = csv.DictReader(client.get(f"/api/v1/{path}?q={q}&least=1&format=csv").text.splitlines())
        words = [row["word"] for row in everything]
        assert len(words) == page["total"]
        assert [one["word"] for one in page["words"]] == words[:5]  # type: ignore[attr-defined]
        following = client.get(str(page["next"])).json()
        assert [one["word"] for one in following["words"]] == words[5:10]


def test_words_lead_on(client: httpx.Client) -> None:
    page = client.get("/collocates?q=river&lang=en&least=1").text
    lines = re.search(r'<th scope="row"><a href="(/concordance[^"]+)"', page)
    assert lines
    assert "q=%22river+" in lines[1]
    assert "<mark>" in client.get(lines[1].replace("&amp;", "&")).text
    page = client.get("/keywords?q=bread&lang=en&least=1").text
    link = re.search(r'<th scope="row"><a href="(/search[^"]+)"', page)
    assert link
    assert client.get(link[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("q", "path", "asked", "match"),
    [
        ("bread", "/concordance", '"bread {}"~4', None),
        ("=bread", "/concordance", '="bread {}"~4', None),
        ("bread river", "/search", "bread river ={}", "all"),
        ('"sold bread', "/search", '"sold bread" ={}', "all"),
        ("bread xyzzyx", "/search", "={}", None),
        ("lang:en bread", "/search", "={}", None),
        ("bread OR river", "/search", "={}", None),
    ],
)
def test_a_collocate_leads_to_what_has_it(
    client: httpx.Client, q: str, path: str, asked: str, match: str | None
) -> None:
    page = client.get("/collocates", params={"q": q, "lang": "en", "least": 1}).text
    found = re.search(r'<th scope="row"><a href="([^"]*)"><bdi[^>]*>([^<]*)', page)
    assert found
    url = httpx.URL(found[1].replace("&amp;", "&"))
    assert (url.path, url.params["q"], url.params.get("match")) == (path, asked.format(found[2]), match)
    assert url.params["lang"] == "en"
    assert "<mark>" in client.get(url).text


@pytest.mark.parametrize("path", ["collocates", "keywords"])
def test_a_list_of_words_says_what_is_true_of_it(client: httpx.Client, path: str) -> None:
    beyond = client.get(f"/{path}?q=bread&least=1&offset=5000").text
    assert f'The words end before this page. <a href="/{path}?q=bread&amp;least=1">' in beyond
    assert "No word " not in beyond
    other = client.get(f"/{path}?q=bread&language=fr").text
    assert re.search("<h1>No (matches|documents) in French</h1>", other)
    assert "No word " not in other
    assert f'href="/{path}?q=bread&amp;language=en"' in other


def test_fields_of_forms_allow_what_the_server_does(client: httpx.Client) -> None:
    page = client.get("/collocates?q=river").text
    limits = dict(
        re.findall(r'name="(span_before|span_after|least)" value="\d+" type="number" (min="\d+" max="\d+")', page)
    )
    span = 'min="0" max="10"'
    assert limits == {"span_before": span, "span_after": span, "least": 'min="1" max="1000000"'}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/trends", "What shall be counted"),
        ("/trends?q=xyzzyx", "None of this occurs"),
        ("/trends?q=*", "Occurrences are of words, and this query asks for no words"),
        ("/trends?q=*", "count documents instead"),
        ("/trends?q=*&unit=documents", "<polyline"),
        ("/collocates?q=*", "near words, and this query asks for no words"),
        ("/trends?q=bridge&lang=sw", "leave no documents"),
        ("/collocates", "Ask for a word"),
        ("/collocates?q=xyzzyx", "No matches in texts"),
        ("/keywords?q=xyzzyx", "No documents to compare"),
        ("/keywords", "with itself"),
    ],
)
def test_empty_pages_say_why(client: httpx.Client, path: str, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert said in answer.text


def test_empty_fields_of_forms_are_left_out_of_the_address(client: httpx.Client) -> None:
    for q in ("q=bridge&q=", "q=&q=bridge"):
        answer = client.get(f"/trends?{q}&unit=documents")
        assert answer.headers["location"] == "/trends?q=bridge&unit=documents"


def test_filters_are_named_alike_in_all_views_and_come_off_one_by_one(client: httpx.Client) -> None:
    asked = "q=river&lang=en&lang=de&type=jsonl&from=2000&to=2000"
    for path, own in (("trends", "unit=documents"), ("collocates", "least=1"), ("keywords", "least=1")):
        page = client.get(f"/{path}?{asked}&{own}").text
        chips = dict(re.findall(r'<li><a href="([^"]*)"><bdi>([^<]*)</bdi><span aria-hidden="true"> ×', page))
        assert list(chips.values()) == ["English", "German", "JSON Lines", "2000"]
        rest = "lang=de&from=2000&to=2000&type=jsonl"
        assert next(iter(chips)).replace("&amp;", "&") == f"/{path}?q=river&{rest}&{own}"
        assert f'<a class="plain" href="/{path}?q=river&amp;{own}">' in page


def test_as_json_is_the_page_that_is_shown(client: httpx.Client) -> None:
    for path in ("collocates", "keywords"):
        page = client.get(f"/{path}?q=bread&least=1&limit=2&offset=2").text
        shown = re.findall(r'<th scope="row"><a [^>]*><bdi[^>]*>([^<]*)', page)
        address = re.search(r'href="([^"]*)">JSON<', page)
        assert address
        answer = client.get(address[1].replace("&amp;", "&")).json()
        assert [one["word"] for one in answer["words"]] == shown
        assert len(shown) == 2


def test_what_is_typed_stays_text(client: httpx.Client) -> None:
    for path in ("trends", "collocates", "keywords"):
        assert "<script>alert" not in client.get(f"/{path}?q=<script>alert(1)</script>&q=river").text


def test_commands(web_index: Path) -> None:
    def run(*arguments: str) -> str:
        return subprocess.run(
            [COMMAND, *arguments, "--index", web_index], capture_output=True, text=True, check=True
        ).stdout

    assert re.search(r"^ *2003 +1 .*█", run("trends", "bridge"), re.MULTILINE)
    assert run("collocates", "river", "--csv").startswith("word,count,frequency,log_dice,log_likelihood")
    assert "keyness" in run("keywords", "bridge", "--against", "bread", "--least", "1")


@pytest.mark.parametrize(
    "asked",
    [("search",), ("concordance",), ("trends",), ("collocates", "--limit=50"), ("keywords", "--limit=50")],
)
def test_commands_print_the_json_of_the_api(web_index: Path, client: httpx.Client, asked: tuple[str, ...]) -> None:
    command: list[str | Path] = [COMMAND, *asked, "bridge", "--json", "--index", web_index]
    printed = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)
    answer = api(client, f"{asked[0]}?q=bridge") | {"took_ms": printed["took_ms"]}
    assert printed == {name: value for name, value in answer.items() if name != "next"}


@pytest.mark.parametrize(
    "path", ["concordance?q=bridge", "trends?q=bridge", "collocates?q=bridge", "keywords?q=entry&least=1"]
)
def test_a_receipt_says_what_it_is_of(client: httpx.Client, path: str) -> None:
    assert ">Receipt of the documents</a>" in client.get(f"/{path}").text
    assert ">Receipt</a>" in client.get("/search?q=bridge").text
