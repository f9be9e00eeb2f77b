import pytest

from index.file_types import TYPES, type_called
from index.sources.recognition import READERS
from tests.sources_fixtures import Reading, tarred, zipped

MAIL = b"From: a@example.org\nTo: b@example.org\nSubject: Moon\nDate: Tue, 20 May 2025 10:00:00 +0200\n\nThe moon.\n"


def test_every_reader_is_a_type_but_those_of_containers() -> None:
    assert set(READERS.values()) - set(TYPES) == {"archive", "warc"}


@pytest.mark.parametrize("suffix", [suffix for suffix, reader in READERS.items() if reader in TYPES])
def test_a_type_goes_by_its_suffixes(suffix: str) -> None:
    assert type_called(suffix) == type_called(suffix[1:].upper()) == READERS[suffix]


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("pdf", "pdf"),
        (" HTML ", "html"),
        ("E-Mail", "mail"),
        ("plain text", "text"),
        ("zip", ""),
        ("exe", ""),
        ("", ""),
    ],
)
def test_a_type_goes_by_its_name(name: str, type: str) -> None:
    assert type_called(name) == type


def test_the_type_is_told_by_what_is_in_a_file(reading: Reading) -> None:
    assert [one.type for one in reading("a.txt", b"<!doctype html><p>The moon.").documents] == ["html"]
    assert [one.type for one in reading("a", b'{"text": "moon"}\n{"text": "sun"}\n').documents] == ["jsonl", "jsonl"]


def test_a_file_in_another_has_its_own_type(reading: Reading) -> None:
    files = {"a.html": b"<p>The moon.", "b.tar": tarred({"c.md": b"# Sun\n\nBright."}), "d.eml": MAIL}
    assert {one.locator: one.type for one in reading("all.zip", zipped(files)).documents} == {
        "a.html": "html",
        "b.tar, c.md": "markdown",
        "d.eml": "mail",
    }


def test_a_page_of_a_web_archive_is_html(reading: Reading) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>The moon is bright."
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://example.org/\r\n"
        b"WARC-Date: 2025-05-20T10:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(page), page)
    )
    assert [one.type for one in reading("a.warc", record).documents] == ["html"]
