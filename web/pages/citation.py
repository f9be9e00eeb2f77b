"""How a document, or a passage of it, is cited: as plain text and as BibTeX."""

import re
import unicodedata
from collections.abc import Iterator

from index.document import Document
from search.response import Span
from web import formats
from web.contexts.document import Citation

_LONGEST_QUOTATION = 300
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, whatever stands before them
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(document: Document, passage: Span | None, address: str) -> Citation:
    """Return how to cite a document; `passage` is in characters of its text, `address` the whole address of either."""
    place = ", ".join(_place(document, passage))
    facts = [document.author, document.heading, formats.day(document.date) if document.date else "", place]
    text = " ".join(f"{fact.rstrip('.')}." for fact in facts if fact)
    quoted = f"“{_quotation(document.text[slice(*passage)])}” " if passage else ""
    return Citation(f"{quoted}{text} {address}", _bibtex(document, place, address))


def _place(document: Document, passage: Span | None) -> Iterator[str]:
    """Yield where it stands, from the file to the characters."""
    yield document.path
    if document.locator:
        yield document.locator
    if passage:
        if part := document.part_at(passage[0]):
            yield part
        yield f"characters {passage[0]}–{passage[1]}"


def _quotation(text: str) -> str:
    line = " ".join(text[: 2 * _LONGEST_QUOTATION].split())
    return line if len(line) <= _LONGEST_QUOTATION else f"{line[:_LONGEST_QUOTATION].rstrip()} …"


def _bibtex(document: Document, place: str, address: str) -> str:
    fields = {
        "author": document.author and f"{{{_escaped(document.author)}}}",
        "title": f"{{{_escaped(document.heading)}}}",
        "date": document.date[:10],
        "howpublished": _escaped(place),
        "url": address.replace("{", "%7B").replace("}", "%7D"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(document)},", *lines, "}"])


def _key(document: Document) -> str:
    """Return a name for the entry: letters and digits of ASCII, as BibTeX wants it."""
    name = (document.author or document.heading).split()[-1:] or [""]
    plain = unicodedata.normalize("NFKD", name[0]).encode("ascii", "ignore").decode().lower()
    return (re.sub("[^a-z0-9]", "", plain) or "document") + document.date[:4]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _ESCAPED.get(sign[0], f"\\{sign[0]}"), text)
