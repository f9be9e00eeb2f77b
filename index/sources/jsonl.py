"""JSON Lines: a record a line."""

import json
from collections.abc import Iterator

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.records import Origin, to_document, told_apart
from index.sources.source import NO_TEXT, TOO_LARGE, Columns, Lines, LineTooLongError, SourceFile, open_lines


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield a Document for each line, a Skip for each that is no record with a text; blank lines do not count."""
    found = False
    with open_lines(file) as stream:
        for number, line in _filled(Lines(stream)):
            found = True
            origin = Origin(file, number)
            yield Skip(TOO_LARGE, origin.locator) if line is None else _document(line, origin, columns)
    if not found:
        raise SourceError(NO_TEXT)


def to_item(value: object, origin: Origin, columns: Columns) -> Document | Skip:
    """Return the Document that a JSON value holds, or a Skip if it is no object or has no text."""
    if not isinstance(value, dict):
        return Skip("not a JSON object", origin.locator)
    return to_document(value, origin, columns)


def broken(error: ValueError | RecursionError) -> str:
    """Return what is wrong with JSON that gave this error, in words for users."""
    match error:
        case json.JSONDecodeError():
            return f"broken JSON: {error.msg.removesuffix(' starting at')}"
        case RecursionError():
            return "broken JSON: nested too deeply"
    return "broken JSON: a number is too long"


def _filled(lines: Lines) -> Iterator[tuple[int, str | None]]:
    """Yield the number of each line that is not blank, and the line without zero bytes, None if it is too large."""
    while True:
        try:
            line = next(lines).replace("\0", "").rstrip()
        except StopIteration:
            return
        except LineTooLongError:
            yield lines.number, None
            continue
        if line:
            yield lines.number, line


def _document(line: str, origin: Origin, columns: Columns) -> Document | Skip:
    try:
        return to_item(DECODER.decode(line), origin, columns)
    except json.JSONDecodeError as error:
        return Skip(broken(error), f"{origin.locator}, column {error.colno}")
    except (RecursionError, ValueError) as error:
        return Skip(broken(error), origin.locator)


def _absent(_constant: str) -> None:
    """Read NaN and Infinity, which are no JSON but common in it, as nothing."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object, of whose names none is lost that stands there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        return dict(zip(told_apart([name for name, _ in pairs]), (value for _, value in pairs), strict=True))
    return found


DECODER = json.JSONDecoder(strict=False, parse_constant=_absent, object_pairs_hook=_object)
