import pytest
import Stemmer

from index.languages import LANGUAGES, language


def test_every_row_can_be_used() -> None:
    algorithms = Stemmer.algorithms()
    for tag, row in LANGUAGES.items():
        assert row.tag == tag
        assert row.name
        assert row.own_name
        assert row.stemmer is None or row.stemmer in algorithms


@pytest.mark.parametrize(
    ("tag", "name"), [("de", "German"), ("de-AT", "German"), ("zh-Hant-TW", "Chinese (traditional)")]
)
def test_a_longer_tag_is_looked_up_by_its_beginning(tag: str, name: str) -> None:
    assert language(tag).name == name


def test_an_unknown_tag_is_its_own_name() -> None:
    assert (language("qxx").tag, language("qxx").name, language("qxx").stemmer) == ("qxx", "qxx", None)
