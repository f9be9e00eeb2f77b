from collections.abc import Callable
from pathlib import Path

import pytest

from index.document import Document
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from index.sources.text import mend

LONG = "Am Abend standen die Leute noch lange vor dem Rathaus und"

ReadText = Callable[[str], Document]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Reads a text as the content of a file."""

    def reader(text: str) -> Document:
        path = tmp_path / "file"
        path.write_text(text, encoding="utf-8")
        (found,) = read(SourceFile(path, "a.txt"), Columns())
        assert isinstance(found, Document)
        return found

    return reader


def test_title_byline_and_text(read_text: ReadText) -> None:
    found = read_text("\n\nDer Titel\n\nDer Vorspann.\n\n20. Mai 2025 | Sergej Poletaew\n\nDer Text.\n")
    assert found == Document(
        id="a.txt",
        title="Der Titel",
        text="Der Vorspann.\n\n\nDer Text.",
        path="a.txt",
        date="2025-05-20",
        author="Sergej Poletaew",
        type="text",
    )


def test_a_byline_that_says_more_stays_in_the_text(read_text: ReadText) -> None:
    found = read_text("Der Titel\nBerlin, 20. Mai 2025\nDer Text.")
    assert (found.date, found.author, found.text) == ("2025-05-20", "", "Berlin, 20. Mai 2025\nDer Text.")


def test_a_date_further_down_is_none_of_the_title(read_text: ReadText) -> None:
    assert read_text("Titel\n\n" + "Absatz.\n\n" * 5 + "20. Mai 2025").date == ""


@pytest.mark.parametrize("text", ["Nur eine Zeile", "Nur eine Zeile\n\n20. Mai 2025"])
def test_where_there_is_only_a_title_it_is_the_text(read_text: ReadText, text: str) -> None:
    assert (read_text(text).title, read_text(text).text) == ("Nur eine Zeile", "Nur eine Zeile")


def test_an_overlong_first_line_is_cut_for_the_title_alone(read_text: ReadText) -> None:
    line = "Wort " * 100
    found = read_text(line + "\nMehr")
    assert found.text == f"{line}\nMehr"
    assert found.title == " ".join(["Wort"] * 39) + "…"


@pytest.mark.parametrize(
    ("before", "gap", "after"),
    [
        (LONG, "\n\n", "warteten auf die Nachricht."),
        (LONG, " \n \n\n", "warteten auf die Nachricht."),
        (LONG, "\n\f", "warteten auf die Nachricht."),
        (LONG, "\f\n", "Bürgermeister warteten auf die Nachricht."),
        ("Ein Absatz.\n" + LONG, "\n\n", "warteten, bis es dunkel war."),
        ("Вечером люди ещё долго стояли перед ратушей и ждали,", "\n\n", "пока не стемнело."),
    ],
)
def test_a_paragraph_that_a_page_break_cut_in_two_is_mended(before: str, gap: str, after: str) -> None:
    assert mend(before + gap + after) == f"{before} {after}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{LONG} warteten.", "und so fort"),
        (f"{LONG} riefen: „Wann?“", "und so fort"),
        ("शाम को लोग बहुत देर तक नगर भवन के सामने खड़े होकर प्रतीक्षा करते रहे।", "und so fort"),
        (LONG, "Ein neuer Absatz."),
        (LONG, "a) ein Punkt einer Liste"),
        (LONG, "- ein Punkt einer Liste"),
        ("Die Überschrift", "und so fort"),
    ],
)
def test_other_paragraphs_stay_apart(before: str, after: str) -> None:
    assert mend(f"{before}\n\n{after}") == f"{before}\n\n{after}"


def test_headings_after_a_page_break_stay_apart() -> None:
    assert mend(f"Die Überschrift\f{LONG}") == f"Die Überschrift\n\n{LONG}"
    assert mend(f"{LONG} warteten.\fDie Überschrift") == f"{LONG} warteten.\n\nDie Überschrift"


def test_lines_of_chinese_and_japanese_are_joined_without_a_space() -> None:
    broken = "すべて人は、人種、皮膚の色、性、言語、宗教その他の事項に関して他の者と共\n同してこの宣言に掲げるすべての権利を有する。"
    assert mend(broken) == broken.replace("\n", "")
    for whole in ("第一章\n本文はここから始まる。", "ここで文が終わる段落はそのままにしておくべきだろう。\n次の行。"):
        assert mend(whole) == whole
