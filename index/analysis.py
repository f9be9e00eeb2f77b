"""Text to tokens: the one place that knows what a word is.

Indexing, queries and highlighting all come here, so they cannot disagree. A token has two forms: its *word* (folded:
without case, accents and other marks that readers do not type) and its *stem* (the folded stem in the language of the
document, where there is a stemmer).

A word is letters, numbers and the marks on them. Scripts written without spaces (Chinese, Japanese, Thai ...; Korean
too, whose particles cling to words) become overlapping pairs of characters: one token begins at every character, the
last of a run is a token by itself, so that a single character is found as the beginning of a token.

A few signs that tell words apart are tokens too: § before a number, ++ and # behind a letter (C++, C#), the full stop
before a name (.NET). The article or pronoun that French, Italian and Catalan glue to the next word (l'eau) is no token,
nor is the ending that Turkish glues to a name (İstanbul'da): it says nothing, and what is typed with or without it is
the same. That holds of the marks inside of words in Catalan (l·l) and Hebrew (צה"ל, צ'ק) as well, which part nothing.
"""

import re
import unicodedata
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import count, groupby, islice, zip_longest
from operator import attrgetter
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from index.folding import JOINERS, MAX_WORD_LENGTH, SPELLINGS, fold, surface
from index.joints import ELIDED, ELISION, NO_MARKS, joined, prepared
from index.languages import language
from index.stemming import stemmer

__all__ = [
    "ANALYSIS_VERSION",
    "MAX_WORD_LENGTH",
    "NO_STOP_WORD",
    "SIGNS",
    "Analyzer",
    "Chunk",
    "Token",
    "analyzer",
    "character_end",
    "fold",
    "is_sign",
    "is_unspaced",
    "lexicon_term",
    "pieces",
    "signs",
    "stems_of",
    "words_of",
]

ANALYSIS_VERSION = 3
"""Goes up whenever the same text gives other tokens than before: indexes must then be built anew."""

_FIRST_UNSPACED = "\u0e01"
# Scripts written without spaces, their marks included, their digits not.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ecf\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3"  # Khmer
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff\uffa0-\uffdc"  # Hangul
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u3005\u3007\u3038-\u303a\u3192-\u3195\u3280-\u3289"  # Han
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)


def _marks() -> str:
    """Return the combining marks of Unicode as ranges of a regular expression's character class."""
    points = (point for point in range(0x300, 0x1E950) if unicodedata.category(chr(point))[0] == "M")
    runs = ([point for _, point in run] for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0]))
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs) + "\U000e0100-\U000e01ef"


_INNER = f"{_marks()}{JOINERS}"
# Letters and numbers, but not the letters that Unicode has for apostrophes.
_LETTER = f"[^\\W_\u02bb\u02bc{_UNSPACED}]"
# Possessive, so that no word is cut short to fit.
_WORD = f"{_LETTER}++(?:[{_INNER}]++{_LETTER}*+)*+"
_ALPHABETIC = f"[^\\W\\d_{_UNSPACED}]"
_SIGN = (
    rf"[§+#.](?:(?<=(?<!§)§)"  # a section, or several
    rf"|(?<={_ALPHABETIC}\+)\+(?!\+)|(?<={_ALPHABETIC}\#)(?!\w)"  # C++, C#; but a page#section
    rf"|(?<=(?<![^\s(\[{{\"'„“«‘’]).)(?<=\.)(?={_ALPHABETIC}))"  # .NET
)
SIGNS = ("§", "++", "#", ".")
"""The words of tokens that are signs."""
NO_STOP_WORD = "-"
"""Ends the stem of a word that is none of the stop words of its language, where that stem is one: Ware, war-."""
_PIECE = re.compile(f"{_WORD}(?!{ELIDED})|[{_UNSPACED}][{_UNSPACED}{_INNER}]*|{_SIGN}")
_RUN = re.compile(f"[{_UNSPACED}]")
# A SARA AM written as two characters is one mark like that written as one.
_MARK = re.compile(f"(?:[\u0e4d\u0ecd][\u0e48-\u0e4b\u0ec8-\u0ecb]?[\u0e32\u0eb2]|[{_INNER}\u0e33\u0eb3\uff9e\uff9f])")
# The length mark that ends a long Katakana word is a matter of taste: コンピューター, コンピュータ.
_KATAKANA = "\u30a1-\u30fa\u30fc\uff66-\uff9f"
_LONG = f"(?<=[{_KATAKANA}]{{3}})[ー\uff70](?![{_KATAKANA}])"
_UNIT = re.compile(f".{_MARK.pattern}*(?:{_LONG})?")
_LONGEST_UNIT = 8
"""About how long a character is with the marks on it: Khmer and Burmese have the most."""
_MARKED = re.compile(f"{_MARK.pattern}|[ー\uff70]")
_REPEATED = re.compile("(.)([々ゝヽ])")

# What says nothing of the tokens that it stands before or behind.
_OPENING, _CLOSING = '([{"„“«', '.,;:!?)]}"“”»…'


class Token(NamedTuple):
    """A word of a text: its two forms, its position among the text's tokens, and its span in characters."""

    word: str
    stem: str
    position: int
    start: int
    end: int


Form = TypeVar("Form")


class _Memo(dict[str, Form], Generic[Form]):
    """Remembers the form of each piece of text; bounded, since a corpus has no end of names and numbers."""

    LIMIT = 450_000
    """How many forms all of them together hold at most: some 200 MB, whatever the number of languages."""
    _every: ClassVar[list[dict[str, Any]]] = []
    _held: ClassVar[int] = 0

    def __init__(self, form: Callable[[str], Form]) -> None:
        super().__init__()
        self._form = form
        self._every.append(self)

    def __missing__(self, piece: str) -> Form:
        form = self._form(piece)
        is_clause = len(piece) > _LONGEST_UNIT and not piece.isascii() and _RUN.search(piece)  # these hardly recur
        if len(piece) <= MAX_WORD_LENGTH and not is_clause:
            self[piece] = form
            self._count()
        return form

    @classmethod
    def _count(cls) -> None:
        _Memo._held += 1
        if _Memo._held > cls.LIMIT:
            for memo in cls._every:
                memo.clear()
            _Memo._held = 0


def pieces(text: str) -> list[str]:
    """Return the words of a text as they are written, runs of unspaced scripts whole."""
    if text.isascii() and text.isalpha():
        return [text]
    return [text[found.start() : found.end()] for found in _PIECE.finditer(prepared(text))]


def signs(text: str) -> str:
    """Return what is no part of a token nor elided: the other signs of a text and its white space."""
    return _PIECE.sub("", ELISION.sub("", joined(text)))


def is_sign(word: str) -> bool:
    """Tell whether a token is one of the signs that are tokens: §, ++, #, the full stop of .NET."""
    return word in SIGNS


def is_unspaced(piece: str) -> bool:
    """Tell whether a piece of text is of a script written without spaces."""
    return piece[0] >= _FIRST_UNSPACED and _RUN.match(piece) is not None


def character_end(text: str, start: int) -> int:
    """Return where the character that begins at `start` ends, the marks on it included."""
    found = _UNIT.match(text, start)
    return found.end() if found else start


def _character(unit: str) -> str:
    return fold(unit.rstrip("ー\uff70") or unit)


_characters = _Memo(_character)


def _pairs(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield a token for each character of a run: it and the next one, the last alone; with start and end.

    A character is one with the marks on it.
    """
    units = _UNIT.findall(_written_out(run)) if _MARKED.search(run) else _written_out(run)
    start = 0
    for unit, following in zip_longest(units, units[1:], fillvalue=""):
        end = start + len(unit)
        yield _characters[unit] + _characters[following], start, end + len(following)
        start = end


def _written_out(run: str) -> str:
    """Return a run with the character that a Japanese iteration mark stands for: 人々, 人人."""
    return _REPEATED.sub(r"\1\1", run) if _REPEATED.search(run) else run


def _word_form(piece: str) -> str:
    """Return a piece's words, separated by spaces."""
    return " ".join([pair for pair, _, _ in _pairs(piece)]) if is_unspaced(piece) else fold(piece)


class Chunk:
    """What stands between white space, with the tokens it gives: punctuation none, `COVID-19` two.

    `words` and `stems` have a space between tokens, as have `lexicon`, the terms of its stems (see `lexicon_term`), and
    `plain`, the words that were written as they fold. `marked` are the others, each with how it was written. `types`
    are lines in UTF-8, a token each (see `index.types`), and `hashes` those of the lines, 64 bits each.
    """

    __slots__ = ("hashes", "lexicon", "marked", "plain", "stems", "types", "words")

    def __init__(self, tag: str, tokens: Sequence[tuple[str, str, str]]) -> None:
        """`tokens` are words, each with how it was written and its stem."""
        self.words = self.plain = " ".join([word for word, _, _ in tokens])
        self.stems = " ".join([stem for _, _, stem in tokens])
        self.lexicon = " ".join([lexicon_term(tag, stem) for _, _, stem in tokens if not is_unspaced(stem)])
        self.marked = tuple([(word, written) for word, written, _ in tokens if word != written])
        if self.marked:
            self.plain = " ".join([word for word, written, _ in tokens if word == written])
        lines = [type_line(*token).encode() for token in tokens]
        self.types = b"\n".join(lines)
        self.hashes = array("q", map(hash, lines)).tobytes()


def type_line(word: str, written: str, stem: str) -> str:
    """Return the line of a token's type: "word<tab>as written<tab>stem", what is like the word left out."""
    if stem != word:
        return f"{word}\t{written if written != word else ''}\t{stem}"
    return f"{word}\t{written}" if written != word else word


def lexicon_term(tag: str, stem: str) -> str:
    """Return the term that says that documents in a language hold a stem.

    It is written backwards, so that the stems with an ending are the terms with a beginning: compounds by their head.
    """
    return f"{tag}:{stem[::-1]}"


class Analyzer:
    """Makes tokens of texts in one language. Use `analyzer` to get one; they remember the words they have seen.

    White space parts tokens, and nothing that a token depends on reaches across it. So whole chunks between white space
    are remembered with all they give: one look-up each rather than a search for words.
    """

    _words = _Memo(_word_form)

    def __init__(self, tag: str) -> None:
        row = language(tag)
        self._tag = row.tag
        self._spelled = SPELLINGS[row.spelling]
        self._stem_word = stemmer(row.stemmer) if row.stemmer else str
        self._stop_words = row.stop_words
        self._stem_form = self._stemmed if row.stemmer else _word_form
        self._stems = _Memo(self._stem_form)
        self._chunks = _Memo(self._chunk)
        self.chunk: Callable[[str], Chunk] = self._chunks.__getitem__
        """Returns what text without white space in it gives."""

    def word(self, word: str) -> str:
        """Return the folded form of a word as it was written."""
        return self._words[word]

    def stem(self, word: str) -> str:
        """Return the stem of a word as it was written: the stemmer wants its accents."""
        return self._stems[word]

    def chunks(self, text: str) -> list[Chunk]:
        """Return a text cut at white space, in order; what is written alike is the same object, mostly."""
        return list(map(self.chunk, text.split()))

    def index_forms(self, text: str) -> tuple[str, str]:
        """Return a text's words and its stems, each as one string with a space between tokens."""
        chunks = self.chunks(text)
        return words_of(chunks), stems_of(chunks)

    def tokens(self, text: str, keep: Callable[[str], bool] = bool) -> Iterator[Token]:
        """Yield the tokens of a text in order; position n is the n-th token of `index_forms`.

        `keep` may say of a word as it is written, or of a pair of characters, that nobody wants its token.
        """
        position = 0
        for found in _PIECE.finditer(prepared(text)):
            piece = found.group()
            if piece[0] < _FIRST_UNSPACED or not is_unspaced(piece):
                if keep(piece):
                    yield Token(self._words[piece], self._stems[piece], position, found.start(), found.end())
                position += 1
                continue
            start = found.start()
            for pair, pair_start, pair_end in _pairs(piece):
                if keep(pair):
                    yield Token(pair, pair, position, start + pair_start, start + pair_end)
                position += 1

    def places(self, text: str, positions: Collection[int]) -> dict[int, tuple[int, int]]:
        """Return where tokens stand, by their positions: start and end in characters.

        Of a pair of characters that is the first, since the second begins the next token.
        """
        wanted, at = set(positions), count()
        found = islice(self.tokens(text, lambda _: next(at) in wanted), len(wanted))
        return {
            token.position: (token.start, character_end(text, token.start) if is_unspaced(token.word) else token.end)
            for token in found
        }

    def _chunk(self, chunk: str) -> Chunk:
        bare = chunk.lstrip(_OPENING).rstrip(_CLOSING)
        if bare and bare != chunk:
            return self._chunks[bare]
        return Chunk(self._tag, [token for piece in pieces(chunk) for token in self._forms(piece)])

    def _forms(self, piece: str) -> Sequence[tuple[str, str, str]]:
        """Return a piece's words, each with how it was written and its stem."""
        if is_unspaced(piece):
            return [(pair, surface(piece[start:end]), pair) for pair, start, end in _pairs(piece)]
        word = fold(piece)
        return [(word, word if piece.isascii() else surface(piece), self._stem_form(piece))]

    def _stemmed(self, piece: str) -> str:
        if is_unspaced(piece):
            return _word_form(piece)
        spelled = self._spelled(piece[:MAX_WORD_LENGTH].translate(NO_MARKS))
        stem = fold(self._stem_word(spelled) or piece)
        if stem in self._stop_words and fold(piece) not in self._stop_words:
            return stem + NO_STOP_WORD
        return stem


def words_of(chunks: Iterable[Chunk]) -> str:
    """Return the words of chunks as one string with a space between tokens."""
    return " ".join(filter(None, map(_WORDS, chunks)))


def stems_of(chunks: Iterable[Chunk]) -> str:
    """Return the stems of chunks as one string with a space between tokens."""
    return " ".join(filter(None, map(_STEMS, chunks)))


_WORDS, _STEMS = attrgetter("words"), attrgetter("stems")


@cache
def analyzer(tag: str) -> Analyzer:
    """Return the analyzer of the language with that BCP 47 tag."""
    return Analyzer(tag)
