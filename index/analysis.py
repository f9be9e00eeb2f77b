"""Text to tokens: the one place that knows what a word is.

Indexing, queries and highlighting all come here, so they cannot disagree. A token has two forms: its *word* (folded:
without case, accents and other marks that readers do not type) and its *stem* (the folded Snowball stem in the
language of the document, where there is a stemmer).

A word is letters, numbers and the marks on them. Scripts written without spaces (Chinese, Japanese, Thai ...; Korean
too, whose particles cling to words) become overlapping pairs of characters: one token begins at every character, the
last of a run is a token by itself, so that a single character is found as the beginning of a token.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby, zip_longest
from typing import NamedTuple

import Stemmer

from index.languages import language

ANALYSIS_VERSION = 1
"""Goes up whenever the same text gives other tokens than before: indexes must then be built anew."""

MAX_WORD_LENGTH = 100
"""Characters of a word that count; longer "words" are encoded data."""

_FIRST_UNSPACED = "\u0e01"
# Scripts written without spaces, their marks included, their digits not.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ecf\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3"  # Khmer
    "\u1100-\u11ff\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff"  # Hangul
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)


def _marks() -> str:
    """Return the combining marks of Unicode as ranges of a regular expression's character class."""
    points = (point for point in range(0x300, 0x1E950) if unicodedata.category(chr(point))[0] == "M")
    runs = ([point for _, point in run] for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0]))
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs) + "\U000e0100-\U000e01ef"


# Soft hyphen and zero-width (non-)joiner stand inside words but are not part of them.
_JOINERS = "\u00ad\u200c\u200d"
_INNER = f"{_marks()}{_JOINERS}"
_LETTER = f"[^\\W_{_UNSPACED}]"
_PIECE = re.compile(f"{_LETTER}+(?:[{_INNER}]+{_LETTER}*)*|[{_UNSPACED}][{_UNSPACED}{_INNER}]*")
_RUN = re.compile(f"[{_UNSPACED}]")
_MARK = re.compile(f"[{_INNER}\uff9e\uff9f]")
_UNIT = re.compile(f".{_MARK.pattern}*")

# What NFKD leaves whole though readers type it plainly.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_CYRILLIC_OR_NOT = re.compile("[\u0400-\u052f]+|[^\u0400-\u052f]+")
_CYRILLIC_PLAIN = str.maketrans({"ё": "е", "ѐ": "е", "ѝ": "и"})
# Combining accents, Hebrew points, Arabic vowel signs and tatweel, joiners. The marks of Indic scripts stay.
_DROPPED = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    f"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed{_JOINERS}\\s]"
)
_FOREIGN_DIGIT = re.compile("[^\\D0-9]")


def fold(word: str) -> str:
    """Return the form under which a word is looked up: "Größe" -> "grosse", "Ёлка" -> "елка", "é" -> "e".

    Never empty for a word that is not, and never with white space in it.
    """
    folded = word[:MAX_WORD_LENGTH].casefold()
    if folded.isascii():
        return folded
    # The short sign of й and the dots of ї make other letters of a Cyrillic letter; only ё is commonly typed plain.
    plain = "".join(
        part.translate(_CYRILLIC_PLAIN) if _CYRILLIC_LETTER.match(part) else unicodedata.normalize("NFKD", part)
        for part in _CYRILLIC_OR_NOT.findall(unicodedata.normalize("NFKC", folded).casefold())
    )
    plain = _DROPPED.sub("", plain).translate(_PLAIN)
    plain = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), plain)
    return unicodedata.normalize("NFC", plain) or "".join(folded.split())


class Token(NamedTuple):
    """A word of a text: its two forms, its position among the text's tokens, and its span in characters."""

    word: str
    stem: str
    position: int
    start: int
    end: int


class _Memo(dict[str, str]):
    """Remembers the form of each piece of text; bounded, since a corpus has no end of names and numbers."""

    LIMIT = 200_000

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, piece: str) -> str:
        form = self._form(piece)
        if len(self) >= self.LIMIT:
            self.clear()
        if len(piece) <= 1 or (len(piece) <= MAX_WORD_LENGTH and not is_unspaced(piece)):  # clauses hardly recur
            self[piece] = form
        return form


def pieces(text: str) -> list[str]:
    """Return the words of a text as they are written, runs of unspaced scripts whole."""
    return _PIECE.findall(text)


def signs(text: str) -> str:
    """Return what is no part of a word: the signs of a text and its white space."""
    return _PIECE.sub("", text)


def is_unspaced(piece: str) -> bool:
    """Tell whether a piece of text is of a script written without spaces."""
    return piece[0] >= _FIRST_UNSPACED and _RUN.match(piece) is not None


def character_end(text: str, start: int) -> int:
    """Return where the character that begins at `start` ends, the marks on it included."""
    found = _UNIT.match(text, start)
    return found.end() if found else start


_characters = _Memo(fold)


def _pairs(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield a token for each character of a run: it and the next one, the last alone; with start and end.

    A character is one with the marks on it.
    """
    units = _UNIT.findall(run) if _MARK.search(run) else run
    start = 0
    for unit, following in zip_longest(units, units[1:], fillvalue=""):
        end = start + len(unit)
        yield _characters[unit] + _characters[following], start, end + len(following)
        start = end


def _word_form(piece: str) -> str:
    """Return a piece's words, separated by spaces."""
    return " ".join([pair for pair, _, _ in _pairs(piece)]) if is_unspaced(piece) else fold(piece)


class Analyzer:
    """Makes tokens of texts in one language. Use `analyzer` to get one; they remember the words they have seen."""

    _words = _Memo(_word_form)

    def __init__(self, tag: str) -> None:
        row = language(tag)
        self._turkish = row.tag == "tr"
        self._stem_word = Stemmer.Stemmer(row.stemmer, 0).stemWord if row.stemmer else str
        self._stems = _Memo(self._stem_form) if row.stemmer else self._words

    def word(self, word: str) -> str:
        """Return the folded form of a word as it was written."""
        return self._words[word]

    def stem(self, word: str) -> str:
        """Return the stem of a word as it was written: the stemmer wants its accents."""
        return self._stems[word]

    def index_forms(self, text: str) -> tuple[str, str]:
        """Return a text's words and its stems, each as one string with a space between tokens."""
        found = pieces(text)
        return " ".join(map(self._words.__getitem__, found)), " ".join(map(self._stems.__getitem__, found))

    def tokens(self, text: str, keep: Callable[[str], bool] = bool) -> Iterator[Token]:
        """Yield the tokens of a text in order; position n is the n-th token of `index_forms`.

        `keep` may say of a word as it is written, or of a pair of characters, that nobody wants its token.
        """
        position = 0
        for found in _PIECE.finditer(text):
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

    def _stem_form(self, piece: str) -> str:
        if is_unspaced(piece):
            return self._words[piece]
        return fold(self._stem_word(self._lowered(piece[:MAX_WORD_LENGTH])) or piece)

    def _lowered(self, piece: str) -> str:
        """Return a word as the stemmer expects it: lower case, with its accents but without stress marks."""
        if _CYRILLIC_LETTER.match(piece):
            return fold(piece)
        return (piece.replace("I", "ı").replace("İ", "i") if self._turkish else piece).lower()


@cache
def analyzer(tag: str) -> Analyzer:
    """Return the analyzer of the language with that BCP 47 tag."""
    return Analyzer(tag)
