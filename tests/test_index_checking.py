"""Checking an index: real ones, damaged as disks and people do."""

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import index.checking
from index import lock
from index.checking import check
from index.directory import IndexDirectory
from index.errors import IndexBusy, IndexDamaged
from index.forward_log import ForwardLog
from index.progress import progress
from index.schema import analyse, to_tantivy
from index.types import TypeNumbers
from tests.conftest import TEXTS, Library, contents, rebuilt, records, tokens_kept, tokens_made
from web.cli import main

MANY = records(*({"id": str(number), "text": f"Sentence {number} about the moon."} for number in range(50)))


@pytest.fixture
def indexed(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An index with a deleted document, read in small pages."""
    monkeypatch.setattr(index.checking, "_PAGE", 7)
    library.write(TEXTS | {"many.jsonl": MANY})
    library.update()
    library.write({"a.txt": "First\n\nThe moon is dark."})
    library.update()
    return library


def segment_files(library: Library) -> list[Path]:
    meta = json.loads((library.index / "tantivy" / "meta.json").read_text())
    prefixes = [segment["segment_id"].replace("-", "") for segment in meta["segments"]]
    return [file for file in (library.index / "tantivy").iterdir() if file.name.startswith(tuple(prefixes))]


def change_state(library: Library, *statements: str) -> None:
    with closing(sqlite3.connect(library.index / "state.sqlite")) as state, state:
        for statement in statements:
            state.execute(statement)


def test_an_index_as_it_was_written_is_sound(indexed: Library, capsys: pytest.CaptureFixture[str]) -> None:
    report = check(indexed.index, progress())
    assert report.is_sound
    assert (report.documents, report.pending) == (53, 0)
    assert any(file.suffix == ".del" for file in segment_files(indexed))
    assert main(["check", "--index", str(indexed.index)]) == 0
    assert capsys.readouterr().out == f"{indexed.index}: every file is as it was written, with 53 documents.\n"


def test_each_flipped_byte_of_each_file_is_noticed(indexed: Library, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = random.Random(4)
    for file in segment_files(indexed):
        before = file.read_bytes()
        damaged = bytearray(before)
        damaged[chosen.randrange(len(damaged) - 100)] ^= 1 << chosen.randrange(8)
        file.write_bytes(damaged)
        assert check(indexed.index, progress()).broken == (f"tantivy/{file.name}",)
        file.write_bytes(before[: len(before) // 2])
        assert check(indexed.index, progress()).broken == (f"tantivy/{file.name}",)
        file.write_bytes(before)
    file.write_bytes(damaged)
    assert main(["check", "--index", str(indexed.index), "--repair"]) == 1
    out = capsys.readouterr().out
    assert "build it anew" in out
    assert f"  tantivy/{file.name}\n" in out


def test_a_file_that_is_gone_is_noticed(indexed: Library) -> None:
    for file in segment_files(indexed):
        file.rename(file.with_suffix(".away"))
        assert check(indexed.index, progress()).broken == (f"tantivy/{file.name}",)
        file.with_suffix(".away").rename(file)
    (indexed.index / "tantivy" / "meta.json").unlink()
    with pytest.raises(IndexDamaged, match=r"meta\.json cannot be read .* Build the index anew"):
        check(indexed.index, progress())


@pytest.mark.parametrize("left", [0, 5_000])
def test_a_truncated_state_is_damage(indexed: Library, left: int, capsys: pytest.CaptureFixture[str]) -> None:
    state = indexed.index / "state.sqlite"
    state.write_bytes(state.read_bytes()[:left])
    assert main(["check", "--index", str(indexed.index)]) == 1
    assert "Build the index anew" in capsys.readouterr().err
    state.unlink()
    with pytest.raises(IndexDamaged, match="Build the index anew"):
        check(indexed.index, progress())


def test_what_state_and_index_disagree_about_is_read_anew(indexed: Library, capsys: pytest.CaptureFixture[str]) -> None:
    change_state(indexed, "DELETE FROM files WHERE name = 'texts/many.jsonl'")
    change_state(indexed, "UPDATE files SET documents = 7 WHERE name = 'texts/a.txt'")
    report = check(indexed.index, progress())
    assert [(one.name, one.written, one.found) for one in report.differences] == [("texts/a.txt", 7, 1), ("", 0, 50)]
    assert main(["check", "--index", str(indexed.index)]) == 1
    assert "fundstelle check --repair" in capsys.readouterr().out
    assert check(indexed.index, progress()) == report, "only looking changes nothing"

    assert main(["check", "--index", str(indexed.index), "--repair"]) == 1
    assert main(["check", "--index", str(indexed.index)]) == 0
    assert "1 file still to be read" in capsys.readouterr().out
    assert indexed.update().read == 2
    assert check(indexed.index, progress()).is_sound
    assert contents(indexed) == rebuilt(indexed)


def test_documents_that_cannot_be_read_or_are_there_twice_are_noticed(indexed: Library) -> None:
    directory = IndexDirectory.open(indexed.index)
    opened = directory.open_tantivy()
    writer = opened.writer(20_000_000, 1)
    whole = contents(indexed)[0]
    file, sequence = 2, 2 * 2**32
    stored = to_tantivy(analyse(whole, TypeNumbers()), "/somewhere", sequence, opened.schema)
    stored.add_bytes("record", b"{")
    writer.add_document(stored)
    writer.commit()
    writer.wait_merging_threads()
    (difference,) = check(indexed.index, progress(), repair=True).differences
    assert (difference.number, difference.found) == (file, difference.written + 1)
    indexed.update()
    assert check(indexed.index, progress()).is_sound
    assert contents(indexed) == rebuilt(indexed)


def test_a_run_cut_short_is_no_damage(indexed: Library) -> None:
    change_state(indexed, "UPDATE files SET fingerprint = '', documents = 0 WHERE name = 'texts/many.jsonl'")
    report = check(indexed.index, progress())
    assert (report.is_sound, report.pending) == (True, 1)


def test_an_index_that_is_being_written_is_not_checked(indexed: Library) -> None:
    with lock.held(indexed.index), pytest.raises(IndexBusy):
        check(indexed.index, progress())


def test_an_index_that_another_program_is_writing_is_not_repaired(
    indexed: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    change_state(indexed, "UPDATE files SET documents = 7 WHERE name = 'texts/a.txt'")
    writer = IndexDirectory.open(indexed.index).open_tantivy().writer(20_000_000, 1)
    assert main(["check", "--index", str(indexed.index), "--repair"]) == 1
    assert "Another program is writing" in capsys.readouterr().err
    del writer
    assert len(check(indexed.index, progress(), repair=True).differences) == 1


def test_repaired_files_have_no_near_copies_left(library: Library) -> None:
    text = " ".join(f"word{number}" for number in range(60))
    library.write({"a.txt": f"A\n\n{text}", "b.txt": f"B\n\n{text}"})
    library.update()
    (hit, _) = library.search("word1").hits
    assert hit.near_copies
    change_state(library, "DELETE FROM files WHERE name = 'texts/a.txt'")
    check(library.index, progress(), repair=True)
    (hit,) = library.search("word1").hits
    assert hit.near_copies is None


def test_documents_without_tokens_are_noticed(indexed: Library) -> None:
    before = contents(indexed)
    log = ForwardLog(indexed.index)
    log.remove(1)
    log.commit()
    (difference,) = check(indexed.index, progress(), repair=True).differences
    assert (difference.number, difference.found) == (1, 0)
    indexed.update()
    assert check(indexed.index, progress()).is_sound
    assert tokens_kept(indexed) == tokens_made(indexed)
    assert contents(indexed) == before
