"""The page of a document, and that of the documents like it, as a browser without scripts gets them."""

import html
import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from index.document import Document
from search.request import SearchRequest
from tests.conftest import Library, records
from tests.web_fixtures import ARABIC, GERMAN, Running
from web import urls
from web.app import create_app
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]

PARAGRAPHS = [f"Day {number}. The old bridge over the river was closed. " + "Rain fell. " * 40 for number in range(400)]
PARAGRAPHS[300] += "A heron stood there."
LONG = "\n\n".join(PARAGRAPHS)
MIXED = "\n\n".join([GERMAN["text"], ARABIC["text"], GERMAN["text"]])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, running: Running) -> Iterator[str]:
    """The address of a server of a long text and of one in two languages."""
    folder = tmp_path_factory.mktemp("pages")
    library = Library(folder / "texts", folder / "index")
    library.folder.mkdir()
    mixed = {"id": "mixed", "title": "Gemischt", "text": MIXED, "language": "de", "author": "A & B", "date": "2024"}
    library.write({"a.jsonl": records({"id": "long", "title": "Long", "text": LONG}, mixed)})
    library.update()
    with running(create_app(Settings(library.index))) as address:
        yield address


def get(base: str, address: str) -> httpx.Response:
    return httpx.get(base + address)


def links(page: httpx.Response, pattern: str) -> list[str]:
    """Return the addresses of the links of which the whole element matches."""
    found = [one for one in re.findall(r"<a [^>]*>.*?</a>", page.text, re.DOTALL) if re.search(pattern, one)]
    return [html.unescape(re.findall('href="([^"]*)"', one)[0]) for one in found]


def test_a_hit_leads_to_the_page_of_its_match(base: str) -> None:
    place = LONG.index("heron")
    [address] = links(get(base, "/search?q=heron"), ">Long<")
    assert address == f"/document/long?q=heron&at={place}#match-1"
    page = get(base, address)
    assert page.text.count("<mark") == 1
    assert "Page 3 of 4" in page.text
    assert len(page.text) < 150_000


@pytest.mark.parametrize("place", ["9000000-9000010", f"{len(PARAGRAPHS[0])}-{len(PARAGRAPHS[0]) + 2}"])
def test_a_passage_of_nothing_is_not_cited(base: str, place: str) -> None:
    page = get(base, f"/document/long?c={place}")
    assert page.status_code == 200
    assert "Cite this passage" not in page.text


def test_one_steps_over_the_ends_of_pages(base: str) -> None:
    first = get(base, "/document/long?q=river")
    assert "400 matches" in first.text
    assert "Match 1 of 400" in first.text
    number = first.text.count("<mark id=")
    assert 50 < number < 200
    onward = links(first, 'rel="next">Next</a>')[-1]
    assert re.fullmatch(rf"/document/long\?q=river&at=\d+#match-{number + 1}", onward)
    second = get(base, onward)
    assert f'id="match-{number + 1}"' in second.text
    assert links(second, 'rel="prev">Previous</a>')[0] == f"/document/long?q=river#match-{number}"
    assert links(second, "Next page") == 2 * links(first, "Page 3 of 4</title>")
    assert links(second, "Go to the next") == [f"#match-{number + 1}"]


def test_the_map_leads_to_pages_and_matches(base: str) -> None:
    page = get(base, "/document/long?q=heron")
    assert len(links(page, "<title>Page . of 4</title>")) == 4
    [stroke] = links(page, "<title>1 match, from match 1 on</title>")
    assert 'id="match-1"' in get(base, stroke).text
    assert links(page, "Go to the next|Show it") == [stroke]


@pytest.mark.parametrize(("start", "end"), [(0, 10), (len(LONG) - 5, len(LONG)), (60_000, 60_900)])
def test_a_passage_is_shown_on_its_page(base: str, start: int, end: int) -> None:
    address = urls.passage(Document("long", "", LONG, "a.jsonl"), (start, end), SearchRequest(q="river"))
    assert address == f"/document/long?q=river&c={start}-{end}#c={start}-{end}"
    page = get(base, address).text
    assert page.count(f'id="c={start}-{end}"') == 1
    text = re.sub(r'<span class="step".*?</(?:a|span)></span>', "", page)
    passages = re.findall(r'<span class="passage"[^>]*>(.*?)</span>', text)
    shown = " ".join(re.sub("<[^>]*>", "", " ".join(passages)).split())
    assert shown == " ".join(LONG[start:end].split())


@pytest.mark.parametrize("c", ["1200", "9-3", "a-b", "3-3", "1-99999999999"])
def test_what_is_no_passage_is_said_to_be_none(base: str, c: str) -> None:
    answer = get(base, f"/document/long?c={c}")
    assert answer.status_code == 400
    assert "c must be a stretch of the text in characters" in answer.text


def test_places_beyond_the_text_show_its_end(base: str) -> None:
    for place in ("at=99999999", "c=99999990-99999999"):
        page = get(base, f"/document/long?{place}")
        assert "Page 4 of 4" in page.text
        assert 'class="passage"' not in page.text


def test_a_passage_is_cited(base: str) -> None:
    page = html.unescape(get(base, "/document/mixed?c=4-20").text)
    assert f"“{MIXED[4:20]}” A & B. Gemischt. 2024. texts/a.jsonl, line 2, characters 4–20. " in page
    assert f"{base}/document/mixed?c=4-20#c=4-20" in page
    assert r"author = {{A \& B}}" in page
    assert "Cite this document" in get(base, "/document/mixed").text


def test_each_paragraph_is_written_its_own_way(base: str) -> None:
    page = get(base, "/document/mixed?q=Brücke").text
    assert re.findall(r"<p data-start=\"\d+\"([^>]*)>", page) == ["", ' lang="ar" dir="rtl"', ""]


def test_more_like_this(client: httpx.Client) -> None:
    note = client.get("/document/note-3")
    page = client.get(links(note, "More like this")[0])
    assert str(page.url).endswith("/similar?id=note-3")
    assert "Found by words that it shares with others" in page.text
    assert "Only documents in English are found" in page.text
    assert "/document/note-3" in links(page, "Note 3")
    word, *_ = links(page, "take this word off")
    fewer = client.get(word)
    assert "/similar?id=note-3" in links(fewer, "put this word back")
    assert len(links(fewer, "take this word off")) == len(links(page, "take this word off")) - 1
    assert links(client.get("/search?q=entry"), "more like this")[0].startswith("/similar?id=note-")


def test_more_like_this_for_programs(client: httpx.Client) -> None:
    answer = client.get("/api/v1/similar", params={"id": "note-3", "from": "2000", "limit": 3}).json()
    assert answer["document"]["id"] == "note-3"
    assert "text" not in answer["document"]
    assert len(answer["hits"]) == 3
    assert all(hit["date"] >= "2000" for hit in answer["hits"])
    assert answer["words"][0].keys() == {"stem", "word", "count", "weight"}
    assert client.get("/api/v1/similar?id=none").status_code == 404
    assert client.get("/api/v1/similar").json()["detail"] == "id must be given."
    twin = client.get("/api/v1/similar", params={"id": "shared", "path": "source/second.jsonl", "locator": "line 1"})
    assert twin.json()["document"]["title"] == "The second of two"


def test_ids_may_hold_anything(client: httpx.Client) -> None:
    strange = 'odd/a?b#c%20 "d"/../x'
    assert client.get(urls.similar(Document(strange, "", "", ""))).status_code == 200
    assert quote(strange, safe="") in client.get(f"/document/{quote(strange, safe='')}?c=1-5").text
