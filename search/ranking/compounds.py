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
from itertools import islice

from index.analysis import NO_STOP_WORD, analyzer
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

        together, modifier, head = max(_ways_to_part(tag, stem, known), default=(0, "", ""))
        return Compound(stem, modifier, head) if together >= max(1, known(stem)) else None

    def _holding(self, tag: str, stem: str) -> tuple[Compound, ...]:
        """Return the compounds that a stem of a language is a part of, the most frequent first."""
        is_known, bare = self._lexicon.frequency(tag, stem) > 0, stem.removesuffix(NO_STOP_WORD)
        if len(bare) < (SHORTEST_MODIFIER if is_known else SHORTEST_HEAD) or not language(tag).compounds:
            return ()
        alike = (
            *self._lexicon.ending_with(tag, bare, CANDIDATES),
            *self._lexicon.beginning_with(tag, bare, CANDIDATES),
        )
        candidates = {one for one in alike if len(one) >= len(bare) + SHORTEST_MODIFIER}
        frequent = sorted(candidates, key=lambda one: (-self._lexicon.frequency(tag, one), one))
        found = (self.parts(tag, one) if is_known else self._parts(tag, one, asked=stem) for one in frequent)
        held = (compound for compound in found if compound and stem in (compound.modifier, compound.head))
        return tuple(islice(held, MOST))


def _ways_to_part(tag: str, stem: str, known: Callable[[str], int]) -> Iterator[tuple[int, str, str]]:
    """Yield pairs of known stems that a stem may be made of, each behind the product of their frequencies."""
    rules = _rules(tag)
    for at in range(SHORTEST_MODIFIER, len(stem) - SHORTEST_HEAD + 1):
        before, head = stem[:at], stem[at:]
        if before in rules.no_beginnings or head in rules.no_heads or not (of_head := known(head)):
            continue
        for modifier in _modifiers(tag, before, rules.links):
            if modifier not in rules.stop_words and (of_modifier := known(modifier)):
                yield of_modifier * of_head, modifier, head


def _modifiers(tag: str, before: str, links: tuple[str, ...]) -> Iterator[str]:
    """Yield the stems of what stands before the head, with and without what may link it."""
    stem = analyzer(tag).stem
    for link in links:
        modifier = stem(before.removesuffix(link)) if before.endswith(link) else ""
        if len(modifier) >= SHORTEST_MODIFIER:
            yield modifier


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a language has between the parts of compounds ("" for nothing), and what is no part of one."""

    links: tuple[str, ...]
    stop_words: frozenset[str]
    no_beginnings: frozenset[str]
    no_heads: frozenset[str]


@cache
def _rules(tag: str) -> _Rules:
    family = "no" if tag in ("nb", "nn") else tag
    links, prefixes, derivations = (table.get(family, "").split() for table in (_LINKS, _PREFIXES, _DERIVATIONS))
    stop_words = frozenset(language(tag).stop_words)
    return _Rules(("", *links), stop_words, stop_words.union(prefixes), stop_words.union(derivations))
