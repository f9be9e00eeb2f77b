"""How much a word belongs to something: measures of association and of keyness, from counts.

All take and give arrays, one place a word. Sources: Dunning, "Accurate Methods for the Statistics of Surprise and
Coincidence" (1993), and Evert, "Corpora and collocations" (2008), for the log-likelihood; Rychlý, "A
Lexicographer-Friendly Association Score" (2008), for logDice; Rayson and Garside, "Comparing Corpora using Frequency
Profiling" (2000), and Hardie, "Log Ratio" (2014), for keywords.
"""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Scores = NDArray[np.float64]


def log_dice(together: Counts, node: int, word: Counts) -> Scores:
    """Return 14 + log2(2 f(node, word) / (f(node) + f(word))): 14 at most, one less where it is half as typical."""
    dice: Scores = 14 + np.log2(2 * together / (node + word))
    return dice


def log_likelihood(together: Counts, near: int, word: Counts, tokens: int) -> Scores:
    """Return the log-likelihood ratio of a 2×2 table, below zero where there are fewer than to be expected.

    Of `tokens`, `near` stand near the node, and `word` are the word: `together` are both. 3.84 is p < 0.05, 10.83 is
    p < 0.001.
    """
    observed = np.array([together, near - together, word - together, tokens - near - word + together], np.float64)
    rows = np.array([near, near, tokens - near, tokens - near], np.float64)  # their products may be beyond 64 bits
    columns = np.array([word, tokens - word] * 2)
    expected = rows[:, None] * columns / tokens
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0)
    ratio: Scores = 2 * terms.sum(axis=0)
    return np.where(observed[0] < expected[0], -ratio, ratio)


def keyness(here: Counts, size: int, there: Counts, other_size: int) -> Scores:
    """Return the log-likelihood ratio of words that occur `here` and `there`, in texts of so many tokens.

    Below zero where they are rarer here. After Rayson and Garside: of the table, only the cells of the word count.
    """
    both = (here + there).astype(np.float64)  # its products may be beyond 64 bits
    expected, elsewhere = size * both / (size + other_size), other_size * both / (size + other_size)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(here > 0, here * np.log(here / expected), 0)
        terms = terms + np.where(there > 0, there * np.log(there / elsewhere), 0)
    ratio: Scores = 2 * terms
    return np.where(here < expected, -ratio, ratio)


def log_ratio(here: Counts, size: int, there: Counts, other_size: int) -> Scores:
    """Return how many times words double their frequency: log2 of the ratio of frequencies, half a word for none."""
    ratio: Scores = np.log2((np.maximum(here, 0.5) / size) / (np.maximum(there, 0.5) / other_size))
    return ratio
