"""The documents most like one: those that share its most telling words, as in Lucene's MoreLikeThis.

What is telling of a document are the stems that are frequent in it and rare among the documents of its language
(tf·idf). They are looked for in documents of that language only, since other languages have other stems.
"""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import tantivy
from tantivy import Occur

from index.analysis import Token, analyzer, is_sign, is_unspaced
from index.document import UNDETERMINED, Document
from index.languages import language, name_of
from index.schema import place_term
from index.tags import primary
from search.matches.marks import spans
from search.matches.matching import Occurrence
from search.matches.snippets import passages, placed
from search.near_copies import CopyGroups
from search.ranking.clauses import either, together, unscored
from search.ranking.vocabulary import Vocabulary
from search.request import MAX_DEPTH, Match
from search.response import Hit, Notice
from search.snapshot import Ranked, Snapshot
from search.timing import milliseconds_since

READ = 50_000
"""Characters of a document that are read for its words."""
READ_OF_HIT = 20_000
"""Characters of a hit that are read for the passages to show."""
WORDS = 25
"""How many words are looked for."""
IN_TITLE = 2
"""How many times a word of the title counts."""


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word that tells what a document is about: its `stem`, how it is mostly written there, how often, its tf·idf."""

    stem: str
    word: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class SimilarResponse:
    """The documents most like `document`, the likest first, and the words by which they were found.

    `understood`, `match` and `notices` as in a SearchResponse, of the search that says out of which documents.
    """

    document: Document
    words: tuple[TellingWord, ...]
    notices: tuple[Notice, ...]
    hits: tuple[Hit, ...]
    took_ms: float
    understood: str = ""
    match: Match = "all"


class SimilarDocuments:
    """Finds documents like one in a snapshot of an index. Safe to use from several threads."""

    def __init__(self, snapshot: Snapshot, vocabulary: Vocabulary, copies: CopyGroups) -> None:
        self._snapshot = snapshot
        self._vocabulary = vocabulary
        self._copies = copies

    def find(
        self, document: Document, within: tantivy.Query, limit: int, *, fold: bool, without: Collection[str] = ()
    ) -> SimilarResponse:
        """Return at most `limit` documents of those `within` a query, but for the document itself and its near copies.

        `without` are stems that do not count. With `fold`, of near copies only the likest is returned.
        """
        started = time.perf_counter()
        alike = self._alike(document)
        words = telling_words(document, self._vocabulary, least=len(alike) + 1, without=without)
        limits = [within, self._snapshot.term("tags", primary(document.language))]
        found = self._found(self._compile(words, limits, alike), limit, fold=fold) if words and limit else []
        return SimilarResponse(
            document=document,
            words=words,
            notices=tuple(_notices(document, words)),
            hits=self._hits(words, found),
            took_ms=milliseconds_since(started),
        )

    def _compile(
        self, words: Iterable[TellingWord], limits: Iterable[tantivy.Query], alike: list[int]
    ) -> tantivy.Query:
        schema = self._snapshot.schema
        wanted = [
            tantivy.Query.boost_query(tantivy.Query.term_query(schema, "stems", word.stem), _damped(word.count))
            for word in words
        ]
        left_out = tantivy.Query.term_set_query(schema, "sequence", alike)
        required = [either(wanted), *map(unscored, limits)]
        return together([*((Occur.Must, one) for one in required), (Occur.MustNot, left_out)])

    def _alike(self, document: Document) -> list[int]:
        """Return the sequence numbers of a document and its near copies."""
        place = self._snapshot.term("place", place_term(document.path, document.locator))
        return [one for sequence, _ in self._snapshot.first(place, 1) for one in self._copies.like(sequence)]

    def _found(self, compiled: tantivy.Query, limit: int, *, fold: bool) -> Sequence[Ranked]:
        depth = limit
        while True:
            hits = self._snapshot.search(compiled, depth).hits
            best = self._copies.best(hits) if fold else hits
            if len(best) >= limit or len(hits) < depth or depth == MAX_DEPTH:
                return best[:limit]
            depth = min(4 * depth, MAX_DEPTH)

    def _hits(self, words: Sequence[TellingWord], found: Sequence[Ranked]) -> tuple[Hit, ...]:
        shared = _SharedWords(words)
        near = self._copies.near(found)
        with self._snapshot.reading() as read:
            return tuple(
                replace(self._hit(read(address), score, shared), near_copies=copies)
                for (score, address), copies in zip(found, near, strict=True)
            )

    def _hit(self, document: Document, score: float, shared: "_SharedWords") -> Hit:
        occurrences = shared.find(document.text[:READ_OF_HIT], document.language)
        snippets = passages(document.text, occurrences, shared.weights)
        return Hit(
            document=document,
            score=round(score, 4),
            title_highlights=spans(shared.find(document.title, document.language)),
            snippets=tuple(placed(document, occurrences, snippets)),
            id_is_shared=self._snapshot.is_shared(document.id),
        )


def telling_words(
    document: Document, vocabulary: Vocabulary, least: int = 2, without: Collection[str] = ()
) -> tuple[TellingWord, ...]:
    """Return the words by which documents like this one are found, the most telling first.

    At least so many documents of its language have them; none has a stem of `without`.
    """
    weights = _Weights(document, vocabulary)
    found = [
        TellingWord(stem, forms.most_common(1)[0][0], forms.total(), weights.of(stem, forms.total()))
        for stem, forms in _forms(document).items()
        if stem not in without and weights.frequency(stem) >= least
    ]
    return tuple(sorted(found, key=lambda word: (-word.weight, word.stem))[:WORDS])


class _SharedWords:
    """Finds the words that documents share with one, to show them."""

    def __init__(self, words: Sequence[TellingWord]) -> None:
        self._parts = {word.stem: frozenset({number}) for number, word in enumerate(words)}
        self.weights = [word.weight for word in words]

    def find(self, text: str, tag: str) -> list[Occurrence]:
        """Return where they are in a text in a language, in order; pairs of characters that overlap as one."""
        found: list[Occurrence] = []
        for token in analyzer(tag).tokens(text):
            parts = self._parts.get(token.stem)
            if parts and found and token.start < found[-1].end:
                found[-1] = Occurrence(found[-1].start, token.end, found[-1].parts | parts)
            elif parts:
                found.append(Occurrence(token.start, token.end, parts))
        return found


class _Weights:
    """How much the stems of a document tell."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tag = language(document.language).tag
        self._tags = [tag for tag in vocabulary.lexicon.documents if primary(tag) == primary(self._tag)]

    def frequency(self, stem: str) -> int:
        """Return how many documents of its language have a stem; of pairs of characters, how many documents."""
        if is_unspaced(stem):
            return self._vocabulary.frequency("stems", stem)
        return sum(self._vocabulary.lexicon.frequency(tag, stem) for tag in self._tags)

    def of(self, stem: str, count: int) -> float:
        of_stem = (
            self._vocabulary.weight_of(self.frequency(stem))
            if is_unspaced(stem)
            else self._vocabulary.weight_in(self._tag, stem)
        )
        return round(_damped(count) * of_stem, 4)


def _forms(document: Document) -> Mapping[str, Counter[str]]:
    """Return the stems of a document that may tell something, each with its forms as written and their number."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    analysis, stop_words = analyzer(document.language), language(document.language).stop_words
    for chunk, count in _chunks(document).items():
        for token in analysis.tokens(chunk):
            if _may_tell(token, stop_words):
                forms[token.stem][chunk[token.start : token.end]] += count
    return forms


def _chunks(document: Document) -> Counter[str]:
    """Return what stands between white space in a document, with its number."""
    chunks = Counter(document.text[:READ].split())
    for chunk in document.title.split():
        chunks[chunk] += IN_TITLE
    return chunks


def _may_tell(token: Token, stop_words: Collection[str]) -> bool:
    return len(token.word) > 1 and not token.word.isdigit() and token.word not in stop_words and not is_sign(token.word)


def _notices(document: Document, words: Sequence[TellingWord]) -> Iterator[Notice]:
    if not words:
        yield Notice("no-words", "No other document of its language has the words that tell what this one is about.")
    elif document.language == UNDETERMINED:
        yield Notice("one-language", "Its language is not known: only documents of which that is true too are found.")
    else:
        name = name_of(primary(document.language))
        yield Notice("one-language", f"Only documents in {name} are found: other languages have other words.")


def _damped(count: int) -> float:
    """Return what it is worth that a word occurs so often."""
    return 1 + math.log(count)
