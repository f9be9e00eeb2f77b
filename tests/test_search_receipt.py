"""Receipts: the same question to the same content gives the same."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from index.document import Document
from index.progress import progress
from index.relabel import relabel
from index.schema import MARKS, marks
from search.errors import RequestError
from search.output.receipt import Receipt, receipt_record, request_of
from search.request import SearchRequest
from tests.conftest import TEXTS, Library, hold, records
from web.cli import main

DOCUMENT = Document("1", "Moon", "The moon.", "a.txt", date="2020", author="A", url="https://e.org", meta=(("k", "v"),))


@pytest.fixture
def sky(library: Library) -> Library:
    library.write(TEXTS)
    library.update()
    return library


def receipt(library: Library, q: str = "*", **request: object) -> Receipt:
    return library.searcher().receipt(SearchRequest(q=q, **request))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "2"}, {"title": "moon"}, {"text": "The  moon."}, {"path": "b.txt"}, {"locator": "line 1"}, {"date": "2021"},
        {"author": ""}, {"url": ""}, {"meta": ()}, {"language": "en"}, {"other_languages": (("fr", 0.2),)},
    ],
)  # fmt: skip
def test_whatever_a_document_says_marks_it(change: dict[str, object]) -> None:
    changed = replace(DOCUMENT, **change)  # type: ignore[arg-type]
    assert not set(marks(changed)) & set(marks(DOCUMENT))


def test_how_sure_detection_was_does_not_mark_it() -> None:
    assert marks(replace(DOCUMENT, language_confidence=0.5, language_runner_up="nl")) == marks(DOCUMENT)
    assert len(marks(DOCUMENT)) == len(MARKS)
    assert all(0 <= mark < 2**24 for mark in marks(DOCUMENT))


def test_an_index_built_in_steps_is_told_as_the_same(sky: Library, tmp_path: Path) -> None:
    before = receipt(sky)
    sky.write({"d.txt": "The comet.", "a.txt": "First\n\nThe moon is dark."})
    sky.update()
    assert receipt(sky).index.fingerprint != before.index.fingerprint
    (sky.folder / "d.txt").unlink()
    sky.write({"a.txt": TEXTS["a.txt"]})
    sky.update()
    again = Library(sky.folder, tmp_path / "again")
    again.update()
    assert receipt(sky).index.fingerprint == receipt(again).index.fingerprint == before.index.fingerprint
    assert receipt(sky, "bright").fingerprint == receipt(again, "bright").fingerprint


def test_a_receipt_is_the_same_but_for_its_time(sky: Library) -> None:
    first, second = (replace(receipt(sky, "bright", limit=limit), made="") for limit in (1, 50))
    assert first == second
    assert (first.total, first.understood, first.match, first.index.documents) == (2, "bright", "all", 3)
    assert sum(value.count for value in first.languages) == 2
    assert first.fingerprint != receipt(sky).fingerprint == first.index.fingerprint


def test_other_documents_found_are_told_where_their_number_is_the_same(sky: Library) -> None:
    moon, sun = receipt(sky, "moon"), receipt(sky, "sun")
    assert moon.total == sun.total == 1
    assert moon.fingerprint != sun.fingerprint
    assert moon.index == sun.index
    assert receipt(sky, "sun OR sun").fingerprint == sun.fingerprint


def test_what_was_understood_is_told(sky: Library) -> None:
    found = receipt(sky, "moon sun")
    assert (found.match, [notice.code for notice in found.notices]) == ("any", ["relaxed"])
    assert receipt(sky, '"').total == 0


def test_a_language_set_by_hand_is_other_content(sky: Library) -> None:
    before = receipt(sky)
    with progress("", "") as shown:
        relabel(sky.index, lambda: sky.searcher().numbered(SearchRequest("moon")), "gl", shown)
    assert receipt(sky).index.fingerprint != before.index.fingerprint


def test_a_receipt_says_what_to_ask_again(sky: Library) -> None:
    asked = SearchRequest("bright", languages=("en",), exact=True, date_from="2020", sources=("texts",))
    record = json.loads(json.dumps(receipt_record(sky.searcher().receipt(replace(asked, limit=3, sort="date")))))
    assert request_of(record) == asked
    assert list(record["request"]) == ["q", "languages", "exact", "date_from", "sources"]


@pytest.mark.parametrize(
    "record",
    [None, [], {}, {"request": []}, {"request": {"q": 1}}, {"request": {"languages": "de"}}, {"request": {"q": None}},
     {"request": {"languages": [1]}}, {"request": {"exact": 1}}, {"request": {"colour": "red"}}],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(record: object) -> None:
    with pytest.raises(RequestError):
        request_of(record)


def test_sums_are_exact(library: Library) -> None:
    hold(library, *(Document(str(number), "", f"{number} moon", str(number)) for number in range(100)))
    searcher = library.searcher()
    sums = map(sum, zip(*(marks(document) for document in searcher.export(SearchRequest())), strict=True))
    wanted = {mark: {"sum": {"field": mark}} for mark in MARKS}
    snapshot = searcher._snapshot
    found = snapshot.tantivy.aggregate(snapshot.term("words", "moon"), wanted)
    assert [found[mark]["value"] for mark in MARKS] == list(sums)


def test_verify_says_what_has_changed(sky: Library, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file, index = str(tmp_path / "receipt.json"), ["--index", str(sky.index)]
    assert main(["export", "bright", "--receipt", file, *index]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 2
    assert main(["verify", file, *index]) == 0
    assert capfd.readouterr().out == "The same: 2 documents.\n"
    sky.write({"d.jsonl": records({"id": "9", "text": "A dark star."})})
    sky.update()
    assert main(["verify", file, *index]) == 0
    assert capfd.readouterr().out == "The same: 2 documents.\nThe index holds other documents than then.\n"
    (sky.folder / "a.txt").unlink()
    sky.update()
    assert main(["verify", file, *index]) == 1
    assert capfd.readouterr().out.startswith("Not the same: 2 documents then, 1 document now.\n")


def test_verify_refuses_what_it_cannot_read(sky: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in ("{", "{}", "\xff", "[" * 100_000):
        (tmp_path / "receipt.json").write_text(content, encoding="latin-1")
        assert main(["verify", str(tmp_path / "receipt.json"), "--index", str(sky.index)]) == 1
        assert "receipt" in capsys.readouterr().err
    (tmp_path / "receipt.json").write_text('{"request": {"q": "moon"}, "index": 5}')
    assert main(["verify", str(tmp_path / "receipt.json"), "--index", str(sky.index)]) == 1
    assert "Not the same: unknown then, 1 document now." in capsys.readouterr().out


def test_its_command_has_every_filter(sky: Library) -> None:
    filters = {"languages": ("en",), "types": ("text",), "taggings": ("detected", "disagrees"), "date_from": "1999"}
    command = receipt_record(receipt(sky, "moon", **filters))["command"]
    asked = "--lang=en --from=1999 --type=text --tagging=detected --tagging=disagrees"
    assert command == f"fundstelle export {asked} -- moon"


@pytest.mark.parametrize("name", ["-x", "--exact", "A. Muster", "-"])
def test_its_command_can_be_run(sky: Library, capfd: pytest.CaptureFixture[str], name: str) -> None:
    sky.write({"d.jsonl": records({"id": "9", "text": "A dark star.", "author": name})})
    sky.update()
    _, export, *asked = shlex.split(receipt_record(receipt(sky, "star", authors=(name,)))["command"])
    assert main([export, "--index", str(sky.index), *asked]) == 0
    assert json.loads(capfd.readouterr().out)["author"] == name
