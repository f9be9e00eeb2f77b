"""From what the user names to the files to read."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.directory import is_index

# Controls, among them line ends and terminal sequences, and those that turn the direction of writing.
_DECEPTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


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


def walk(source: Path, name: str) -> Iterator[FoundFile | Unreadable]:
    """Yield the files below an absolute path in the order of their names; hidden ones and indexes are left out.

    A file is named from its source on: "pile/html/ch01.html" for the source "/data/pile" with the name "pile".
    """
    yield from _below(source, name)


def _below(path: Path, name: str) -> Iterator[FoundFile | Unreadable]:
    try:
        if not path.is_dir():
            yield _file(path, name)
            return
        entries = [] if is_index(path) else sorted(os.listdir(path))  # noqa: PTH208 - the names are all we need
    except OSError as error:
        yield Unreadable(path, shown(name), (error.strerror or str(error)).lower())
        return
    for entry in entries:
        child, child_name = path / entry, f"{name}/{entry}"
        if entry.startswith("."):
            continue
        if child.is_symlink() and child.is_dir():  # it may lead in circles
            yield Unreadable(child, shown(child_name), "a link to a folder; name the folder itself to index it")
        else:
            yield from _below(child, child_name)


def _file(path: Path, name: str) -> FoundFile | Unreadable:
    status = path.stat()
    if not path.is_file():
        return Unreadable(path, shown(name), "not a regular file")
    return FoundFile(path, shown(name), status.st_size, f"{status.st_size} {status.st_mtime_ns}")


def shown(name: str) -> str:
    """Return a file's name as text that can be shown: also where it is not UTF-8 on disk, or made to deceive."""
    return _DECEPTIVE.sub("\ufffd", os.fsencode(name).decode("utf-8", "replace"))
