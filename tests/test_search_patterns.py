import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import patterns
from search.query.patterns import BadPattern, of_expression, of_wildcards


@pytest.mark.parametrize(
    ("typed", "fitting", "others"),
    [
        ("ton", ["ton"], ["tone", "to"]),
        ("Tö?n", ["ton", "tn"], ["tön"]),
        ("^t.n$", ["ton", "tan"], ["tn", "toon"]),
        ("t[aeö]+n", ["ton", "taen"], ["tn", "tun"]),
        ("t[^aö]n", ["tun"], ["tan", "ton"]),
        ("t[ß]n", ["tssn"], ["tsn"]),
        ("t[^ß]n", ["tsn", "tan"], ["tssn"]),
        ("stra(ß|s)e{1,2}", ["strasse", "strasee"], ["strase e"]),
        ("ß+", ["ss", "ssss"], ["sss", "s"]),
        ("(an|aus)?gang", ["gang", "angang", "ausgang"], ["eingang"]),
        ("a|bc", ["a", "bc"], ["ac", "abc"]),
        (r"\d{4}", ["2024"], ["202", "20245"]),
        (r"\w.", ["ab"], ["abc"]),
        ("[А-Я]ир", ["мир"], ["жир!", "ир"]),
        ("हि.*", ["हिंदी"], ["दिन"]),
    ],
)
def test_an_expression_is_about_folded_words(typed: str, fitting: list[str], others: list[str]) -> None:
    expression = of_expression(typed)
    assert [word for word in (*fitting, *others) if patterns.fits(expression, word)] == fitting


@pytest.mark.parametrize(
    "typed", ["(a", "a)", "*a", "a**", "(?i)a", "a+?", "a{3", "a{2,1}", "[z-a]", "[a&&b]", r"\ba", "[]", "a b"]
)
def test_what_is_no_expression_is_refused(typed: str) -> None:
    with pytest.raises(BadPattern):
        of_expression(typed)


@pytest.mark.parametrize(
    "typed",
    [
        ".*a.{20}",
        "((a{30}){30}){30}",
        r"(\w{0,30}\w{0,30}\w{0,30}){0,9}",
        "(([^b]{8}((.{0,29}.*a{0,6})?){0,26})[a-z]?)",
    ],
)
def test_what_would_take_too_much_is_refused(typed: str) -> None:
    with pytest.raises(BadPattern, match=r"complex|out of place"):
        of_expression(typed)


@pytest.mark.parametrize(
    "typed", [".{30}", "[aeiou]{3,5}.*[aeiou]{3,5}", "[a-zäöü]{40,}", ".{3,12}(ung|heit|keit)(en)?"]
)
def test_what_people_ask_of_words_is_not_refused(typed: str) -> None:
    assert of_expression(typed)


def test_a_hostile_text_takes_no_longer() -> None:
    assert not patterns.fits(of_expression("(a|aa|a.)*b"), "a" * 100)


SIMPLE = st.text(alphabet="ab.*+?|()[]^", min_size=1, max_size=8)


@given(SIMPLE, st.text(alphabet="abc", max_size=6))
def test_an_expression_fits_what_it_fits_in_python(typed: str, word: str) -> None:
    try:
        expression = of_expression(typed)
    except BadPattern:
        return
    assert patterns.fits(expression, word) == bool(re.fullmatch(typed.removeprefix("^").removesuffix("$"), word))


@given(st.text(alphabet="ab*?ö", min_size=1, max_size=8), st.text(alphabet="abcö", max_size=6))
def test_wildcards_stand_for_any_letters_and_for_one(typed: str, word: str) -> None:
    expected = re.fullmatch(typed.replace("*", ".*").replace("?", "."), word)
    assert patterns.fits(of_wildcards(typed), word) == bool(expected)


@given(st.text())
def test_anything_may_be_typed(typed: str) -> None:
    try:
        assert isinstance(of_expression(typed), str)
    except BadPattern as error:
        assert str(error)
