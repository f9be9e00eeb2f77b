import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import index.pipeline
import index.writing
from index.directory import IndexDirectory
from index.document import Document
from index.errors import IndexBusy, IndexDamaged, IndexDirectoryError, IndexIncompatible, IndexMissing, SourceError
from index.pipeline import index_sources
from index.sources.source import Columns
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import COMMAND, Library, records

TEXTS = {
    "a.txt": "First\n\nThe moon is bright.",
    "sub/b.md": "# Second\n\nThe sun is bright.",
    "c.jsonl": records({"id": "1", "text": "The star is far."}),
}


def contents(library: Library) -> list[Document]:
    """Return everything in the index, in an order of its own."""
    found = Searcher.open(library.index).export(SearchRequest())
    return sorted(found, key=lambda document: (document.path, document.locator))


def rebuilt(library: Library) -> list[Document]:
    """Return what an index built from nothing would hold."""
    again = Library(library.folder, library.index.with_name("rebuilt"))
    shutil.rmtree(again.index, ignore_errors=True)
    again.update()
    return contents(again)


def test_every_document_is_found_with_what_is_known_of_it(library: Library) -> None:
    library.write(TEXTS | {"d.csv": "id,title,text,date,author,url\n7,T,A comet.,2025-05,Ann Lee,https://x.org\n"})
    summary = library.update()
    assert (summary.read, summary.documents, summary.skipped) == (4, 4, ())
    by_id = {document.id: document for document in contents(library)}
    assert set(by_id) == {"texts/a.txt", "texts/sub/b.md", "1", "7"}
    assert by_id["texts/a.txt"].title == "First"
    comet = by_id["7"]
    assert (comet.title, comet.date, comet.author, comet.url) == ("T", "2025-05", "Ann Lee", "https://x.org")
    assert comet.path == "texts/d.csv"
    assert comet.locator


def test_a_second_run_reads_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write(TEXTS)
    library.update()
    monkeypatch.setattr(index.pipeline, "read", lambda *_: pytest.fail("a file was read again"))
    summary = library.update()
    assert (summary.read, summary.unchanged, summary.documents) == (0, 3, 0)


def test_an_update_equals_a_rebuild(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    library.write({"a.txt": "First\n\nThe moon is dark now.", "new/d.txt": "Fourth\n\nA comet."})
    (library.folder / "c.jsonl").unlink()
    summary = library.update()
    assert (summary.read, summary.unchanged, summary.removed) == (2, 1, 1)
    assert library.found("bright") == {"texts/sub/b.md"}
    assert contents(library) == rebuilt(library)


def test_only_what_is_below_the_given_sources_is_removed(library: Library) -> None:
    library.write({"one/a.txt": "A\n\nmoon", "two/b.txt": "B\n\nmoon", "two-more/c.txt": "C\n\nmoon"})
    library.update()
    shutil.rmtree(library.folder / "one")
    (library.folder / "two" / "b.txt").unlink()
    index_sources([library.folder / "two"], library.index)
    assert {document.id for document in contents(library)} == {"texts/one/a.txt", "texts/two-more/c.txt"}


def test_a_source_that_does_not_exist_changes_nothing(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    before = contents(library)
    with pytest.raises(SourceError, match="no file or folder"):
        index_sources([library.folder / "mistyped", library.folder], library.index)
    assert contents(library) == before


def test_ids_may_clash_without_a_loss(library: Library) -> None:
    library.write(
        {
            "a.jsonl": records({"id": "1", "text": "moon"}, {"id": "1", "text": "moon"}),
            "b.jsonl": records({"id": "1", "text": "moon"}),
        }
    )
    library.update()
    hits = library.search("moon").hits
    assert [hit.document.id for hit in hits] == ["1", "1", "1"]
    assert all(hit.id_is_shared for hit in hits)
    searcher = library.searcher()
    for hit in hits:
        assert searcher.document("1", hit.document.path, hit.document.locator) == hit.document
    assert searcher.document("1").path == "texts/a.jsonl"


def test_what_cannot_be_indexed_is_listed_with_its_reason(library: Library) -> None:
    library.write(
        {
            "empty.txt": "",
            "broken.jsonl": '{"text": "fine"}\n{"text": \n{"title": "no text"}\n',
            "image.png": b"\x89PNG\r\n\x1a\n\0\0",
            "ok.txt": "Fine\n\nFine.",
        }
    )
    os.mkfifo(library.folder / "pipe")
    summary = library.update()
    assert summary.documents == 2
    assert {(skipped.path, skipped.locator) for skipped in summary.skipped} == {
        ("texts/empty.txt", ""), ("texts/broken.jsonl", "line 2"), ("texts/broken.jsonl", "line 3"),
        ("texts/image.png", ""), ("texts/pipe", ""),
    }  # fmt: skip
    assert all(skipped.reason for skipped in summary.skipped)
    assert library.searcher().overview().skipped == summary.skipped
    library.write({"empty.txt": "Now\n\nNo longer empty."})
    assert "texts/empty.txt" not in {skipped.path for skipped in library.update().skipped}


def test_hidden_files_links_to_folders_and_the_index_itself_are_left_out(library: Library) -> None:
    library.write({".hidden.txt": "x", ".git/a.txt": "x", "a.txt": "A\n\nmoon"})
    (library.folder / "loop").symlink_to(library.folder, target_is_directory=True)
    inside = Library(library.folder, library.folder / "my.index")
    inside.update()
    assert inside.update().read == 0
    assert [document.id for document in contents(inside)] == ["texts/a.txt"]


def test_a_file_is_indexed_once_and_keeps_its_first_name(library: Library) -> None:
    library.write({"sub/a.txt": "A\n\nmoon"})
    index_sources([library.folder, library.folder / "sub"], library.index)
    index_sources([library.folder / "sub" / "a.txt"], library.index)
    assert [document.id for document in contents(library)] == ["texts/sub/a.txt"]


def test_other_columns_are_read_anew(library: Library) -> None:
    library.write({"a.jsonl": records({"text": "moon", "maintext": "sun"})})
    library.update()
    index_sources([library.folder], library.index, Columns(text="maintext"))
    assert library.found("sun")
    assert not library.found("moon")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_large_file_in_batches_and_several_workers_give_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(index.pipeline, "SERIAL_BYTES", 0)
    monkeypatch.setattr(index.pipeline, "WHOLE_FILE_BYTES", 10_000)
    monkeypatch.setattr(index.pipeline, "BATCH_CHARACTERS", 5_000)
    monkeypatch.setattr(index.writing, "COMMIT_DOCUMENTS", 100)
    rows = [{"id": str(number), "text": f"The moon and the number {number} in a sentence."} for number in range(600)]
    library.write({"many.jsonl": records(*rows), "few.jsonl": records(*rows[:5]), "bad.jsonl": '{"text": \n' * 3})
    summary = library.update(workers)
    assert summary.documents == 605
    assert len(summary.skipped) == 3
    exported = [document.id for document in library.searcher().export(SearchRequest(q="moon"))]
    assert exported == [row["id"] for row in rows[:5]] + [row["id"] for row in rows]


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


MANY = records(*({"id": str(number), "text": f"Sentence {number} of many about the moon."} for number in range(3_000)))


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
    directory = IndexDirectory.open(library.index)
    writer = directory.writer(directory.open_tantivy())
    library.write({"new.txt": "New\n\nNew."})
    with pytest.raises(IndexBusy, match="Another process"):
        library.update()
    del writer


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
    (library.index / "fundstelle.json").write_text("{")
    with pytest.raises(IndexDamaged, match="build it anew"):
        library.searcher()


def test_a_file_whose_time_has_changed_is_read_again(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    os.utime(library.folder / "a.txt", ns=(1, 1))
    assert library.update().read == 1


def test_a_run_cut_short_leaves_nothing_of_a_file_that_is_gone_by_then(library: Library) -> None:
    library.write({"many.jsonl": MANY})
    killed_in_the_middle(library)
    (library.folder / "many.jsonl").rename(library.folder / "renamed.jsonl")
    library.update()
    assert contents(library) == rebuilt(library)


def test_a_file_name_need_not_be_text(library: Library) -> None:
    odd = os.fsencode(library.folder) + b"/caf\xe9\n\x1b[31m.txt"
    with open(odd, "w") as file:  # noqa: PTH123 - a path in bytes
        file.write("A\n\nmoon")
    library.update()
    (document,) = contents(library)
    assert document.path == "texts/caf\ufffd\ufffd\ufffd[31m.txt"
    assert library.update().unchanged == 1
    os.remove(odd)  # noqa: PTH107
    assert library.update().removed == 1
    assert contents(library) == []


def test_sources_of_the_same_name_are_told_apart(library: Library) -> None:
    library.write({"x/same/a.txt": "X\n\nmoon", "y/same/a.txt": "Y\n\nmoon"})
    sources = [library.folder / "x" / "same", library.folder / "y" / "same"]
    for _ in range(2):
        index_sources(sources, library.index)
        assert library.found("moon") == {"same/a.txt", "y/same/a.txt"}
    assert library.searcher().document("y/same/a.txt").title == "Y"


def test_every_record_of_an_id_that_many_share_can_be_opened(library: Library) -> None:
    library.write({"a.jsonl": records(*({"id": "x", "text": f"moon {number}"} for number in range(1_200)))})
    library.update()
    assert library.searcher().document("x", "texts/a.jsonl", "line 1200").text == "moon 1199"


def test_columns_are_remembered(library: Library) -> None:
    library.write({"a.jsonl": records({"maintext": "moon"}), "b.txt": "B\n\nstar"})
    index_sources([library.folder], library.index, Columns(text="maintext"))
    summary = library.update()
    assert (summary.read, summary.unchanged) == (0, 2)
    assert library.found("moon")


def test_a_link_to_a_folder_is_listed(library: Library, tmp_path: Path) -> None:
    (library.folder / "link").symlink_to(tmp_path, target_is_directory=True)
    assert [(one.path, "link to a folder" in one.reason) for one in library.update().skipped] == [("texts/link", True)]
    assert library.update().read == 0


def test_a_folder_that_is_closed_for_a_while_loses_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write({"open/a.txt": "A\n\nmoon", "closed/b.txt": "B\n\nmoon"})
    library.update()

    listed = os.listdir

    def listdir(path: str) -> list[str]:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    with monkeypatch.context() as patch:
        patch.setattr("index.walk.os.listdir", listdir)
        summary = library.update()
    assert [(one.path, one.reason) for one in summary.skipped] == [("texts/closed", "permission denied")]
    assert library.found("moon") == {"texts/open/a.txt", "texts/closed/b.txt"}
    assert library.update().skipped == ()


def test_folders_may_be_nested_deeply(library: Library) -> None:
    nested = [library.folder]
    for _ in range(1_200):
        nested.append(nested[-1] / "d")
        nested[-1].mkdir()
    library.write({"a.txt": "A\n\nmoon"})
    assert library.update().documents == 1
    for folder in reversed(nested[1:]):  # too deep for the tests' own tidying up
        folder.rmdir()


def test_a_mistyped_source_makes_no_index(library: Library) -> None:
    with pytest.raises(SourceError):
        index_sources([library.folder / "none"], library.index)
    assert not library.index.exists()


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
def test_workers_end_with_the_main_process_and_on_interrupt(library: Library) -> None:
    rows = [{"id": str(number), "text": "The moon above the old town. " * 40} for number in range(4_000)]
    library.write({"many.jsonl": records(*rows)})
    for ending, code in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        command = [COMMAND, "index", str(library.folder), "--index", str(library.index), "--workers", "2"]
        run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        workers = list[int]()
        while len(workers) < 2:
            time.sleep(0.05)
            workers = [pid for pid in children_of(run.pid) if b"spawn_main" in command_line(pid)]
        os.killpg(run.pid, ending) if ending == signal.SIGINT else run.send_signal(ending)
        assert run.wait(timeout=20) == code
        assert run.stderr
        if ending == signal.SIGINT:
            assert (
                run.stderr.read() == "Interrupted. What was committed is kept; run the same command again to go on.\n"
            )
        for _ in range(100):
            if not any(Path(f"/proc/{pid}").exists() for pid in workers):
                break
            time.sleep(0.1)
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def children_of(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # a process that has just ended
            parent = status.read_text().rpartition(")")[2].split()[1]
            found += [int(status.parent.name)] if parent == str(pid) else []
    return found


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_the_language_of_a_record_counts_where_none_is_found(library: Library) -> None:
    library.write({"a.jsonl": records({"id": "1", "text": "12345", "language": "DE"}, {"id": "2", "text": "67890"})})
    library.update()
    assert {document.id: document.language for document in contents(library)} == {"1": "de", "2": "und"}


def test_progress_hears_of_every_byte(library: Library) -> None:
    class Heard:
        total = size = documents = 0

        def start(self, total: int) -> None:
            self.total = total

        def advance(self, size: int, documents: int) -> None:
            self.size += size
            self.documents += documents

    library.write(TEXTS)
    heard = Heard()
    index_sources([library.folder], library.index, progress=heard)
    assert (heard.size, heard.documents) == (heard.total, 3)
    assert heard.total == sum(len(text.encode()) for text in TEXTS.values())


def test_the_bundled_texts_are_many_languages_and_all_indexed(examples: Library) -> None:
    overview = examples.searcher().overview()
    assert overview.skipped == ()
    assert overview.documents >= 40
    assert len(overview.languages) >= 14
