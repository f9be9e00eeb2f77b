"""Texts scored by langdetect's profiles, a batch at a time, exactly: every n-gram of what is read of a text counts.

A batch is one array of code points; each step is one operation on all of it. Scores are whole numbers below 2**24, so
that sums are exact and a text gets the same ones in whatever company.
"""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from langdetect.detector import Detector

from index.evidence import ByProfiles, ByScript
from index.profiles import CODE_POINTS, CUT, GROUPS, SPACE, UNITS, Bytes, Scores, profiles
from index.scripts import HAN, KANA, LANGUAGE_OF, SCRIPTS, SIGNS, WEIGHT, lower_case, script_of, variant_of

Integers = npt.NDArray[np.int64]
Points = npt.NDArray[np.uint32]

_TAGS = list(GROUPS.values())
_LATIN = list(GROUPS).index("LATIN")
_SERBIAN = GROUPS["LATIN"].index("sr")
_TWINS = (_SERBIAN, GROUPS["LATIN"].index("hr"))
_SERBIAN_HANDICAP = 1.5 * UNITS
"""Without any sign a short text is Croatian, of which the profile is langdetect's own."""
CHANCE = 3
"""So many letters more than their share may be there by chance."""
KANA_SHARE = 0.125
"""Less of kana than this may be a quotation in Chinese."""


Evidence = ByScript | ByProfiles | None


def sample(text: str, windows: int, length: int) -> str:
    """Return so many windows of so many characters from all over a text, or all of one that is no longer.

    Web and e-mail addresses are left out, as langdetect does.
    """
    if len(text) > windows * length:
        step = (len(text) - length) / (windows - 1)
        starts = [round(number * step) for number in range(windows)]
        text = CUT.join([text[start : start + length] for start in starts])
    if "://" in text:
        text = Detector.URL_RE.sub(" ", text)
    if "@" in text:
        text = Detector.MAIL_RE.sub(" ", text)
    return unicodedata.normalize("NFC", text)


def score(samples: Sequence[str]) -> list[Evidence]:
    """Return what is found in each sample; None where it has no letters, or those of a script that we do not know."""
    points, lengths = _points(samples)
    letters = _counts(script_of(), len(SCRIPTS), points, lengths)
    scripts = (letters * WEIGHT).argmax(axis=1)
    of_group = (scripts > 0) & (scripts <= len(GROUPS))
    ranked = _ranked(points[np.repeat(of_group, lengths)], lengths[of_group], scripts[of_group] - 1)
    return [
        next(ranked) if is_of_group else _by_script(sample, SCRIPTS[script], counts)
        for sample, script, is_of_group, counts in zip(samples, scripts.tolist(), of_group.tolist(), letters, strict=True)
    ]


def _points(samples: Sequence[str]) -> tuple[Points, Integers]:
    """Return the code points of all samples, each after a cut and a space, and how many each has."""
    joined = "".join([f"{CUT} {sample}" for sample in samples])
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(points, CODE_POINTS - 1), np.array([len(sample) + 2 for sample in samples], np.int64)


def _counts(kind_of: Bytes, kinds: int, points: Points, lengths: Integers) -> Integers:
    """Return (N, kinds): how many characters of each kind each text has; 0 of the first, which is none."""
    cells = np.repeat(np.arange(len(lengths)) * kinds, lengths) + kind_of.take(points)
    counts = np.bincount(cells, minlength=len(lengths) * kinds).reshape(-1, kinds)
    counts[:, 0] = 0
    return counts


def _by_script(sample: str, script: str, counts: Integers) -> ByScript | None:
    total = int(counts.sum())
    if script in (HAN, KANA):
        return _east_asian(sample, *(int(counts[SCRIPTS.index(one)]) for one in (HAN, KANA)), total)
    tag, letters = LANGUAGE_OF.get(script), int(counts.max())
    if not tag:
        return None
    other, signs, share = SIGNS.get(tag, ("", "", 0.0))
    if other and sum(map(sample.count, signs)) > share * letters + CHANCE:
        tag, other = other, tag
    return ByScript(tag, other, letters, letters / total)


def _east_asian(sample: str, han: int, kana: int, total: int) -> ByScript:
    """Japanese has kana; the two ways of writing Chinese have characters of their own, and so has Japanese."""
    points, lengths = _points([sample])
    _, simplified, traditional, japanese = (int(count) for count in _counts(variant_of(), 4, points, lengths)[0])
    letters, share = han + kana, (han + kana) / total
    if KANA_SHARE * letters < kana or japanese > max(simplified, traditional):
        return ByScript("ja", "zh", letters, share)
    chinese = [("zh-Hans", simplified), ("zh-Hant", traditional)]
    (tag, most), (runner_up, least) = sorted(chinese, key=lambda pair: -pair[1])
    return ByScript(tag, runner_up, letters, share * (most + 0.3) / (most + least + 0.5))


def _ranked(points: Points, lengths: Integers, groups: Integers) -> Iterator[ByProfiles]:
    """Yield what the profiles say of each text, those of its group."""
    if not len(lengths):
        return
    totals, sizes = _totals(points, lengths, groups)
    order = np.argsort(-totals, axis=1, kind="stable")[:, :3]
    first, second, third = np.take_along_axis(totals, order, axis=1).T / UNITS
    twins = (groups == _LATIN) & np.isin(order[:, :2], _TWINS).all(axis=1)
    lead = first - np.where(twins, third, second)
    fit = first * UNITS / (profiles().typical[groups, order[:, 0]] * np.maximum(sizes, 1))
    numbers = (first - second, lead, fit, sizes)
    rows = zip(groups.tolist(), order.tolist(), *(each.tolist() for each in numbers), strict=True)
    for group, ranks, margin, ahead, fits, letters in rows:
        yield ByProfiles(_TAGS[group][ranks[0]], _TAGS[group][ranks[1]], margin, ahead, fits, letters)


def _totals(points: Points, lengths: Integers, groups: Integers) -> tuple[Scores, Integers]:
    """Return (N, L), the score of each language in each text, and (N,), the number of its characters but spaces."""
    tables = profiles()
    ends = np.cumsum(lengths)
    starts = ends - lengths
    offsets = np.repeat(groups << 16, lengths)
    numbers = _numbers(points, offsets, starts, lengths)
    capitals = tables.capitals.take(numbers | offsets >> 8)
    pairs = numbers | offsets
    pairs[1:] |= numbers[:-1] << 8
    rows = tables.endings.take(pairs)
    trigrams = tables.trigrams.take(tables.heads.take(pairs[:-1]).astype(np.int64) << 8 | numbers[1:])
    np.copyto(rows[1:], trigrams, where=trigrams > 0)
    rows[1:][capitals[1:] & capitals[:-1]] = 0  # langdetect leaves words of capitals out
    scores = tables.scores.take(rows, axis=0)
    ones = np.ones(lengths.max(), np.float32)
    totals = np.stack([ones[: end - start] @ scores[start:end] for start, end in zip(starts, ends, strict=True)])
    totals[groups == _LATIN, _SERBIAN] -= _SERBIAN_HANDICAP
    return totals, np.add.reduceat((numbers != SPACE) & (points != 0), starts, dtype=np.int64)


def _numbers(points: Points, offsets: Integers, starts: Integers, lengths: Integers) -> Integers:
    """Return the number of each character in its group of profiles; text that is mostly capitals is lower-cased."""
    tables = profiles()
    numbers = tables.characters.take(points | offsets)
    capitals = tables.capitals.take(numbers | offsets >> 8)
    shouted = 2 * np.add.reduceat(capitals, starts, dtype=np.int64) > np.add.reduceat(numbers != SPACE, starts, dtype=np.int64)
    if shouted.any():
        lowered = np.where(np.repeat(shouted, lengths), lower_case().take(points), points)
        numbers = tables.characters.take(lowered | offsets)
    return numbers.astype(np.int64)
