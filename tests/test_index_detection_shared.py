"""Detection on real sentences and documents, which are no part of the repository."""

import gzip
import json
from collections import Counter

import pytest

from index.detection import Detection, detect_many, langdetect_reference
from index.profiles import GROUPS
from index.scripts import LANGUAGE_OF
from tests.shared_data import DATA, needs

pytestmark = needs("language")

SAME = {"nb": "no", "nn": "no"}
KNOWN = {tag for tags in GROUPS.values() for tag in tags} | set(LANGUAGE_OF.values()) | {"zh", "ja"}
Tagged = tuple[str, str, Detection]


def read(name: str) -> list[Tagged]:
    """Return text, language and what was detected."""
    with gzip.open(DATA / "language" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = detect_many([row["text"] for row in rows])
    return [(row["text"], SAME.get(row["lang"], row["lang"]), one) for row, one in zip(rows, found, strict=True)]


def is_right(language: str, found: Detection) -> bool:
    return found.tag.partition("-")[0] == language


@pytest.mark.parametrize(
    ("name", "accuracy", "sure_and_wrong", "undetermined"),
    [("sentences", 0.905, 0.006, 0.06), ("documents", 0.998, 0.001, 0.005)],
)
def test_tags_can_be_trusted(name: str, accuracy: float, sure_and_wrong: float, undetermined: float) -> None:
    known = [(language, one) for _, language, one in read(name) if language in KNOWN]
    seen, right = Counter(language for language, _ in known), Counter(tag for tag, one in known if is_right(tag, one))
    assert sum(right[tag] / seen[tag] for tag in seen) / len(seen) >= accuracy
    wrong = [one for language, one in known if one.tag != "und" and not is_right(language, one)]
    assert sum(one.confidence >= 0.9 for one in wrong) / len(known) <= sure_and_wrong
    assert sum(one.tag == "und" for _, one in known) / len(known) <= undetermined


def test_confidence_says_how_often_a_tag_is_right() -> None:
    for rows in (read("sentences"), read("documents")):
        tagged = [
            (one.confidence, is_right(language, one))
            for _, language, one in rows
            if language in KNOWN and one.confidence
        ]
        tenths = [[pair for pair in tagged if min(int(pair[0] * 10), 9) == tenth] for tenth in range(10)]
        assert sum(abs(sum(sure - right for sure, right in tenth)) for tenth in tenths) / len(tagged) < 0.02


def test_languages_that_are_not_known_are_undetermined() -> None:
    others = [one for _, language, one in read("documents") if language not in KNOWN]
    assert sum(one.tag == "und" for one in others) / len(others) >= 0.8


def test_chinese_is_told_by_its_characters() -> None:
    assert all(one.tag.startswith("zh-Han") for _, language, one in read("sentences") if language == "zh")


def test_exact_and_drawn_agree() -> None:
    """On languages of which langdetect has a profile, where its own draw of n-grams was sure.

    Below that its answer is chance; it has no Serbian, and Chinese is told by other means; where we call a text
    undetermined there is nothing to compare. Every fifth sentence, for it takes its time.
    """
    compared = [
        (one.tag, reference.tag)
        for text, language, one in read("sentences")[::5]
        if language in KNOWN - {"zh", "sr", "ka", "hy"} and one.tag not in ("und", "sr")
        for reference in [langdetect_reference(text)]
        if reference.confidence >= 0.9
    ]
    assert len(compared) > 800
    assert sum(ours == theirs for ours, theirs in compared) / len(compared) >= 0.99
