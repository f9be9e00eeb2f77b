"""Runs that texts share, against a count by brute force."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Types
from search.tracing import shared_runs
from search.tracing.shared_runs import Runs, SharedRuns, assigned

LETTERS = "abcde"
TYPES = Types("".join(f"{letter}\n" for letter in LETTERS).encode())
texts = st.text(st.sampled_from(LETTERS), min_size=2, max_size=30)


def found(text: str, documents: Sequence[str], least: int, most: int = shared_runs.MOST) -> Runs:
    """Return the runs, where of each sequence of words the first `most` places count."""
    tokens = np.array([LETTERS.index(letter) for document in documents for letter in document], np.uint32)
    sizes = np.array([len(document) for document in documents], np.int64)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shared_runs, "MOST", most)
        return SharedRuns(list(text), least, TYPES).find(tokens, sizes, np.arange(len(documents)))


def counted(text: str, document: str, least: int) -> set[tuple[int, int]]:
    """Return the stretches of the text that the document has, where it has none that is longer."""
    held = {
        (start, end)
        for start in range(len(text))
        for end in range(start + least, len(text) + 1)
        if text[start:end] in document
    }
    return {one for one in held if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in held)}


@settings(max_examples=100)
@given(texts, st.lists(st.text(st.sampled_from(LETTERS), max_size=40), max_size=4), st.integers(1, 5))
def test_runs_and_coverage_are_those_of_brute_force(text: str, documents: list[str], least: int) -> None:
    least = min(least, len(text))
    held = [(owner, *span) for owner, document in enumerate(documents) for span in counted(text, document, least)]
    runs = found(text, documents, least, most=100)
    assert sorted((owner, start, start + length) for owner, start, _, length in runs.rows()) == sorted(held)
    for owner, start, place, length in runs.rows():
        assert documents[owner][place : place + length] == text[start : start + length]
    covered = SharedRuns(list(text), least, TYPES).covered(found(text, documents, least, most=1))
    assert covered.tolist() == [any(start <= at < end for _, start, end in held) for at in range(len(text))]


def test_each_word_is_assigned_to_the_longest_run_with_it() -> None:
    columns = ([0, 1, 2], [0, 3, 2], [9, 9, 9], [4, 6, 2])
    runs = Runs(*(np.array(column, np.int64) for column in columns))
    assert assigned(runs, 10).tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1, -1]


def test_endless_repetition_is_bounded() -> None:
    (run,) = found("a" * 10_000, ["a" * 200_000], 5).rows()
    assert (run[1], run[3]) == (0, 10_000)
