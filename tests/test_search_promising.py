"""Of a text only what may match is looked at closely, and nothing is missed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyzer
from index.document import Document
from search.matches.marks import LONG
from search.matches.promising import Promising
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import sentences

WORDS = ["moon", "moons,", "(moonlight)", "new", "old", "the", "l'éclipse", "月亮", "covid-19", "\n\n", "rain"]


def long_text(seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=40_000))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return sentences(tmp_path_factory, {"moon": ("en", "The moon and the moons.")}).searcher()


@given(
    st.lists(
        st.sampled_from([*WORDS, "a", "aa", "(a)", "C++", "，月", "a" + 40 * "水月", "l'", "."]) | st.text(max_size=3)
    )
)
def test_wanted_tokens_are_those_of_the_text_that_fit(pieces: list[str]) -> None:
    text = " ".join(pieces)

    def may_match(word: str, stem: str) -> bool:
        return word.startswith(("月", "a", "eclipse")) or stem == "moon"

    found = list(Promising(analyzer("en"), may_match).tokens(text))
    assert found == [token for token in analyzer("en").tokens(text) if may_match(token.word, token.stem)]


def test_the_matches_of_a_long_text_are_remembered(searcher: Searcher) -> None:
    document = Document("again", "", long_text(1), "again", language="en")
    first = searcher.mark(document, SearchRequest("moon"))
    assert first.text_matches and len(document.text) > LONG
    assert searcher.mark(document, SearchRequest("moon")).text_matches is first.text_matches
    assert searcher.mark(document, SearchRequest("new")).text_matches != first.text_matches
