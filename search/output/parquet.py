"""Documents as a Parquet file, a row group at a time, so that memory stays flat however many there are."""

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from index.document import Document
from search.errors import FormatUnavailable
from search.output.receipt import Receipt, receipt_record
from search.output.records import DOCUMENT_COLUMNS, row_record
from search.output.tables import Record

RECEIPT = "fundstelle_receipt"
"""The name under which a file's metadata hold its receipt, as JSON."""

_ROWS, _CHARACTERS = 2_000, 4_000_000
"""A row group ends at so many rows, or where its texts reach so many characters."""
_COPY = ("path", "locator", "id")


def parquet_pieces(documents: Iterable[Document], receipt: Receipt) -> Iterator[bytes]:
    """Yield the bytes of a file with a row for each document, in pieces.

    The file's metadata hold the receipt. Raises FormatUnavailable where pyarrow is not installed.
    """
    pa, parquet = _need("pyarrow"), _need("pyarrow.parquet")
    schema = _schema(pa).with_metadata({RECEIPT: json.dumps(receipt_record(receipt), ensure_ascii=False)})
    file = BytesIO()
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _groups(documents):
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema), row_group_size=len(rows))
            yield _emptied(file)
    yield _emptied(file)


def is_available() -> bool:
    """Tell whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def _need(module: str) -> Any:  # noqa: ANN401  # pyarrow has no types of its own
    try:
        return import_module(module)
    except ImportError as error:
        raise FormatUnavailable("Writing Parquet needs pyarrow: pip install 'fundstelle[parquet]'") from error


def _schema(pa: Any) -> Any:  # noqa: ANN401
    """Return the columns: those of `row_record`; what is not known is null."""
    text = pa.string()
    kinds = {
        "language_confidence": pa.float64(),
        "language_disagrees": pa.bool_(),
        "other_languages": pa.list_(pa.struct({"language": text, "share": pa.float64()})),
        "meta": pa.map_(text, text),
        "copies": pa.list_(pa.struct(dict.fromkeys(_COPY, text))),
        "copies_total": pa.int64(),
    }
    return pa.schema([(name, kinds.get(name, text)) for name in DOCUMENT_COLUMNS])


def _groups(documents: Iterable[Document]) -> Iterator[list[Record]]:
    rows, characters = list[Record](), 0
    for document in documents:
        rows.append(row_record(document))
        characters += len(document.text)
        if len(rows) == _ROWS or characters >= _CHARACTERS:
            yield rows
            rows, characters = [], 0
    if rows:
        yield rows


def _emptied(file: BytesIO) -> bytes:
    """Return what was written since the last time; pyarrow itself keeps count of where in the whole file it is."""
    written = file.getvalue()
    file.seek(0)
    file.truncate()
    return written
