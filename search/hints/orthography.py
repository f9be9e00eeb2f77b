"""How words are written in the documents of an index, which holds the words themselves folded."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import tantivy

from index.analysis import analyzer, pieces
from index.document import UNDETERMINED
from index.schema import from_tantivy
from search.ranking.clauses import every
from search.snapshot import Ranked, Snapshot

Languages = tuple[str, ...]
"""Tags of the documents that are looked at; none for all."""

READ_FOR_FORM = 4
"""Documents that are read to see how a word is written; those where it says most come first."""
SEEN = 5
"""How often it is to be seen; no more documents are read then."""
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

    def within(self, languages: Languages) -> list[tantivy.Query]:
        """Return what documents must match to be in one of these languages."""
        return [tantivy.Query.term_set_query(self._snapshot.schema, "tags", list(languages))] if languages else []

    def occurs(self, word: str, languages: Languages) -> bool:
        """Tell whether a folded word is in any of the documents."""
        return bool(self._documents(word, languages, 1))

    def _written(self, word: str, languages: Languages) -> str:
        """Return how a folded word is written mostly; how it is anywhere, where no document shows it."""
        seen = (piece for piece in self._pieces(word, languages) if self._word(piece) == word)
        forms = Counter(islice(seen, SEEN))
        if not forms:
            return self._snapshot.dictionary.written(word)
        return max(forms, key=lambda form: (forms[form], form.islower()))  # titles have capitals

    def _pieces(self, word: str, languages: Languages) -> Iterator[str]:
        """Yield words about as long as a folded one, as they are written, in the first documents that have it."""
        lengths = range(len(word) - UNFOLDED, len(word) + UNFOLDED)
        for _, address in self._documents(word, languages, READ_FOR_FORM):
            document = from_tantivy(self._snapshot.tantivy.doc(address), READ_CHARACTERS)
            head = f"{document.title} {document.text}"
            long_enough = " ".join([chunk for chunk in head.split() if len(chunk) >= lengths.start])
            yield from [piece for piece in pieces(long_enough) if len(piece) in lengths]

    def _documents(self, word: str, languages: Languages, most: int) -> Sequence[Ranked]:
        asked = every([self._snapshot.term("words", word), *self.within(languages)])
        return self._snapshot.search(asked, most, count=False).hits
