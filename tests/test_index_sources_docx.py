from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.errors import SourceError
from index.sources import packages
from index.text import clean
from tests.formats import CORE, document, packed, refusal

SPACES = 'xmlns:w="w" xmlns:mc="mc" xmlns:v="v"'


def word(body: str, **members: str) -> bytes:
    """Return a DOCX with that content, and further members below word/ by their names without suffix."""
    main = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    beside = {f"word/{name}.xml": f"<w:hdr {SPACES}>{content}</w:hdr>" for name, content in members.items()}
    return packed({"word/document.xml": main, **beside})


def p(text: str) -> str:
    return f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def text(folder: Path, body: str, **members: str) -> str:
    return document(folder, "a.docx", word(p("Titel") + body, **members)).text


def test_text_and_what_a_file_says_of_itself(tmp_path: Path) -> None:
    main = f"<w:document {SPACES}><w:body>{p('Unter den Linden')}{p('liegt Schnee.')}</w:body></w:document>"
    data = packed({"word/document.xml": main, "docProps/core.xml": CORE})
    assert document(tmp_path, "a.docx", data) == Document(
        id="a.docx",
        title="Die Linde",
        text="Unter den Linden\n\nliegt Schnee.",
        path="a.docx",
        date="2025-05-20",
        author="Ada",
        declared_language="de",
        type="docx",
    )


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ("<w:t>Lin</w:t><w:softHyphen/><w:t>de</w:t>", "Linde"),
        ("<w:t>E</w:t><w:noBreakHyphen/><w:t>Mail</w:t>", "E\u2011Mail"),
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>", "a\tb\nc"),
        ("<w:t>neu</w:t><w:delText>alt</w:delText><w:instrText>PAGE</w:instrText>", "neu"),
    ],
)
def test_what_is_within_a_line(tmp_path: Path, runs: str, shown: str) -> None:
    assert text(tmp_path, f"<w:p><w:r>{runs}</w:r></w:p>") == shown


def test_a_row_of_a_table_is_a_line_unless_its_cells_have_several(tmp_path: Path) -> None:
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    assert text(tmp_path, table(p("a"), p("b"), p(""))) == "a | b"
    assert text(tmp_path, table(p("a") + p("b"), p("c"))) == "a\nb\nc"
    assert text(tmp_path, table(table(p("a"), p("b")), p("c"))) == "a | b | c"


def test_a_text_box_stands_once_and_does_not_interrupt_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('Kasten')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert text(tmp_path, f"<w:p><w:r><w:t>vor </w:t>{both}<w:t>nach</w:t></w:r></w:p>") == "vor nach\n\nKasten"


def test_what_stands_beside_the_text_comes_once_and_last(tmp_path: Path) -> None:
    shown = text(tmp_path, p("Text"), header1=p("Kopf"), header2=p("Kopf"), footnotes=p("Note"), settings=p("nie"))
    assert shown == "Text\n\nNote\n\nKopf"


@pytest.mark.parametrize("name", ["chunk.html", "chunk.mht"])
def test_pages_of_the_web_within_a_document(tmp_path: Path, name: str) -> None:
    archived = 'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n{}\n--b--\n'
    page = "<p>Unter den <b>Linden</b></p>"
    members = {
        "word/document.xml": f"<w:d {SPACES}>{p('Titel')}</w:d>",
        "word/_rels/document.xml.rels": f'<r><Relationship Id="c" Target="/word/{name}"/></r>',
        f"word/{name}": archived.format(page) if name.endswith(".mht") else page,
    }
    assert document(tmp_path, "a.docx", packed(members)).text == "Unter den Linden"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, written: str) -> None:
    readable = clean(written)
    data = packed({"word/document.xml": f"<w {SPACES}>{p('Titel')}{p(escape(readable))}</w>"})
    assert document(tmp_path_factory.getbasetemp(), "a.docx", data).text.split() == (readable.split() or ["Titel"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"PK\3\4 damaged", "broken ZIP data"),
        (word(p("Text"))[:-30], "broken ZIP data"),
        (packed({"word/document.xml": "<w:p><w:t>Text"}), "broken XML in word/document.xml"),
        (word(""), "no text"),
        (packed({"other.xml": "<a/>"}), "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no reader for Office files of before 2007"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    assert refusal(tmp_path, "a.docx", data) == reason


def test_nothing_is_read_from_outside(tmp_path: Path) -> None:
    main = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w {SPACES}>{p("a&x;b")}</w>'
    assert document(tmp_path, "a.docx", packed({"word/document.xml": main})).text == "ab"


def test_entities_that_grow_without_end_are_reported(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY x{level} "{f"&x{level - 1};" * 10}">' for level in range(1, 10))
    main = f'<!DOCTYPE w [<!ENTITY x0 "{"Linde" * 10}">{entities}]><w {SPACES}>{p("&x9;")}</w>'
    assert refusal(tmp_path, "a.docx", packed({"word/document.xml": main})) == "broken XML in word/document.xml"


def test_what_unpacks_to_too_much_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = word(p("Text" * 1000))
    monkeypatch.setattr(packages, "_UNPACKED", 1000)
    assert refusal(tmp_path, "a.docx", data) == "unpacks to more than 0 MB"


def test_elements_nested_without_end_are_reported(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.docx", word("<w:sdt>" * 10_000)).startswith("broken XML")


@given(st.integers(0, 400), st.integers(0, 255))
def test_damage_anywhere_is_no_more_than_a_reason(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    data = bytearray(word(p("Unter den Linden"), header1=p("Kopf")))
    data[place % len(data)] = value
    path = tmp_path_factory.getbasetemp()
    try:
        document(path, "a.docx", bytes(data))
    except SourceError as error:
        assert "cannot be read" not in str(error)
