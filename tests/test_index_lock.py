"""Who writes to an index, told to whoever else would like to."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tantivy

from index import lock
from index.directory import IndexDirectory
from index.errors import IndexBusy
from tests.conftest import COMMAND, TEXTS, Library

HOLDER = """
import pathlib, sys
from index import lock
with lock.held(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_writer(index: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLDER, str(index)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def index_again(library: Library) -> "subprocess.CompletedProcess[str]":
    command = [COMMAND, "index", str(library.folder), "--index", str(library.index)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_indexer_is_told_who_holds_the_index_until_that_one_ends(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    with another_writer(library.index) as holder:
        refused = index_again(library)
        assert refused.returncode == 1
        told = rf"fundstelle: Process {holder.pid} \(-c .*\), begun 20\d\d-[\d :-]+, is writing to .*/index\. Wait"
        assert re.match(told, refused.stderr), refused.stderr
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert (library.index / lock.LOCK_FILE).read_bytes()
    assert index_again(library).returncode == 0


def test_another_program_that_holds_tantivys_lock_is_not_taken_for_the_last_of_ours(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    writer = tantivy.Index.open(str(library.index / "tantivy")).writer(20_000_000, 1)
    with pytest.raises(IndexBusy, match=r"^Another program is writing"):
        library.update()
    writer.rollback()
    del writer
    library.update()


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"pid": "x"}', b'{"pid": 1, "since": 2, "command": "\xff"}'])
def test_a_holder_that_has_not_said_who_it_is_is_another_process(library: Library, said: bytes) -> None:
    IndexDirectory.create(library.index)
    with lock.held(library.index):
        (library.index / lock.LOCK_FILE).write_bytes(said)
        with pytest.raises(IndexBusy, match=r"^Another process is writing"), lock.held(library.index):
            pass


def test_a_command_line_cannot_deceive(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    IndexDirectory.create(library.index)
    monkeypatch.setattr(sys, "argv", ["fundstelle", "\x1b[2Jindex", "größer"])
    with lock.held(library.index), pytest.raises(IndexBusy) as refused, lock.held(library.index):
        pass
    assert str(refused.value).startswith(f"Process {os.getpid()} (fundstelle '?[2Jindex' 'größer'), begun ")
