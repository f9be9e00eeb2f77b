"""ZIP packages of XML, as office files and e-books are: opened within limits, read as streams of events."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from types import MappingProxyType
from typing import BinaryIO, cast
from urllib.parse import unquote
from zipfile import ZipFile

from lxml.etree import XMLParser, XMLSyntaxError

from index.errors import SourceError
from index.sources.records import Facts, facts
from index.sources.source import LIMIT, TOO_LARGE, SourceFile
from index.sources.zipfiles import zip_errors_as_reasons

# More than the text may have, as markup needs most of the room.
_UNPACKED = 4 * LIMIT
_EVENTS = 10_000_000
_CHUNK = 64 * 1024
_NONE: Mapping[str, str] = MappingProxyType({})

Event = tuple[str, str, Mapping[str, str]]
"""("start", tag, attributes), ("text", characters, {}) or ("end", tag, {}); names are without their namespaces.

Where that makes two attributes the same, the one that had a namespace counts.
"""


class Package:
    """An open package. Of 256 MB and some five million elements on, reading it further is refused by a SourceError."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._left = _UNPACKED
        self._events_left = _EVENTS
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """Return a member, b"" if there is none; SourceError if it is larger than a document may be."""
        if name not in self.names:
            return b""
        if self._archive.getinfo(name).file_size > LIMIT:
            raise SourceError(TOO_LARGE)
        with self._open(name) as stream:
            return stream.read()

    def events(self, name: str) -> Iterator[Event]:
        """Yield the events of a member, none if it is missing; SourceError if it is no XML."""
        if name not in self.names:
            return
        recorder = _Recorder()
        # Nothing is read from outside; libxml2 itself limits how much entities may expand to.
        parser = XMLParser(target=recorder, resolve_entities=False, no_network=True, remove_comments=True)
        try:
            with self._open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.feed(chunk)
                    yield from self._counted(recorder.take())
            parser.close()
            yield from self._counted(recorder.take())
        except XMLSyntaxError as error:
            raise SourceError(f"broken XML in {name}") from error

    def allow(self, pattern: str) -> None:
        """Count the members that match `pattern` as read, for a library that reads them itself."""
        for name in self.names:
            if re.fullmatch(pattern, name):
                self._spend(name)

    def related(self, name: str) -> dict[str, str]:
        """Return the members that an Office member refers to, by the ids that it has for them."""
        folder, base = posixpath.split(name)
        links = self.events(f"{folder}/_rels/{base}.rels")
        return {
            attributes["Id"]: resolve(name, attributes["Target"])
            for kind, tag, attributes in links
            if (kind, tag) == ("start", "Relationship") and {"Id", "Target"} <= attributes.keys()
        }

    def matching(self, pattern: str) -> list[str]:
        """Return the names of the members that match `pattern`, "header2" before "header10"."""
        return sorted(filter(re.compile(pattern).fullmatch, self.names), key=_in_order)

    def _open(self, name: str) -> BinaryIO:
        self._spend(name)
        return cast(BinaryIO, self._archive.open(name))

    def _counted(self, events: list[Event]) -> list[Event]:
        self._events_left -= len(events)
        if self._events_left < 0:
            raise SourceError("too many elements")
        return events

    def _spend(self, name: str) -> None:
        # Reading stops where this size says, even if more is packed.
        self._left -= self._archive.getinfo(name).file_size
        if self._left < 0:
            raise SourceError(f"unpacks to more than {_UNPACKED // 1024**2} MB")


class _Recorder:
    """Takes down what the parser tells it."""

    def __init__(self) -> None:
        self._events: list[Event] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        local = {_local(name): attributes[name] for name in sorted(attributes)} if attributes else _NONE
        self._events.append(("start", _local(tag), local))

    def end(self, tag: str) -> None:
        self._events.append(("end", _local(tag), _NONE))

    def data(self, text: str) -> None:
        self._events.append(("text", text, _NONE))

    def close(self) -> None:
        pass

    def take(self) -> list[Event]:
        events, self._events = self._events, []
        return events


@contextmanager
def open_package(file: SourceFile) -> Iterator[Package]:
    """Open a package; SourceError, also while it is read, if it is broken or protected by a password."""
    with zip_errors_as_reasons(), ZipFile(file.path) as archive:
        yield Package(archive)


def facts_in(events: Iterator[Event]) -> Facts:
    """Return what the Dublin Core elements of a member say of the text."""
    return facts({name: texts if name == "creator" else texts[0] for name, texts in values(events).items()})


def values(events: Iterator[Event]) -> dict[str, list[str]]:
    """Return the text of each element that holds nothing but text, by its name."""
    found: dict[str, list[str]] = {}
    text = ""
    for kind, name, _ in events:
        if kind == "end" and text.strip():
            found.setdefault(name, []).append(text.strip())
        text = text + name if kind == "text" else ""
    return found


def resolve(name: str, target: str) -> str:
    """Return the member that `target` means where the member `name` refers to it."""
    folder = posixpath.dirname(name)
    return posixpath.normpath(posixpath.join("/", folder, unquote(target.partition("#")[0]))).lstrip("/")


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _in_order(name: str) -> list[tuple[int, str]]:
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in re.split(r"(\d+)", name)]
