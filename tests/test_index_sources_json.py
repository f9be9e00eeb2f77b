import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import source
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from tests.conftest import ReadFile

MOON, SUN = {"text": "moon"}, {"text": "sun"}


@pytest.mark.parametrize(
    "value",
    [
        [MOON, SUN],
        {"version": 1, "data": [MOON, SUN]},
        {"hits": {"total": 2, "hits": [MOON, SUN]}},
        {"licences": [{"name": "x"}, MOON], "numbers": [1, 2], "records": [MOON, SUN]},
        {"a": [MOON], "b": [SUN]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_records_wherever_they_are_listed(read_file: ReadFile, value: object, indent: int | None) -> None:
    assert read_file("a.json", json.dumps(value, indent=indent)) == [
        Document("a.json#1", "", "moon", "a.json", "record 1", type="json"),
        Document("a.json#2", "", "sun", "a.json", "record 2", type="json"),
    ]


def test_one_record_is_a_document_even_if_it_lists_others(read_file: ReadFile) -> None:
    (found,) = read_file("a.json", json.dumps({"comments": [SUN], "id": 7, "text": "moon"}, indent=1))
    assert (found.id, found.text, found.meta) == ("7", "moon", (("comments", '[{"text":"sun"}]'),))


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ({"text": "About", "data": [{"Inhalt": "moon"}, {"Inhalt": "sun"}]}, ["moon", "sun"]),
        ({"content": {"rows": [{"Inhalt": "moon"}]}}, ["moon"]),
        ({"text": "moon", "comments": [SUN]}, ["moon"]),
        ({"text": "sun", "Inhalt": "moon"}, ["moon"]),
        ({"data": [MOON, SUN]}, ["moon", "sun"]),
    ],
)
def test_a_column_asked_for_by_name_wins_where_it_is_there(
    read_file: ReadFile, value: object, texts: list[str]
) -> None:
    assert [found.text for found in read_file("a.json", json.dumps(value), text="Inhalt")] == texts


def test_lines_called_json_are_read_as_lines(read_file: ReadFile) -> None:
    found = read_file("a.json", '{"text": "moon"}\n{broken\n{"text": "sun"}\n')
    assert [item.locator for item in found] == ["line 1", "line 2, column 2", "line 3"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("first", ["{}", '{"text": "moon"}'])
def test_lines_called_json_are_told_in_any_charset(read_file: ReadFile, codec: str, first: str) -> None:
    found = read_file("a.json", f'\n{first}\n{{"text": "sun"}}\n'.encode(codec))
    assert [item.locator for item in found] == ["line 2", "line 3"]


def test_values_one_after_the_other(read_file: ReadFile) -> None:
    found = read_file("a.json", json.dumps(MOON, indent=1) + json.dumps(SUN, indent=1))
    assert [(item.text, item.locator) for item in found] == [("moon", "record 1"), ("sun", "record 2")]


def test_what_is_no_record_is_skipped(read_file: ReadFile) -> None:
    assert read_file("a.json", '[1, {"title": "x"}, {"text": NaN}, {"text": "moon"}]') == [
        Skip("not a JSON object", "record 1"),
        Skip("no text", "record 2"),
        Skip("no text", "record 3"),
        Document("a.json#4", "", "moon", "a.json", "record 4", type="json"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "an empty record"),
        ('{"a": 1, "b": [{"c": 2}]}', "no text column among: a, b; name it with --text-field"),
        ("[]", "no text"),
        ("", "empty file"),
    ],
)
def test_what_cannot_be_read_has_a_reason(read_file: ReadFile, content: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_file("a.json", content)


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("nonsense", "broken JSON: “[” is missing", 1),
        ('{"a":\n', "broken JSON: Expecting value", 2),
        ('{"a": 1,\n"b": "\nc', "broken JSON: Unterminated string", 2),
        ("[" * 100_000, "broken JSON: nested too deeply", 1),
        ("\n[" + "1" * 5000 + "]", "broken JSON: a number is too long", 2),
        ('{"a": [\n' + '{"b": 1},\n' * 100_000 + "nonsense", "broken JSON: Expecting value", 100_002),
    ],
)
def test_where_it_is_broken_is_the_place_and_not_the_reason(
    read_file: ReadFile, content: str, reason: str, line: int
) -> None:
    assert read_file("a.json", content) == [Skip(reason, f"line {line}")]


@pytest.mark.parametrize("end", ["", ', {"te', ', {"text": 1.2.3}]', " {}]"])
def test_what_stands_before_damage_is_kept(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "moon"}' + end, encoding="utf-8")
    found = read(SourceFile(path, "a.json"), Columns())
    document, skip = found
    assert isinstance(document, Document)
    assert isinstance(skip, Skip) and skip.reason.startswith("broken JSON: ")
    assert skip.locator == "line 1, after record 1"


def test_a_record_above_the_limit_ends_the_reading(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LIMIT", 400_000)
    with pytest.raises(SourceError, match="larger than 64 MB"):
        read_file("a.json", json.dumps([{"text": "x" * 2_000_000}]))


def test_a_large_file_takes_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LIMIT", 1_000_000)
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"info": 1, "data": [{"text": "moon " * 200}] * 5_000}), encoding="utf-8")
    tracemalloc.start()
    count = sum(isinstance(item, Document) for item in read(SourceFile(path, "a.json"), Columns()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 4_000_000 < path.stat().st_size


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@settings(max_examples=50)
@given(
    st.lists(st.dictionaries(st.text(), values).map(lambda record: {**record, "text": "moon"}), min_size=1), st.data()
)
def test_whatever_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, written: list[Any], data: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(written, indent=data.draw(st.none() | st.just(1))), encoding="utf-8")
    found = list(read(SourceFile(path, "any.json"), Columns()))
    assert [item.text for item in found if isinstance(item, Document)] == ["moon"] * len(written)
