import csv
import io
import json
import subprocess

import pytest

from tests.conftest import COMMAND, Library, records
from web.cli import main


@pytest.fixture
def moon(library: Library) -> Library:
    library.write(
        {
            "a.jsonl": records(
                {"id": "1", "title": "Der Mond", "text": "Der helle Mond, der über der Stadt stand.", "date": "2025-05-20", "author": "A. Muster", "url": "https://example.org/1"},
                {"id": "2", "title": "The moon, a \"note\"", "text": "The bright moon above the town.\nA second line, with a comma."},
            ),
            "b.pdf": b"%PDF-1.7",
        }
    )  # fmt: skip
    library.update()
    return library


def run(library: Library, *arguments: str) -> int:
    return main([arguments[0], *arguments[1:], "--index", str(library.index)])


def test_search_shows_hits_and_marks_matches(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", "mond") == 0
    out = capsys.readouterr().out
    assert out.startswith("1 document for mond")
    assert "1. Der [Mond]" in out
    assert "de · 2025-05-20 · A. Muster · texts/a.jsonl · line 1" in out
    assert "Der helle [Mond], der" in out


def test_search_says_how_a_query_was_repaired(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", '"bright moon') == 0
    assert "Note: A quotation mark was not closed" in capsys.readouterr().out


def test_search_by_language_and_as_json(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", "*", "--lang", "en", "--limit", "5", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert (hit["id"], hit["language"], hit["date"], hit["source"]) == (
        "2",
        "en",
        None,
        {"path": "texts/a.jsonl", "locator": "line 2"},
    )


def test_export_as_json_lines(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "export", "*") == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "id": "1", "title": "Der Mond", "language": "de", "language_confidence": first["language_confidence"],
        "date": "2025-05-20", "author": "A. Muster", "url": "https://example.org/1",
        "source": {"path": "texts/a.jsonl", "locator": "line 1"}, "text": "Der helle Mond, der über der Stadt stand.",
    }  # fmt: skip
    assert 0.9 < first["language_confidence"] <= 1
    assert second["author"] is None


def test_export_as_csv_can_be_read_back(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "export", "moon OR mond", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert rows[1]["title"] == 'The moon, a "note"'
    assert rows[1]["text"] == "The bright moon above the town.\nA second line, with a comma."
    assert rows[1]["source_locator"] == "line 2"


def test_info(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "info") == 0
    out = capsys.readouterr().out
    assert "2 documents" in out
    assert "German" in out
    assert "texts/b.pdf: " in out
    assert run(moon, "info", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"] == 2
    assert [skipped["path"] for skipped in answer["skipped"]] == ["texts/b.pdf"]


@pytest.mark.parametrize("command", [["search", "moon"], ["export", "*"], ["info"], ["serve"]])
def test_without_an_index_the_way_to_one_is_shown(
    library: Library, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run(library, *command) == 1
    assert "fundstelle index SOURCE..." in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["search"], ["search", "x", "--limit", "0"], ["export", "*", "--format", "xml"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)


def test_a_reader_that_has_had_enough_is_no_error(moon: Library) -> None:
    moon.write({"many.jsonl": records(*({"text": "moon " * 200} for _ in range(2_000)))})
    moon.update()
    command = f"{COMMAND} export '*' --index {moon.index} | head -n 1"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ended.stdout.count("\n") == 1
    assert ended.stderr == ""
