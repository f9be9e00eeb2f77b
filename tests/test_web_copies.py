"""Copies on the page and in the API: near ones folded, counted, and a link away; exact ones named by their places."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from fastapi import FastAPI

from index.document import Document
from tests.conftest import Library, hold, make_copies, records
from tests.test_web_pages import links
from web.app import create_app
from web.models.hits import SearchAnswer
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]

Running = Callable[[FastAPI], AbstractContextManager[str]]


@pytest.fixture
def copied(library: Library, running: Running) -> Iterator[httpx.Client]:
    """A client of a server of twelve documents, the first four of which are near copies."""
    rows = ({"id": id, "text": "moon " * (30 - number) + "star " * number} for number, id in enumerate("abcdefghijkl"))
    library.write({"moons.jsonl": records(*rows)})
    library.update()
    make_copies(library, "abcd")
    with running(create_app(Settings(library.index))) as base, httpx.Client(base_url=base) as client:
        yield client


def test_the_page_shows_one_and_links_to_the_others(copied: httpx.Client) -> None:
    page = copied.get("/search?q=moon")
    assert "12 documents" in page.text
    assert page.text.count("<article") == 9
    [others] = links(page, "and 3 near copies")
    assert copied.get(others).text.count("<article") == 4


def test_all_can_be_shown_and_folded_again(copied: httpx.Client) -> None:
    page = copied.get("/search?q=moon")
    [shown] = links(page, "Shown")
    assert shown == "/search?q=moon&copies=show"
    everything = copied.get(shown)
    assert everything.text.count("<article") == 10
    assert links(everything, "Next") == ["/search?q=moon&copies=show&offset=10"]
    assert links(everything, "Copies folded") == ["/search?q=moon"]
    assert copied.get("/search?q=moon&copies=fold").text.count("<article") == 9


def test_a_document_leads_to_its_near_copies(copied: httpx.Client) -> None:
    [others] = links(copied.get("/document/b?q=moon"), "See its 3 near copies")
    assert copied.get(others).text.count("<article") == 4
    assert copied.get("/api/v1/documents/b").json()["near_copies"]["others"] == 3
    assert "near copies" not in copied.get("/document/e").text
    assert copied.get("/api/v1/documents/e").json()["near_copies"] is None


def test_where_there_are_no_copies_nothing_is_said_of_them(copied: httpx.Client) -> None:
    page = copied.get("/search?q=-copies:4294967296")
    assert page.text.count("<article") == 8
    assert "Shown" not in page.text
    assert "Next" not in page.text


def test_the_api_folds_if_asked_and_says_how_many(copied: httpx.Client) -> None:
    answer = copied.get("/api/v1/search?q=moon&limit=5&copies=fold").json()
    SearchAnswer.model_validate(answer, strict=False)
    assert (answer["total"], [hit["id"] for hit in answer["hits"]]) == (12, list("aefgh"))
    assert answer["hits"][0]["near_copies"] == {"group": 4294967296, "others": 3}
    assert answer["hits"][1]["near_copies"] is None
    following = copied.get(answer["next"]).json()
    assert ([hit["id"] for hit in following["hits"]], following["next"]) == (list("ijkl"), None)
    assert len(copied.get("/api/v1/search?q=copies:4294967296").json()["hits"]) == 4


def test_programs_are_shown_every_one_unless_they_ask(copied: httpx.Client) -> None:
    text = copied.get("/api/v1/documents/e").json()["text"]

    def numbers(copies: dict[str, str]) -> list[int]:
        trend = copied.get("/api/v1/trends", params={"q": "moon", "unit": "documents", **copies}).json()
        return [
            len(copied.get("/api/v1/search", params={"q": "moon", "limit": "20", **copies}).json()["hits"]),
            len(copied.get("/api/v1/similar", params={"id": "e", "limit": "20", **copies}).json()["hits"]),
            copied.post("/api/v1/trace", json={"text": text, "least": 2, **copies}).json()["total"],
            trend["series"][0]["total"],
        ]

    everything, folded = numbers({}), numbers({"copies": "fold"})
    assert everything == numbers({"copies": "show"})
    assert all(few < many for few, many in zip(folded, everything, strict=True))


def test_the_page_as_json_holds_the_same_hits(copied: httpx.Client) -> None:
    [address] = links(copied.get("/search?q=moon"), "JSON")[-1:]
    assert [hit["id"] for hit in copied.get(address).json()["hits"]] == list("aefghijkl")


def test_an_export_has_every_one(copied: httpx.Client) -> None:
    [export] = links(copied.get("/search?q=moon&copies=show"), "JSONL")
    assert export == "/api/v1/export?q=moon&format=jsonl"
    assert copied.get(export).text.count("\n") == 12


def test_what_is_no_way_to_show_copies_is_said(copied: httpx.Client) -> None:
    assert copied.get("/api/v1/search?copies=hide").json()["mistakes"][0]["parameter"] == "copies"


def test_the_places_of_exact_copies_are_named(library: Library, running: Running) -> None:
    library.write(dict.fromkeys(("a.txt", "b.txt", "c.txt", "d.txt", "<e>.txt"), "Moon\n\nThe moon & the town."))
    library.update()
    with running(create_app(Settings(library.index))) as base, httpx.Client(base_url=base) as client:
        page = client.get("/search?q=town").text
        assert page.count("<article") == 1
        assert all(f'<bdi class="source">texts/{name}.txt</bdi>' in page for name in "abc")
        assert "and 1 more place" in page
        document = client.get("/document/texts/<e>.txt").text
        assert all(f"<li><bdi>texts/{name}.txt</bdi></li>" in document for name in "abcd")
        (hit,) = client.get("/api/v1/search?q=town").json()["hits"]
        assert [copy["path"] for copy in hit["copies"]] == [f"texts/{name}.txt" for name in "abcd"]


def test_a_hit_names_the_page_it_is_from(library: Library, running: Running) -> None:
    hold(library, Document("1", "", "The sun.\n\nThe moon.", "a.pdf", parts=((0, "page 1"), (10, "page 2"))))
    with running(create_app(Settings(library.index))) as base, httpx.Client(base_url=base) as client:
        page = client.get("/search?q=moon").text
        assert '<span class="part" dir="ltr" lang="en">page 2</span>' in page
        assert "page 1" not in page
        assert client.get("/api/v1/search?q=moon").json()["hits"][0]["snippets"][0]["part"] == "page 2"
        assert client.get("/document/1").text.count('class="part"') == 2
