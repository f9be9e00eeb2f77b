from pathlib import Path

import pytest
from langdetect import PROFILES_DIRECTORY

from index.detection import Detection
from index.document import Document
from index.tagging import tag_all, tagged
from index.tags import Trust
from tests.conftest import BILINGUAL

GERMAN = "Der alte Leuchtturm steht seit vielen Jahren am Ufer und weist den Schiffen in der Nacht den Weg."


def document(declared: str = "", text: str = GERMAN) -> Document:
    return Document("1", "", text, "a.jsonl", "line 1", declared_language=declared)


SURELY_GERMAN, HARDLY_GERMAN = Detection("de", 0.95, "nl"), Detection("de", 0.5, "nl")
NOTHING, CHINESE = Detection("und", 0.0), Detection("zh-Hans", 0.99)


@pytest.mark.parametrize(
    ("declared", "found", "trust", "tag", "by"),
    [
        ("", SURELY_GERMAN, "best", "de", "detected"),
        ("", NOTHING, "best", "und", "detected"),
        ("DE", NOTHING, "best", "de", "declared"),
        ("DE", NOTHING, "detected", "de", "declared"),
        ("nl", SURELY_GERMAN, "best", "de", "detected"),
        ("nl", SURELY_GERMAN, "declared", "nl", "declared"),
        ("nl", HARDLY_GERMAN, "best", "nl", "declared"),
        ("nl", HARDLY_GERMAN, "detected", "de", "detected"),
        ("de-AT", SURELY_GERMAN, "best", "de-AT", "detected"),
        ("de-AT", HARDLY_GERMAN, "best", "de-AT", "declared"),
        ("de-AT", SURELY_GERMAN, "detected", "de", "detected"),
        ("zh", CHINESE, "best", "zh-Hans", "detected"),
        ("zh-CN", CHINESE, "best", "zh-Hans", "detected"),
        ("nn", Detection("no", 0.9), "best", "nn", "detected"),
        ("nds", SURELY_GERMAN, "best", "nds", "declared"),
        ("nds", SURELY_GERMAN, "detected", "de", "detected"),
        ("German", HARDLY_GERMAN, "best", "de", "declared"),
        ("unknown", SURELY_GERMAN, "declared", "de", "detected"),
        ("xx", SURELY_GERMAN, "best", "de", "detected"),
    ],
)
def test_who_gives_the_tag(declared: str, found: Detection, trust: Trust, tag: str, by: str) -> None:
    given = tagged(document(declared), found, (), "", trust)
    assert (given.language, given.tagged_by) == (tag, by)
    assert (given.detected_language, given.language_runner_up) == (found.tag, found.runner_up)
    assert given.declared_language == declared


@pytest.mark.parametrize(
    ("declared", "found", "disagrees"),
    [
        ("nl", SURELY_GERMAN, True),
        ("nl", HARDLY_GERMAN, False),
        ("de-AT", SURELY_GERMAN, False),
        ("zh-Hant", CHINESE, True),
        ("nds", SURELY_GERMAN, False),
        ("nn", Detection("no", 0.9), False),
        ("iw", Detection("he", 0.9), False),
        ("fil", Detection("tl", 0.9), False),
        ("hr", Detection("sl", 0.9), True),
        ("sr", Detection("hr", 0.9), True),
        ("bs", Detection("hr", 0.9), False),
        ("nl", NOTHING, False),
        ("", SURELY_GERMAN, False),
    ],
)
def test_a_text_disagrees_where_it_surely_reads_like_another_language(
    declared: str, found: Detection, disagrees: bool
) -> None:
    for trust in ("best", "declared", "detected"):
        assert tagged(document(declared), found, (), "", trust).language_disagrees is disagrees


def test_every_language_that_has_a_profile_may_be_disagreed_with() -> None:
    for profile in Path(PROFILES_DIRECTORY).iterdir():
        tag = profile.name.partition("-")[0]
        other = Detection("nl" if tag == "de" else "de", 0.9)
        assert tagged(document(tag), other, (), "", "best").language_disagrees, tag


def test_a_label_counts_more_than_anything_and_settles_the_matter() -> None:
    given = tagged(document("nl"), SURELY_GERMAN, (), "nds", "declared")
    assert (given.language, given.tagged_by, given.language_disagrees) == ("nds", "relabelled", False)
    assert given.detected_language == "de"


@pytest.mark.parametrize(
    ("labels", "tag"),
    [({("1", "line 1"): "nds"}, "nds"), ({("1", ""): "nds"}, "nds"), ({("1", "line 2"): "nds", ("2", ""): "nl"}, "de")],
)
def test_a_label_is_for_a_place_or_an_id(labels: dict[tuple[str, str], str], tag: str) -> None:
    assert [one.language for one in tag_all([document()], labels, "best")] == [tag]


def test_only_what_detection_gave_and_is_not_sure_of_is_doubtful() -> None:
    assert tagged(document(), HARDLY_GERMAN, (), "", "best").is_doubtful
    assert tagged(document(), NOTHING, (), "", "best").is_doubtful
    assert not tagged(document(), SURELY_GERMAN, (), "", "best").is_doubtful
    assert not tagged(document("nl"), HARDLY_GERMAN, (), "", "best").is_doubtful
    assert not tagged(document(), HARDLY_GERMAN, (), "de", "best").is_doubtful


@pytest.mark.parametrize(
    ("declared", "label", "tag", "beside"),
    [
        ("", "", "de", (("fr", 0.4), ("en", 0.2))),
        ("fr", "", "de", (("fr", 0.4), ("en", 0.2))),
        ("", "fr", "fr", (("de", 0.4), ("en", 0.2))),
        ("", "en", "en", (("fr", 0.4), ("de", 0.4))),
        ("", "nds", "nds", (("fr", 0.4), ("en", 0.2))),
    ],
)
def test_a_document_of_several_languages_has_them_all(
    declared: str, label: str, tag: str, beside: tuple[tuple[str, float], ...]
) -> None:
    given = tagged(document(declared), SURELY_GERMAN, (("fr", 0.4), ("en", 0.2)), label, "best")
    assert (given.language, given.other_languages) == (tag, beside)
    assert not given.language_disagrees


@pytest.mark.parametrize(("label", "tag", "beside"), [("", "de", "fr"), ("fr", "fr", "de")])
def test_a_text_of_two_halves_has_both(label: str, tag: str, beside: str) -> None:
    (given,) = tag_all([document("", BILINGUAL)], {("1", ""): label}, "best")
    ((other, share),) = given.other_languages
    assert (given.language, other, 0.3 < share < 0.7) == (tag, beside, True)
