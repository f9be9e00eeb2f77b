"""What a word is worth: the Tantivy queries that find it in any of its forms, each with its weight.

A word is looked for in `stems`, in the forms that every language present would give it, in `words`, as it was typed,
and in compounds; its best form counts, not their sum, so that a word is not worth more for having forms in many
languages. To that is added: what stands in the title, what stands there exactly as typed, and what stands there in the
language of the question. The numbers were chosen on the sets of docs/ranking.md.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import tantivy
from tantivy import Occur

from index.analysis import lexicon_term
from index.schema import ONLY_MARKED
from search.query.tree import Fuzzy, Pattern, Phrase, Prefix, Term, Word
from search.ranking.clauses import best, either, every, together, unscored
from search.ranking.lexicon import stem_in
from search.ranking.vocabulary import MAX_EXPANSION, Vocabulary
from search.request import Match

TITLE_BOOST = 0.3
TIE_BREAKER = 0.05
"""How much the other forms of a word count beside the best one."""
SURFACE_BOOST = 0.15
"""How much it adds that a word stands there exactly as it was typed, with its accents and its ending."""
LANGUAGE_BOOST = 0.3
"""How much it adds that a word stands there in the language of the question."""
COMPOUND_BOOST = 0.8
"""What a compound is worth beside the word looked for, which is a part of it."""
PART_BOOST = 1.0
"""What a part of a compound is worth, where the compound is looked for."""
SIMILAR_BOOST = 0.8
"""What a word is worth that is spelt much like one that occurs nowhere."""
NEAR_BOOST = 0.35
"""How much it adds that words of the question stand near each other in the text."""
NEAR_TITLE_BOOST = 0.4
"""How much it adds that they do in the title."""
NEAR = 4
"""How many places further than side by side is near."""
MAX_NEAR = 12
"""How many words of a question are looked for near each other."""
STOP_WORD_BOOST = 0.5
"""How much the stop words of a question count, for the order of what its other words find."""
MANY_WORDS_SCORE = 0.1
"""The score of a word that a prefix stands for, but that was too rare to be ranked by itself."""
PATTERN_SCORE = 1.0
"""The score of what fits a pattern, whatever word that is."""
MISSPELT_SCORES = (0.5, 0.25)
"""The scores of words with one and with two typing mistakes."""
UNMISTAKEN_SCORE = 1.0
"""How much it adds that a word has no mistake, so that no other is ranked above it, however frequent it is."""
RARITY = 0.25
"""All that a word gives is multiplied by this power of how much it says: rare words count more than by BM25."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A pair of fields: the words of a part of the documents as typed, and their stems."""

    words: str
    stems: str


_Find = Callable[..., tantivy.Query]
"""Makes the query for terms in their order: of Tantivy's those for phrases."""

_Weighted = tuple[tantivy.Query, float]
"""A query and by how much its score counts."""

TEXT = Fields("words", "stems")
TITLE = Fields("title_words", "title_stems")


class Scoring:
    """Makes the queries for words of a question in a language, `tongue`, empty where that is unclear."""

    def __init__(self, vocabulary: Vocabulary, tongue: str) -> None:
        self._vocabulary = vocabulary
        self._schema = vocabulary.schema
        self._tongue = tongue

    def clauses(self, part: Term, match: Match) -> list[tantivy.Query]:
        """Return queries whose scores add up; each of them finds the word."""
        if isinstance(part, Fuzzy):
            return [*self.clauses(part.like, "all"), *self._spelt_like(part)]
        in_title = [(title, TITLE_BOOST)] if (title := self.in_title(part)) else []
        if isinstance(part, Prefix | Pattern):
            body = self._of_many(TEXT.words, part)
            return _weighted([(body, 1.0), *in_title] if body else in_title)
        if part.exact:
            return [self._as_written(part)]
        body = best([*self._forms(part, TEXT), *self._compounds(part), *self._parts(part, match)], TIE_BREAKER)
        if not body:
            return [*_weighted(in_title), *self._similar(part, match)]
        stem = self._own_stem(part)
        weight = self._weight(part, stem)
        rarity = (weight / self._vocabulary.weight_of(1)) ** RARITY
        return _weighted([*self._raised(body, part, stem, weight), *in_title], rarity)

    def in_title(self, part: Term) -> tantivy.Query | None:
        """Return the query for a word in titles; None where they do not have it."""
        if isinstance(part, Prefix | Pattern):
            return self._of_many(TITLE.words, part)
        if isinstance(part, Fuzzy):
            return best([*self._forms(part.like, TITLE), self._misspelt(TITLE.words, part)], TIE_BREAKER)
        if part.exact:
            return every([self._term(TITLE.words, part.word), self._as_written(part)])
        return best(self._forms(part, TITLE), TIE_BREAKER)

    def sequence(self, phrase: Phrase, fields: Fields) -> tantivy.Query:
        """Return the query for the words of a phrase at their distances, as typed or in the stems of one language."""
        if phrase.slop and len(phrase.words) > 2:
            return every(self.sequence(pair, fields) for pair in phrase.pairs)
        parts = [word.part for word in phrase.words]
        whole = [part for part in parts if isinstance(part, Word)]
        if len(whole) < len(parts):
            patterns = [re.escape(part.word) + (".*" if isinstance(part, Prefix) else "") for part in parts]
            begun = self._placed(phrase, fields.words, patterns, tantivy.Query.regex_phrase_query)
            return self._as_typed(begun, whole)
        as_typed = self._placed(phrase, fields.words, [part.word for part in whole])
        if phrase.is_exact:
            return self._as_typed(as_typed, whole)
        in_stems = (
            self._in_languages(self._placed(phrase, fields.stems, form.stems), form.languages)
            for form in self._vocabulary.forms(whole)
            if all(self._vocabulary.frequency(fields.stems, term) for term in form.stems)
        )
        return best([as_typed, *in_stems], TIE_BREAKER) or tantivy.Query.empty_query()

    def _placed(
        self, phrase: Phrase, field: str, terms: Sequence[str], find: _Find = tantivy.Query.phrase_query
    ) -> tantivy.Query:
        """Return the query for terms at the distances of a phrase, or near each other."""
        if not phrase.slop:
            offsets = [word.offset for word in phrase.words]
            return find(self._schema, field, list(zip(offsets, terms, strict=True)))
        if terms[0] != terms[1]:
            return either([find(self._schema, field, [*order], slop=phrase.slop) for order in (terms, terms[::-1])])
        # With slop, Tantivy takes one place for two.
        distances = range(1, phrase.slop + 2)
        return either([find(self._schema, field, [(0, terms[0]), (distance, terms[0])]) for distance in distances])

    def _as_typed(self, query: tantivy.Query, words: Iterable[Word]) -> tantivy.Query:
        """Return a query for documents that have the exact ones of these words somewhere as they were typed."""
        exact = [unscored(self._as_written(word)) for word in words if word.exact]
        return every([query, *exact]) if exact else query

    def _as_written(self, word: Word) -> tantivy.Query:
        """Return the query for documents that have a word somewhere as typed (see `schema.surface_terms`)."""
        if word.typed != word.word:
            return self._term("surfaces", word.typed)
        elsewhere = self._term("surfaces", ONLY_MARKED + word.word)
        return together([(Occur.Must, self._term(TEXT.words, word.word)), (Occur.MustNot, elsewhere)])

    def stop_words(self, words: Iterable[Word]) -> Iterator[tantivy.Query]:
        """Yield what adds to the score where the text has these words, which say little."""
        for word in words:
            if frequency := self._vocabulary.frequency(TEXT.words, word.word):
                share = self._says(stem_in(self._tongue, word), frequency) / self._vocabulary.weight_of(frequency)
                yield tantivy.Query.boost_query(self._term(TEXT.words, word.word), STOP_WORD_BOOST * share)

    def near(self, words: Sequence[Word]) -> list[tantivy.Query]:
        """Return what adds to the score where neighbours among the words of a question stand near each other."""
        return [*self._near_in(TEXT, words, NEAR_BOOST), *self._near_in(TITLE, words, NEAR_TITLE_BOOST)]

    def _near_in(self, fields: Fields, words: Sequence[Word], boost: float) -> Iterator[tantivy.Query]:
        """Yield that for those of the words that the fields have; the rarer they are, the more it says."""
        field = fields.stems if self._tongue else fields.words
        terms = (stem_in(self._tongue, word) if self._tongue else word.word for word in words)
        known = [(term, frequency) for term in terms if (frequency := self._vocabulary.frequency(field, term))]
        for pair in pairwise(known[:MAX_NEAR]):
            beside = tantivy.Query.phrase_query(self._schema, field, [term for term, _ in pair], slop=NEAR)
            yield _worth(beside, boost * fmean(self._says(*one) for one in pair))

    def _says(self, term: str, frequency: int) -> float:
        """Return how much a term says that so many documents have; no more than in the question's language."""
        weight = self._vocabulary.weight_of(frequency)
        return min(weight, self._vocabulary.weight_in(self._tongue, term)) if self._tongue else weight

    def _forms(self, word: Word, fields: Fields) -> list[tantivy.Query]:
        """Return the queries for the stems of a word and for the word as typed, those that there are."""
        queries = [
            self._in_languages(self._term(fields.stems, form.stems[0]), form.languages)
            for form in self._vocabulary.forms([word])
            if self._vocabulary.frequency(fields.stems, form.stems[0])
        ]
        as_typed = self._vocabulary.frequency(fields.words, word.word)
        return [*queries, self._term(fields.words, word.word)] if as_typed else queries

    def _compounds(self, word: Word) -> Iterator[tantivy.Query]:
        """Yield the queries for compounds that the word is a part of: none is worth more than the word itself."""
        for tag, compound in self._vocabulary.compounds_with(word, self._tongue):
            ratio = self._vocabulary.weight_in(tag, stem_in(tag, word)) / self._vocabulary.weight_in(tag, compound.stem)
            query = self._term("lexicon", lexicon_term(tag, compound.stem))
            yield tantivy.Query.boost_query(query, COMPOUND_BOOST * min(1.0, ratio))

    def _parts(self, word: Word, match: Match) -> Iterator[tantivy.Query]:
        """Yield the queries for the parts of a compound: both of them where all words are wanted."""
        for tag, compound in self._vocabulary.parts_of(word, self._tongue):
            parts = [self._term("lexicon", lexicon_term(tag, stem)) for stem in (compound.modifier, compound.head)]
            if match == "any":
                yield from (tantivy.Query.boost_query(part, PART_BOOST) for part in parts)
            else:  # their mean: both parts shall not be worth more than the whole
                yield tantivy.Query.boost_query(every(parts), PART_BOOST / len(parts))

    def _similar(self, word: Word, match: Match) -> list[tantivy.Query]:
        """Return the query for words spelt much like one that occurs nowhere, where any word is enough."""
        spelt = (
            [self._term(TEXT.words, other) for other in self._vocabulary.similar(word, self._tongue)]
            if match == "any"
            else []
        )
        found = best(spelt, TIE_BREAKER)
        return [tantivy.Query.boost_query(found, SIMILAR_BOOST)] if found else []

    def _raised(self, body: tantivy.Query, word: Word, stem: str, weight: float) -> Iterator[_Weighted]:
        """Yield what finds a word, and what it adds that it stands there as typed and in the question's language."""
        as_typed = self._vocabulary.weight_of(self._vocabulary.frequency_as_written(word))
        yield _flat(self._as_written(word)), SURFACE_BOOST * as_typed
        if not stem:
            yield body, 1.0
            return
        own = self._vocabulary.weight_in(self._tongue, stem)
        yield _flat(self._term("lexicon", lexicon_term(self._tongue, stem))), LANGUAGE_BOOST * own
        # What is common in the question's language says little, however rare it is in the whole pile.
        yield body, min(1.0, own / weight)

    def _own_stem(self, word: Word) -> str:
        """Return the stem of a word in the question's language, empty where that is unclear or does not have it."""
        stem = stem_in(self._tongue, word) if self._tongue else ""
        return stem if stem and self._vocabulary.lexicon.frequency(self._tongue, stem) else ""

    def _weight(self, word: Word, stem: str) -> float:
        """Return how much a word says in the whole pile, by its stem in the question's language where it has one."""
        if not stem:
            return self._vocabulary.weight(word)
        return self._vocabulary.weight_of(self._vocabulary.frequency(TEXT.stems, stem))

    def _of_many(self, field: str, part: Prefix | Pattern) -> tantivy.Query | None:
        """Return the query for what stands for many words; None where none of them is there."""
        if isinstance(part, Prefix):
            return self._beginning_with(field, part.word)
        return self._fitting(field, part.expression, PATTERN_SCORE)

    def _beginning_with(self, field: str, prefix: str) -> tantivy.Query | None:
        terms = self._vocabulary.beginning_with(field, prefix)
        if not terms:
            return None
        ranked = tantivy.Query.disjunction_max_query([self._term(field, term) for term in terms[:MAX_EXPANSION]])
        if len(terms) <= MAX_EXPANSION:
            return ranked
        return either([ranked, self._fitting(field, f"{re.escape(prefix)}.*", MANY_WORDS_SCORE)])

    def _fitting(self, field: str, expression: str, score: float) -> tantivy.Query:
        return _worth(tantivy.Query.regex_query(self._schema, field, expression), score)

    def _spelt_like(self, fuzzy: Fuzzy) -> list[tantivy.Query]:
        """Return the queries for words with typing mistakes, and for the word without."""
        misspelt = self._misspelt(TEXT.words, fuzzy)
        return [_worth(self._term(TEXT.words, fuzzy.like.word), UNMISTAKEN_SCORE), misspelt]

    def _misspelt(self, field: str, fuzzy: Fuzzy) -> tantivy.Query:
        spelt = [
            _worth(tantivy.Query.fuzzy_term_query(self._schema, field, fuzzy.like.word, mistakes), score)
            for mistakes, score in enumerate(MISSPELT_SCORES[: fuzzy.mistakes], start=1)
        ]
        return tantivy.Query.disjunction_max_query(spelt)

    def _in_languages(self, query: tantivy.Query, languages: tuple[str, ...] | None) -> tantivy.Query:
        """Return a query for documents in these languages only; None stands for all."""
        if languages is None:
            return query
        allowed = tantivy.Query.term_set_query(self._schema, "language", list(languages))
        return every([query, unscored(allowed)])

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)


def _weighted(queries: Iterable[_Weighted], factor: float = 1.0) -> list[tantivy.Query]:
    return [tantivy.Query.boost_query(query, factor * weight) for query, weight in queries]


def _worth(query: tantivy.Query, score: float) -> tantivy.Query:
    """Return a query that gives the same score wherever it matches, however long the document is."""
    return tantivy.Query.boost_query(_flat(query), score)


def _flat(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 1.0)
