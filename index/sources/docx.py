"""DOCX, the text documents of Microsoft Word: what is on the pages, then footnotes, comments, headers and footers."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import PurePath

from index.document import Document, Skip
from index.sources.assembly import Section, from_sections
from index.sources.blocks import Grammar, sections
from index.sources.html import text_of
from index.sources.packages import Package, facts_in, open_package
from index.sources.source import Columns, SourceFile

GRAMMAR = Grammar(
    kinds={
        **dict.fromkeys(("p", "pt", "comment", "cm"), "paragraph"),
        **{"tc": "cell", "tr": "row", "tbl": "table"},
    },
    marks={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"},
    # Of alternatives the last is for older programs; in a list of tabs one is where it would go to.
    skipped=frozenset({"Fallback", "tabs", "tabLst", "del", "moveFrom", "numCache", "rt"}),
    runs=frozenset({"t", "v", "text"}),
)
"""What elements mean in Word and in the drawings and charts of all Office files."""

_MAIN = "word/document.xml"
_WEB_ARCHIVES = {".mht", ".mhtml"}
_WEB_PAGES = {".htm", ".html", ".xhtml"}
_BESIDE = r"word/(footnotes|endnotes|comments|header\d*|footer\d*|charts/chart\d*|diagrams/data\d*)\.xml"


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a file; SourceError if it is broken, protected by a password, or has no text."""
    with open_package(file) as package:
        yield from_sections(file, _sections(package), facts_in(package.events("docProps/core.xml")))


def _sections(package: Package) -> Iterator[Section]:
    yield from sections(package.events(_MAIN), GRAMMAR)
    yield from _pages_of_the_web(package)
    yield from beside(package, _BESIDE)


def _pages_of_the_web(package: Package) -> Iterator[Section]:
    """Yield the text of the pages that are to be shown within the document, whole ("alternative format chunks")."""
    for name in package.related(_MAIN).values():
        suffix = PurePath(name).suffix.lower()
        if suffix in _WEB_ARCHIVES:
            parts = message_from_bytes(package.read(name)).walk()
            yield from (Section(_shown(part)) for part in parts if part.get_content_type() == "text/html")
        elif suffix in _WEB_PAGES:
            yield Section(text_of(package.read(name)))


def _shown(page: Message) -> str:
    data = page.get_payload(decode=True)
    return text_of(data) if isinstance(data, bytes) else ""


def beside(package: Package, pattern: str) -> Iterator[Section]:
    """Yield the text of each member that matches `pattern`, the same one once: headers repeat for each kind of page."""
    shown = set()
    for name in package.matching(pattern):
        for section in sections(package.events(name), GRAMMAR):
            if section.text not in shown:
                shown.add(section.text)
                yield section
