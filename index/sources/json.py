"""JSON: an array of records, an object with a list of them somewhere in it, or one record.

Read a record at a time, however large the file is. (ijson stops at NaN, which pandas writes, and its memory grows with
the square of the nesting.)
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import jsonl, source
from index.sources.records import Origin, expect_text, has_column, has_text
from index.sources.source import NO_TEXT, TOO_LARGE, Columns, SourceFile, open_lines

_CHUNK = 256 * 1024
_DEEPEST = 8  # levels of objects in which a list of records is looked for
_SPACE = re.compile(r"[ \t\r\n]*")


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield a Document for each record, a Skip for each without a text and where it is broken, which ends it.

    SourceError if there is no record, or where one is above the limit.
    """
    number = 0
    try:
        with open_lines(file) as stream:
            cursor = _Cursor(stream)
            for number, value in enumerate(_records(cursor, columns), 1):
                yield jsonl.to_item(value, Origin(file, number, "record"), columns)
    except _BrokenError as error:
        if file.damage:  # which is why
            raise
        yield Skip(str(error), f"line {cursor.line}" + (f", after record {number}" if number else ""))
        return
    except SourceError as error:
        raise SourceError(f"{error}, after record {number}" if number else str(error)) from error
    if not number:
        raise SourceError(NO_TEXT)


class _BrokenError(SourceError):
    """This is no JSON from here on."""


class _Cursor:
    """A place in a JSON text, of which only the value being read is in memory."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text, self._at, self._lines = "", 0, 0

    @property
    def line(self) -> int:
        """The number of the line that it is in, or in which a value is broken."""
        return 1 + self._lines + self._text.count("\n", 0, self._at)

    def peek(self) -> str:
        """Return the next character that is no space, "" at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def take(self, mark: str) -> bool:
        """Step over a mark if it is next."""
        found = self.peek() == mark
        self._at += found
        return found

    def expect(self, mark: str) -> None:
        """Step over a mark; raise SourceError where it is not next."""
        if not self.take(mark):
            raise _BrokenError(f"broken JSON: “{mark}” is missing")

    def look(self) -> object:
        """Return the value that begins here, without stepping over it; raise SourceError where it is broken."""
        return self._value()[0]

    def value(self) -> object:
        """Return the value that begins here, and step over it; raise SourceError as `look`."""
        value, self._at = self._value()
        return value

    def _value(self) -> tuple[object, int]:
        self.peek()
        while True:
            try:
                value, end = jsonl.DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    self._at = error.pos
                    raise _BrokenError(jsonl.broken(error)) from error
            except (ValueError, RecursionError) as error:
                raise _BrokenError(jsonl.broken(error)) from error
            else:
                # A number that ends where the text read so far does may go on.
                if end < len(self._text) or not self._more():
                    return value, end

    def _more(self) -> bool:
        """Read as much again as is left, so that a long value is not parsed too often; tell whether there was any."""
        left = self._text[self._at :]
        if len(left) > source.LIMIT:
            raise SourceError(TOO_LARGE)
        read = self._stream.read(max(_CHUNK, len(left)))
        if read:
            self._lines += self._text.count("\n", 0, self._at)
            self._text, self._at = left + read.replace("\0", ""), 0
        return bool(read)


def _records(cursor: _Cursor, columns: Columns) -> Iterator[object]:
    """Yield the records of each value, one of which is the rule."""
    while cursor.peek():
        yield from _records_of_value(cursor, columns)


def _records_of_value(cursor: _Cursor, columns: Columns) -> Iterator[object]:
    """Yield the elements of an array, those of the lists of records in an object, or the object itself."""
    if cursor.peek() != "{":
        yield from _elements(cursor)
        return
    record = _looked_at(cursor)
    if has_text(record, columns) and not _lists_column(record, columns.text, _DEEPEST):
        yield cursor.value()
        return
    found = False
    for element in _listed(cursor, columns, _DEEPEST):
        found = True
        yield element
    if not found:
        expect_text(record, columns)


def _looked_at(cursor: _Cursor) -> dict[str, object]:
    """Return the object that begins here; of one above the limit, which is no record, nothing."""
    try:
        value = cursor.look()
    except SourceError as error:
        if str(error) == TOO_LARGE:
            return {}
        raise
    return value if isinstance(value, dict) else {}


def _lists_column(value: object, given: str, deepest: int) -> bool:
    """Tell whether a list in a value, but not the value, begins with a record that has the column asked for by name."""
    if not given or not deepest or not isinstance(value, dict) or has_column(value, given):
        return False
    return any(_begins_with(one, given) or _lists_column(one, given, deepest - 1) for one in value.values())


def _begins_with(value: object, given: str) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and has_column(value[0], given)


def _listed(cursor: _Cursor, columns: Columns, deepest: int) -> Iterator[object]:
    """Yield the elements of each list that begins with a record, in the value that begins here."""
    if cursor.peek() == "[":
        yield from _elements(cursor, columns)
    elif cursor.peek() == "{" and deepest:
        for _ in _members(cursor):
            yield from _listed(cursor, columns, deepest - 1)
    else:
        cursor.value()


def _elements(cursor: _Cursor, columns: Columns | None = None) -> Iterator[object]:
    """Yield the elements of an array; with `columns` none unless the first is a record with a text."""
    cursor.expect("[")
    is_wanted = columns is None
    for number, _ in enumerate(_separated(cursor, "]")):
        element = cursor.value()
        if not number and columns:
            is_wanted = isinstance(element, dict) and has_text(element, columns)
        if is_wanted:
            yield element


def _members(cursor: _Cursor) -> Iterator[None]:
    """Stop at each value of an object, which is to be stepped over then."""
    cursor.expect("{")
    for _ in _separated(cursor, "}"):
        cursor.value()
        cursor.expect(":")
        yield


def _separated(cursor: _Cursor, end: str) -> Iterator[None]:
    """Stop at what stands between commas, until the mark at the end is stepped over."""
    if cursor.take(end):
        return
    while True:
        yield
        if not cursor.take(","):
            cursor.expect(end)
            return
