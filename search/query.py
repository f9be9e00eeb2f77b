"""The query tree: what was asked, independent of how it was typed and of how it is found."""

from dataclasses import dataclass
from typing import TypeAlias

from search.request import Match

OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms. `surface` is as typed (a stemmer wants its accents), `word` the folded form."""

    surface: str
    word: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so (folded). A lone character of an unspaced script is one too."""

    word: str


@dataclass(frozen=True, slots=True)
class PhraseWord:
    """A part of a phrase and its place among the phrase's tokens."""

    offset: int
    part: Word | Prefix


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side in this order, in any of their forms.

    `quoted` is False for what was typed in one piece but is several tokens, such as "covid-19" or "北京大学": it is a
    phrase where all words are wanted, and its words are wanted one by one where any is enough.
    """

    words: tuple[PhraseWord, ...]
    text: str
    quoted: bool = True

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
    """Tagged in a way that may be questioned: `state` is "disagrees" or "relabelled"."""

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
    """In one of these folders or files, named exactly as the source facet names them."""

    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Dated from `first` to `last`, ISO dates as precise as known, both included; empty is open."""

    first: str
    last: str


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


Filter: TypeAlias = ByAuthor | InLanguage | Tagged | Confident | FromSource | InCollection | Dated
Query: TypeAlias = Word | Prefix | Phrase | Everything | InTitle | Filter | Not | And | Or | Group


def is_condition(query: Query) -> bool:
    """Tell whether a part of a group must hold whatever the match mode is."""
    return isinstance(query, Filter | Not | Everything)


def describe(query: Query, match: Match = "all") -> str:
    """Write a query out as it is understood, so that parsing it again gives the same."""
    match query:
        case Word(surface=surface):
            return f'"{surface}"' if surface in OPERATORS else surface
        case Prefix(word=word):
            return f"{word}*"
        case Phrase(text=text, quoted=quoted):
            return f'"{text}"' if quoted or match != "any" else text
        case Everything():
            return "*"
        case InTitle(query=inner):
            return f"title:{_within(inner, 'all')}"
        case ByAuthor(text=text):
            return f'author:"{text}"'
        case InLanguage(tags=tags):
            return " OR ".join(f"lang:{tag}" for tag in tags)
        case Tagged(state=state):
            return f"lang:{state}"
        case Confident(text=text):
            return f"confidence:{text}"
        case FromSource(sources=sources) | InCollection(collections=sources):
            return " OR ".join(f'source:"{source}"' for source in sources)
        case Dated(first=first, last=last):
            return f"date:{first}" if first == last else f"date:{first}..{last}"
        case Not(query=inner):
            return f"-{_within(inner, match)}"
        case And(queries=queries):
            return " AND ".join(_within(part, match) for part in queries)
        case Or(queries=queries):
            return " OR ".join(_within(part, match) for part in queries)
        case Group(queries=queries):
            return _describe_group(queries, match)


def _within(query: Query, match: Match) -> str:
    """Write out a part, in parentheses where it would otherwise be read with its neighbours."""
    several = isinstance(query, And | Or | Group) or (
        isinstance(query, InLanguage | FromSource) and " OR " in describe(query, match)
    )
    return f"({describe(query, match)})" if several else describe(query, match)


def _describe_group(queries: tuple[Query, ...], match: Match) -> str:
    wanted = [_within(part, match) for part in queries if not is_condition(part)]
    conditions = [_within(part, match) for part in queries if is_condition(part)]
    if match != "any" or len(wanted) < 2:
        return " ".join(wanted + conditions)
    either = " OR ".join(wanted)
    return " ".join([f"({either})", *conditions]) if conditions else either
