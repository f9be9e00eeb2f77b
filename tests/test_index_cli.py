import subprocess
import sys

import pytest

from tests.conftest import COMMAND, Library, records
from web.cli import main


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_the_summary_says_what_was_indexed_and_what_was_not(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.write(
        {"a.txt": "Der Mond\n\nDer helle Mond stand über der Stadt.", "b.jsonl": "{broken\n", "c.pdf": b"%PDF-1.7"}
    )
    library.write({"d.txt": "Der Mond\n\nDer helle Mond stand über der Stadt."})
    assert run("index", library.folder, "--index", library.index) == 0
    out = capsys.readouterr().out
    assert "1 exact copy was noted" in out
    assert "1 document: de 1" in out
    assert "Not indexed: 2" in out
    assert "texts/b.jsonl, line 1, column 2: " in out
    assert "texts/c.pdf: " in out


def test_a_run_lists_its_own_failures(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.write({"a.txt": "A\n\nmoon", "old.jsonl": "{broken\n" * 30})
    run("index", library.folder, "--index", library.index)
    assert "… and 10 more" in capsys.readouterr().out
    library.write({"new.txt": ""})
    run("index", library.folder, "--index", library.index)
    out = capsys.readouterr().out
    assert "Not indexed: 1 file or record.\n  texts/new.txt: empty file\n" in out
    assert "Not indexed by earlier runs: 30 files or records" in out
    assert "old.jsonl" not in out
    run("index", library.folder, "--index", library.index)
    out = capsys.readouterr().out
    assert "Not indexed:" not in out and "Not indexed by earlier runs: 31 files or records" in out


def test_nothing_indexed_is_a_failure(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", library.folder, "--index", library.index) == 1
    assert "nothing was indexed" in capsys.readouterr().err


def test_a_source_that_does_not_exist_is_a_failure(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", library.folder / "none", "--index", library.index) == 1
    err = capsys.readouterr().err
    assert "no file or folder" in err and "name the folder that held it" in err


def test_a_source_that_cannot_be_read_is_a_failure(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("fsspec")
    library.write({"a.txt": "A\n\nmoon"})
    address = "http://127.0.0.1:1/none.txt"
    assert run("index", library.folder, address, "--index", library.index) == 1
    assert f"fundstelle: the source {address} cannot be read: cannot be reached" in capsys.readouterr().err
    assert library.found("moon") == {"texts/a.txt"}


@pytest.mark.parametrize("arguments", [["index"], ["index", "x", "--workers", "0"], ["index", "x", "--no-such-option"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)


def test_fields_can_be_named(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.write({"a.jsonl": records({"key": "k1", "maintext": "moon", "text": "sun"})})
    assert run("index", library.folder, "--index", library.index, "--text-field", "maintext", "--id-field", "key") == 0
    assert library.found("moon") == {"k1"}
    assert capsys.readouterr().out


def test_the_environment_names_the_index(library: Library) -> None:
    library.write({"a.txt": "A\n\nmoon"})
    command = [COMMAND, "index", str(library.folder)]
    environment = {"FUNDSTELLE_INDEX": str(library.index), "PATH": ""}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert library.found("moon") == {"texts/a.txt"}


def test_without_a_terminal_there_is_no_bar(library: Library) -> None:
    library.write({"a.txt": "A\n\nmoon"})
    command = [COMMAND, "index", str(library.folder), "--index", str(library.index)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stderr == ""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["index", "--help"], ["search", "--help"], ["relabel", "--help"], ["serve", "--help"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, contextlib, web.cli\n"
        "with contextlib.suppress(SystemExit): web.cli.main(sys.argv[1:])\n"
        "heavy = {'tantivy', 'fastapi', 'trafilatura', 'langdetect', 'dateparser', 'Stemmer'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    help_text = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert "usage: fundstelle" in help_text.stdout
