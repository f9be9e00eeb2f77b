"""What is said of a hit: which form of which word was found where."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from search.matches.explaining import in_words, label
from search.output.records import search_record
from search.request import SearchRequest
from tests.conftest import Library, hold

TEXTS = [
    ("de", "Waffenstillstand", "Der Waffenstillstand hielt. Die Gespräche gingen weiter, das Gespräch am Abend auch."),
    ("de", "Waffen", "Die Waffen schweigen."),
    ("de", "Stillstand", "Es herrscht Stillstand auf der Großbaustelle."),
    ("de", "Großes", "Große Pläne für eine Baustelle. Schöne Aussichten. Eine Email kam an."),
    ("de", "Mond", "Mondlicht und Mondfinsternis. Der Mond, der MOND."),
    ("zh-Hans", "老桥", "北京大学在河边。"),
    ("zh-Hant", "老橋", "臺灣的大學。"),
    ("vi", "Tàu đêm", "Tàu chạy qua đêm."),
    ("ar", "الجسر", "أغلق الجسرَ القديم."),
    ("en", "Bridges", "The direct talk was long; direct talks are rare. A café and its cafés."),
]


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A small index of several languages."""
    folder = tmp_path_factory.mktemp("explained")
    library = Library(folder, folder / "index")
    hold(library, *(Document(f"{n}", title, text, f"{n}", language=tag) for n, (tag, title, text) in enumerate(TEXTS)))
    return library


def reasons(library: Library, q: str, **request: object) -> list[str]:
    return [in_words(one) for hit in library.search(q, explain=True, **request).hits for one in hit.reasons or ()]


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("gespräch", "Gespräch · as typed · in the text"),
        ("gesprach", "Gespräch for gesprach · accents folded · in the text"),
        ("Gespräch", "Gespräche for Gespräch · stem (German): gesprach · in the text"),
        ("Waffen", "Waffenstillstand for Waffen · part of a compound: Waffen|stillstand · in the title"),
        ("Stillstand", "Waffenstillstand for Stillstand · part of a compound: Waffen|stillstand · in the text"),
        ("Baustelle", "Großbaustelle for Baustelle · part of a compound: Groß|baustelle · in the text"),
        ("Waffenstillstand", "Waffen for Waffenstillstand · a part of Waffenstillstand · in the title"),
        ("mond*", "Mond for mond* · begins with mond · 2 times in the text"),
        ("schoene", ""),
        ("E-Mail", "Email for E-Mail · written together · in the text"),
        ("臺灣", "臺灣 · as typed · in the text"),
        ("台湾", "臺灣 for 台湾 · simplified and traditional alike · in the text"),
        ("北京大学", "北京大学 · as typed · in the text"),
        ("桥", "桥 · as typed · in the title"),
        ("dem", "đêm for dem · tones folded · in the text"),
        ("الجسر", "الجسرَ for الجسر · vowel signs folded · in the text"),
        ("cafe", "café for cafe · accents folded · in the text"),
        ('"direct talks"', "direct talks · as typed · in the text"),
        (
            '"direct talks"',
            "direct talk for direct talks · side by side, by their stems (English): direct talk · in the text",
        ),
    ],
)
def test_each_way_to_find_a_word_is_told(explained: Library, q: str, reason: str) -> None:
    assert not reason or reason in reasons(explained, q, match="any" if q == "Waffenstillstand" else "auto")


def test_a_run_without_spaces_is_one_reason(explained: Library) -> None:
    found = reasons(explained, "北京大学", match="any")
    assert "北京大学 · as typed · in the text" in found
    assert "大學 for 北京大学 · a part of 北京大学 · in the text" in found
    assert len(found) == 2


def test_the_title_comes_first_then_the_words_in_order(explained: Library) -> None:
    (hit,) = explained.search("Gespräch Waffenstillstand", explain=True).hits
    assert [(one.where, one.word) for one in hit.reasons or ()] == [
        ("title", "Waffenstillstand"),
        ("text", "Gespräch"),
        ("text", "Gespräch"),
        ("text", "Waffenstillstand"),
    ]


def test_as_typed_there_is_one_reason(explained: Library) -> None:
    assert {
        label(one) for hit in explained.search("Gespräch", explain=True, exact=True).hits for one in hit.reasons or ()
    } == {"as typed"}
    assert not reasons(explained, "=gesprach")


def test_a_word_in_a_phrase_beside_it_is_still_told(explained: Library) -> None:
    found = reasons(explained, '"direct talks" talks')
    assert "talks · as typed · in the text" in found


def test_of_a_beginning_a_few_forms_are_named(library: Library) -> None:
    words = " ".join(f"mond{chr(97 + n)}" for n in range(20))
    hold(library, Document("1", "", words, "1", language="de"))
    assert len(reasons(library, "mond*")) == 5


def test_what_is_not_asked_is_not_told(explained: Library) -> None:
    assert explained.search("Mond").hits[0].reasons is None
    plain = SearchRequest(q="Mond")
    assert search_record(plain, explained.searcher().search(plain))["hits"][0]["reasons"] is None
    assert explained.search("*", explain=True).hits[0].reasons == ()
    asked = replace(plain, explain=True)
    record = search_record(asked, explained.searcher().search(asked))
    first = record["hits"][0]["reasons"][0]
    assert first == {
        "word": "Mond",
        "how": "exact",
        "form": "Mond",
        "detail": None,
        "language": None,
        "where": "title",
        "count": 1,
        "message": "Mond · as typed · in the title",
    }


typed = st.sampled_from(
    [
        "Waffen",
        "mond*",
        "大学",
        "大*",
        "C++",
        "E-Mail",
        "=Gespräch",
        '"direct talks"',
        "talk",
        "title:桥",
        "OR",
        "l'eau",
        "الجسر",
    ]
)


@given(q=st.lists(typed | st.text(max_size=5), max_size=5).map(" ".join), exact=st.booleans())
def test_what_is_marked_has_a_reason(explained: Library, q: str, exact: bool) -> None:
    for hit in explained.search(q, exact=exact, explain=True).hits:
        is_marked = hit.title_highlights or any(snippet.highlights for snippet in hit.snippets)
        assert bool(hit.reasons) == bool(is_marked)
