import codecs
import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import source
from index.sources.records import MAX_META, META_LENGTH
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from index.text import clean
from tests.conftest import ReadFile


def one(record: dict[str, object], read_file: ReadFile, **columns: str) -> Any:
    (found,) = read_file("a.jsonl", json.dumps(record), **columns)
    return found


def test_all_fields_of_a_record(read_file: ReadFile) -> None:
    record = {
        "ID": 7,
        "Headline": " A \n title ",
        "raw_content": "Body\r\ntext\0 ",
        "lang": "de",
        "published_at": "2025-05-20T10:00:00Z",
        "authors": ["Ann", "Bob"],
        "link": "https://example.org/7",
    }
    assert one(record, read_file) == Document(
        id="7",
        title="A title",
        text="Body\ntext",
        path="a.jsonl",
        locator="line 1",
        date="2025-05-20",
        author="Ann, Bob",
        url="https://example.org/7",
        declared_language="de",
        type="jsonl",
    )


def test_a_record_with_nothing_but_text(read_file: ReadFile) -> None:
    assert one({"text": "x"}, read_file) == Document("a.jsonl#1", "", "x", "a.jsonl", "line 1", type="jsonl")


def test_columns_given_by_name(read_file: ReadFile) -> None:
    found = one({"Absatz": "x", "text": "y", "Nr": "n1"}, read_file, text="absatz", id="Nr")
    assert (found.id, found.text) == ("n1", "x")
    assert one({"text": "y"}, read_file, text="absatz").text == "y"
    assert one({"Absatz": "", "text": "y"}, read_file, text="absatz") == Skip("no text", "line 1")
    assert read_file("a.csv", "id,text,Inhalt\n1,x\n", text="Inhalt") == [Skip("no text", "line 2")]
    assert read_file("a.csv", "id,text\n1,x\n", text="Inhalt")[0].text == "x"


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("date", 1747699200, "date", "2025-05-20"),
        ("timestamp", 1747699200000, "date", "2025-05-20"),
        ("date", 20250520, "date", "2025-05-20"),
        ("date", 2025, "date", "2025"),
        ("date", "05/06/2025", "date", ""),
        ("url", "javascript:alert(1)", "url", ""),
        ("id", "x" * 600, "id", "x" * 512),
        ("id", None, "id", "a.jsonl#1"),
        ("id", True, "id", "a.jsonl#1"),
        ("title", {"en": "x"}, "title", ""),
        ("author", [["nested"], "Ann", None], "author", "Ann"),
    ],
)
def test_values_of_many_kinds(read_file: ReadFile, field: str, value: object, attribute: str, expected: str) -> None:
    assert getattr(one({"text": "x", field: value}, read_file), attribute) == expected


def test_what_has_no_field_of_its_own_is_metadata(read_file: ReadFile) -> None:
    record = {
        "text": "x",
        "date": "05/06/2025",
        "url": "tide.example",
        "title": {"en": "x"},
        "content": "another",
        "Score": 0.5,
        "ok": False,
        "tags": ["a", {"b": 1}],
        "none": None,
        "empty": " ",
        "a\nname": "a\n value",
    }
    assert one(record, read_file).meta == (
        ("date", "05/06/2025"),
        ("url", "tide.example"),
        ("title", '{"en":"x"}'),
        ("content", "another"),
        ("Score", "0.5"),
        ("ok", "false"),
        ("tags", '["a",{"b":1}]'),
        ("a name", "a value"),
    )
    assert one({"text": "x", "content": "y"}, read_file, text="content").meta == (("text", "x"),)
    assert read_file("a.csv", "text,Colour,empty\nx, red ,\n")[0].meta == (("Colour", "red"),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", "text\ttext\ttext 2\ttext\na\tb\tc\td"),
        ("a.jsonl", '{"text": "a", "text": "b", "text 2": "c", "text": "d"}'),
        ("a.json", '[{"text": "a", "text": "b", "text 2": "c", "text": "d"}]'),
    ],
)
def test_of_columns_of_one_name_none_is_lost(read_file: ReadFile, name: str, content: str) -> None:
    (found,) = read_file(name, content)
    assert (found.text, found.meta) == ("a", (("text 3", "b"), ("text 2", "c"), ("text 4", "d")))


def test_of_columns_that_differ_in_case_the_first_counts(read_file: ReadFile) -> None:
    found = one({"Text": "a", "text": "b"}, read_file)
    assert (found.text, found.meta) == ("a", (("text", "b"),))


def test_metadata_is_short(read_file: ReadFile) -> None:
    meta = one({"text": "x", "long": "y" * 5000, **{f"n{number}": number for number in range(500)}}, read_file).meta
    assert len(meta) == MAX_META
    assert meta[:2] == (("long", "y" * (META_LENGTH - 1) + "…"), ("n0", "0"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "x"', "broken JSON: Expecting ',' delimiter"),
        ('{"text": "x', "broken JSON: Unterminated string"),
        ('["text"]', "not a JSON object"),
        ('{"text": NaN}', "no text"),
        ('{"text": ' + "1" * 5000 + "}", "broken JSON: a number is too long"),
        ("[" * 100_000, "broken JSON: nested too deeply"),
        ('{"title": "only"}', "no text"),
        ('{"text": ["x"]}', "no text"),
        ('{"text": " \\u0000 "}', "no text"),
    ],
)
def test_broken_lines_are_skipped_and_located(read_file: ReadFile, line: str, reason: str) -> None:
    before, skip, after = read_file("a.jsonl", f'\n{{"text": "x"}}\n{line}\n{{"text": "y"}}')
    assert (before.locator, skip.reason, after.locator) == ("line 2", reason, "line 4")
    assert skip.locator.startswith("line 3")


def test_the_column_at_fault_is_the_place_and_not_the_reason(read_file: ReadFile) -> None:
    found = read_file("a.jsonl", '{"text": "x"}\n{"text": "\n{"title": "\n')
    assert {item.reason for item in found[1:]} == {"broken JSON: Unterminated string"}
    assert [item.locator for item in found[1:]] == ["line 2, column 10", "line 3, column 11"]


def test_zero_bytes_and_other_controls_do_no_harm(read_file: ReadFile) -> None:
    (found,) = read_file("a.jsonl", '\0{"text":\0 "a\0b\tc"}\0')
    assert found.text == "ab\tc"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_line_above_the_limit_is_skipped(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(source, "LIMIT", 1000)
    short, long = (
        ("text\nx\n", "x" * 5000) if name == "a.csv" else ('\n{"text": "x"}\n', '{"text": "' + "x" * 5000 + '"}')
    )
    found = read_file(name, f"{short}{long}\n{short.splitlines()[1]}")
    assert [item.locator for item in found] == ["line 2", "line 3", "line 4"]
    assert found[1] == Skip("larger than 64 MB", "line 3")


def test_a_cell_above_the_limit_is_skipped(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LIMIT", 1000)
    found = read_file("a.csv", 'text,id\n"' + "x\n" * 1000 + '",1\n')
    assert found[0] == Skip("larger than 64 MB", "line 2")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_charsets_of_records(read_file: ReadFile, name: str, codec: str) -> None:
    text = "Die Würde des Menschen ist unantastbar und zu schützen."
    content = f"text\r\n{text}\r\n" if name == "a.csv" else json.dumps({"text": text}, ensure_ascii=False)
    assert read_file(name, content.encode(codec))[0].text == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_with_any_delimiter_and_line_breaks_in_quotes(read_file: ReadFile, delimiter: str) -> None:
    table = io.StringIO()
    rows = [["Title", "Text"], ["a", 'one, "two";\nthree|\tfour'], [], ["b", "x\0y"]]
    csv.writer(table, delimiter=delimiter).writerows(rows)
    found = read_file("a.csv", codecs.BOM_UTF8 + table.getvalue().encode())
    assert [(item.title, item.text, item.locator) for item in found] == [
        ("a", 'one, "two";\nthree|\tfour', "line 2"),
        ("b", "xy", "line 5"),
    ]


def test_tsv_has_tabs(read_file: ReadFile) -> None:
    (found,) = read_file("a.tsv", "a,b,c,d\ttext\nx,y\tz")
    assert found.text == "z"


def test_rows_that_cannot_be_right_are_skipped(read_file: ReadFile) -> None:
    assert read_file("a.csv", 'id,text\n1,x,y\n2\n3,z,\n4,"open\n5,lost\n') == [
        Skip("3 cells in a table of 2 columns", "line 2"),
        Skip("no text", "line 3"),
        Document("3", "", "z", "a.csv", "line 4", type="csv"),
        Skip("a quote is opened and never closed", "line 5"),
    ]


def test_a_table_without_a_text_column_names_its_columns(read_file: ReadFile) -> None:
    with pytest.raises(SourceError, match="no text column among: a, b; name it with --text-field"):
        read_file("a.csv", "a,b\n1,2")
    assert read_file("a.csv", "a,b\n1,2", text="B")[0].text == "2"


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(',;"\n'), min_size=1).filter(
    lambda text: clean(text).strip()
)


@given(st.lists(cells, min_size=1))
def test_what_csv_and_json_write_is_read(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "records"
    table = io.StringIO()
    csv.writer(table).writerows([["id", "text"], *enumerate(texts)])
    expected = [clean(text).strip() for text in texts]
    for name, content in (
        ("a.csv", table.getvalue()),
        ("a.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in texts)),
    ):
        path.write_bytes(content.encode())
        found = list(read(SourceFile(path, name), Columns()))
        assert [item.text for item in found if isinstance(item, Document)] == expected


def test_long_cells_are_no_error(read_file: ReadFile) -> None:
    assert len(read_file("a.csv", f"text,id\n{'x' * 200_000},1\n")[0].text) == 200_000
