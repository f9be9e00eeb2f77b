import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from tests.conftest import Library

README = "---\nlicense: cc-by-4.0\n---\n# Tides\n\nA set of sentences."


def test_rows_of_all_groups(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"text": ["moon", "", "sun"], "url": ["https://example.org/1"] * 3, "score": [0.5, 1.0, 2.0]})
    pq.write_table(table, path, row_group_size=2)
    url = "https://example.org/1"
    assert list(read(SourceFile(path, "a.parquet"), Columns())) == [
        Document("a.parquet#1", "", "moon", "a.parquet", "row 1", url=url, meta=(("score", "0.5"),), type="parquet"),
        Skip("no text", "row 2"),
        Document("a.parquet#3", "", "sun", "a.parquet", "row 3", url=url, meta=(("score", "2.0"),), type="parquet"),
    ]


def test_damage_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"moon {number}" for number in range(1000)]}), path)
    whole = path.read_bytes()
    for damaged in (whole[:-100], whole[:100] + b"\xff" * 2000 + whole[2100:], b"PAR1"):
        path.write_bytes(damaged)
        with pytest.raises(SourceError, match="damaged Parquet data"):
            list(read(SourceFile(path, "a.parquet"), Columns()))


def test_a_huge_row_group_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    schema = pa.schema({"text": pa.string(), "image": pa.binary()})
    texts = [f"{number} " + "moon " * 400 for number in range(1000)]
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        rows = pa.table({"text": texts * 40, "image": [b"x" * 2000] * 40_000}, schema)
        writer.write_table(rows, row_group_size=40_000)
    del rows
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from index.sources.registry import read; from index.sources.source import Columns, SourceFile\n"
        "import pyarrow.parquet\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "count = sum(1 for _ in read(SourceFile(Path(sys.argv[1]), 'a.parquet'), Columns()))\n"
        "print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    count, megabytes = map(int, run.stdout.split())
    assert count == 40_000
    assert megabytes < 60 < path.stat().st_size // 2**20


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    for module in ("index.sources.parquet", "index.sources.arrow"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SourceError, match=r"needs pyarrow: pip install 'fundstelle\[parquet\]'"):
        list(read(SourceFile(tmp_path / "a.parquet", "a.parquet"), Columns()))


def test_a_folder_as_of_hugging_face(library: Library) -> None:
    library.write({"README.md": README})
    (library.folder / "data").mkdir()
    for shard in range(3):
        table = pa.table({"text": [f"The moon of shard {shard}."], "label": [shard]})
        pq.write_table(table, library.folder / "data" / f"train-0000{shard}-of-00003.parquet")
    summary = library.update()
    assert (summary.documents, summary.failures.first) == (4, ())
    assert library.found("shard 2") == {"texts/data/train-00002-of-00003.parquet#1"}
    assert library.found("sentences") == {"texts/README.md"}
