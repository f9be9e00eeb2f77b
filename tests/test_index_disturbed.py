"""What happens around a run: files that change while they are read, a disk that is full, a server that is away."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from index.pipeline import index_sources
from tests.conftest import TEXTS, Library, contents, rebuilt, records


class Meddler:
    """A progress report that does something once the plan is made, before any file is read."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        self._meddle = meddle

    def start(self, _total: int) -> None:
        self._meddle()

    def advance(self, size: int, documents: int) -> None:
        pass


def test_a_file_that_vanishes_before_it_is_read_is_listed_then_gone(library: Library) -> None:
    library.write(TEXTS)
    meddler = Meddler((library.folder / "a.txt").unlink)
    summary = index_sources([library.folder], library.index, workers=1, progress=meddler)
    assert [(one.path, one.reason) for one in summary.failures.first] == [("texts/a.txt", "no such file or directory")]
    after = library.update()
    assert (after.removed, after.failures.total) == (1, 0)
    assert contents(library) == rebuilt(library)


def test_a_file_that_grows_before_it_is_read_is_read_again(library: Library) -> None:
    library.write({"a.jsonl": records({"id": "1", "text": "The moon."})})

    def grow() -> None:
        with (library.folder / "a.jsonl").open("a") as file:
            file.write("\n" + records({"id": "2", "text": "The sun."}))

    index_sources([library.folder], library.index, workers=1, progress=Meddler(grow))
    assert library.update().read == 1
    assert library.update().read == 0
    assert contents(library) == rebuilt(library)


def test_a_disk_that_goes_away_is_no_reason_to_forget_it(library: Library) -> None:
    library.write(TEXTS)
    away = library.folder.with_name("away")
    index_sources([library.folder], library.index, workers=1, progress=Meddler(lambda: library.folder.rename(away)))
    away.rename(library.folder)
    assert library.update().read == 3
    assert contents(library) == rebuilt(library)


def test_stopped_before_anything_is_read_nothing_has_changed(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    before = contents(library)
    library.write({"a.txt": "Changed\n\nChanged."})
    stop = Event()
    stop.set()
    summary = index_sources([library.folder], library.index, workers=1, stop=stop)
    assert (summary.is_complete, summary.read) == (False, 0)
    assert contents(library) == before


def indexed_with(library: Library, preparation: str) -> "subprocess.CompletedProcess[str]":
    """Index in a process of its own, after it has run some code."""
    code = (
        f"import pathlib, resource, sys; {preparation};"
        "import index.writing; index.writing.COMMIT_DOCUMENTS = 200;"
        "from index.pipeline import index_sources;"
        "index_sources([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), workers=1)"
    )
    command = [sys.executable, "-c", code, str(library.folder), str(library.index)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_where_nothing_more_can_be_written_the_last_commit_stays_and_the_next_run_goes_on(library: Library) -> None:
    library.write({"first.txt": "First\n\nThe moon."})
    library.update()
    rows = [{"id": str(n), "text": " ".join(f"word{n}x{m}" for m in range(200))} for n in range(1_000)]
    library.write({"many.jsonl": records(*rows)})
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))"
    failed = indexed_with(library, limit)
    assert failed.returncode == 1
    assert "IndexDirectoryError" in failed.stderr
    assert "first" in {document.title.lower() for document in contents(library)}
    library.update()
    assert contents(library) == rebuilt(library)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk(library: Library, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        small = Library(library.folder, disk / "index")
        small.write({"first.txt": "First\n\nThe moon."})
        small.update()
        rows = [{"id": str(n), "text": " ".join(f"word{n}x{m}" for m in range(200))} for n in range(3_000)]
        small.write({"many.jsonl": records(*rows)})
        failed = indexed_with(small, "pass")
        assert "No space left" in failed.stderr or "disk is full" in failed.stderr
        assert small.found("moon") == {"texts/first.txt"}
        subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
        small.update()
        assert contents(small) == rebuilt(Library(library.folder, tmp_path / "index"))
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
