"""Archives: ZIP, tar and 7z. Each member is read like a file, in their order; nothing is ever written by its name."""

import re
import stat
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import cast
from zipfile import ZipFile, ZipInfo

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.compression import Readable
from index.sources.members import Members
from index.sources.source import LIMIT, Columns, SourceFile, open_bytes, open_seekable, read_head
from index.sources.unpacking import RATIO
from index.sources.zipfiles import PROTECTED, zip_errors_as_reasons
from index.text import one_line
from index.walk import shown

_BOMB = "unpacks to far more than its size (a bomb?)"
_BROKEN_TAR = "broken tar archive; what comes after the damage is lost"
_NO_ARCHIVE = "its name says that it is an archive, but it is none"
_UTF_8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member: its name as it is in the archive, why it is not read ("" if it is), and what opens it."""

    name: str
    refusal: str
    open: Callable[[], Readable]


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield what the members of an archive give, each with its place; a Skip for each that cannot be read."""
    members = Members(file, columns)
    for entry in _entries(file, members):
        if _hidden(entry.name):
            continue
        name = _shown(entry.name)
        if reason := _refusal(entry.name) or entry.refusal:
            yield Skip(reason, name)
        else:
            yield from members.read(members.told_apart(name), entry.open)


def _entries(file: SourceFile, members: Members) -> Iterator[_Entry]:
    head = read_head(file)
    if head.startswith(b"PK"):
        return _zip(file)
    if head.startswith(b"7z"):
        return _seven_zip(file, members.budget.size)
    if not _is_tar(head):
        raise SourceError(_NO_ARCHIVE)
    return _tar(file)


def _refusal(name: str) -> str:
    """Return why a member of that name is not read, "" if it is."""
    if re.match(r"[/\\]|[A-Za-z]:[/\\]", name) or ".." in _parts(name):
        return "its name leads out of the archive"
    return "" if _parts(name) else "it has no name"


def _hidden(name: str) -> bool:
    """Whether a member is left out as files on disk are whose name, or that of a folder, begins with a dot."""
    return any(part.startswith(".") and part != ".." for part in _parts(name))


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name.replace("\\", "/")).parts


def _shown(name: str) -> str:
    return one_line(shown(str(PurePosixPath(name))))


# --- ZIP


def _zip(file: SourceFile) -> Iterator[_Entry]:
    with open_seekable(file) as stream:
        try:
            with zip_errors_as_reasons():
                archive = ZipFile(stream)
        except SourceError as error:
            raise SourceError("broken ZIP archive: its table of contents is damaged") from error
        for info in archive.infolist():
            if not (name := _zip_name(info)).endswith("/"):
                yield _Entry(name, _zip_refusal(info), partial(_open_zipped, archive, info))


def _zip_name(info: ZipInfo) -> str:
    """Return a member's name: those without a mark are read as the charset of DOS, and many are UTF-8 all the same."""
    if info.flag_bits & _UTF_8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _zip_refusal(info: ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return PROTECTED
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link"
    return _BOMB if info.file_size > max(LIMIT, RATIO * info.compress_size) else ""


def _open_zipped(archive: ZipFile, info: ZipInfo) -> Readable:
    with zip_errors_as_reasons():
        return cast(Readable, archive.open(info))


# --- tar


def _is_tar(head: bytes) -> bool:
    """Tell whether a file is a tar archive, if a damaged one: by its first header, or the mark that most have there."""
    first = head[: tarfile.BLOCKSIZE]
    if first[257:262] == b"ustar" or not first.strip(b"\0"):  # an empty archive is all zeros
        return True
    try:
        tarfile.TarInfo.frombuf(first, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _tar(file: SourceFile) -> Iterator[_Entry]:
    with open_bytes(file) as stream:
        try:
            # Only forwards ("|"), so that compressed archives of any size are read as they come.
            archive = tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape")  # noqa: SIM115
            for info in iter(archive.next, None):
                archive.members = []  # type: ignore[attr-defined]  # it would remember them all
                if not info.isdir():
                    yield _Entry(info.name, _tar_refusal(info), partial(_open_tarred, archive, info))
            # A damaged header looks to it like the end, after which there are zeros only.
            rest = archive.fileobj.read(tarfile.RECORDSIZE) if archive.fileobj else b""
        except (tarfile.TarError, EOFError, ValueError) as error:
            raise SourceError(_BROKEN_TAR) from error
    if rest.strip(b"\0"):
        raise SourceError(_BROKEN_TAR)


def _tar_refusal(info: tarfile.TarInfo) -> str:
    if info.islnk() or info.issym():
        return "a link"
    return "" if info.isreg() else "not a regular file"


def _open_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Readable:
    return cast(Readable, archive.extractfile(info))


# --- 7z


def _seven_zip(file: SourceFile, limit: int) -> Iterator[_Entry]:
    from index.sources.seven_zip import unpacked  # noqa: PLC0415 - py7zr is an extra

    with open_seekable(file) as stream, unpacked(stream, limit) as parts:
        for name, part in parts.items():
            yield _Entry(name, "a link" if part.is_link else "", part.open)
