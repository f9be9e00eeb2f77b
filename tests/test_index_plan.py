import os
import shutil
from pathlib import Path

import pytest

import index.work
import index.writing
from index.errors import SourceError
from index.pipeline import index_sources
from index.sources.source import Columns
from tests.conftest import TEXTS, Library, contents, rebuilt, records


def test_a_second_run_reads_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write(TEXTS)
    library.update()
    monkeypatch.setattr(index.work, "read", lambda *_: pytest.fail("a file was read again"))
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


def test_a_file_whose_time_has_changed_is_read_again(library: Library) -> None:
    library.write(TEXTS)
    library.update()
    os.utime(library.folder / "a.txt", ns=(1, 1))
    assert library.update().read == 1


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


def test_columns_are_remembered(library: Library) -> None:
    library.write({"a.jsonl": records({"maintext": "moon"}), "b.txt": "B\n\nstar"})
    index_sources([library.folder], library.index, Columns(text="maintext"))
    summary = library.update()
    assert (summary.read, summary.unchanged) == (0, 2)
    assert library.found("moon")


def test_a_link_to_a_folder_is_listed(library: Library, tmp_path: Path) -> None:
    (library.folder / "link").symlink_to(tmp_path, target_is_directory=True)
    assert [(one.path, "link to a folder" in one.reason) for one in library.update().failures.first] == [
        ("texts/link", True)
    ]
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
    assert [(one.path, one.reason) for one in summary.failures.first] == [("texts/closed", "permission denied")]
    assert library.found("moon") == {"texts/open/a.txt", "texts/closed/b.txt"}
    assert library.update().failures.first == ()


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
