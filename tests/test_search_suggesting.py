"""What is suggested as somebody types."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search.hints.orthography
from index.document import Document
from search.searcher import Searcher
from tests.conftest import Library, hold


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("suggested")
    library = Library(folder, folder / "index")
    texts = [
        ("de", "Direkte Gespräche", "Die Gespräche in Genf. Neue Gespräche folgen."),
        ("de", "Ein Gesprächskreis", "Der Gesprächskreis führt Gespräche. GESPRÄCHE!"),
        ("de", "Gespenster", "Gespenster und Geschichten über ein Gespräch."),
        ("en", "Talks in Geneva", "The talks go on; the gespräche do not."),
        ("ru", "Переговоры в Москве", "Новые переговоры начались."),
        ("el", "Συνομιλίες στην Αθήνα", "Οι συνομιλίες άρχισαν."),
        ("ar", "المفاوضات في المدينة", "استمرت المفاوضات في المدينة."),
        ("zh", "北京大学的历史", "北京大学在北京。"),
    ]
    hold(library, *(Document(f"{n}", title, text, f"{n}", language=tag) for n, (tag, title, text) in enumerate(texts)))
    return library.searcher()


def words(searcher: Searcher, typed: str, *languages: str) -> list[tuple[str, int]]:
    return [(word.text, word.documents) for word in searcher.suggest(typed, languages).words]


def titles(searcher: Searcher, typed: str, *languages: str) -> list[str]:
    return [title.document.title for title in searcher.suggest(typed, languages).titles]


def test_words_are_suggested_as_people_write_them_the_most_frequent_first(searcher: Searcher) -> None:
    assert words(searcher, "gespr") == [("Gespräche", 3), ("Gespräch", 1), ("Gesprächskreis", 1)]
    assert words(searcher, "gesprä", "de")[0] == ("Gespräche", 2)
    assert words(searcher, "gesprä", "en") == [("gespräche", 1)]
    assert words(searcher, "ПЕРЕ") == [("переговоры", 1)]
    assert words(searcher, "συνο") == [("συνομιλίες", 1)]
    assert words(searcher, "المفا") == [("المفاوضات", 1)]


def test_the_words_before_are_kept(searcher: Searcher) -> None:
    assert [word.q for word in searcher.suggest("lang:de -talks gesprächs").words] == ["lang:de -talks Gesprächskreis"]
    assert [word.q for word in searcher.suggest("title:gesprächs").words] == ["title:Gesprächskreis"]


@pytest.mark.parametrize("typed", ["", " ", "g", "a b", "gespräche ", '"', "北京", "xyzzyx", "talks lang:de"])
def test_no_words_where_none_is_begun(searcher: Searcher, typed: str) -> None:
    assert words(searcher, typed) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gesp", ["Gespenster", "Direkte Gespräche", "Ein Gesprächskreis"]),
        ("direkte ges", ["Direkte Gespräche"]),
        ("gen", ["Talks in Geneva"]),
        ("москве пере", ["Переговоры в Москве"]),
        ("المفاوضات في", ["المفاوضات في المدينة"]),
        ("北京", ["北京大学的历史"]),
        ("大学的", ["北京大学的历史"]),
        ("OR NOT", []),
    ],
)
def test_titles_hold_what_was_typed(searcher: Searcher, typed: str, found: list[str]) -> None:
    assert sorted(titles(searcher, typed)) == sorted(found)
    assert titles(searcher, typed)[:1] == found[:1]


def test_a_title_is_remembered_without_all_that_may_be_long(library: Library) -> None:
    short = Document("1", "The harbour", "", "1.pdf", language="en", author="Ann Lee")
    long = replace(short, text="Ships.", parts=((0, "1"),), meta=(("size", "9"),), other_languages=(("fr", 0.2),))
    hold(library, long)
    assert [title.document for title in library.searcher().suggest("harb").titles] == [short]


@pytest.mark.parametrize("read", range(8, 12))
def test_words_are_read_where_a_text_is_cut_anywhere(
    library: Library, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    monkeypatch.setattr(search.hints.orthography, "READ_CHARACTERS", read)
    hold(library, Document("1", "", f"Gespräch {'北京大学' * 10}", "1", language="zh"))
    assert words(library.searcher(), "gesp") == [("Gespräch", 1)]


def test_words_and_titles_share_the_room(searcher: Searcher) -> None:
    found = searcher.suggest("ges", limit=4)
    assert (len(found.words), len(found.titles)) == (2, 2)
    assert titles(searcher, "ges", "ru") == []


def test_what_an_update_has_removed_is_not_suggested(library: Library) -> None:
    library.write({"a.txt": "First\n\nThe harbour of Zanzibar.", "b.txt": "Second\n\nThe harbour, a zander."})
    library.update()
    library.write({"a.txt": "First\n\nThe harbour at night."})
    library.update()
    assert words(library.searcher(), "zan") == [("zander", 1)]
    assert words(library.searcher(), "harb") == [("harbour", 2)]
    assert library.search("zanzibor", match="any").notices == ()
    assert [notice.code for notice in library.search("habour", match="any").notices] == ["similar-words"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=60))
def test_nothing_typed_is_an_error(searcher: Searcher, typed: str) -> None:
    searcher.suggest(typed)
