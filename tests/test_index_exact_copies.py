"""Exact copies are in the index once, with all places where they stand; none is lost when one of them changes."""

import pytest

import index.writing
from index.directory import IndexDirectory
from index.state import FileState, State
from index.text import digest
from index.work import CopyNote, Result
from index.writing import Writing
from search.errors import UnknownDocument
from tests.conftest import Library, contents, records
from web.cli import main

MOON = "The moon is bright, and the same moon shines on all of us."


def places(library: Library) -> dict[str, list[str]]:
    """Return the path of each document with those of its copies."""
    return {document.path: [copy.path for copy in document.copies] for document in contents(library)}


def test_an_exact_copy_is_listed_with_the_first(library: Library) -> None:
    row = {"id": "r1", "title": "Moon", "text": MOON.replace(" ", "  ")}
    library.write(
        {"a.txt": f"Moon\n\n{MOON}", "b.txt": f"Moon\n\n{MOON}\n", "c.jsonl": records(row, {"text": "other"})}
    )
    summary = library.update()
    assert (summary.documents, summary.exact_copies) == (2, 2)
    (hit,) = library.search("bright").hits
    assert [(copy.path, copy.locator, copy.id) for copy in hit.document.copies] == [
        ("texts/b.txt", "", "texts/b.txt"), ("texts/c.jsonl", "line 1", "r1"),
    ]  # fmt: skip
    assert library.searcher().document("r1").path == "texts/a.txt"


def test_another_title_is_no_copy(library: Library) -> None:
    library.write({"a.jsonl": records({"title": "A", "text": MOON}, {"title": "B", "text": MOON})})
    assert library.update().exact_copies == 0


def test_a_copy_takes_the_place_of_a_document_that_goes_or_changes(library: Library) -> None:
    text = f"Moon\n\n{MOON}"
    library.write({"a.txt": text, "b.txt": text, "c.txt": text})
    library.update()
    assert places(library) == {"texts/a.txt": ["texts/b.txt", "texts/c.txt"]}
    (library.folder / "a.txt").unlink()
    library.update()
    assert places(library) == {"texts/b.txt": ["texts/c.txt"]}
    library.write({"b.txt": "Sun\n\nThe sun."})
    library.update()
    assert places(library) == {"texts/b.txt": [], "texts/c.txt": []}
    assert library.update().read == 0


def test_copies_that_change_are_no_longer_listed(library: Library) -> None:
    text = f"Moon\n\n{MOON}"
    library.write({"a.txt": text, "b.txt": text, "c.txt": text})
    library.update()
    library.write({"b.txt": "Sun\n\nThe sun."})
    (library.folder / "c.txt").unlink()
    library.update()
    assert places(library) == {"texts/a.txt": [], "texts/b.txt": []}


def test_a_copy_from_a_source_that_is_not_updated_is_read_too(library: Library) -> None:
    text = f"Moon\n\n{MOON}"
    library.write({"one/a.txt": text, "other/b.txt": text})
    library.update()
    (library.folder / "one/a.txt").unlink()
    Library(library.folder / "one", library.index).update()
    assert places(library) == {"texts/other/b.txt": []}


def test_white_space_makes_another_text_where_it_makes_other_words(library: Library) -> None:
    library.write(
        {"a.jsonl": records({"text": "I may be there"}, {"text": "I maybe there"}, {"text": "I  may be\nthere"})}
    )
    assert (library.update().documents, library.update().exact_copies) == (2, 0)
    assert library.search("maybe").total == 1


@pytest.fixture
def two(library: Library) -> tuple[Library, Library]:
    """Two sources in one index: the second holds a copy of what the first has, and a record of its own."""
    one, other = (Library(library.folder / name, library.index) for name in ("one", "other"))
    one.write({"a.txt": f"Moon\n\n{MOON}"})
    other.write({"b.jsonl": records({"title": "Moon", "text": MOON}, {"title": "Sun", "text": "The sun."})})
    one.update()
    other.update()
    return one, other


def test_a_run_cut_short_knows_again_what_it_was_to_read_elsewhere(
    two: tuple[Library, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two
    one.write({"a.txt": "Moon\n\nAnother text."})
    with monkeypatch.context() as patch:
        patch.setattr(index.writing, "to_tantivy", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            one.update()
    one.update()
    assert places(one) == {"one/a.txt": [], "other/b.jsonl": []}
    assert one.search("bright").total == 1
    assert one.update().unchanged == 1


def test_a_copy_that_is_away_keeps_what_it_gave_and_takes_its_place_later(two: tuple[Library, Library]) -> None:
    one, other = two
    other.folder.rename(away := other.folder.with_name("away"))
    one.write({"a.txt": "Moon\n\nAnother text."})
    one.update()
    assert one.search("sun").total == 1
    away.rename(other.folder)
    one.update()
    assert (one.search("sun").total, one.search("bright").total) == (1, 1)


def test_a_file_that_vanished_and_comes_back_after_a_crash_is_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write({"a.txt": f"Moon\n\n{MOON}", "b.txt": "Sun\n\nThe sun."})
    library.update()
    (library.folder / "a.txt").rename(away := library.folder.with_name("a.txt"))
    with monkeypatch.context() as patch:
        patch.setattr(State, "record", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            library.update()
    away.rename(library.folder / "a.txt")
    library.update()
    assert library.found("bright") == {"texts/a.txt"}


def test_what_is_to_be_repaired_takes_its_copies_along(library: Library) -> None:
    library.write({"a.txt": f"Moon\n\n{MOON}", "b.jsonl": records({"title": "Moon", "text": MOON})})
    library.update()
    with State(library.index / "state.sqlite") as state:
        state.unread([1])
    (library.folder / "a.txt").unlink()
    library.update()
    assert library.search("bright").total == 1
    assert main(["check", "--index", str(library.index)]) == 0


def test_a_copy_of_what_was_lost_is_another_try_worth(library: Library) -> None:
    index = IndexDirectory.create(library.index)
    file = FileState(1, "/a.jsonl", "a.jsonl", "as it is")
    with index.state() as state, Writing(index, state) as writing:
        writing.begin([file], [], [])
        lost = CopyNote("2", "line 2", digest("Moon", MOON), len(MOON))
        writing.write(file, Result(copies=[lost]))
        writing.finish(file)
        writing.begin([nothing := FileState(2, "/b.jsonl", "b.jsonl", "as it is")], [], [])
        writing.finish(nothing)
    with index.state() as state:
        assert state.files()["/a.jsonl"].fingerprint == ""
        assert state.files()["/b.jsonl"].fingerprint == "as it is"


def test_the_copy_asked_for_is_the_one_that_is_opened(library: Library) -> None:
    rows = [{"id": "x", "text": "One."}, {"id": "y", "text": "Two."}]
    library.write(
        {"a.jsonl": records(*rows), "b.jsonl": records({"id": "1", "text": "One."}, {"id": "1", "text": "Two."})}
    )
    library.update()
    searcher = library.searcher()
    assert searcher.document("1", "texts/b.jsonl", "line 2").text == "Two."
    assert searcher.document("1", "texts/b.jsonl").text == "One."
    with pytest.raises(UnknownDocument):
        searcher.document("1", "texts/nowhere.jsonl", "line 2")
