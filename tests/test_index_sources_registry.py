import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import source
from index.sources.registry import has_columns, is_plain, read
from index.sources.source import Columns, SourceFile
from tests.sources_fixtures import zipped

ReadFile = Callable[..., list[Any]]

SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".csv", ".eml", ".mbox", ".warc", ".arc", ".zip", ".tar", ".7z")


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadFile:
    """Reads `data` as the content of a file with the given name."""

    def reader(name: str, data: bytes, **columns: str) -> list[Any]:
        path = tmp_path / "file"
        path.write_bytes(data)
        return list(read(SourceFile(path, name), Columns(**columns)))

    return reader


def reason(read_bytes: ReadFile, name: str, data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_bytes(name, data)
    return str(caught.value)


@pytest.mark.parametrize(
    "name", ["a.txt", "LIESMICH", "a.Latin1", "Wolof-Latin1", "a.b.c0117", "a.TEX", "a.srt", "a.py"]
)
def test_what_looks_like_text_is_read_as_text(read_bytes: ReadFile, name: str) -> None:
    (document,) = read_bytes(name, "Straße\n\nUnter den Linden.".encode("cp1252"))
    assert document == Document(id=name, title="Straße", text="Unter den Linden.", path=name, type="text")


@pytest.mark.parametrize("suffix", ["", ".txt", ".md", ".html", ".jsonl", ".csv"])
def test_every_format_is_read_through_gzip(read_bytes: ReadFile, suffix: str) -> None:
    data = b'{"text": "Linden"}\n' if suffix == ".jsonl" else b"text\n\nLinden\n"
    (document,) = read_bytes(f"a{suffix}.gz", gzip.compress(data))
    assert "Linden" in document.text


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.JS", b"alert('Linden');", "no reader for .js files"),
        ("a.ppm", b"P3\n# made by hand\n4 4\n15\n0 0 0  0 0 0\n", "an image"),
        ("a.tar", b"\0\xff\1\x80\2\xfe" * 200, "its name says that it is an archive, but it is none"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no reader for Office files of before 2007"),
        ("a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "no reader for .xls files"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        ("a.bin", b"\0\xff\1\x80\2\xfe", "no reader for .bin files"),
        ("a", b"\0\xff\1\x80\2\xfe", "not text (binary data)"),
        ("a.txt", b"\0\xff\1\x80\2\xfe", "not text (binary data)"),
        ("a.jsonl", b"\0\xff\1\x80\2\xfe", "not text (binary data)"),
        ("a.txt", b"\x7fELF\2\1\1\0\0\0\0\0\0\0\0\0\x90\x91", "a program"),
        ("a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image"),
        ("a.xml", b"<?xml version='1.0'?><!-- drawn --><svg xmlns='http://www.w3.org/2000/svg'/>", "an image"),
        ("a.wav", b"RIFF\0\xff\1\0WAVEfmt ", "audio"),
        ("a", b"\0\0\0\x18ftypmp42\xff\xff", "video"),
        ("a.rar", b"Rar!\x1a\x07\0\xff\xff", "no reader for .rar files"),
        ("a.asc", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "encrypted"),
    ],
)
def test_other_files_are_refused_with_a_reason(read_bytes: ReadFile, name: str, data: bytes, expected: str) -> None:
    assert reason(read_bytes, name, data) == expected


@pytest.mark.parametrize("suffix", ["", ".txt", ".md", ".html", ".jsonl", ".csv", ".eml", ".mbox", ".zip", ".tar"])
def test_empty_files_and_blank_ones(read_bytes: ReadFile, suffix: str) -> None:
    assert reason(read_bytes, f"a{suffix}", b"") == "empty file"
    assert re.match("no text|no pages|broken|damaged|its name says", reason(read_bytes, f"a{suffix}", b" \n\n \0\n"))


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or directory"):
        list(read(SourceFile(tmp_path / "none.txt", "none.txt"), Columns()))
    with pytest.raises(SourceError, match="is a directory"):
        list(read(SourceFile(tmp_path, "a.txt"), Columns()))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a"])
def test_a_document_above_the_limit_is_refused(
    read_bytes: ReadFile, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(source, "LIMIT", 1000)
    assert read_bytes(name, b"a" * 1000)
    assert reason(read_bytes, name, b"a" * 1001) == "larger than 64 MB"
    assert reason(read_bytes, f"{name}.gz", gzip.compress(b"a" * 1_000_000)) == "larger than 64 MB"


def test_records_before_the_damage_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    lines = "".join(f'{{"text": "{number:09}"}}\n' for number in range(20_000))
    path.write_bytes(gzip.compress(lines.encode())[:-99])
    documents = read(SourceFile(path, "a.jsonl.gz"), Columns())
    first = next(documents)
    assert isinstance(first, Document) and first.text == "000000000"
    with pytest.raises(SourceError, match="broken gzip data"):
        list(documents)


@given(
    st.sampled_from(["a", *(f"a{suffix}" for suffix in SUFFIXES), "a.txt.gz"]),
    st.binary() | st.text().map(str.encode) | st.from_regex(r"(text|[,;\t|\"{}<>\[\]a:\n-])+").map(str.encode),
)
def test_any_bytes_give_documents_skips_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    try:
        found = list(read(SourceFile(path, name), Columns()))
    except SourceError as error:
        assert "cannot be read" not in str(error)
        return
    for item in found:
        assert item.reason if isinstance(item, Skip) else item.id and item.text.strip() and item.path == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.txt", False), ("a.html.gz", False), ("a.jsonl", True), ("a.csv.ZST", True), ("a.zip", True), ("a", True)]
    + [(name, False) for name in ("a.xlsx", "a.ods", "a.docx")],
)
def test_what_may_hold_records_depends_on_the_columns(name: str, expected: bool) -> None:
    assert has_columns(name) is expected


BOOK = zipped({"mimetype": b"application/epub+zip"})
LISTED = BOOK.index(b"PK\1\2")  # where its table of contents begins


def damaged(place: int, junk: bytes) -> bytes:
    return BOOK[:place] + junk + BOOK[place + len(junk) :]


@pytest.mark.parametrize(
    "data",
    [
        damaged(len("mimetype") + 30, b"\xff" * 9),  # the content
        damaged(LISTED + 10, b"\x0c"),  # packed with bzip2, so it says
        damaged(LISTED + 8, b"\0\x08")[: LISTED + 46] + b"\xff" + BOOK[LISTED + 47 :],  # a name in UTF-8
        damaged(BOOK.index(b"PK\5\6") + 16, b"\xff"),  # the first member stands before the beginning
    ],
)
def test_a_damaged_package_is_no_more_than_a_reason(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert not is_plain(SourceFile(path, "a.epub"))
    with pytest.raises(SourceError, match="broken"):
        list(read(SourceFile(path, "a.epub"), Columns()))


def test_objects_without_end_have_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b'{"a":' * 40_000)
    assert is_plain(SourceFile(path, "a"))
    assert list(read(SourceFile(path, "a"), Columns())) == [Skip("broken JSON: nested too deeply", "line 1")]


def test_what_cannot_be_told_is_left_to_reading(tmp_path: Path) -> None:
    assert is_plain(SourceFile(tmp_path / "none", "none"))
