"""From what the user names to the files to read."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.directory import is_index


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below a source: where it is, how users see it, its bytes, and what tells that it has changed."""

    path: Path
    name: str
    size: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that could not be looked at, and why."""

    path: Path
    name: str
    reason: str


def walk(source: Path) -> Iterator[FoundFile | Unreadable]:
    """Yield the files below an absolute path in the order of their names; hidden ones and indexes are left out.

    A file is named from its source on: "pile/html/ch01.html" for the source "/data/pile".
    """
    yield from _below(source, source.name)


def _below(path: Path, name: str) -> Iterator[FoundFile | Unreadable]:
    try:
        if not path.is_dir():
            yield _file(path, name)
            return
        entries = [] if is_index(path) else sorted(os.listdir(path))  # noqa: PTH208 - the names are all we need
    except OSError as error:
        yield Unreadable(path, _shown(name), (error.strerror or str(error)).lower())
        return
    for entry in entries:
        child = path / entry
        if not entry.startswith(".") and not (child.is_symlink() and child.is_dir()):  # such a link may lead in circles
            yield from _below(child, f"{name}/{entry}")


def _file(path: Path, name: str) -> FoundFile | Unreadable:
    status = path.stat()
    if not path.is_file():
        return Unreadable(path, _shown(name), "not a regular file")
    return FoundFile(path, _shown(name), status.st_size, f"{status.st_size} {status.st_mtime_ns}")


def _shown(name: str) -> str:
    """Return a file's name as text, also where it is not UTF-8 on disk."""
    return os.fsencode(name).decode("utf-8", "replace")
