"""The scripts of the world, as far as one of them tells a language or leaves few to choose from."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from index.profiles import CODE_POINTS, GROUPS
from index.sampling import CUT

LANGUAGE_OF = {
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CHEROKEE": "chr",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "NKO": "nqo",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
    "TIBETAN": "bo",
    "YI": "ii",
}
"""Scripts, by the first word of their characters' names in Unicode, that tell the language."""
SIGNS = {"he": ("yi", "עװױײ", 0.055), "bn": ("as", "ৰৱ", 0.01)}
"""Languages that share such a script with a larger one, and letters of which they alone have more than that share.

In Yiddish the letter ayin is the vowel e; Assamese has two letters that Bengali has not.
"""

HAN, KANA, OTHER, NO_LETTER = "CJK", "KANA", "OTHER", "NONE"
SCRIPTS = (NO_LETTER, *GROUPS, HAN, KANA, *LANGUAGE_OF, OTHER)
"""The order in which `script_of` numbers them: first the groups of profiles from 1 on."""
_NUMBER = {script: number for number, script in enumerate(SCRIPTS)}
_KANA = ("HIRAGANA", "KATAKANA")

WEIGHT = np.array([{NO_LETTER: 0, HAN: 2, KANA: 2, "HANGUL": 2}.get(script, 1) for script in SCRIPTS])
"""How much a letter says."""
STRETCH = 80
"""Fewer letters of a script in a row, by their weight, are a name or a title."""


@cache
def script_of() -> npt.NDArray[np.uint8]:
    """Return the number of the script of each of 65,536 code points."""
    return np.array([_NUMBER[_script(chr(point))] for point in range(CODE_POINTS)], np.uint8)


def _script(char: str) -> str:
    if not char.isalpha():
        return NO_LETTER
    first = re.split("[ -]", unicodedata.name(char, OTHER), maxsplit=1)[0]
    if first in _KANA:
        return KANA
    return first if first in _NUMBER else OTHER


def stretches(text: str, script: int) -> list[str]:
    """Return the parts of a text that have `STRETCH` letters or more of a script, and none of another between them."""
    return _stretch(script).findall(text)


@cache
def _stretch(script: int) -> re.Pattern[str]:
    own = np.isin(script_of(), [_NUMBER[HAN], _NUMBER[KANA]] if script == _NUMBER[HAN] else [script])
    no_letters = script_of() == _NUMBER[NO_LETTER]
    no_letters[ord(CUT)] = False
    least = STRETCH // WEIGHT[script]
    return re.compile(f"(?:[{_class(own)}][{_class(no_letters)}\\U00010000-\\U0010ffff]*+){{{least},}}+")


def _class(wanted: npt.NDArray[np.bool_]) -> str:
    """Return code points as what stands between the brackets of a regular expression."""
    edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False)).reshape(-1, 2).tolist()
    return "".join(f"\\u{start:04x}-\\u{end - 1:04x}" for start, end in edges)


@cache
def variant_of() -> npt.NDArray[np.uint8]:
    """Return for each of 65,536 code points in which writing alone it is used: 1 simplified Chinese, 2 traditional
    Chinese, 3 Japanese; 0 for all others.

    The national standards tell: GB 2312 has the simplified characters, Big5 the traditional ones, JIS X 0208 those
    of Japan.
    """
    variants = np.zeros(CODE_POINTS, np.uint8)
    standards = [frozenset(_han(codec)) for codec in ("gb2312", "big5", "shift_jis")]
    for number, own in enumerate(standards, 1):
        others = frozenset[int]().union(*(standard for standard in standards[:2] if standard is not own))
        variants[sorted(own - others)] = number
    return variants


def _han(codec: str) -> Iterator[int]:
    for point in range(0x4E00, 0xA000):
        if chr(point).encode(codec, "ignore"):
            yield point


@cache
def lower_case() -> npt.NDArray[np.uint32]:
    """Return for each of 65,536 code points that of its lower case, where that is one character."""
    lowered = (chr(point).lower() for point in range(CODE_POINTS))
    return np.array([ord(low[0]) if low else 0 for low in lowered], np.uint32)
