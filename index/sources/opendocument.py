"""OpenDocument, the files of LibreOffice and others: texts (ODT), presentations (ODP), spreadsheets (ODS)."""

from collections.abc import Iterator

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.assembly import Section, from_sections
from index.sources.blocks import Grammar, Kind, sections
from index.sources.packages import Event, Package, open_package, values
from index.sources.records import Facts, facts
from index.sources.source import Columns, SourceFile
from index.sources.zipfiles import PROTECTED

_KINDS: dict[str, Kind] = {"p": "paragraph", "h": "paragraph", "table": "table"}
_MARKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_SKIPPED = frozenset({"tracked-changes", "note-citation", "title", "desc", "ruby-text", "page-number", "forms"})

_PAGES = Grammar(
    kinds={**_KINDS, "table-cell": "cell", "table-row": "row"},
    marks=_MARKS,
    skipped=_SKIPPED,
    sections=frozenset({"page"}),
)
_SHEETS = Grammar(
    kinds={**_KINDS, "table-cell": "sheet cell", "table-row": "sheet row"},
    marks=_MARKS,
    skipped=_SKIPPED,
    sections=frozenset({"table"}),
)


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a file, its parts named "slide 2" or "sheet Prices".

    SourceError if it is broken, protected by a password, or has no text.
    """
    with open_package(file) as package:
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise SourceError(PROTECTED)
        content = package.events("content.xml")
        found = _sheets(content) if _body(content) == "spreadsheet" else _pages(content, package)
        yield from_sections(file, found, _known(package))


def _body(content: Iterator[Event]) -> str:
    """Step into what shows of a file; return what that is ("text", "presentation", "spreadsheet")."""
    opened = (name for event, name, _ in content if event == "start")
    return next(opened, "") if "body" in opened else ""


def _sheets(content: Iterator[Event]) -> Iterator[Section]:
    return (Section(sheet.text, f"sheet {sheet.name}") for sheet in sections(content, _SHEETS) if sheet.name)


def _pages(content: Iterator[Event], package: Package) -> Iterator[Section]:
    number = 0
    for section in sections(content, _PAGES):
        number += bool(section.name)
        yield Section(section.text, f"slide {number}" if section.name else "")
    if not number:
        # Of a text document these hold headers and footers, of a presentation placeholders.
        yield from sections(package.events("styles.xml"), _PAGES)


def _known(package: Package) -> Facts:
    """Return what a file says of itself; `creator` and `date` are those of the last change."""
    said = values(package.events("meta.xml"))
    return facts(
        {
            "title": said.get("title"),
            "author": said.get("initial-creator") or said.get("creator"),
            "date": said.get("creation-date") or said.get("date"),
            "language": said.get("language"),
        }
    )
