"""Query tree to Tantivy query.

A word is looked for in `stems`, in the forms that every language present would give it, and in `words`, as it was
typed; its best form counts, not their sum, so that a word is not worth more for having forms in many languages. What
stands in the title counts a second time. The numbers were chosen on the sets of docs/ranking.md.
"""

from collections.abc import Iterable

import tantivy
from tantivy import Occur

from index.document import UNDETERMINED
from index.schema import first_day, last_day
from index.tags import declared_tag
from search.query import (
    And,
    ByAuthor,
    Confident,
    Dated,
    Everything,
    FromSource,
    Group,
    InCollection,
    InLanguage,
    InTitle,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Tagged,
    Word,
    is_condition,
)
from search.request import Match
from search.vocabulary import MAX_EXPANSION, Forms, Vocabulary

TITLE_BOOST = 0.3
TIE_BREAKER = 0.1
"""How much the other forms of a word count beside the best one."""
MANY_WORDS_SCORE = 0.1
"""The score of a word that a prefix stands for, but that was too rare to be ranked by itself."""


class Compiler:
    """Makes Tantivy queries for one snapshot of an index."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._schema = vocabulary.schema

    def compile(self, query: Query, match: Match) -> tantivy.Query:
        """Return the Tantivy query; `match` says what a group asks for, "all" of its parts or "any"."""
        match query:
            case Word() | Prefix():
                return _either(self._scored(query))
            case Phrase():
                return self._phrase(query, match)
            case Everything():
                return _unscored(tantivy.Query.all_query())
            case InTitle(query=inner):
                return self._title(inner)
            case ByAuthor(words=words):
                return _unscored(_all(self._term("author", word) for word in words))
            case InLanguage(tags=tags):
                return _unscored(self._terms("tags", [_known(tag) for tag in tags]))
            case Tagged(state=state):
                return _unscored(self._term("tag_state", state))
            case Confident(least=least, most=most):
                return _unscored(self._between("confidence", least, most))
            case FromSource(sources=sources):
                return _unscored(self._terms("source", [source.casefold().strip("/") for source in sources]))
            case InCollection(collections=collections):
                return _unscored(self._terms("collection", list(collections)))
            case Dated(first=first, last=last):
                return _unscored(
                    self._between("day", first_day(first) if first else None, last_day(last) if last else None)
                )
            case Not(query=inner):
                return _together([(Occur.MustNot, self.compile(inner, "all"))])
            case And(queries=queries):
                return self._conjunction(queries, match)
            case Or(queries=queries):
                return _either([self.compile(part, match) for part in queries])
            case Group(queries=queries):
                return self._any(queries) if match == "any" else self._conjunction(queries, match)

    def _conjunction(self, queries: Iterable[Query], match: Match) -> tantivy.Query:
        return _together([self._required(part, match) for part in dict.fromkeys(queries)])

    def _required(self, query: Query, match: Match) -> tuple[Occur, tantivy.Query]:
        if isinstance(query, Not):
            return Occur.MustNot, self.compile(query.query, "all")
        return Occur.Must, self.compile(query, match)

    def _any(self, queries: tuple[Query, ...]) -> tantivy.Query:
        """Return what has at least one of the parts and meets every condition among them."""
        wanted = [part for part in dict.fromkeys(queries) if not is_condition(part)]
        conditions = [part for part in dict.fromkeys(queries) if is_condition(part)]
        either = _either([clause for part in wanted for clause in self._loose(part)])
        if not conditions:
            return either
        clauses = [self._required(part, "any") for part in conditions]
        return _together([*clauses, (Occur.Must, either)] if wanted else clauses)

    def _loose(self, query: Query) -> list[tantivy.Query]:
        """Return what a part adds to the score where any part is enough: flat, which Tantivy evaluates faster."""
        if isinstance(query, Phrase) and not query.quoted:
            return [clause for part in query.loose_parts for clause in self._scored(part)]
        return self._scored(query) if isinstance(query, Word | Prefix) else [self.compile(query, "any")]

    def _scored(self, query: Word | Prefix) -> list[tantivy.Query]:
        """Return the query for a word, and the one that adds to it where the title has it too."""
        body = self._best_form(query, "words", "stems")
        title = self._best_form(query, "title_words", "title_stems")
        queries = [body] if body else []
        return [*queries, tantivy.Query.boost_query(title, TITLE_BOOST)] if title else queries

    def _best_form(self, query: Word | Prefix, words: str, stems: str) -> tantivy.Query | None:
        """Return the query for a word in a pair of fields; None where they do not have it."""
        if isinstance(query, Prefix):
            return self._beginning_with(words, query.word)
        terms = [
            self._in_languages(self._term(stems, form.stems[0]), form.languages)
            for form in self._vocabulary.forms([query])
            if self._vocabulary.frequency(stems, form.stems[0])
        ]
        if self._vocabulary.frequency(words, query.word):
            terms.append(self._term(words, query.word))
        return tantivy.Query.disjunction_max_query(terms, TIE_BREAKER) if terms else None

    def _beginning_with(self, field: str, prefix: str) -> tantivy.Query | None:
        terms = self._vocabulary.beginning_with(field, prefix)
        if not terms:
            return None
        ranked = tantivy.Query.disjunction_max_query([self._term(field, term) for term in terms[:MAX_EXPANSION]])
        if len(terms) <= MAX_EXPANSION:
            return ranked
        rest = tantivy.Query.regex_query(self._schema, field, f"{prefix}.*")
        return _either([ranked, tantivy.Query.const_score_query(rest, MANY_WORDS_SCORE)])

    def _phrase(self, phrase: Phrase, match: Match) -> tantivy.Query:
        if match == "any" and not phrase.quoted:
            return _either(self._loose(phrase))
        title = tantivy.Query.boost_query(self._sequence(phrase, "title_words", "title_stems"), TITLE_BOOST)
        return _either([self._sequence(phrase, "words", "stems"), title])

    def _sequence(self, phrase: Phrase, words: str, stems: str) -> tantivy.Query:
        """Return the query for the words of a phrase at their distances, as typed or in the stems of one language."""
        parts = [word.part for word in phrase.words]
        whole = [part for part in parts if isinstance(part, Word)]
        if len(whole) < len(parts):
            patterns = [f"{part.word}.*" if isinstance(part, Prefix) else part.word for part in parts]
            return tantivy.Query.regex_phrase_query(self._schema, words, _placed(phrase, patterns))
        forms = [(words, Forms(tuple(part.word for part in whole), None))]
        forms += [(stems, form) for form in self._vocabulary.forms(whole)]
        queries = [
            self._in_languages(
                tantivy.Query.phrase_query(self._schema, field, _placed(phrase, form.stems)), form.languages
            )
            for field, form in forms
            if all(self._vocabulary.frequency(field, term) for term in form.stems)
        ]
        return tantivy.Query.disjunction_max_query(queries, TIE_BREAKER) if queries else tantivy.Query.empty_query()

    def _in_languages(self, query: tantivy.Query, languages: tuple[str, ...] | None) -> tantivy.Query:
        """Return a query for documents in these languages only; None stands for all."""
        if languages is None:
            return query
        return _all([query, _unscored(self._terms("language", list(languages)))])

    def _title(self, query: Query) -> tantivy.Query:
        match query:
            case Word() | Prefix():
                return self._best_form(query, "title_words", "title_stems") or tantivy.Query.empty_query()
            case Phrase():
                return self._sequence(query, "title_words", "title_stems")
        return self.compile(query, "all")

    def _between(self, field: str, least: int | None, most: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Integer, least, most)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _terms(self, field: str, terms: list[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, terms) if terms else tantivy.Query.empty_query()


def _known(tag: str) -> str:
    """Return a tag as documents have it; one that is none stays as it is, and finds nothing."""
    known = declared_tag(tag)
    return tag.lower() if known == UNDETERMINED else known


def _placed(phrase: Phrase, terms: Iterable[str]) -> list[str | tuple[int, str]]:
    """Return terms with the places that the words of a phrase have."""
    return [(word.offset, term) for word, term in zip(phrase.words, terms, strict=True)]


def _either(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) < 2:
        return queries[0] if queries else tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _together(clauses: list[tuple[Occur, tantivy.Query]]) -> tantivy.Query:
    """Return the query of these clauses; Tantivy finds nothing where all of them exclude."""
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, _unscored(tantivy.Query.all_query())), *clauses]
    return tantivy.Query.boolean_query(clauses)


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


def _unscored(query: tantivy.Query) -> tantivy.Query:
    """Return a query that filters and does not rank."""
    return tantivy.Query.const_score_query(query, 0.0)
