"""7z archives, in which members are packed together: all are unpacked to one temporary file, then read from there."""

import lzma
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from py7zr import SevenZipFile, WriterFactory
from py7zr.exceptions import (
    AbsolutePathError,
    ArchiveError,
    DecompressionBombError,
    PasswordRequired,
    UnsupportedCompressionMethodError,
)
from py7zr.io import Py7zIO

from index.errors import SourceError
from index.sources.compression import Readable
from index.sources.unpacking import TooMuch


@dataclass(slots=True)
class Part:
    """A member: where it stands in the temporary file."""

    file: BinaryIO
    start: int
    size: int = 0
    is_link: bool = False

    def open(self) -> Readable:
        """Open it for reading, after the one before has been read."""
        self.file.seek(self.start)
        return _Reading(self.file, self.size)


@contextmanager
def unpacked(archive: BinaryIO, limit: int) -> Iterator[Mapping[str, Part]]:
    """Unpack an archive for as long as its members are read; yield these by their names.

    SourceError if it cannot be unpacked, TooMuch if it is larger than `limit` bytes.
    """
    with tempfile.TemporaryFile() as file:
        parts = _Parts(file)
        for name in _unpack(archive, limit, parts):
            if name in parts.by_name:
                parts.by_name[name].is_link = True
        yield parts.by_name


class _Parts(WriterFactory):
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.by_name: dict[str, Part] = {}

    def create(self, filename: str) -> Py7zIO:
        part = self.by_name[filename] = Part(self._file, self._file.tell())
        return _Target(part)


class _Target(Py7zIO):
    def __init__(self, part: Part) -> None:
        self._part = part

    def write(self, data: bytes | bytearray) -> int:
        self._part.size += len(data)
        return self._part.file.write(data)

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002 - py7zr asks for it and does not use it
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return 0

    def flush(self) -> None:
        self._part.file.flush()

    def size(self) -> int:
        return self._part.size


def _unpack(stream: BinaryIO, limit: int, parts: _Parts) -> list[str]:
    """Unpack an archive; return the names of the links in it."""
    try:
        with SevenZipFile(stream, max_extract_size=limit) as archive:
            archive.extractall(factory=parts)
            return [info.filename for info in archive.list() if info.is_symlink]
    except PasswordRequired as error:
        raise SourceError("password-protected") from error
    except DecompressionBombError as error:
        raise TooMuch("unpacks to far more than its size (a bomb?)") from error
    except UnsupportedCompressionMethodError as error:
        raise SourceError("packed in a way that is not read") from error
    except AbsolutePathError as error:
        raise SourceError("names in it lead out of the archive") from error
    except (ArchiveError, lzma.LZMAError, zlib.error, EOFError, ValueError, TypeError, LookupError) as error:
        raise SourceError("broken 7z archive") from error


class _Reading:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._left = file, size

    def read1(self, size: int) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Leave the file open for the next member."""
