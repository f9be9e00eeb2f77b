import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.languages import LANGUAGES
from index.tags import agree, covering, declared_tag, more_precise, tag_called


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("DE", "de"),
        ("pt_br", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        (" en-us ", "en-US"),
        ("German", "de"),
        ("Русский", "ru"),
        ("francais", "fr"),
        ("TÜRKÇE", "tr"),
        ("Chinese (traditional)", "zh-Hant"),
        ("deu", "de"),
        ("deu_Latn", "de"),
        ("sr-latn", "sr-Latn"),
        ("nb-NO", "nb-NO"),
        ("nno", "nn"),
        ("fil", "fil"),
        ("tgl", "tl"),
        ("iw", "he"),
        ("zh-CN", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant-HK"),
        ("de-CH-1996", "de-CH"),
        ("de, en", "de"),
        ("nds", "nds"),
        ("xx", "und"),
        ("mul", "und"),
        ("NaN", "und"),
        ("yes", "und"),
        ("unknown", "und"),
        ("", "und"),
        ("x" * 99, "und"),
    ],
)
def test_declared_tags_are_normalised(declared: str, tag: str) -> None:
    assert declared_tag(declared) == tag


@pytest.mark.parametrize("name", ["", "klingon", "xx", "mul", "de, en", "de" * 99])
def test_what_is_neither_a_tag_nor_a_name_calls_no_language(name: str) -> None:
    assert tag_called(name) == ""


@pytest.mark.parametrize("name", ["und", "Undetermined", "UND"])
def test_documents_of_no_known_language_can_be_asked_for(name: str) -> None:
    assert tag_called(name) == "und"


def test_every_tag_of_the_table_is_one() -> None:
    assert [tag for tag in LANGUAGES if declared_tag(tag) != tag] == []


@given(st.text() | st.from_regex(r"[a-z]{2,3}([-_][a-zA-Z]{4})?([-_][a-zA-Z]{2})?", fullmatch=True))
def test_a_tag_stays_what_it_is(declared: str) -> None:
    assert declared_tag(declared_tag(declared)) == declared_tag(declared)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("de", "de-AT", True),
        ("zh", "zh-Hans", True),
        ("zh-Hant-TW", "zh-Hant", True),
        ("zh-Hans", "zh-Hant", False),
        ("nb", "no", True),
        ("nn-NO", "no", True),
        ("nn", "nb", False),
        ("fil", "tl", True),
        ("sr", "hr", False),
        ("de", "nl", False),
        ("und", "de", False),
    ],
)
def test_tags_agree_where_they_mean_one_language(one: str, other: str, same: bool) -> None:
    assert agree(one, other) is agree(other, one) is same


def test_the_more_precise_of_two_tags() -> None:
    assert more_precise("de-AT", "de") == more_precise("de", "de-AT") == "de-AT"
    assert more_precise("no", "nb") == "nb"
    assert more_precise("zh-Hans", "zh") == "zh-Hans"


def test_longer_tags_are_covered_by_shorter_ones() -> None:
    assert covering("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")
    assert covering("nb") == ("nb", "no")
