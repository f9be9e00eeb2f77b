"""Where a question matches long texts, as several threads ask for it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from search.matches import marks
from search.request import SearchRequest
from tests.conftest import Library, records

WORDS = ("moon", "bridge", "river", "town")


@pytest.fixture
def long_texts(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr(marks, "LONG", 10)
    monkeypatch.setattr(marks, "REMEMBERED", 2)
    library.write({"a.jsonl": records(*({"id": word, "text": f"The {word} and the {word}."} for word in WORDS))})
    library.update()
    return library


def test_what_is_remembered_is_right_whoever_asks(long_texts: Library) -> None:
    searcher = long_texts.searcher()

    def count(word: str) -> int:
        return len(searcher.mark(searcher.document(word), SearchRequest(word)).text_matches)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(count, WORDS * 50)) == {2}
