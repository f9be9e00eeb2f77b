import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.sources.recognition import recognise, suffix_for
from index.sources.source import SourceFile
from tests.sources_fixtures import tarred, zipped

HEADERS = b"Received: from a.example\r\n by b.example\r\nFrom: A <a@a.example>\r\nSubject: Moon\r\n\r\nText\r\n"
ODF = b"application/vnd.oasis.opendocument."


def recognised(name: str, data: bytes) -> str:
    return recognise(SourceFile(Path("nowhere"), name, content=data))


@pytest.mark.parametrize(
    ("data", "module"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (rb"{\rtf1\ansi Linden}", "rtf"),
        (b"PAR1\x15\x04\x15", "parquet"),
        (b"ARROW1\0\0\xff\xff\xff\xff", "arrow"),
        (b"\xff\xff\xff\xff\x70\1\0\0\x10\0\0\0\0\0\x0a\0", "arrow"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "warc"),
        (b"filedesc://a.arc 127.0.0.1 20140216050221 text/plain 75\n", "warc"),
        (b"From a@b.example Thu Jan  1 00:00:00 1970\nSubject: Moon\n\nText\n", "mail"),
        (HEADERS, "mail"),
        (b"<!-- made by hand -->\n<!DOCTYPE HTML PUBLIC '-//IETF//DTD HTML//EN'>\n<p>Text", "html"),
        (b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>", "html"),
        ("\ufeff<html><p>Text".encode("utf-16-le"), "html"),
        (b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?>\n<w:wordDocument/>", "xml"),
        (b"<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "xml"),
        (b'{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        (b'{\n  "text": "a"\n}\n', "json"),
        (b' [{"text": "a"}]', "json"),
        (b"[Applause] A text.", "text"),
        (b"Moon: a text\nabout a moon.\n", "text"),
        (zipped({"a.txt": b"text"}), "archive"),
        (tarred({"a.txt": b"text"}), "archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "archive"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "docx"),
        (zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "pptx"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
        (zipped({"mimetype": b"application/epub+zip"}), "epub"),
        (zipped({"mimetype": ODF + b"text"}), "opendocument"),
        (zipped({"mimetype": ODF + b"presentation-template"}), "opendocument"),
        (zipped({"mimetype": ODF + b"spreadsheet"}), "opendocument"),
    ],
)
def test_content_tells_the_format_whatever_the_name(data: bytes, module: str) -> None:
    assert recognised("a", data) == module
    assert recognised("a.b.dat", data) == module
    assert recognised("a.doc" if module != "text" else "a.txt", data) == module


@pytest.mark.parametrize(
    ("name", "module"),
    [("a.md", "markdown"), ("a.csv", "csv"), ("a.TSV", "csv"), ("a.txt", "text"), ("a.Latin1", "text"), ("a", "text")]
    + [(f"a{suffix}", "text") for suffix in (".pdf", ".docx", ".zip", ".tar", ".tex", ".srt", ".py", ".jpg")],
)
def test_the_name_tells_what_looks_like_any_text(name: str, module: str) -> None:
    assert recognised(name, b"One line\nand another one\n") == module


def test_the_name_tells_what_is_damaged() -> None:
    assert recognised("a.docx", zipped({"word/document.xml": b"Linden"})[:-30]) == "docx"
    assert recognised("a.pdf", b"\0\0\0junk") == "pdf"
    assert recognised("a.pdf", b"\n\n%PDF-1.4\n") == "pdf"
    assert recognised("a.tar", b"a.txt" + bytes(95) + b"0000644") == "archive"


def test_one_record_may_be_many() -> None:
    assert recognised("a.jsonl", b'{"text": "a"}') == "jsonl"
    assert recognised("a.json", b'{"text": "a"}') == "json"
    assert recognised("a.json", b'{"text": "a"}\n{"text": "b"}\n') == "jsonl"


@pytest.mark.parametrize(
    ("mime_type", "suffix"),
    [
        ("text/html", ".html"),
        ("TEXT/CSV", ".csv"),
        ("text/markdown", ".md"),
        ("application/rtf", ".rtf"),
        ("application/epub+zip", ".epub"),
        ("application/xml", ".xml"),
        ("x/y", ""),
    ],
)
def test_the_suffix_for_a_type(mime_type: str, suffix: str) -> None:
    assert suffix_for(mime_type) == suffix


def test_a_long_mimetype_is_not_unpacked() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/epub+zip" + b" " * 10_000_000)
    assert recognised("a", buffer.getvalue()) == "archive"


@settings(deadline=500)
@given(st.from_regex(r"(<!|<\?|-->|--|\?>|<svg|<a>|From:|\n|\s|[a-zA-Z:\[{\"])*").map(str.encode))
def test_any_beginning_is_told_at_once(data: bytes) -> None:
    for part in (data, data * 500):
        try:
            assert recognised("a", part)
        except SourceError as error:
            assert str(error)
