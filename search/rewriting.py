"""What a query is made of, and the same query with some of it changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.query import (
    And,
    Boosted,
    Everything,
    Fuzzy,
    Group,
    InTitle,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Query,
    Term,
    Word,
    is_condition,
)

Leaf = Term | Phrase


def leaves(query: Query) -> Iterator[Leaf]:
    """Yield what a query looks for in texts and titles, in order; what it excludes is left out."""
    match query:
        case Word() | Prefix() | Pattern() | Fuzzy() | Phrase():
            yield query
        case InTitle(query=inner) | Boosted(query=inner):
            yield from leaves(inner)
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            for part in queries:
                yield from leaves(part)


def words(query: Query) -> Iterator[Word]:
    """Yield the words that a query looks for, those of phrases too; what is wanted just as it is typed is left out."""
    for leaf in leaves(query):
        parts = [word.part for word in leaf.words] if isinstance(leaf, Phrase) else [leaf]
        yield from (part for part in parts if isinstance(part, Word) and not part.exact)


def changed(query: Query, change: Callable[[Query], Query]) -> Query:
    """Return a query with all its parts as `change` gives them; what it excludes stays."""
    match found := change(query):
        case InTitle(query=inner) | Boosted(query=inner):
            return replace(found, query=changed(inner, change))
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            return replace(found, queries=tuple(changed(part, change) for part in queries))
    return found


def anywhere(query: Query) -> Query:
    """Return what is asked of a title, asked of the whole document."""
    return query.query if isinstance(query, InTitle) else query


def in_any_form(query: Query) -> Query:
    """Return a word or phrase that is wanted as typed, wanted in any form."""
    match query:
        case Word(exact=True):
            return replace(query, exact=False)
        case Phrase(words=parts):
            return replace(query, words=tuple(replace(word, part=_plain(word.part)) for word in parts))
    return query


def apart(query: Query) -> Query:
    """Return the words of a phrase, not side by side."""
    return Group(tuple(word.part for word in query.words)) if isinstance(query, Phrase) else query


def longer(query: Query) -> Query:
    """Return a word as the beginning of words."""
    return Prefix(query.word) if isinstance(query, Word) else query


def unconditional(query: Query) -> Query:
    """Return what a query looks for, without the conditions beside it."""
    if not isinstance(query, And | Group):
        return query
    wanted = tuple(part for part in query.queries if not is_condition(part))
    return replace(query, queries=wanted) if len(wanted) > 1 else next(iter(wanted), Everything())


def relieved(query: Query) -> Iterator[tuple[Query, Query]]:
    """Yield each condition of a query with what is left without it."""
    if not isinstance(query, And | Group):
        return
    for condition in filter(is_condition, query.queries):
        rest = tuple(part for part in query.queries if part is not condition)
        yield condition, replace(query, queries=rest) if len(rest) > 1 else rest[0]


def _plain(part: Word | Prefix) -> Word | Prefix:
    return replace(part, exact=False) if isinstance(part, Word) else part
