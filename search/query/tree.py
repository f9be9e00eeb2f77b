"""The query tree: what was asked, independent of how it was typed and of how it is found."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from rapidfuzz.distance import OSA

from index.analysis import fold, is_sign
from index.folding import surface
from search.query import patterns

OPERATORS = ("AND", "OR", "NOT")
_HYPHEN = re.compile("[-‐‑]")
_HYPHENATED = re.compile(rf"\w+(?:{_HYPHEN.pattern}\w+)+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms. `surface` is as typed (a stemmer wants its accents), `word` the folded form.

    With `exact`, it is found only as it was typed, though in upper or lower case.
    """

    surface: str
    word: str
    exact: bool = False

    @property
    def typed(self) -> str:
        """The word as it was typed, in lower case."""
        return surface(self.surface)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so (folded). A lone character of an unspaced script is one too."""

    word: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Every word (folded) that fits an expression as a whole; `text` is how that is typed: "wo*d", "/wo(o|r)d/"."""

    text: str
    expression: str

    def fits(self, word: str) -> bool:
        """Tell whether a folded word is one of them."""
        return patterns.fits(self.expression, word)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word in any of its forms, and every word spelt like it but for so many typing mistakes.

    A mistake is a letter too much, too few or wrong, or two in the wrong order (optimal string alignment, as folded).
    """

    like: Word
    mistakes: int

    def fits(self, word: str) -> bool:
        """Tell whether a folded word is spelt so."""
        return OSA.distance(self.like.word, word, score_cutoff=self.mistakes) <= self.mistakes


Term: TypeAlias = Word | Prefix | Pattern | Fuzzy
"""What one word of a text may be."""


@dataclass(frozen=True, slots=True)
class PhraseWord:
    """A part of a phrase and its place among the phrase's tokens."""

    offset: int
    part: Word | Prefix


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side in this order, in any of their forms; with `slop` each of them near the next one.

    Near is with at most so many others between them, whichever stands first.

    `quoted` is False for what was typed in one piece but is several tokens, such as "covid-19" or "北京大学": it is a
    phrase where all words are wanted, and its words are wanted one by one where any is enough.
    """

    words: tuple[PhraseWord, ...]
    text: str
    quoted: bool = True
    slop: int = 0

    @property
    def pairs(self) -> tuple["Phrase", ...]:
        """What it is made of where its words need only be near: each of them and the next one."""
        return tuple(replace(self, words=pair) for pair in pairwise(self.words))

    @property
    def is_loose(self) -> bool:
        """Whether its words are wanted one by one where any is enough; a sign says nothing without its word: "C++"."""
        return not self.quoted and not any(is_sign(word.part.word) for word in self.words)

    @property
    def is_exact(self) -> bool:
        """Whether words of it are found only as they were typed."""
        return any(isinstance(word.part, Word) and word.part.exact for word in self.words)

    @property
    def joined(self) -> Word | None:
        """What was typed with hyphens, written as one word: "E-Mail", "Email"."""
        if self.quoted or self.is_exact or not _HYPHENATED.fullmatch(self.text):
            return None
        whole = _HYPHEN.sub("", self.text)
        return Word(whole, fold(whole))

    @property
    def loose_parts(self) -> tuple[Word | Prefix, ...]:
        """Return what is wanted where any word is enough: lone letters ("today's") only if there is nothing longer."""
        parts = tuple(word.part for word in self.words)
        longer = tuple(
            part for part in parts if isinstance(part, Prefix) or len(part.word) > 1 or part.word.isdecimal()
        )
        return longer or parts


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class InTitle:
    """Found in the title."""

    query: "Query"


@dataclass(frozen=True, slots=True)
class ByAuthor:
    """Words of the author's name (folded), all of them, in any order."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class InLanguage:
    """In one of these languages, if only in passages; "zh" covers "zh-Hans"."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tagged in a way: `state` is one of `document.Tagging`."""

    state: str


@dataclass(frozen=True, slots=True)
class Confident:
    """Tagged by detection with a confidence from `least` to `most`, in ten-thousandths, both included."""

    least: int
    most: int
    text: str


@dataclass(frozen=True, slots=True)
class FromSource:
    """Read from one of these folders or files."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InCollection:
    """In one of these folders or files, named exactly as results and the source facet name them."""

    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """With one of these values, exactly, of what a document has one value of at most; authors as whole lines."""

    field: Literal["type", "author", "site", "tagging"]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Dated from `first` to `last`, ISO dates as precise as known, both included; empty is open."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class OfLength:
    """With a text of `least` to `most` words, both included; None is open."""

    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class CopiesOf:
    """The document with that sequence number, and its near copies."""

    document: int


@dataclass(frozen=True, slots=True)
class WithMeta:
    """With a value of that name (see `index.metadata`) that has these words side by side, or any at all."""

    name: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    query: "Query"


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    queries: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    queries: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Written side by side: all of them or any, as the request's `match` says. Filters and exclusions always hold."""

    queries: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Boosted:
    """Found all the same, but with `factor` times the score."""

    query: "Query"
    factor: float


Filter: TypeAlias = (
    ByAuthor
    | InLanguage
    | Tagged
    | Confident
    | FromSource
    | InCollection
    | OneOf
    | Dated
    | OfLength
    | CopiesOf
    | WithMeta
)
Query: TypeAlias = Term | Phrase | Everything | InTitle | Filter | Not | And | Or | Group | Boosted


def is_condition(query: Query) -> bool:
    """Tell whether a part of a group must hold whatever the match mode is."""
    return isinstance(query, Filter | Not | Everything)


def conditions_of(query: Query) -> tuple[Query, ...]:
    """Return the filters that every document found meets, those that exclude something too."""
    match query:
        case And(queries=queries) | Group(queries=queries):
            return tuple(condition for part in queries for condition in conditions_of(part))
        case Not(query=inner) if isinstance(inner, Filter):
            return (query,)
    return (query,) if isinstance(query, Filter) else ()


def exactly(query: Query) -> Query:
    """Return a query whose words are found only as they were typed."""
    match query:
        case Word():
            return replace(query, exact=True)
        case Phrase(words=words):
            return replace(query, words=tuple(map(_exact_word, words)))
        case InTitle(query=inner) | Not(query=inner) | Boosted(query=inner):
            return replace(query, query=exactly(inner))
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            return replace(query, queries=tuple(map(exactly, queries)))
    return query


def inexact(query: Query) -> list[Term]:
    """Return what a query asks for that cannot be as typed: parts of words, and words that are but like others."""
    match query:
        case Prefix() | Pattern() | Fuzzy():
            return [query]
        case Phrase(words=words):
            return [word.part for word in words if isinstance(word.part, Prefix)]
        case InTitle(query=inner) | Not(query=inner) | Boosted(query=inner):
            return inexact(inner)
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            return [term for part in queries for term in inexact(part)]
    return []


def metadata_of(query: Query) -> list[WithMeta]:
    """Return what a query asks of metadata, wherever it stands."""
    match query:
        case WithMeta():
            return [query]
        case Not(query=inner) | Boosted(query=inner):
            return metadata_of(inner)
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            return [asked for part in queries for asked in metadata_of(part)]
    return []


def _exact_word(word: PhraseWord) -> PhraseWord:
    return replace(word, part=replace(word.part, exact=True)) if isinstance(word.part, Word) else word


def without(query: Query, words: Collection[str]) -> Query:
    """Return a query whose groups lack these (folded) words, unless nothing else is looked for there."""
    match query:
        case And(queries=queries) | Or(queries=queries):
            return replace(query, queries=tuple(without(part, words) for part in queries))
        case Group(queries=queries):
            kept = tuple(without(part, words) for part in queries if not _is_one_of(part, words))
            if all(map(is_condition, kept)):
                return query
            return replace(query, queries=kept) if len(kept) > 1 else kept[0]
        case Boosted(query=inner):
            return replace(query, query=without(inner, words))
    return query


def _is_one_of(query: Query, words: Collection[str]) -> bool:
    return isinstance(query, Word) and not query.exact and query.word in words


def words_of(query: Query) -> list[Word]:
    """Return the words that a query looks for in any of their forms, what is quoted and what is excluded left out."""
    match query:
        case Word(exact=False):
            return [query]
        case Phrase(quoted=False, words=words):
            return [word.part for word in words if isinstance(word.part, Word) and not word.part.exact]
        case Boosted(query=inner):
            return words_of(inner)
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            return [word for part in queries for word in words_of(part)]
    return []
