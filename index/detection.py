"""Text to language tag: the one place that knows how a language is recognised.

By its script where that says it; else by the n-gram profiles of langdetect (Nakatani Shuyo). langdetect itself draws
n-grams at random until it feels sure; here all n-grams of a sample count. That is quicker, gives the same text the same
tag in any batch, thread and process, and makes the margin of the likeliest language mean something.
"""

import math
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby, islice, pairwise
from typing import Any

from index.document import UNDETERMINED
from index.evidence import ByProfiles, ByScript
from index.sampling import CUT, sample, windows
from index.tags import primary

FIRST, SECOND = (4, 64), (8, 128)
"""So many windows of so many characters are read of a text, the second where the first are not clear."""
BATCH_CHARACTERS = 16_384
"""So much is scored together: little enough for the cache of a core."""

LONG = 2_000
BLOCKS, BLOCK_LENGTH = 16, 400
"""A long text is looked at in at most so many blocks of at least so many characters."""
GLANCE = (1, 100)
"""How much is read of every other block to find out whether all are alike."""
GLANCE_AT_SCRIPTS = 256
"""By about so many characters it is found out in which scripts a text is."""
SCRIPTS = (16, 256)
"""So many windows of so many characters are read of a text in several scripts."""
LEAST_IN_SCRIPT = 200
"""Fewer characters in a script are no passage."""
LEAST_SHARE = 0.1
"""Less of a text is not worth naming."""
LEAST_WINDOWS, LEAST_PART = 2, 0.25
"""So many windows, and such a part of all, must surely be in a language where a text as a whole fits none."""

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
    tagged = [_tagged(one) for one in found]
    strange = [number for number in unclear if tagged[number] is NOTHING]
    for number, partly in zip(strange, _by_parts([texts[number] for number in strange]), strict=True):
        tagged[number] = partly
    return tagged


def _read(texts: Sequence[str], count: int, length: int) -> list[ByScript | ByProfiles | None]:
    """Return what is found in so many windows of so many characters of each text."""
    from index.scoring import score  # noqa: PLC0415  # numpy takes its time to load; a search needs none of it

    batches = _batches(texts, count * length)
    return [one for batch in batches for one in score([sample(text, count, length) for text in batch])]


def _batches(texts: Sequence[str], characters: int) -> Iterator[Sequence[str]]:
    """Yield as many texts at a time as are scored together when so many characters of each are read."""
    size = BATCH_CHARACTERS // characters
    return (texts[start : start + size] for start in range(0, len(texts), size))


def _tagged(found: ByScript | ByProfiles | None) -> Detection:
    if not found or not found.is_familiar:
        return NOTHING
    return Detection(found.tag, round(found.confidence, 4), found.runner_up)


def _by_parts(texts: Sequence[str]) -> Iterator[Detection]:
    """Yield the language that most windows of each text are surely in, for texts that fit no language as a whole.

    These may be half German and half English, or a manual full of code.
    """
    count, length = SECOND
    pieces = [windows(text, min(count, len(text) // length), length) for text in texts]
    tags = iter(_sure(list(chain.from_iterable(pieces)), 1, length))
    for of_text in pieces:
        ranked = Counter(islice(tags, len(of_text))).most_common()
        known = [(tag, count) for tag, count in ranked if tag != UNDETERMINED]
        yield _most_frequent(known, len(of_text))


def _most_frequent(ranked: Sequence[tuple[str, int]], windows: int) -> Detection:
    if not ranked or ranked[0][1] < max(LEAST_WINDOWS, LEAST_PART * windows):
        return NOTHING
    (tag, count), *others = ranked
    return Detection(tag, round(count / windows, 4), others[0][0] if others else "")


def _sure(texts: Sequence[str], count: int, length: int) -> list[str]:
    """Return the tag of each text, judged by such windows, or "und" where it is not sure."""
    return [one.tag if one and one.is_sure else UNDETERMINED for one in _read(texts, count, length)]


def passages(text: str) -> tuple[tuple[str, float], ...]:
    """Return the other languages in passages of a text, each with its share of the text, the largest first.

    A passage is what at least two neighbouring blocks of a long text (of 400 characters, or a sixteenth of it) surely
    are, or what is in another script in a text of any length; all in a language make a tenth of the text or more. So
    names, quotations and references are no passages.
    """
    return passages_many([text])[0]


def passages_many(texts: Sequence[str]) -> list[tuple[tuple[str, float], ...]]:
    """Return the passages of each text, the same as `passages` does; many at once are much quicker."""
    blocks = [_blocks(text) for text in texts]
    every_other = [of_text[1::2] for of_text in blocks]  # of two neighbours one is among them
    tags = iter(_sure(list(chain.from_iterable(every_other)), *GLANCE))
    kinds = [set(islice(tags, len(of_text))) - {UNDETERMINED} for of_text in every_other]
    return [
        _other_languages(text, of_text if len(tags) > 1 else [], in_scripts)
        for text, of_text, tags, in_scripts in zip(texts, blocks, kinds, _by_scripts(texts), strict=True)
    ]


def _blocks(text: str) -> list[str]:
    if len(text) < LONG:
        return []
    count = min(BLOCKS, len(text) // BLOCK_LENGTH)
    return [text[start:end] for start, end in pairwise(number * len(text) // count for number in range(count + 1))]


def _by_scripts(texts: Sequence[str]) -> list[dict[str, float]]:
    """Return the languages of each text that is in several scripts, each with its share of the text."""
    from index.scoring import scripts_in  # noqa: PLC0415  # as above

    glances = [_glance(text) for text in texts]
    glanced = [one for batch in _batches(glances, GLANCE_AT_SCRIPTS) for one in scripts_in(batch)]
    return [_in_scripts(text, seen) if len(seen) > 1 else {} for text, seen in zip(texts, glanced, strict=True)]


def _glance(text: str) -> str:
    """Return characters from all over a text; none of one that cannot have a passage in another script."""
    if text.isascii() or len(text) < 2 * LEAST_IN_SCRIPT:
        return ""
    return text[:: max(1, len(text) // GLANCE_AT_SCRIPTS)]


def _in_scripts(text: str, scripts: Sequence[int]) -> dict[str, float]:
    from index.scripts import stretches  # noqa: PLC0415  # as above

    text = sample(text, *SCRIPTS)
    parts = [CUT.join(stretches(text, script)) for script in scripts]
    parts = [part for part in parts if len(part) >= max(LEAST_IN_SCRIPT, LEAST_SHARE * len(text))]
    shares = {tag: round(len(part) / len(text), 2) for tag, part in zip(_sure(parts, *FIRST), parts, strict=True)}
    return {tag: share for tag, share in shares.items() if tag != UNDETERMINED}


def _other_languages(text: str, blocks: Sequence[str], in_scripts: dict[str, float]) -> tuple[tuple[str, float], ...]:
    if not blocks and not in_scripts:
        return ()
    main = primary(detect(text).tag)
    shares = {**in_scripts, **_shares(_sure(blocks, *FIRST))}
    found = [(tag, share) for tag, share in shares.items() if primary(tag) != main]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


def _shares(tags: Sequence[str]) -> dict[str, float]:
    """Return what share of all each tag has in runs of two or more, if that is large enough."""
    runs = [list(run) for _, run in groupby(tags)]
    counts = Counter(tag for run in runs if len(run) > 1 for tag in run if tag != UNDETERMINED)
    shares = {tag: count / len(tags) for tag, count in counts.items()}
    return {tag: round(share, 2) for tag, share in shares.items() if share >= LEAST_SHARE}


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
