"""The lock of whoever writes to an index: the system decides who has it, the file only tells who that is.

The system lets go of the lock when its holder ends, however it ends, so no file that was left behind is in the way.
"""

import fcntl
import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.errors import IndexBusy, IndexDirectoryError

LOCK_FILE = "writer.lock"
_LONGEST_COMMAND = 200


def acquire(index: Path) -> int:
    """Take the lock of the index in a folder and return the file descriptor that holds it until it is closed.

    Raises IndexBusy, naming the process that has it.
    """
    try:
        lock = os.open(index / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise IndexDirectoryError(f"The index at {index} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, 10_000, 0)
        os.close(lock)
        raise busy(index, _described(holder)) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, _ourselves(), 0)
    return lock


@contextmanager
def held(index: Path) -> Iterator[None]:
    """Hold the lock of the index in a folder; raise IndexBusy, naming the process that has it."""
    lock = acquire(index)
    try:
        yield
    finally:
        os.close(lock)


def busy(index: Path, holder: str = "Another program") -> IndexBusy:
    """Return the error that says who keeps others from writing to an index."""
    return IndexBusy(f"{holder} is writing to {index}. Wait until it has ended, or end it; then run this again.")


def _ourselves() -> bytes:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "since": since, "command": shlex.join(sys.argv)}).encode()


def _described(holder: bytes) -> str:
    """Return in words who holds the lock, by what it has written; it may have just begun to write that."""
    try:
        said = json.loads(holder)
        since = datetime.fromisoformat(said["since"]).astimezone()
        command = "".join(one if one.isprintable() else "?" for one in said["command"][:_LONGEST_COMMAND])
        return f"Process {int(said['pid'])} ({command}), begun {since:%Y-%m-%d %H:%M:%S},"
    except (ValueError, TypeError, KeyError):
        return "Another process"
