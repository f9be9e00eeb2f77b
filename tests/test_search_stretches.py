"""A long text is not read whole, and nothing is missed."""

import random

import pytest

from index.analysis import analyzer
from index.document import Document
from search import marks, matching
from search.request import SearchRequest
from search.searcher import Searcher
from search.stretches import stretches
from tests.conftest import sentences

WORDS = ["moon", "moons,", "(moonlight)", "new", "old", "the", "l'éclipse", "月亮", "covid-19", "\n\n", "rain"]
RARE = " ".join(["it rained and it poured, day after day."] * 40)


def long_text(seed: int) -> str:
    draw = random.Random(seed)
    pieces = (" ".join(draw.choices(WORDS, k=draw.randint(0, 8))) + " " + RARE * draw.randint(0, 3) for _ in range(90))
    return " ".join(pieces)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return sentences(tmp_path_factory, {"moon": ("en", "The moon and the moons.")}).searcher()


@pytest.mark.parametrize("q", ["moon", "moo*", '"new moon"', '"the old moon" rain', "covid-19", "月", "=moons", "xyz"])
@pytest.mark.parametrize("seed", range(3))
def test_the_same_is_found_as_in_the_whole(searcher: Searcher, q: str, seed: int) -> None:
    document = Document(f"{seed}", "", long_text(seed), f"{seed}", language="en")
    found = searcher.mark(document, SearchRequest(q)).text_matches
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "LONG_TEXT", len(document.text) + 1)
        patch.setattr(marks, "LONG", len(document.text) + 1)
        assert searcher.mark(document, SearchRequest(q)).text_matches == found
    assert len(document.text) > matching.LONG_TEXT
    assert bool(found) == (q != "xyz")


def test_only_what_is_promising_is_given() -> None:
    text = f"{RARE} moon {RARE} {RARE} moon {RARE}"
    found = list(stretches(text, lambda words: analyzer("en").tokens(words, "moon".__eq__), beside=0))
    assert len(found) == 2
    assert all("moon" in text[start:end] and end - start < 500 for start, end in found)
    assert len(list(stretches(text, lambda words: analyzer("en").tokens(words, "moon".__eq__), beside=9))) == 1


def test_the_matches_of_a_long_text_are_remembered(searcher: Searcher) -> None:
    document = Document("again", "", long_text(1) * 2, "again", language="en")
    first = searcher.mark(document, SearchRequest("moon"))
    assert first.text_matches
    assert searcher.mark(document, SearchRequest("moon")).text_matches is first.text_matches
    assert searcher.mark(document, SearchRequest("new")).text_matches != first.text_matches
