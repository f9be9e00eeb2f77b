"""Looking at processes, as Linux shows them."""

from contextlib import suppress
from pathlib import Path


def children_of(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # a process that has just ended
            parent = status.read_text().rpartition(")")[2].split()[1]
            found += [int(status.parent.name)] if parent == str(pid) else []
    return found
