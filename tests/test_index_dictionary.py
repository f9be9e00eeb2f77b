"""Words that are spelt much like one, held against the distance of each word."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

import index.dictionary
from index.dictionary import LONGEST, Dictionary

WORDS = st.text("abcäßжз水𝒳", min_size=1, max_size=8)


def dictionary(*lines: str) -> Dictionary:
    return Dictionary("".join(f"{line}\n" for line in lines).encode())


@given(st.lists(WORDS), WORDS, st.integers(0, 3), st.integers(0, 2))
def test_all_words_that_are_near_are_found(words: list[str], word: str, mistakes: int, same: int) -> None:
    distances = {other: OSA.distance(word, other) for other in words if other.startswith(word[:same])}
    near = {other: distance for other, distance in distances.items() if distance <= mistakes}
    assert dictionary(*words).near(word, mistakes, word[:same]) == near


def test_of_a_type_its_word_counts() -> None:
    types = dictionary("strasse\tstraße", "strassen\t\tstrasse", "bridges\t\tbridg")
    assert types.near("strase", 1) == {"strasse": 1}
    assert types.near("strasse", 1) == {"strasse": 0, "strassen": 1}
    assert types.near("bridg", 1) == {}


def test_words_of_any_length() -> None:
    longest = "x" * LONGEST
    types = dictionary("a", longest, longest + "xyz", 300 * "y")
    assert types.near("b", 1) == {"a": 1}
    assert types.near(longest + "x", 1) == {longest: 1}
    assert types.near(300 * "y", 2) == {}


def test_many_words() -> None:
    words = [f"{number:x}" for number in range(0x10000, 0x14000)]
    near = {other: distance for other in words if (distance := OSA.distance("10000", other)) <= 2}
    assert dictionary(*words).near("10000", 2) == near


def test_where_too_many_look_alike_some_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.dictionary, "MAX_COMPARED", 5)
    codes = ["".join(code) for code in product("acgt", repeat=3)]
    assert len(dictionary(*codes).near("acg", 2)) == 5


def test_how_a_word_is_written() -> None:
    types = dictionary("a", "strasse", "strasse\t\tstrass", "strasse\tstraße\tstrass", "strassen\tstraßen")
    assert types.written("strasse") == "straße"
    assert types.written("a") == "a"
    assert types.written("strassenbahn") == "strassenbahn"


def test_there_may_be_no_words() -> None:
    assert Dictionary(b"").near("word", 2) == {}
