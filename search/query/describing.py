"""A query tree written out as it is understood."""

import re

from search.query.tree import (
    OPERATORS,
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
    WithMeta,
    Word,
    is_condition,
)
from search.request import Match

_READ_WITH_OTHERS = re.compile("[ー\uff70]|^[々ゝヽ]")
"""The mark of a long vowel, and those that repeat what a pair of characters was cut off from."""


def describe(query: Query, match: Match = "all") -> str:
    """Write a query out as it is understood, so that parsing it again gives the same."""
    match query:
        case Word(exact=exact):
            typed = _typed(query)
            return ("=" if exact else "") + (f'"{typed}"' if typed in OPERATORS or _is_odd(typed, exact) else typed)
        case Prefix(word=word):
            return f"{word}*"
        case Pattern(text=text):
            return text
        case Fuzzy(like=word, mistakes=mistakes):
            return f"{describe(word)}~{mistakes}"
        case Phrase():
            return _describe_phrase(query, match)
        case Everything():
            return "*"
        case InTitle(query=inner):
            return f"title:{_within(inner, 'all')}"
        case ByAuthor(text=text):
            return f'author:"{text}"'
        case InLanguage(tags=tags):
            return " OR ".join(f"lang:{tag}" for tag in tags)
        case Tagged(state=state):
            return f"lang:{state}"
        case Confident(text=text):
            return f"confidence:{text}"
        case FromSource(sources=sources) | InCollection(collections=sources):
            return " OR ".join(f'source:"{source}"' for source in sources)
        case OneOf(field=field, values=values):
            return " OR ".join(_describe_value("lang" if field == "tagging" else field, value) for value in values)
        case Dated(first=first, last=last):
            return f"date:{first}" if first == last else f"date:{first}..{last}"
        case OfLength(least=least, most=most):
            return f"words:{least}" if least == most else f"words:{_number(least)}..{_number(most)}"
        case CopiesOf(document=document):
            return f"copies:{document}"
        case WithMeta(name=name, words=words, text=text):
            return f'meta.{name}:"{text}"' if words else f"meta.{name}:*"
        case Not(query=inner):
            return f"-{_within(inner, match)}"
        case Boosted(query=inner, factor=factor):
            return f"{_within(inner, match)}^{factor:g}"
        case And(queries=queries):
            return " AND ".join(_within(part, match) for part in queries)
        case Or(queries=queries):
            return " OR ".join(_within(part, match) for part in queries)
        case Group(queries=queries):
            return _describe_group(queries, match)


def _typed(word: Word) -> str:
    """Return a word as it was typed; folded where it has signs that are read by what stood before it there."""
    return word.word if _READ_WITH_OTHERS.search(word.surface) else word.surface


def _describe_phrase(phrase: Phrase, match: Match) -> str:
    sign = "=" if phrase.is_exact else ""
    if phrase.slop:
        return f'{sign}"{phrase.text}"~{phrase.slop}'
    marked = phrase.quoted or (match != "any" and not sign) or _is_odd(phrase.text, bool(sign))
    return sign + (f'"{phrase.text}"' if marked else phrase.text)


def _number(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def _is_odd(text: str, exact: bool) -> bool:
    """Tell whether a text must be in quotation marks behind "=": that is a sign like others before another sign."""
    return exact and not re.match(r"\w", text)


def _within(query: Query, match: Match) -> str:
    """Write out a part, in parentheses where it would otherwise be read with its neighbours."""
    several = isinstance(query, And | Or | Group) or (
        isinstance(query, InLanguage | FromSource | OneOf) and " OR " in describe(query, match)
    )
    return f"({describe(query, match)})" if several else describe(query, match)


def _describe_value(field: str, value: str) -> str:
    return f"{field}:{value}" if re.fullmatch(r"[\w.-]+", value) else f'{field}:"{value}"'


def _describe_group(queries: tuple[Query, ...], match: Match) -> str:
    wanted = [_within(part, match) for part in queries if not is_condition(part)]
    conditions = [_within(part, match) for part in queries if is_condition(part)]
    if match != "any" or len(wanted) < 2:
        return " ".join(wanted + conditions)
    either = " OR ".join(wanted)
    return " ".join([f"({either})", *conditions]) if conditions else either
