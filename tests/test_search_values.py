import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.tree import Confident, Filter
from search.query.values import CONDITIONS


def confident(typed: str) -> tuple[Filter | None, list[str]]:
    """Return what is read, and the codes of the notices."""
    notices: list[str] = []
    return CONDITIONS["confidence"](typed, lambda code, _: notices.append(code)), notices


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
        ("<0", 0, -1),
        (">1", 10_001, 10_000),
        ("0.1234", 1_234, 1_234),
    ],
)
def test_what_is_typed_is_a_span(text: str, least: int, most: int) -> None:
    assert confident(text) == (Confident(least, most, text), [])


def test_bounds_the_wrong_way_round_are_swapped() -> None:
    assert confident("0.7..0.5") == (Confident(5_000, 7_000, "0.5..0.7"), ["confidences-swapped"])


@given(st.text(alphabet="0123456789.<>=,% ") | st.text())
def test_anything_may_be_typed_and_what_is_understood_is_within_bounds(text: str) -> None:
    found, notices = confident(text)
    if not isinstance(found, Confident):
        assert (found, notices) == (None, ["confidence-unreadable"])
        return
    assert -1 <= found.least <= 10_001
    assert -1 <= found.most <= 10_000
    assert confident(found.text) == (found, [])
