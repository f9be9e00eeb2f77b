"""Temporary files that do not outlive the process, however it ends."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

_PREFIX = "fundstelle-unpacked-"
_YOUNG = 60  # seconds in which a new file is surely locked


@contextmanager
def temporary_file() -> Iterator[BinaryIO]:
    """Yield a new file, open for writing and reading, whose `name` is its path; it is removed at the end.

    A process that is killed leaves its file without a lock; the next one finds it by that and removes it.
    """
    _remove_stale()
    with tempfile.NamedTemporaryFile(prefix=_PREFIX) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield cast(BinaryIO, file)


@cache
def _remove_stale() -> None:
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # locked, gone, or not ours
            _remove_unlocked(path)


def _remove_unlocked(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if time.time() - os.fstat(descriptor).st_mtime > _YOUNG:
            path.unlink()
    finally:
        os.close(descriptor)
