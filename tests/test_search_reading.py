import pytest

from search.request import SearchRequest
from tests.conftest import Library


def understood(library: Library, q: str, **request: object) -> str:
    return library.search(q, **request).understood


@pytest.mark.parametrize(
    ("q", "understood_as"),
    [
        ("the moon of the houses", "moon houses"),
        ("der Mond über den Häusern", "Mond Häusern"),
        ("la lune sur les maisons", "lune maisons"),
        ("the", "the"),
        ("the and of", "the and of"),
        ("der und die lang:de", "der und die lang:de"),
        ('"the moon" houses of town', '"the moon" houses town'),
        ("the =the moon houses", "=the moon houses"),
        ("moon -the houses", "moon houses -the"),
        ("die Istanbul", "Istanbul"),
        ("Istanbul 3", "Istanbul 3"),
        ("plugh the xyzzy", "plugh OR the OR xyzzy"),
    ],
)
def test_stop_words_of_the_language_of_a_question(tongues: Library, q: str, understood_as: str) -> None:
    assert understood(tongues, q) == understood_as


def test_stop_words_stay_where_all_words_are_wanted(tongues: Library) -> None:
    assert understood(tongues, "the moon of the houses", match="all") == "the moon of the houses"
    assert tongues.search("the moon of Ankara and houses", match="all").total == 0
    assert understood(tongues, "the moon", exact=True) == "=the =moon"


@pytest.mark.parametrize("match", ["auto", "any"])
def test_stop_words_find_nothing_more(tongues: Library, match: str) -> None:
    with_them, without = (tongues.search(q, match=match).total for q in ("the moon above a house", "moon above house"))
    assert with_them == without > 0


def test_stop_words_are_not_marked(tongues: Library) -> None:
    searcher = tongues.searcher()
    found = searcher.mark(searcher.document("en-0"), SearchRequest("the moon of the houses"))
    assert [found.document.text[start:end] for start, end in found.text_matches] == ["moon", "houses"]
