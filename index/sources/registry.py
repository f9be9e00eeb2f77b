"""Which reader reads which file, and the one door to all of them."""

import gzip
import mimetypes
import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePath

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import charset
from index.sources.source import BINARY, Columns, Reader, SourceFile, read_head

READERS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".odt": "opendocument",
    ".odp": "opendocument",
    ".xlsx": "spreadsheet",
    ".ods": "spreadsheet",
    ".rtf": "rtf",
    ".epub": "epub",
}
"""The suffixes we read, each also followed by .gz, and the module with the reader."""

# The suffixes Python itself knows: those of the machine would make the outcome differ between machines.
_TYPES = mimetypes.MimeTypes(filenames=())
_KNOWN_SUFFIXES = {*_TYPES.types_map[True], *_TYPES.types_map[False], *_TYPES.encodings_map}

# How files begin that are not plain text although some look like it: RTF, PDF, PostScript, ZIP, gzip, bzip2, xz, zstd,
# LZ4, 7z, OLE, images, XML, mbox, web archives.
_FOREIGN = re.compile(
    rb"""\{\\rtf|%PDF|%!PS|PK[\x01-\x08]|\x1f\x8b|BZh\d|\xfd7zXZ|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|7z\xbc\xaf|\xd0\xcf\x11\xe0
    |\x89PNG|GIF8\da|\xff\xd8\xff|\s*<\?xml\s|From\ \S+\ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\ |WARC/\d|filedesc://""",
    re.VERBOSE,
)


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield the documents in a file, and a Skip for each broken record; SourceError if it cannot be read (further)."""
    try:
        yield from _reader(file)(file, columns)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError("broken gzip data") from error
    except OSError as error:
        raise SourceError((error.strerror or str(error)).lower()) from error
    except SourceError:
        raise
    except Exception as error:
        # The parsers of foreign formats fail in ways of their own; one file must not end the whole run.
        raise SourceError(f"cannot be read ({type(error).__name__})") from error


def has_columns(name: str) -> bool:
    """Tell whether a file of that name holds records, so that it depends on the columns how it is read."""
    return READERS.get(_suffix(name)) in ("jsonl", "csv")


def _reader(file: SourceFile) -> Reader:
    suffix = _suffix(file.name)
    module = READERS.get(suffix) or _plain_text(file, suffix)
    # Imported when first needed: some readers bring large libraries.
    reader: Reader = import_module(f"index.sources.{module}").read
    return reader


def _suffix(name: str) -> str:
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _plain_text(file: SourceFile, suffix: str) -> str:
    """Return the reader for a file of no known suffix that holds plain text, else raise SourceError."""
    head = b"" if suffix in _KNOWN_SUFFIXES else read_head(file)
    if suffix in _KNOWN_SUFFIXES or _FOREIGN.match(head) or charset.is_binary(head):
        raise SourceError(f"no reader for {suffix} files" if suffix else BINARY)
    return "text"
