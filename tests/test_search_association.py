"""Measures of association and of keyness, against the formula in Python's own numbers, which have no largest one."""

import math

import numpy as np
import pytest

from search.counts.association import keyness, log_likelihood

SIZES = [10_000_000, 3_000_000_000, 3_200_000_000, 10_000_000_000]


def ratio(observed: list[int], expected: list[float]) -> float:
    return 2 * sum(one * math.log(one / other) for one, other in zip(observed, expected, strict=True) if one)


@pytest.mark.parametrize("tokens", SIZES)
def test_the_log_likelihood_in_a_corpus_of_any_size(tokens: int) -> None:
    together, near, word = 500, 100_000, 1_000_000
    observed = [together, near - together, word - together, tokens - near - word + together]
    expected = [row * column / tokens for row in (near, tokens - near) for column in (word, tokens - word)]
    found = log_likelihood(np.array([together]), near, np.array([word]), tokens)
    sign = -1 if observed[0] < expected[0] else 1
    assert found[0] == pytest.approx(sign * ratio(observed, expected), rel=1e-6)


@pytest.mark.parametrize("size", [*SIZES, 40_000_000_000])
def test_the_keyness_in_a_corpus_of_any_size(size: int) -> None:
    here, there, other_size = size // 25, 100, size
    expected = [one * (here + there) / (size + other_size) for one in (size, other_size)]
    found = keyness(np.array([here]), size, np.array([there]), other_size)
    assert found[0] == pytest.approx(ratio([here, there], expected), rel=1e-9)
