import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

import index.pipeline
import index.writing
from index import lock
from index.errors import IndexBusy, IndexDamaged, IndexDirectoryError, IndexIncompatible, IndexMissing
from index.pipeline import index_sources
from tests.conftest import COMMAND, TEXTS, Library, contents, rebuilt, records
from tests.processes import children_of

Result = TypeVar("Result")

MANY = records(*({"id": str(number), "text": f"Sentence {number} of many about the moon."} for number in range(3_000)))


def test_the_order_of_commits_survives_an_end_between_them(library: Library) -> None:
    """Tantivy committed, the state not: as if the process had been killed between the two."""
    library.write(TEXTS)
    library.update()
    before = (library.index / "state.sqlite").read_bytes()
    library.write({"a.txt": "First\n\nThe moon is dark.", "new.txt": "New\n\nNew."})
    library.update()
    (library.index / "state.sqlite").write_bytes(before)
    library.update()
    assert contents(library) == rebuilt(library)


def killed_in_the_middle(library: Library) -> None:
    """Index, and be killed as soon as a part of a large file is committed."""
    code = (
        "import sys, pathlib, index.writing, index.pipeline; index.writing.COMMIT_DOCUMENTS = 50;"
        "index.pipeline.WHOLE_FILE_BYTES = 1000; index.pipeline.BATCH_CHARACTERS = 1000;"
        "index.pipeline.index_sources([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), workers=1)"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(library.folder), str(library.index)])
    meta = library.index / "tantivy" / "meta.json"
    for _ in range(600):
        if meta.exists() and meta.read_text().count("segment_id") > 1:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL


def test_killed_in_the_middle_it_goes_on_where_it_was(library: Library) -> None:
    library.write({"a.txt": "A\n\nmoon", "many.jsonl": MANY})
    killed_in_the_middle(library)
    library.update()
    assert contents(library) == rebuilt(library)


def test_an_exception_leaves_the_last_commit(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write(TEXTS)
    library.update()
    before = contents(library)
    library.write({"a.txt": "Changed\n\nChanged."})
    with monkeypatch.context() as patch:
        patch.setattr(index.writing, "to_tantivy", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            library.update()
    assert contents(library) == before
    library.update()
    assert library.found("changed") == {"texts/a.txt"}


def test_a_second_writer_is_refused(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    library.write({"new.txt": "New\n\nNew."})
    with lock.held(library.index), pytest.raises(IndexBusy, match=f"Process {os.getpid()} "):
        library.update()


def test_an_index_that_cannot_be_used_says_what_to_do(library: Library) -> None:
    with pytest.raises(IndexMissing, match="fundstelle index"):
        library.searcher()
    library.write(TEXTS)
    with pytest.raises(IndexDirectoryError, match="not empty"):
        index_sources([library.folder], library.folder)
    library.update()
    (library.index / "fundstelle.json").write_text('{"format": 0}')
    with pytest.raises(IndexIncompatible, match="build it anew"):
        library.update()
    for damaged in ("{", "[]", "null", "9", "[" * 100_000):
        (library.index / "fundstelle.json").write_text(damaged)
        with pytest.raises(IndexDamaged, match="build it anew"):
            library.searcher()


def test_an_index_that_may_not_be_read_is_not_taken_for_none(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    library.index.chmod(0)
    try:
        if os.access(library.index, os.R_OK):
            pytest.skip("whoever runs this may read everything")
        with pytest.raises(IndexDirectoryError, match="permission denied") as raised:
            library.searcher()
        assert not isinstance(raised.value, IndexMissing)
    finally:
        library.index.chmod(0o755)


def test_a_run_cut_short_leaves_nothing_of_a_file_that_is_gone_by_then(library: Library) -> None:
    library.write({"many.jsonl": MANY})
    killed_in_the_middle(library)
    (library.folder / "many.jsonl").rename(library.folder / "renamed.jsonl")
    library.update()
    assert contents(library) == rebuilt(library)


def test_an_index_that_was_only_begun_is_taken_over(library: Library) -> None:
    library.write(TEXTS)
    library.index.mkdir()
    (library.index / "state.sqlite-journal").write_bytes(b"")
    assert library.update().documents == 3


def test_a_broken_state_is_an_error_that_says_so(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    (library.index / "state.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(IndexDamaged, match="Build the index anew"):
        library.update()
    with pytest.raises(IndexDamaged):
        library.searcher().overview()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the workers through /proc, as Linux has it")
@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_workers_end_with_the_main_process_and_on_interrupt(library: Library, ending: int, code: int) -> None:
    rows = [{"id": str(number), "text": "The moon above the old town. " * 40} for number in range(4_000)]
    library.write({"many.jsonl": records(*rows), "some.jsonl": records(*rows)})
    command = [COMMAND, "index", str(library.folder), "--index", str(library.index), "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    workers = eventually(lambda: [worker for server in children_of(run.pid) for worker in children_of(server)])
    os.killpg(run.pid, ending) if ending == signal.SIGINT else run.send_signal(ending)
    assert run.wait(timeout=60) == code
    assert run.stderr
    if ending == signal.SIGINT:
        assert run.stderr.read().endswith("What was done is kept; run the same command again to go on.\n")
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def eventually(condition: Callable[[], Result]) -> Result:
    """Return what the condition gives once it is true, or is not for long."""
    for _ in range(200):
        if found := condition():
            return found
        time.sleep(0.1)
    return condition()
