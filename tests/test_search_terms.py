"""What stands for many words, what is near, what is weighted: found in a real index, and marked where it was found."""

import itertools
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import analyzer
from index.document import Document
from search.query.parser import parse
from search.query.tree import Everything
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import Library, hold, marked, sentences

TEXTS = {
    "wander": ("de", "Der Wanderer ging durch den Wald, und das Wunder geschah."),
    "wind": ("en", "The wind bends the wand of the wizard, and the wound heals."),
    "straße": ("de", "Die Straße führt zum Haus; das Häuschen steht am Ende."),
    "maus": ("de", "Eine Maus lief aus dem Hause, vorbei an der Laus."),
    "chinese": ("zh-Hans", "北京大学的图书馆很大。"),
    "leser": ("de", "Der Brief an die Leser*innen kam gestern an."),
    "leserin": ("de", "Die Leserin des Jahres schrieb zurück."),
    "near": ("en", "Bread needs flour and clean water, said the baker."),
    "far": ("en", "Water is cheap; what one needs besides that is flour, salt, yeast and time for bread."),
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return sentences(tmp_path_factory, TEXTS).searcher()


def found(searcher: Searcher, q: str, **request: object) -> set[str]:
    """Return the ids of the hits; what was found is marked."""
    hits = searcher.search(SearchRequest(q=q, match="all", **request)).hits  # type: ignore[arg-type]
    assert all(marked(hit) for hit in hits)
    return {hit.document.id for hit in hits}


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("w*nd", {"wind"}),
        ("w?nd*", {"wander", "wind"}),
        ("*ANDERER", {"wander"}),
        ("*mis*", set()),
        ("stra?se", {"straße"}),
        ("*aus", {"straße", "maus"}),
        ("/w[ai]n.+/", {"wander", "wind"}),
        ("/(stra|gas)ße/", {"straße"}),
        ("w*nd -/w.*d/", set()),
        ("title:w*nd", set()),
        ("?wound?", {"wind"}),
        ("Leser*in", {"leser", "leserin"}),
        ("Leser*innen", {"leser"}),
        ("Der*in", set()),
        ("maus~", {"straße", "maus"}),
        ("mauss~1", {"maus"}),
        ("wzard~", {"wind"}),
        ("wiazrd~1", {"wind"}),
        ("widzer~2", set()),
        ("waznider~2", set()),
        ("wizzerd~2", {"wind"}),
        ('"bread water"~4', {"near"}),
        ('"water bread"~4', {"near"}),
        ('"bread water"~3', set()),
        ('"water bread"~14', {"near", "far"}),
        ('"flour bread water"~4', {"near"}),
        ('"needing bread"~0', set()),
        ('"breads need"~1', {"near"}),
        ('="breads need"~1', set()),
        ('"图书馆 北京大学"~5', {"chinese"}),
        ('"haus häuschen"~3', {"straße"}),
        ("bread^2 water", {"near", "far"}),
        ("(bread water)^0.5", {"near", "far"}),
    ],
)
def test_what_is_found_is_marked(words: Searcher, q: str, ids: set[str]) -> None:
    assert found(words, q) == ids


@pytest.mark.parametrize(("q", "least", "most"), [("words:<=8", 0, 8), ("words:9..10", 9, 10), ("words:>=16", 16, 99)])
def test_documents_are_found_by_their_length(words: Searcher, q: str, least: int, most: int) -> None:
    lengths = {id: len(list(analyzer(tag).tokens(text))) for id, (tag, text) in TEXTS.items()}
    hits = words.search(SearchRequest(q=q)).hits
    assert {hit.document.id for hit in hits} == {id for id, length in lengths.items() if least <= length <= most}


def test_a_word_ranks_above_what_is_spelt_like_it(library: Library) -> None:
    often = [Document(f"maus{n}", "", "Die Maus und das Maus. " * 3, f"maus{n}", language="de") for n in range(20)]
    hold(library, *often, Document("laus", "Laus", "Laus, die Laus.", "laus", language="de"))
    ids = [hit.document.id for hit in library.search("maus~", limit=100).hits]
    assert ids[-1] == "laus"
    assert len(ids) == 21
    assert library.search("laus~").hits[0].document.id == "laus"


def test_a_weight_changes_the_order(library: Library) -> None:
    hold(
        library,
        Document("bread", "", "Bread is baked in the oven.", "bread", language="en"),
        Document("water", "", "Water is drawn at the well.", "water", language="en"),
    )
    assert library.search("bread^3 OR water").hits[0].document.id == "bread"
    assert library.search("bread OR water^3").hits[0].document.id == "water"
    assert library.search("(bread)^3 water", match="any").hits[0].document.id == "bread"


def test_the_title_is_not_near_the_text(library: Library) -> None:
    hold(library, Document("a", "Old bread", "Water is drawn at the well.", "a", language="en"))
    assert library.found('"bread water"~20', match="all") == set()
    assert library.found('"water well"~20', match="all") == {"a"}


def test_a_word_is_not_near_itself(library: Library) -> None:
    hold(
        library,
        Document("one", "", "Das Haus steht.", "one", language="de"),
        Document("two", "", "Ein Haus unter Häusern.", "two", language="de"),
        Document("far", "", "Ein Haus steht allein fern von allen anderen Häusern.", "far", language="de"),
    )
    assert library.found('"Haus Häuser"~3', match="all") == {"two"}


def test_how_it_was_found_is_explained(words: Searcher) -> None:
    def how(q: str) -> set[tuple[str, str]]:
        hits = words.search(SearchRequest(q=q, explain=True)).hits
        return {(reason.how, reason.form) for hit in hits for reason in hit.reasons or ()}

    assert how("w*nd") == {("pattern", "wind"), ("pattern", "wand"), ("pattern", "wound")}
    assert how("mauss~1") == {("similar", "Maus")}
    assert how('"water bread"~4') == {("near", "Bread needs flour and clean water")}


LETTERS = "abc"


@pytest.fixture(scope="module")
def random_texts(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Documents of random words of a few letters, in no language."""
    chance = random.Random(7)
    vocabulary = ["".join(word) for size in (2, 3, 4) for word in itertools.product(LETTERS, repeat=size)]
    texts = {str(number): ("und", " ".join(chance.choices(vocabulary, k=12))) for number in range(100)}
    return sentences(tmp_path_factory, texts).searcher()


QUERIES = (
    st.tuples(st.text(LETTERS, min_size=2, max_size=4), st.sampled_from(["~1", "~2"])).map("".join)
    | st.text(f"{LETTERS}*?", min_size=2, max_size=5)
    | st.text(f"{LETTERS}.+|()[]", min_size=2, max_size=6).map("/{}/".format)
    | st.builds('"{} {}"~{}'.format, *[st.text(LETTERS, min_size=2, max_size=2)] * 2, st.integers(1, 9))
)


@settings(max_examples=60)
@given(QUERIES)
def test_every_document_found_is_one_that_is_marked(random_texts: Searcher, q: str) -> None:
    parsed, request = parse(q), SearchRequest(q=q, match="all")
    if parsed.notices or isinstance(parsed.query, Everything | None):
        return
    ids = {document.id for document in random_texts.export(request)}
    every = list(random_texts.export(SearchRequest()))
    assert ids == {one.id for one in every if random_texts.mark(one, request).text_matches}


TYPED = st.lists(
    st.sampled_from(
        ["ab", "wo*d", "?", "*", "/a.c/", "/(.*a){9}/", "/.*a.{12}/", "~2", "^2", '"', "(", ")", " ", "OR"]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=100)
@given(TYPED | st.text(max_size=40))
def test_nothing_that_is_typed_raises_or_takes_long(random_texts: Searcher, q: str) -> None:
    started = time.process_time()
    random_texts.search(SearchRequest(q=q))
    assert time.process_time() - started < 1
