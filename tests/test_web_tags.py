"""What pages and the API say about the language tags of documents."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from fastapi import FastAPI

from index.document import Document
from tests.conftest import Library, hold
from web.app import create_app
from web.models.about import InfoAnswer
from web.models.documents import LanguageShare
from web.models.hits import SearchAnswer
from web.pages.tags import tag_view
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]

Running = Callable[[FastAPI], AbstractContextManager[str]]


def document(id: str, tag: str, confidence: float = 0.95, **known: object) -> Document:
    return Document(
        id, f"Title {id}", "A text.", "somewhere", f"line {id}",
        language=tag, detected_language=tag, language_confidence=confidence, **known,  # type: ignore[arg-type]
    )  # fmt: skip


SURE = document("sure", "de", 0.987, language_runner_up="nl")
LOW = document("low", "de", 0.6259, language_runner_up="nl")
ALMOST = document("almost", "de", 0.6999)
UND = document("und", "und", 0.0)
HALF = document("half", "de", other_languages=(("fr", 0.45), ("en", 0.1)))
WRONG = document("wrong", "de", declared_language="nl", language_disagrees=True)
DECLARED = document("declared", "nds", 0.4, declared_language="nds", tagged_by="declared")
HAND = document("hand", "nds", 0.4, tagged_by="relabelled")


@pytest.mark.parametrize(
    ("tagged", "name", "certainty", "remarks"),
    [
        (SURE, "German", "98% sure", ()),
        (LOW, "German", "62% sure; perhaps Dutch", ()),
        (ALMOST, "German", "69% sure", ()),
        (UND, "Language not recognised", "", ()),
        (HALF, "German", "95% sure", ("partly French, 45% and English, 10%",)),
        (WRONG, "German", "95% sure", ("declared Dutch, reads like German",)),
        (DECLARED, "nds", "as its source says", ()),
        (HAND, "nds", "set by hand", ("tag set by hand",)),
    ],
)
def test_what_is_said_of_a_tag(tagged: Document, name: str, certainty: str, remarks: tuple[str, ...]) -> None:
    view = tag_view(tagged)
    assert (view.name, view.certainty, view.remarks) == (name, certainty, remarks)
    assert view.is_doubtful is (tagged in (LOW, ALMOST))


@pytest.fixture
def client(library: Library, running: Running) -> Iterator[httpx.Client]:
    hold(library, SURE, LOW, ALMOST, UND, HALF, WRONG, DECLARED, HAND)
    with running(create_app(Settings(library.index))) as base, httpx.Client(base_url=base) as client:
        yield client


def shown(page: str) -> str:
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_hit_shows_doubt_and_remarks(client: httpx.Client) -> None:
    articles = re.findall(r"<article.*?</article>", client.get("/search?q=*").text, re.DOTALL)
    hit = {shown(article).split()[1]: article for article in articles}
    assert 'title="German, 62% sure; perhaps Dutch"' in hit["low"]
    assert "DE?" in hit["low"]
    assert "partly French, 45%" in hit["half"]
    assert "declared Dutch, reads like German" in hit["wrong"]
    assert "tag set by hand" in hit["hand"]
    assert "UND?" not in hit["und"]
    assert "DE?" not in hit["half"]


def test_a_document_says_all_that_is_known_of_its_tag(client: httpx.Client) -> None:
    assert "Language German (de, 62% sure; perhaps Dutch)" in shown(client.get("/document/low").text)
    assert "partly French, 45%" in shown(client.get("/document/half").text)
    wrong = shown(client.get("/document/wrong").text)
    assert "declared Dutch, reads like German" in wrong
    assert "Declared Dutch" in wrong
    assert "Language nds (nds, set by hand)" in shown(client.get("/document/hand").text)


def test_the_start_page_leads_to_what_may_want_mending(client: httpx.Client) -> None:
    page = client.get("/").text
    assert '<a href="/search?q=lang%3Aund">Language not recognised</a>: 1 document' in page
    assert '<a href="/search?q=lang%3Adisagrees">Reads like another language than declared</a>: 1 document' in page
    assert client.get("/search?q=lang%3Adisagrees").text.count("<article") == 1


def test_the_api_says_it_too(client: httpx.Client) -> None:
    hits = SearchAnswer.model_validate_json(client.get("/api/v1/search?limit=50").content, strict=True).hits
    known = {hit.id: hit for hit in hits}
    assert (known["low"].language, known["low"].language_confidence) == ("de", 0.6259)
    assert (known["low"].language_runner_up, known["low"].language_by) == ("nl", "detected")
    assert known["half"].other_languages == (
        LanguageShare(language="fr", share=0.45),
        LanguageShare(language="en", share=0.1),
    )
    assert (known["wrong"].language_declared, known["wrong"].language_detected) == ("nl", "de")
    assert known["wrong"].language_disagrees
    assert (known["hand"].language_confidence, known["hand"].language_by) == (None, "relabelled")
    info = InfoAnswer.model_validate_json(client.get("/api/v1/info").content, strict=True)
    assert [(one.q, one.count) for one in info.to_review] == [("lang:und", 1), ("lang:disagrees", 1)]
    assert client.get(info.to_review[1].url).json()["total"] == 1
