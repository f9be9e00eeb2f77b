"""The forward index holds the tokens of each document's text, whatever an index has been through."""

from pathlib import Path

import numpy as np
import pytest

from index import forward_log
from index.document import Document
from index.errors import IndexDamaged
from tests.conftest import TONGUES, Library, forward_of, hold, records, tokens_kept, tokens_made
from web.cli import main


@pytest.fixture
def filled(library: Library) -> Library:
    library.write({f"{tag}.txt": f"{text}\n\nCOVID-19, l’Été, 北京大学 北京." for tag, text in TONGUES.items()})
    library.write(
        {"rows.jsonl": records(*({"text": f"Row {number} has the number {number}."} for number in range(300)))}
    )
    library.update()
    return library


def test_it_holds_the_tokens_of_every_text(filled: Library) -> None:
    assert tokens_kept(filled) == tokens_made(filled)
    assert len(tokens_kept(filled)) == 304


def test_words_with_the_same_bytes_in_memory_are_told_apart(library: Library) -> None:
    library.write({"ga.txt": "Tá an teach ag an bhfarraige mhór.", "zh.txt": "第一条。"})
    library.update()
    assert tokens_kept(library) == tokens_made(library)
    types = forward_of(library).types
    assert [types.line(type)[0] for type in types.of_words(["ag"]).tolist()] == ["ag"]


def test_it_knows_the_years_and_languages(library: Library) -> None:
    hold(
        library,
        Document("1", "", "Mond", "a", language="de", date="1999-05"),
        Document("2", "", "moon", "b", language="en"),
    )
    index = forward_of(library)
    assert [(row["year"], index.languages[row["language"]]) for row in index.documents] == [(1999, "de"), (0, "en")]


def test_it_follows_updates_and_labels(filled: Library) -> None:
    filled.write({"de.txt": "Ganz anders ist der Text nun geworden."})
    (filled.folder / "fr.txt").unlink()
    filled.update()
    assert tokens_kept(filled) == tokens_made(filled)
    assert main(["relabel", "plugh", "--as", "nds", "--index", str(filled.index)]) == 0
    assert tokens_kept(filled) == tokens_made(filled)


def test_what_is_void_is_given_up(filled: Library) -> None:
    folder = filled.index / "forward"
    rows = records(*({"text": f"Other row {number}."} for number in range(300)))
    filled.write({"rows.jsonl": rows})
    filled.update()
    assert {file.name for file in folder.iterdir()} == {"extent.json", "types", "tokens.1", "documents.1"}
    assert tokens_kept(filled) == tokens_made(filled)
    filled.write({"more.txt": "One more text."})
    filled.update()
    assert tokens_kept(filled) == tokens_made(filled)


def test_texts_reach_across_blocks(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward_log, "BLOCK_TOKENS", 7)
    library.write({f"{number}.txt": "one two three four " * number for number in range(1, 20)})
    library.update()
    assert tokens_kept(library) == tokens_made(library)


def test_what_a_crash_left_is_written_over(filled: Library) -> None:
    for file in (filled.index / "forward").glob("[td]*"):
        with file.open("ab") as opened:
            opened.write(b"torn off")
    assert tokens_kept(filled) == tokens_made(filled)
    filled.write({"more.txt": "One more text."})
    filled.update()
    assert tokens_kept(filled) == tokens_made(filled)


def test_a_reader_keeps_what_it_opened(filled: Library) -> None:
    opened = forward_of(filled)
    before = tokens_kept(filled)
    filled.write({"rows.jsonl": "", "de.txt": "Anders."})
    filled.update()
    assert len(opened.documents) == len(before)
    assert sum(len(tokens) for _, tokens in opened.batches(np.arange(len(before)))) == sum(map(len, before.values()))


@pytest.mark.parametrize("content", ["{", "{}", '{"types": 10000000}'])
def test_a_damaged_extent_is_said(filled: Library, content: str) -> None:
    (filled.index / "forward" / "extent.json").write_text(content)
    with pytest.raises(IndexDamaged, match="Build the index anew"):
        forward_of(filled)


def test_damaged_blocks_are_said(filled: Library) -> None:
    file = next(Path(filled.index / "forward").glob("tokens.*"))
    file.write_bytes(file.read_bytes()[:8] + bytes(file.stat().st_size - 8))
    with pytest.raises(IndexDamaged, match="Build the index anew"):
        tokens_kept(filled)
