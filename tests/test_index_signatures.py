"""Texts that are alike have signatures that are alike, whatever stands around them."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.signatures import MAX_BYTES, MIN_GRAMS, SIGNATURE, signatures, similarity
from index.text import digest


def words(count: int, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices("abcdefghij", k=chance.randint(2, 8))) for _ in range(count)]


def grams(text: str) -> set[tuple[str, ...]]:
    found = text.split(" ")
    return set(zip(*(found[at:] for at in range(5)), strict=False))


def estimated(one: str, other: str) -> float:
    first, second = signatures([one, other])
    return float(similarity(np.array([first]), np.array([second]))[0])


def edited(text: list[str], changes: int) -> list[str]:
    """Return a text with every so-manyth word replaced."""
    text = list(text)
    for at in range(changes):
        text[at * len(text) // changes] = f"changed{at}"
    return text


@pytest.mark.parametrize("length", [60, 200, 1_000, 5_000, 40_000])
@pytest.mark.parametrize("changed", [0.0, 0.01, 0.02, 0.03])
def test_the_similarity_is_about_that_of_the_grams(length: int, changed: float) -> None:
    original = words(length)
    one, other = " ".join(original), " ".join(edited(original, round(length * changed)))
    true = len(grams(one) & grams(other)) / len(grams(one) | grams(other))
    assert estimated(one, other) == pytest.approx(true, abs=0.08)


def test_a_longer_text_is_not_similar_to_a_part_of_it() -> None:
    whole = words(4_000)
    assert estimated(" ".join(whole), " ".join(whole[:2_000])) < 0.6
    assert estimated(" ".join(whole), " ".join(whole[:100])) < 0.1


def test_texts_that_have_nothing_in_common_are_not_similar() -> None:
    assert estimated(" ".join(words(300, seed=1)), " ".join(words(300, seed=2))) < 0.1


def test_similar_texts_share_a_band() -> None:
    originals = [words(200, seed) for seed in range(200)]
    one = signatures(" ".join(text) for text in originals)
    other = signatures(" ".join(edited(text, 4)) for text in originals)
    assert (one["bands"] == other["bands"]).any(axis=1).all()
    assert not (one["bands"] == np.roll(other["bands"], 1, axis=0)).any()


def test_a_text_of_a_few_words_has_no_signature() -> None:
    few, enough, monotonous = " ".join(words(9)), " ".join(words(10)), " ".join(["ja"] * 100)
    assert signatures(["", few, enough, monotonous])["grams"].tolist() == [0, 0, MIN_GRAMS, 0]
    assert signatures([few])[0] == np.zeros(1, SIGNATURE)[0]


def test_no_texts_have_no_signatures() -> None:
    assert signatures([]).shape == (0,)


def test_a_signature_is_small() -> None:
    assert SIGNATURE.itemsize == 96


def test_a_signature_is_the_same_in_every_run_and_on_every_machine() -> None:
    signature = signatures([" ".join(f"word{number}" for number in range(100))])
    assert signature["grams"].tolist() == [96]
    assert digest("", signature.tobytes().hex()).hex() == "43a7eec7aa73e9c87cc2f4972f9ad154"


@given(st.lists(st.text(alphabet="ab ", max_size=60), max_size=20), st.integers(0, 20))
def test_a_signature_does_not_depend_on_its_neighbours(texts: list[str], at: int) -> None:
    together = signatures([*texts[:at], "a b a a b b a b b b a a a b a b a b", *texts[at:]])
    alone = np.concatenate(
        [signatures([text]) for text in [*texts[:at], "a b a a b b a b b b a a a b a b a b", *texts[at:]]]
    )
    assert together.tobytes() == alone.tobytes()


def test_many_texts_are_as_few() -> None:
    text = " ".join(words(30))
    made = signatures([text] * 10_000)
    assert (made == made[0]).all()
    assert made[0] == signatures([text])[0]


def test_only_the_beginning_of_an_endless_text_counts() -> None:
    beginning = ("wort " * 9 + "ende ") * (MAX_BYTES // 50 + 1)
    varied = " ".join(words(MAX_BYTES // 5))
    assert signatures([varied])[0] == signatures([f"{varied} {beginning}"])[0]


def test_exact_copies_differ_in_white_space_at_most() -> None:
    assert digest("Title", "One\n\ntwo  three") == digest("Title ", " One two\tthree\r\n")
    assert len({digest("a", "b c"), digest("a", "b, c"), digest("ab", "c"), digest("a", "B c")}) == 4
    assert len(digest("", "")) == 16
