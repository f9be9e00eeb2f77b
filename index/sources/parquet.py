"""Parquet: a table whose columns lie apart, of which only those that are wanted are read, a few rows at a time."""

from collections.abc import Iterator

from pyarrow.parquet import FileMetaData, ParquetFile

from index.document import Document, Skip
from index.sources.arrow import documents, errors_as_reasons, rows_at_once, wanted_columns
from index.sources.source import Columns, SourceFile

# A page is read by pieces of this size; else all of a row group's columns would be in memory, however large it is.
_BUFFER = 1_000_000


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield a Document for each row, a Skip for each without a text; SourceError if it is damaged (from there on)."""
    with errors_as_reasons("Parquet"), ParquetFile(file.path, buffer_size=_BUFFER, pre_buffer=False) as table:
        wanted = wanted_columns(table.schema_arrow, columns)
        batches = table.iter_batches(_rows_at_once(table.metadata), columns=wanted, use_threads=False)
        yield from documents(batches, file, columns)


def _rows_at_once(metadata: FileMetaData) -> int:
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return rows_at_once(metadata.num_rows, sum(group.total_byte_size for group in groups))
