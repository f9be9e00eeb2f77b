"""Text to language tag: the one place that knows how a language is recognised.

The recogniser is langdetect (Nakatani Shuyo's character n-gram profiles). Called plainly it draws its samples at
random and loads its profiles without a lock; here it is seeded and initialised once, so that the same text always
gets the same tag, in any thread or process.
"""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from langdetect import DetectorFactory, detector_factory
from langdetect.lang_detect_exception import LangDetectException

from index.document import UNDETERMINED

SAMPLE_WINDOWS = 8
WINDOW_LENGTH = 100
_LONG, _LEAST_PASSAGE, _LEAST_SHARE, _SURE = 1_500, 300, 0.1, 0.99

_LETTER = re.compile(r"[^\W\d_]")
# Scripts of which langdetect has no profile: Armenian, Syriac to NKo, Sinhala, Lao to Tibetan, Burmese to Georgian,
# Ethiopic to Canadian syllabics, Runes to Khmer, Mongolian and others.
_UNKNOWN = re.compile(
    "[\u0530-\u058f\u0700-\u08ff\u0b00-\u0b7f\u0d80-\u0dff\u0e80-\u10ff\u1200-\u1cff\u2c00-\u2ddf\ua000-\ua82f"
    "\ua840-\uab2f\uab70-\uabff\U00010000-\U0001ffff]"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_CHINESE = {"zh-cn": 0.5, "zh-tw": 0.5}
_BCP47 = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Detection:
    """A BCP 47 tag and how sure it is, from 0 to 1; "und" with 0 where the text gives nothing to go on.

    `runner_up` is the next likeliest tag, empty where there is none.
    """

    tag: str
    confidence: float
    runner_up: str = ""


NOTHING = Detection(UNDETERMINED, 0.0)


def detect(text: str) -> Detection:
    """Return the language of a text, judged by a sample spread over all of it."""
    piece = sample(text)
    letters = _LETTER.findall(piece)
    if 2 * len(_UNKNOWN.findall(piece)) >= len(letters):
        return NOTHING  # it would answer all the same
    detector = _factory().create()
    if 2 * len(_HAN.findall(piece)) > len(letters) and not _KANA_OR_HANGUL.search(piece):
        detector.set_prior_map(_CHINESE)  # by its profiles alone, traditional characters often look Korean
    detector.append(piece)
    try:
        best = detector.get_probabilities()
    except LangDetectException:  # no letters, or of no script that it knows
        return NOTHING
    if not best:
        return NOTHING
    tags = [_BCP47.get(one.lang, one.lang) for one in best[:2]]
    return Detection(tags[0], round(min(best[0].prob, 1.0), 4), *tags[1:])


def detect_many(texts: Sequence[str]) -> list[Detection]:
    """Return the language of each text."""
    return [detect(text) for text in texts]


def passages_many(texts: Sequence[str]) -> list[tuple[tuple[str, float], ...]]:
    """Return the passages of each text."""
    return [passages(text) for text in texts]


def passages(text: str) -> tuple[tuple[str, float], ...]:
    """Return the other languages of passages of a long text, each with its share of the letters, the largest first."""
    blocks = [block for block in text.split("\n\n") if len(block) >= _LEAST_PASSAGE]
    if len(text) < _LONG or len(blocks) < 2:
        return ()
    main = detect(text).tag
    letters = Counter[str]()
    for block in blocks:
        found = detect(block)
        letters[found.tag if found.confidence > _SURE else main] += len(_LETTER.findall(block))
    total = len(_LETTER.findall(text))
    shares = [(tag, round(count / total, 2)) for tag, count in letters.most_common() if tag not in (main, UNDETERMINED)]
    return tuple((tag, share) for tag, share in shares if share >= _LEAST_SHARE)


def sample(text: str) -> str:
    """Return up to 8 pieces of 100 characters from all over a text: a foreign heading must not decide."""
    if len(text) <= SAMPLE_WINDOWS * WINDOW_LENGTH:
        return text
    step = (len(text) - WINDOW_LENGTH) / (SAMPLE_WINDOWS - 1)
    starts = (round(number * step) for number in range(SAMPLE_WINDOWS))
    return "\n".join(text[start : start + WINDOW_LENGTH] for start in starts)


@cache
def _loaded_factory() -> DetectorFactory:
    DetectorFactory.seed = 0
    detector_factory.init_factory()
    return detector_factory._factory


def _factory() -> DetectorFactory:
    with _loading:
        return _loaded_factory()
