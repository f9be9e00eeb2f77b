"""Keeping an index in step with its sources: what changes below them is indexed once it has come to rest."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import watchfiles

from index.errors import SourceError

QUIET_SECONDS = 1
"""How long nothing must change before changes are dealt with."""
LONGEST_SECONDS = 10
"""How long changes that do not end are gathered."""
RETRY_SECONDS = 10
"""When what failed is tried again, should nothing change before."""

_Update = Callable[[Sequence[Path]], bool]
_Present = dict[Path, tuple[int, int]]
"""Sources that are there, each with what tells it from another that has taken its place."""


def watch(sources: Sequence[Path], index: Path, update: _Update) -> NoReturn:
    """Have an index kept in step with its sources until interrupted.

    `update` is called with the sources that are there, and returns whether it succeeded: at the beginning, for what has
    changed before that, then whenever something changes below them, and after a while if it failed. Sources may vanish
    and come back. Raises SourceError where the system cannot watch them.
    """
    while True:
        if present := _present(sources):
            _watch(present, sources, index.resolve(), update)
        else:
            time.sleep(QUIET_SECONDS)


def _present(sources: Iterable[Path]) -> _Present:
    present = _Present()
    for source in sources:
        try:
            status = source.stat()
        except OSError:
            continue
        present[source] = status.st_dev, status.st_ino
    return present


def _watch(present: _Present, sources: Sequence[Path], index: Path, update: _Update) -> None:
    """Watch until another set of sources is there: the system watches what it was shown, not what takes its place."""
    due = 0.0
    for has_changed in _changes([source.resolve() for source in present], index):
        if _present(sources) != present:
            return
        if has_changed or time.monotonic() >= due:
            due = math.inf if update(list(present)) else time.monotonic() + RETRY_SECONDS


def _changes(roots: Sequence[Path], index: Path) -> Iterator[bool]:
    """Yield whether something has changed: once it has come to rest, and every second in which nothing does."""
    changes = watchfiles.watch(
        *roots,
        watch_filter=lambda _, path: _is_of_interest(Path(path), roots, index),
        debounce=LONGEST_SECONDS * 1000,
        step=QUIET_SECONDS * 1000,
        rust_timeout=QUIET_SECONDS * 1000,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    try:
        yield from map(bool, changes)
    except FileNotFoundError:  # gone before it was watched
        return
    except (OSError, RuntimeError) as error:  # such as too many folders
        raise SourceError(f"The sources cannot be watched: {error}.") from error


def _is_of_interest(path: Path, roots: Iterable[Path], index: Path) -> bool:
    """Tell whether a change there may be one of a source: not in the index itself, and nothing hidden."""
    if path.is_relative_to(index):
        return False
    below = [path.relative_to(root) for root in roots if path.is_relative_to(root)]
    return any(not any(part.startswith(".") for part in one.parts) for one in below)
