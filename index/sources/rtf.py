"""RTF: control words and groups to text, each piece in the charset of its font."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.assembly import Section, from_sections
from index.sources.records import facts
from index.sources.source import LIMIT, TOO_LARGE, Columns, SourceFile

_TOKEN = re.compile(
    rb"""\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?\ ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>.)
    |(?P<brace>\{(?:\s*\\\*)?|\})|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+|\\)""",
    re.VERBOSE | re.DOTALL,
)

# Where the text of a group goes that does not belong to the body; None: nowhere, nor that of the groups in it.
_PLACES: dict[str, str | None] = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "aside"),
    **dict.fromkeys(("footnote", "annotation"), "aside"),
    **{"info": "info", "title": "title", "author": "author", "creatim": "created"},
    **dict.fromkeys(("fonttbl", "colortbl", "stylesheet", "pict", "objdata", "fldinst", "filetbl", "xe"), None),
    **dict.fromkeys(("sp", "shprslt", "nonshppict"), None),
    **dict.fromkeys(("listtable", "listoverridetable", "revtbl", "themedata", "datastore", "bkmkstart"), None),
}
# After \*, which says that a group may be left out, these are text all the same.
_SHOWN = {"shpinst", "annotation"}

_TEXT = {
    **dict.fromkeys(("par", "sect", "page"), "\n\n"),
    **dict.fromkeys(("row", "line"), "\n"),
    **dict.fromkeys(("cell", "nestcell", "tab"), "\t"),
    **dict.fromkeys(("emspace", "enspace", "qmspace"), " "),
    **{"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"},
}
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "\n": "\n\n", "\r": "\n\n", "\\": "\\", "{": "{", "}": "}"}
_DATE = {"yr": "{}", "mo": "-{:02}", "dy": "-{:02}"}

_CODE_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# By the number of a font's charset.
_CHARSETS = {
    **{0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251"},
    **{222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"},
}


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a file; SourceError if it is no RTF, too large, or has no text."""
    with file.path.open("rb") as stream:
        data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise SourceError(TOO_LARGE)
    if not data.startswith(b"{\\rtf"):
        raise SourceError("broken RTF file")
    reader = _Reader()
    reader.read(data)
    known = facts({name: reader.text(name) for name in ("title", "author", "created")})
    yield from_sections(file, map(Section, map(reader.text, ("body", "aside"))), known)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends: where its text goes, in which codec, and how many bytes stand in for a \\u."""

    place: str | None = "body"
    codec: str = ""
    stand_in: int = 1
    hidden: bool = False
    optional: bool = False


class _Reader:
    """Follows the control words of a file."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._group = _Group()
        self._outer: list[_Group] = []
        self._bytes = bytearray()
        self._passed_over = 0
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._default_font = 0

    def text(self, place: str) -> str:
        """Return what has been written to a place."""
        # A character beyond U+FFFF is written as two halves.
        return "".join(self._texts.get(place, ())).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def read(self, data: bytes) -> None:
        at = 0
        while token := _TOKEN.match(data, at):
            at = token.end()
            if token["word"] == b"bin":
                at += max(0, int(token["number"] or 0))
            else:
                self._take(token)
        self._decode()

    def _take(self, token: re.Match[bytes]) -> None:
        if text := token["text"]:
            self._write_bytes(text)
        elif token["hex"]:
            self._write_bytes(bytes.fromhex(token["hex"].decode()))
        elif token["brace"]:
            self._open_or_close(token["brace"])
        elif token["symbol"]:
            self._decode()
            self._write(_SYMBOLS.get(token["symbol"].decode("latin-1"), ""))
        elif token["word"]:
            self._obey(token["word"].decode(), token["number"])

    def _open_or_close(self, brace: bytes) -> None:
        self._decode()
        self._passed_over = 0
        if brace != b"}":
            self._outer.append(self._group)
            self._group = replace(self._group, optional=brace != b"{")
        elif self._outer:
            self._group = self._outer.pop()

    def _obey(self, word: str, number: bytes | None) -> None:
        self._decode()
        value = int(number) if number else None
        if self._group.optional and word not in _SHOWN:
            self._group = replace(self._group, place=None, optional=False)
        elif word in _PLACES and self._group.place:
            self._group = replace(self._group, place=_PLACES[word], optional=False)
        elif word in _TEXT:
            self._write(_TEXT[word])
        elif word in _CODE_PAGES:
            self._codec = _CODE_PAGES[word]
        elif word in ("deleted", "v"):
            self._group = replace(self._group, hidden=value != 0)
        elif value is not None:
            self._obey_number(word, value)

    def _obey_number(self, word: str, value: int) -> None:
        if word == "u":
            self._write(chr(value % 0x10000))
            self._passed_over = self._group.stand_in
        elif word == "uc":
            self._group = replace(self._group, stand_in=max(0, value))
        elif word == "ansicpg":
            self._codec = _known(f"cp{value}") or self._codec
        elif word == "deff":
            self._default_font = value
        elif word == "f":
            self._font = value
            self._group = replace(self._group, codec=self._fonts.get(value, ""))
        elif word == "fcharset":
            self._fonts[self._font] = _CHARSETS.get(value, "")
        elif word in _DATE and self._group.place == "created":
            self._write(_DATE[word].format(value))

    def _write_bytes(self, data: bytes) -> None:
        passed = min(self._passed_over, len(data))
        self._passed_over -= passed
        self._bytes += data[passed:]

    def _decode(self) -> None:
        """Write the bytes that have come together: a character may be several."""
        if self._bytes:
            font = self._group.codec or self._fonts.get(self._default_font)
            codec = font if font and self._group.place in ("body", "aside") else self._codec
            text = self._bytes.decode(codec, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        if self._group.place and not self._group.hidden:
            self._texts.setdefault(self._group.place, []).append(text)


def _known(codec: str) -> str:
    """Return the codec if Python has it, else ""."""
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return ""
