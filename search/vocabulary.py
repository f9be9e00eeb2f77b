"""The words of an open index: which there are, how frequent, and in which forms a typed word may stand there."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import tantivy

from index.analysis import Analyzer, analyzer, is_unspaced
from index.document import UNDETERMINED
from search.query import Word

MAX_EXPANSION = 50
"""How many of the words with a prefix are ranked one by one; the others are found too, but rank alike."""
KEPT_ABROAD = 0.75
"""A stem that keeps more than this of its word counts in all languages, another in those that give it."""
REMEMBERED = 1_000
"""Of how many words the forms are remembered: a search asks for them several times."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The stems of words that follow each other, and the languages in whose documents they count; None for all."""

    stems: tuple[str, ...]
    languages: tuple[str, ...] | None


class Vocabulary:
    """The words of one snapshot of an index."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, languages: tuple[str, ...]) -> None:
        self.schema = schema
        self.languages = languages
        self._searcher = searcher
        analyzers = {tag: analyzer(tag) for tag in (UNDETERMINED, *languages)}
        self._forms = lru_cache(REMEMBERED)(partial(_forms, analyzers))

    def forms(self, words: Sequence[Word]) -> tuple[Forms, ...]:
        """Return the stems that each language present gives to words that follow each other.

        Documents may be tagged wrongly, and names stand in all languages, so stems count in all documents. But a stem
        that is much shorter than its word is another word elsewhere: "talo" is "talossanikin" in Finnish only, and
        the Hungarian stem of "Mond" is "mon".
        """
        return self._forms(tuple(words))

    def stems(self, word: Word, language: str) -> frozenset[str]:
        """Return the stems under which documents in a language hold a word."""
        everywhere = {form.stems[0] for form in self.forms([word]) if form.languages is None}
        return frozenset(everywhere | {_stem(word, analyzer(language))})

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
        found = [self.frequency("stems", form.stems[0]) for form in self.forms([word]) if form.languages is None]
        frequency = max(self.frequency("words", word.word), *found)
        frequency = min(frequency, self.documents)
        return math.log(1 + (self.documents - frequency + 0.5) / (frequency + 0.5))


def _forms(analyzers: Mapping[str, Analyzer], words: tuple[Word, ...]) -> tuple[Forms, ...]:
    given: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for tag, stemming in analyzers.items():
        given[tuple(_stem(word, stemming) for word in words)].append(tag)
    return tuple(
        Forms(stems, None if _count_abroad(words, stems) else tuple(tags)) for stems, tags in sorted(given.items())
    )


def _stem(word: Word, analyzer: Analyzer) -> str:
    """Return the stem of a word; that of a pair of characters is the pair itself."""
    return word.word if is_unspaced(word.word) else analyzer.stem(word.surface)


def _count_abroad(words: Sequence[Word], stems: Sequence[str]) -> bool:
    """Tell whether each stem keeps most of its word."""
    return all(len(stem) > KEPT_ABROAD * len(word.word) for word, stem in zip(words, stems, strict=True))
