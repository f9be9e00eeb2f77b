import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from index.directory import IndexDirectory
from search.request import SearchRequest
from search.searcher import Searcher
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


def test_a_mere_search_does_without_numpy(moon: Library) -> None:
    code = "import sys; from web.cli import main; main(sys.argv[1:]); print('numpy' in sys.modules)"
    arguments = ["search", "mond", "--index", str(moon.index)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\nFalse\n")


def test_search_says_why(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", "monde", "--explain") == 0
    assert "   - Mond for monde · stem (German): mond · in the title\n" in capsys.readouterr().out


def test_where_nothing_is_found_search_says_why(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", "moon", "--lang", "de") == 0
    _, *lines = capsys.readouterr().out.splitlines()
    command = f"fundstelle search --index {moon.index} -- moon"
    assert lines == ["  moon: 1 document", f"  0 in German, 1 in all languages: {command}"]
    assert run(moon, "search", "vright") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Did you mean: bright (1 document)",
        "  vright: occurs nowhere; did you mean bright?",
    ]
    assert run(moon, "search", "vright", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["suggestion"] == {"q": "bright", "documents": 1}
    assert [word["text"] for word in found["nothing"]["words"]] == ["vright"]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (["search", "Monde", "--json"], ["1"]),
        (["search", "Monde", "--exact", "--json"], []),
        (["export", "Monde", "--exact"], []),
        (["search", "helle", "Mond", "--json"], ["1"]),
        (["search", "--json", "--", "moon", "-bright"], []),
        (["search", "--json", "--", "-moon"], ["1"]),
        (["search", '"bright moon"', "town", "--json"], ["2"]),
        (["export", "bright", "moon"], ["2"]),
        (["export", "--", "-moon"], ["1"]),
        (["export", "-moon"], ["1"]),
        (["export", "bright", "-helle"], ["2"]),
        (["export", "--exact", "-hell", "bright", "--lang", "en"], ["2"]),
        (["export", "*", "--lang", "en", '-"moon bright"'], ["2"]),
        (["search", "moon", "--json", "town"], ["2"]),
        (["search", "moon", '-"bright moon"', "--json"], []),
    ],
)
def test_a_query_may_be_several_words(
    moon: Library, capsys: pytest.CaptureFixture[str], command: list[str], found: list[str]
) -> None:
    assert main([command[0], "--index", str(moon.index), *command[1:]]) == 0
    out = capsys.readouterr().out
    rows = json.loads(out)["hits"] if command[0] == "search" else [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == found


def test_only_so_many_queries_are_compared(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "trends", *"abcdefgh") == 0
    assert run(moon, "trends", *"abcdefghi", "--csv") == 1
    assert capsys.readouterr().err == "fundstelle: At most 8 queries can be compared, but these are 9.\n"


@pytest.mark.parametrize(("match", "against"), [("any", "stadt OR town"), ("all", "stadt town")])
def test_keywords_compare_with_what_is_found_in_the_same_way(
    moon: Library, capsys: pytest.CaptureFixture[str], match: str, against: str
) -> None:
    assert run(moon, "keywords", "moon", "--against", "stadt town", "--match", match, "--json") == 0
    assert json.loads(capsys.readouterr().out)["against"] == against


@pytest.mark.parametrize("command", ["search", "export"])
def test_the_help_says_how_to_leave_words_out(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([command, "-h"])
    assert "apollo -rocket" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "moon", "--lnag", "en"], "there is no option --lnag; did you mean --lang?"),
        (["search", "moon", "-town", "--language=en"], "there is no option --language; did you mean --lang?"),
        (["info", "--colour"], "there is no option --colour"),
        (["concordance", "moon", "--sort", "-date"], "argument --sort: expected one argument"),
        (["similar", "-moon"], "the following arguments are required: ID"),
    ],
)
def test_an_option_that_there_is_not_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert capsys.readouterr().err.endswith(f"error: {said}\n")


def test_search_says_how_a_query_was_repaired(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", '"bright moon') == 0
    assert "Note: A quotation mark was not closed" in capsys.readouterr().out


def test_search_by_language_and_as_json(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", "*", "--lang", "en", "--limit", "5", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert (hit["id"], hit["language"], hit["date"]) == ("2", "en", None)
    assert hit["source"] == {"path": "texts/a.jsonl", "locator": "line 2"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--type", "JSONL"], ["1", "2"]),
        (["--type", "pdf"], []),
        (["--author", "A. Muster"], ["1"]),
        (["--author", "Muster"], []),
        (["--site", "https://www.example.org/2", "--type", "pdf", "--type", "jsonl"], ["1"]),
    ],
)
def test_exports_are_narrowed_by_type_author_and_site(
    moon: Library, capsys: pytest.CaptureFixture[str], filters: list[str], found: list[str]
) -> None:
    assert run(moon, "export", "*", *filters) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == found


@pytest.mark.parametrize("option", [["--lang", "Deutsch"], ["--lang", "DEU"], ["lang:german"]])
def test_a_language_may_be_named_in_words(moon: Library, option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "search", "*", *option, "--json") == 0
    assert [hit["id"] for hit in json.loads(capsys.readouterr().out)["hits"]] == ["1"]


@pytest.mark.parametrize("option", [["search", "--lang"], ["keywords", "--language"], ["trace", "--lang"]])
def test_there_is_no_such_language(moon: Library, option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(moon, *option, "klingon", "moon")
    assert "“klingon” is no language: give a tag such as de" in capsys.readouterr().err


def test_there_is_no_such_type(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(moon, "search", "*", "--type", "exe")
    assert "“exe” is no type of file; there are text, markdown" in capsys.readouterr().err


def test_export_as_json_lines(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "export", "*") == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "id": "1", "title": "Der Mond", "language": "de", "language_confidence": first["language_confidence"],
        "language_runner_up": first["language_runner_up"], "language_by": "detected", "language_detected": "de",
        "language_declared": None, "language_disagrees": False, "other_languages": [],
        "date": "2025-05-20", "author": "A. Muster", "url": "https://example.org/1", "meta": {},
        "type": "jsonl", "copies": [], "copies_total": 0, "source": {"path": "texts/a.jsonl", "locator": "line 1"}, "text": "Der helle Mond, der über der Stadt stand.",
    }  # fmt: skip
    assert 0.9 < first["language_confidence"] <= 1
    assert second["author"] is None


def test_export_as_csv_can_be_read_back(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "export", "moon OR mond", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert rows[1]["title"] == 'The moon, a "note"'
    assert rows[1]["text"] == "The bright moon above the town.\nA second line, with a comma."
    assert rows[1]["locator"] == "line 2"


def test_rows_have_the_places_of_copies(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.write({"a.txt": "The moon is bright.", "b.txt": "The moon is bright.", "c.txt": "The sun is bright."})
    library.update()
    assert run(library, "export", "*", "--format", "csv") == 0
    copied, alone = csv.DictReader(io.StringIO(capsys.readouterr().out, newline=""))
    assert json.loads(copied["copies"]) == [{"path": "texts/b.txt", "locator": None, "id": "texts/b.txt"}]
    assert (copied["copies_total"], alone["copies"], alone["copies_total"]) == ("1", "", "0")


def test_info(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, "info") == 0
    out = capsys.readouterr().out
    assert "2 documents" in out
    assert "German" in out
    assert "texts/b.pdf: " in out
    assert run(moon, "info", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"] == 2
    assert answer["failures"]["total"] == 1


def test_every_failure_can_be_listed(moon: Library, capsys: pytest.CaptureFixture[str]) -> None:
    moon.write({"bad.jsonl": "{\n" * 40})
    moon.update()
    assert run(moon, "info") == 0
    assert f"… and 21 more; all of them: fundstelle info --failures --index {moon.index}\n" in capsys.readouterr().out
    assert run(moon, "info", "--failures") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 41
    assert lines[0].startswith("texts/b.pdf: ")
    assert any(line.startswith("texts/bad.jsonl, line 40, column ") for line in lines)
    assert run(moon, "info", "--failures", "--json") == 1
    assert "ask for them with --jsonl" in capsys.readouterr().err
    assert run(moon, "info", "--failures", "--jsonl") == 0
    as_json = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert run(moon, "info", "--failures", "--csv") == 0
    as_csv = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [{name: value or "" for name, value in one.items()} for one in as_json] == as_csv
    assert [f"{one['path']}{', ' * bool(one['locator'])}{one['locator']}: {one['reason']}" for one in as_csv] == lines


def test_info_counts_one_document_as_one(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.write({"a.txt": "The bright moon above the town."})
    library.update()
    assert run(library, "info") == 0
    assert ": 1 document, " in capsys.readouterr().out


def test_info_on_an_empty_index_leaves_out_what_there_is_not(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    IndexDirectory.create(library.index)
    assert run(library, "info") == 0
    out = capsys.readouterr().out
    assert ": 0 documents, " in out
    assert "updated" not in out
    assert "Languages" not in out


@pytest.mark.parametrize("command", [["search", "--json"], ["export"], ["info", "--failures", "--jsonl"]])
def test_data_is_utf8_whatever_the_terminal_is(moon: Library, command: list[str]) -> None:
    moon.write({"日本.jsonl": "{"})
    moon.update()
    query = ["über"] if command[0] != "info" else []
    done = run_as_ascii(*command, *query, "--index", str(moon.index))
    assert ("日本" if command[0] == "info" else "über der Stadt") in done.stdout.decode()


def test_a_terminal_need_not_know_every_character(moon: Library) -> None:
    done = run_as_ascii("search", "über", "--index", str(moon.index))
    assert b"[?ber] der Stadt" in done.stdout
    assert (done.returncode, done.stderr) == (0, b"")


def run_as_ascii(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "ascii:strict"}
    return subprocess.run([COMMAND, *arguments], capture_output=True, env=environment, check=False)


@pytest.mark.parametrize("form", [["export"], ["concordance", "--csv"], ["trends", "--csv"], ["collocates", "--jsonl"]])
def test_notes_stand_beside_rows(moon: Library, form: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(moon, form[0], "mond date:foo", *form[1:]) == 0
    printed = capsys.readouterr()
    assert "Note: " in printed.err and "foo" in printed.err
    assert "Note: " not in printed.out


@pytest.mark.parametrize("q", ["mond moon", "mond sun", "date:foo moon", "meta.none:moon", "mund", '"', ""])
def test_the_notes_of_a_list_are_those_of_the_search(moon: Library, q: str) -> None:
    searcher, request = moon.searcher(), SearchRequest(q)
    assert searcher.notices(request) == searcher.search(request).notices == searcher.select(request).notices


def test_rows_cost_no_more_than_they_need(moon: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("select", "receipt"):
        monkeypatch.setattr(Searcher, name, counting(asked, name, getattr(Searcher, name)))
    assert run(moon, "concordance", "mond", "--csv") == run(moon, "export", "mond") == 0
    assert asked == ["select"]


def counting(asked: list[str], name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that notes when it is called."""

    def called(*arguments: Any) -> Any:
        asked.append(name)
        return method(*arguments)

    return called
