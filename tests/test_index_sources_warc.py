import bz2
import gzip
import lzma
import os
import sys
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources_fixtures import Reading, found, zipped

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HTML = b"<!DOCTYPE html><title>%s</title><p>The moon is bright."


def record(
    block: bytes, kind: str = "response", url: str = "http://example.org/a", mime: str = "application/http"
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-06T04:03:53Z\r\n"
        f"Content-Type: {mime}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, mime: str = "text/html", status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {mime}", *headers, "\r\n"]).encode() + body


def page(title: str, words: int = 0) -> bytes:
    noise = os.urandom(words).hex().encode()
    return record(http(HTML % title.encode() + b"<p>" + noise), url=f"http://example.org/{title}")


def titles(reading: Reading, name: str, data: bytes) -> list[str]:
    return [document.title for document in reading(name, data).documents]


def test_a_page_has_its_address_and_the_day_it_was_fetched(reading: Reading) -> None:
    info = record(b"software: x\r\n", "warcinfo", mime="application/warc-fields")
    (document,) = reading("pile/a.warc", info + page("Moon")).documents
    assert (document.title, document.text) == ("Moon", "The moon is bright.")
    assert (document.url, document.date) == ("http://example.org/Moon", "2019-03-06")
    assert (document.id, document.path, document.locator) == ("pile/a.warc#2.html", "pile/a.warc", "record 2")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lz4.frame.compress, zstd.compress])
def test_records_may_be_compressed_each_or_all(reading: Reading, pack: Callable[[bytes], bytes]) -> None:
    pages = [page(title) for title in ("One", "Two", "Three")]
    assert titles(reading, "a", pack(b"".join(pages))) == ["One", "Two", "Three"]
    assert titles(reading, "a", b"".join(map(pack, pages))) == ["One", "Two", "Three"]


@pytest.mark.parametrize("suffix", ["bz2", "xz"])
def test_other_compressions_are_read(reading: Reading, suffix: str) -> None:
    pack = bz2.compress if suffix == "bz2" else lzma.compress
    assert titles(reading, f"a.warc.{suffix}", pack(page("One") + page("Two"))) == ["One", "Two"]


def test_zstd_with_a_dictionary_is_read(reading: Reading) -> None:
    pages = [page(f"Moon{number}") for number in range(200)]
    dictionary = zstd.train_dict(pages, 2000)
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary.dict_content).to_bytes(4, "little") + dictionary.dict_content
    packed = [zstd.compress(data, zstd_dict=dictionary) for data in pages[:3]]
    assert titles(reading, "a", frame + b"".join(packed)) == ["Moon0", "Moon1", "Moon2"]


def test_bodies_are_decoded(reading: Reading) -> None:
    body = HTML % b"Moon"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    packed = gzip.compress(body)
    blocks = [
        http(chunked, "Transfer-Encoding: chunked"),
        http(packed, "Content-Encoding: gzip"),
        http(body, "Content-Encoding: gzip"),  # a lie
        http(body, "Transfer-Encoding: chunked"),  # another
        http(body).replace(b"\r\n", b"\n"),
    ]
    found = reading("a.warc", b"".join(map(record, blocks)))
    assert [document.title for document in found.documents] == ["Moon"] * 5


def test_other_payloads_are_read_like_files(reading: Reading) -> None:
    result = reading(
        "a.warc",
        record(http(b"Title\n\nThe sun.", mime="text/plain"))
        + record(http(zipped({"b.csv": b"text\nstar\n"}), mime="application/zip"))
        + record(b"Extract\n\nA comet.", "conversion", mime="text/plain")
        + record(HTML % b"Resource", "resource", "<http://example.org/with space>", mime="text/html")
        + record(http(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", mime="image/png")),
    )
    assert list(result.texts.values()) == ["The sun.", "star", "A comet.", "The moon is bright."]
    assert list(result.texts)[1] == "record 2, b.csv, line 2"
    assert result.documents[3].url == "http://example.org/with%20space"
    assert result.reasons == {"record 5": "an image"}


def test_answers_without_a_page_are_listed_and_requests_are_not(reading: Reading) -> None:
    request = record(b"GET / HTTP/1.1\r\n\r\n", "request")
    result = reading("a.warc", request + record(http(b"Moved", status="301 Moved")) + page("Moon"))
    assert list(result.texts) == ["record 3"]
    assert result.reasons == {"record 2": "HTTP status 301"}
    assert reading("a.warc", request).reason == "no pages or files among its records"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_damaged_record_costs_no_other(reading: Reading, pack: Callable[[bytes], bytes]) -> None:
    pages = [pack(page(title, words=400)) for title in ("One", "Two", "Three", "Four")]
    offset = len(pages[0])
    pages[2] = pages[2][:2] + b"junk" + pages[2][6:200]
    result = reading("a.warc", b"".join(pages))
    assert [document.title for document in result.documents] == ["One", "Two", "Four"]
    assert result.reasons == {f"after offset {offset:,}": "damaged"}


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_record_that_is_cut_is_read_as_far_as_it_goes(reading: Reading, pack: Callable[[bytes], bytes]) -> None:
    data = pack(page("One")) + pack(page("Two", words=4000))
    result = reading("a.warc", data[:-2000])
    assert [document.title for document in result.documents] == ["One", "Two"]
    assert result.reasons == {"record 2": "cut off"}


def arc(*pages: tuple[bytes, bytes]) -> bytes:
    about = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 127.0.0.1 20140216050221 text/plain %d\n%s\n" % (len(about), about)
    return head + b"".join(
        b"%s 127.0.0.1 20140216050221 text/html %d\n%s\n" % (url, len(block), block) for url, block in pages
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_arc_files_are_read(reading: Reading, pack: Callable[[bytes], bytes]) -> None:
    pages = [(b"http://example.org/a b", http(HTML % b"One")), (b"http://example.org/2", http(HTML % b"Two"))]
    result = reading("a", pack(arc(*pages)))
    assert [document.title for document in result.documents] == ["One", "Two"]
    assert [document.url for document in result.documents] == ["http://example.org/a%20b", "http://example.org/2"]
    assert result.documents[0].date == "2014-02-16"
    assert list(result.texts) == ["record 2", "record 3"]


def test_damaged_arc_records_are_passed_over(reading: Reading) -> None:
    first, second = (
        arc((b"http://example.org/", http(HTML % b"One"))),
        arc((b"http://example.org/", http(HTML % b"Two"))),
    )
    result = reading("a.arc", first + b"http://example.org/ 127.0.0.1 2014 text/html -1\njunk\njunk\n" + second)
    assert [document.title for document in result.documents] == ["One", "Two"]
    assert result.reasons == {f"offset {len(first):,}": "damaged"}


@given(
    st.sampled_from([page("One") + page("Two"), gzip.compress(page("One")) * 2, arc((b"a://b", http(HTML % b"One")))]),
    st.integers(0, 900),
    st.binary(max_size=20),
)
def test_any_damage_gives_documents_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int, junk: bytes
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "any.warc"
    path.write_bytes(data[:place] + junk + data[place + 7 :])
    result = found(path, "a.warc")
    assert "cannot be read (" not in result.reason + "".join(result.reasons.values())
