"""Score the ranking on retrieval sets, no language told: nDCG@10 a set and their mean.

    python bench/ranking.py SET... [--alone] [--questions 300] [--numbers NAME=VALUE ...]

All sets are in one index, or with --alone each in one of its own. --numbers tries other numbers than those of
search/ranking/scoring.py and compounds.py there: --numbers NEAR_BOOST=0.2 SHORTEST_HEAD=3.

SET is a folder with docs.jsonl or docs.jsonl.gz (id, title, text), queries.jsonl (id, text) and qrels.tsv (question,
0, document, grade). The questions asked are a sample that is the same each time.
"""

import argparse
import gzip
import json
import math
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.pipeline import index_sources
from search.ranking import compounds, scoring
from search.request import SearchRequest
from search.searcher import Searcher

Grades = dict[str, int]


def rows(file: Path) -> Iterator[dict[str, Any]]:
    packed = file.with_name(f"{file.name}.gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def grades(folder: Path) -> dict[str, Grades]:
    found: dict[str, Grades] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, _, document, grade = line.split("\t")
        found[question][f"{folder.name}/{document}"] = int(grade)
    return found


def ndcg(found: list[str], relevant: Grades) -> float:
    """Return the normalised discounted cumulative gain of ten hits (Järvelin & Kekäläinen 2002, gain 2^grade - 1)."""
    best = sorted(relevant.values(), reverse=True)[:10]
    ideal = sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(best))
    gained = sum((2 ** relevant.get(id, 0) - 1) / math.log2(rank + 2) for rank, id in enumerate(found))
    return gained / ideal if ideal else 0.0


def score(searcher: Searcher, folder: Path, most: int) -> tuple[float, int]:
    relevant = grades(folder)
    questions = [row for row in rows(folder / "queries.jsonl") if row["id"] in relevant]
    random.Random(11).shuffle(questions)
    gained = []
    for question in questions[:most]:
        hits = searcher.search(SearchRequest(q=question["text"], match="any")).hits
        gained.append(ndcg([hit.document.id for hit in hits], relevant[question["id"]]))
    return sum(gained) / len(gained), len(gained)


def write(folders: Sequence[Path], corpus: Path) -> None:
    with corpus.open("w", encoding="utf-8") as out:
        for folder in folders:
            for row in rows(folder / "docs.jsonl"):
                record = {"id": f"{folder.name}/{row['id']}", "title": row.get("title") or "", "text": row["text"]}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")


def means(folders: Sequence[Path], questions: int) -> Iterator[float]:
    """Index folders together, then yield the mean of each."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch, "corpus.jsonl")
        write(folders, corpus)
        index_sources([corpus], Path(scratch, "index"))
        searcher = Searcher.open(Path(scratch, "index"))
        for folder in folders:
            mean, asked = score(searcher, folder, questions)
            print(f"{folder.name:24} {mean:.3f}  ({asked} questions)", flush=True)
            yield mean


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--alone", action="store_true", help="each set in an index of its own")
    parser.add_argument("--questions", type=int, default=300, help="most of a set (default: %(default)s)")
    parser.add_argument("--numbers", nargs="*", default=[], metavar="NAME=VALUE", help="other numbers to try")
    args = parser.parse_args()
    for name, value in (number.split("=") for number in args.numbers):
        module = scoring if hasattr(scoring, name) else compounds
        setattr(module, name, type(getattr(module, name))(value))
    groups = [[folder] for folder in args.sets] if args.alone else [args.sets]
    found = [mean for group in groups for mean in means(group, args.questions)]
    print(f"{'macro':24} {sum(found) / len(found):.4f}")


if __name__ == "__main__":
    main()
