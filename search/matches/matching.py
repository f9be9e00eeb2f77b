"""Where in a text a query matches: the same tokens and the same forms that found the document.

Only what made it a hit is marked: not what was excluded, and of a phrase only where its words stand together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.analysis import MAX_WORD_LENGTH, Token, analyzer, character_end, is_unspaced
from index.folding import surface
from search.matches.promising import Promising
from search.query.describing import describe
from search.query.reading import Reading
from search.query.tree import And, Boosted, Fuzzy, Group, InTitle, Or, Pattern, Phrase, Prefix, Query, Term, Word
from search.ranking.vocabulary import Vocabulary
from search.request import Match

MANY_WORDS_WEIGHT = 2.0
"""How much tells what stands for many words; that of one word goes by the number of documents that have it."""
SCAN_GROWTH = 4
"""How many times more of a text is read when the part of it read before held no match."""
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

    `words` have their places among the tokens of the part. With `slop` they are two, in any order, with at most so many
    others between them. `or_similar` tells that what is spelt like a word that occurs nowhere is looked for too.
    """

    words: tuple[tuple[int, Term], ...]
    text: str
    title_only: bool
    or_similar: bool
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """What a word of a part looks like in texts of a language, and its place (`offset`) among the part's tokens.

    It is one of `words` (folded), or has one of `stems`, or begins with `prefix` (folded), or is one that `many` stands
    for. With `typed`, it must besides be written so (see `folding.surface`).
    """

    offset: int
    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefix: str = ""
    many: Pattern | Fuzzy | None = None
    typed: str = ""

    def fits(self, word: str, stem: str) -> bool:
        """Tell whether a token may be it, by its folded word and its stem in its document's language."""
        return (
            word in self.words
            or stem in self.stems
            or (self.prefix != "" and word.startswith(self.prefix))
            or (self.many is not None and self.many.fits(word))
        )

    def is_it(self, token: Token, text: str) -> bool:
        """Tell whether a token of a text is it."""
        if not self.fits(token.word, token.stem):
            return False
        return not self.typed or surface(text[token.start : token.end]) == self.typed

    @property
    def is_character(self) -> bool:
        """Whether it is a lone character: of the pair that begins with it, which is no word, only that is meant."""
        return self.prefix != "" and is_unspaced(self.prefix) and character_end(self.prefix, 0) == len(self.prefix)

    def end(self, token: Token, text: str) -> int:
        """Return where it ends in a text of which a token is it."""
        return character_end(text, token.start) if self.is_character else token.end


class _Wanted:
    """What to look for in texts of a language: forms of words, each with the numbers of the parts they belong to."""

    def __init__(self, parts: Iterable[tuple[int, Part]], language: str, tongue: str, vocabulary: Vocabulary) -> None:
        self._words: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[int]] = defaultdict(set)
        self._beginnings: list[tuple[Form, int]] = []
        self._many: list[tuple[Pattern | Fuzzy, int]] = []
        self._phrases: list[tuple[list[Form], int]] = []
        self._near: list[tuple[list[Form], int, int]] = []
        every: list[Form] = []
        for number, part in parts:
            found = forms(part, language, tongue, vocabulary)
            every += found
            if part.slop:
                self._near.append((found, part.slop, number))
            elif len(found) > 1 or found[0].typed:
                self._phrases.append((found, number))
            else:
                self._add(found[0], number)
        self._any_word = frozenset(word for form in every for word in form.words)
        self._any_stem = frozenset(stem for form in every for stem in form.stems)
        self._any_beginning = tuple(form.prefix for form in every if form.prefix)
        self._any_many = [form.many for form in every if form.many]
        self._promising = Promising(analyzer(language), self._may_match)

    def _add(self, form: Form, number: int) -> None:
        if form.prefix:
            self._beginnings.append((form, number))
        if form.many:
            self._many.append((form.many, number))
        for word in form.words:
            self._words[word].add(number)
        for stem in form.stems:
            self._stems[stem].add(number)

    def find(self, text: str) -> list[Occurrence]:
        """Return where it is found, in order; none overlap."""
        return _merged(self._found(text))

    def _found(self, text: str) -> Iterator[Occurrence]:
        """Yield where it is found, in no particular order; a phrase when its last word is reached."""
        begun: dict[tuple[int, int], tuple[int, int]] = {}
        last: dict[tuple[int, int], Token] = {}
        for token in self._promising.tokens(text):
            if parts := self._parts(token):
                yield Occurrence(token.start, token.end, parts)
            if self._beginnings:
                yield from self._begun(token, text)
            if self._phrases:
                yield from self._ended_phrases(token, text, begun)
            if self._near:
                yield from self._near_ones(token, text, last)

    def _may_match(self, word: str, stem: str) -> bool:
        """Tell whether a token can be, or be a part of, what is looked for."""
        return (
            word in self._any_word
            or stem in self._any_stem
            or word.startswith(self._any_beginning)
            or (bool(self._any_many) and any(many.fits(word) for many in self._any_many))
        )

    def _parts(self, token: Token) -> frozenset[int]:
        word, stem = self._words.get(token.word), self._stems.get(token.stem)
        if not word and not stem and not self._many:
            return _NO_PARTS
        return frozenset((*(word or ()), *(stem or ()), *(part for many, part in self._many if many.fits(token.word))))

    def _begun(self, token: Token, text: str) -> Iterator[Occurrence]:
        for form, part in self._beginnings:
            if token.word.startswith(form.prefix):
                yield Occurrence(token.start, form.end(token, text), frozenset({part}))

    def _ended_phrases(
        self, token: Token, text: str, begun: dict[tuple[int, int], tuple[int, int]]
    ) -> Iterator[Occurrence]:
        """Go on with every phrase that this token continues, and yield those that it ends.

        `begun` holds, by phrase and position of its first word, where that starts and how many words were found.
        """
        for number, (words, part) in enumerate(self._phrases):
            for place, wanted in enumerate(words):
                if not wanted.is_it(token, text):
                    continue
                key = (number, token.position - wanted.offset)
                start, found = begun.pop(key, (token.start, 0))
                if found != place:
                    continue
                if place == len(words) - 1:
                    yield Occurrence(start, wanted.end(token, text), frozenset({part}))
                else:
                    begun[key] = (start, place + 1)

    def _near_ones(self, token: Token, text: str, last: dict[tuple[int, int], Token]) -> Iterator[Occurrence]:
        """Yield every pair of words near each other that this token is the second of.

        `last` holds, by number of the pair and place in it, the token that was met last.
        """
        for number, (pair, slop, part) in enumerate(self._near):
            fitting = [place for place, form in enumerate(pair) if form.is_it(token, text)]
            for place in fitting:
                before = last.get((number, 1 - place))
                if before and token.position - before.position <= slop + 1:
                    yield Occurrence(before.start, pair[place].end(token, text), frozenset({part}))
            last.update(((number, place), token) for place in fitting)


class Matcher:
    """Finds the matches of a question in texts.

    `parts` are what it looks for; `weights` says of each of them how much it tells.
    """

    def __init__(self, reading: Reading, match: Match, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tongue = reading.tongue
        self.parts = tuple(parts_of(reading.query, match))
        self._in_titles: dict[str, _Wanted] = {}
        self._in_texts: dict[str, _Wanted] = {}
        self.weights = [sum(self._weight(term) for _, term in part.words) for part in self.parts]

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
        return wanted.find(text)

    def _weight(self, term: Term) -> float:
        return self._vocabulary.weight(term) if isinstance(term, Word) else MANY_WORDS_WEIGHT


def parts_of(query: Query, match: Match, title_only: bool = False) -> Iterator[Part]:
    """Yield the parts of a query that can be seen in a text."""
    or_similar = match == "any"
    match query:
        case Word() | Prefix() | Pattern() | Fuzzy():
            yield Part(((0, query),), _typed(query), title_only, or_similar)
        case Phrase() if match == "any" and query.is_loose:
            for part in query.loose_parts:
                typed = query.text if is_unspaced(query.text) else _typed(part)
                yield Part(((0, part),), typed, title_only, or_similar)
        case Phrase(slop=slop) if slop:
            for pair in query.pairs:
                yield Part(_placed(pair), query.text, title_only, or_similar, slop)
        case Phrase():
            yield Part(_placed(query), query.text, title_only, or_similar)
            if query.joined:
                yield Part(((0, query.joined),), query.text, title_only, or_similar)
        case InTitle(query=inner):
            yield from parts_of(inner, "all", title_only=True)
        case Boosted(query=inner):
            yield from parts_of(inner, match, title_only)
        case And(queries=queries) | Or(queries=queries) | Group(queries=queries):
            for inner in queries:
                yield from parts_of(inner, match, title_only)


def _placed(phrase: Phrase) -> tuple[tuple[int, Term], ...]:
    return tuple((word.offset, word.part) for word in phrase.words)


def _typed(query: Term) -> str:
    match query:
        case Word(surface=typed):
            return typed
        case Prefix(word=word):
            return word if is_unspaced(word) else f"{word}*"
    return describe(query)


def forms(part: Part, language: str, tongue: str, vocabulary: Vocabulary) -> list[Form]:
    """Return what the words of a part look like in texts of a language, in order.

    `tongue` is the language of the question. Side by side with a prefix, words are found as typed only.
    """
    as_typed = any(isinstance(term, Prefix) for _, term in part.words)
    is_alone = len(part.words) == 1
    found = []
    for offset, term in part.words:
        if not isinstance(term, Word):
            found.append(_form_of_many(offset, term, language, tongue, vocabulary))
        elif term.exact or as_typed:
            found.append(Form(offset, frozenset({term.word}), typed=term.typed if term.exact else ""))
        else:
            stems = vocabulary.stems(term, language)
            related = vocabulary.related(term, language, tongue) if is_alone else frozenset()
            similar = vocabulary.similar(term, tongue) if is_alone and part.or_similar else ()
            found.append(Form(offset, frozenset({term.word, *similar}), stems | related))
    return found


def _form_of_many(
    offset: int, term: Prefix | Pattern | Fuzzy, language: str, tongue: str, vocabulary: Vocabulary
) -> Form:
    if isinstance(term, Prefix):
        return Form(offset, prefix=term.word)
    if isinstance(term, Pattern):
        return Form(offset, many=term)
    stems = vocabulary.stems(term.like, language) | vocabulary.related(term.like, language, tongue)
    return Form(offset, frozenset({term.like.word}), stems, many=term)


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
