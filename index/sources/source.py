"""What the readers share: the file they are given, the columns they look for, and bounded ways to open it."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import charset, compression
from index.sources.scratch import temporary_file
from index.sources.unpacking import Budget, copy
from index.text import clean

LIMIT = 64 * 1024 * 1024
"""No single document may be larger: bytes of a file, characters of a line."""

TOO_LARGE = "larger than 64 MB"
BINARY = "not text (binary data)"
NO_TEXT = "no text"

_SAMPLE = 256 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is on disk, and the name by which users know it ("pile/html/de/ch01.html").

    One that is inside of `depth` others ("pile/a.zip#b.html") shares their `budget`, and is held in `content` where it
    is small. What is found to be wrong with its data while it is read is noted in `damage`.
    """

    path: Path
    name: str
    content: bytes | None = None
    depth: int = 0
    budget: Budget | None = None
    damage: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a record's fields; one that is empty, or not there, is found under its usual names."""

    id: str = ""
    title: str = ""
    text: str = ""
    language: str = ""
    date: str = ""
    author: str = ""
    url: str = ""


Reader = Callable[[SourceFile, Columns], Iterator[Document | Skip]]


def open_raw(file: SourceFile) -> BinaryIO:
    """Open a file for reading its bytes as they are, from any place."""
    return file.path.open("rb") if file.content is None else io.BytesIO(file.content)


def open_bytes(file: SourceFile) -> BinaryIO:
    """Open a file for reading its bytes in order, decompressed; damaged data ends where the damage begins."""
    raw = open_raw(file)
    form = _compression(raw)
    return compression.decompressed(raw, form, file.damage) if form else raw


@contextmanager
def on_disk(file: SourceFile) -> Iterator[SourceFile]:
    """Yield a file as one that can be read by its path, from any place: the same, or what is in it unpacked."""
    with open_raw(file) as raw:
        packed = _compression(raw) is not None
    if file.content is None and not packed:
        yield file
        return
    with temporary_file() as target, open_bytes(file) as stream:
        copy(stream, target, file.budget or Budget.of(file.path))
        yield replace(file, path=Path(target.name), content=None)


@contextmanager
def open_seekable(file: SourceFile) -> Iterator[BinaryIO]:
    """Open a file for reading its bytes, decompressed, from any place."""
    with open_raw(file) as raw:
        if not _compression(raw):
            yield raw
            return
    with on_disk(file) as local, open_raw(local) as raw:
        yield raw


def _compression(raw: BinaryIO) -> compression.Format | None:
    form = compression.compression(raw.read(compression.MAGIC_LENGTH))
    raw.seek(0)
    return form


def read_head(file: SourceFile) -> bytes:
    """Return the first bytes of a file, decompressed, enough to tell what it is; SourceError if damage leaves none."""
    sample = replace(file, damage=[])  # whoever reads on meets the damage again
    with open_bytes(sample) as stream:
        head = stream.read(_SAMPLE)
    if sample.damage and not head:
        raise SourceError(sample.damage[0])
    return head


def read_bytes(file: SourceFile) -> bytes:
    """Return all of a file that holds a single document; SourceError if it is too large or no text."""
    with open_bytes(file) as stream:
        data = stream.read(LIMIT + 1)
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
    """Open a file of records for reading text, line ends as they are; SourceError if it is no text."""
    head = read_head(file)
    if charset.is_binary(head):
        raise SourceError(BINARY)
    return io.TextIOWrapper(open_bytes(file), encoding=charset.encoding(head), errors="replace", newline="")
