"""Score the tagging of languages, time it against langdetect itself, and fit its formulas.

    python bench/detection.py FILE... [--speed | --fit]

FILE is a .jsonl or .jsonl.gz of {text, lang}, lang an ISO 639 code. Without an option it prints a file: accuracy over
the languages that have a profile or a script of their own, as a mean over languages; how many texts were left
undetermined; how many tags were wrong with a confidence of 0.9 or more; the error of calibration (the mean difference
of confidence and accuracy, in tenths of confidence); and what share of texts in other languages is undetermined.

--speed times texts of 450 and of 3,000 characters, in batches, on one core, and langdetect on some of the same texts.
--fit fits the formulas of index/evidence.py to every other row, and prints how they do on the rest.
"""

import argparse
import gzip
import json
import math
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from index.detection import FIRST, SECOND, Detection, detect_many, langdetect_reference
from index.evidence import ByProfiles
from index.profiles import GROUPS
from index.sampling import sample
from index.scoring import score
from index.scripts import LANGUAGE_OF

SAME = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he"}
KNOWN = {tag for tags in GROUPS.values() for tag in tags} | set(LANGUAGE_OF.values()) | {"zh", "ja"}
NEAR_A_KNOWN_ONE = {"bs", "gl", "ms"}
"""No profile tells these from Croatian, Spanish and Portuguese, Indonesian; they would blur the fit."""
Row = tuple[str, str]


def rows(file: Path) -> list[Row]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        return [(row["text"], plain(row["lang"])) for row in map(json.loads, lines)]


def plain(tag: str) -> str:
    primary = tag.partition("-")[0]
    return SAME.get(primary, primary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--speed", action="store_true")
    kind.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    if args.speed:
        return print_speed([row for file in args.files for row in rows(file) if row[1] in KNOWN])
    if args.fit:
        return print_fit([rows(file) for file in args.files])
    for file in args.files:
        print_accuracy(file.name, rows(file))
    return None


def print_accuracy(name: str, texts: list[Row]) -> None:
    found = detect_many([text for text, _ in texts])
    answers = [(language, one) for (_, language), one in zip(texts, found, strict=True)]
    known = [(language, one) for language, one in answers if language in KNOWN]
    others = [one for language, one in answers if language not in KNOWN]
    seen = Counter(language for language, _ in known)
    right = Counter(language for language, one in known if plain(one.tag) == language)
    sure = sum(plain(one.tag) != language and one.confidence >= 0.9 for language, one in known)
    print(
        f"{name}: {len(known)} texts, {len(seen)} languages, "
        f"macro accuracy {sum(right[tag] / seen[tag] for tag in seen) / len(seen):.4f}, "
        f"undetermined {undetermined([one for _, one in known]):.2%}, "
        f"wrong with confidence >= 0.9 {sure / len(known):.2%}, "
        f"error of calibration {calibration_error(known):.2%}; "
        f"{len(others)} in other languages, undetermined {undetermined(others):.1%}"
    )


def undetermined(found: Sequence[Detection]) -> float:
    return sum(one.tag == "und" for one in found) / max(len(found), 1)


def calibration_error(known: list[tuple[str, Detection]]) -> float:
    tagged = [(one.confidence, plain(one.tag) == language) for language, one in known if one.tag != "und"]
    tenths = [[pair for pair in tagged if min(int(pair[0] * 10), 9) == tenth] for tenth in range(10)]
    return sum(abs(sum(sure - right for sure, right in tenth)) for tenth in tenths) / len(tagged)


def print_speed(texts: list[Row]) -> None:
    for length in (450, 3_000):
        batch = of_length(texts, length)
        few = random.Random(5).sample(batch, min(400, len(batch)))
        detect_many(few[:10]), langdetect_reference(few[0])  # both load their profiles
        ours = per_second(partial(detect_many, batch), len(batch))
        theirs = per_second(lambda few=few: [langdetect_reference(text) for text in few], len(few))
        print(
            f"{length:,} characters: {ours:,.0f} texts/s, langdetect {theirs:,.0f}, {ours / theirs:.0f} times as many"
        )


def of_length(texts: list[Row], length: int) -> list[str]:
    """Return texts of so many characters, made of those of one language."""
    joined: dict[str, str] = defaultdict(str)
    for text, language in texts:
        joined[language] += f"{text} "
    return [
        whole[start : start + length] for whole in joined.values() for start in range(0, len(whole) - length, length)
    ]


def per_second(work: Callable[[], object], count: int) -> float:
    return count / min(timed(work) for _ in range(5))


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()  # of this process alone, whatever else runs
    work()
    return time.process_time() - started


def print_fit(files: list[list[Row]]) -> None:
    found = [list(by_profiles(texts)) for texts in files]
    fitted, held_out = ([each for one in found for each in one[half::2]] for half in (0, 1))
    clear_cut = [pair for pair in fitted if pair[0] not in NEAR_A_KNOWN_ONE]
    signs = [(1.0, *one.signs_of_familiarity) for _, one in clear_cut]
    print("FAMILIARITY =", rounded(logistic_fit(signs, [language in KNOWN for language, _ in clear_cut])))
    tagged = familiar(fitted)
    signs = [(1.0, one.margin, one.fit) for _, one in tagged]
    print("CERTAINTY =", rounded(logistic_fit(signs, [plain(one.tag) == language for language, one in tagged])))
    for name, half in (("the rows fitted to", fitted), ("the others", held_out)):
        known = [(language, Detection(one.tag, one.confidence)) for language, one in familiar(half)]
        print(f"error of calibration as it is, {name}: {calibration_error(known):.2%}")


def familiar(found: list[tuple[str, ByProfiles]]) -> list[tuple[str, ByProfiles]]:
    return [(language, one) for language, one in found if language in KNOWN and one.is_familiar]


def rounded(weights: list[float]) -> tuple[float, ...]:
    return tuple(round(weight, 3) for weight in weights)


def by_profiles(texts: list[Row]) -> Iterator[tuple[str, ByProfiles]]:
    """Yield what the first and the second look at each text give, with its language."""
    for windows, length in (FIRST, SECOND):
        for text, language in texts:
            if (windows, length) == FIRST or len(text) > math.prod(FIRST):
                [one] = score([sample(text, windows, length)])
                if isinstance(one, ByProfiles):
                    yield language, one


def logistic_fit(signs: Sequence[tuple[float, ...]], truths: list[bool]) -> list[float]:
    """Return the weights of a logistic regression, by Newton's method."""
    x, y = np.array(signs), np.array(truths, float)
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - 1e-4 * weights
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-4 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return [float(weight) for weight in weights]


if __name__ == "__main__":
    main()
