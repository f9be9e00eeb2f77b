from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from index.analysis import Token
from search.matches.matching import Matcher
from search.matches.promising import Promising
from search.query.parser import parse
from search.query.reading import Reading
from search.query.terms import MAX_PREFIXES
from search.ranking.vocabulary import Vocabulary
from search.request import Match
from tests.conftest import Library, marked, records

FILLING = "The lamp of the old tower was lit every evening by hand. " * 40
SCAN = 500
LANGUAGES = dict.fromkeys(("de", "en", "fi", "fr", "hu", "ca", "tr"), 10)


class Frequent:
    """Stands for Tantivy: every word is in some of its documents."""

    num_docs = 100

    def doc_freq(self, _field: str, _term: str) -> int:
        return 10

    def terms_with_prefix(self, _field: str, _prefix: str, **_limit: int) -> list[tuple[str, int]]:
        return []


def matcher(typed: str, match: Match = "all") -> Matcher:
    query = parse(typed).query
    assert query
    snapshot: Any = SimpleNamespace(tantivy=Frequent(), schema=None)
    return Matcher(Reading(query, ""), match, Vocabulary(snapshot, LANGUAGES))


def seen(typed: str, text: str, language: str = "en", match: Match = "all") -> list[str]:
    return [text[one.start : one.end] for one in matcher(typed, match).in_text(text, language)]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts that are read."""
    lengths: list[int] = []
    tokens = Promising.tokens

    def counted(self: Promising, text: str) -> Iterator[Token]:
        lengths.append(len(text))
        return tokens(self, text)

    monkeypatch.setattr(Promising, "tokens", counted)
    return lengths


@pytest.mark.parametrize("typed", ["*", "lang:de", "-lamp date:2025..", "title:lamp", 'title:"old tower" lang:en'])
def test_a_text_is_not_read_for_what_cannot_be_seen_in_it(typed: str, read: list[int]) -> None:
    looking = matcher(typed)
    read.clear()
    assert looking.in_text(FILLING, "en", SCAN) == []
    assert read == []


def test_only_the_beginning_is_read_where_it_matches(read: list[int]) -> None:
    looking = matcher("lamp")
    read.clear()
    found = looking.in_text(FILLING, "en", SCAN)
    assert [one.start for one in found] == list(range(4, SCAN, 57))
    assert len(read) == 1
    assert max(read) <= SCAN


def test_more_is_read_until_there_is_a_match(read: list[int]) -> None:
    text = FILLING + "A comet. " + FILLING * 10
    looking = matcher("comet")
    read.clear()
    (found,) = looking.in_text(text, "en", SCAN)
    assert text[found.start : found.end] == "comet"
    assert max(read) < len(text)
    read.clear()
    assert looking.in_text(text, "en", SCAN, further=False) == []
    assert max(read) <= SCAN


def test_no_word_is_cut_where_reading_stops() -> None:
    text = "x" * 90 + " " + "lampshade " * 10
    assert matcher("lamp").in_text(text, "en", len(text) - 6) == []
    assert matcher("lamp").in_text("字" * 1000 + "lamp", "en", SCAN) != []


@pytest.mark.parametrize(
    ("typed", "text", "language", "marked"),
    [
        ("Debian", "deb Debian", "hmn", ["Debian"]),
        ("Mond", "mon Monde Mond", "fr", ["Monde", "Mond"]),
        ("Paris", "par Paris", "it", ["Paris"]),
        ("talossanikin", "talo talon", "fi", ["talo", "talon"]),
        ("talossanikin", "talo talossanikin", "en", ["talossanikin"]),
        ("Häusern", "Haus Häuser", "de", ["Haus", "Häuser"]),
        ("Gespräche", "Gespräch", "und", ["Gespräch"]),
        ('"alten Häusern"', "Das alte Haus", "de", ["alte Haus"]),
        ('"Debian Paris"', "deb par", "hmn", []),
    ],
)
def test_a_form_in_one_language_is_no_form_in_another(typed: str, text: str, language: str, marked: list[str]) -> None:
    assert seen(typed, text, language) == marked


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("today's", "it's today", ["today"]),
        ("E-Mail", "e mail", ["mail"]),
        ("O'Brien", "o brien", ["brien"]),
        ("A-Z", "a to z", ["a", "z"]),
        ("covid-2", "covid 2", ["covid", "2"]),
        ("北京大学", "大学 北京", ["大学", "北京"]),
    ],
)
def test_lone_letters_of_what_is_typed_in_one_piece_tell_nothing(typed: str, text: str, marked: list[str]) -> None:
    assert seen(typed, text, match="any") == marked


def test_a_title_must_have_what_is_typed_in_one_piece_side_by_side() -> None:
    looking = matcher("title:covid-19 moon", "any")
    assert looking.in_title("19 covid", "en") == []
    assert len(looking.in_title("Covid-19", "en")) == 1


def test_a_phrase_with_a_prefix_matches_as_typed() -> None:
    assert seen('"houses 猫"', "houses 猫耳 house 猫耳") == ["houses 猫"]
    assert seen('"schön 猫"', "schon 猫耳 schön 猫耳") == ["schon 猫", "schön 猫"]
    assert seen('="schön 猫"', "schon 猫耳 schön 猫耳") == ["schön 猫"]


TALES = records(
    {"id": "fi", "text": "Vanha talo seisoo järven rannalla, ja sen ikkunoista näkyy metsä ja sininen taivas."},
    {"id": "hu", "text": "A régi ház a tó partján áll, és az ablakaiból látszik az erdő meg a kék ég."},
    {"id": "fr", "text": "La maison est à mon frère; mon père et mon oncle y habitent depuis de longues années."},
    {"id": "de", "text": "Der Mond stand über den alten Häusern, und im Garten schlief ein Kind unter dem Baum."},
    {"id": "en", "text": "A talo is a game of cards that children play at home when it rains in the evening."},
)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Mond", {"de"}),
        ("talossanikin", {"fi"}),
        ("Haus", {"de"}),
        ('"vanhassa talossanikin"', {"fi"}),
        ("-talossanikin lang:en", {"en"}),
        ("title:talossanikin", set()),
    ],
)
def test_what_is_found_is_what_is_marked(library: Library, typed: str, ids: set[str]) -> None:
    library.write({"tales.jsonl": TALES})
    library.update()
    assert {value.value for value in library.searcher().overview().languages} == {"fi", "hu", "fr", "de", "en"}
    hits = library.search(typed, match="all").hits
    assert {hit.document.id for hit in hits} == ids
    assert all(marked(hit) for hit in hits if not typed.startswith("-"))


def test_lone_letters_find_nothing(library: Library) -> None:
    library.write(
        {"a.txt": "A\n\nHe's here, s and all, and the lamp was lit.", "b.txt": "B\n\nHere today, gone tomorrow."}
    )
    library.update()
    assert library.found("today's", match="any") == {"texts/b.txt"}


def test_many_prefixes_are_not_all_looked_for() -> None:
    typed = " ".join(f"{letter}a*" for letter in "abcdefghijklmnop")
    assert len(matcher(typed).weights) == MAX_PREFIXES
    assert len(matcher("天 地 人 日 月 山 水 火 木 金 土 的").weights) == MAX_PREFIXES
