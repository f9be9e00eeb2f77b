"""Make documents by recombining sentences, as JSON Lines on standard output; the same ones every time.

    python bench/recombined.py SENTENCES.jsonl(.gz) [--documents 1000000] > many.jsonl

SENTENCES has a record with `text` and `lang` a line. Each document is 5 to 25 sentences of one language, drawn
at random.
"""

import argparse
import json
import random
import sys
from pathlib import Path

from index.sources.source import SourceFile, open_lines

SEED = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--documents", type=int, default=1_000_000, metavar="N")
    args = parser.parse_args()
    draw, by_language = random.Random(SEED), sentences(args.sentences)
    languages = sorted(by_language)
    for number in range(args.documents):
        drawn = draw.choices(by_language[draw.choice(languages)], k=draw.randint(5, 25))
        sys.stdout.write(json.dumps({"id": f"d{number}", "text": " ".join(drawn)}, ensure_ascii=False) + "\n")


def sentences(file: Path) -> dict[str, list[str]]:
    """Return the sentences of a file by their languages."""
    found: dict[str, list[str]] = {}
    with open_lines(SourceFile(file, file.name)) as lines:
        for record in map(json.loads, lines):
            found.setdefault(record["lang"], []).append(record["text"])
    return found


if __name__ == "__main__":
    main()
