import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from search.describing import describe
from search.parser import parse
from search.query import exactly
from tests.conftest import Library, hold, marked, sentences

TEXTS = {
    "schön": ("de", "Das Wetter ist schön, das Gespräch war kurz."),
    "schon": ("de", "Es ist schon spät für neue Gespräche."),
    "mail": ("de", "Eine Email kam an, auf alten Wegen."),
    "simplified": ("zh-Hans", "台湾的图书馆"),
    "traditional": ("zh-Hant", "台灣的圖書館"),
    "toned": ("vi", "Con tàu chạy qua đêm dài."),
    "plain": ("vi", "Con tau chay qua dem dai."),
    "c++": ("ja", "C++ 猫 の本がある。"),
}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Words that differ by their accents, tones or spelling only; not to be changed."""
    return sentences(tmp_path_factory, TEXTS)


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("schön", {"schön", "schon"}),
        ("=schön", {"schön"}),
        ("=SCHÖN", {"schön"}),
        ("=schon", {"schon"}),
        ("Gespräch", {"schön", "schon"}),
        ("=Gespräch", {"schön"}),
        ("=Gespräche", {"schon"}),
        ("=gesprach", set()),
        ("Gespräch -=schon", {"schön"}),
        ('"schön spät"', {"schon"}),
        ('="schön spät"', set()),
        ('="schon spät"', {"schon"}),
        ("图书馆", {"simplified", "traditional"}),
        ("圖書館", {"simplified", "traditional"}),
        ("=图书馆", {"simplified"}),
        ("=圖書館", {"traditional"}),
        ("E-Mail", {"mail"}),
        ("=E-Mail", set()),
        ('"C++ 猫"', {"c++"}),
        ('"C++ 犬"', set()),
    ],
)
def test_what_is_found_as_it_was_typed(forms: Library, q: str, ids: set[str]) -> None:
    hits = forms.search(q, match="all").hits
    assert {hit.document.id for hit in hits} == ids
    assert all(marked(hit) for hit in hits)


def test_a_whole_question_as_it_was_typed(forms: Library) -> None:
    assert forms.found("schön Gespräch", exact=True) == {"schön"}
    assert forms.found("schön Gespräche", exact=True, match="all") == set()
    assert forms.found("schön Gespräche", exact=True, match="any") == {"schön", "schon"}
    assert forms.found('"schön spät"', exact=True) == set()


def test_tones_that_were_typed_count(forms: Library) -> None:
    assert [hit.document.id for hit in forms.search("tàu đêm").hits] == ["toned", "plain"]
    assert [hit.document.id for hit in forms.search("tau dem").hits] == ["plain", "toned"]


TYPED = st.text(alphabet=st.sampled_from('=" -*()ab§.#+猫öłABNDOR:'), max_size=20) | st.text(max_size=20)


@given(TYPED)
def test_what_was_understood_as_typed_is_understood_again(typed: str) -> None:
    query = parse(typed).query
    once = describe(exactly(query)) if query else ""
    again = parse(once).query
    assert (describe(again) if again else "") == once


@pytest.mark.parametrize(("q", "exact"), [("=schön*", False), ("schön*", True), ('="schön 猫"', False)])
def test_a_beginning_cannot_be_exact_and_a_notice_says_so(q: str, exact: bool) -> None:
    assert [notice.code for notice in parse(q, exact).notices] == ["prefix-not-exact"]


def test_the_dotted_capital_of_turkish_is_but_a_capital(library: Library) -> None:
    hold(library, Document("tr", "", "İstanbul çok güzel bir şehir.", "tr", language="tr"))
    assert library.search("istanbul", exact=True).total == 1
