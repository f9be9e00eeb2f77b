"""The words that set documents apart from others in the same language."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.document import UNDETERMINED
from index.languages import name_of
from search.counts.association import keyness, log_ratio
from search.counts.subcorpus import Subcorpus
from search.counts.word_ranking import Ranking, Words, WordsRequest, words_to_rank
from search.request import SearchRequest
from search.response import FacetValue, Notice
from search.searcher import Searcher
from search.timing import milliseconds_since

KeywordOrder = Literal["keyness", "log_ratio", "count"]


@dataclass(frozen=True, slots=True)
class KeywordsRequest(WordsRequest):
    """The keywords of what `search` finds, by comparison with what `against` finds.

    If that is None, with the whole corpus, of which they are a part; the filters of `search` do not hold there.
    """

    against: SearchRequest | None = None
    sort: KeywordOrder = "keyness"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word, as it is written in lower case: how often it occurs here and there, and for a million words.

    `keyness` and `log_ratio` as in `search.counts.association`.
    """

    word: str
    count: int
    other_count: int
    rate: float
    other_rate: float
    keyness: float
    log_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Keywords(Words[Keyword]):
    """The keywords of documents, of which there are so many in that language.

    `other_documents` and `other_tokens` count what they are compared with; `languages` counts the tokens in each.
    `against` is the other query written out, empty for the whole corpus, and the notices are those of both.
    """

    documents: int
    against: str
    other_documents: int
    other_tokens: int


def keywords(searcher: Searcher, request: KeywordsRequest) -> Keywords:
    """Return the words that set documents apart."""
    started = time.perf_counter()
    selection = searcher.select(request.search)
    documents = searcher.subcorpus(selection)
    languages = documents.by_language(documents.sizes)
    other = searcher.select(request.against) if request.against else None
    others = searcher.subcorpus(other) if other else searcher.background(SearchRequest())
    tag = request.language or _language(languages, others)
    here, there = documents.in_language(tag), others.in_language(tag)
    ranked = _ranked(here, there, tag, request)
    return Keywords(
        understood=selection.understood,
        against=other.understood if other else "",
        match=selection.match,
        notices=(*selection.notices, *(other.notices if other else ()), *_notices(here, there, tag)),
        language=tag,
        languages=languages,
        documents=len(here.rows),
        tokens=here.tokens,
        other_documents=len(there.rows),
        other_tokens=there.tokens,
        total=len(ranked),
        words=tuple(Keyword(*row) for row in ranked.rows(request.offset, request.limit)),
        took_ms=milliseconds_since(started),
    )


def _language(languages: Sequence[FacetValue], others: Subcorpus) -> str:
    """Return the language with the most words that both have, rather than none that is known."""
    shared = (one.value for one in languages if one.value != UNDETERMINED and others.in_language(one.value).tokens)
    return next(shared, languages[0].value if languages else "")


def _notices(here: Subcorpus, there: Subcorpus, tag: str) -> Iterator[Notice]:
    if here.tokens and not there.tokens:
        name = name_of(tag)
        yield Notice("nothing-to-compare", f"What it is compared with has no text in {name}, so no word stands out.")


def _ranked(here: Subcorpus, there: Subcorpus, tag: str, request: KeywordsRequest) -> Ranking:
    """Return the words that are more frequent here than there, in the order asked for."""
    size, other_size = max(1, here.tokens), max(1, there.tokens)
    held = words_to_rank(here.forward.types, here.types, request.least, tag, stop_words=request.stop_words)
    held = held if there.tokens else held[:0]
    counts, others = here.types[held], there.types[held]
    scores = {
        "count": counts,
        "other_count": others,
        "rate": (counts * 1_000_000 / size).round(2),
        "other_rate": (others * 1_000_000 / other_size).round(2),
        "keyness": keyness(counts, size, others, other_size).round(2),
        "log_ratio": log_ratio(counts, size, others, other_size).round(2),
    }
    return Ranking.of(here.forward.types, held, scores, by=request.sort, least="keyness")
