"""What the readers share: the file they are given, the columns they look for, and bounded ways to open it."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import charset
from index.text import clean

LIMIT = 64 * 1024 * 1024
"""No single document may be larger: bytes of a file, characters of a line."""

TOO_LARGE = "larger than 64 MB"
BINARY = "not text (binary data)"
NO_TEXT = "no text"

_SAMPLE = 256 * 1024
_HEAD_STEP = 8 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is on disk, and the name by which users know it ("pile/html/de/ch01.html")."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a record's fields; an empty one is found under its usual names."""

    id: str = ""
    title: str = ""
    text: str = ""
    language: str = ""
    date: str = ""
    author: str = ""
    url: str = ""


Reader = Callable[[SourceFile, Columns], Iterator[Document | Skip]]


def open_bytes(file: SourceFile) -> BinaryIO:
    """Open a file for reading bytes, one named .gz through gzip."""
    if file.name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.open(file.path))
    return file.path.open("rb")


def read_head(file: SourceFile) -> bytes:
    """Return the first bytes of a file, enough to tell what it is; of a damaged .gz what can be read of them."""
    head = b""
    with open_bytes(file) as stream, suppress(EOFError, zlib.error):
        while len(head) < _SAMPLE and (more := stream.read(_HEAD_STEP)):
            head += more
    return head


def read_bytes(file: SourceFile) -> bytes:
    """Return all of a file that holds a single document; SourceError if it is empty, too large or no text."""
    with open_bytes(file) as stream:
        data = stream.read(LIMIT + 1)
    if not data:
        raise SourceError("empty file")
    if len(data) > LIMIT:
        raise SourceError(TOO_LARGE)
    if charset.is_binary(data):
        raise SourceError(BINARY)
    return data


def read_text(file: SourceFile) -> str:
    """Return the clean text of a file that holds a single document; SourceError as `read_bytes`, or if it is blank."""
    text = clean(charset.decode(read_bytes(file)))
    if not text.strip():
        raise SourceError(NO_TEXT)
    return text


def web_address(text: str) -> str:
    """Return `text` if it is the address of a web page, else ""."""
    return text if text.lower().startswith(("http://", "https://")) else ""


class LineTooLongError(Exception):
    """A line was larger than the limit; it has been passed over."""


class Lines:
    """The lines of a file of any size, decoded as they are read.

    `number` is that of the line read last, `ended` whether more were asked for than there are. A line above the limit
    raises LineTooLongError, after which reading goes on with the next.
    """

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LIMIT)
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        if len(line) == LIMIT:
            self._pass_over(line)
            raise LineTooLongError
        return line

    def _pass_over(self, line: str) -> None:
        while line and not line.endswith(("\n", "\r")):
            line = self._stream.readline(LIMIT)


def open_lines(file: SourceFile) -> io.TextIOWrapper:
    """Open a file of records for reading text, line ends as they are; SourceError if it is empty or no text."""
    head = read_head(file)
    if not head:
        raise SourceError("empty file")
    if charset.is_binary(head):
        raise SourceError(BINARY)
    return io.TextIOWrapper(open_bytes(file), encoding=charset.encoding(head), errors="replace", newline="")
