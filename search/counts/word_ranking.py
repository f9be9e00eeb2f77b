"""Words in the order of a score: what is asked for and answered of collocates and keywords alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.analysis import SIGNS
from index.languages import language
from index.logged import Numbers
from index.types import TypeIds, Types
from search.request import Match, SearchRequest, Within
from search.response import FacetValue, Notice

Row = TypeVar("Row")
MAX_LEAST = 1_000_000
MAX_WORDS = 1_000
"""Of a page."""


@dataclass(frozen=True, slots=True)
class WordsRequest:
    """A page of words of what `search` finds, in one `language`; if that is empty, in the one with the most.

    `least` is how often a word must be there. Stop words are left out unless `stop_words` is set.
    """

    search: SearchRequest
    language: str = ""
    least: Annotated[int, Within(1, MAX_LEAST)] = 3
    stop_words: bool = False
    limit: Annotated[int, Within(1, MAX_WORDS)] = 50
    offset: Annotated[int, Within(0)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Generic[Row]):
    """A page of `words` in a `language`, in the order asked for, out of so many in `total`.

    `languages` counts in each what the words are told by, `tokens` those of the texts in this one. `understood`,
    `match` and `notices` as in a SearchResponse.
    """

    understood: str
    match: Match
    notices: tuple[Notice, ...]
    language: str
    languages: tuple[FacetValue, ...]
    tokens: int
    total: int
    took_ms: float
    words: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Types of tokens in the order of a score, with several `scores` of each."""

    _types: Types
    _held: TypeIds
    _scores: tuple[NDArray[Any], ...]

    @classmethod
    def of(cls, types: Types, held: TypeIds, scores: Mapping[str, NDArray[Any]], by: str, least: str) -> "Ranking":
        """Return the types `held` by one of their scores, the highest first, if that called `least` is above 0."""
        strong = np.flatnonzero(scores[least] > 0)
        order = strong[np.lexsort((held[strong], -scores["count"][strong], -scores[by][strong]))]
        return cls(types, held[order], tuple(score[order] for score in scores.values()))

    def __len__(self) -> int:
        return len(self._held)

    def rows(self, offset: int, limit: int) -> Iterator[tuple[Any, ...]]:
        """Yield words, as they are written in lower case, each with its scores."""
        page = slice(offset, offset + limit)
        words = [self._types.line(type)[1] for type in self._held[page].tolist()]
        return zip(words, *[score[page].tolist() for score in self._scores], strict=True)


def words_to_rank(types: Types, counts: Numbers, least: int, tag: str, *, stop_words: bool) -> TypeIds:
    """Return the types that count often enough: no signs, and no stop words of a language unless these are wanted."""
    is_held = counts >= max(1, least)
    is_held[types.of_words(SIGNS if stop_words else [*SIGNS, *language(tag).stop_words])] = False
    held: TypeIds = np.flatnonzero(is_held)
    return held
