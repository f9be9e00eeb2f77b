"""The words that set documents apart from others in the same language."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.analysis import is_sign
from index.languages import language
from search.association import keyness, log_ratio
from search.request import Match, SearchRequest
from search.response import FacetValue, Notice
from search.searcher import Searcher
from search.subcorpus import Subcorpus

KeywordOrder = Literal["keyness", "log_ratio", "count"]
MAX_KEYWORDS = 1_000


@dataclass(frozen=True, slots=True)
class KeywordsRequest:
    """The keywords of what `search` finds, in one `language`; if that is empty, in the one with the most words.

    They are told by comparison with what `against` finds, or if that is None with the whole corpus, of which they are
    a part; the filters of `search` do not hold there. `least` is how often a word must occur. Stop words are left out
    unless `stop_words` is set.
    """

    search: SearchRequest
    against: SearchRequest | None = None
    language: str = ""
    least: int = 3
    stop_words: bool = False
    sort: KeywordOrder = "keyness"
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word, as it is written in lower case: how often it occurs here and there, and for a million words.

    `keyness` and `log_ratio` as in `search.association`.
    """

    word: str
    count: int
    other_count: int
    rate: float
    other_rate: float
    keyness: float
    log_ratio: float


@dataclass(frozen=True, slots=True)
class Keywords:
    """The keywords in a `language`, the strongest first; `total` counts the words that are more frequent here.

    `documents` and `tokens` count the documents in that language and their tokens, `other_documents` and `other_tokens`
    what they are compared with; `languages` counts the tokens of the documents in each. `understood`, `match`,
    `relaxed` and `notices` as in a SearchResponse; `against` is the other query written out, empty for the whole
    corpus, and the notices are those of both.
    """

    understood: str
    against: str
    match: Match
    relaxed: bool
    notices: tuple[Notice, ...]
    language: str
    languages: tuple[FacetValue, ...]
    documents: int
    tokens: int
    other_documents: int
    other_tokens: int
    total: int
    keywords: tuple[Keyword, ...]


def keywords(searcher: Searcher, request: KeywordsRequest) -> Keywords:
    """Return the words that set documents apart."""
    selection = searcher.select(request.search)
    documents = searcher.subcorpus(selection)
    languages = documents.by_language(documents.sizes)
    tag = request.language or (languages[0].value if languages else "")
    other = searcher.select(request.against) if request.against else None
    others = searcher.subcorpus(other) if other else searcher.background(SearchRequest())
    here, there = documents.in_language(tag), others.in_language(tag)
    ranked = _ranked(here, there, request, frozenset() if request.stop_words else language(tag).stop_words)
    return Keywords(
        selection.understood,
        other.understood if other else "",
        selection.match,
        selection.relaxed,
        (*selection.notices, *(other.notices if other else ())),
        tag,
        languages,
        documents=len(here.rows),
        tokens=here.tokens,
        other_documents=len(there.rows),
        other_tokens=there.tokens,
        total=len(ranked),
        keywords=tuple(ranked[request.offset : request.offset + request.limit]),
    )


def _ranked(here: Subcorpus, there: Subcorpus, request: KeywordsRequest, left_out: Collection[str]) -> list[Keyword]:
    """Return the words that are more frequent here than there, in the order asked for."""
    size, other_size = max(1, here.tokens), max(1, there.tokens)
    held = np.flatnonzero(here.types >= max(1, request.least))
    counts, others = here.types[held], there.types[held]
    scores = keyness(counts, size, others, other_size)
    ratios = log_ratio(counts, size, others, other_size)
    per_million = 1_000_000 / np.array([[size], [other_size]])
    rates, other_rates = (np.stack([counts, others]) * per_million).round(2)
    columns = (column.tolist() for column in (counts, others, rates, other_rates, scores.round(2), ratios.round(2)))
    words = [here.forward.types.line(type)[:2] for type in held.tolist()]
    found = [
        Keyword(written, *values)
        for (word, written), *values in zip(words, *columns, strict=True)
        if values[-1] > 0 and not is_sign(word) and word not in left_out
    ]
    return sorted(found, key=lambda one: (-getattr(one, request.sort), -one.count, one.word))
