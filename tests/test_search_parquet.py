"""Exports as Parquet."""

import io
import json
import subprocess
import sys
from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest

from index.pipeline import index_sources
from search.errors import FormatUnavailable
from search.output.parquet import RECEIPT, parquet_pieces
from search.output.receipt import receipt_record
from search.output.records import row_record
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import COMMAND, Library

pytest_plugins = ["tests.web_fixtures"]

EVERYTHING = SearchRequest()


def written(searcher: Searcher, request: SearchRequest = EVERYTHING) -> pq.ParquetFile:
    return pq.ParquetFile(io.BytesIO(b"".join(parquet_pieces(searcher.export(request), searcher.receipt(request)))))


def test_a_file_has_every_document_as_it_is(web_index: Path) -> None:
    searcher = Searcher.open(web_index)
    rows = written(searcher).read().to_pylist()
    assert [row | {"meta": dict(row["meta"])} for row in rows] == [*map(row_record, searcher.export(EVERYTHING))]
    assert len(rows) == 33


def test_a_file_holds_its_receipt(web_index: Path) -> None:
    searcher, request = Searcher.open(web_index), SearchRequest("brücke", languages=("de",))
    kept = json.loads(written(searcher, request).schema_arrow.metadata[RECEIPT.encode()])
    assert kept | {"made": ""} == receipt_record(searcher.receipt(request)) | {"made": ""}


def test_many_documents_are_many_row_groups(web_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.output.parquet._ROWS", 10)
    file = written(Searcher.open(web_index))
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [10, 10, 10, 3]


def test_nothing_found_is_a_file_without_rows(web_index: Path) -> None:
    assert written(Searcher.open(web_index), SearchRequest("xyzzy")).metadata.num_rows == 0


def test_it_can_be_indexed_again(web_index: Path, tmp_path: Path) -> None:
    searcher = Searcher.open(web_index)
    (tmp_path / "hits.parquet").write_bytes(
        b"".join(parquet_pieces(searcher.export(EVERYTHING), searcher.receipt(EVERYTHING)))
    )
    index_sources([tmp_path / "hits.parquet"], tmp_path / "again", workers=1)
    again = {document.id: document for document in Searcher.open(tmp_path / "again").export(EVERYTHING)}
    for document in searcher.export(SearchRequest("brücke")):
        copy = again[document.id]
        assert (copy.title, copy.text, copy.date) == (document.title, document.text, document.date)


def test_without_pyarrow_it_says_what_to_do(web_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormatUnavailable, match="pip install"):
        written(Searcher.open(web_index))


def test_over_http_it_is_the_same_file(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/api/v1/export?q=river&format=parquet")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    found = client.get("/api/v1/search?q=river").json()["total"]
    assert pq.ParquetFile(io.BytesIO(answer.content)).metadata.num_rows == found
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    problem = client.get("/api/v1/export?q=river&format=parquet")
    assert (problem.status_code, problem.json()["code"]) == (501, "format-unavailable")


def test_the_command_writes_it_to_a_file(examples: Library) -> None:
    command = [COMMAND, "export", "bread", "--format", "parquet", "--index", str(examples.index)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert pq.ParquetFile(io.BytesIO(done.stdout)).metadata.num_rows == examples.search("bread").total
