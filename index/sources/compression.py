"""Compressed data, told by how it begins, as a stream of what is in it; where it is damaged, of what comes before."""

import bz2
import gzip
import io
import lzma
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Protocol, cast

from index import zstd

BUFFER = 64 * 1024
MAGIC_LENGTH = 6

_WINDOW_LOG = 31  # dumps of the web are made with windows of 2 GB; without asking, zstd reads up to 128 MB


class Readable(Protocol):
    """What data is read from."""

    def read1(self, size: int, /) -> bytes:
        """Return what one step gives, up to `size` bytes: so nothing is lost that comes before damage."""

    def close(self) -> None:
        """Let go of what it reads from."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to compress a stream: its name, how such data begins, and what opens it."""

    name: str
    suffix: str
    magic: re.Pattern[bytes]
    open: Callable[[BinaryIO], Readable]


def _open_zstd(stream: BinaryIO) -> Readable:
    return zstd.ZstdFile(stream, options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})


def _open_lz4(stream: BinaryIO) -> Readable:
    from lz4 import frame  # noqa: PLC0415 - few files need it

    return cast(Readable, frame.open(stream))


FORMATS = (
    Format("gzip", ".gz", re.compile(rb"\x1f\x8b\x08"), gzip.open),
    Format("bzip2", ".bz2", re.compile(rb"BZh[1-9][\x31\x17]"), bz2.open),
    Format("xz", ".xz", re.compile(rb"\xfd7zXZ\0"), lzma.open),
    Format("zstd", ".zst", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5c]\x2a\x4d\x18"), _open_zstd),
    Format("LZ4", ".lz4", re.compile(rb"\x04\x22\x4d\x18"), _open_lz4),
)
"""All that are read. A zstd stream may begin with a frame to be passed over, not with a web archive's dictionary."""

_SUFFIXES = {form.suffix for form in FORMATS}


def compression(head: bytes) -> Format | None:
    """Return how data that begins with `head` is compressed, None if it is not."""
    return next((form for form in FORMATS if form.magic.match(head)), None)


def without_suffix(name: str) -> str:
    """Return the name of what is in a compressed file: "a.csv" for "a.csv.gz"."""
    path = PurePath(name)
    return name.removesuffix(path.suffix) if path.suffix.lower() in _SUFFIXES else name


def decompressed(stream: BinaryIO, form: Format, damage: list[str]) -> BinaryIO:
    """Return what is in a compressed stream, as `sound` does."""
    return sound(form.open(stream), form.name, damage, below=stream)


def sound(stream: Readable, name: str, damage: list[str], below: BinaryIO | None = None) -> BinaryIO:
    """Return what can be read of a stream: damaged, it ends before the damage, which is added to `damage` in words.

    `name` says what of ("gzip"). Closing it closes the streams.
    """
    return io.BufferedReader(_Sound(stream, name, damage, below), BUFFER)


class _Sound(io.RawIOBase):
    def __init__(self, stream: Readable, name: str, damage: list[str], below: BinaryIO | None) -> None:
        self._stream, self._name, self._damage, self._below = stream, name, damage, below
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader passes
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._size += len(data)
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read1(size)
        except MemoryError:
            raise
        except Exception as error:  # each library has its own
            if isinstance(error, OSError) and error.errno:  # the disk's fault, not the data's
                raise
            self._damage.append(f"broken {self._name} data after {self._size:,} bytes")
            return b""

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            if self._below:
                self._below.close()
        super().close()
