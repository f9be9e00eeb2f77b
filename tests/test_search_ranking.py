"""What ranks above what, all else being equal."""

import pytest

from index.document import Document
from tests.conftest import Library, hold

FILLING = "Ships came and went all day, and people walked along the river until it was dark. "


def ranked(library: Library, q: str, **request: object) -> list[str]:
    return [hit.document.id for hit in library.search(q, **request).hits]


def written(library: Library, *texts: tuple[str, str, str, str]) -> Library:
    """Index documents given as id, language, title and text, among others."""
    others = [Document(f"o{number}", "", f"{FILLING}{number}", "o", language="en") for number in range(20)]
    hold(library, *(Document(id, title, text, id, language=tag) for id, tag, title, text in texts), *others)
    return library


def test_a_form_as_typed_above_a_stem_above_a_compound(library: Library) -> None:
    written(
        library,
        ("compound", "de", "", "Der Waffenstillstand hielt am Abend noch."),
        ("stem", "de", "", "Der Stillstände waren viele am Abend."),
        ("typed", "de", "", "Der Stillstand kam spät am Abend."),
        ("weapon", "de", "", "Die Waffen ruhten spät am Abend noch."),
    )
    assert ranked(library, "Stillstand")[:1] == ["typed"]
    assert ranked(library, "Stillstand")[-1:] == ["compound"]


def test_words_near_each_other_above_words_apart(library: Library) -> None:
    written(
        library,
        ("apart", "en", "", f"A lantern. {FILLING * 2} A keeper."),
        ("near", "en", "", f"A lantern keeper. {FILLING * 2}"),
    )
    assert ranked(library, "lantern keeper") == ["near", "apart"]


def test_words_near_each_other_in_the_title_above_words_near_in_the_text(library: Library) -> None:
    near, apart = "The lantern keeper of the harbour", "The lantern of the harbour and its keeper"
    written(library, ("text", "en", apart, f"{near}."), ("title", "en", f"{near} and its", f"{apart}."))
    assert ranked(library, "lantern keeper") == ["title", "text"]


def test_stop_words_of_the_question_above_none(library: Library) -> None:
    written(
        library,
        ("theirs", "en", "", "Their lantern burnt as long as any ship was out."),
        ("yours", "en", "", "Your lantern burnt as long as any ship was out."),
        ("hers", "en", "", "Her lantern burnt as long as any ship was out."),
    )
    assert ranked(library, "where is your lantern")[0] == "yours"
    assert ranked(library, "where is their lantern")[0] == "theirs"
    assert set(ranked(library, "where is your lantern")) == {"theirs", "yours", "hers"}


def test_the_title_above_the_text(library: Library) -> None:
    written(
        library,
        ("text", "en", "A walk", "The harbour has a lantern."),
        ("title", "en", "A lantern", "The harbour has a walk."),
    )
    assert ranked(library, "lantern") == ["title", "text"]


def test_a_long_document_is_not_drowned(library: Library) -> None:
    written(
        library,
        ("short", "en", "", "A lantern by the water."),
        ("long", "en", "", f"A lantern keeper. {FILLING * 10} The lantern keeper lit the lantern."),
    )
    assert ranked(library, "lantern keeper", match="any") == ["long", "short"]


def test_the_language_of_the_question_first_among_equals(library: Library) -> None:
    written(
        library,
        *((f"de{number}", "de", "", f"Hotel Kaffee Strand und Sand {number}") for number in range(3)),
        *((f"en{number}", "en", "", f"hotel coffee beach and sand {number}") for number in range(3)),
    )
    assert {id[:2] for id in ranked(library, "coffee hotel", match="any")[:3]} == {"en"}
    assert {id[:2] for id in ranked(library, "Kaffee Hotel", match="any")[:3]} == {"de"}


@pytest.mark.parametrize(("q", "match"), [("Gespräch", "auto"), ("direkte Gespräche", "all"), ("Gespräche", "any")])
def test_documents_tagged_wrongly_are_found(library: Library, q: str, match: str) -> None:
    tags = ["de", "de", "en", "de", "de", "fr", "de", "de", "it"]
    texts = ((f"d{number}", tag, "", "Direkte Gespräche der Länder.") for number, tag in enumerate(tags))
    written(library, *texts)
    assert set(ranked(library, q, match=match)) == {f"d{number}" for number in range(len(tags))}


def test_a_word_that_occurs_nowhere_is_looked_for_as_it_may_have_been_meant(library: Library) -> None:
    written(library, ("virus", "en", "", "The coronavirus spread."), ("crown", "en", "", "A corona of the sun."))
    response = library.search("coroanvirus spreading")
    assert [hit.document.id for hit in response.hits] == ["virus"]
    assert [notice.code for notice in response.notices] == ["relaxed", "similar-words"]
    text, spans = response.hits[0].snippets[0].text, response.hits[0].snippets[0].highlights
    assert [text[start:end] for start, end in spans] == ["coronavirus", "spread"]


def test_a_misspelt_word_alone_finds_what_was_meant(library: Library) -> None:
    written(library, ("virus", "en", "", "The coronavirus spread."))
    response = library.search("coroanvirus")
    assert [hit.document.id for hit in response.hits] == ["virus"]
    assert [notice.code for notice in response.notices] == ["similar-words"]
    assert library.search("coroanvirus", match="all").total == 0


def test_what_is_spelt_alike_is_marked_only_where_it_is_looked_for(library: Library) -> None:
    written(library, ("both", "en", "", "The coronavirus and the sun."))
    (hit,) = library.search("coroanvirus OR sun").hits
    assert [hit.snippets[0].text[start:end] for start, end in hit.snippets[0].highlights] == ["sun"]


def test_a_word_that_occurs_is_not_taken_for_another(library: Library) -> None:
    written(library, ("bread", "en", "", "Bread from the oven."), ("broad", "en", "", "A broads road."))
    assert ranked(library, "bread", match="any") == ["bread"]


@pytest.mark.parametrize(
    ("q", "tag", "found", "text"),
    [
        ("eins", "de", "eins", "Die Eins ist eine Zahl."),
        ("mining", "en", "mines", "The mines were deep."),
        ("soñar", "es", "soñaba", "Ella soñaba."),
        ("Ware", "de", "Warenhaus", "Ein Warenhaus."),
    ],
)
def test_a_word_whose_stem_is_a_stop_word_is_kept_apart_from_it(
    library: Library, q: str, tag: str, found: str, text: str
) -> None:
    stop_words = {"de": "Es war ein Haus am Meer.", "en": "That house is mine.", "es": "Los otros son de aquí."}
    written(library, ("word", tag, "", text), ("stop", tag, "", stop_words[tag]), ("typed", tag, "", f"{q}!"))
    hits = library.search(q).hits
    assert [hit.document.id for hit in hits] == ["typed", "word"]
    assert hits[1].snippets[0].text[slice(*hits[1].snippets[0].highlights[0])].casefold() == found.casefold()


def test_a_foreign_stem_that_is_a_stop_word_is_chance(library: Library) -> None:
    written(library, ("fr", "fr", "", "Il a vu son ami."), ("de", "de", "", "Die Sonne scheint."))
    assert ranked(library, "Sonne") == ["de"]
