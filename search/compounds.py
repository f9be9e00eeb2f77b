"""Words written together: which compounds hold a word, learned from the words of the index itself.

A stem is a compound of two where both are stems of the same language, known by themselves, and the pair is more likely
than chance: of all places to part it, that where the parts are most frequent together counts (the geometric mean of
Koehn & Knight, "Empirical Methods for Compound Splitting", EACL 2003), and it is a compound if their product reaches
the frequency of the whole. What links the parts ("Arbeit-s-amt", "Gefangene-n-austausch") looks like an ending, and the
stemmer takes it off; the few links that are none are in the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import analyzer
from index.languages import language
from search.lexicon import Lexicon

SHORTEST_MODIFIER = 3
SHORTEST_HEAD = 4
"""Letters of the parts' stems: shorter heads are too often chance (Staub-ecken)."""
CANDIDATES = 200
"""How many of the words that begin or end like a word are looked at, the most frequent first."""
MOST = 50
"""How many compounds of a word are looked for, the most frequent first."""
REMEMBERED = 10_000

_LINKS = {"de": "s n e en er es", "nl": "s e en", "da": "s e", "sv": "s o u a e", "fi": "n", "hu": "", "no": "s e"}
# Beginnings that make a word of another, though some are words too (Dutch "ver", far).
_PREFIXES = {
    "de": "ver ent her hin ein zer con com",
    "nl": "ver ont her con com",
    "da": "for con com",
    "sv": "for con com",
    "no": "for con com",
}
# Endings that make a word of another; as words of their own they mean something else ("Schaft", "Heit").
_DERIVATIONS = {
    "de": "schaft heit keit lich isch haft weis ling losig barkeit losigkeit tion ment",
    "nl": "heid schap baar loos lijk isch",
    "da": "skab skabet hed isk ning lig",
    "no": "skap het isk ning lig",
    "sv": "skap het isk ning lig bar",
}


@dataclass(frozen=True, slots=True)
class Compound:
    """A stem that is made of two: that which specifies (`modifier`) and the `head`, which is specified."""

    stem: str
    modifier: str
    head: str


class Compounds:
    """The compounds of one snapshot of an index."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.parts = lru_cache(REMEMBERED)(self._parts)
        self.holding = lru_cache(REMEMBERED)(self._holding)

    def _parts(self, tag: str, stem: str) -> Compound | None:
        """Return the compound that a stem of a language is, if it is one."""
        if not language(tag).compounds:
            return None
        known = self._lexicon.frequency
        ways = [
            (known(tag, modifier) * known(tag, head), modifier, head)
            for modifier, head in self._ways_to_part(tag, stem)
        ]
        together, modifier, head = max(ways, default=(0, "", ""))
        return Compound(stem, modifier, head) if together >= max(1, known(tag, stem)) else None

    def _holding(self, tag: str, stem: str) -> tuple[Compound, ...]:
        """Return the compounds that a stem of a language is a part of, the most frequent first."""
        if len(stem) < SHORTEST_MODIFIER or not language(tag).compounds or not self._lexicon.frequency(tag, stem):
            return ()
        candidates = dict.fromkeys(
            candidate
            for candidates in (
                self._lexicon.ending_with(tag, stem, CANDIDATES),
                self._lexicon.beginning_with(tag, stem, CANDIDATES),
            )
            for candidate in candidates
            if len(candidate) >= len(stem) + SHORTEST_MODIFIER
        )
        found = (self.parts(tag, candidate) for candidate in candidates)
        held = [compound for compound in found if compound and stem in (compound.modifier, compound.head)]
        return tuple(sorted(held, key=lambda one: (-self._lexicon.frequency(tag, one.stem), one.stem))[:MOST])

    def _ways_to_part(self, tag: str, stem: str) -> Iterator[tuple[str, str]]:
        """Yield pairs of known stems that a stem may be made of."""
        unfit = language(tag).stop_words
        derivations = _DERIVATIONS.get(_family(tag), "").split()
        prefixes = _PREFIXES.get(_family(tag), "").split()
        for at in range(SHORTEST_MODIFIER, len(stem) - SHORTEST_HEAD + 1):
            before, head = stem[:at], stem[at:]
            if (
                {head, before} & unfit
                or head in derivations
                or before in prefixes
                or not self._lexicon.frequency(tag, head)
            ):
                continue
            for modifier in self._modifiers(tag, before):
                yield modifier, head

    def _modifiers(self, tag: str, before: str) -> Iterator[str]:
        """Yield the known stems of what stands before the head, with and without what may link it."""
        stem = analyzer(tag).stem
        for link in ("", *_LINKS.get(_family(tag), "").split()):
            modifier = stem(before.removesuffix(link)) if before.endswith(link) else ""
            if len(modifier) >= SHORTEST_MODIFIER and self._lexicon.frequency(tag, modifier):
                yield modifier


def _family(tag: str) -> str:
    return "no" if tag in ("nb", "nn") else tag
