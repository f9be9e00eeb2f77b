"""EPUB, electronic books: the chapters in the order of reading, each named by its first heading."""

from collections.abc import Iterator

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.assembly import Section, from_sections
from index.sources.html import parse, visible_text
from index.sources.packages import Package, facts_in, open_package, resolve
from index.sources.source import Columns, SourceFile
from index.text import one_line

_CONTAINER = "META-INF/container.xml"
_HEADINGS = ".//h1", ".//h2", ".//h3"
# Fonts are encrypted in other ways, by which the text stays readable.
_ENCRYPTED = b"xmlenc#aes"


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a book, its parts named "chapter Introduction"; SourceError if it cannot be read."""
    with open_package(file) as package:
        if _ENCRYPTED in package.read("META-INF/encryption.xml"):
            raise SourceError("encrypted (copy protection)")
        book = _book(package)
        yield from_sections(file, _chapters(package, book), facts_in(package.events(book)))


def _book(package: Package) -> str:
    """Return the member that says what the book is made of."""
    for kind, name, attributes in package.events(_CONTAINER):
        if (kind, name) == ("start", "rootfile") and "full-path" in attributes:
            return attributes["full-path"]
    raise SourceError("broken EPUB file")


def _chapters(package: Package, book: str) -> Iterator[Section]:
    for member in dict.fromkeys(_order(package, book)):
        yield _chapter(package.read(member))


def _order(package: Package, book: str) -> Iterator[str]:
    members: dict[str, str] = {}
    for kind, name, attributes in package.events(book):
        if (kind, name) == ("start", "item"):
            members[attributes.get("id", "")] = resolve(book, attributes.get("href", ""))
        elif (kind, name) == ("start", "itemref") and attributes.get("idref") in members:
            yield members[attributes["idref"]]


def _chapter(data: bytes) -> Section:
    """Return a chapter; one without a heading goes on with the one before."""
    try:
        page = parse(data)
    except SourceError:
        return Section("")
    headings = (one_line(heading.text_content()) for path in _HEADINGS for heading in page.iterfind(path))
    heading = next(filter(None, headings), "")
    return Section(visible_text(page), f"chapter {heading}" if heading else "")
