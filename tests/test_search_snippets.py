import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matches.matching import Occurrence
from search.matches.snippets import _SENTENCE_END, CONTEXT, LENGTH, SLACK, passages
from search.response import Snippet
from tests.conftest import Library, marked

SENTENCE = "The lamp of the old tower was lit every evening by hand. "


def occurrences(text: str, *words: str) -> list[Occurrence]:
    """Return where words stand, each a part of the query by itself."""
    found = [
        Occurrence(match.start(), match.end(), frozenset({part}))
        for part, word in enumerate(words)
        for match in re.finditer(re.escape(word), text)
    ]
    return sorted(found, key=lambda one: one.start)


def shown(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.highlights]


def test_a_passage_is_whole_sentences_where_they_fit() -> None:
    text = SENTENCE * 10 + "A comet appeared in the north. " + SENTENCE * 10
    (snippet,) = passages(text, occurrences(text, "comet"), [1.0])
    assert shown(snippet) == ["comet"]
    assert snippet.text.startswith("A comet")
    assert snippet.text.endswith("hand.")
    assert not snippet.cut_before
    assert not snippet.cut_after
    assert len(snippet.text) <= LENGTH + SLACK


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "word " * 300 + "comet " + "word " * 300
    (snippet,) = passages(text, occurrences(text, "comet"), [1.0])
    assert snippet.cut_before
    assert snippet.cut_after
    assert set(snippet.text.split()) == {"word", "comet"}
    assert len(snippet.text) <= LENGTH + SLACK


def test_the_passage_with_more_of_the_query_is_first() -> None:
    text = "A comet came. " + SENTENCE * 20 + "The comet passed the moon. " + SENTENCE * 20 + "The moon shone."
    first, *_ = passages(text, occurrences(text, "comet", "moon"), [1.0, 1.0])
    assert shown(first) == ["comet", "moon"]
    assert first.first_match == 2


def test_a_second_passage_shows_what_the_first_does_not() -> None:
    text = "A comet came. " + SENTENCE * 20 + "The moon shone. " + SENTENCE * 20 + "Another comet."
    both = passages(text, occurrences(text, "comet", "moon"), [2.0, 1.0])
    assert [shown(snippet) for snippet in both] == [["comet"], ["moon"]]
    assert [snippet.first_match for snippet in both] == [1, 2]


def test_without_a_match_the_opening_is_shown() -> None:
    (snippet,) = passages(SENTENCE * 20, [], [])
    assert snippet.text.startswith(SENTENCE.strip())
    assert snippet.highlights == ()
    assert snippet.first_match == 0
    assert passages("", [], [])[0].text == ""


@pytest.mark.parametrize(
    "abbreviated",
    [
        "Am 10. Mai kam z. B. ein comet nach Kiew.",
        "It cost 3.50 for the comet e.g. today.",
        "Nach Nr. 6 des Abkommens und Art. IV sah ein comet.",
        "Here Dr. Who and Mrs. Miller of St. Ives saw the comet.",
        "Prof. Wolf sah (vgl. Abs. Drei bzw. Vier) den comet.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(abbreviated: str) -> None:
    text = SENTENCE * 4 + abbreviated + " " + "word " * 200
    (snippet,) = passages(text, occurrences(text, "comet"), [1.0])
    assert abbreviated in snippet.text


def test_a_line_break_is_a_space() -> None:
    text = "The old\ntower \t and\n\nthe comet\nrose."
    (snippet,) = passages(text, occurrences(text, "comet"), [1.0])
    assert snippet.text == "The old tower and the comet rose."


def test_a_heading_does_not_run_into_the_next_paragraph() -> None:
    told = "Then came a comet that nobody had seen before and that nobody was to see again, they said."
    (snippet,) = passages(f"{told}\n\nA heading\n\nMore.", occurrences(told, "comet"), [1.0])
    assert snippet.text == told
    (snippet,) = passages(f"More.\n\n{told}", [Occurrence(18, 23, frozenset({0}))], [1.0])
    assert snippet.text == told
    (snippet,) = passages("A comet\n\nIt came.", occurrences("A comet", "comet"), [1.0])
    assert snippet.text == "A comet It came."


@pytest.mark.parametrize("word", ["등대가", "Donaudampfschifffahrt", "lamp."])
@pytest.mark.parametrize("before", range(0, 60, 7))
def test_a_passage_ends_with_a_word_and_some_context(word: str, before: int) -> None:
    text = "x" * before + f" {word}" * 300
    found = occurrences(text, word[:2])
    for snippet in passages(text, found, [1.0]):
        assert snippet.text.endswith(word)
        assert snippet.cut_after
    lone = "x" * before + " ab" * 50 + " comet" + " ab" * 300
    (snippet,) = passages(lone, occurrences(lone, "comet"), [1.0])
    assert len(snippet.text.partition("comet")[2]) > len(" ab ab ab")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("ha " * 50_000, [(0, 150_000)]),
        ("Q" * 2_000_000, [(0, 2_000_000)]),
        ("哈" * 20_000, [(0, 20_000)]),
        ("e" + "\u0323" * 5_000, [(0, 1)]),
        ("ha " * 5_000, [(30, 200), (200, 15_000)]),
        ("x" * 1000 + " " * 100_000 + "x" * 1000, [(990, 101_010)]),
    ],
)
def test_a_passage_is_bounded_whatever_matches(text: str, spans: list[tuple[int, int]]) -> None:
    found = [Occurrence(start, end, frozenset({0})) for start, end in spans]
    for snippet in passages(text, found, [1.0]):
        assert 0 < len(snippet.text) <= LENGTH + SLACK + CONTEXT
        assert snippet.highlights
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.highlights)


@given(
    st.text(alphabet=st.sampled_from("abcdefg  .!\n\u0323\u200d字"), max_size=1500),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 700)), max_size=8),
)
def test_no_passage_is_longer_than_its_bound(text: str, places: list[tuple[int, int]]) -> None:
    found, at = [], 0
    for place, length in sorted(places):
        start = max(at, place)
        end = min(len(text), start + length)
        if start < end and not text[start].isspace() and not text[end - 1].isspace():
            found.append(Occurrence(start, end, frozenset({0})))
            at = end
    for snippet in passages(text, found, [1.0]):
        assert len(snippet.text) <= LENGTH + SLACK + CONTEXT
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.highlights)


def test_white_space_and_dots_without_end_cost_little() -> None:
    started = time.process_time()
    for text in (" " * 200_000, "?" * 200_000, "\n" * 200_000, "\n " * 100_000, "." * 200_000, ". " * 100_000):
        passages("a comet " + text, occurrences("a comet ", "comet"), [1.0])
        list(_SENTENCE_END.finditer(text))
    assert time.process_time() - started < 2


@given(st.text(alphabet=st.sampled_from("ab .。!\n\u0301\u200d👩🏽字मि"), max_size=1500))
def test_every_highlight_is_its_match(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    found = occurrences(text, "a", "字")
    for snippet in passages(text, found, [1.0, 2.0]):
        assert all(word in ("a", "字") for word in shown(snippet))
        assert "\n" not in snippet.text
        assert snippet.text == snippet.text.strip()
        assert bool(found) == bool(snippet.highlights)
        assert snippet.first_match <= len(found)


@pytest.mark.parametrize(
    ("text", "query", "highlighted"),
    [
        ("Die Gespräche begannen, das Gespräch endete.", "gespräch", ["Gespräche", "Gespräch"]),
        ("Die Gespräche begannen.", "gesprache", ["Gespräche"]),
        (unicodedata.normalize("NFD", "Die Gespräche 😀 begannen."), "Gespräche", ["Gespräche"]),
        ("😀👩🏽‍🚀 Ein Mond 😀 und noch ein Mond.", "mond", ["Mond", "Mond"]),
        ("Ein Mond, eine Sonne.", "mond -stern", ["Mond"]),
        ("Full moon and a moon that is full.", '"full moon"', ["Full moon"]),
        ("Mondschein und Monde im Abendlicht.", "mond*", ["Mondschein", "Monde"]),
        ("我们在北京大学学习。", "北京大学", ["北京大学"]),
        ("一只猫和两只猫", "猫", ["猫", "猫"]),
        ("สวัสดีครับ ยินดีต้อนรับ", "สวัสดี", ["สวัสดี"]),
        ("हिन्दी की किताबें", "किताब", ["किताबें"]),
        ("كان الكتاب على الطاولة في هذا الصباح", "كتاب", ["الكتاب"]),
        ("L’homme et la mer", "l'homme", ["homme"]),
        ("The moon AND the star", "moon OR comet", ["moon"]),
    ],
)  # fmt: skip
def test_what_matches_is_marked_and_nothing_else(
    library: Library, text: str, query: str, highlighted: list[str]
) -> None:
    library.write({"a.txt": f"Title\n\n{text}"})
    library.update()
    (hit,) = library.search(query).hits
    assert marked(hit) == highlighted


def test_a_match_in_the_title_alone_shows_the_opening(library: Library) -> None:
    library.write({"a.txt": "A comet\n\nThe opening of the text."})
    library.update()
    (hit,) = library.search("comet").hits
    assert [hit.document.title[start:end] for start, end in hit.title_highlights] == ["comet"]
    assert [snippet.text for snippet in hit.snippets] == ["The opening of the text."]


def test_a_match_far_down_a_long_document_is_shown(library: Library) -> None:
    library.write({"a.txt": "Long\n\n" + SENTENCE * 20_000 + "A comet at last."})
    library.update()
    (hit,) = library.search("comet").hits
    assert marked(hit) == ["comet"]
