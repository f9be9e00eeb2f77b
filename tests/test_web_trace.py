"""The page and the API that trace a text, over HTTP."""

import html
import re

import httpx
import pytest

from tests.web_fixtures import ARABIC, CHINESE, GERMAN, RIVER
from web.models.trace import Passage, TraceAnswer

pytest_plugins = ["tests.web_fixtures"]

TEXT = f"{GERMAN['text']} Und noch etwas anderes. {ARABIC['text']} {CHINESE['text']}"


def parts(page: str) -> list[tuple[str, str]]:
    """Return the parts of the text that are marked, with where each leads."""
    shown = page.partition('class="text whole"')[2].partition("</div>")[0]
    found = re.findall(r'(?:href="([^"]*)"><mark>|<mark id="part-\d+">)(.*?)</mark>', shown, re.DOTALL)
    return [(html.unescape(text), html.unescape(url)) for url, text in found]


def test_the_answer_to_a_form_has_an_address(client: httpx.Client) -> None:
    answer = client.post("/trace", data={"text": RIVER, "least": "5", "from": "", "lang": ["en", "de"]})
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert httpx.URL(address).params.multi_items() == [("text", RIVER), ("lang", "en"), ("lang", "de")]
    page = client.get(address).text
    assert "100 % of 20 words found" in page
    assert parts(page) == [(RIVER[:-1], "#passage-1")]
    assert '<textarea id="text"' in page
    assert re.search(r'<input type="checkbox" name="lang" value="de" checked>', page)


def test_the_text_is_shown_with_what_was_found(client: httpx.Client) -> None:
    page = client.get("/trace", params={"text": TEXT}).text
    assert [text for text, _ in parts(page)] == [
        GERMAN["text"][:-1],
        ARABIC["text"][:-1],
        CHINESE["text"][:-1],
    ]
    assert page.count("<article") == 3
    assert '<article dir="rtl">' in page
    assert re.search(r'href="/document/de-1\?c=0-\d+#c=0-\d+"', page)
    assert "20 May 2025" in page


def test_every_filter_holds_and_stays_on_the_page(client: httpx.Client) -> None:
    filters = {"type": ["jsonl"], "author": ["Sergej Poletaew"], "tagging": ["detected"]}
    found = client.post("/api/v1/trace", json={"text": TEXT, "to": "2025", **filters}).json()
    assert [passage["id"] for passage in found["passages"]] == ["de-1"]
    page = client.get("/trace", params={"text": TEXT, **filters}).text
    assert page.count("<article") == 1
    chosen = re.findall(r'name="(\w+)" value="([^"]*)" checked', page)
    assert chosen == [("type", "jsonl"), ("author", "Sergej Poletaew"), ("tagging", "detected")]


def test_a_text_too_long_for_an_address_is_answered_at_once(client: httpx.Client) -> None:
    text = f"{RIVER} " + "unheard-of words " * 1_000
    answer = client.post("/trace", data={"text": text})
    assert answer.status_code == 200
    assert "too long for an address" in answer.text
    assert parts(answer.text)[0] == (RIVER[:-1], "#passage-1")


def test_passages_are_paged(client: httpx.Client) -> None:
    first = client.get("/trace", params={"text": "over the river"}).text
    assert first.count("<article") == 20
    assert '<button form="trace" name="offset" value="20">' in first
    sent = client.post("/trace", data={"text": "over the river", "offset": "20"})
    second = client.get(sent.headers["location"]).text
    assert '<li id="passage-21">' in second
    assert parts(second) == [("over the river", "/trace?text=over+the+river#passage-1")]


def test_nothing_found_is_said(client: httpx.Client) -> None:
    page = client.get("/trace", params={"text": "none of these words are in any of the documents"}).text
    assert "0 % of 10 words found" in page
    assert "No document has 5 words of it in a row" in page
    assert "Trace a text" in client.get("/").text
    assert client.get("/trace").text.count("<textarea") == 1


def test_text_is_shown_as_text(client: httpx.Client) -> None:
    page = client.get(
        "/trace", params={"text": "</textarea><script>alert(1)</script> A hostile river that stays text"}
    ).text
    assert "<script>alert" not in page


def test_the_api_answers_as_its_model_says(client: httpx.Client) -> None:
    answer = client.post("/api/v1/trace", json={"text": TEXT, "least": 4, "from": "2025"})
    parsed = TraceAnswer.model_validate_json(answer.content, strict=True)
    (passage,) = parsed.passages
    assert (passage.id, passage.date, parsed.least, parsed.total) == ("de-1", "2025-05-20", 4, 1)
    assert parsed.text[slice(*passage.in_text)] == GERMAN["text"][slice(*passage.in_document)] == GERMAN["text"][:-1]
    assert set(answer.json()["passages"][0]) == set(Passage.model_fields)
    assert set(answer.json()) == set(TraceAnswer.model_fields)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{}", "text must be given."),
        (b"[]", "body cannot be read."),
        (b"{", "body must be JSON."),
        (b"", "body must be given."),
        (b'{"text": 1}', "text must be a text."),
        (b'{"text": "a", "lang": "de"}', "lang must be a list."),
        (b'{"text": "a", "from": "May"}', "from must be a date, such as 2025, 2025-05 or 2025-05-20."),
        (b'{"text": "a", "least": 1}', "least must be at least 2."),
    ],
)
def test_what_is_wrong_with_a_body_is_said(client: httpx.Client, body: bytes, detail: str) -> None:
    answer = client.post("/api/v1/trace", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (400, "bad-parameter", detail)


@pytest.mark.parametrize("path", ["/trace", "/api/v1/trace"])
def test_bodies_are_limited(client: httpx.Client, path: str) -> None:
    answer = client.post(path, content=iter([b"a" * 1_000_000] * 3))
    assert answer.status_code == 413


def test_a_text_that_is_too_long_is_too_large(client: httpx.Client) -> None:
    answer = client.post("/api/v1/trace", json={"text": "ä" * 100_001})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert answer.json()["detail"] == "A text to trace may have 100,000 characters at most. Trace a part of it."
    assert client.post("/trace", data={"text": "a" * 100_001}).status_code == 413
    assert client.post("/api/v1/trace", json={"text": "ä" * 100_000}).status_code == 200


def test_a_broken_form_is_refused(client: httpx.Client) -> None:
    assert client.post("/trace", data={"text": RIVER, "least": "many"}).status_code == 400
    assert client.post("/trace", content=b"\xff\xfe=&&&%zz").status_code == 303


def test_the_description_has_the_fields_of_the_body(client: httpx.Client) -> None:
    page = client.get("/docs").text
    assert '<span class="method">POST</span> /api/v1/trace' in page
    assert "in_document" in page
    assert client.get("/api/v1/trace").status_code == 405
