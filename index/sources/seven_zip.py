"""7z archives, in which members are packed together: all are unpacked to one temporary file, then read from there."""

import lzma
import tempfile
import zlib
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self, cast

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
from index.sources.unpacking import TooMuch


@dataclass(slots=True)
class Part:
    """Where a member stands in the temporary file."""

    start: int
    size: int = 0
    is_link: bool = False


class Unpacked(WriterFactory):
    """What is in an archive, by name; SourceError if it cannot be unpacked, TooMuch if it is larger than `limit`."""

    def __init__(self, archive: BinaryIO, limit: int) -> None:
        self.parts: dict[str, Part] = {}
        self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - as long as this object
        try:
            self._unpack(archive, limit)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def create(self, filename: str) -> Py7zIO:
        """Return what py7zr writes the next member to."""
        part = self.parts[filename] = Part(self._file.tell())
        return _Target(self._file, part)

    def open(self, part: Part) -> BinaryIO:
        """Open a member for reading."""
        return cast(BinaryIO, _Reading(self._file, part))

    def _unpack(self, stream: BinaryIO, limit: int) -> None:
        try:
            with SevenZipFile(stream, max_extract_size=limit) as archive:
                archive.extractall(factory=self)
                links = (info.filename for info in archive.list() if info.is_symlink)
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
        for name in links:
            if name in self.parts:
                self.parts[name].is_link = True


class _Target(Py7zIO):
    def __init__(self, file: BinaryIO, part: Part) -> None:
        self._file, self._part = file, part

    def write(self, data: bytes | bytearray) -> int:
        self._part.size += len(data)
        return self._file.write(data)

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002 - py7zr asks for it and does not use it
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return 0

    def flush(self) -> None:
        self._file.flush()

    def size(self) -> int:
        return self._part.size


class _Reading:
    def __init__(self, file: BinaryIO, part: Part) -> None:
        self._file, self._left = file, part.size
        file.seek(part.start)

    def read1(self, size: int) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Leave the file open for the next member."""
