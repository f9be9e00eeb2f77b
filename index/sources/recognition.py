"""What is in a file: its format by what is in it, by its name only where that cannot tell."""

import json
import mimetypes
import re
from pathlib import PurePath
from zipfile import ZipFile

from index.errors import SourceError
from index.sources import charset
from index.sources.compression import without_suffix
from index.sources.source import BINARY, LIMIT, SourceFile, open_bytes, open_seekable, read_head
from index.sources.zipfiles import zip_errors_as_reasons

READERS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "xml",
    ".tei": "xml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".odt": "opendocument",
    ".odp": "opendocument",
    ".ods": "opendocument",
    ".epub": "epub",
    ".eml": "mail",
    ".mbox": "mail",
    ".mht": "mail",
    ".warc": "warc",
    ".arc": "warc",
    ".wet": "warc",
    ".zip": "archive",
    ".tar": "archive",
    ".7z": "archive",
}
"""The suffixes we read, each also followed by that of a compression, and the module with the reader."""

FROM_LINE = rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d"
"""How each message of a mailbox begins."""

_BEGINNINGS = (
    (rb"%PDF-", "pdf"),
    (rb"\{\\rtf", "rtf"),
    (rb"PAR1", "parquet"),
    (rb"ARROW1\0\0|\xff{4}..\0\0\x10\0\0\0", "arrow"),
    (rb"WARC/\d|filedesc://|\x5d\x2a\x4d\x18", "warc"),  # the last is a dictionary for zstd
    (rb"7z\xbc\xaf\x27\x1c|PK\x05\x06|.{257}ustar", "archive"),
    (FROM_LINE, "mail"),
)
"""How the files of a format begin, and the module with its reader."""

_IN_ZIP = (
    ("word/", "docx"),
    ("ppt/", "pptx"),
    ("xl/", "xlsx"),
    ("META-INF/container.xml", "epub"),
)
"""What the formats that are ZIP archives hold."""

_MIME_TYPES = (
    (rb"application/epub+zip", "epub"),
    (rb"application/vnd.oasis.opendocument.text", "opendocument"),
    (rb"application/vnd.oasis.opendocument.presentation", "opendocument"),
    (rb"application/vnd.oasis.opendocument.spreadsheet", "opendocument"),
)
"""How the entry `mimetype` begins of those that have one."""

_ZIPPED = {module for _, module in (*_IN_ZIP, *_MIME_TYPES)}
_BINARY = {*_ZIPPED, "pdf", "parquet", "arrow", "archive"}

_IN_OLE = (
    ("EncryptedPackage", "password-protected"),
    ("WordDocument", "no reader for .doc files"),
    ("Workbook", "no reader for .xls files"),
    ("PowerPoint Document", "no reader for .ppt files"),
    ("__substg1.0_", "no reader for .msg files"),
)
"""The streams of Microsoft's older files, and why such a file is not read."""

_UNREAD = (
    (
        rb"\x89PNG|GIF8|\xff\xd8\xff|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP|\0\0\x01\0|8BPS|.{4}ftyp(?:avif|heic|mif1)",
        "an image",
    ),
    (rb"ID3|\xff[\xe2-\xfb]|OggS|fLaC|RIFF.{4}WAVE|MThd|.{4}ftypM4A", "audio"),
    (rb".{4}ftyp|\x1a\x45\xdf\xa3|RIFF.{4}AVI |FLV\x01|\0\0\x01\xba", "video"),
    (rb"\x7fELF|MZ|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\0asm", "a program"),
    (rb"Rar!", "no reader for .rar files"),
)
"""How binary files begin that hold no text for us, and what they are."""

_NOT_TEXT = (
    (r"%!PS", "no reader for PostScript"),
    (r"-----BEGIN PGP (?:MESSAGE|SIGNATURE)", "encrypted"),
    (r"/\* XPM \*/|#define \w+_width \d+\s+#define \w+_height|P[1-3]\s(?:#[^\n]*\n|\s)*+\d+\s+\d+\s+\d", "an image"),
)
"""How what looks like text begins but is none, and what it is."""

_OF_PAGES = {".css", ".js", ".mjs"}
"""Text that is not read: web archives and saved pages hold more of it than pages, and none of it is for people."""

# What may stand before the first element; never read in two ways, as that takes forever.
_PROLOG = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!(?!--)[^>]*>)*+", re.DOTALL)
_ROOT = re.compile(r"<(?:\w+:)?(\w+)")
_HTML_ROOTS = {"html", "head", "title", "meta", "body"}

_RECORDS = re.compile(r"(\[\s*)?\{\s*[\"}]")

_HEADERS = re.compile(r"(?:[!-9;-~]++:.*\n(?:[ \t].*\n)*+){3,}+\s*\n")
_HEADER_NAME = re.compile(r"^([!-9;-~]++):", re.MULTILINE)
_MAIL_ALONE = {"received", "return-path", "message-id", "delivered-to", "mime-version"}
_WITH_FROM = {"date", "subject", "to"}

_TEXT = 16 * 1024  # bytes that show which format of text it is

# The suffixes Python itself knows: those of the machine would make the outcome differ between machines.
_TYPES = mimetypes.MimeTypes(filenames=())
_MORE_TYPES = {
    "application/epub+zip": ".epub",
    "application/javascript": ".js",
    "application/rtf": ".rtf",
    "application/xml": ".xml",
    "text/javascript": ".js",
    "text/markdown": ".md",
}
"""The suffixes for types of ours that Python does not know, or takes for others."""


def recognise(file: SourceFile) -> str:
    """Return the module that reads a file; SourceError with the reason if none does."""
    head, suffix = read_head(file), suffix_of(file.name)
    if not head:
        raise SourceError("empty file")
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(file, suffix)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(_in_ole(file) or "no reader for Office files of before 2007")
    module = _beginning(head, _BEGINNINGS)
    if not module and charset.is_binary(head):
        return _binary(head, suffix)
    return module or _text(head, suffix)


def suffix_of(name: str) -> str:
    """Return the suffix that tells the format of a file: ".csv" for "a.CSV.gz"."""
    return PurePath(without_suffix(name.lower())).suffix


def suffix_for(mime_type: str) -> str:
    """Return the suffix for files of a type, "" where none is known: ".csv" for "text/csv"."""
    mime_type = mime_type.lower()
    return _MORE_TYPES.get(mime_type) or _TYPES.guess_extension(mime_type) or ""


def _beginning(head: bytes, table: tuple[tuple[bytes, str], ...]) -> str:
    return next((meaning for pattern, meaning in table if re.match(pattern, head, re.DOTALL)), "")


def _in_zip(file: SourceFile, suffix: str) -> str:
    try:
        with zip_errors_as_reasons(), open_seekable(file) as stream, ZipFile(stream) as archive:
            names = archive.NameToInfo
            kind = archive.read("mimetype") if "mimetype" in names and names["mimetype"].file_size < _TEXT else b""
    except SourceError:  # its reader says why
        return READERS.get(suffix, "archive")
    if module := next((module for mime, module in _MIME_TYPES if kind.startswith(mime)), ""):
        return module
    if module := next((module for start, module in _IN_ZIP if any(name.startswith(start) for name in names)), ""):
        return module
    named = READERS.get(suffix, "")
    return named if named in _ZIPPED else "archive"


def _in_ole(file: SourceFile) -> str:
    with open_bytes(file) as stream:
        data = stream.read(LIMIT)
    return next((reason for name, reason in _IN_OLE if name.encode("utf-16-le") in data), "")


def _binary(head: bytes, suffix: str) -> str:
    """Return the reader of binary data that does not begin like any format, if its name tells one."""
    if reason := _beginning(head, _UNREAD):
        raise SourceError(reason)
    if suffix in READERS:
        return READERS[suffix]
    raise SourceError(f"no reader for {suffix} files" if suffix else BINARY)


def _text(head: bytes, suffix: str) -> str:
    # What tells a format is ASCII in nearly every charset.
    text = head[:_TEXT].decode(charset.marked(head) or "latin-1", "replace").lstrip().replace("\r\n", "\n")
    if reason := next((reason for pattern, reason in _NOT_TEXT if re.match(pattern, text, re.DOTALL)), ""):
        raise SourceError(reason)
    named = "" if _is_misnamed(head, suffix) else READERS.get(suffix, "")
    if named in ("html", "markdown", "csv"):
        return named
    if module := _markup(text) or _mail(text):
        return module
    if named in ("", "json", "jsonl") and (records := _RECORDS.match(text)):
        return "json" if records[1] else _json(head, named)
    if suffix in _OF_PAGES:
        raise SourceError(f"no reader for {suffix} files")
    return named or "text"


def _is_misnamed(head: bytes, suffix: str) -> bool:
    """Tell whether text has the name of a binary format: old tar has zero bytes, and a PDF may begin late."""
    return READERS.get(suffix) in _BINARY and b"\0" not in head and b"%PDF-" not in head


def _markup(text: str) -> str:
    """Return the reader of HTML or XML, "" if a text is neither."""
    prolog = _PROLOG.match(text)
    start = prolog[0].lower() if prolog else ""
    root = _ROOT.match(text, len(start))
    name = root[1].lower() if root else ""
    if name == "svg":
        raise SourceError("an image")
    if name in _HTML_ROOTS or "<!doctype html" in start:
        return "html"
    return "xml" if start.startswith(("<?xml", "<!doctype")) or name in ("tei", "tei2") else ""


def _mail(text: str) -> str:
    """Return the reader of e-mail if a text begins with the headers of one, else ""."""
    headers = _HEADERS.match(text)
    names = set(map(str.lower, _HEADER_NAME.findall(headers[0]))) if headers else set[str]()
    return "mail" if names & _MAIL_ALONE or ("from" in names and names & _WITH_FROM) else ""


def _json(head: bytes, named: str) -> str:
    """Tell whether an object at the beginning of a file is the first of many lines, or the file."""
    first, _, rest = head.decode(charset.marked(head) or "latin-1", "replace").lstrip().partition("\n")
    try:
        json.loads(first, strict=False)
    except (ValueError, RecursionError):
        return named or "json"
    return "jsonl" if rest.strip() else named or "json"
