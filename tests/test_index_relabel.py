import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

import index.pipeline
import index.writing
from index import lock
from index.document import Document
from index.errors import IndexBusy
from index.pipeline import index_sources
from index.progress import progress
from index.relabel import Changes, relabel
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import BILINGUAL, Library, contents, records
from web.cli import main

LOW = "De ole Mann gung dör de Straten un keek na de Hüüs, de dor stunnen."
GERMAN = "Der alte Mann ging durch die Straßen und sah die Häuser, die dort standen."
ROWS = [
    {"id": "1", "text": LOW, "date": "2025-05", "author": "Ann Lee"},
    {"id": "2", "text": GERMAN, "language": "nl"},
    {"id": "3", "text": f"{LOW} Amen."},
]


@pytest.fixture
def mixed(library: Library) -> Library:
    library.write({"a.jsonl": records(*ROWS), "low.txt": f"Snack\n\n{LOW}", "both.txt": BILINGUAL})
    library.update()
    return library


def change(library: Library, query: str, tag: str) -> Changes:
    def matches() -> Iterator[tuple[int, Document]]:
        return Searcher.open(library.index).numbered(SearchRequest(q=query, match="all"))

    with progress() as shown:
        return relabel(library.index, matches, tag, shown)


def tags(library: Library) -> dict[str, str]:
    return {document.id: document.language for document in contents(library)}


def run(library: Library, *arguments: str) -> int:
    return main([arguments[0], *arguments[1:], "--index", str(library.index)])


def test_a_tag_is_changed_and_nothing_else(mixed: Library) -> None:
    before = [document for document in contents(mixed) if "ole" in document.text]
    order = [document.id for document in mixed.searcher().export(SearchRequest())]
    changes = change(mixed, "ole", "nds")
    assert sum(changes.values()) == 3
    assert {after for _, after in changes} == {"nds"}
    after = [document for document in contents(mixed) if "ole" in document.text]
    assert [(one.language, one.tagged_by) for one in after] == [("nds", "relabelled")] * 3
    for one, other in zip(before, after, strict=True):
        assert (one.id, one.text, one.date, one.author, one.path) == (
            other.id,
            other.text,
            other.date,
            other.author,
            other.path,
        )
        assert one.detected_language == other.detected_language
    assert [document.id for document in mixed.searcher().export(SearchRequest())] == order
    assert mixed.found("lang:nds") == mixed.found("lang:relabelled") == {"1", "3", "texts/low.txt"}


def test_a_document_is_analysed_anew(library: Library) -> None:
    library.write({"a.jsonl": records({"id": "1", "text": "talossanikin"})})
    library.update()
    change(library, "*", "de")
    assert library.found("taloni") == set()
    change(library, "*", "fi")
    assert library.found("taloni") == {"1"}


def test_a_label_outlives_updates(mixed: Library) -> None:
    change(mixed, "ole", "nds")
    labelled = contents(mixed)
    assert mixed.update().read == 0
    first, *others = ROWS
    rows = [{"id": "0", "text": f"{GERMAN} Ja."}, first | {"text": f"{LOW} {LOW}"}, *others]
    mixed.write({"a.jsonl": records(*rows), "low.txt": f"Snack\n\n{LOW} {LOW}"})
    assert mixed.update().read == 2
    assert tags(mixed) == {"0": "de", "1": "nds", "2": "de", "3": "nds", "texts/low.txt": "nds", "texts/both.txt": "de"}
    mixed.write({"a.jsonl": records(*ROWS), "low.txt": f"Snack\n\n{LOW}"})
    mixed.update()
    assert contents(mixed) == labelled


@pytest.mark.parametrize("tag", ["nds", "fr", "de"])
def test_changed_in_place_is_the_same_as_read_again(mixed: Library, tag: str) -> None:
    change(mixed, "*", tag)
    labelled = contents(mixed)
    for file in mixed.folder.iterdir():
        file.touch()
    assert mixed.update().read == 3
    assert contents(mixed) == labelled


def test_a_label_can_be_taken_off(mixed: Library) -> None:
    before = contents(mixed)
    assert change(mixed, "*", "nds")
    assert change(mixed, "ole", "no")
    assert change(mixed, "lang:relabelled", "")
    assert contents(mixed) == before
    (mixed.folder / "a.jsonl").touch()
    mixed.update()
    assert contents(mixed) == before


def test_ids_may_clash(library: Library) -> None:
    library.write({"a.jsonl": records(*({"id": "x", "text": text} for text in (LOW, GERMAN, f"{LOW} Amen.")))})
    library.update()
    change(library, "ole", "nds")
    (library.folder / "a.jsonl").touch()
    library.update()
    assert [(one.locator, one.language == "nds") for one in contents(library)] == [
        ("line 1", True), ("line 2", False), ("line 3", True),
    ]  # fmt: skip


def test_a_large_file_keeps_its_labels(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.pipeline, "WHOLE_FILE_BYTES", 1_000)
    monkeypatch.setattr(index.pipeline, "BATCH_CHARACTERS", 1_000)
    monkeypatch.setattr(index.writing, "COMMIT_DOCUMENTS", 7)
    library.write({"a.jsonl": records(*({"id": str(number), "text": f"{number} {LOW}"} for number in range(60)))})
    library.update()
    assert sum(change(library, "*", "nds").values()) == 60
    assert sum(change(library, "17 OR 23", "af").values()) == 2
    labelled = contents(library)
    (library.folder / "a.jsonl").touch()
    library.update(workers=2)
    assert contents(library) == labelled
    assert library.found("lang:af") == {"17", "23"}


def test_what_was_done_is_not_done_again(mixed: Library) -> None:
    assert change(mixed, "ole", "nds")
    before = contents(mixed)
    assert change(mixed, "ole", "nds") == Changes()
    assert contents(mixed) == before


def test_killed_between_the_commits_it_goes_on_where_it_was(mixed: Library) -> None:
    """The labels are noted, the documents are not written: as if the process had been killed between the two."""
    code = (
        "import os, sys, tantivy, index.writing, search.relabel, web.cli\n"
        "index.writing.Writing._commit_if_due = lambda self: (self._state.label(self._labels), os.kill(os.getpid(), 9))\n"
        "web.cli.main(sys.argv[1:])"
    )
    command = ["relabel", "ole", "--as", "nds", "--index", str(mixed.index)]
    assert subprocess.run([sys.executable, "-c", code, *command], check=False).returncode == -signal.SIGKILL
    assert mixed.found("lang:nds") == set()
    assert sum(change(mixed, "ole", "nds").values()) == 3
    labelled = contents(mixed)
    (mixed.folder / "a.jsonl").touch()
    mixed.update()
    assert contents(mixed) == labelled


def test_an_exception_leaves_the_last_commit(mixed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(mixed)
    with monkeypatch.context() as patch:
        patch.setattr(index.writing, "to_tantivy", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            change(mixed, "*", "nds")
    (mixed.folder / "a.jsonl").touch()
    mixed.update()
    assert contents(mixed) == before


def test_a_second_writer_is_refused(mixed: Library) -> None:
    with lock.held(mixed.index), pytest.raises(IndexBusy, match="is writing to"):
        change(mixed, "*", "nds")


def test_filters_say_what_the_command_changes(mixed: Library) -> None:
    assert run(mixed, "relabel", "ole", "--type", "jsonl", "--author", "Ann Lee", "--as", "nds") == 0
    assert mixed.found(taggings=("relabelled",)) == mixed.found(types=("jsonl",), authors=("Ann Lee",)) == {"1"}


def test_the_command_says_what_it_changed(mixed: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(mixed, "relabel", "lang:de", "Häuser", "--as", "German") == 0
    assert capsys.readouterr().out == "Changed 1 document of 1 for Häuser lang:de.\n          1  de → de\n"
    assert run(mixed, "relabel", "Häuser", "--as", "auto") == 0
    assert mixed.found("lang:relabelled") == set()


@pytest.mark.parametrize("query", [["xyzzyx"], ["alte", "xyzzyx"]])
def test_no_matches_change_nothing(mixed: Library, capsys: pytest.CaptureFixture[str], query: list[str]) -> None:
    assert run(mixed, "relabel", *query, "--as", "nds") == 1
    assert "No document matches" in capsys.readouterr().err
    assert mixed.found("lang:nds") == set()


@pytest.mark.parametrize("query", ["confidence:<0,7", "lang:xx ole", '"ole'])
def test_a_query_that_had_to_be_repaired_changes_nothing(
    mixed: Library, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    assert run(mixed, "relabel", query, "--as", "nds") == 2
    assert "Nothing was changed." in capsys.readouterr().err
    assert mixed.found("lang:nds") == set()


@pytest.mark.parametrize("tag", ["klingon!", "xx", ""])
def test_a_tag_that_is_none_is_wrong_usage(mixed: Library, capsys: pytest.CaptureFixture[str], tag: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(mixed, "relabel", "ole", "--as", tag)
    assert "is no language: give a tag such as de or zh-Hant, or a name such as German" in capsys.readouterr().err


def test_trust_is_remembered_and_changing_it_tags_anew(mixed: Library, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["index", str(mixed.folder), "--workers", "1"]
    assert mixed.found("Häuser lang:de") == {"2"}
    assert run(mixed, *command, "--trust", "declared") == 0
    assert mixed.found("Häuser lang:nl") == {"2"}
    assert mixed.found("lang:disagrees") == {"2"}
    assert index_sources([mixed.folder], mixed.index, workers=1).read == 0
    change(mixed, "Häuser", "nds")
    change(mixed, "Häuser", "")
    assert mixed.found("Häuser lang:nl") == {"2"}
    assert run(mixed, *command, "--trust", "best") == 0
    assert mixed.found("Häuser lang:de") == {"2"}
    assert capsys.readouterr().out
