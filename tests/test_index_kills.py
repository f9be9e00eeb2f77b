"""Killed at any moment, an index is as of its last commit, and the same run again makes it whole."""

import gzip
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator

import pytest

import index.pipeline
import index.writing
from index.document import Document
from tests.conftest import TONGUES, Library, contents, records, tokens_kept, tokens_made
from tests.processes import children_of

MOMENTS = 30


@pytest.fixture
def pile(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Library, list[Document]]]:
    """Files of all kinds that are read in parts, some committed before others; and what the index of them is to hold."""
    monkeypatch.setattr(index.pipeline, "SERIAL_BYTES", 0)
    monkeypatch.setattr(index.pipeline, "WHOLE_FILE_BYTES", 10_000)
    monkeypatch.setattr(index.pipeline, "BATCH_CHARACTERS", 3_000)
    monkeypatch.setattr(index.writing, "COMMIT_DOCUMENTS", 30)
    rows = [{"id": str(n), "text": f"{text} {n}."} for n in range(50) for text in TONGUES.values()]
    library.write(
        {
            **{f"{tag}-{n}.txt": f"{tag} {n}\n\n{text}" for n in range(8) for tag, text in TONGUES.items()},
            "large.jsonl": records(*rows),
            "small.jsonl": records(*rows[:40]) + "\n{broken",
            "packed.jsonl.gz": gzip.compress(records(*({**row, "title": "Packed"} for row in rows[:90])).encode()),
        }
    )
    undisturbed = Library(library.folder, library.index.with_name("undisturbed"))
    undisturbed.update(workers=2)
    yield library, contents(undisturbed)


def test_killed_at_any_moment_and_run_again_it_equals_an_undisturbed_run(
    pile: tuple[Library, list[Document]],
) -> None:
    library, whole = pile
    seconds = duration(Library(library.folder, library.index.with_name("timed")))
    moments, in_time = random.Random(20), 0
    for number in range(MOMENTS):
        killed = Library(library.folder, library.index.with_name(f"killed-{number}"))
        run = started(killed)
        time.sleep(moments.uniform(0, seconds))
        victim = moments.choice(["writer", "worker"])
        if victim == "writer":
            run.kill()
        for worker in [] if victim == "writer" else workers_of(run)[:1]:
            os.kill(worker, signal.SIGKILL)
        run.join()
        in_time += run.exitcode != 0 or victim == "worker"
        if (killed.index / "fundstelle.json").exists():
            assert set(contents(killed)) <= set(whole), "the last commit holds something else"
        if run.exitcode != 0:
            killed.update(workers=2)
        assert contents(killed) == whole, f"killed the {victim} at moment {number}"
        assert tokens_kept(killed) == tokens_made(killed), f"killed the {victim} at moment {number}"
    assert in_time > MOMENTS / 3, "most runs had ended before they were to be killed"


def started(library: Library) -> multiprocessing.process.BaseProcess:
    """Begin to index in a process of its own."""
    run = multiprocessing.get_context("fork").Process(target=library.update, args=[2])
    run.start()
    return run


def duration(library: Library) -> float:
    """Return the seconds that an undisturbed run takes."""
    begin = time.monotonic()
    started(library).join()
    return time.monotonic() - begin


def workers_of(run: multiprocessing.process.BaseProcess) -> list[int]:
    assert run.pid
    return [worker for server in children_of(run.pid) for worker in children_of(server)]
