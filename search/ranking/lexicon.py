"""Which stems the documents of each language hold, and what follows: the language of a question, parts of compounds."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import tantivy

from index.analysis import analyzer, is_unspaced, lexicon_term
from index.document import UNDETERMINED
from index.languages import language
from search.query.tree import Word

SMOOTHING = 50
"""How many documents it counts for what is to be expected of a word, beside those of the language itself."""
LEAST = 1e-6
CLEAR = 1.0
"""By how much the logarithm of the likeliest language must be above that of the next one."""
REMEMBERED = 10_000


def stem_in(tag: str, word: Word) -> str:
    """Return the stem of a word in a language; that of a pair of characters is the pair itself."""
    return word.word if is_unspaced(word.word) else analyzer(tag).stem(word.surface)


class Lexicon:
    """The stems of one snapshot of an index, by language; `documents` counts the documents of each."""

    def __init__(self, searcher: tantivy.Searcher, documents: Mapping[str, int]) -> None:
        self._searcher = searcher
        self.documents = dict(documents)
        self.frequency = lru_cache(REMEMBERED)(partial(_frequency, searcher))

    def ending_with(self, tag: str, ending: str, most: int) -> list[str]:
        """Return the most frequent stems of a language that have an ending."""
        beginning = lexicon_term(tag, ending)
        found = self._searcher.terms_with_prefix("lexicon", beginning, limit=most)
        return [term[len(tag) + 1 :][::-1] for term, _ in found]

    def beginning_with(self, tag: str, start: str, most: int) -> list[str]:
        """Return the most frequent stems of all languages that begin so, those that this language has."""
        found = self._searcher.terms_with_prefix("stems", start, limit=most)
        return [stem for stem, _ in found if self.frequency(tag, stem)]

    def language_of(self, words: Sequence[Word]) -> str:
        """Return the language that words are most likely of, by the documents that hold them; empty if that is unclear.

        A naive Bayes estimate with Dirichlet smoothing (Zhai & Lafferty 2004), over documents rather than tokens.
        """
        if not words or not self.documents:
            return ""
        likely = sorted(((score, tag) for tag, score in self._likelihoods(words).items()), reverse=True)
        best, tag = likely[0]
        is_clear = len(likely) == 1 or best - likely[1][0] >= CLEAR
        return tag if is_clear and tag != UNDETERMINED else ""

    def _likelihoods(self, words: Sequence[Word]) -> dict[str, float]:
        likelihoods = {tag: math.log(documents + SMOOTHING) for tag, documents in self.documents.items()}
        for word in words:
            shares = {tag: self._share(tag, stem_in(tag, word)) for tag in self.documents}
            # Each language weighs the same, or else the largest would say what is to be expected of all.
            expected = sum(shares.values()) / len(shares) + LEAST
            for tag, documents in self.documents.items():
                likelihoods[tag] += math.log(shares[tag] + expected * SMOOTHING / (documents + SMOOTHING))
        return likelihoods

    def _share(self, tag: str, stem: str) -> float:
        """Return the share of a language's documents that hold a stem, lowered where there are few of them."""
        return self.frequency(tag, stem) / (self.documents[tag] + SMOOTHING)


def _frequency(searcher: tantivy.Searcher, tag: str, stem: str) -> int:
    """Return how many documents in a language hold a stem."""
    return searcher.doc_freq("lexicon", lexicon_term(tag, stem))


def by_row(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts of language tags as counts of the rows that they are analysed by: those of "de-AT" go to "de"."""
    rows: dict[str, int] = {}
    for tag, count in counts.items():
        row = language(tag).tag
        rows[row] = rows.get(row, 0) + count
    return rows
