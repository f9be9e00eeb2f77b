"""langdetect's character n-gram profiles, as tables to score many texts at once.

langdetect multiplies, for n-grams (of one to three characters) drawn at random, `alpha / 10000 + frequency` in each
language. Here stand the logarithms of those numbers, so that all n-grams of a text can be summed up. As each position
in a text ends a trigram, a bigram and a single character, one row holds the sum of the three.
"""

import json
import math
import os
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

from index.sampling import CUT
from index.serbian import Counts, cyrillic, ekavian

GROUPS = {
    script: tags.split()
    for script, tags in {
        "LATIN": "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sr sv sw tl tr vi",
        "CYRILLIC": "bg mk ru sr uk",
        "ARABIC": "ar fa ur",
        "DEVANAGARI": "hi mr ne",
    }.items()
}
"""The languages that share a script, by the name Unicode gives to its characters: these are told apart by n-grams."""

SPACE, UNKNOWN, CAPITAL = 0, 1, 160
"""Numbers of characters in every group: those of its profiles follow UNKNOWN, its capitals CAPITAL, an unknown one."""
CODE_POINTS = 0x10000
UNITS = 512
"""Scores are whole numbers, so many a nat: sums are exact in whatever order. 1,100 rows stay below 2**24."""
SMOOTHING = 0.5 / 10_000
"""langdetect's alpha (its mean) / BASE_FREQ."""
BUILD = 2
"""Goes up when other tables are built from the same profiles."""
_MOST = max(map(len, GROUPS.values()))

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.uint16]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Profiles:
    """The tables of G groups of at most L languages.

    `characters` (G, 65536): code point -> number of the character in the group, normalised as langdetect does.
    `heads` (G, 65536): two numbers (the first in the high byte) -> a row of `trigrams`. `trigrams` (T, 256): a third
    number -> a row of `scores`. `endings` (G, 65536): two numbers -> a row of `scores`, for where the trigram is not
    known. In all three 0 stands for "none". `scores` (R, L): what a position gives to each language, in whole numbers;
    row 0 is zeros. `typical` (G, L): the mean of that over text of the language itself, going by its own profile.
    """

    characters: Bytes
    heads: Numbers
    trigrams: Numbers
    endings: Numbers
    scores: Scores
    typical: Scores


@cache
def profiles() -> Profiles:
    """Return the tables: from the cache, else built from the installed langdetect, in about a second."""
    try:
        file = _cache_file()
    except RuntimeError:  # a user without a home
        return build()
    try:
        return _load(file)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):  # none yet, or damaged
        built = build()
        _store(built, file)
        return built


def _cache_file() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    made_from = f"{BUILD}-langdetect-{version('langdetect')}-unicode-{unicodedata.unidata_version}"
    return folder / "fundstelle" / f"profiles-{made_from}.npz"


def _load(file: Path) -> Profiles:
    with np.load(file, allow_pickle=False) as stored:
        return Profiles(**{field.name: stored[field.name] for field in fields(Profiles)})


def _store(built: Profiles, file: Path) -> None:
    """Put the tables into the cache in one step, so that nobody reads half of them; without a cache all works too."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            scratch = Path(folder, file.name)
            np.savez(scratch, **{field.name: getattr(built, field.name) for field in fields(Profiles)})
            scratch.replace(file)
    except OSError:
        return


def build() -> Profiles:
    """Build the tables from the profiles of the installed langdetect."""
    languages = {(language.script, language.tag): language for language in _languages()}
    tables = _Tables()
    for script, tags in GROUPS.items():
        tables.add(script, [languages[script, tag] for tag in tags])
    return tables.finish()


@dataclass(frozen=True, slots=True)
class _Language:
    """How often each n-gram of a language was counted, and how many of one, two and three characters in all."""

    script: str
    tag: str
    counts: Counts
    totals: list[int]

    def scores(self) -> dict[str, int]:
        return {gram: _score(count / self.totals[len(gram) - 1]) for gram, count in self.counts.items()}

    def typical(self) -> float:
        scores = self.scores()
        return sum(count * scores[gram] for gram, count in self.counts.items()) / self.totals[0]


def _score(frequency: float) -> int:
    return round(UNITS * math.log1p(frequency / SMOOTHING))


def _languages() -> Iterator[_Language]:
    scripts = {tag: script for script, tags in GROUPS.items() for tag in tags}
    for file in Path(PROFILES_DIRECTORY).iterdir():
        tag = file.name
        if tag not in scripts:
            continue
        profile = json.loads(file.read_text(encoding="utf-8"))
        yield _Language(scripts[tag], tag, profile["freq"], profile["n_words"])
        if tag == "hr":
            serbian = ekavian(profile["freq"], profile["n_words"][2])
            yield _Language("LATIN", "sr", serbian, profile["n_words"])
            yield _Language("CYRILLIC", "sr", cyrillic(serbian), profile["n_words"])


class _Tables:
    """Tables in the making, a group after the other."""

    def __init__(self) -> None:
        self._characters: list[Bytes] = []
        self._heads: list[Numbers] = []
        self._endings: list[Numbers] = []
        self._typical: list[Scores] = []
        self._trigrams = [np.zeros(256, np.uint16)]
        self._rows = [np.zeros(_MOST, np.float32)]

    def add(self, script: str, languages: list[_Language]) -> None:
        grams = _vectors(languages, script)
        numbers = _numbers(grams)
        heads, endings = np.zeros((2, 256, 256), np.uint16)
        self._characters.append(_characters(numbers, script))
        self._typical.append(_padded([language.typical() for language in languages]))
        for gram in sorted(grams, key=len):  # what a longer one builds upon comes first
            *before, last = (numbers[char] for char in gram)
            match before:
                case []:
                    endings[:, last] = self._row(grams[gram])
                case [first]:
                    endings[first, last] = self._row(grams[gram], endings[first, last])
                case [first, second]:
                    if not heads[first, second]:
                        heads[first, second] = len(self._trigrams)
                        self._trigrams.append(np.zeros(256, np.uint16))
                    row = self._row(grams[gram], endings[second, last])
                    self._trigrams[heads[first, second]][last] = row
        self._heads.append(heads.ravel())
        self._endings.append(endings.ravel())

    def _row(self, scores: Scores, shorter: int = 0) -> int:
        """Add a row: the scores of an n-gram and those of the row for its shorter endings."""
        self._rows.append(self._rows[shorter] + scores)
        return len(self._rows) - 1

    def finish(self) -> Profiles:
        return Profiles(
            characters=np.stack(self._characters),
            heads=np.stack(self._heads),
            trigrams=np.stack(self._trigrams),
            endings=np.stack(self._endings),
            scores=np.stack(self._rows),
            typical=np.stack(self._typical),
        )


def _padded(numbers: list[float]) -> Scores:
    return np.array(numbers + [0.0] * (_MOST - len(numbers)), np.float32)


def _vectors(languages: list[_Language], script: str) -> dict[str, Scores]:
    """Return the scores of each n-gram in each language; those with letters of other scripts are left out."""
    vectors: dict[str, Scores] = {}
    for column, language in enumerate(languages):
        for gram, score in language.scores().items():
            if all(_belongs(char, script) for char in gram):
                vectors.setdefault(gram, np.zeros(_MOST, np.float32))[column] = score
    return vectors


@cache
def _belongs(char: str, script: str) -> bool:
    return unicodedata.category(char)[0] not in "LM" or script in unicodedata.name(char, "")


def _numbers(grams: Iterable[str]) -> dict[str, int]:
    letters = sorted({char for gram in grams for char in gram} - {" "})
    small = enumerate((char for char in letters if not char.isupper()), UNKNOWN + 1)
    capitals = enumerate((char for char in letters if char.isupper()), CAPITAL + 1)
    return {" ": SPACE} | {char: number for number, char in chain(small, capitals)}


def _characters(numbers: dict[str, int], script: str) -> Bytes:
    return np.array([_number(chr(point), numbers, script) for point in range(CODE_POINTS)], np.uint8)


def _number(char: str, numbers: dict[str, int], script: str) -> int:
    if char == CUT:
        return UNKNOWN
    if char.isascii() and script != "LATIN":  # langdetect drops Latin words from a text in another script
        return SPACE
    char = _normalize(char)
    return numbers.get(char, CAPITAL if char.isupper() else UNKNOWN)


_normalize = cache(NGram.normalize)
