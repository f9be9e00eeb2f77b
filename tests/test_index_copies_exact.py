"""Exact copies are in the index once, with all places where they stand; none is lost when one of them changes."""

from tests.conftest import Library, contents, records

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
    assert (summary.documents, summary.copies) == (2, 2)
    (hit,) = library.search("bright").hits
    assert [(copy.path, copy.locator, copy.id) for copy in hit.document.copies] == [
        ("texts/b.txt", "", "texts/b.txt"), ("texts/c.jsonl", "line 1", "r1"),
    ]  # fmt: skip
    assert library.searcher().document("r1").path == "texts/a.txt"


def test_another_title_is_no_copy(library: Library) -> None:
    library.write({"a.jsonl": records({"title": "A", "text": MOON}, {"title": "B", "text": MOON})})
    assert library.update().copies == 0


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
