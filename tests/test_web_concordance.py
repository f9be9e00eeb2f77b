"""The page of lines and its API: pages add up, exports are what the pages show, text stays text."""

import csv
import html
import io
import json
import re

import httpx
import pytest

pytest_plugins = ["tests.web_fixtures"]

API = "/api/v1/concordance"


def shown(page: httpx.Response) -> list[str]:
    return [html.unescape(match) for match in re.findall(r'<a href="[^"]*"><mark>(.*?)</mark></a>', page.text)]


def link(page: httpx.Response, words: str) -> str:
    found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*>(?:<[^>]*>)*{words}', page.text)
    assert found, words
    return html.unescape(found[1])


def test_following_next_gives_every_line_once(client: httpx.Client) -> None:
    pages = [client.get(API, params={"q": "river", "sort": "after", "limit": 40}).json()]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"]).json())
    lines = [line for page in pages for line in page["lines"]]
    assert (
        len(lines) == len({(line["id"], line["source"]["path"], line["start"]) for line in lines}) == pages[0]["total"]
    )
    assert len(pages) > 3
    assert all(len(page["lines"]) == 40 for page in pages[:-1])


@pytest.mark.parametrize("sort", ["position", "before", "document", "-date"])
def test_exports_and_pages_have_the_same_lines(client: httpx.Client, sort: str) -> None:
    asked = {"q": "river", "sort": sort, "before": "the"}
    objects = [json.loads(line) for line in client.get(API, params=asked | {"format": "jsonl"}).text.splitlines()]
    table = client.get(API, params=asked | {"format": "csv"})
    first = client.get(API, params=asked | {"limit": 100}).json()
    assert first["lines"] == objects[:100]
    assert first["total"] == len(objects) > 100
    assert [(row["id"], row["start"]) for row in csv.DictReader(io.StringIO(table.text))] == [
        (line["id"], str(line["start"])) for line in objects
    ]
    assert table.headers["content-disposition"] == 'attachment; filename="concordance.csv"'
    page = client.get("/concordance", params=asked)
    assert shown(page) == [line["match"] for line in objects[:50]]
    assert client.get(link(page, "JSON<")).json()["lines"] == objects[:50]
    assert client.get(link(page, "CSV")).text == table.text


def test_the_page_links_to_the_next_one_and_back(client: httpx.Client) -> None:
    first = client.get("/concordance", params={"q": "river"})
    second = client.get(link(first, "Next"))
    assert "51–100 of " in second.text
    assert client.get(link(second, ".*Previous")).text == first.text


def test_lines_narrow_by_their_neighbours_and_the_chip_takes_that_off(client: httpx.Client) -> None:
    whole = client.get("/concordance", params={"q": "bridge", "sort": "after"})
    narrowed = client.get(link(whole, "old"))
    assert narrowed.url.params["before"] == "old"
    assert narrowed.url.params["sort"] == "after"
    assert set(shown(narrowed)) == {"bridge"}
    assert client.get(link(narrowed, "before: old")).text == whole.text


def test_each_line_has_the_direction_of_its_text(client: httpx.Client) -> None:
    page = client.get("/concordance", params={"q": "النهر OR Fluss"})
    assert re.search(r'lang="ar" dir="rtl"><span class="text-before spaced" dir="ltr"><bdi dir="rtl">أغلق', page.text)
    assert re.search(r'lang="de" dir="ltr"><span class="text-before spaced" dir="rtl"><bdi dir="ltr">', page.text)
    assert '<span aria-hidden="true">AR</span>' in page.text


def test_what_is_cut_from_a_line_is_shown_as_cut(client: httpx.Client) -> None:
    first, *_, last = re.findall(r'<p class="line".*?</p>', client.get("/concordance", params={"q": "Day"}).text)
    assert re.search(
        r'<bdi dir="ltr"></bdi></span><span class="text-from"><a [^>]*><mark>Day</mark></a> 0\. .* …</', first
    )
    assert re.search(r'<bdi dir="ltr">… .*</bdi>', last)
    whole = client.get("/concordance", params={"q": "hostile", "lang": "en"}).text
    assert "…" not in "".join(re.findall(r'<p class="line".*?</p>', whole))


def test_a_line_leads_to_its_document_with_the_search(client: httpx.Client) -> None:
    page = client.get("/concordance", params={"q": "الجسر"})
    document = client.get(link(page, "الجسر"))
    assert document.status_code == 200
    assert "<mark" in document.text


def test_hostile_text_stays_text(client: httpx.Client) -> None:
    page = client.get("/concordance", params={"q": "hostile", "before": "a"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "&lt;img src=x onerror=alert(3)&gt;" in page.text
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert client.get(link(page, "hostile")).status_code == 200


def test_a_page_without_lines_says_why_and_leads_on(client: httpx.Client) -> None:
    filters = client.get("/concordance", params={"lang": "de"})
    assert "this query asks for no words" in filters.text
    titles = client.get("/concordance", params={"q": "twins title:two", "before": "nowhere"})
    assert "No lines" in titles.text
    assert "before: nowhere" in titles.text
    nothing = client.get("/concordance", params={"q": "xyzzyx"})
    assert client.get(link(nothing, "hits")).url.path == "/search"
    beyond = client.get("/concordance", params={"q": "river", "offset": 5_000})
    assert "<mark>" in client.get(link(beyond, "Back to the first page")).text


def test_what_asks_for_nothing_says_what_may_be_asked(client: httpx.Client) -> None:
    assert "Ask for a word" in client.get("/concordance").text
    assert client.get("/concordance?q=").headers["location"] == "/concordance"


def test_empty_fields_of_forms_are_left_out_of_the_address(client: httpx.Client) -> None:
    for given in ("q=river&before=", "q=&q=river"):
        assert client.get(f"/concordance?{given}").headers["location"] == "/concordance?q=river"


@pytest.mark.parametrize("wrong", [{"sort": "best"}, {"limit": "101"}, {"offset": "-1"}, {"before": "x" * 201}])
def test_parameters_outside_their_limits_are_named(client: httpx.Client, wrong: dict[str, str]) -> None:
    answer = client.get(API, params={"q": "river"} | wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")
    assert answer.json()["mistakes"][0]["parameter"] == next(iter(wrong))
    assert client.get("/concordance", params={"q": "river"} | wrong).status_code == 400


def test_the_answer_is_as_its_model_says(client: httpx.Client) -> None:
    answer = client.get(API, params={"q": "bridge", "limit": 3}).json()
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert set(answer) == set(schemas["ConcordanceAnswer"]["properties"])
    assert set(answer["lines"][0]) == set(schemas["Line"]["properties"])
    assert set(answer["words_before"][0]) == set(schemas["Neighbour"]["properties"])
