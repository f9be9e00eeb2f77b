"""Web archives: WARC, WET and ARC. Each record that holds a page or a file is read like any file."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.compression import MAGIC_LENGTH, compression
from index.sources.dates import iso_date
from index.sources.members import Members
from index.sources.recognition import suffix_for
from index.sources.source import (
    LIMIT,
    TOO_LARGE,
    Columns,
    SourceFile,
    open_bytes,
    open_raw,
    open_seekable,
    read_head,
    web_address,
)
from index.text import one_line

_KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
# FastWARC reads these itself and knows where each record begins in them; it panics on damaged LZ4.
_OWN_COMPRESSION = ("gzip", "zstd")
_PLAIN = re.compile(rb"WARC/1\.\d\r?\n")
_HTTP = re.compile(rb"HTTP/\d")

_STEP = 64 * 1024
_OVERLAP = 16
_ARC_LINE = 16 * 1024
_FULL_DATE = len("20140216")


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a web archive: its number in the file, the address, when it was fetched, and what it holds.

    `mime_type` is that of a record which holds no HTTP message.
    """

    number: int
    url: str
    date: str
    mime_type: str
    block: bytes
    is_cut: bool = False


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield what the records give that hold pages and files; a Skip for each that is damaged or holds none."""
    members, found = Members(file, columns), False
    records = _arc_records(file) if read_head(file).startswith(b"filedesc:") else _warc_records(file)
    for record in records:
        found = True
        if isinstance(record, Skip):
            yield record
        else:
            yield from _record(record, members)
    if not found:
        raise SourceError("no pages or files among its records")


def _record(record: Record, members: Members) -> Iterator[Document | Skip]:
    place = f"record {record.number}"
    try:
        mime_type, body = _body(record)
    except SourceError as error:
        yield Skip(str(error), place)
        return
    name = f"{record.number}{suffix_for(mime_type)}"
    for item in members.read(name, lambda: io.BytesIO(body), place):
        if isinstance(item, Document):
            yield replace(item, url=web_address(record.url) or item.url, date=item.date or record.date)
        else:
            yield item
    if record.is_cut:
        yield Skip("cut off", place)


def _body(record: Record) -> tuple[str, bytes]:
    """Return the type and the content of what a record holds; SourceError if that is no page."""
    if not _HTTP.match(record.block):
        return record.mime_type, record.block
    response, body = _http(record.block)
    status = response.http_headers.status_code or 200
    if not 200 <= status < 300:
        raise SourceError(f"HTTP status {status}")
    if len(body) > LIMIT:
        raise SourceError(TOO_LARGE)
    return response.http_content_type or "", body


def _http(block: bytes) -> tuple[WarcRecord, bytes]:
    """Return an HTTP message, parsed, and its body; one that is not encoded as it says is taken as it is."""
    without_cr = b"\r" not in block[: block.find(b"\n")]
    for decoded in ("all", "transfer", "none"):
        response = WarcRecord()
        response.init_headers(WarcRecordType.response)
        response.set_bytes_content(block)
        response.is_http = True
        with suppress(OSError), _panics_as_errors():
            response.parse_http(decoded, quirks_mode=without_cr, strict_mode=False)
            return response, response.reader.read(LIMIT + 1)
    raise SourceError("broken HTTP message")


def _warc_records(file: SourceFile) -> Iterator[Record | Skip]:
    """Yield the records that hold pages or files, in order, and a Skip for each stretch that is damaged."""
    with open_raw(file) as raw:
        form = compression(raw.read(MAGIC_LENGTH))
    beginning = form.magic if form and form.name in _OWN_COMPRESSION else _PLAIN
    number, start = 0, 0
    with open_raw(file) if not form or form.name in _OWN_COMPRESSION else open_seekable(file) as stream:
        while start >= 0:
            last, before = start, number
            stream.seek(start)
            try:
                for last, record in _records(stream, number):  # noqa: B007 - where it was when it failed
                    number += 1
                    if record:
                        yield record
                return
            except OSError as error:
                if error.errno:
                    raise
                if number > before or not start:
                    yield Skip("damaged", f"after offset {last:,}")
                start = _next_beginning(stream, last + 1, beginning)


def _records(stream: BinaryIO, number: int) -> Iterator[tuple[int, Record | Skip | None]]:
    """Yield where each record begins and what it is, None if it holds no page; `number` is that of the last before."""
    with _panics_as_errors():
        for record in ArchiveIterator(stream, parse_http=False):
            number += 1
            yield record.stream_pos, _read_record(record, number) if record.record_type & _KINDS else None


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Turn a panic of FastWARC, which is no Exception, into what it raises elsewhere for damaged data."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise OSError("damaged") from error
        raise


def _next_beginning(stream: BinaryIO, start: int, beginning: re.Pattern[bytes]) -> int:
    """Return where the next record may begin, -1 if none does."""
    stream.seek(start)
    data = b""
    while more := stream.read(_STEP):
        data += more
        if found := beginning.search(data):
            return start + found.start()
        start += max(0, len(data) - _OVERLAP)
        data = data[-_OVERLAP:]
    return -1


def _read_record(record: WarcRecord, number: int) -> Record | Skip:
    if record.content_length > LIMIT:
        return Skip(TOO_LARGE, f"record {number}")
    length, block = record.content_length, record.reader.read()
    return Record(
        number=number,
        url=_address(record.headers.get("WARC-Target-URI", "") or ""),
        date=iso_date((record.headers.get("WARC-Date", "") or "")[:10]),
        mime_type=(record.headers.get("Content-Type", "") or "").partition(";")[0].strip().lower(),
        block=block,
        is_cut=len(block) < length,
    )


def _address(url: str) -> str:
    """Return an address as it should have been written: some tools put it in <>, some leave spaces in it."""
    return one_line(url).removeprefix("<").removesuffix(">").replace(" ", "%20")


def _arc_records(file: SourceFile) -> Iterator[Record | Skip]:
    """Yield the records of an ARC file but for the first, which is about the file; a Skip for each damaged stretch."""
    number, offset, in_damage = 0, 0, False
    with open_bytes(file) as stream:
        while line := stream.readline(_ARC_LINE):
            header, start = line.split(), offset
            offset += len(line)
            if length := _arc_length(header):
                number, in_damage, offset = number + 1, False, offset + length
                if not line.startswith(b"filedesc:"):
                    yield _arc_record(stream, number, header, length)
                else:
                    _pass_over(stream, length)
            elif header and not in_damage:
                in_damage = True
                yield Skip("damaged", f"offset {start:,}")


def _arc_length(header: list[bytes]) -> int:
    """Return how long the record is that begins with a line of these words, 0 if they are no such line."""
    described = len(header) >= 5 and b":" in header[0] and any(map(_is_arc_date, header[2:-2]))
    return int(header[-1]) if described and header[-1].isdigit() else 0


def _is_arc_date(word: bytes) -> bool:
    return word.isdigit() and len(word) >= _FULL_DATE


def _arc_record(stream: BinaryIO, number: int, header: list[bytes], length: int) -> Record | Skip:
    if length > LIMIT:
        _pass_over(stream, length)
        return Skip(TOO_LARGE, f"record {number}")
    # The address may have spaces in it.
    dated = next(at for at, word in enumerate(header) if at >= 2 and _is_arc_date(word))
    block = stream.read(length)
    return Record(
        number=number,
        url=_address(b" ".join(header[: dated - 1]).decode("utf-8", "replace")),
        date=iso_date(header[dated][:_FULL_DATE].decode()),
        mime_type=header[dated + 1].decode("latin-1").lower(),
        block=block,
        is_cut=len(block) < length,
    )


def _pass_over(stream: BinaryIO, size: int) -> None:
    while size > 0 and (data := stream.read(min(size, _STEP))):
        size -= len(data)
