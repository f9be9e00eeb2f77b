import pytest

from index.analysis import fold
from index.directory import IndexDirectory
from search.query.tree import Word
from search.ranking.lexicon import Lexicon, by_row
from tests.conftest import TONGUES, Library


@pytest.fixture(scope="module")
def lexicon(tongues: Library) -> Lexicon:
    """The lexicon of an index that has ten documents in each of a few languages."""
    searcher = IndexDirectory.open(tongues.index).open_tantivy().searcher()
    return Lexicon(searcher, dict.fromkeys(TONGUES, 10))


@pytest.mark.parametrize(
    ("q", "tag"),
    [
        ("moon", "en"),
        ("der Mond", "de"),
        ("HÄUSERN", "de"),
        ("talk over house", "en"),
        ("maison", "fr"),
        ("la lune Istanbul", "fr"),
        ("Istanbul", ""),
        ("Istanbul 3", ""),
        ("plugh", ""),
        ("nowhere", ""),
        ("", ""),
    ],
)
def test_the_language_of_words(lexicon: Lexicon, q: str, tag: str) -> None:
    assert lexicon.language_of([Word(word, fold(word)) for word in q.split()]) == tag


def test_stems_are_counted_by_language(lexicon: Lexicon) -> None:
    assert lexicon.frequency("en", "hous") == 10
    assert lexicon.frequency("de", "hous") == 0
    assert lexicon.ending_with("de", "prach", 5) == ["gesprach"]
    assert lexicon.beginning_with("en", "mo", 5) == ["moon"]


def test_dialects_count_for_their_language() -> None:
    assert by_row({"de": 2, "de-AT": 1, "en": 4}) == {"de": 3, "en": 4}


def test_an_empty_index_tells_no_language(tongues: Library) -> None:
    searcher = IndexDirectory.open(tongues.index).open_tantivy().searcher()
    assert Lexicon(searcher, {}).language_of([Word("moon", "moon")]) == ""
