"""As you type: words of the corpus that go on like the last one typed, and titles that hold what was typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import tantivy

from index.analysis import fold, is_unspaced, pieces
from index.document import Document
from index.schema import from_tantivy
from search.hints.orthography import Languages, Orthography
from search.query.parser import parse
from search.ranking.clauses import every
from search.ranking.compiler import Compiler
from search.snapshot import Snapshot

SHORTEST = 2
"""Letters of a word from which on others are suggested that begin so."""
MAX_SUGGESTED = 20
# A colon behind the name of a field that no text is searched for.
_OTHER_FIELD = re.compile(r"(?<!\btitle):$", re.IGNORECASE)
REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class SuggestedWord:
    """A word as people write it, the query with it for the last word, and how many documents have it."""

    text: str
    q: str
    documents: int


@dataclass(frozen=True, slots=True)
class SuggestedTitle:
    """A document whose title holds what was typed; `id_is_shared`: its id is not its alone.

    It comes without its text, parts, metadata and other languages.
    """

    document: Document
    id_is_shared: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by something half typed: words, the most frequent first, and titles."""

    words: tuple[SuggestedWord, ...]
    titles: tuple[SuggestedTitle, ...]


class Suggester:
    """Suggests what one snapshot of an index holds, and remembers it: who types comes back to what was typed before."""

    def __init__(self, snapshot: Snapshot, orthography: Orthography, compiler: Compiler) -> None:
        self._snapshot = snapshot
        self._orthography = orthography
        self._compiler = compiler
        self._beginning = lru_cache(REMEMBERED)(self._words_beginning)
        self.suggest = lru_cache(REMEMBERED)(self._suggest)

    def _suggest(self, typed: str, languages: Languages, limit: int) -> Suggestions:
        """Return at most `limit` words and titles together, at least half of them words if there are as many."""
        last = next(reversed(pieces(typed)), "")
        if len(last) < SHORTEST and not (last and is_unspaced(last)):
            return Suggestions((), ())
        titles = list(self._titles(typed, languages, limit))
        words = list(self._words(typed, last, languages, max(limit // 2, limit - len(titles))))
        return Suggestions(tuple(words), tuple(titles[: limit - len(words)]))

    def _words(self, typed: str, last: str, languages: Languages, limit: int) -> Iterator[SuggestedWord]:
        """Yield words that begin like the last one typed, if what was typed ends with one to look for."""
        before = typed.removesuffix(last)
        if before == typed or is_unspaced(last) or _OTHER_FIELD.search(before):
            return
        for word, documents in self._beginning(fold(last), languages)[:limit]:
            written = self._orthography.written(word, languages)
            yield SuggestedWord(written, before + written, documents)

    def _words_beginning(self, start: str, languages: Languages) -> list[tuple[str, int]]:
        within = self._orthography.within(languages)
        if self._snapshot.has_deleted:  # which count where there is no query
            within = [*within, tantivy.Query.all_query()]
        query = every(within) if within else None
        found = self._snapshot.tantivy.terms_with_prefix("words", start, filter_query=query, limit=MAX_SUGGESTED + 1)
        return [(word, documents) for word, documents in found if documents and word != start]

    def _titles(self, typed: str, languages: Languages, limit: int) -> Iterator[SuggestedTitle]:
        """Yield documents whose titles hold all the words typed, the last one at least begun; each title once."""
        query = parse(f"title:({' '.join(pieces(typed.lower()))}*)").query
        if query is None:
            return
        asked = self._compiler.compile(query, "all")
        found = self._snapshot.search(every([asked, *self._orthography.within(languages)]), 2 * limit, count=False)
        documents: dict[str, Document] = {}
        for _, address in found.hits:
            document = from_tantivy(self._snapshot.tantivy.doc(address), characters=0)
            documents.setdefault(document.title, document)
        start = typed.strip().lower()
        for title in sorted(documents, key=lambda title: not title.lower().startswith(start))[:limit]:
            document = replace(documents[title], parts=(), meta=(), other_languages=())  # as it is remembered
            yield SuggestedTitle(document, self._snapshot.is_shared(document.id))
