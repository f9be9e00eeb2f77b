"""`fundstelle index --watch`, as a process, and real files that change."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from index import lock
from index.watching import _is_of_interest
from tests.conftest import COMMAND, TEXTS, Library, contents, rebuilt

PATIENCE = 30


class Watcher:
    """A running `fundstelle index --watch` and what it has printed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines = Queue[str]()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def said(self, pattern: str) -> str:
        """Wait for the next line, which the pattern matches."""
        line = self.lines.get(timeout=PATIENCE)
        assert re.fullmatch(pattern, line.rstrip("\n")), line
        return line

    def is_quiet(self, seconds: float) -> bool:
        try:
            return not self.lines.get(timeout=seconds)
        except Empty:
            return True


@contextmanager
def watching(library: Library, *sources: Path) -> Iterator[Watcher]:
    command = [COMMAND, "index", *map(str, sources or [library.folder]), "--index", str(library.index), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        watcher = Watcher(process)
        try:
            while "Watching for changes" not in watcher.lines.get(timeout=PATIENCE):
                pass
            yield watcher
        finally:
            process.kill()


def updated(read: int, gone: int, documents: str) -> str:
    return rf"\d\d:\d\d:\d\d {read} files? read, {gone} gone: {documents} in [\d.]+ s"


def test_what_is_new_changed_or_gone_is_updated_until_interrupted(library: Library) -> None:
    library.write(TEXTS)
    with watching(library) as watcher:
        library.write({"new.txt": "New\n\nA comet."})
        watcher.said(updated(1, 0, "1 document"))
        assert library.found("comet") == {"texts/new.txt"}
        library.write({"new.txt": "New\n\nAn eclipse."})
        watcher.said(updated(1, 0, "1 document"))
        assert (library.found("comet"), library.found("eclipse")) == (set(), {"texts/new.txt"})
        (library.folder / "new.txt").unlink()
        watcher.said(updated(0, 1, "0 documents"))
        assert library.found("eclipse") == set()
        library.write({".hidden/a.txt": "Hidden.", "sub/.b.txt": "Hidden."})
        assert watcher.is_quiet(3)
        watcher.process.send_signal(signal.SIGINT)
        watcher.said("Stopped watching.*")
        assert watcher.process.wait(timeout=PATIENCE) == 0
    assert contents(library) == rebuilt(library)


def test_a_burst_is_gathered(library: Library) -> None:
    library.write(TEXTS)
    with watching(library) as watcher:
        for number in range(200):
            library.write({f"burst/{number}.txt": f"Burst {number}\n\nA comet."})
            time.sleep(0.005)
        watcher.said(updated(200, 0, "200 documents"))
        assert watcher.is_quiet(2)
    assert contents(library) == rebuilt(library)


def test_an_index_below_its_own_source_does_not_wake_the_watcher(library: Library) -> None:
    inside = Library(library.folder, library.folder / "index")
    inside.write(TEXTS)
    with watching(inside) as watcher:
        inside.write({"new.txt": "New\n\nA comet."})
        watcher.said(updated(1, 0, "1 document"))
        assert watcher.is_quiet(3)


def test_a_source_that_vanishes_keeps_its_documents_and_is_watched_again(library: Library, tmp_path: Path) -> None:
    library.write(TEXTS)
    other = tmp_path / "other.txt"
    other.write_text("Other\n\nA comet.")
    away = tmp_path / "away"
    with watching(library, library.folder, other) as watcher:
        library.folder.rename(away)
        time.sleep(2)
        assert "texts/a.txt" in library.found("moon")
        other.unlink()
        other.write_text("Other\n\nAn eclipse.")
        watcher.said(updated(1, 0, "1 document"))
        shutil.copytree(away, library.folder)
        watcher.said(updated(3, 0, "3 documents"))
        library.write({"a.txt": "First\n\nThe moon is dark."})
        watcher.said(updated(1, 0, "1 document"))
        assert library.found("dark") == {"texts/a.txt"}


def test_an_error_is_told_and_survived(library: Library) -> None:
    library.write(TEXTS)
    with watching(library) as watcher:
        with lock.held(library.index):
            library.write({"new.txt": "New\n\nA comet."})
            watcher.said(rf".* Not updated: Process {os.getpid()} .* is writing to .*")
        watcher.said(updated(1, 0, "1 document"))


def test_an_index_that_vanishes_is_made_anew(library: Library) -> None:
    library.write(TEXTS)
    with watching(library) as watcher:
        shutil.rmtree(library.index)
        library.write({"new.txt": "New\n\nA comet."})
        watcher.said(updated(4, 0, "4 documents"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/.data/texts/a.txt", True),
        ("/.data/texts/sub/b.txt", True),
        ("/.data/texts/.git/index", False),
        ("/.data/texts/sub/.b.txt.swp", False),
        ("/.data/texts/index/state.sqlite-wal", False),
        ("/.data/texts", True),
        ("/elsewhere/a.txt", False),
    ],
)
def test_only_what_a_run_would_read_is_of_interest(path: str, expected: bool) -> None:
    assert _is_of_interest(Path(path), [Path("/.data/texts")], Path("/.data/texts/index")) is expected
