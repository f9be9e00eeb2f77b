"""What else sources say of a document, as terms to search by: `meta.NAME:value`.

The field `meta` has a value for each pair, in which every word carries the name: "colour=dark colour=red". So words
of one value stand side by side and those of another do not. "=colour" tells that there is such a name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.analysis import analyzer
from index.document import UNDETERMINED

SEARCHED_LENGTH = 200
"""Characters of a value that can be searched for; of longer ones only that they are there."""

_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_TIME_FOLLOWS = re.compile(r"(?<=\d\d-\d\d)T(?=\d\d:)")
_NUMBER = re.compile(r"[+-]?\d(?:[\d.,:/-]*\d)?")
_AROUND_NUMBER = ".,:;()[]{}\"'"


@lru_cache(1_000)
def query_name(name: str) -> str:
    """Return a name as queries have it: "Place of birth" -> "place_of_birth"."""
    return _NOT_IN_NAME.sub("_", name.casefold()).strip(".-") or "_"


@lru_cache(10_000)  # many values recur: publishers, languages, states
def words(value: str) -> tuple[str, ...]:
    """Return the words of a value, folded; numbers and dates are one each, as they stand there: "3.14"."""
    chunks = _TIME_FOLLOWS.sub(" ", value).split()
    return tuple(word for chunk in chunks for word in _words(chunk))


def term(name: str, word: str) -> str:
    """Return the term of a word in a value of that name (as queries have it); without a word, of any value."""
    return f"{name}={word}" if word else f"={name}"


def names(terms: Iterable[str]) -> Iterator[str]:
    """Yield the names that terms of any value are of."""
    return (each.removeprefix("=") for each in terms)


def values(meta: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what the field `meta` holds of a document, each value with its words separated by spaces."""
    for name, value in meta:
        called = query_name(name)
        yield term(called, "")
        if len(value) <= SEARCHED_LENGTH:
            yield " ".join(term(called, word) for word in words(value))


def _words(chunk: str) -> list[str]:
    number = chunk.strip(_AROUND_NUMBER)
    return [number] if _NUMBER.fullmatch(number) else analyzer(UNDETERMINED).index_forms(chunk)[0].split()
