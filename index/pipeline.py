"""The way of a document into the index: read -> tag -> analyse (in worker processes) -> write -> commit.

A file is the unit of an update: what it gave before is deleted by its path, then it is read anew. So a run that was
cut short is simply repeated, and the outcome equals an index built from nothing.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Protocol

from index.directory import IndexDirectory
from index.document import Document, Skip
from index.errors import IndexDirectoryError, SourceError
from index.plan import Plan, ToRead, existing, make_plan
from index.remote import local
from index.schema import Entry, analyse
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from index.state import FileState, SkippedSource, State
from index.tagging import Labels, tag_all
from index.tags import Trust
from index.writing import Writing

BATCH_CHARACTERS = 500_000
ITEM_CHARACTERS = 200
"""What an item weighs beside its text."""
UNDER_WAY_CHARACTERS = 8_000_000
"""How much may be with the workers at a time; one larger document goes alone."""
PACKED_RATIO = 4
"""About how much larger text is than packed text."""
WHOLE_FILE_BYTES = 4_000_000
WHOLE_PACKED_BYTES = 400_000
"""A smaller file is read by a worker; a larger one is read here and goes to the workers in batches."""
SERIAL_BYTES = 500_000
"""Less than this is done before a worker process has started."""


class Progress(Protocol):
    """Hears how far a run has come."""

    def start(self, total: int) -> None:
        """Take note that `total` bytes are to be read."""

    def advance(self, size: int, documents: int) -> None:
        """Take note that `size` more bytes were dealt with and gave that many documents."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: the files it read, left as they were and removed, and the documents it wrote.

    `languages` counts all documents that the index now holds, by their tags, the most frequent first; `skipped` is
    everything that it had to leave out, in this run and before.
    """

    read: int
    unchanged: int
    removed: int
    documents: int
    languages: dict[str, int]
    skipped: tuple[SkippedSource, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Task:
    """A file for a worker to read, or a batch (`items`) of what was read of a larger one.

    `size` is its share of the file's bytes, `weight` about the characters of text in it, `labels` the tags set by hand;
    `last` says that nothing of the file follows.
    """

    file: FileState
    size: int
    weight: int
    labels: Labels
    items: list[Document | Skip] | None = None
    last: bool = True


@dataclass(frozen=True, slots=True)
class _Result:
    """What a task gave."""

    entries: list[Entry]
    skips: list[Skip]


def index_sources(  # noqa: PLR0913  # each may be left out
    sources: Sequence[Path | str],
    directory: Path,
    columns: Columns | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    trust: Trust | None = None,
) -> Summary:
    """Bring the index at `directory` in step with the sources, and make it if there is none.

    Files that are new or have changed since they were last read are read; those gone from below the sources are
    removed. `columns` names the fields of records where they are not the usual ones, `trust` says whose language tags
    count; both are remembered. `workers` is the number of processes, one a core by default. Raises SourceError, before
    anything is changed, where a source does not exist, and IndexDirectoryError where the index cannot be written: it is
    then as of its last commit.
    """
    started = time.monotonic()
    sources = existing(sources)
    index = IndexDirectory.create(directory)
    with index.state() as state:
        with Writing(index, state) as writing:  # from here on nobody else writes, so that the plan stays true
            columns, trust = index.changed_settings(columns or Columns(), trust)
            plan = make_plan(sources, columns, trust, state)
            state.name_sources(plan.sources)
            tasks = chain.from_iterable(_tasks(one, columns, state) for one in plan.to_read)
            work = partial(_work, columns=columns, trust=trust)
            results = _results(plan, work, tasks, workers or os.cpu_count() or 1)
            documents = _carry_out(plan, results, writing, progress)
        return Summary(
            read=len(plan.to_read),
            unchanged=plan.unchanged,
            removed=len(plan.vanished),
            documents=documents,
            languages=index.languages(),
            skipped=tuple(state.skipped()),
            seconds=time.monotonic() - started,
        )


def _results(
    plan: Plan, work: "partial[_Result]", tasks: Iterable[_Task], workers: int
) -> Iterator[tuple[_Task, _Result]]:
    """Return each task with its result, in order."""
    if workers == 1 or sum(file.size for file in plan.to_read) < SERIAL_BYTES:
        return ((task, work(task)) for task in tasks)
    return _in_pool(work, tasks, workers)


def _carry_out(
    plan: Plan, results: Iterable[tuple[_Task, _Result]], writing: Writing, progress: Progress | None
) -> int:
    """Do what the plan says; return the number of documents written."""
    if progress:
        progress.start(sum(file.size for file in plan.to_read))
    writing.begin(one.file for one in plan.to_read)
    writing.remove(plan.vanished)
    for file in plan.unreadable:
        writing.write(file, (), file.skips, last=True)
    documents = 0
    for task, result in results:
        writing.write(task.file, result.entries, result.skips, task.last)
        documents += len(result.entries)
        if progress:
            progress.advance(task.size, len(result.entries))
    return documents


def _tasks(to_read: ToRead, columns: Columns, state: State) -> Iterator[_Task]:
    """Yield the work that a file makes, in order."""
    file, size, labels = to_read.file, to_read.size, state.labels(to_read.file.name)
    packed = file.path.lower().endswith(".gz")
    if size <= (WHOLE_PACKED_BYTES if packed else WHOLE_FILE_BYTES):
        yield _Task(file, size, size * (PACKED_RATIO if packed else 1), labels)
        return
    left, batch, characters = size, list[Document | Skip](), 0
    for item in _read(file, columns):
        batch.append(item)
        characters += ITEM_CHARACTERS + (len(item.text) if isinstance(item, Document) else 0)
        if characters >= BATCH_CHARACTERS:
            share = min(characters // (PACKED_RATIO if packed else 1), left)
            yield _Task(file, share, characters, _labels_of(batch, labels), batch, last=False)
            left, batch, characters = left - share, [], 0
    yield _Task(file, left, characters, _labels_of(batch, labels), batch)


def _labels_of(batch: Iterable[Document | Skip], labels: Labels) -> Labels:
    """Return those labels that a batch has use for."""
    places = {place for one in batch if isinstance(one, Document) for place in ((one.id, one.locator), (one.id, ""))}
    return {place: labels[place] for place in places if place in labels} if labels else labels


def _read(file: FileState, columns: Columns) -> Iterator[Document | Skip]:
    """Yield what is in a file; one that cannot be read, or not to its end, gives a Skip that says why."""
    try:
        with local(file.path) as path:
            yield from read(SourceFile(path, file.name), columns)
    except SourceError as error:
        yield Skip(str(error))


def _work(task: _Task, columns: Columns, trust: Trust) -> _Result:
    """Read (where that is still to do), tag and analyse."""
    items = list(_read(task.file, columns)) if task.items is None else task.items
    documents = [item for item in items if isinstance(item, Document)]
    return _Result(
        entries=[analyse(document) for document in tag_all(documents, task.labels, trust)],
        skips=[item for item in items if isinstance(item, Skip)],
    )


def _in_pool(work: partial[_Result], tasks: Iterable[_Task], workers: int) -> Iterator[tuple[_Task, _Result]]:
    """Yield each task with its result, in order; only so much is under way at a time that memory stays flat."""
    under_way: deque[tuple[_Task, Future[_Result]]] = deque()
    weight = 0
    # Spawned, not forked: the writer has threads, and a lock that one of them holds would stay locked in a fork.
    with ProcessPoolExecutor(workers, get_context("spawn"), _end_with_parent) as pool:
        try:
            for task in tasks:
                while under_way and (weight + task.weight > UNDER_WAY_CHARACTERS or len(under_way) > 4 * workers):
                    weight -= under_way[0][0].weight
                    yield _next_result(under_way)
                with _interrupts_held():  # a worker that is started here inherits that, until it can end quietly
                    under_way.append((task, pool.submit(work, task)))
                weight += task.weight
            while under_way:
                yield _next_result(under_way)
        except BrokenProcessPool as error:
            raise IndexDirectoryError(
                "A worker process died. What was committed before is kept; run the same command again, or with "
                "--workers 1 to see the cause."
            ) from error
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _interrupts_held() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _next_result(under_way: deque[tuple[_Task, "Future[_Result]"]]) -> tuple[_Task, _Result]:
    task, future = under_way.popleft()
    return task, future.result()


def _end_with_parent() -> None:
    """Let a worker end quietly on Ctrl-C, and with the main process however that ends."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in a job of the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_end_after, args=[parent_process()], daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
