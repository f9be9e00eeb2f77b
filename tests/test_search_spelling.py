"""What may have been meant by what was mistyped."""

import pytest

from search.hints.keyboards import retyped
from tests.conftest import Library, records, sentences

TEXTS = {
    "de": ("de", "Der Waffenstillstand hielt, die Gespräche in Straßburg gingen weiter."),
    "en": ("en", "The ceasefire held, and the talks went on."),
    "ru": ("ru", "Привет! Переговоры о перемирии продолжались в Москве."),
    "el": ("el", "Η εκεχειρία κράτησε και οι συνομιλίες συνεχίστηκαν στην Αθήνα."),
    "ar": ("ar", "استمرت المفاوضات بعد وقف إطلاق النار في المدينة."),
    "he": ("he", "הפסקת האש נמשכה והשיחות התקיימו בירושלים."),
    "zh": ("zh", "停火以后谈判继续进行。"),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return sentences(tmp_path_factory, TEXTS)


def suggested(library: Library, typed: str, **request: object) -> str | None:
    suggestion = library.search(typed, **request).suggestion
    return suggestion.q if suggestion else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Waffenstilstand", "Waffenstillstand"),
        ("Wafenstilstand", "Waffenstillstand"),
        ("gespräche waffenstilslatnd", "gespräche Waffenstillstand"),
        ("vaffenstillstand", "Waffenstillstand"),
        ("affenstillstand", "Waffenstillstand"),
        ("awffenstillstand", "Waffenstillstand"),
        ("Strasburg", "Straßburg"),
        ("gesprähce -talks", "Gespräche -talks"),
        ('"ceasefire hled"', '"ceasefire held"'),
        ("title:ceasefier OR ceasefier", "title:ceasefire OR ceasefire"),
        ("in-Straßburg Wafenstilstand", "in-Straßburg Waffenstillstand"),
        ("ceasefire-hled", "ceasefire-held"),
        ('="the talks" ceasefier', '="the talks" ceasefire'),
        ("переговоы", "Переговоры"),
        ("εκεχειρηα", "εκεχειρία"),
        ("المفاوضت", "المفاوضات"),
        ("בירושלם", "בירושלים"),
        ("ghbdtn", "привет"),
        ("ghbdtn vjcrdt", "привет москве"),
        ("сеасефире", None),
        ("tаlks", "talks"),  # a Cyrillic letter in a Latin word
        ("=Strasburg", None),
        ("Gespräch", None),
        ("talk", None),
        ("谈刬", None),
        ("xyz", None),
        ("*", None),
    ],
)
def test_what_was_meant(corpus: Library, typed: str, meant: str | None) -> None:
    suggestion = corpus.search(typed).suggestion
    assert (suggestion.q if suggestion else None) == meant
    if suggestion:
        assert corpus.search(suggestion.q).total == suggestion.documents > 0


def test_only_what_the_filters_leave_is_suggested(corpus: Library) -> None:
    assert corpus.search("ceasefier", languages=("de",)).suggestion is None
    assert corpus.search("ceasefier", languages=("en",)).suggestion is not None


def test_a_word_is_put_right_and_not_the_value_of_a_field(library: Library) -> None:
    library.write({"a.jsonl": records({"id": "a", "text": "Das Gesetz der Stadt.", "publisher": "Gesezt Verlag"})})
    library.update()
    assert suggested(library, "gesezt meta.publisher:gesezt") == 'Gesetz meta.publisher:"gesezt"'


def test_the_likeliest_word_that_the_filters_leave_is_suggested(tmp_path_factory: pytest.TempPathFactory) -> None:
    frequent = {f"{number}": ("en", f"The bridge {number}.") for number in range(5)}
    library = sentences(tmp_path_factory, frequent | {"name": ("de", "Herr Bridget sah die Brücke.")})
    assert suggested(library, "bridgt") == "bridge"
    assert suggested(library, "bridgt", languages=("de",)) == "Bridget"


def test_a_word_may_stand_in_titles_only_or_far_down(library: Library) -> None:
    library.write({"a.txt": f"Waffenstillstand\n\n{'Filling. ' * 5_000} Verhandlungen über Rückzüge"})
    library.update()
    assert suggested(library, "Wafenstilstand") == "Waffenstillstand"
    assert suggested(library, "Verhandlugnen") == "verhandlungen"
    assert suggested(library, "Rückzgüe") == "rückzüge"


def test_what_is_gone_is_not_suggested(library: Library) -> None:
    library.write({"a.txt": "The bridge.", "b.txt": "The bridle."})
    library.update()
    assert suggested(library, "bridke") == "bridle"
    (library.folder / "b.txt").unlink()
    library.update()
    assert suggested(library, "bridke") == "bridge"


def test_a_rare_word_is_doubted_beside_a_hundred_times_as_many(tmp_path_factory: pytest.TempPathFactory) -> None:
    frequent = {f"{number}": ("en", f"The bridge {number}.") for number in range(150)}
    library = sentences(tmp_path_factory, frequent | {"typo": ("en", "The brigde.")})
    suggestion = library.search("brigde").suggestion
    assert suggestion
    assert (suggestion.q, suggestion.documents) == ("bridge", 150)
    assert library.search("bridge").suggestion is None
    few = sentences(tmp_path_factory, dict(list(frequent.items())[:50]) | {"typo": ("en", "The brigde.")})
    assert few.search("brigde").suggestion is None


def test_the_same_keys_on_other_keyboards() -> None:
    assert "привет" in list(retyped("Ghbdtn"))
    assert "hello" in list(retyped("руддщ"))
    assert "שלום" in list(retyped("akuo"))
    assert "νερο" in list(retyped("nero"))
    assert list(retyped("水")) == []


def test_a_word_that_only_a_rare_compound_has_is_doubted_as_others_are(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = {str(number): ("de", f"Der Abfall {number} wird getrennt.") for number in range(201)}
    rare = {"rare": ("de", "Wir wollen den abfallarmen Bau."), "part": ("de", "Die larmen Wege.")}
    assert suggested(sentences(tmp_path_factory, texts | rare), "Abfal") == "Abfall"


def test_what_is_suggested_is_what_was_looked_for_instead(tmp_path_factory: pytest.TempPathFactory) -> None:
    frequent = {f"{number}": ("de", f"Sie können {number}. Autres {number}.") for number in range(9)}
    library = sentences(tmp_path_factory, frequent | {"rare": ("de", "Die Knie, antes.")})
    for typed, meant in (("antres", "antes"), ("knnen", "können")):
        response = library.search(typed)
        assert response.suggestion
        assert response.suggestion.q == meant
        assert not response.notices or f"like it: “{meant}”" in response.notices[0].message
