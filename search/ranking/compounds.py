"""Words written together: which compounds hold a word, learned from the words of the index itself.

A stem is a compound of two where both are stems of the same language, known by themselves, and the pair is more likely
than chance: of all places to part it, that where the parts are most frequent together counts (the geometric mean of
Koehn & Knight, "Empirical Methods for Compound Splitting", EACL 2003), and it is a compound if their product reaches
the frequency of the whole. What links the parts ("Arbeit-s-amt", "Gefangene-n-austausch") looks like an ending, and the
stemmer takes it off; the few links that are none are in the table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from index.analysis import analyzer
from index.languages import language
from search.ranking.lexicon import Lexicon

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

    def _parts(self, tag: str, stem: str, asked: str = "") -> Compound | None:
        """Return the compound that a stem of a language is, if it is one; `asked` counts as known even if it is not."""
        if not language(tag).compounds:
            return None

        def known(part: str) -> int:
            return self._lexicon.frequency(tag, part) or int(part == asked)

        ways = [(known(modifier) * known(head), modifier, head) for modifier, head in _ways_to_part(tag, stem, known)]
        together, modifier, head = max(ways, default=(0, "", ""))
        return Compound(stem, modifier, head) if together >= max(1, known(stem)) else None

    def _holding(self, tag: str, stem: str) -> tuple[Compound, ...]:
        """Return the compounds that a stem of a language is a part of, the most frequent first."""
        is_known = self._lexicon.frequency(tag, stem) > 0
        if len(stem) < (SHORTEST_MODIFIER if is_known else SHORTEST_HEAD) or not language(tag).compounds:
            return ()
        alike = (
            *self._lexicon.ending_with(tag, stem, CANDIDATES),
            *self._lexicon.beginning_with(tag, stem, CANDIDATES),
        )
        candidates = dict.fromkeys(one for one in alike if len(one) >= len(stem) + SHORTEST_MODIFIER)
        found = (self.parts(tag, one) if is_known else self._parts(tag, one, asked=stem) for one in candidates)
        held = [compound for compound in found if compound and stem in (compound.modifier, compound.head)]
        return tuple(sorted(held, key=lambda one: (-self._lexicon.frequency(tag, one.stem), one.stem))[:MOST])


def _ways_to_part(tag: str, stem: str, known: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Yield pairs of known stems that a stem may be made of."""
    no_modifiers, no_heads = _no_parts(tag)
    for at in range(SHORTEST_MODIFIER, len(stem) - SHORTEST_HEAD + 1):
        before, head = stem[:at], stem[at:]
        if before not in no_modifiers and head not in no_heads and known(head):
            yield from (
                (modifier, head)
                for modifier in _modifiers(tag, before)
                if modifier not in language(tag).stop_words and known(modifier)
            )


@cache
def _no_parts(tag: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what is neither the first nor the last part of a compound: the beginnings, the endings."""
    stop_words, family = language(tag).stop_words, _family(tag)
    beginnings, endings = _PREFIXES.get(family, "").split(), _DERIVATIONS.get(family, "").split()
    return stop_words.union(beginnings), stop_words.union(endings)


def _modifiers(tag: str, before: str) -> Iterator[str]:
    """Yield the stems of what stands before the head, with and without what may link it."""
    stem = analyzer(tag).stem
    for link in _links(tag):
        modifier = stem(before.removesuffix(link)) if before.endswith(link) else ""
        if len(modifier) >= SHORTEST_MODIFIER:
            yield modifier


@cache
def _links(tag: str) -> tuple[str, ...]:
    return ("", *_LINKS.get(_family(tag), "").split())


def _family(tag: str) -> str:
    return "no" if tag in ("nb", "nn") else tag
