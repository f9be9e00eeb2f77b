import pytest

from index.document import Document
from search.request import SearchRequest
from tests.conftest import Library, hold, marked, sentences
from web.cli import main

TEXTS = {
    "truce": ("de", "Der Waffenstillstand hielt nur wenige Tage."),
    "arms": ("de", "Die Waffen schwiegen am Abend an der Grenze."),
    "halt": ("de", "Der Verkehr kam zum Stillstand vor der Brücke."),
    "exchange": ("de", "Der Gefangenenaustausch begann am frühen Morgen."),
    "captives": ("de", "Die Gefangenen warteten lange auf ihren Austausch."),
    "fight": ("de", "Der Häuserkampf dauerte bis zum Winter."),
    "houses": ("de", "Die alten Häuser sahen einen langen Kampf."),
    "office": ("de", "Der Arbeitsvertrag gilt ab dem Mai."),
    "work": ("de", "Die Arbeit beginnt, der Vertrag fehlt."),
    "reservoir": ("de", "Das Staubecken ist im Sommer leer."),
    "corners": ("de", "In den Ecken lag Staub, im Becken stand Wasser."),
    "cabinet": ("de", "Sie sprach mit den Ministern der Länder."),
    "star": ("de", "Ein heller Stern und ein Mini parken dort."),
    "en-whole": ("en", "The moonlight fell on the harbour."),
    "en-parts": ("en", "The moon gave a faint light."),
    "nl-whole": ("nl", "De spoorwegbrug is gesloten."),
    "nl-parts": ("nl", "Een spoorweg loopt over de brug."),
    "sv-whole": ("sv", "En sjukhuskorridor utan folk."),
    "sv-parts": ("sv", "På sjukhus finns mer än en korridor."),
    "da-whole": ("da", "En fredsaftale blev underskrevet."),
    "da-parts": ("da", "De ønsker fred og en aftale."),
    "nb-whole": ("nb", "En fredsavtale ble undertegnet."),
    "nb-parts": ("nb", "De ønsker fred og en avtale."),
    "fi-whole": ("fi", "Rauhansopimus allekirjoitettiin."),
    "fi-parts": ("fi", "Rauha tuli, ja sopimus pidettiin."),
    "hu-whole": ("hu", "A békeszerződés elkészült."),
    "hu-parts": ("hu", "A béke tartós, a szerződés rövid."),
}


@pytest.fixture(scope="module")
def compounding(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A few sentences in languages that write words together; not to be changed."""
    return sentences(tmp_path_factory, TEXTS)


def ranked(library: Library, q: str, **request: object) -> list[str]:
    return [hit.document.id for hit in library.search(q, **request).hits]


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("Waffen", ["arms", "truce"]),
        ("Waffe", ["arms", "truce"]),
        ("Stillstand", ["halt", "truce"]),
        ("Gefangene Austausch", ["captives", "exchange"]),
        ("Häuser", ["houses", "fight"]),
        ("Haus", ["houses", "fight"]),
        ("Kampf", ["houses", "fight"]),
        ("Arbeit", ["work", "office"]),
        ("Vertrag", ["work", "office"]),
        ("brug", ["nl-parts", "nl-whole"]),
        ("spoorweg", ["nl-parts", "nl-whole"]),
        ("korridor", ["sv-parts", "sv-whole"]),
        ("sjukhus", ["sv-parts", "sv-whole"]),
        ("aftale", ["da-parts", "da-whole"]),
        ("avtale", ["nb-parts", "nb-whole"]),
        ("sopimus", ["fi-parts", "fi-whole"]),
        ("rauha", ["fi-parts", "fi-whole"]),
        ("szerződés", ["hu-parts", "hu-whole"]),
        ("béke", ["hu-parts", "hu-whole"]),
    ],
)
def test_a_word_finds_its_compounds_below_itself(compounding: Library, q: str, ids: list[str]) -> None:
    assert ranked(compounding, q) == ids


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("Ecken", {"corners"}),
        ("Mini", {"star"}),
        ("Stern", {"star"}),
        ("Tag", {"truce"}),
        ("moon", {"en-parts"}),
        ("light", {"en-parts"}),
        ("=Waffen", {"arms"}),
    ],
)
def test_what_only_looks_like_a_part_finds_no_compound(compounding: Library, q: str, ids: set[str]) -> None:
    assert compounding.found(q) == ids


@pytest.mark.parametrize("match", ["auto", "all"])
def test_a_compound_finds_its_two_parts_together(compounding: Library, match: str) -> None:
    assert compounding.found("Gefangenenaustausch", match=match) == {"exchange", "captives"}
    assert compounding.found("Waffenstillstand", match=match) == {"truce"}
    assert compounding.found("Waffenstillstand", match="any") == {"truce", "arms", "halt"}


def test_a_phrase_is_of_whole_words(compounding: Library) -> None:
    assert compounding.found('"Der Waffenstillstand hielt"') == {"truce"}
    assert compounding.found('"Der Stillstand hielt"') == set()


def test_compounds_are_marked(compounding: Library) -> None:
    marks = {hit.document.id: marked(hit) for hit in compounding.search("Stillstand").hits}
    assert marks == {"halt": ["Stillstand"], "truce": ["Waffenstillstand"]}
    searcher = compounding.searcher()
    document = searcher.mark(searcher.document("truce"), SearchRequest("Waffen"))
    assert [document.document.text[start:end] for start, end in document.text_matches] == ["Waffenstillstand"]


def test_compounds_do_not_go_by_the_order_of_documents(compounding: Library, library: Library) -> None:
    reverse = ((id, *TEXTS[id]) for id in reversed(TEXTS))
    hold(library, *(Document(id, "", text, id, language=tag) for id, tag, text in reverse))
    for q in ("Haus", "Waffen", "Gefangenenaustausch", "rauha"):
        scores = {hit.document.id: hit.score for hit in compounding.search(q).hits}
        assert {hit.document.id: hit.score for hit in library.search(q).hits} == scores


def test_the_compound_itself_is_above_its_parts_apart(library: Library) -> None:
    filling = [f"{text} {number}" for text in ("Die Gefangenen.", "Ein Austausch.") for number in range(10)]
    texts = [TEXTS["captives"][1], TEXTS["exchange"][1], *filling]
    hold(library, *(Document(f"{number}", "", text, f"{number}", language="de") for number, text in enumerate(texts)))
    assert ranked(library, "Gefangenenaustausch") == ["1", "0"]


def test_it_is_told_that_a_word_has_more_compounds_than_are_looked_for(library: Library) -> None:
    modifiers = [f"{a}{b}{c}" for a in "bdfgkm" for b in "aeiou" for c in "lrt"]
    texts = [f"Der {part} stand, der Turm fiel, der {part}turm blieb." for part in modifiers]
    hold(library, *(Document(f"{n}", "", text, f"{n}", language="de") for n, text in enumerate(texts)))
    searcher = library.searcher()
    for answer in (searcher.search, searcher.select, searcher.receipt):
        assert [notice.code for notice in answer(SearchRequest("Turm")).notices] == ["compounds-limited"]
        assert not answer(SearchRequest("=Turm")).notices
    assert main(["relabel", "Turm", "--as", "nds", "--index", str(library.index)]) == 0
