"""What a run has to do: the files found now against those known from before."""

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.errors import SourceError
from index.remote import expect_support, is_address, look_up, names
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
    """What a run has to do: files to read, files that cannot be looked at with the reason, files that are gone.

    `sources` are the names of the sources by their absolute paths, `closed` those that cannot be looked at themselves,
    each with the reason; `pending` are files to read another time.
    """

    sources: dict[str, str]
    closed: dict[str, str] = field(default_factory=dict)
    to_read: list[ToRead] = field(default_factory=list)
    unreadable: list[tuple[FileState, str]] = field(default_factory=list)
    vanished: list[FileState] = field(default_factory=list)
    pending: list[FileState] = field(default_factory=list)
    unchanged: int = 0


def make_plan(sources: Iterable[str], columns: Columns, trust: Trust, state: State) -> Plan:
    """Compare what is below the sources with the state of the index.

    A file is unchanged when its size, its time of change, the columns asked for and whose tags count are. It keeps the
    name and number under which it was first known.
    """
    files, next_number = state.files(), state.next_number()
    plan = Plan(_named(sources, state.sources()))
    unseen, unchanged, closed = dict(files), set[int](), set[str]()
    for found in _each_once(plan.sources):
        before = unseen.pop(found.path, None)
        file = before or FileState(next_number, found.path, found.name)
        next_number += before is None
        now = replace(file, fingerprint=_fingerprint(found, columns, trust))
        if isinstance(found, Unreadable):
            closed.add(found.path)
            if found.path in plan.sources:
                plan.closed[found.path] = found.reason
        if file.fingerprint == now.fingerprint or (file.fingerprint and _is_passing(found)):
            unchanged.add(file.number)
        elif isinstance(found, Unreadable):
            plan.unreadable.append((now, found.reason))
        else:
            plan.to_read.append(ToRead(now, found.size))
    plan.vanished = list(_vanished(unseen.values(), closed, plan.sources))
    besides = _to_read_besides(plan, files.values(), state)
    for file in besides:
        _add_from_anywhere(plan, file, columns, trust)
    plan.unchanged = len(unchanged - {file.number for file in besides})
    # In the same order whatever is read anew, since the first of exact copies is the one that is kept.
    plan.to_read.sort(key=lambda one: one.file.number)
    return plan


def _vanished(unseen: Iterable[FileState], closed: Set[str], sources: Mapping[str, str]) -> Iterator[FileState]:
    """Yield the files below the sources that are gone; a folder that is closed today has not lost its files."""
    for file in unseen:
        above = set(_and_above(file.path))
        if closed.isdisjoint(above) and not sources.keys().isdisjoint(above):
            yield file


def _add_from_anywhere(plan: Plan, file: FileState, columns: Columns, trust: Trust) -> None:
    """Plan to read a known file, another time if it is out of reach now."""
    there = None if is_address(file.path) else next(walk(file.path, file.name), None)
    if isinstance(there, FoundFile):
        now = replace(file, fingerprint=_fingerprint(there, columns, trust))
        plan.to_read.append(ToRead(now, there.size))
    else:
        plan.pending.append(file)


def _to_read_besides(plan: Plan, known: Iterable[FileState], state: State) -> list[FileState]:
    """Return the files that are to be read besides, wherever they are.

    A run cut short has left some; others hold copies of documents that are about to leave the index, whose place these
    take.
    """
    files = {file.number: file for file in known}
    planned = {one.file.number for one in plan.to_read}
    planned |= {file.number for file in (*(file for file, _ in plan.unreadable), *plan.vanished)}
    wanted = {number for number, file in files.items() if not file.fingerprint} - planned
    waiting = [*planned, *wanted] if state.copies else []
    while waiting:
        more = state.copies.holders(waiting.pop()) - planned - wanted
        wanted |= more
        waiting += more
    return [files[number] for number in sorted(wanted)]


def _is_passing(found: FoundFile | Unreadable) -> bool:
    """Tell whether a file may be there unchanged, though it is out of reach: what it gave before is kept."""
    return isinstance(found, Unreadable) and found.passing


def _fingerprint(found: FoundFile | Unreadable, columns: Columns, trust: Trust) -> str:
    """Return what tells whether a file would give something else than before."""
    if isinstance(found, Unreadable):
        return found.reason
    fingerprint = f"{found.fingerprint} {trust}"
    return f"{fingerprint} {columns}" if has_columns(found.name) else fingerprint


def existing(sources: Iterable[Path | str]) -> list[str]:
    """Return sources as absolute paths or addresses. Raises SourceError where a path does not exist.

    It is more likely mistyped or not mounted than meant to be emptied.
    """
    absolute = [_absolute(str(source)) for source in sources]
    for source in absolute:
        if is_address(source):
            expect_support()
        elif not Path(source).exists():
            raise SourceError(
                f"There is no file or folder {shown(source)}. Nothing was changed. "
                "If it is gone for good, name the folder that held it: what it gave is then removed."
            )
    return absolute


def _absolute(source: str) -> str:
    return source if is_address(source) else os.path.abspath(source)  # noqa: PTH100 - resolve() would rename linked ones


class _Names:
    """The names that sources have: none lies within another, so that a path tells its source."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken, self._around = set[str](), set[str]()
        for name in taken:
            self.take(name)

    def take(self, name: str) -> None:
        """Take note of a name."""
        self._taken.add(name)
        self._around.update(_and_above(name, "/"))

    def is_free(self, name: str) -> bool:
        """Tell whether a name lies within none that is taken, nor around one."""
        return name not in self._around and self._taken.isdisjoint(_and_above(name, "/"))


def _named(sources: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return a name for each source, by its path; one that lies below another source goes on from the name of that."""
    named, taken = dict(known), _Names(known.values())
    for source in sources:
        if above := next((above for above in _and_above(source) if above in named), None):
            named[source] = shown(named[above] + source.removeprefix(above))
        else:
            candidates = names(source) if is_address(source) else _names_on_disk(source)
            named[source] = next(filter(taken.is_free, candidates), shown(source))
        taken.take(named[source])
    return {source: named[source] for source in sources}


def _names_on_disk(source: str) -> Iterator[str]:
    """Yield a path's own name, then with more and more of the folders that it is in."""
    parts = Path(source).parts[1:] or ("root",)
    return (shown("/".join(parts[first:])) for first in range(len(parts) - 1, -1, -1))


def _each_once(sources: Mapping[str, str]) -> Iterator[FoundFile | Unreadable]:
    """Yield what is below the sources; what two of them share under the name that the first gives it."""
    seen: set[str] = set()
    elsewhere = look_up({source: name for source, name in sources.items() if is_address(source)})
    for source, name in sources.items():
        for found in next(elsewhere) if is_address(source) else walk(source, name):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _and_above(path: str, separator: str = os.sep) -> Iterator[str]:
    """Yield a path and each folder above it, the innermost first."""
    while path:
        yield path
        folder, parted, _ = path.rpartition(separator)
        path = folder or (parted if path != parted else "")
