"""What a run has to do: the files found now against those known from before."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.document import Skip
from index.errors import SourceError
from index.sources.source import Columns
from index.state import FileState, State
from index.walk import FoundFile, Unreadable, walk


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to read, as it will be known, and its bytes."""

    file: FileState
    size: int


@dataclass(slots=True)
class Plan:
    """What a run has to do: files to read, files that cannot be looked at, paths that are gone."""

    to_read: list[ToRead] = field(default_factory=list)
    unreadable: list[FileState] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return bool(self.to_read or self.unreadable or self.vanished)


def make_plan(sources: Sequence[Path], columns: Columns, state: State) -> Plan:
    """Compare what is below the sources with the state of the index.

    A file is unchanged when its size, its time of change and the columns asked for are. It keeps the name and number
    under which it was first known. Raises SourceError where a source does not exist: it is more likely mistyped or
    not mounted than meant to be emptied.
    """
    roots = [Path(os.path.abspath(source)) for source in sources]  # noqa: PTH100 - resolve() would rename linked ones
    for root in roots:
        if not root.exists():
            raise SourceError(f"There is no file or folder {root}. Nothing was changed.")
    known, next_number = state.files(), state.next_number()
    settings = "" if columns == Columns() else f" {columns}"
    plan, unseen = Plan(), dict(known)
    for found in _each_once(roots):
        path = str(found.path)
        file = replace(known.get(path) or FileState(next_number, path, found.name), documents=0)
        next_number += path not in known
        unseen.pop(path, None)
        if isinstance(found, Unreadable):
            plan.unreadable.append(replace(file, fingerprint="", skips=(Skip(found.reason),)))
            for below in [other for other in unseen if _is_below(other, path)]:
                del unseen[below]  # a folder that is closed today has not lost its files
        elif file.fingerprint == found.fingerprint + settings:
            plan.unchanged += 1
        else:
            plan.to_read.append(ToRead(replace(file, fingerprint=found.fingerprint + settings), found.size))
    plan.vanished = [path for path in unseen if any(_is_below(path, str(root)) for root in roots)]
    return plan


def _each_once(roots: Sequence[Path]) -> Iterator[FoundFile | Unreadable]:
    """Yield what is below the roots; what two of them share under the name that the first gives it."""
    seen: set[Path] = set()
    for root in roots:
        for found in walk(root):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
