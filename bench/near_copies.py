"""Score how surely near copies are told: edit real texts, and compare what is said of each pair with what is true.

    python bench/near_copies.py FILE.jsonl[.gz]... [--texts 2000] [--speed]

Of each text (field `text`, 50 words at least) an edited one is made: words and sentences are replaced, deleted,
inserted and moved until their similarity, drawn evenly from 0.5 to 1, is that of the two texts. The other texts are the
unrelated ones of the same kind. Every pair counts, whether it was made or found among them: its true overlap is counted
on its word 5-grams, for all pairs that share one. The seed is fixed.

A pair is one of near copies if its overlap is 0.8 at least. By Jaccard that is the share of the grams of both together
that both have, and so index/near_copies.py has it; by containment, of the grams of the longer text. --speed prints
microseconds a text instead.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from index.analysis import analyzer
from index.near_copies import SIMILAR, grouped
from index.signatures import GRAM_WORDS, signatures

MIN_WORDS = 50
FREQUENT = 50
"""A gram of more texts is boilerplate: two near copies share others too."""

Grams = frozenset[tuple[str, ...]]
Pair = tuple[int, int]


def texts(files: Sequence[Path], most: int) -> list[list[str]]:
    """Return the sentences of a sample of texts, as folded words."""
    found = []
    for file in files:
        with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
            found += [analyzer("und").index_forms(json.loads(line)["text"])[0].split() for line in lines]
    long = [words for words in found if len(words) >= MIN_WORDS]
    random.Random(1).shuffle(long)
    return long[:most]


def grams(words: Sequence[str]) -> Grams:
    return frozenset(zip(*(words[at:] for at in range(GRAM_WORDS)), strict=False))


def jaccard(one: Grams, other: Grams) -> float:
    return len(one & other) / len(one | other)


def containment(one: Grams, other: Grams) -> float:
    return len(one & other) / max(len(one), len(other))


def edited(words: list[str], overlap: float, chance: random.Random) -> list[str]:
    """Return a text with so many edits that not more than that overlap is left."""
    original, words = grams(words), list(words)
    while jaccard(original, grams(words)) > overlap:
        _edit(words, chance)
    return words


def _edit(words: list[str], chance: random.Random) -> None:
    at, span = chance.randrange(len(words)), chance.choice([1, 1, 1, 12])  # a word, or about a sentence
    match chance.choice(["replace", "delete", "insert", "move"]):
        case "replace":
            words[at : at + span] = chance.choices(words, k=span)
        case "delete" if len(words) > MIN_WORDS // 2 + span:
            del words[at : at + span]
        case "insert":
            words[at:at] = chance.choices(words, k=span)
        case "move":
            moved, words[at : at + span] = words[at : at + span], []
            to = chance.randrange(len(words) + 1)
            words[to:to] = moved


def pairs(every: Sequence[Grams]) -> set[Pair]:
    """Return the pairs of texts that share a gram which is not boilerplate."""
    holders = defaultdict(list)
    for number, found in enumerate(every):
        for gram in found:
            holders[gram].append(number)
    return {pair for numbers in holders.values() if len(numbers) <= FREQUENT for pair in combinations(numbers, 2)}


def said(everything: Sequence[Sequence[str]]) -> set[Pair]:
    """Return the pairs that are put into one group."""
    numbers, groups = grouped(np.arange(len(everything)), signatures(map(" ".join, everything)))
    members = defaultdict(list)
    for number, group in zip(numbers.tolist(), groups.tolist(), strict=True):
        members[group].append(number)
    return {pair for numbers in members.values() for pair in combinations(numbers, 2)}


def report(name: str, overlap: Callable[[Grams, Grams], float], every: Sequence[Grams], found: set[Pair]) -> None:
    measured = {pair: overlap(every[pair[0]], every[pair[1]]) for pair in pairs(every) | found}
    true = {pair for pair, value in measured.items() if value >= SIMILAR}
    right = len(true & found)
    print(f"{name:12} precision {right / len(found):.3f}  recall {right / len(true):.3f}  ({len(true):,} true pairs)")
    bins = Counter(int(value * 20) for value in measured.values() if value >= 0.5)
    hit = Counter(int(value * 20) for pair, value in measured.items() if value >= 0.5 and pair in found)
    print("  said of", "  ".join(f"{at / 20:.2f}: {hit[at]}/{bins[at]}" for at in sorted(bins)))


def speed(everything: Sequence[Sequence[str]]) -> None:
    whole = " ".join(word for words in everything for word in words)
    for length in (100, 1_300, 10_000):
        cut = [whole[at : at + length] for at in range(0, len(whole), length)]
        started = time.process_time()
        signatures(cut)
        print(f"{length:>6,} characters: {(time.process_time() - started) / len(cut) * 1e6:6.1f} µs a text")


def made(originals: Sequence[list[str]]) -> Iterator[list[str]]:
    chance = random.Random(2)
    for words in originals:
        yield edited(words, chance.uniform(0.5, 1), chance)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--texts", type=int, default=2000, help="most that are edited (default: %(default)s)")
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    originals = texts(args.files, args.texts)
    if args.speed:
        speed(originals)
        return
    everything = [*originals, *made(originals)]
    every, found = [grams(words) for words in everything], said(everything)
    report("Jaccard", jaccard, every, found)
    report("containment", containment, every, found)


if __name__ == "__main__":
    main()
