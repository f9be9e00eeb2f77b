"""Query tree to Tantivy query: what must match, and what may. What a word is worth is in `search.ranking.scoring`."""

from collections.abc import Iterable, Iterator

import tantivy
from tantivy import Occur

from index import metadata
from index.document import UNDETERMINED
from index.schema import byline, first_day, last_day, place_term
from index.tags import declared_tag
from search.near_copies import CopyGroups
from search.query.reading import Reading
from search.query.tree import (
    And,
    Boosted,
    ByAuthor,
    Confident,
    CopiesOf,
    Dated,
    Everything,
    FromSource,
    Fuzzy,
    Group,
    InCollection,
    InLanguage,
    InTitle,
    Not,
    OfLength,
    OneOf,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Tagged,
    Term,
    WithMeta,
    Word,
    is_condition,
)
from search.ranking.clauses import either, every, raised, together, unscored
from search.ranking.scoring import TEXT, TITLE, TITLE_BOOST, Scoring
from search.ranking.vocabulary import Vocabulary
from search.request import Match


class Compiler:
    """Makes Tantivy queries for one snapshot of an index, of a question in a language (empty where that is unclear)."""

    def __init__(self, vocabulary: Vocabulary, copies: CopyGroups, tongue: str) -> None:
        self._copies = copies
        self._schema = vocabulary.schema
        self._scoring = Scoring(vocabulary, tongue)

    def question(self, reading: Reading, filters: Iterable[Query], match: Match) -> tantivy.Query:
        """Return the Tantivy query for what is looked for, within filters; stop words count for the order only."""
        found = self.compile(And((reading.query, *filters)), match)
        return raised(self._scoring.stop_words(reading.stop_words), found)

    def compile(self, query: Query, match: Match) -> tantivy.Query:
        """Return the Tantivy query; `match` says what a group asks for, "all" of its parts or "any"."""
        match query:
            case Word() | Prefix() | Pattern() | Fuzzy():
                return either(self._scoring.clauses(query, match))
            case Phrase():
                return self._phrase(query, match)
            case Everything():
                return unscored(tantivy.Query.all_query())
            case InTitle(query=inner):
                return self._title(inner)
            case ByAuthor(words=words):
                return unscored(every(self._term("author", word) for word in words))
            case InLanguage(tags=tags):
                return unscored(self._terms("tags", [_known(tag) for tag in tags]))
            case Tagged(state=state):
                return unscored(self._term("tagging", state))
            case Confident(least=least, most=most):
                return unscored(self._between("confidence", least, most))
            case FromSource(sources=sources):
                return unscored(self._terms("source", [source.casefold().strip("/") for source in sources]))
            case InCollection(collections=collections):
                return unscored(self._in_any(collections))
            case OneOf(field=field, values=values):
                return unscored(self._terms(*_stored(field, values)))
            case Dated(first=first, last=last):
                return unscored(
                    self._between("day", first_day(first) if first else None, last_day(last) if last else None)
                )
            case OfLength(least=least, most=most):
                return unscored(self._between("length", least, most))
            case CopiesOf(document=document):
                return unscored(
                    tantivy.Query.term_set_query(self._schema, "sequence", list(self._copies.like(document)))
                )
            case WithMeta(name=name, words=words):
                return unscored(self._with_meta(name, words))
            case Not(query=inner):
                return together([(Occur.MustNot, self.compile(inner, "all"))])
            case Boosted(query=inner, factor=factor):
                return tantivy.Query.boost_query(self.compile(inner, match), factor)
            case And(queries=queries):
                return self._conjunction(queries, match)
            case Or(queries=queries):
                return either([self.compile(part, match) for part in queries])
            case Group(queries=queries):
                return self._group(queries, match)

    def _conjunction(self, queries: Iterable[Query], match: Match) -> tantivy.Query:
        return together([self._required(part, match) for part in dict.fromkeys(queries)])

    def _required(self, query: Query, match: Match) -> tuple[Occur, tantivy.Query]:
        if isinstance(query, Not):
            return Occur.MustNot, self.compile(query.query, "all")
        return Occur.Must, self.compile(query, match)

    def _group(self, queries: tuple[Query, ...], match: Match) -> tantivy.Query:
        """Return what has the parts, all or any, higher where words that stand side by side are near each other."""
        found = self._any(queries) if match == "any" else self._conjunction(queries, match)
        return raised(self._scoring.near(list(_words(queries))), found)

    def _any(self, queries: tuple[Query, ...]) -> tantivy.Query:
        """Return what has at least one of the parts and meets every condition among them."""
        wanted = [part for part in dict.fromkeys(queries) if not is_condition(part)]
        conditions = [part for part in dict.fromkeys(queries) if is_condition(part)]
        one = either([clause for part in wanted for clause in self._loose(part)])
        if not conditions:
            return one
        clauses = [self._required(part, "any") for part in conditions]
        return together([*clauses, (Occur.Must, one)] if wanted else clauses)

    def _loose(self, query: Query) -> list[tantivy.Query]:
        """Return what a part adds to the score where any part is enough: flat, which Tantivy evaluates faster."""
        if isinstance(query, Phrase) and query.is_loose:
            return [clause for part in query.loose_parts for clause in self._scoring.clauses(part, "any")]
        return self._scoring.clauses(query, "any") if isinstance(query, Term) else [self.compile(query, "any")]

    def _phrase(self, phrase: Phrase, match: Match) -> tantivy.Query:
        if match == "any" and phrase.is_loose:
            return either(self._loose(phrase))
        title = tantivy.Query.boost_query(self._scoring.sequence(phrase, TITLE), TITLE_BOOST)
        joined = self._scoring.clauses(phrase.joined, match) if phrase.joined else []
        return either([self._scoring.sequence(phrase, TEXT), title, *joined])

    def _title(self, query: Query) -> tantivy.Query:
        match query:
            case Word() | Prefix() | Pattern() | Fuzzy():
                return self._scoring.in_title(query) or tantivy.Query.empty_query()
            case Phrase():
                return self._scoring.sequence(query, TITLE)
        return self.compile(query, "all")

    def _in_any(self, collections: tuple[str, ...]) -> tantivy.Query:
        """Return what is in one of these, or is one: a file that holds one document alone is no collection."""
        alone = [place_term(path, "") for path in collections]
        return either([self._terms("collection", list(collections)), self._terms("place", alone)])

    def _with_meta(self, name: str, words: tuple[str, ...]) -> tantivy.Query:
        terms = [metadata.term(name, word) for word in words or ("",)]
        if len(terms) == 1:
            return self._term("meta", terms[0])
        return tantivy.Query.phrase_query(self._schema, "meta", list(enumerate(terms)))

    def _between(self, field: str, least: int | None, most: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Integer, least, most)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _terms(self, field: str, terms: list[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, terms) if terms else tantivy.Query.empty_query()


def _stored(field: str, values: Iterable[str]) -> tuple[str, list[str]]:
    """Return the field of the index that has such values, and these as it has them."""
    return ("byline", list(map(byline, values))) if field == "author" else (field, list(values))


def _known(tag: str) -> str:
    """Return a tag as documents have it; one that is none stays as it is, and finds nothing."""
    known = declared_tag(tag)
    return tag.lower() if known == UNDETERMINED else known


def _words(queries: Iterable[Query]) -> Iterator[Word]:
    """Yield the words that are looked for in any of their forms, in order."""
    for query in queries:
        parts = query.loose_parts if isinstance(query, Phrase) and query.is_loose else (query,)
        yield from (part for part in parts if isinstance(part, Word))
