"""The Tantivy queries that ours are made of."""

from collections.abc import Iterable, Sequence

import tantivy
from tantivy import Occur


def either(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return what at least one of these finds; their scores add up."""
    if len(queries) < 2:
        return queries[0] if queries else tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def every(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Return what all of these find."""
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


def together(clauses: list[tuple[Occur, tantivy.Query]]) -> tantivy.Query:
    """Return the query of these clauses; Tantivy finds nothing where all of them exclude."""
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, unscored(tantivy.Query.all_query())), *clauses]
    return tantivy.Query.boolean_query(clauses)


def best(queries: Sequence[tantivy.Query], others: float) -> tantivy.Query | None:
    """Return what at least one of these finds; the best score counts, the rest at `others`. None for none."""
    return tantivy.Query.disjunction_max_query(list(queries), others) if queries else None


def raised(queries: Iterable[tantivy.Query], base: tantivy.Query) -> tantivy.Query:
    """Return what `base` finds, with the scores of these where they match too."""
    extra = [(Occur.Should, query) for query in queries]
    return tantivy.Query.boolean_query([(Occur.Must, base), *extra]) if extra else base


def unscored(query: tantivy.Query) -> tantivy.Query:
    """Return a query that filters and does not rank."""
    return tantivy.Query.const_score_query(query, 0.0)
