"""Which reader reads which file, and the one door to all of them."""

import errno
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module

from index.document import Document, Skip
from index.errors import SourceAway, SourceError
from index.sources.compression import without_suffix
from index.sources.recognition import READERS, recognise, suffix_of
from index.sources.source import Columns, Reader, SourceFile, on_disk

_WITHOUT_RECORDS = {"text", "markdown", "html", "xml", "pdf", "rtf", "docx", "pptx", "xlsx", "opendocument", "epub"}
# These read a file as a stream, wherever it is; the others are given one on disk, unpacked.
_STREAMING = {"text", "markdown", "html", "xml", "jsonl", "json", "csv", "mail", "warc", "archive"}
_PASSING = {errno.ENOENT, errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.EMFILE}
_EXTRAS = {"pyarrow": "parquet", "py7zr": "7z"}
_PLAIN = {"text", "markdown", "jsonl", "json", "csv"}


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield the documents in a file, and a Skip for each broken record; SourceError if it cannot be read (further).

    A document is of the type of the file that it stands in, which may be inside of this one.
    """
    try:
        module = recognise(file)
        with nullcontext(file) if module in _STREAMING else on_disk(file) as local:
            for item in _reader(module)(local, columns):
                yield item if isinstance(item, Skip) or item.type else replace(item, type=module)
    except MemoryError:
        raise
    except Exception as error:
        # The parsers of foreign formats fail in ways of their own; one file must not end the whole run.
        kind = SourceAway if is_passing(error) else SourceError
        raise kind(file.damage[0] if file.damage else reason(error)) from error
    if file.damage:
        raise SourceError(file.damage[0])


def reason(error: Exception) -> str:
    """Return why a file cannot be read, in words for users."""
    if isinstance(error, SourceError):
        return str(error)
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    if isinstance(error, ModuleNotFoundError) and error.name in _EXTRAS:
        return f"reading it needs {error.name}: pip install 'fundstelle[{_EXTRAS[error.name]}]'"
    return f"cannot be read ({type(error).__name__})"


def is_passing(error: Exception) -> bool:
    """Tell whether another try may help: where a disk went away or is full, not where the file is at fault."""
    return isinstance(error, SourceAway) or (isinstance(error, OSError) and error.errno in _PASSING)


def has_columns(name: str) -> bool:
    """Tell whether a file of that name may hold records, so that it depends on the columns how it is read."""
    return READERS.get(suffix_of(name)) not in _WITHOUT_RECORDS


def is_packed(name: str) -> bool:
    """Tell whether what is read of a file of that name is likely larger than the file."""
    return without_suffix(name) != name or READERS.get(suffix_of(name)) not in _STREAMING - {"archive"}


def is_plain(file: SourceFile) -> bool:
    """Tell whether a file is read by nothing that could crash or hang."""
    try:
        return recognise(file) in _PLAIN
    except Exception:  # reading meets it again, and says why
        return True


def _reader(module: str) -> Reader:
    # Imported when first needed: some readers bring large libraries.
    reader: Reader = import_module(f"index.sources.{module}").read
    return reader
