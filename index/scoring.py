"""Samples of text scored by script and by langdetect's profiles, exactly: every n-gram of a sample counts.

A batch is one array of code points, and each step one operation on all of it. Scores are whole numbers, and their sums
stay below 2**24: so they are exact, and a text gets the same ones in whatever company.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.evidence import ByProfiles, ByScript
from index.profiles import CAPITAL, CODE_POINTS, GROUPS, SPACE, UNITS, UNKNOWN, Bytes, Scores, profiles
from index.sampling import CUT
from index.scripts import HAN, KANA, LANGUAGE_OF, SCRIPTS, SIGNS, WEIGHT, lower_case, script_of, variant_of

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Evidence = ByScript | ByProfiles | None

FEW = 0.05
"""No more of the letters than that are those of a few names."""
CHANCE = 3
"""So many letters more than their share may be there by chance."""
KANA_SHARE = 0.125
"""Less of kana than this may be a quotation in Chinese."""
JAPANESE_WEIGHT = 4
"""Japanese has many characters of the traditional kind, but Chinese hardly any of those of Japan."""
SERBIAN_HANDICAP = round(1.5 * UNITS)
"""Without any sign a short text is Croatian, of which the profile is langdetect's own."""

_HAN, _KANA = SCRIPTS.index(HAN), SCRIPTS.index(KANA)
_TAGS = list(GROUPS.values())
_LATIN = list(GROUPS).index("LATIN")
_SAME = np.arange(256, dtype=np.uint8)
_CROATIAN, _SERBIAN = (_TAGS[_LATIN].index(tag) for tag in ("hr", "sr"))


def score(samples: Sequence[str]) -> list[Evidence]:
    """Return what is found in each sample; None where it has no letters, or those of a script that tells nothing."""
    points, lengths = _points(samples)
    letters = _counts(script_of(), len(SCRIPTS), points, lengths)
    scripts = _weights(letters).argmax(axis=1)
    found: list[Evidence] = [None] * len(samples)
    for script in sorted(set(scripts.tolist())):
        chosen = scripts == script
        evidence = _of_script(script, points[np.repeat(chosen, lengths)], lengths[chosen], letters[chosen])
        for number, one in zip(np.flatnonzero(chosen).tolist(), evidence, strict=True):
            found[number] = one
    return found


def scripts_in(samples: Sequence[str]) -> list[list[int]]:
    """Return the numbers of the scripts that more than a few letters of each sample are in."""
    weights = _weights(_counts(script_of(), len(SCRIPTS), *_points(samples)))
    found: list[list[int]] = [[] for _ in samples]
    for number, script in np.argwhere(weights > FEW * weights.sum(axis=1, keepdims=True)).tolist():
        found[number].append(script)
    return found


def _weights(letters: Integers) -> Integers:
    """Return (N, scripts): how much the letters in each script say, those of Japanese as one script."""
    weights: Integers = letters * WEIGHT
    weights[:, _HAN] += weights[:, _KANA]
    weights[:, _KANA] = 0
    return weights


def _of_script(script: int, points: Integers, lengths: Integers, letters: Integers) -> Iterable[Evidence]:
    """Return what is found in samples of one script; `letters` (N, scripts) is what was counted in them."""
    if 0 < script <= len(GROUPS):
        return _by_profiles(points, lengths, script - 1)
    if script == _HAN:
        return _by_characters(points, lengths, letters)
    if SCRIPTS[script] in LANGUAGE_OF:
        return _by_script(LANGUAGE_OF[SCRIPTS[script]], points, lengths, letters)
    return [None] * len(lengths)


def _points(samples: Sequence[str]) -> tuple[Integers, Integers]:
    """Return the code points of all samples, each after a cut and a space, and how many each has."""
    joined = "".join([f"{CUT} {sample}" for sample in samples])
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([len(sample) + 2 for sample in samples], np.int64)
    return np.minimum(points, CODE_POINTS - 1).astype(np.int64), lengths


def _counts(kind_of: Bytes, kinds: int, points: Integers | Bytes, lengths: Integers) -> Integers:
    """Return (N, kinds): how many characters of each kind each text has; the first kind, none, has 0."""
    cells = np.repeat(np.arange(len(lengths)) * kinds, lengths) + kind_of.take(points)
    counts = np.bincount(cells, minlength=len(lengths) * kinds).reshape(-1, kinds)
    counts[:, 0] = 0
    return counts


def _by_script(tag: str, points: Integers, lengths: Integers, letters: Integers) -> Iterator[ByScript]:
    """Yield the language of a script, or the smaller one that shares it, by the letters that it has more of."""
    other, signs, share = SIGNS.get(tag, ("", "", 0.0))
    starts = np.cumsum(lengths) - lengths
    counts = np.add.reduceat(np.isin(points, [ord(sign) for sign in signs]), starts, dtype=np.int64)
    columns = (letters.max(axis=1), letters.sum(axis=1), counts)
    for own, total, count in zip(*(column.tolist() for column in columns), strict=True):
        tags = (other, tag) if count > share * own + CHANCE else (tag, other)
        yield ByScript(*tags, own, own / total)


def _by_characters(points: Integers, lengths: Integers, letters: Integers) -> Iterator[ByScript]:
    """Yield what East Asian text is: the two ways to write Chinese have characters of their own, Japanese has kana."""
    variants = _counts(variant_of(), 4, points, lengths)
    columns = (letters[:, _HAN], letters[:, _KANA], letters.sum(axis=1), *variants[:, 1:].T)
    for han, kana, total, *own in zip(*(column.tolist() for column in columns), strict=True):
        simplified, traditional, japanese = own
        share = (han + kana) / total
        if kana > KANA_SHARE * (han + kana) or JAPANESE_WEIGHT * japanese > simplified + traditional:
            yield ByScript("ja", "zh", han + kana, share)
            continue
        tags = ("zh-Hans", "zh-Hant") if simplified >= traditional else ("zh-Hant", "zh-Hans")
        distinct = (max(simplified, traditional) + 0.3) / (simplified + traditional + 0.5)
        yield ByScript(*tags, han + kana, share, distinct)


def _by_profiles(points: Integers, lengths: Integers, group: int) -> list[ByProfiles]:
    """Return what a group of profiles says of each text."""
    totals, sizes, different = _totals(points, lengths, group)
    order = np.argsort(-totals, axis=1, kind="stable")[:, :3]
    first, second, third = totals[np.arange(len(order))[:, None], order].T.astype(float) / UNITS
    lead = first - np.where(_are_croatian_and_serbian(order, group), third, second)
    fit = first * UNITS / (profiles().typical[group][order[:, 0]] * np.maximum(sizes, 1))
    columns = (order[:, 0], order[:, 1], first - second, lead, fit, sizes, different)
    tags = _TAGS[group]
    return [
        ByProfiles(tags[best], tags[runner_up], *signs)
        for best, runner_up, *signs in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _are_croatian_and_serbian(order: Integers, group: int) -> Flags:
    """Return whether the first two languages of each text are these."""
    best, runner_up = order[:, 0], order[:, 1]
    pair: Flags = (np.minimum(best, runner_up) == _CROATIAN) & (np.maximum(best, runner_up) == _SERBIAN)
    return pair if group == _LATIN else np.zeros_like(pair)


def _totals(points: Integers, lengths: Integers, group: int) -> tuple[Scores, Integers, Integers]:
    """Return (N, L), the score of each language in each text, and twice (N,): the number of its characters but spaces,
    and how many different ones of these the profiles know.
    """
    ends = np.cumsum(lengths)
    starts = ends - lengths
    numbers = _numbers(points, starts, lengths, profiles().characters[group])
    scores = profiles().scores.take(_rows(numbers, group), axis=0)
    totals = np.empty((len(lengths), scores.shape[1]), np.float32)
    ones = np.ones(lengths.max(), np.float32)
    for total, start, end in zip(totals, starts.tolist(), ends.tolist(), strict=True):
        np.dot(ones[: end - start], scores[start:end], out=total)
    if group == _LATIN:
        totals[:, _SERBIAN] -= SERBIAN_HANDICAP
    sizes = np.add.reduceat((numbers != SPACE) & (points != ord(CUT)), starts, dtype=np.int64)
    return totals, sizes, np.count_nonzero(_counts(_SAME, 256, numbers, lengths)[:, UNKNOWN + 1 :], axis=1)


def _numbers(points: Integers, starts: Integers, lengths: Integers, characters: Bytes) -> Bytes:
    """Return the number of each character in its group of profiles; text that is mostly capitals is lower-cased."""
    numbers = characters.take(points)
    capitals = np.add.reduceat(numbers >= CAPITAL, starts, dtype=np.int64)
    shouted = 2 * capitals > np.add.reduceat(numbers != SPACE, starts, dtype=np.int64)
    if not shouted.any():
        return numbers
    return characters.take(np.where(np.repeat(shouted, lengths), lower_case().take(points), points))


def _rows(numbers: Bytes, group: int) -> Integers:
    """Return for each character the row of scores for the n-grams that end there."""
    tables = profiles()
    ends = numbers.astype(np.int64)
    pairs = ends.copy()
    pairs[1:] |= ends[:-1] << 8
    heads = tables.heads[group].take(pairs[:-1]).astype(np.int64)
    trigrams = tables.trigrams.ravel().take(heads << 8 | ends[1:])
    rows: Integers = tables.endings[group].take(pairs).astype(np.int64)
    rows[1:] = np.where(trigrams, trigrams, rows[1:])
    capitals = numbers >= CAPITAL
    rows[1:][capitals[1:] & capitals[:-1]] = 0  # langdetect leaves words of capitals out
    return rows
