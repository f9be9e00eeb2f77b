"""Where in a text a query matches: the same tokens and the same forms that found the document.

Only what made it a hit is marked: not what was excluded, and of a phrase only where its words stand together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.analysis import MAX_WORD_LENGTH, Analyzer, Token, analyzer, character_end, is_unspaced
from index.folding import surface
from search.query import And, Group, InTitle, Or, Phrase, PhraseWord, Prefix, Query, Word
from search.reading import Reading
from search.request import Match
from search.stretches import stretches
from search.vocabulary import Vocabulary

PREFIX_WEIGHT = 2.0
"""How much a prefix tells; that of a word goes by the number of documents that have it."""
SCAN_GROWTH = 4
"""How many times more of a text is read when the part of it read before held no match."""
LONG_TEXT = 100_000
"""Characters of a text of which only the promising stretches are read."""
BESIDE = 3
"""How many stretches beside that with the longest word of a phrase are read for its other words."""
_NO_PARTS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in a text where parts of the query match; `parts` are their numbers in the query."""

    start: int
    end: int
    parts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query that can be seen in a text: a word, or several side by side; `text` is what was typed.

    `or_similar` tells that what is spelt like a word that occurs nowhere is looked for too.
    """

    words: tuple[PhraseWord, ...]
    text: str
    title_only: bool
    or_similar: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """What a word of a phrase looks like, and its place among the phrase's tokens.

    `typed` is set if it must look so; `similar` are words spelt like one that occurs nowhere.
    """

    offset: int
    word: str
    stems: frozenset[str] = frozenset()
    is_prefix: bool = False
    typed: str = ""
    similar: tuple[str, ...] = ()

    def fits(self, word: str, stem: str) -> bool:
        return word.startswith(self.word) if self.is_prefix else word == self.word or stem in self.stems

    def is_typed_so(self, token: Token, text: str) -> bool:
        return not self.typed or surface(text[token.start : token.end]) == self.typed


class _Wanted:
    """What to look for in texts of a language: forms of words, each with the numbers of the parts they belong to."""

    def __init__(self, parts: Iterable[tuple[int, Part]], language: str, tongue: str, vocabulary: Vocabulary) -> None:
        self._analyzer = analyzer(language)
        self._words: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[int]] = defaultdict(set)
        self._prefixes: dict[str, set[int]] = defaultdict(set)
        self._phrases: list[tuple[list[_Form], int]] = []
        for number, part in parts:
            forms = _forms(part, language, tongue, vocabulary)
            if len(forms) > 1 or forms[0].typed:
                self._phrases.append((forms, number))
            else:
                self._add(forms[0], number)
        self._longest = [max(forms, key=lambda form: len(form.word)) for forms, _ in self._phrases]
        self._promising = _Promising(self.may_match, self._analyzer)
        self._telling = _Promising(self.may_tell, self._analyzer)

    def _add(self, form: _Form, number: int) -> None:
        if form.is_prefix:
            self._prefixes[form.word].add(number)
            return
        for word in (form.word, *form.similar):
            self._words[word].add(number)
        for stem in form.stems:
            self._stems[stem].add(number)

    def find(self, text: str) -> list[Occurrence]:
        """Return where it is found, in order; none overlap."""
        return _merged(self._found(text))

    def find_in_long(self, text: str) -> list[Occurrence]:
        """Return the same for a long text; its tokens are looked at only where there may be something."""
        if len(text) < LONG_TEXT:
            return self.find(text)
        beside = BESIDE if self._phrases else 0
        near = stretches(text, lambda words: self._analyzer.tokens(words, self._telling.__getitem__), beside)
        return _merged(
            Occurrence(start + one.start, start + one.end, one.parts)
            for start, end in near
            for one in self._found(text[start:end])
        )

    def _found(self, text: str) -> Iterator[Occurrence]:
        """Yield where it is found, in no particular order; a phrase when its last word is reached."""
        begun: dict[tuple[int, int], tuple[int, int]] = {}
        for token in self._analyzer.tokens(text, self._promising.__getitem__):
            if parts := self._parts(token):
                yield Occurrence(token.start, token.end, parts)
            if self._prefixes and (found := self._beginning(token, text)):
                yield found
            yield from self._ended_phrases(token, text, begun)

    def may_match(self, word: str, stem: str) -> bool:
        """Tell whether a token can be, or be a part of, what is looked for."""
        return self._may_be_alone(word, stem) or any(
            form.fits(word, stem) for forms, _ in self._phrases for form in forms
        )

    def may_tell(self, word: str, stem: str) -> bool:
        """Tell the same, but of a phrase by its longest word only, without which it cannot be."""
        return self._may_be_alone(word, stem) or any(form.fits(word, stem) for form in self._longest)

    def _may_be_alone(self, word: str, stem: str) -> bool:
        return word in self._words or stem in self._stems or any(map(word.startswith, self._prefixes))

    def _parts(self, token: Token) -> frozenset[int]:
        word, stem = self._words.get(token.word), self._stems.get(token.stem)
        return frozenset(word or ()) | frozenset(stem or ()) if word or stem else _NO_PARTS

    def _beginning(self, token: Token, text: str) -> Occurrence | None:
        parts = frozenset(
            part for prefix, numbers in self._prefixes.items() if token.word.startswith(prefix) for part in numbers
        )
        # A pair of characters is no word: where only what begins it was asked for, that is all.
        is_begun = is_unspaced(token.word) and token.word not in self._prefixes
        end = character_end(text, token.start) if is_begun else token.end
        return Occurrence(token.start, end, parts) if parts else None

    def _ended_phrases(
        self, token: Token, text: str, begun: dict[tuple[int, int], tuple[int, int]]
    ) -> Iterator[Occurrence]:
        """Go on with every phrase that this token continues, and yield those that it ends.

        `begun` holds, by phrase and position of its first word, where that starts and how many words were found.
        """
        for number, (words, part) in enumerate(self._phrases):
            for place, wanted in enumerate(words):
                if not wanted.fits(token.word, token.stem) or not wanted.is_typed_so(token, text):
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

    def __init__(self, may_match: Callable[[str, str], bool], analyzer: Analyzer) -> None:
        super().__init__()
        self.analyzer = analyzer
        self._may_match = may_match

    def __missing__(self, piece: str) -> bool:
        pair = is_unspaced(piece)
        word, stem = (piece, piece) if pair else (self.analyzer.word(piece), self.analyzer.stem(piece))
        self[piece] = promising = self._may_match(word, stem)
        return promising


class Matcher:
    """Finds the matches of a question in texts.

    `parts` are what it looks for; `weights` says of each of them how much it tells.
    """

    def __init__(self, reading: Reading, match: Match, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tongue = reading.tongue
        self.parts = tuple(_parts(reading.query, match))
        self._in_titles: dict[str, _Wanted] = {}
        self._in_texts: dict[str, _Wanted] = {}
        self.weights = [sum(self._weight(word.part) for word in part.words) for part in self.parts]

    def in_title(self, title: str, language: str) -> list[Occurrence]:
        """Return the matches in a title, in order; none overlap."""
        if language not in self._in_titles:
            self._in_titles[language] = _Wanted(enumerate(self.parts), language, self._tongue, self._vocabulary)
        return self._in_titles[language].find(title)

    def in_text(self, text: str, language: str, scan: int | None = None, *, further: bool = True) -> list[Occurrence]:
        """Return the matches in a text, in order; none overlap.

        With `scan`, only the first so many characters are read; where they hold no match, more of the text until one
        is found, unless `further` is False.
        """
        parts = [(number, part) for number, part in enumerate(self.parts) if not part.title_only]
        if not parts:
            return []
        if language not in self._in_texts:
            self._in_texts[language] = _Wanted(parts, language, self._tongue, self._vocabulary)
        wanted = self._in_texts[language]
        while scan and scan < len(text):
            if (found := wanted.find(text[: _between_words(text, scan)])) or not further:
                return found
            scan = scan * SCAN_GROWTH if scan * SCAN_GROWTH < len(text) / 2 else len(text)
        return wanted.find_in_long(text)

    def _weight(self, query: Word | Prefix) -> float:
        return PREFIX_WEIGHT if isinstance(query, Prefix) else self._vocabulary.weight(query)


def _parts(query: Query, match: Match, title_only: bool = False) -> Iterator[Part]:
    """Yield the parts of a query that can be seen in a text."""
    or_similar = match == "any"
    match query:
        case Word() | Prefix():
            yield Part((PhraseWord(0, query),), _typed(query), title_only, or_similar)
        case Phrase() if match == "any" and query.is_loose:
            for part in query.loose_parts:
                yield Part(
                    (PhraseWord(0, part),),
                    query.text if is_unspaced(query.text) else _typed(part),
                    title_only,
                    or_similar,
                )
        case Phrase(words=words):
            yield Part(words, query.text, title_only, or_similar)
            if query.joined:
                yield Part((PhraseWord(0, query.joined),), query.text, title_only, or_similar)
        case InTitle(query=inner):
            yield from _parts(inner, "all", title_only=True)
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            for inner in queries:
                yield from _parts(inner, match, title_only)


def _typed(query: Word | Prefix) -> str:
    if isinstance(query, Word):
        return query.surface
    return query.word if is_unspaced(query.word) else f"{query.word}*"


def _forms(looked_for: Part, language: str, tongue: str, vocabulary: Vocabulary) -> list[_Form]:
    """Return what words look like in a language; side by side with a prefix, they are found as typed only."""
    words = looked_for.words
    as_typed = any(isinstance(word.part, Prefix) for word in words)
    forms = []
    for offset, part in ((word.offset, word.part) for word in words):
        if isinstance(part, Prefix):
            forms.append(_Form(offset, part.word, is_prefix=True))
        elif part.exact:
            forms.append(_Form(offset, part.word, typed=part.typed))
        elif as_typed:
            forms.append(_Form(offset, part.word))
        elif len(words) > 1:
            forms.append(_Form(offset, part.word, vocabulary.stems(part, language)))
        else:
            stems = vocabulary.stems(part, language) | vocabulary.related(part, language, tongue)
            similar = vocabulary.similar(part, tongue) if looked_for.or_similar else ()
            forms.append(_Form(offset, part.word, stems, similar=similar))
    return forms


def _between_words(text: str, at: int) -> int:
    """Return the last place before another that parts no word; that place itself where none is near."""
    return next((place for place in range(at, max(0, at - 2 * MAX_WORD_LENGTH), -1) if text[place].isspace()), at)


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
