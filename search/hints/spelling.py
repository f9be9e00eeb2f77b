"""Did you mean …? Queries put right by what the corpus has itself.

A word is taken for mistyped where it occurs nowhere, or in a few documents only while a word one mistake away is in a
hundred times as many. What was meant is looked for among all words of the index, so that no mistake is out of reach,
the first letter and swapped letters included.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice

from index.analysis import is_unspaced
from search.hints.keyboards import retyped
from search.hints.orthography import Languages, Orthography
from search.query.describing import describe
from search.query.parser import parse
from search.query.rewriting import changed, words
from search.query.tree import Phrase, Query, Word
from search.ranking.vocabulary import Vocabulary
from search.request import Match, SearchRequest
from search.response import Suggestion

Count = Callable[[SearchRequest], int]
"""Says how many documents a request finds."""

FEW = 3
"""In how many documents a word may occur that is taken for mistyped."""
MANY_TIMES = 100
"""In how many times as many documents the word is that was meant."""
SHORTEST, LONGEST = 4, 40
"""Letters of a word that may be mistyped."""
MAX_DOUBTED = 5
"""How many words of a query are put right."""


class Speller:
    """Puts queries right by the words of one snapshot of an index."""

    def __init__(self, vocabulary: Vocabulary, orthography: Orthography) -> None:
        self._vocabulary = vocabulary
        self._orthography = orthography

    def suggestion(
        self, request: SearchRequest, query: Query | None, match: Match, total: int, count: Count
    ) -> Suggestion | None:
        """Return what may have been meant by a query that found `total` documents in a match mode, if that finds more.

        Where any word was enough, what was found says nothing of the words that were not; so anything is more then.
        """
        if query is None or request.offset:
            return None
        q = self._corrected(request.q, query, request.languages)
        documents = count(replace(request, q=q)) if q else 0
        return Suggestion(q, documents) if documents > (total if match == "all" else 0) else None

    def _corrected(self, q: str, query: Query, languages: Languages) -> str:
        """Return a query with other words for those that were mistyped, written out; nothing where none were."""
        typed = dict.fromkeys(words(query))
        rare = {word: held for word in typed if (held := self._documents(word)) <= FEW}
        if not rare:
            return ""
        if len(rare) == len(typed) and not any(rare.values()):
            for other in filter(self._is_known, retyped(q)):
                return other
        tongue = self._vocabulary.lexicon.language_of(list(typed))
        doubted = islice(rare.items(), MAX_DOUBTED)
        found = ((word.surface, self._meant(word, held, tongue, languages)) for word, held in doubted)
        meant = {typed: other for typed, other in found if other}
        return describe(changed(query, partial(_put_right, meant=meant))) if meant else ""

    def _is_known(self, q: str) -> bool:
        """Tell whether each word of a query occurs, and one of them is too long to do so by chance."""
        query = parse(q).query
        typed = list(words(query)) if query else []
        return any(len(word.word) >= SHORTEST for word in typed) and all(map(self._documents, typed))

    def _documents(self, word: Word) -> int:
        """Return how many documents have a word in its most frequent form."""
        stems = (self._vocabulary.frequency("stems", form.stems[0]) for form in self._vocabulary.forms([word]))
        return max(self._vocabulary.frequency("words", word.word), *stems)

    def _meant(self, word: Word, held: int, tongue: str, languages: Languages) -> str:
        """Return what was meant by a word that few documents have, as people write it; nothing where it is good."""
        compounds = self._vocabulary.compounds_with(word, tongue)
        held = max([held, *(self._vocabulary.lexicon.frequency(tag, compound.stem) for tag, compound in compounds)])
        may_be_outnumbered = self._vocabulary.documents > MANY_TIMES * held
        if held > FEW or not (may_be_outnumbered and _may_be_mistyped(word)):
            return ""
        spelt = self._vocabulary.spelt_like(word.word)
        # What was looked for instead is what is suggested: one page shall not take a word for two others.
        alike = self._vocabulary.similar(word, tongue) or self._vocabulary.likeliest(word.word, spelt, tongue)
        likeliest = (other for other in alike if self._is_likelier(other, word, held, spelt[other]))
        occurring = (other for other in likeliest if self._orthography.occurs(other, languages))
        return next((self._orthography.written(other, languages) for other in occurring), "")

    def _is_likelier(self, other: str, word: Word, held: int, mistakes: int) -> bool:
        """Tell whether another word is much more frequent, in no other script, and not far from a word that occurs."""
        is_frequent = self._vocabulary.frequency("words", other) > MANY_TIMES * held
        return is_frequent and (mistakes == 1 or not held) and _scripts(other) <= _scripts(word.word)


def _put_right(part: Query, meant: Mapping[str, str]) -> Query:
    """Return a word or phrase with what was meant by words of it."""
    match part:
        case Word(surface=typed, exact=False):
            return replace(part, surface=meant.get(typed, typed))
        case Phrase(text=text) if not part.is_exact:
            mistyped = "|".join(map(re.escape, meant))
            text = re.sub(rf"(?<!\w)(?:{mistyped})(?!\w)", lambda word: meant[word.group()], text)
            # What was typed in one piece, such as "covid-19", is written so again, without quotation marks.
            return replace(part, text=text) if part.quoted else Word(text, text)
    return part


def _may_be_mistyped(word: Word) -> bool:
    """Tell whether a word has a usual length, no digits, and a script with spaces."""
    is_word = SHORTEST <= len(word.word) <= LONGEST and not is_unspaced(word.word)
    return is_word and not any(map(str.isdigit, word.word))


def _scripts(word: str) -> set[str]:
    """Return the scripts of a word's letters, by the first word of their names in Unicode."""
    return {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
