import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.shares import confident
from search.query.tree import Confident


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("<0.7", 0, 6_999),
        ("<=0.7", 0, 7_000),
        (">.9", 9_001, 10_000),
        (">=0.9", 9_000, 10_000),
        ("0.5..0.75", 5_000, 7_500),
        ("..0.5", 0, 5_000),
        ("0.5..", 5_000, 10_000),
        ("1", 10_000, 10_000),
        ("0", 0, 0),
        ("0.1234", 1_234, 1_234),
    ],
)
def test_what_is_typed_is_a_span(text: str, least: int, most: int) -> None:
    assert confident(text) == Confident(least, most, text)


def test_bounds_the_wrong_way_round_are_swapped() -> None:
    assert confident("0.7..0.5") == confident("0.5..0.7")


@given(st.text(alphabet="0123456789.<>=,% ") | st.text())
def test_anything_may_be_typed_and_what_is_understood_is_within_bounds(text: str) -> None:
    found = confident(text)
    if found:
        assert -1 <= found.least <= 10_001
        assert -1 <= found.most <= 10_000
        assert confident(found.text) == found
