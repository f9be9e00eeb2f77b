from pathlib import Path

import pytest

from index.document import Document, Skip
from index.sources import pdf_lines
from tests.formats import cited, document, found, lines, pdf, refusal, stream

IMAGE = "q 200 0 0 200 50 500 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q "

TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def
    1 begincodespacerange <0000> <ffff> endcodespacerange {mapping} endcmap end end"""


def composite(mapping: str = "") -> list[str]:
    """Return the objects of a font of glyphs, without or with what characters they stand for."""
    shown = "/ToUnicode 7 0 R" if mapping else ""
    return [
        f"<</Type/Font/Subtype/Type0/BaseFont/G/Encoding/Identity-H/DescendantFonts[6 0 R]{shown}>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/G/DW 600/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        "/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/G/Flags 4/Ascent 800/Descent -200>>>>",
        stream(TO_UNICODE.format(mapping=mapping)),
    ]


def test_pages_and_what_a_file_says_of_itself(tmp_path: Path) -> None:
    data = pdf(
        lines("Unter den Linden", "liegt der Schnee."),
        lines("Und auf dem Dach."),
        info="/Title(Die Linde)/Author(Ada)/CreationDate(D:20250520101112+02'00')",
        catalog="/Lang(de-DE)",
    )
    assert found(tmp_path, "a.pdf", data) == [
        Document(
            id="a.pdf",
            title="Die Linde",
            text="Unter den Linden liegt der Schnee.\n\nUnd auf dem Dach.",
            path="a.pdf",
            date="2025-05-20",
            author="Ada",
            parts=((0, "page 1"), (36, "page 2")),
            declared_language="de-DE",
            type="pdf",
        )
    ]


@pytest.mark.parametrize("title", ["Microsoft Word - Brief.doc", "793639.pdf", "untitled", ""])
def test_what_is_no_title_is_none(tmp_path: Path, title: str) -> None:
    data = pdf(lines("Die Linde") + lines("Text.", top=500), info=f"/Title({title})")
    assert (document(tmp_path, "a.pdf", data).title, document(tmp_path, "a.pdf", data).text) == ("Die Linde", "Text.")


@pytest.mark.parametrize(
    ("before", "after", "mended"),
    [
        ("Das ist eine Zu-", "sammensetzung.", "Das ist eine Zusammensetzung."),
        ("Wir haben Haupt-", "und Nebensinn.", "Wir haben Haupt- und Nebensinn."),
        ("Der ganze US-", "Senat stimmt zu.", "Der ganze US-Senat stimmt zu."),
        ("It is well-known and so well-", "known indeed.", "It is well-known and so well-known indeed."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(tmp_path: Path, before: str, after: str, mended: str) -> None:
    found = document(tmp_path, "a.pdf", pdf(lines("Titel") + lines(before, after, top=500)))
    assert found.text == mended


def test_paragraphs_end_where_there_was_room_left_and_at_gaps(tmp_path: Path) -> None:
    full = "So geht eine Zeile bis an den Rand der Spalte"
    page = lines(full, "und endet hier.", full, "auch.") + lines("Nach einer Luecke.", top=600)
    text = document(tmp_path, "a.pdf", pdf(page, info="/Title(T)")).text
    assert text == f"{full} und endet hier.\n\n{full} auch.\n\nNach einer Luecke."


def test_a_sentence_goes_on_over_columns_and_pages(tmp_path: Path) -> None:
    column = "Dieser Satz ist unten noch nicht zu Ende"
    pages = lines(column, top=100) + lines("und geht oben weiter.", left=350), lines("Neu.")
    found = document(tmp_path, "a.pdf", pdf(lines("Titel"), *pages))
    assert found.text == f"{column} und geht oben weiter.\n\nNeu."
    assert cited(found)["page 3"] == "Neu."


def test_a_hyphen_before_the_heading_of_the_next_page_stays(tmp_path: Path) -> None:
    pages = lines("Das ist eine Zu-"), lines("Kapitel")
    assert document(tmp_path, "a.pdf", pdf(*pages, info="/Title(T)")).text == "Das ist eine Zu-\n\nKapitel"


def test_running_headers_stand_once_and_page_numbers_not_at_all(tmp_path: Path) -> None:
    body = [f"{word} steht auf dieser Seite." for word in ("Eins", "Zwei", "Drei", "Vier")]
    pages = [
        lines(f"{number}   Das Buch", top=780)
        + lines(text, "Mehr.", "Noch mehr.", top=400)
        + lines(str(number + 9), top=20)
        for number, text in enumerate(body, 1)
    ]
    text = document(tmp_path, "a.pdf", pdf(*pages, info="/Title(T)")).text
    assert text.count("Das Buch") == 1
    assert all(sentence in text for sentence in body)
    assert not any(str(number) in text for number in (10, 11, 12, 13))


def test_what_repeats_on_short_pages_is_text(tmp_path: Path) -> None:
    text = document(tmp_path, "a.pdf", pdf(*[lines("Name:", "Datum:")] * 4, info="/Title(T)")).text
    assert text.count("Datum") == 4


def test_arabic_is_in_logical_order(tmp_path: Path) -> None:
    # Drawn from left to right: beh, then one glyph for lam and alef; read from right to left: "لاب".
    mapping = "2 beginbfchar <0001> <0628> <0002> <06440627> endbfchar"
    data = pdf("BT /G 12 Tf 50 700 Td <00010002> Tj ET", objects=composite(mapping), fonts="/G 5 0 R")
    assert document(tmp_path, "a.pdf", data).text == "لاب"


def test_letters_drawn_after_the_others_stand_where_they_are_seen(tmp_path: Path) -> None:
    # "Linden im Tor", of which the "n" and the "m" are drawn last.
    drawn = "".join(
        f"1 0 0 1 {left} 700 Tm ({text}) Tj " for left, text in ((50, "Li"), (66.7, "de"), (80, "n i"), (106, "Tor"))
    )
    late = "1 0 0 1 60 700 Tm (n) Tj 1 0 0 1 92.7 700 Tm (m) Tj"
    data = pdf(f"BT /F 12 Tf {drawn} {late} ET", info="/Title(T)")
    assert document(tmp_path, "a.pdf", data).text == "Linden im Tor"


def test_what_is_filled_into_forms_is_text(tmp_path: Path) -> None:
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(Alice)/DA(/F 12 Tf)/Rect[50 600 250 620]/P 6 0 R/F 4>>"
    data = pdf(
        lines("Name"),
        objects=[field],
        catalog="/AcroForm<</Fields[5 0 R]/DA(/F 12 Tf)/DR<</Font<</F 3 0 R>>>>/NeedAppearances true>>",
    ).replace(b"<</Type/Page/", b"<</Annots[5 0 R]/Type/Page/")
    assert "Alice" in document(tmp_path, "a.pdf", data).text


def test_letters_without_height_are_read_all_the_same(tmp_path: Path) -> None:
    flat = "BT /F 12 Tf 1 0 0 0 50 700 Tm (Linde) Tj 1 0 0 0 50 500 Tm (Tor) Tj ET"
    assert document(tmp_path, "a.pdf", pdf(flat, info="/Title(T)")).text == "Linde\n\nTor"


def test_scanned_pages_are_reported(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.pdf", pdf(IMAGE, IMAGE)) == "no text layer (scanned pages)"
    assert refusal(tmp_path, "a.pdf", pdf("", "")) == "no text"


def test_pages_without_text_among_others(tmp_path: Path) -> None:
    _, *skips = found(tmp_path, "a.pdf", pdf(lines("Text"), IMAGE, IMAGE, "", lines("Text"), IMAGE))
    reason = "no text layer (scanned pages)"
    assert skips == [Skip(reason, "pages 2-3"), Skip(reason, "page 6")]


def test_fonts_that_do_not_say_which_letters_they_show(tmp_path: Path) -> None:
    data = pdf("BT /G 12 Tf 50 700 Td <000100020003000400050006> Tj ET", objects=composite(), fonts="/G 5 0 R")
    assert refusal(tmp_path, "a.pdf", data) == "the fonts do not say which letters they show"


def test_glyphs_in_the_standard_order_of_truetype_are_read(tmp_path: Path) -> None:
    glyphs = "".join(f"{ord(letter) - 29:04x}" for letter in "Der Schnee liegt unter den ") + "002f006c00510047"
    data = pdf(f"BT /G 12 Tf 50 700 Td <{glyphs}> Tj ET", objects=composite(), fonts="/G 5 0 R")
    assert document(tmp_path, "a.pdf", data).text == "Der Schnee liegt unter den Länd"


def test_protected_and_broken_files(tmp_path: Path) -> None:
    key = "00" * 32
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{key}>/U<{key}>>>/ID[<00><00>]"
    assert refusal(tmp_path, "a.pdf", pdf(lines("Text"), trailer=locked)) == "password-protected"
    assert refusal(tmp_path, "a.pdf", b"%PDF-1.7\n...") == "broken PDF file"
    assert refusal(tmp_path, "a.pdf", b"") == "empty file"


def test_a_document_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "LIMIT", 20)
    assert document(tmp_path, "a.pdf", pdf(lines("Text."), lines("Text.")))
    assert refusal(tmp_path, "a.pdf", pdf(lines("Ein langer Text."), lines("Text."))) == "larger than 64 MB"
