"""Where texts come from, on real indexes."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document
from search.errors import RequestError
from search.request import SearchRequest
from search.searcher import Searcher
from search.tracing import shared_runs
from search.tracing.trace import Trace, TraceRequest
from tests.conftest import Library, hold, make_copies, sentences

HARBOUR = "The old harbour was rebuilt after the storm had taken its eastern wall."
LATER = f"As was said, the old harbour was rebuilt after the storm, and then the town grew. {HARBOUR[-30:]}"
CORPUS = {
    "first": ("en", HARBOUR),
    "later": ("en", LATER),
    "de": ("de", "Der alte Hafen wurde nach dem Sturm wieder aufgebaut, wie es die Bürger der Stadt verlangten."),
    "ar": ("ar", "أُعيد بناء الميناء القديم بعد العاصفة التي هدمت جداره الشرقي."),
    "he": ("he", "הנמל הישן נבנה מחדש אחרי הסערה שהרסה את הקיר המזרחי שלו."),
    "zh": ("zh", "旧港口在风暴摧毁东墙之后重建了，城里的人都很高兴。"),
    "other": ("en", "Nothing of this has anything to do with ships."),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return sentences(tmp_path_factory, CORPUS).searcher()


def found(trace: Trace) -> list[tuple[str, str]]:
    """Return the passages: the document of each, and what stands there."""
    return [(one.document.id, one.document.text[slice(*one.in_document)]) for one in trace.passages]


def test_the_longest_passage_comes_first(corpus: Searcher) -> None:
    text = f"They say: “{HARBOUR[:-1]}” – is that so?"
    trace = corpus.trace(TraceRequest(text))
    assert found(trace) == [
        ("first", HARBOUR[:-1]),
        ("later", "the old harbour was rebuilt after the storm"),
        ("later", "had taken its eastern wall"),
    ]
    assert text[slice(*trace.passages[0].in_text)] == HARBOUR[:-1]
    assert (trace.words, trace.covered, trace.documents) == (18, 13, 2)
    assert [(text[one.start : one.end], one.passage) for one in trace.stretches] == [(HARBOUR[:-1], 1)]


@pytest.mark.parametrize("id", ["de", "ar", "he", "zh"])
def test_whole_texts_are_found_in_every_script(corpus: Searcher, id: str) -> None:
    text = CORPUS[id][1].rstrip(".。")
    (passage,) = corpus.trace(TraceRequest(text)).passages
    assert (passage.document.id, CORPUS[id][1][slice(*passage.in_document)]) == (id, text)
    assert passage.snippet.text[slice(*passage.snippet.highlights[0])] == text
    assert corpus.trace(TraceRequest(text)).share == 1


def test_parts_of_scripts_without_spaces_are_found_by_characters(corpus: Searcher) -> None:
    trace = corpus.trace(TraceRequest("据说旧港口在风暴摧毁东墙以后重建了"))
    assert found(trace) == [("zh", "旧港口在风暴摧毁东墙")]
    assert [trace.text[one.start : one.end] for one in trace.stretches] == ["旧港口在风暴摧毁东墙"]


def test_case_accents_and_signs_do_not_count(corpus: Searcher) -> None:
    assert corpus.trace(TraceRequest("DER ALTE HAFEN\n\n(wurde) nach — dem Sturm")).share == 1


def test_a_passage_has_as_many_words_as_asked_for(corpus: Searcher) -> None:
    text = "after the storm had gone we saw the old harbour"
    assert corpus.trace(TraceRequest(text)).passages == ()
    shorter = corpus.trace(TraceRequest(text, least=3))
    assert {there for _, there in found(shorter)} >= {"after the storm had", "the old harbour"}


def test_of_a_short_text_all_words_are_looked_for(corpus: Searcher) -> None:
    assert corpus.trace(TraceRequest("der Stadt")).least == 2
    assert found(corpus.trace(TraceRequest("der Stadt"))) == [("de", "der Stadt")]
    assert found(corpus.trace(TraceRequest("Hafen"))) == [("de", "Hafen")]


@pytest.mark.parametrize("text", ["", " \n", "?!", "xyzzy " * 20])
def test_nothing_may_be_found(corpus: Searcher, text: str) -> None:
    trace = corpus.trace(TraceRequest(text))
    assert (trace.share, trace.passages, trace.stretches) == (0, (), ())


def test_filters_narrow_it(corpus: Searcher) -> None:
    german = TraceRequest(f"{HARBOUR} {CORPUS['de'][1]}", SearchRequest(languages=("de",)))
    assert [id for id, _ in found(corpus.trace(german))] == ["de"]


def test_a_repeated_sentence_is_covered_each_time(corpus: Searcher) -> None:
    assert corpus.trace(TraceRequest(f"{HARBOUR} " * 100)).share == 1


@pytest.mark.parametrize("text", ["storm " * 10_000, "the storm " * 5_000, "the " * 25_000])
def test_endless_repetition_is_answered(corpus: Searcher, text: str) -> None:
    assert corpus.trace(TraceRequest(text)).took_ms < 5_000


def test_a_text_may_be_too_long(corpus: Searcher) -> None:
    with pytest.raises(RequestError, match="100,000 characters"):
        corpus.trace(TraceRequest("a" * 100_001))


def test_offsets_count_the_text_as_it_was_read(corpus: Searcher) -> None:
    trace = corpus.trace(TraceRequest("wie es die Bu\u0308rger der Stadt verlangten"))
    assert trace.text[slice(*trace.passages[0].in_text)] == "wie es die Bürger der Stadt verlangten"


@pytest.fixture
def dated(library: Library) -> Library:
    hold(
        library,
        Document("2020", "", HARBOUR, "a", language="en", date="2020"),
        Document("2010", "", HARBOUR + " So it was.", "b", language="en", date="2010-05"),
        Document("short", "", HARBOUR[:40], "c", language="en", date="1999"),
        Document("none", "", HARBOUR + " Perhaps.", "d", language="en"),
    )
    return library


def test_the_oldest_comes_first_among_equals_or_if_asked(dated: Library) -> None:
    searcher = dated.searcher()
    longest = searcher.trace(TraceRequest(HARBOUR, copies="show"))
    assert [id for id, _ in found(longest)] == ["2010", "2020", "none", "short"]
    oldest = searcher.trace(TraceRequest(HARBOUR, copies="show", sort="date"))
    assert [id for id, _ in found(oldest)] == ["short", "2010", "2020", "none"]
    of_years = TraceRequest(HARBOUR, SearchRequest(date_from="2005", date_to="2015"))
    assert [id for id, _ in found(searcher.trace(of_years))] == ["2010"]


def test_near_copies_are_folded_if_asked_for(dated: Library) -> None:
    make_copies(dated, ["2020", "2010", "none"])
    trace = dated.searcher().trace(TraceRequest(HARBOUR, copies="fold"))
    assert [(one.document.id, one.near_copies and one.near_copies.others) for one in trace.passages] == [
        ("2010", 2),
        ("short", None),
    ]
    assert (trace.total, trace.documents) == (2, 4)
    assert dated.searcher().trace(TraceRequest(HARBOUR)).total == 4


def test_pages_of_passages(dated: Library) -> None:
    searcher = dated.searcher()
    pages = [searcher.trace(TraceRequest(HARBOUR, copies="show", limit=1, offset=offset)) for offset in range(5)]
    assert [id for page in pages for id, _ in found(page)] == ["2010", "2020", "none", "short"]
    assert {page.total for page in pages} == {4}


WORDS = ["sea", "ship", "mast", "rope", "sail", "oar"]


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """Texts of few different words, so that they share a lot."""
    chance = random.Random(7)
    return {str(number): chance.choices(WORDS, k=chance.randint(3, 60)) for number in range(12)}


@pytest.fixture(scope="module")
def of_few_words(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, list[str]]) -> Searcher:
    return sentences(tmp_path_factory, {id: ("en", " ".join(words)) for id, words in texts.items()}).searcher()


def counted(text: list[str], document: list[str], least: int) -> Iterator[int]:
    """Yield how long the runs of a text are that a document has too, without those within others, by brute force."""
    joined, reached = f" {' '.join(document)} ", 0
    for start in range(len(text)):
        ends = range(max(reached + 1, start + least), len(text) + 1)
        if end := max((end for end in ends if f" {' '.join(text[start:end])} " in joined), default=0):
            reached = end
            yield end - start


@settings(max_examples=60)
@given(text=st.lists(st.sampled_from(WORDS), min_size=7, max_size=30), least=st.integers(2, 7))
def test_everything_is_found_that_brute_force_finds(
    of_few_words: Searcher, texts: dict[str, list[str]], text: list[str], least: int
) -> None:
    trace = of_few_words.trace(TraceRequest(" ".join(text), least=least, copies="show", limit=10_000))
    expected = [(id, length) for id, words in texts.items() for length in counted(text, words, least)]
    assert sorted((one.document.id, one.words) for one in trace.passages) == sorted(expected)


def test_a_long_text_asks_for_longer_passages_and_says_so(corpus: Searcher) -> None:
    long = "the old harbour had xyzzy " * 300
    trace = corpus.trace(TraceRequest(long, least=2))
    assert (trace.least, trace.total, [one.code for one in trace.notices]) == (4, 0, ["least-raised"])
    assert corpus.trace(TraceRequest(long[:1000], least=2)).notices == ()


def test_too_many_passages_end_it_and_that_is_said(of_few_words: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TraceRequest(" ".join(WORDS * 3), least=2, copies="show")
    assert of_few_words.trace(text).notices == ()
    monkeypatch.setattr(shared_runs, "MOST_SEEDS", 10)
    trace = of_few_words.trace(text)
    assert 0 < trace.total <= 10
    assert [one.code for one in trace.notices] == ["passages-left-out"]


def test_a_passage_keeps_of_its_text_what_names_it_and_knows_its_place(library: Library) -> None:
    hold(library, Document("long", "", f"{'Nothing of it. ' * 100}{HARBOUR}", "long", language="en"))
    (passage,) = library.searcher().trace(TraceRequest(HARBOUR)).passages
    assert len(passage.document.text) < len(HARBOUR) * 4
    assert passage.document.heading.startswith("Nothing of it")
    assert passage.snippet.offset == passage.in_document[0] == 1500
