from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.registry import read
from index.sources.source import Columns, SourceFile


def written(path: Path, table: pa.Table, stream: bool = False) -> SourceFile:
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(path, table.schema) as writer:
        writer.write_table(table)
    return SourceFile(path, path.name)


def found_in(file: SourceFile, **columns: str) -> list[Any]:
    return list(read(file, Columns(**columns)))


@pytest.mark.parametrize("stream", [False, True])
def test_files_and_streams(tmp_path: Path, stream: bool) -> None:
    table = pa.table({"id": [7, 8, 9], "content": ["moon", None, "sun"], "date": [date(2025, 5, 20)] * 3})
    assert found_in(written(tmp_path / "a.arrow", table, stream)) == [
        Document("7", "", "moon", "a.arrow", "row 1", "2025-05-20", type="arrow"),
        Skip("no text", "row 2"),
        Document("9", "", "sun", "a.arrow", "row 3", "2025-05-20", type="arrow"),
    ]


def test_columns_of_many_types(tmp_path: Path) -> None:
    moment = pa.array([1_747_735_200_123_456_789], pa.timestamp("ns", "UTC"))
    table = pa.table(
        {
            "text": pa.array([b"moon"]),
            "title": pa.array(["Tides"]).dictionary_encode(),
            "when": moment,
            "price": [Decimal("1.50")],
            "tags": [["a", "b"]],
            "translation": [{"de": "Mond", "seen": datetime(2025, 5, 20, tzinfo=UTC)}],
            "embedding": [[0.1, 0.2]],
            "image": [{"bytes": b"\x89PNG", "path": "x.png"}],
            "nothing": pa.nulls(1),
        }
    )
    (found,) = found_in(written(tmp_path / "a.feather", table))
    assert (found.text, found.title) == ("moon", "Tides")
    assert found.meta == (
        ("when", "2025-05-20 10:00:00.123456+00:00"),
        ("price", "1.50"),
        ("tags", '["a","b"]'),
        ("translation", '{"de":"Mond","seen":"2025-05-20 00:00:00+00:00"}'),
    )


def test_columns_given_by_name(tmp_path: Path) -> None:
    table = pa.table({"Absatz": ["moon"], "text": ["sun"]})
    (found,) = found_in(written(tmp_path / "a.arrow", table), text="absatz")
    assert (found.text, found.meta) == ("moon", (("text", "sun"),))


def test_a_value_that_python_cannot_hold_is_left_out(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["moon", "sun"],
            "far": pa.array([2**50, 0], pa.timestamp("s")),
            "precise": pa.array([{"at": 1}, {"at": 0}], pa.struct([("at", pa.timestamp("ns"))])),
            "nowhere": pa.array([1, 2], pa.timestamp("us", "Nowhere/Land")),
        }
    )
    first, second = found_in(written(tmp_path / "a.arrow", table))
    assert (first.text, first.meta) == ("moon", (("precise", '{"at":"1970-01-01 00:00:00"}'),))
    assert second.meta[0] == ("far", "1970-01-01 00:00:00")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (pa.table([["a"], ["b"]], ["text", "text"]), "several columns of the same name"),
        (pa.table({"a": [1], "b": [2]}), "no text column among: a, b; name it with --text-field"),
        (pa.table({"text": pa.array([], pa.string())}), "no text"),
    ],
)
def test_tables_without_texts(tmp_path: Path, table: pa.Table, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        found_in(written(tmp_path / "a.arrow", table))


@pytest.mark.parametrize("stream", [False, True])
def test_damage_is_said(tmp_path: Path, stream: bool) -> None:
    file = written(tmp_path / "a.arrow", pa.table({"text": ["moon " * 100] * 100}), stream)
    whole = file.path.read_bytes()
    for damaged in (whole[:-2000], whole[:8] + b"\xff" * 500 + whole[508:], b"ARROW1\0\0", b"\0nonsense" * 10):
        file.path.write_bytes(damaged)
        with pytest.raises(SourceError, match="damaged Arrow data"):
            found_in(file)
