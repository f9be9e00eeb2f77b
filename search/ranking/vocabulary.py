"""The words of an open index: which there are, how frequent, and in which forms a typed word may stand there."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from index.analysis import NO_STOP_WORD, is_unspaced
from index.document import UNDETERMINED
from index.languages import language
from index.schema import ONLY_MARKED
from search.query.tree import Word
from search.ranking.compounds import Compound, Compounds
from search.ranking.lexicon import Lexicon, by_row, stem_in
from search.snapshot import Snapshot

MAX_EXPANSION = 50
"""How many of the words with a prefix are ranked one by one; the others are found too, but rank alike."""
KEPT_ABROAD = 0.75
"""A stem that keeps more than this of its word counts in all languages, another in those that give it."""
SHORTEST_MISSPELT = 5
"""Letters of a word that may be a misspelt one."""
LONG_WORD = 8
"""Letters of a word for which two typing mistakes are allowed."""
SAME_LETTERS = 2
"""Letters at the beginning that a misspelt word shares with what was meant."""
MAX_SIMILAR = 10
"""How many words are looked for instead of one that occurs nowhere."""
REMEMBERED = 1_000
"""Of how many words the forms are remembered: a search asks for them several times."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The stems of words that follow each other, and the languages in whose documents they count; None for all."""

    stems: tuple[str, ...]
    languages: tuple[str, ...] | None


class Vocabulary:
    """The words of one snapshot of an index."""

    def __init__(self, snapshot: Snapshot, languages: Mapping[str, int]) -> None:
        """`languages` counts the documents of each tag."""
        self.schema = snapshot.schema
        self.lexicon = Lexicon(snapshot.tantivy, by_row(languages))
        self._compounds = Compounds(self.lexicon)
        self._compounding_tags = tuple(tag for tag in self.lexicon.documents if language(tag).compounds)
        self._snapshot, self._searcher = snapshot, snapshot.tantivy
        self.spelt_like = lru_cache(REMEMBERED)(self._spelt_like)
        self._forms = lru_cache(REMEMBERED)(partial(_forms, (UNDETERMINED, *languages)))

    def forms(self, words: Sequence[Word]) -> tuple[Forms, ...]:
        """Return the stems that each language present gives to words that follow each other.

        Documents may be tagged wrongly, and names stand in all languages, so stems count in all documents. But a stem
        that is much shorter than its word is another word elsewhere: "talo" is "talossanikin" in Finnish only, and
        the Hungarian stem of "Mond" is "mon".
        """
        return self._forms(tuple(words))

    def stems(self, word: Word, document_language: str) -> frozenset[str]:
        """Return the stems under which documents in a language hold a word."""
        return frozenset(
            form.stems[0]
            for form in self.forms([word])
            if form.languages is None or document_language in form.languages
        )

    def compounds_with(self, word: Word, tongue: str) -> list[tuple[str, Compound]]:
        """Return the compounds that a word of a question is a part of, each with its language."""
        return [
            (tag, compound)
            for tag in self._compounding(word, tongue)
            for compound in self._compounds.holding(tag, stem_in(tag, word))
        ]

    def parts_of(self, word: Word, tongue: str) -> list[tuple[str, Compound]]:
        """Return the compound that a word of a question is, in each language where it is one."""
        found = ((tag, self._compounds.parts(tag, stem_in(tag, word))) for tag in self._compounding(word, tongue))
        return [(tag, compound) for tag, compound in found if compound]

    def related(self, word: Word, document_language: str, tongue: str) -> frozenset[str]:
        """Return the stems of compounds and parts of compounds under which documents in a language hold a word."""
        row = language(document_language).tag
        whole = {compound.stem for tag, compound in self.compounds_with(word, tongue) if tag == row}
        made_of = [compound for tag, compound in self.parts_of(word, tongue) if tag == row]
        return frozenset(whole | {stem for compound in made_of for stem in (compound.modifier, compound.head)})

    def _compounding(self, word: Word, tongue: str) -> Iterable[str]:
        """Return the languages to look for compounds in: that of the question where it is clear."""
        if word.exact or is_unspaced(word.word):
            return ()
        if not tongue:
            return self._compounding_tags
        return (tongue,) if tongue in self._compounding_tags else ()

    def frequency_as_written(self, word: Word) -> int:
        """Return the number of documents that hold a word as it was typed."""
        if word.typed != word.word:
            return self.frequency("surfaces", word.typed)
        return self.frequency("words", word.word) - self.frequency("surfaces", ONLY_MARKED + word.word)

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field (those deleted but not yet merged away included)."""
        return self._searcher.doc_freq(field, term)

    def similar(self, word: Word, tongue: str) -> tuple[str, ...]:
        """Return words of the index that are spelt much like a word that it does not hold, the likeliest first."""
        held = self.frequency("words", word.word) or any(
            self.frequency("stems", form.stems[0]) for form in self.forms([word])
        )
        is_fit = len(word.word) >= SHORTEST_MISSPELT and word.word.isalpha() and not is_unspaced(word.word)
        is_nowhere = is_fit and not held and not word.exact and not self.compounds_with(word, tongue)
        if not is_nowhere:
            return ()
        alike = [other for other in self.spelt_like(word.word) if other.startswith(word.word[:SAME_LETTERS])]
        return tuple(self.likeliest(word.word, alike, tongue)[:MAX_SIMILAR])

    def likeliest(self, word: str, alike: Iterable[str], tongue: str) -> list[str]:
        """Return words out of `spelt_like`, one in the language of the question before others as much alike."""
        spelt = self.spelt_like(word)
        return sorted(alike, key=lambda other: (spelt[other], not self._is_in(tongue, other)))

    def _is_in(self, tongue: str, word: str) -> bool:
        """Tell whether a folded word occurs in the language of a question, if that is clear."""
        return bool(tongue and self.lexicon.frequency(tongue, stem_in(tongue, Word(word, word))))

    def _spelt_like(self, word: str) -> Mapping[str, int]:
        """Return the words of the index that one typing mistake makes of a folded word, or two of a long one.

        Each comes with the number of its mistakes; those with the fewest first, then those that most documents have.
        Two mistakes are allowed only where the first letter is right, as it hardly ever is mistyped.
        """
        near = self._snapshot.dictionary.near
        found = near(word, 1) | (near(word, 2, word[0]) if len(word) >= LONG_WORD else {})
        held = [(-mistakes, self.frequency("words", other), other) for other, mistakes in found.items()]
        return {other: -mistakes for mistakes, _, other in sorted(held, reverse=True) if self._occurs(other)}

    def _occurs(self, word: str) -> bool:
        """Tell whether a folded word is in any document that has not been deleted."""
        return bool(self._snapshot.search(self._snapshot.term("words", word), 1, count=False).hits)

    def beginning_with(self, field: str, prefix: str) -> list[str]:
        """Return the most frequent words of a field that begin with a prefix, at most `MAX_EXPANSION` and one."""
        found = self._searcher.terms_with_prefix(field, prefix, limit=MAX_EXPANSION + 1)
        return [term for term, _ in found]

    @cached_property
    def documents(self) -> int:
        """The number of documents."""
        return self._searcher.num_docs

    def weight(self, word: Word) -> float:
        """Return how much a word says: the less documents have it, the more."""
        found = [self.frequency("stems", form.stems[0]) for form in self.forms([word]) if form.languages is None]
        return self.weight_of(max(self.frequency("words", word.word), *found))

    def weight_of(self, frequency: int) -> float:
        """Return what a term says that so many documents have."""
        return _idf(frequency, self.documents)

    def weight_in(self, tag: str, stem: str) -> float:
        """Return what a stem says among the documents of a language."""
        return _idf(self.lexicon.frequency(tag, stem), self.lexicon.documents[tag])


def _idf(frequency: int, documents: int) -> float:
    """Return Robertson's inverse document frequency as BM25 has it, never negative."""
    frequency = min(frequency, documents)
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def _forms(tags: Sequence[str], words: tuple[Word, ...]) -> tuple[Forms, ...]:
    given: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for tag in tags:
        given[tuple(stem_in(tag, word) for word in words)].append(tag)
    return tuple(
        Forms(stems, None if _count_abroad(words, stems) else tuple(tags)) for stems, tags in sorted(given.items())
    )


def _count_abroad(words: Sequence[Word], stems: Sequence[str]) -> bool:
    """Tell whether each stem keeps most of its word."""
    kept = (len(stem.removesuffix(NO_STOP_WORD)) for stem in stems)
    return all(length > KEPT_ABROAD * len(word.word) for word, length in zip(words, kept, strict=True))
