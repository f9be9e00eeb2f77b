"""Where in a text a query matches: the same tokens and the same forms that found the document.

Only what made it a hit is marked: not what was excluded, and of a phrase only where its words stand together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.analysis import Analyzer, Token, analyzer, character_end, is_unspaced
from search.query import And, Group, InTitle, Or, Phrase, PhraseWord, Prefix, Query, Word
from search.request import Match
from search.vocabulary import Vocabulary

PREFIX_WEIGHT = 2.0
"""How much a prefix tells; that of a word goes by the number of documents that have it."""
_NO_PARTS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in a text where parts of the query match; `parts` are their numbers in the query."""

    start: int
    end: int
    parts: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Form:
    """What a word of a phrase looks like, and its place among the phrase's tokens."""

    offset: int
    word: str
    stems: frozenset[str]
    is_prefix: bool = False

    def fits(self, word: str, stem: str) -> bool:
        return word.startswith(self.word) if self.is_prefix else word == self.word or stem in self.stems


@dataclass(slots=True)
class _Wanted:
    """What to look for in a text: forms of words, each with the numbers of the parts of the query they belong to."""

    words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    stems: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    prefixes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    phrases: list[tuple[list[_Form], int]] = field(default_factory=list)

    def find(self, text: str, promising: "_Promising", scan: int | None = None) -> Iterator[Occurrence]:
        """Yield where it is found, in no particular order; a phrase when its last word is reached."""
        begun: dict[tuple[int, int], tuple[int, int]] = {}
        seen = False
        for token in promising.analyzer.tokens(text, promising.__getitem__):
            if scan is not None and seen and token.start > scan:
                return
            if parts := self._parts(token):
                seen = True
                yield Occurrence(token.start, token.end, parts)
            if self.prefixes and (found := self._beginning(token, text)):
                seen = True
                yield found
            for found in self._ended_phrases(token, begun):
                seen = True
                yield found

    def may_match(self, word: str, stem: str) -> bool:
        """Tell whether a token can be, or be a part of, what is looked for."""
        return (
            word in self.words
            or stem in self.stems
            or any(map(word.startswith, self.prefixes))
            or any(form.fits(word, stem) for forms, _ in self.phrases for form in forms)
        )

    def _parts(self, token: Token) -> frozenset[int]:
        word, stem = self.words.get(token.word), self.stems.get(token.stem)
        return frozenset(word or ()) | frozenset(stem or ()) if word or stem else _NO_PARTS

    def _beginning(self, token: Token, text: str) -> Occurrence | None:
        parts = frozenset(
            part for prefix, numbers in self.prefixes.items() if token.word.startswith(prefix) for part in numbers
        )
        # A pair of characters is no word: what begins it is all that was asked for.
        end = character_end(text, token.start) if is_unspaced(token.word) else token.end
        return Occurrence(token.start, end, parts) if parts else None

    def _ended_phrases(self, token: Token, begun: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Occurrence]:
        """Go on with every phrase that this token continues, and yield those that it ends.

        `begun` holds, by phrase and position of its first word, where that starts and how many words were found.
        """
        for number, (words, part) in enumerate(self.phrases):
            for place, wanted in enumerate(words):
                if not wanted.fits(token.word, token.stem):
                    continue
                key = (number, token.position - wanted.offset)
                start, found = begun.pop(key, (token.start, 0))
                if found != place:
                    continue
                if place == len(words) - 1:
                    yield Occurrence(start, token.end, frozenset({part}))
                else:
                    begun[key] = (start, place + 1)


class _Promising(dict[str, bool]):
    """Remembers of each word as it is written whether it may match: the many that do not cost but a look-up."""

    def __init__(self, wanted: _Wanted, analyzer: Analyzer) -> None:
        super().__init__()
        self.analyzer = analyzer
        self._wanted = wanted

    def __missing__(self, piece: str) -> bool:
        pair = is_unspaced(piece)
        word, stem = (piece, piece) if pair else (self.analyzer.word(piece), self.analyzer.stem(piece))
        self[piece] = promising = self._wanted.may_match(word, stem)
        return promising


class Matcher:
    """Finds a query's matches in texts. `weights` says of each part of the query, by its number, how much it tells."""

    def __init__(self, query: Query, match: Match, vocabulary: Vocabulary) -> None:
        self.weights: list[float] = []
        self._vocabulary = vocabulary
        self._anywhere, self._in_title = _Wanted(), _Wanted()
        self._promising: dict[str, _Promising] = {}
        self._add(query, match, (self._anywhere, self._in_title))

    def in_title(self, title: str, language: str) -> list[Occurrence]:
        """Return the matches in a title, in order; none overlap."""
        return _merged(self._in_title.find(title, _Promising(self._in_title, analyzer(language))))

    def in_text(self, text: str, language: str, scan: int | None = None) -> list[Occurrence]:
        """Return the matches in a text, in order; none overlap.

        With `scan`, only the first so many characters are read, and as many more as it takes to find a match.
        """
        if language not in self._promising:
            self._promising[language] = _Promising(self._anywhere, analyzer(language))
        return _merged(self._anywhere.find(text, self._promising[language], scan))

    def _add(self, query: Query, match: Match, targets: tuple[_Wanted, ...]) -> None:
        """Number the parts of a query that can be seen in a text and note what they look like."""
        match query:
            case Word() | Prefix():
                self._add_word(query, targets)
            case Phrase(words=words) if match == "any" and not query.quoted:
                for word in words:
                    self._add_word(word.part, targets)
            case Phrase(words=words):
                forms = [self._form(word) for word in words]
                part = self._part(sum(self._weight(word.part) for word in words))
                for target in targets:
                    target.phrases.append((forms, part))
            case InTitle(query=inner):
                self._add(inner, match, (self._in_title,))
            case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
                for inner in queries:
                    self._add(inner, match, targets)

    def _add_word(self, query: Word | Prefix, targets: tuple[_Wanted, ...]) -> None:
        part = self._part(self._weight(query))
        for target in targets:
            if isinstance(query, Prefix):
                target.prefixes[query.word].add(part)
                continue
            target.words[query.word].add(part)
            for stem in self._vocabulary.stems(query):
                target.stems[stem].add(part)

    def _form(self, word: PhraseWord) -> _Form:
        if isinstance(word.part, Prefix):
            return _Form(word.offset, word.part.word, frozenset(), is_prefix=True)
        return _Form(word.offset, word.part.word, frozenset(self._vocabulary.stems(word.part)))

    def _weight(self, query: Word | Prefix) -> float:
        return PREFIX_WEIGHT if isinstance(query, Prefix) else self._vocabulary.weight(query)

    def _part(self, weight: float) -> int:
        self.weights.append(weight)
        return len(self.weights) - 1


def _merged(found: Iterable[Occurrence]) -> list[Occurrence]:
    """Return occurrences in order, those that overlap as one."""
    merged: list[Occurrence] = []
    for one in sorted(found, key=lambda occurrence: (occurrence.start, -occurrence.end)):
        if merged and one.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Occurrence(last.start, max(last.end, one.end), last.parts | one.parts)
        else:
            merged.append(one)
    return merged
