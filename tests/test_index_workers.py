"""Workers are real processes here, and what breaks them is real too; only what they do is made up."""

import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

import pytest

import index.workers
from index.document import Document, Skip
from index.schema import Entry
from index.state import FileState
from index.work import Part, Result, Task
from index.workers import CRASHED, MEMORY, Workers


@dataclass(frozen=True)
class Misdeeds:
    """Work that does what a file is named after, and notes in a folder how often it was tried."""

    folder: Path

    def __call__(self, task: Task, alive: Callable[[], None]) -> Iterator[Part]:
        name, tries = task.file.name, self._tries(task)
        if task.is_split:
            yield from (replace(task, is_split=False, batch=pickle.dumps((item(number),))) for number in range(50))
        if tries and (name == "crash" or (name == "crash once" and tries == 1)):
            os.kill(os.getpid(), signal.SIGSEGV)
        if name == "long":
            for _ in range(30):
                time.sleep(0.1)
                alive()
        if name == "hang":
            time.sleep(1_000)
        if name == "memory":
            bytearray(2 * MEMORY)
        if not task.is_split:
            time.sleep(0.02 if name == "slow" else 0)
            yield result(f"{name} {task.items[0].locator if task.batch else 1}")

    def _tries(self, task: Task) -> int:
        if task.batch:
            return 0
        note = self.folder / task.file.name
        note.write_text(note.read_text() + "x" if note.exists() else "x")
        return len(note.read_text())


def item(number: int) -> Document:
    return Document(str(number), "", "text", "many", str(number))


def result(name: str) -> Result:
    return Result([Entry(name, "", b"", "", {})])


def task(name: str, *, is_split: bool = False) -> Task:
    return Task(FileState(1, f"/{name}", name), 1, 0 if is_split else 1_000_000, {}, is_split)


def ran(folder: Path, *tasks: Task, count: int = 2) -> list[str | Skip]:
    """Return what came of tasks in order: ids of entries, and skips."""
    found = list[str | Skip]()
    with Workers(Misdeeds(folder), count) as workers:  # type: ignore[arg-type]
        for _, part in workers.run(tasks, Event()):
            found += [*(entry.id for entry in part.entries), *part.skips] if part else []
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_order_whoever_is_slow(tmp_path: Path, count: int) -> None:
    tasks = [task("slow"), task("a"), task("many", is_split=True), *(task(f"b{n}") for n in range(20)), task("slow")]
    many = [f"many {number}" for number in range(50)]
    expected = ["slow 1", "a 1", *many, *(f"b{n} 1" for n in range(20)), "slow 1"]
    assert ran(tmp_path, *tasks, count=count) == expected


@pytest.mark.parametrize(
    ("name", "reason", "tries"),
    [("crash", CRASHED, 2), ("hang", "took longer", 1), ("memory", "needs more than 2 GB of memory", 2)],
)
def test_what_breaks_a_worker_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str, tries: int
) -> None:
    if name == "hang":
        monkeypatch.setattr(index.workers, "SECONDS", 2.0)
    before, skip, *after = ran(tmp_path, task("a"), task(name), task("b"), task("c"))
    assert (before, after) == ("a 1", ["b 1", "c 1"])
    assert isinstance(skip, Skip)
    assert reason in skip.reason
    assert len((tmp_path / name).read_text()) == tries


def test_who_gives_signs_of_life_may_take_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.workers, "SECONDS", 2.0)
    assert ran(tmp_path, task("long"), task("b")) == ["long 1", "b 1"]


def test_what_crashes_once_is_tried_again_alone(tmp_path: Path) -> None:
    assert ran(tmp_path, task("a"), task("crash once"), task("b")) == ["a 1", "crash once 1", "b 1"]


def test_a_reader_that_crashes_behind_what_it_gave_loses_nothing_of_that(tmp_path: Path) -> None:
    once = ran(tmp_path, task("crash once", is_split=True), task("b"))
    assert once == [*(f"crash once {number}" for number in range(50)), "b 1"]
    *parts, skip, last = ran(tmp_path, task("crash", is_split=True), task("b"))
    assert parts == [f"crash {number}" for number in range(50)]
    assert isinstance(skip, Skip)
    assert last == "b 1"
