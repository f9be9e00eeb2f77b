"""The words of an open index: which there are, how frequent, and in which forms a typed word may stand there."""

import math
from collections.abc import Sequence
from functools import cached_property

import tantivy

from index.analysis import Analyzer, analyzer, is_unspaced
from index.document import UNDETERMINED
from search.query import Word

MAX_EXPANSION = 50
"""How many of the words with a prefix are ranked one by one; the others are found too, but rank alike."""


class Vocabulary:
    """The words of one snapshot of an index."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, languages: tuple[str, ...]) -> None:
        self.schema = schema
        self.languages = languages
        self._searcher = searcher
        self._analyzers = tuple(analyzer(tag) for tag in (UNDETERMINED, *languages))

    def stems(self, word: Word) -> tuple[str, ...]:
        """Return the stems that the languages present would give a word: texts hold it under one of these."""
        return tuple(stem for (stem,) in self.stem_sequences([word]))

    def stem_sequences(self, words: Sequence[Word]) -> list[tuple[str, ...]]:
        """Return the stems of words that follow each other, all in the same language, for each language present."""
        return sorted({tuple(_stem(word, analyzer) for word in words) for analyzer in self._analyzers})

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field (those deleted but not yet merged away included)."""
        return self._searcher.doc_freq(field, term)

    def beginning_with(self, field: str, prefix: str) -> list[str]:
        """Return the most frequent words of a field that begin with a prefix, at most `MAX_EXPANSION` and one."""
        found = self._searcher.terms_with_prefix(field, prefix, limit=MAX_EXPANSION + 1)
        return [term for term, _ in found]

    @cached_property
    def documents(self) -> int:
        """The number of documents."""
        return self._searcher.num_docs

    def weight(self, word: Word) -> float:
        """Return how much a word says: the less documents have it, the more (Robertson's idf, as in BM25)."""
        frequency = max(self.frequency("stems", stem) for stem in self.stems(word))
        frequency = min(frequency, self.documents)
        return math.log(1 + (self.documents - frequency + 0.5) / (frequency + 0.5))


def _stem(word: Word, analyzer: Analyzer) -> str:
    """Return the stem of a word; that of a pair of characters is the pair itself."""
    return word.word if is_unspaced(word.word) else analyzer.stem(word.surface)
