"""What a run has to do: the files found now against those known from before."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.document import Skip
from index.errors import SourceError
from index.sources.registry import has_columns
from index.sources.source import Columns
from index.state import FileState, State
from index.tags import Trust
from index.walk import FoundFile, Unreadable, shown, walk


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to read, as it will be known, and its bytes."""

    file: FileState
    size: int


@dataclass(slots=True)
class Plan:
    """What a run has to do: files to read, files that cannot be looked at, paths that are gone.

    `sources` are the names of the sources by their absolute paths.
    """

    sources: dict[str, str]
    to_read: list[ToRead] = field(default_factory=list)
    unreadable: list[FileState] = field(default_factory=list)
    vanished: list[FileState] = field(default_factory=list)
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return bool(self.to_read or self.unreadable or self.vanished)


def make_plan(sources: Iterable[Path], columns: Columns, trust: Trust, state: State) -> Plan:
    """Compare what is below the sources with the state of the index.

    A file is unchanged when its size, its time of change, the columns asked for and whose tags count are. It keeps the
    name and number under which it was first known.
    """
    unseen, next_number = state.files(), state.next_number()
    plan, closed = Plan(_named(sources, state.sources())), list[str]()
    for found in _each_once(plan.sources):
        before = unseen.pop(found.path, None)
        file = before or FileState(next_number, found.path, found.name)
        next_number += before is None
        fingerprint = _fingerprint(found, columns, trust)
        now = replace(file, fingerprint=fingerprint)
        if isinstance(found, Unreadable):
            closed.append(found.path)
        if file.fingerprint == fingerprint:
            plan.unchanged += 1
        elif isinstance(found, Unreadable):
            plan.unreadable.append(replace(now, skips=(Skip(found.reason),)))
        else:
            plan.to_read.append(ToRead(now, found.size))
    # A folder that is closed today has not lost its files.
    unseen = {path: file for path, file in unseen.items() if not any(_is_below(path, folder) for folder in closed)}
    plan.vanished = [file for path, file in unseen.items() if any(_is_below(path, source) for source in plan.sources)]
    # In the same order whatever is read anew, since the first of exact copies is the one that is kept.
    plan.to_read = sorted([*plan.to_read, *_copied_from(plan, state)], key=lambda one: one.file.number)
    return plan


def _copied_from(plan: Plan, state: State) -> list[ToRead]:
    """Return the files that hold copies of documents which are about to leave the index: these take their place."""
    if not plan:
        return []
    copied, files = state.files_copied_from(), {file.number: file for file in state.files().values()}
    seen = {file.number for file in (*(one.file for one in plan.to_read), *plan.unreadable, *plan.vanished)}
    found, waiting = list[ToRead](), list(seen)
    while waiting:
        for number in copied.get(waiting.pop(), set()) - seen:
            seen.add(number)
            waiting.append(number)
            found.append(_again(files[number]))
    plan.unchanged -= len(found)
    return found


def _again(file: FileState) -> ToRead:
    """Return a file to be read although it has not changed; one that is not there now is looked for another time."""
    path = Path(file.path)
    return ToRead(file, path.stat().st_size) if path.is_file() else ToRead(replace(file, fingerprint=""), 0)


def _fingerprint(found: FoundFile | Unreadable, columns: Columns, trust: Trust) -> str:
    """Return what tells whether a file would give something else than before."""
    if isinstance(found, Unreadable):
        return found.reason
    fingerprint = f"{found.fingerprint} {trust}"
    return f"{fingerprint} {columns}" if has_columns(found.name) else fingerprint


def existing(sources: Iterable[Path]) -> list[Path]:
    """Return sources as absolute paths. Raises SourceError where one does not exist.

    It is more likely mistyped or not mounted than meant to be emptied.
    """
    absolute = [Path(os.path.abspath(source)) for source in sources]  # noqa: PTH100 - resolve() would rename linked ones
    for source in absolute:
        if not source.exists():
            raise SourceError(f"There is no file or folder {shown(str(source))}. Nothing was changed.")
    return absolute


def _named(sources: Iterable[Path], known: Mapping[str, str]) -> dict[str, str]:
    """Return a name for each source, by its path: its own, with as many folders before it as tell it apart."""
    names = dict(known)
    for source in sources:
        above = next((other for other in names if _is_below(str(source), other)), None)
        if above is None:
            names[str(source)] = _new_name(source, names.values())
        elif str(source) not in names:
            names[str(source)] = shown(names[above] + str(source).removeprefix(above))
    return {str(source): names[str(source)] for source in sources}


def _new_name(source: Path, taken: Collection[str]) -> str:
    parts = source.parts[1:] or (source.name or "root",)
    for first in range(len(parts) - 1, -1, -1):
        name = shown("/".join(parts[first:]))
        if not any(_is_below(name, other, "/") or _is_below(other, name, "/") for other in taken):
            return name
    return shown(str(source))


def _each_once(sources: Mapping[str, str]) -> Iterator[FoundFile | Unreadable]:
    """Yield what is below the sources; what two of them share under the name that the first gives it."""
    seen: set[str] = set()
    for source, name in sources.items():
        for found in walk(source, name):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _is_below(path: str, folder: str, separator: str = os.sep) -> bool:
    return path == folder or path.startswith(folder.rstrip(separator) + separator)
