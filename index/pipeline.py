"""The way of a document into the index: read -> tag -> analyse (in worker processes) -> write -> commit.

A file is the unit of an update: what it gave before is deleted by its path, then it is read anew. So a run that was
cut short is simply repeated, and the outcome equals an index built from nothing.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol

from index import lock
from index.directory import IndexDirectory
from index.document import Skip
from index.failures import Failures
from index.plan import Plan, ToRead, existing, make_plan
from index.remote import is_address
from index.sources.registry import is_packed, is_plain
from index.sources.source import Columns, SourceFile
from index.state import State
from index.tags import Trust
from index.work import ITEM_CHARACTERS, Result, Task, Work
from index.workers import Workers
from index.writing import Writing

BATCH_CHARACTERS = 500_000
"""How much text is dealt with at a time."""
PACKED_RATIO = 4
"""About how much larger text is than packed text."""
WHOLE_FILE_BYTES = 4_000_000
WHOLE_PACKED_BYTES = 400_000
"""A smaller file is dealt with by one worker; what is read of a larger one is shared among them."""
SERIAL_BYTES = 500_000
SERIAL_FILES = 200
"""Less than this is done before a worker process has started."""


class Progress(Protocol):
    """Hears how far a run has come."""

    def start(self, total: int) -> None:
        """Take note that `total` bytes are to be read."""

    def advance(self, size: int, documents: int) -> None:
        """Take note that `size` more bytes were dealt with and gave that many documents."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: the files it read, left as they were and removed, the documents and the exact copies it met.

    `languages` counts all documents that the index now holds, by their tags, the most frequent first; `failures` are
    what it had to leave out, in this run and before, the first few of this run; `closed` are sources that could not be
    looked at themselves, each with the reason.
    """

    read: int
    unchanged: int
    removed: int
    documents: int
    exact_copies: int
    languages: dict[str, int]
    failures: Failures
    seconds: float
    closed: Mapping[str, str]
    is_complete: bool = True
    """Whether it came to its end rather than being stopped."""


def index_sources(  # noqa: PLR0913  # each may be left out
    sources: Sequence[Path | str],
    directory: Path,
    columns: Columns | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    trust: Trust | None = None,
    stop: Event | None = None,
) -> Summary:
    """Bring the index at `directory` in step with the sources, and make it if there is none.

    Files that are new or have changed since they were last read are read; those gone from below the sources are
    removed. `columns` names the fields of records where they are not the usual ones, `trust` says whose language tags
    count; both are remembered. `workers` is the number of processes, one a core by default. Once `stop` is set, what
    is done by then is committed, and the rest left to the next run. Raises SourceError, before anything is changed,
    where a source does not exist, and IndexDirectoryError where the index cannot be written: it is then as of its last
    commit.
    """
    started, stop = time.monotonic(), stop or Event()
    sources = existing(sources)
    index = IndexDirectory.create(directory)
    with index.state() as state:
        # From here on nobody else writes, so that the plan stays true.
        with lock.held(index.path), Writing(index, state) as writing:
            columns, trust = index.changed_settings(columns or Columns(), trust)
            plan = make_plan(sources, columns, trust, state)
            state.name_sources(plan.sources)
            results = _results(
                Work(columns, trust, BATCH_CHARACTERS), plan, state, workers or os.cpu_count() or 1, stop
            )
            if not stop.is_set():
                _carry_out(plan, results, writing, progress)
        return Summary(
            read=writing.files,
            unchanged=plan.unchanged,
            removed=writing.removed,
            documents=writing.documents,
            exact_copies=writing.exact_copies,
            languages=index.languages(),
            failures=state.failures.added(),
            seconds=time.monotonic() - started,
            closed=plan.closed,
            is_complete=not stop.is_set(),
        )


def _results(work: Work, plan: Plan, state: State, workers: int, stop: Event) -> Iterator[tuple[Task, Result | None]]:
    """Yield each task with its results, in order, and with None at its end."""
    tasks = (_task(one, state) for one in plan.to_read)
    if not _is_quickly_done(plan):
        with Workers(work, workers) as pool:
            yield from pool.run(tasks, stop)
        return
    for task in tasks:
        if stop.is_set():
            return
        yield from ((task, result) for result in work.here(task))
        yield task, None


def _is_quickly_done(plan: Plan) -> bool:
    """Tell whether files are read before a worker has started, and nothing in them can hurt this process."""
    files = [one.file for one in plan.to_read]
    is_little = len(files) < SERIAL_FILES and sum(one.size for one in plan.to_read) < SERIAL_BYTES
    return is_little and not any(
        is_address(file.path) or not is_plain(SourceFile(Path(file.path), file.name)) for file in files
    )


def _task(to_read: ToRead, state: State) -> Task:
    """Return the work that a file makes."""
    file, size = to_read.file, to_read.size
    packed = is_packed(file.name)
    is_split = size > (WHOLE_PACKED_BYTES if packed else WHOLE_FILE_BYTES)
    weight = 0 if is_split else size * (PACKED_RATIO if packed else 1) + ITEM_CHARACTERS
    return Task(file, size, weight, state.labels(file.name), is_split)


def _carry_out(
    plan: Plan, results: Iterable[tuple[Task, Result | None]], writing: Writing, progress: Progress | None
) -> None:
    """Do what the plan says."""
    bytes_read = _BytesRead(plan, progress)
    unreadable = [file for file, _ in plan.unreadable]
    writing.begin([*(one.file for one in plan.to_read), *unreadable], plan.vanished, plan.pending)
    for file, reason in plan.unreadable:
        writing.write(file, Result(skips=[Skip(reason)]))
        writing.finish(file)
    for task, result in results:
        writing.write(task.file, result) if result else writing.finish(task.file)
        bytes_read.count(task, result)


class _BytesRead:
    """Tells how far a run has come: of a file that gives many results, about the bytes that each stands for."""

    def __init__(self, plan: Plan, progress: Progress | None) -> None:
        self._progress = progress
        self._of_file = 0
        if progress:
            progress.start(sum(one.size for one in plan.to_read))

    def count(self, task: Task, result: Result | None) -> None:
        if result is None:
            size, self._of_file = task.size - self._of_file, 0
        else:
            size = min(
                result.characters // (PACKED_RATIO if is_packed(task.file.name) else 1), task.size - self._of_file
            )
            self._of_file += size
        if self._progress:
            self._progress.advance(size, len(result.entries) + len(result.copies) if result else 0)
