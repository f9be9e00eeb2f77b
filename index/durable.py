"""Files that survive a machine which loses its power."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Give a file to write to that takes the place of another once it is whole."""
    new = file.with_name(f"{file.name}.new")
    with new.open("wb") as written:
        yield written
        sync(written)
    new.replace(file)
    sync_folder(file.parent)


def sync(file: BinaryIO) -> None:
    """Make sure that what was written to a file is on disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the files made in a folder are still there after a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
