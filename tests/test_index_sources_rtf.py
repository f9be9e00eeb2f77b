from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import clean
from tests.formats import document, refusal

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial;}{\f2\fcharset128 Mincho;}}"
)


def text(folder: Path, body: bytes) -> str:
    return document(folder, "a.rtf", HEAD + rb"Titel\par " + body + b"}").text


def test_what_a_file_says_of_itself(tmp_path: Path) -> None:
    info = rb"{\info{\title Die L\'e4nge}{\author Ada}{\creatim\yr2025\mo5\dy20\hr7}{\comment nie}}"
    found = document(tmp_path, "a.rtf", HEAD + info + rb"\pard Text.\par}")
    assert (found.title, found.author, found.date, found.text) == ("Die Länge", "Ada", "2025-05-20", "Text.")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (rb"Stra\'dfe", "Straße"),
        (rb"\f1 \'c8l\'e1nek {\f0 \'c8} \'c8", "Článek È Č"),
        (rb"\f2 \'83e\'83X\'83g", "テスト"),
        (rb"\u1051?\u1080? \uc2\u8217\'81\'66s", "Ли ’s"),
        (rb"\uc0\u-10179\u-8704 ", "😀"),
        (rb"a\u-10240 ?b", "a\ufffdb"),
        (rb"Lin\-de\~am\_Tor \{\\\}", "Linde\u00a0am\u2011Tor {\\}"),
        (b"Lin\r\nde", "Linde"),
        (rb"a\par b\line c\tab d", "a\n\nb\nc\td"),
        (rb"a\cell b\cell\row c", "a\tb\t\nc"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt Linde}}", "Linde"),
        (rb"{\b\*\cs7 Linde}", "Linde"),
        (rb"a{\*\unknown nie{\footnote nie}}b", "ab"),
        (rb"{\pict 0102}{\pict\bin4 }}}}}a", "a"),
        (rb"neu{\deleted alt}{\v versteckt}", "neu"),
        (rb"Satz{\footnote Note.} weiter", "Satz weiter\n\nNote."),
        (rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Kasten}}{\shprslt Kasten}}", "Kasten"),
    ],
)
def test_control_words(tmp_path: Path, body: bytes, shown: str) -> None:
    assert text(tmp_path, body) == shown


@given(st.text())
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, written: str) -> None:
    units = clean(written).encode("utf-16-le")
    numbers = [int.from_bytes(units[place : place + 2], "little") for place in range(0, len(units), 2)]
    body = "".join(rf"\u{number}?" for number in numbers).encode()
    assert text(tmp_path_factory.getbasetemp(), body).split() == (clean(written).split() or ["Titel"])


@given(st.from_regex(rb"(\\[a-z]{1,3}-?[0-9]{0,5} ?|\\'[0-9a-f]{2}|[{}\\*']|\\\*|[ -~\x80-\xff])*", fullmatch=True))
def test_anything_is_read_or_has_no_text(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    assert text(tmp_path_factory.getbasetemp(), body)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.rtf", b"") == "empty file"
    assert refusal(tmp_path, "a.rtf", b"Text") == "broken RTF file"
    assert refusal(tmp_path, "a.rtf", rb"{\rtf1}") == "no text"
