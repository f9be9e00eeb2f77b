"""From the pages, slides, sheets or chapters of a file, and what it says of itself, to its document."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.document import Document
from index.errors import SourceError
from index.sources.records import Facts
from index.sources.source import LIMIT, NO_TEXT, TOO_LARGE, SourceFile
from index.sources.text import below_title, split_title
from index.text import clean, one_line

_BETWEEN = "\n\n"

# What programs write as the title and the date of a document that was given none.
_NO_TITLE = re.compile(
    r"(?:.* - )?\S+\.(?:pdf|docx?|odt|rtf|pptx?|odp|xlsx?|ods|indd|qxd|tex|dvi|ps|html?|txt)"
    r"|untitled|powerpoint[ -].*|slide \d+",
    re.IGNORECASE,
)
_NO_DATE = "1601-01-01"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a file: its text, and how to cite it ("slide 2"); without a name it belongs to what is before it."""

    text: str
    name: str = ""


def from_sections(file: SourceFile, sections: Iterable[Section], known: Facts) -> Document:
    """Return the document of a file, a blank line between sections; SourceError if they have no text or too much."""
    pieces: list[str] = []
    parts: list[tuple[int, str]] = []
    length = 0
    for section in sections:
        text = clean(section.text).strip()
        if section.name and text:
            parts.append((length, one_line(section.name)))
        if text:
            pieces.append(text)
            length += len(text) + len(_BETWEEN)
        if length > LIMIT:
            raise SourceError(TOO_LARGE)
    return to_document(file, _BETWEEN.join(pieces), parts, known)


def to_document(file: SourceFile, text: str, parts: Iterable[tuple[int, str]], known: Facts) -> Document:
    """Return the document of a file from its clean text and where the parts of that begin; SourceError if it is blank.

    Without a title of its own it has its first line, which the text is then without.
    """
    if not text:
        raise SourceError(NO_TEXT)
    title = "" if _NO_TITLE.fullmatch(known.title) else known.title
    title = title or split_title(text)[0]
    body = below_title(text, title)
    cut = len(text) - len(body)
    given = replace(known, title=title, date="" if known.date == _NO_DATE else known.date)
    return given.document(
        id=one_line(file.name),
        path=file.name,
        text=body,
        parts=tuple((max(0, start - cut), name) for start, name in parts),
    )
