"""How words are written in the documents of an index, which holds the words themselves folded."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import tantivy
from rapidfuzz.distance import OSA

from index.analysis import analyzer, pieces
from index.document import UNDETERMINED
from index.schema import from_tantivy
from search.clauses import every
from search.snapshot import Snapshot

Languages = tuple[str, ...]
"""Tags of the documents that are looked at; none for all."""

READ_FOR_FORM = 4
"""Documents that are read to see how a word is written; those where it says most come first."""
SEEN = 5
"""How often it is to be seen; no more documents are read then."""
READ_FOR_SIMILAR = 8
READ_CHARACTERS = 20_000
"""How much of each is read."""
UNFOLDED = 2
"""By how many characters a word may be shorter as it is written than folded: "ß", "æ"."""
REMEMBERED = 10_000


class Orthography:
    """Reads words off the documents of one snapshot, and remembers them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._word = analyzer(UNDETERMINED).word
        self.written = lru_cache(REMEMBERED)(self._written)
        self.spelt_like = lru_cache(REMEMBERED)(self._spelt_like)

    def within(self, languages: Languages) -> list[tantivy.Query]:
        """Return what documents must match to be in one of these languages."""
        return [tantivy.Query.term_set_query(self._snapshot.schema, "tags", list(languages))] if languages else []

    def _written(self, word: str, languages: Languages) -> str:
        """Return how a folded word is written mostly; as it is, where no document shows it."""
        asked = self._snapshot.term("words", word)
        longest = range(1, len(word) + UNFOLDED)
        seen = (piece for piece in self._pieces(asked, languages, READ_FOR_FORM, longest) if self._word(piece) == word)
        forms = Counter(islice(seen, SEEN))
        return max(forms, key=lambda form: (forms[form], form.islower()), default=word)  # titles have capitals

    def _spelt_like(self, word: str, mistakes: int, languages: Languages) -> frozenset[str]:
        """Return folded words that so many typing mistakes make a folded word, those that many documents have."""
        asked = tantivy.Query.fuzzy_term_query(self._snapshot.schema, "words", word, mistakes)
        lengths = range(len(word) - mistakes - UNFOLDED, len(word) + mistakes + UNFOLDED)
        found = {self._word(piece) for piece in set(self._pieces(asked, languages, READ_FOR_SIMILAR, lengths))}
        return frozenset(
            other for other in found - {word} if OSA.distance(word, other, score_cutoff=mistakes) <= mistakes
        )

    def _pieces(self, query: tantivy.Query, languages: Languages, documents: int, lengths: range) -> Iterator[str]:
        """Yield the words of these lengths as they are written in the first documents that a query finds."""
        found = self._snapshot.search(every([query, *self.within(languages)]), documents, count=False)
        for _, address in found.hits:
            document = from_tantivy(self._snapshot.tantivy.doc(address))
            head = f"{document.title} {document.text[:READ_CHARACTERS]}"
            long_enough = " ".join([chunk for chunk in head.split() if len(chunk) >= lengths.start])
            yield from [piece for piece in pieces(long_enough) if len(piece) in lengths]
