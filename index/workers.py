"""Worker processes that no file can hurt: what crashes, hangs or eats memory costs its own task only.

Tasks are given out as workers become free, and their results come back in the order of the tasks. A task that is split
goes to one more process, the reader, and what it yields are tasks again, whose results stand in its place. Only so much
is under way at a time, so memory stays flat: no more tasks are taken than that, and a reader that is ahead waits.
"""

import os
import resource
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import UnpicklingError
from threading import Event, Thread
from types import TracebackType
from typing import Literal

from index.document import Skip
from index.work import Part, Result, Task, Work

UNDER_WAY_CHARACTERS = 8_000_000
"""How much may be with the workers at a time, and as much again of what is split; one larger task goes alone."""
SECONDS = 120.0
"""A worker that gives no sign for so long hangs."""
MEMORY = 2 << 30
"""How many bytes of memory a worker may take: twice what the largest document of plain text needs."""

TOO_LONG = f"took longer than {SECONDS:.0f} seconds"
TOO_MUCH = f"needs more than {MEMORY >> 30} GB of memory"
CRASHED = "its reader crashed"

Message = Part | Literal["alive", "done", "memory"]
Place = tuple[int, ...]


@dataclass(slots=True)
class _Slot:
    """A task in its place among the others, with what has come of it and was not yet handed on.

    `received` counts the parts that came of it so far, `weight` is that of what came of it and is not yet handed on.
    """

    task: Task
    place: Place
    parts: "deque[_Slot | Result]" = field(default_factory=deque)
    received: int = 0
    weight: int = 0
    failures: int = 0
    is_done: bool = False


class _Worker:
    """A process, and the slot that it works on. `to_skip` counts the parts of it that came before one failed."""

    def __init__(self, work: Work) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()
        self.slot: _Slot | None = None
        self.to_skip = 0
        self.silent = 0.0

    def begin(self, slot: _Slot) -> None:
        self.slot, self.to_skip, self.silent = slot, slot.received, 0.0
        with suppress(BrokenPipeError, ConnectionResetError):  # it has died: that is noticed when it is listened to
            self.connection.send(slot.task)

    def hear(self) -> Message | None:
        """Return what the worker says; None if it has died."""
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError, UnpicklingError):
            return None
        return message

    def end(self) -> None:
        self._process.kill()
        self._process.join(timeout=10)
        self.connection.close()


class Workers:
    """As many processes as `count`, started when there is work for them; a context manager that ends them."""

    def __init__(self, work: Work, count: int) -> None:
        self._work = work
        self._count = count
        self._workers: list[_Worker] = []
        self._reader: _Worker | None = None
        self._slots: deque[_Slot] = deque()
        self._waiting: list[tuple[Place, _Slot]] = []
        self._to_split: deque[_Slot] = deque()
        self._to_retry: deque[_Slot] = deque()
        self._drawn = 0
        self._weight = 0

    def __enter__(self) -> "Workers":
        _start_the_server()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for worker in self._all():
            worker.end()

    def run(self, tasks: Iterable[Task], stop: Event) -> Iterator[tuple[Task, Result | None]]:
        """Yield each task with its results, one after the other, and with None at its end, until told to stop."""
        coming = iter(tasks)
        while not stop.is_set():
            self._draw(coming)
            self._give_out()
            if not self._slots:
                return
            self._listen()
            while self._slots:
                slot = self._slots[0]
                for result in self._ready(slot):
                    yield slot.task, result
                if not _is_over(slot):
                    break
                self._slots.popleft()
                self._weight -= slot.task.weight
                yield slot.task, None

    def _draw(self, coming: Iterator[Task]) -> None:
        """Take tasks until enough is under way."""
        while self._weight < UNDER_WAY_CHARACTERS or not self._slots:
            task = next(coming, None)
            if task is None:
                return
            self._drawn += 1
            slot = _Slot(task, (self._drawn,))
            self._slots.append(slot)
            self._weight += task.weight
            self._to_split.append(slot) if task.is_split else heappush(self._waiting, (slot.place, slot))

    def _give_out(self) -> None:
        """Give tasks to whoever is free; one that has failed before is tried alone."""
        free = [worker for worker in self._workers if worker.slot is None]
        at_work = [worker.slot for worker in self._workers if worker.slot and not _is_ahead(worker.slot)]
        if self._to_retry:
            if not at_work:
                self._a_free_one(free).begin(self._to_retry.popleft())
            return
        if any(slot.failures for slot in at_work):
            return
        # Workers that are held back do not count, or else what they wait for might never be done.
        for _ in range(len(at_work), self._count):
            if self._waiting:
                self._a_free_one(free).begin(heappop(self._waiting)[1])
        if self._to_split and (self._reader is None or self._reader.slot is None):
            self._reader = self._reader or _Worker(self._work)
            self._reader.begin(self._to_split.popleft())

    def _a_free_one(self, free: list[_Worker]) -> _Worker:
        if free:
            return free.pop()
        self._workers.append(_Worker(self._work))
        return self._workers[-1]

    def _all(self) -> list[_Worker]:
        return [*self._workers, *([self._reader] if self._reader else [])]

    def _listen(self) -> None:
        """Wait for a while until workers say something; end those that hang."""
        busy = {worker.connection: worker for worker in self._all() if worker.slot and not _is_ahead(worker.slot)}
        since = time.monotonic()
        speaking = wait(busy, timeout=1.0)
        # Only while somebody listens, or else a pause of this process would be theirs.
        waited = min(1.0, time.monotonic() - since)
        for connection, worker in busy.items():
            worker.silent = 0.0 if connection in speaking else worker.silent + waited
            if connection in speaking:
                self._take(worker)
            elif worker.silent > SECONDS:
                self._failed(worker, TOO_LONG, retry=False)

    def _take(self, worker: _Worker) -> None:
        slot, message = worker.slot, worker.hear()
        assert slot is not None  # noqa: S101 - only those that have one are listened to
        match message:
            case "done":
                slot.is_done, worker.slot = True, None
            case "memory":
                self._failed(worker, TOO_MUCH)
            case None:
                self._failed(worker, CRASHED)
            case Task() | Result() if worker.to_skip:
                worker.to_skip -= 1
            case Task():
                self._add(slot, message)
            case Result():
                slot.received += 1
                slot.weight += message.characters
                slot.parts.append(message)
            case "alive":
                pass

    def _add(self, slot: _Slot, task: Task) -> None:
        slot.received += 1
        part = _Slot(task, (*slot.place, slot.received))
        slot.weight += task.weight
        slot.parts.append(part)
        heappush(self._waiting, (part.place, part))

    def _failed(self, worker: _Worker, why: str, *, retry: bool = True) -> None:
        """End a worker; try what it worked on once more, or give it up."""
        slot, worker.slot = worker.slot, None
        worker.end()
        if worker is self._reader:
            self._reader = None
        else:
            self._workers.remove(worker)
        assert slot is not None  # noqa: S101 - only who works fails
        slot.failures += 1
        if retry and slot.failures == 1:
            (self._to_split.appendleft if slot.task.is_split else self._to_retry.append)(slot)
            return
        slot.parts.append(Result(skips=[Skip(why, slot.task.extent, is_passing=True)]))
        slot.is_done = True

    def _ready(self, slot: _Slot) -> Iterator[Result]:
        """Yield what is there of a slot and has nothing missing before it."""
        while slot.parts:
            part = slot.parts[0]
            if isinstance(part, Result):
                slot.parts.popleft()
                slot.weight -= part.characters
                yield part
                continue
            yield from self._ready(part)
            if not _is_over(part):
                return
            slot.parts.popleft()
            slot.weight -= part.task.weight


def _is_over(slot: _Slot) -> bool:
    return slot.is_done and not slot.parts


def _is_ahead(slot: _Slot) -> bool:
    """Tell whether so much is there of a file that what comes before it has to catch up first."""
    return slot.weight >= UNDER_WAY_CHARACTERS


_CONTEXT = get_context("forkserver")


def _serve(connection: Connection, work: Work) -> None:
    """Do what is asked for, in a process of its own, until the main process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_after, args=[parent_process()], daemon=True).start()
    with suppress(ValueError, OSError):  # where there is a lower limit already
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task = connection.recv()
            try:
                for part in work(task, partial(connection.send, "alive")):
                    connection.send(part)
                connection.send("done")
            except MemoryError:
                connection.send("memory")


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _start_the_server() -> None:
    """Start what workers are forked from: a process without threads, that has imported what they need.

    Forks of the main process could inherit a lock that a thread of the writer holds. An interrupt is held back from all
    of them: the main process sees to their end.
    """
    forkserver.set_forkserver_preload(["index.work"])
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
