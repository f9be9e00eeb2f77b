"""Lines in a terminal: the matches in one column, whatever the width and the direction of the script."""

import csv
import io
import json

import pytest

from index.document import Document
from search.counts.concordance import Line
from search.counts.kwic import aligned, cells
from tests.conftest import Library, records
from web.cli import main

WIDTH = 80


def line(before: str, match: str, after: str, language: str = "de", id: str = "doc-1") -> Line:
    document = Document(id, "", "", "p", language=language)
    return Line(document, 0, 0, before, match, after, cut_before=False, cut_after=False, part="", id_is_shared=False)


def column(text: str) -> int:
    return cells(text.partition("[")[0])


def column_of_what_is_behind(text: str) -> int:
    """Return where it ends in a terminal that turns it around: it stands first there."""
    after_id = text[1:]
    return len(after_id) - len(after_id.lstrip()) + cells(text.partition("]")[2])


LONG = "Wort um Wort um Wort um Wort um Wort um Wort um Wort "
LINES = [
    line("Die alte ", "Brücke", " am Fluss"),
    line(LONG, "Brücke", f" {LONG}"),
    line("", "Brücke", "", id="a/very/long/path/to/a/document.txt"),
    line("人们在", "老桥", "上谈论天气。", "zh", "文件"),
    line("河" * 60, "老桥", "河" * 60, "zh"),
    line("cafe\u0301 ", "Brücke", ""),
]


def test_matches_begin_in_the_same_column() -> None:
    shown = [aligned(one, WIDTH, "[", "]") for one in LINES]
    assert len(set(map(column, shown))) == 1
    assert all(cells(one) <= WIDTH for one in shown)
    assert shown[1].count("…") == 2


def test_what_is_behind_the_match_makes_the_column_of_text_from_right_to_left() -> None:
    first = aligned(line("أغلق ", "الجسر", " القديم", "ar", "1"), WIDTH, "[", "]")
    second = aligned(line("وعبر الناس ", "الجسر", " كل صباح", "ar", "2"), WIDTH, "[", "]")
    assert column_of_what_is_behind(first) == column_of_what_is_behind(second)
    assert first.index("أغلق") < first.index("[الجسر]") < first.index("القديم")


@pytest.mark.parametrize("width", [1, 20, 30])
def test_a_narrow_terminal_is_no_error(width: int) -> None:
    for one in LINES:
        assert one.match in aligned(one, width, "[", "]")


@pytest.fixture
def bridges(library: Library) -> Library:
    texts = ["Die alte Brücke am Fluss.", "Eine Brücke trennt.", "=Die Brücke verbindet."]
    library.write({"a.jsonl": records(*({"id": str(n), "lang": "de", "text": text} for n, text in enumerate(texts)))})
    library.update()
    return library


def run(library: Library, *arguments: str) -> int:
    return main(["concordance", *arguments, "--index", str(library.index)])


def test_the_command_shows_lines_and_their_neighbours(bridges: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bridges, "brücke", "--sort", "after", "--limit", "2") == 0
    out = capsys.readouterr().out
    assert out.startswith("3 lines in 3 documents for brücke, ")
    lines = [one for one in out.splitlines() if "[Brücke]" in one]
    assert [one.split()[-1] for one in lines] == ["Fluss.", "trennt."]
    assert len(set(map(column, lines))) == 1
    assert "After: am 1, trennt 1, verbindet 1" in out
    assert "These are 2 of 3 lines" in out


def test_the_command_says_why_there_are_no_lines(bridges: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bridges, "lang:de") == 0
    assert capsys.readouterr().out.startswith("Note: Lines show where words stand")


def test_the_command_writes_all_lines_as_data(bridges: Library, capsys: pytest.CaptureFixture[str]) -> None:
    run(bridges, "brücke", "--sort=-date", "--limit", "1", "--csv")
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    run(bridges, "brücke", "--jsonl")
    objects = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    run(bridges, "brücke", "--json")
    page = json.loads(capsys.readouterr().out)
    assert page["lines"] == objects
    assert [(row["id"], row["start"], row["match"]) for row in table] == [
        (one["id"], str(one["start"]), one["match"]) for one in objects
    ]
    assert table[2]["before"] == "'=Die "  # no formula where a spreadsheet opens it
