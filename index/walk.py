"""From what the user names to the files to read."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.directory import is_index


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below a source: where it is, how users see it, its bytes, and what tells that it has changed."""

    path: str
    name: str
    size: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that could not be looked at, and why; `passing` says that it may be there all the same."""

    path: str
    name: str
    reason: str
    passing: bool = False


# Controls, among them line ends and terminal sequences, and those that turn the direction of writing.
_DECEPTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def walk(source: str, name: str) -> Iterator[FoundFile | Unreadable]:
    """Yield the files below an absolute path in the order of their names; hidden ones and indexes are left out.

    A file is named from its source on: "pile/html/ch01.html" for the source "/data/pile" with the name "pile".
    """
    waiting = [(source, name)]
    while waiting:
        path, called = waiting.pop()
        try:
            if not Path(path).is_dir():
                yield _file(path, called)
            elif path != source and Path(path).is_symlink():  # it may lead in circles
                yield Unreadable(path, shown(called), "a link to a folder; name the folder itself to index it")
            else:
                waiting += reversed(_entries(path, called))
        except OSError as error:
            yield Unreadable(path, shown(called), (error.strerror or str(error)).lower())


def _entries(folder: str, name: str) -> list[tuple[str, str]]:
    """Return paths and names of what is in a folder."""
    if is_index(Path(folder)):
        return []
    names = sorted(entry for entry in os.listdir(folder) if not entry.startswith("."))  # noqa: PTH208 - strings do
    return [(os.path.join(folder, entry), f"{name}/{entry}") for entry in names]  # noqa: PTH118


def _file(path: str, name: str) -> FoundFile | Unreadable:
    status = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(status.st_mode):
        return Unreadable(path, shown(name), "not a regular file")
    return FoundFile(path, shown(name), status.st_size, f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")


def shown(name: str) -> str:
    """Return a file's name as text that can be shown: also where it is not UTF-8 on disk, or made to deceive."""
    return _DECEPTIVE.sub("\ufffd", unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace")))
