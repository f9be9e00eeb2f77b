"""Arrow: tables as files or streams, Feather among them; and what Parquet has in common with them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain

import pyarrow as pa

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.records import MAX_META, Origin, expect_text, is_known, to_document
from index.sources.source import NO_TEXT, Columns, SourceFile

_FILE_MARK = b"ARROW1"
_MAX_ROWS = 1_000
_BYTES_AT_ONCE = 8_000_000


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield a Document for each row, a Skip for each without a text; SourceError if it is damaged (from there on)."""
    with errors_as_reasons("Arrow"), pa.memory_map(str(file.path)) as mapped:
        is_file = mapped.read(len(_FILE_MARK)) == _FILE_MARK
        mapped.seek(0)
        reader = pa.ipc.open_file(mapped) if is_file else pa.ipc.open_stream(mapped)
        wanted = wanted_columns(reader.schema, columns)
        batches = map(reader.get_batch, range(reader.num_record_batches)) if is_file else reader
        yield from documents((_checked(batch, wanted) for batch in batches), file, columns)


@contextmanager
def errors_as_reasons(what: str) -> Iterator[None]:
    """Turn what pyarrow raises over damaged data, of the format that `what` names, into a SourceError."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise SourceError(f"damaged {what} data: {str(error).partition(chr(10))[0][:200]}") from error


def wanted_columns(schema: pa.Schema, columns: Columns) -> list[str]:
    """Return the names of the columns to read: the known ones, and those that tell something as metadata.

    SourceError if none of them holds the text, or if a name is not clear.
    """
    expect_text(schema.names, columns)
    if len(set(schema.names)) < len(schema.names):
        raise SourceError("several columns of the same name")
    known = [field.name for field in schema if is_known(field.name, columns)]
    others = [field.name for field in schema if field.name not in known and _is_telling(field.type)]
    return known + others[:MAX_META]


def documents(batches: Iterable[pa.RecordBatch], file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield a Document or a Skip for each row of some batches, counted from 1; SourceError if there is none."""
    number = 0
    for number, row in enumerate(chain.from_iterable(map(_rows, batches)), 1):
        yield to_document(row, Origin(file, number, "row"), columns)
    if not number:
        raise SourceError(NO_TEXT)


def rows_at_once(rows: int, size: int) -> int:
    """Return how many rows to make into Python objects at a time, of a table of so many in so many bytes."""
    return max(1, min(_MAX_ROWS, _BYTES_AT_ONCE * rows // max(size, 1)))


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    step = rows_at_once(batch.num_rows, batch.nbytes)
    for start in range(0, batch.num_rows, step):
        columns = map(_values, _as_written(batch.slice(start, step)).columns)
        yield from (dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True))


def _values(column: pa.Array) -> list[object]:
    """Return the values of a column, None for what Python cannot hold: the year 30,000, nanoseconds, broken UTF-8."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, LookupError):
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> object:
    with suppress(ValueError, OverflowError, LookupError):
        return scalar.as_py()
    return None


def _checked(batch: pa.RecordBatch, wanted: list[str]) -> pa.RecordBatch:
    """Return these columns of a batch, whose offsets are known to lie within it: others would crash us."""
    batch = batch.select(wanted)
    batch.validate(full=True)
    return batch


def _as_written(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch in types that have a Python value: text that is typed as bytes, times to the microsecond."""
    fields = [field.with_type(_with_value(field.type)) for field in batch.schema]
    schema = pa.schema(fields)
    return batch if schema.equals(batch.schema) else batch.cast(schema, safe=False)


def _with_value(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.large_string()
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_with_value(field.type)) for field in kind])
    return pa.list_(_with_value(kind.value_type)) if pa.types.is_list(kind) else kind


def _is_telling(kind: pa.DataType) -> bool:
    """Tell whether values of a type say something to people: not images nor embeddings."""
    if kind.num_fields:
        fields = [kind.field(number).type for number in range(kind.num_fields)]
        return all(map(_is_telling, fields)) and not (pa.types.is_list(kind) and pa.types.is_floating(fields[0]))
    return not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))
