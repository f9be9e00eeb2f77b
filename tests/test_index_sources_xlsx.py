import io
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from index.sources import xlsx
from tests.formats import cited, document, packed, refusal


def book(**sheets: Mapping[str, object]) -> Workbook:
    """Return a book of sheets, each given by what its cells hold."""
    made = Workbook()
    made.remove(made["Sheet"])
    for name, cells in sheets.items():
        sheet = made.create_sheet(name)
        for place, value in cells.items():
            sheet[place] = value
    return made


def saved(made: Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_sheets_of_rows_and_what_a_file_says_of_itself(tmp_path: Path) -> None:
    made = book(Preise={"A1": "Ware", "C1": "Preis", "A3": "Tee\nund Salz", "C3": 2.5}, Leer={}, Orte={"B2": "Ulm"})
    made.properties.title, made.properties.creator = "Der Markt", "Ada"
    made.properties.created = datetime(2025, 5, 20)
    found = document(tmp_path, "a.xlsx", saved(made))
    assert (found.title, found.author, found.date) == ("Der Markt", "Ada", "2025-05-20")
    assert cited(found) == {"sheet Preise": "Ware\tPreis\nTee und Salz\t2.5", "sheet Orte": "Ulm"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (0.1 + 0.2, "0.3"),
        (True, "True"),
        (datetime(2025, 5, 20), "2025-05-20"),
        (datetime(2025, 5, 20, 7, 30), "2025-05-20 07:30"),
        (time(7, 30), "07:30:00"),
    ],
)
def test_how_values_are_shown(tmp_path: Path, value: object, shown: str) -> None:
    assert document(tmp_path, "a.xlsx", saved(book(Blatt={"A1": "Titel", "A2": value}))).text == shown


def test_comments_come_last(tmp_path: Path) -> None:
    made = book(Blatt={"A1": "Titel", "A2": "Wert"})
    made["Blatt"]["A2"].comment = Comment("Bemerkung", "Ada")
    assert document(tmp_path, "a.xlsx", saved(made)).text == "Wert\n\nBemerkung"


def test_two_cells_far_apart_cost_nothing(tmp_path: Path) -> None:
    data = saved(book(Blatt={"A1": "Anfang", "XFD1048576": "Ende"}))
    assert document(tmp_path, "a.xlsx", data).text == "Ende"


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path, "a.xlsx", packed({"other.xml": "<a/>"})) == "broken XLSX file"
    assert refusal(tmp_path, "a.xlsx", b"") == "empty file"
    assert refusal(tmp_path, "a.xlsx", saved(book(Blatt={}))) == "no text"
    monkeypatch.setattr(xlsx, "LIMIT", 100)
    assert refusal(tmp_path, "a.xlsx", saved(book(Blatt={"A1": "a" * 101}))) == "larger than 64 MB"
    assert refusal(tmp_path, "a.xlsx", saved(book(Blatt={"DD1": "a"}))) == "larger than 64 MB"
