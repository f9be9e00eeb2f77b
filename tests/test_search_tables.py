"""Lists as CSV and JSON Lines."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.tables import csv_lines, jsonl_lines

texts = st.text(alphabet=st.one_of(st.sampled_from("'=+-@\t\r\n\",;＝ab "), st.characters(exclude_categories=["Cs"])))


def parsed(lines: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(lines, newline="")))


def as_written(cell: str) -> str:
    """Take off the apostrophe that keeps a text from being a formula, as the documentation says."""
    return re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", cell)


@given(st.lists(st.tuples(texts, texts)))
def test_every_text_comes_back(rows: list[tuple[str, str]]) -> None:
    records = [{"a": a, "b": b} for a, b in rows]
    found = parsed("".join(csv_lines(["a", "b"], records)))
    assert [{name: as_written(cell) for name, cell in row.items()} for row in found] == records
    assert [json.loads(line) for line in jsonl_lines(records)] == records


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''-", '=HYPERLINK("x")']
)
def test_no_text_is_a_formula(text: str) -> None:
    (row,) = parsed("".join(csv_lines(["a"], [{"a": text}])))
    assert row["a"] == f"'{text}"


def test_numbers_and_plain_texts_are_as_they_are() -> None:
    record = {"a": -1.5, "b": None, "c": "it's = 1", "d": "'quoted'", "e": [1], "f": {"ü": "-"}}
    assert (
        "".join(csv_lines(list(record), [record]))
        == 'a,b,c,d,e,f\r\n-1.5,,it\'s = 1,\'quoted\',[1],"{""ü"": ""-""}"\r\n'
    )


def test_an_empty_list_has_a_header() -> None:
    assert "".join(csv_lines(["a"], [])) == "a\r\n"
    assert list(jsonl_lines([])) == []


def test_a_line_is_written_before_the_next_record_is_asked_for() -> None:
    lines = csv_lines(["a"], ({"a": 1 // number} for number in (1, 0)))
    assert [next(lines), next(lines)] == ["a\r\n", "1\r\n"]
