"""Time looking into a corpus, over HTTP, as pages and programs do it.

    python bench/looking.py INDEX [--rounds 40] [--word WORD]

INDEX is an index of documents in one language. WORD is looked at in lines, over the years and with its collocates; by
default the one with the number of occurrences nearest to 10,000; lines are also timed of patterns made of it. Prints
the median and the 95th percentile of each in milliseconds, after one round that is not counted, how many documents an
export gives a second, and the most memory that the server took.
"""

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from search.counts.subcorpus import Subcorpus
from search.request import LINE_ORDERS, SearchRequest
from search.searcher import Searcher

OCCURRENCES = 10_000
TRACED_WORDS = 500
SHORTEST = 5
Ask = Callable[..., bytes]


def main() -> None:
    """Serve an index and time what is asked of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--word", default="")
    args = parser.parse_args()
    corpus = Searcher.open(args.index).background(SearchRequest())
    rng = random.Random(5)
    word = args.word or f"={word_with(corpus, OCCURRENCES)}"  # as it is written, else its forms would add to it
    print(f"{word!r}, {args.rounds} rounds")
    with serving(args.index) as ask:
        lines = ask("/api/v1/export", q=word, format="jsonl").decode().splitlines()
        documents = [json.loads(line) for line in lines[:200]]
        for order in LINE_ORDERS:
            timed(
                f"concordance, {order}", args.rounds, lambda order=order: ask("/api/v1/concordance", q=word, sort=order)
            )
        for what, q in patterns(word.removeprefix("=")):
            timed(f"concordance, {what}", args.rounds, lambda q=q: ask("/api/v1/concordance", q=q))
        timed("trend", args.rounds, lambda: ask("/api/v1/trends", q=word))
        timed("collocates", args.rounds, lambda: ask("/api/v1/collocates", q=word))
        timed("keywords", args.rounds, lambda: ask("/api/v1/keywords", q=word))
        words = frequent(corpus, 500)
        timed("suggestions", args.rounds, lambda: ask("/api/v1/suggest", q=rng.choice(words)[: rng.randint(1, 6)]))
        timed("did you mean", args.rounds, lambda: ask("/api/v1/search", q=mistyped(rng, rng.choice(words))))
        timed("trace, 500 words", args.rounds, lambda: ask("/api/v1/trace", {"text": mixture(rng, documents)}))
        export(ask)


def word_with(corpus: Subcorpus, occurrences: int) -> str:
    """Return the word whose number of occurrences is nearest to this."""
    near = np.argsort(np.abs(corpus.types - occurrences))
    words = (corpus.forward.types.line(int(type))[0] for type in near)
    return next(word for word in words if len(word) >= SHORTEST)


def frequent(corpus: Subcorpus, number: int) -> list[str]:
    """Return so many of the most frequent words that are not short."""
    ranked = (corpus.forward.types.line(int(type))[1] for type in np.argsort(-corpus.types))
    return list(islice((word for word in ranked if len(word) >= SHORTEST), number))


def patterns(word: str) -> tuple[tuple[str, str], ...]:
    """Return patterns that words like this one fit, each with what it is."""
    return (
        ("wildcard", f"{word[:2]}*{word[-1]}"),
        ("fuzzy", f"{word}~"),
        ("negated class", f"/[^{word[0]}]{{2,}}{word[-2:]}/"),
    )


def mistyped(rng: random.Random, word: str) -> str:
    """Return a word with two neighbouring letters exchanged, and one doubled."""
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] + word[-1]


def mixture(rng: random.Random, documents: list[dict[str, str]]) -> str:
    """Return a text of pieces of documents."""
    found: list[str] = []
    while len(found) < TRACED_WORDS:
        words = rng.choice(documents)["text"].split()
        at = rng.randrange(max(1, len(words) - 100))
        found += words[at : at + rng.randint(5, 100)]
    return " ".join(found[:TRACED_WORDS])


def timed(what: str, rounds: int, ask: Callable[[], bytes]) -> None:
    """Print how long it takes."""
    ask()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - started))
    print(f"{what:26} median {statistics.median(times):7.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:7.1f} ms")


def export(ask: Ask) -> None:
    """Print how fast every document is given away."""
    for form in ("jsonl", "csv", "parquet"):
        started = time.perf_counter()
        size = len(ask("/api/v1/export", q="*", format=form))
        seconds = time.perf_counter() - started
        total = json.loads(ask("/api/v1/info"))["documents"]
        print(f"export, {form:18} {total / seconds:7,.0f} documents/s, {size / seconds / 1e6:.0f} MB/s")


@contextmanager
def serving(index: Path) -> Iterator[Ask]:
    """Give what asks a server of an index: an address with parameters, or with JSON to post; then print its memory."""
    command = [str(Path(sys.executable).with_name("fundstelle")), "serve", "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        line = next((line for line in server.stdout or () if "http://" in line), "")
        if not line:
            sys.exit(f"The server ended with {server.wait()} before it listened.")
        host = line.split("http://")[1].split("/")[0].split()[0]
        connection = http.client.HTTPConnection(host, timeout=600)

        def ask(path: str, posted: object = None, **parameters: object) -> bytes:
            if posted is None:
                connection.request("GET", f"{path}?{urlencode(parameters)}")
            else:
                connection.request("POST", path, json.dumps(posted), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                sys.exit(f"{answer.status} for {path}: {body[:300]!r}")
            return body

        try:
            yield ask
            print(f"{'memory of the server':26} at most {peak(server.pid) / 1e6:,.0f} MB")
        finally:
            server.terminate()


def peak(process: int) -> int:
    """Return the most bytes that a process has had in memory, as Linux knows it."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
