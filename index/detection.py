"""Text to language tag: the one place that knows how a language is recognised.

By its script where that says it; else by the n-gram profiles of langdetect (Nakatani Shuyo). langdetect itself draws
n-grams at random until it feels sure; here all n-grams of a sample count. That is quicker, gives the same text the same
tag in any batch, thread and process, and makes the margin of the likeliest language mean something.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from index.document import UNDETERMINED
from index.evidence import ByProfiles, ByScript

FIRST, SECOND = (4, 64), (8, 128)
"""So many windows of so many characters are read of a text, the second where the first are not clear."""
BATCH_CHARACTERS = 32_768
"""So much is scored together: little enough for the cache of a core."""

LONG = 2_000
BLOCKS, BLOCK_LENGTH = 16, 400
"""A long text is looked at in at most so many blocks of at least so many characters."""
SURE = 0.99
LEAST_SHARE = 0.1

_BCP47 = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Detection:
    """A BCP 47 tag, how sure it is, from 0 to 1, and the next likeliest tag ("" if there is none).

    "und" with 0 stands where a text gives nothing to go on or is in none of the languages known.
    """

    tag: str
    confidence: float
    runner_up: str = ""


NOTHING = Detection(UNDETERMINED, 0.0)


def detect(text: str) -> Detection:
    """Return the language of a text, judged by a sample spread over all of it."""
    return detect_many([text])[0]


def detect_many(texts: Sequence[str]) -> list[Detection]:
    """Return the language of each text, the same as `detect` gives it; many at once are much quicker."""
    found = _read(texts, *FIRST)
    unclear = [
        number
        for number, (text, one) in enumerate(zip(texts, found, strict=True))
        if len(text) > math.prod(FIRST) and not (one and one.is_clear)
    ]
    for number, again in zip(unclear, _read([texts[number] for number in unclear], *SECOND), strict=True):
        found[number] = again
    return [_judged(one) for one in found]


def _read(texts: Sequence[str], windows: int, length: int) -> list[ByScript | ByProfiles | None]:
    from index.scoring import sample, score  # noqa: PLC0415  # numpy takes its time to load; a search needs none of it

    size = BATCH_CHARACTERS // (windows * length)
    batches = (texts[start : start + size] for start in range(0, len(texts), size))
    return [one for batch in batches for one in score([sample(text, windows, length) for text in batch])]


def _judged(found: ByScript | ByProfiles | None) -> Detection:
    if not found or not found.is_familiar:
        return NOTHING
    return Detection(found.tag, round(found.confidence, 4), found.runner_up)


def passages(text: str) -> tuple[tuple[str, float], ...]:
    """Return the other languages in passages of a long text, each with its share of the text, the largest first.

    A passage is what at least two neighbouring blocks (of 400 characters, or a sixteenth of the text) surely are; all
    in a language make a tenth of the text or more. Names, quotations and lists of literature are no passages.
    """
    if len(text) < LONG:
        return ()
    count = min(BLOCKS, len(text) // BLOCK_LENGTH)
    edges = [number * len(text) // count for number in range(count + 1)]
    blocks = [text[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    tags = [one.tag if one.confidence >= SURE else UNDETERMINED for one in _read(blocks, *FIRST)]
    runs = [(tag, len(list(run))) for tag, run in groupby(tags)]
    ...


def langdetect_reference(text: str) -> Detection:
    """Return what langdetect itself answers, seeded so that it is always the same; "und" where it fails."""
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    detector = _factory().create()
    detector.append(text)
    try:
        best, *others = detector.get_probabilities()
    except (LangDetectException, ValueError):  # no letters, or of no script that it knows
        return NOTHING
    tags = [_BCP47.get(one.lang, one.lang) for one in (best, *others)]
    return Detection(tags[0], round(min(best.prob, 1.0), 4), *tags[1:2])


def _factory() -> Any:  # noqa: ANN401  # langdetect has no types
    with _loading:
        return _loaded_factory()


@cache
def _loaded_factory() -> Any:  # noqa: ANN401
    from langdetect import DetectorFactory, detector_factory  # noqa: PLC0415

    DetectorFactory.seed = 0
    detector_factory.init_factory()
    return detector_factory._factory
