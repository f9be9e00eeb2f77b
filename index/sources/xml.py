"""XML: TEI with its title, author, date and pages, Word's XML of 2003, XHTML; of any other XML its text.

Entities are expanded only from the file itself, and only as far as the parser holds harmless.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html.entities import html5
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import charset, html
from index.sources.assembly import from_sections
from index.sources.blocks import sections
from index.sources.dates import iso_date
from index.sources.docx import GRAMMAR
from index.sources.packages import Event
from index.sources.records import Facts, facts, has_text
from index.sources.source import NO_TEXT, Columns, SourceFile, read_bytes, web_address
from index.sources.text import below_title, split_title
from index.text import clean, one_line

Element = Any  # lxml has no types

_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)""")
_ENTITY = re.compile(r"&(\w+;)")
_IN_ATTRIBUTES = {'"': "&quot;", "'": "&apos;"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE = re.compile(r"[ \t\n]+")
_SPACES = re.compile(" +")
_BREAK = re.compile(r" *[\t\n][ \t\n]*")
# White space of the source is but spaces, so that these say where it really ends.
_LINE_BREAK, _BLOCK_BREAK = "\t", "\n\n"
# XML cannot hold a form feed, so that it can stand for a page break on the way.
_PAGE = "\f"

_TEI_BREAKS = dict.fromkeys(("cell", "item", "l", "lb", "row"), _LINE_BREAK) | dict.fromkeys(
    (
        *("ab", "argument", "back", "bibl", "body", "byline", "castItem", "closer", "dateline", "div", "div1", "div2"),
        *("div3", "div4", "docAuthor", "docDate", "docImprint", "entry", "epigraph", "figure", "floatingText", "front"),
        *("group", "head", "imprimatur", "lg", "list", "note", "opener", "p", "postscript", "salute", "signed", "sp"),
        *("speaker", "stage", "table", "text", "titlePage", "titlePart", "trailer"),
    ),
    _BLOCK_BREAK,
)
"""What stands around the elements of TEI that are no part of a line."""
_TEI_DIVISIONS = {"back", "body", "div", "div1", "div2", "div3", "div4", "front", "group", "text"}
_TEI_UNREAD = ("{*}fw", "{*}rdg", "{*}teiHeader")  # what is printed on every page; other readings
_TEI_CHOICES = {"corr": "{*}sic", "reg": "{*}orig", "expan": "{*}abbr"}
"""What an editor puts in place of what stands in the source: people look for the former."""
_TITLES = ("{*}title", "{*}article-title")
_LONGEST_FACT = 200
# An element takes about 450 bytes of memory, whatever is in it.
_MOST_TAGS = 4_000_000


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield the document of an XML file, of a corpus in TEI each of its texts; SourceError if it cannot be read."""
    data = read_bytes(file)
    if data.count(b"<") > _MOST_TAGS:
        raise SourceError(f"more than {_MOST_TAGS:,} tags")
    root = _parse(data)
    match _name(root):
        case "html":
            yield from html.read(file, columns)
        case "TEI" | "TEI.2" | "teiCorpus":
            yield from _tei(root, file)
        case "wordDocument":
            yield from_sections(file, sections(_events(root), GRAMMAR), _word_facts(root))
        case _:
            yield _document(file, _facts(root), _shown(_pieces(root, _blocks(root))))


def _parse(data: bytes) -> Element:
    declared = _DECLARED.match(data)
    text = clean(charset.decode(data, declared[1].decode() if declared else "")).replace(_PAGE, " ")
    text = _ENTITY.sub(_character, html.XML_DECLARATION.sub("", text).lstrip())
    if not text:
        raise SourceError(NO_TEXT)
    parser = etree.XMLParser(resolve_entities=True, no_network=True, remove_comments=True, remove_pis=True)
    parser.resolvers.add(_Nothing())
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(_reason(error)) from error


class _Nothing(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """Takes whatever an XML file refers to outside of itself for empty."""

    def resolve(self, _address: str, _id: str, context: object) -> object:
        return self.resolve_string("", context)


def _character(entity: re.Match[str]) -> str:
    """Return the character that a name stands for in HTML: other XML takes these from a DTD that we do not fetch."""
    return escape(html5[entity[1]], _IN_ATTRIBUTES) if entity[1] in html5 else entity[0]


def _reason(error: etree.XMLSyntaxError) -> str:
    if "amplification" in error.msg or "entity reference loop" in error.msg.lower():
        return "broken XML: its entities expand without end"
    return f"broken XML: {error.msg}"


@dataclass(frozen=True, slots=True)
class _Text:
    """A clean text, and where its pages begin."""

    text: str
    parts: tuple[tuple[int, str], ...] = ()


def _document(file: SourceFile, known: Facts, shown: _Text, locator: str = "") -> Document:
    if not shown.text:
        raise SourceError(NO_TEXT)
    title = known.title or split_title(shown.text)[0]
    return replace(known, title=title).document(
        id=one_line(f"{file.name}#{locator.rpartition(' ')[2]}" if locator else file.name),
        path=file.name,
        text=shown.text if shown.parts else below_title(shown.text, title),
        locator=locator,
        parts=shown.parts,
    )


def _tei(root: Element, file: SourceFile) -> Iterator[Document | Skip]:
    texts = [each for each in root.iter("{*}TEI", "{*}TEI.2") if each.find("{*}text") is not None]
    if not texts:
        raise SourceError(NO_TEXT)
    for number, each in enumerate(texts, 1):
        shown = _shown(_tei_pieces(each.find("{*}text")))
        locator = f"text {number}" if len(texts) > 1 else ""
        yield _document(file, _tei_facts(each), shown, locator) if shown.text else Skip(NO_TEXT, locator)


def _tei_facts(tei: Element) -> Facts:
    header, language = tei.find("{*}teiHeader"), _language(tei.find("{*}text"), tei)
    if header is None:
        return Facts(language=language)
    statement = header.find(".//{*}titleStmt")
    return Facts(
        title=" – ".join(_lines(statement, "{*}title")),
        author=", ".join(_lines(statement, "{*}author")),
        date=_tei_date(header),
        url=next(filter(None, map(web_address, _lines(header, ".//{*}publicationStmt//{*}idno"))), ""),
        language=language or _only(header.xpath(".//*[local-name()='langUsage']/*/@ident")),
    )


def _lines(above: Element | None, path: str) -> list[str]:
    """Return the texts of some elements, each one line; of an element that holds others of its kind only theirs."""
    found = above.iterfind(path) if above is not None else ()
    every = [one_line(" ".join(each.itertext())) for each in found if each.find("{*}" + _name(each)) is None]
    return list(dict.fromkeys(filter(None, every)))


def _tei_date(header: Element) -> str:
    """Return when the text was written, else when its source was published, else when the file was."""
    paths = (".//{*}creation//{*}date", ".//{*}sourceDesc//{*}date", ".//{*}publicationStmt//{*}date")
    dates = (iso_date(_when(date)) for path in paths for date in header.iterfind(path))
    return next(filter(None, dates), "")


def _when(date: Element) -> str:
    return date.get("when") or one_line("".join(date.itertext()))


def _language(*elements: Element) -> str:
    return next((one_line(each.get(_LANGUAGE)) for each in elements if each.get(_LANGUAGE)), "")


def _only(values: list[str]) -> str:
    return one_line(values[0]) if len(values) == 1 else ""


def _tei_pieces(text: Element) -> Iterator[str]:
    """Yield the pieces of a text in TEI: headings, notes below the block that they stand in, page breaks."""
    etree.strip_elements(text, *_TEI_UNREAD, with_tail=False)
    for choice in list(text.iter("{*}choice")):
        unread = [other for chosen, other in _TEI_CHOICES.items() if choice.find("{*}" + chosen) is not None]
        etree.strip_elements(choice, *unread, with_tail=False)
    for note in reversed(list(text.iter("{*}note"))):
        _put_below(note)
    for mark in list(text.iter("{*}lb", "{*}pb", "{*}cb")):
        if mark.get("break") == "no":
            _join_around(mark)
    for number, page in enumerate(text.iter("{*}pb"), 1):
        page.set("n", page.get("n") or f"[{number}]")
    return _pieces(text, lambda element: _TEI_BREAKS.get(_name(element), ""))


def _put_below(note: Element) -> None:
    """Move a note from inside a block to behind it."""
    parent = note.getparent()
    if _name(parent) in _TEI_DIVISIONS:
        return
    block = next(each for each in note.iterancestors() if _name(each.getparent()) in _TEI_DIVISIONS)
    stand_in = etree.Element("anchor")
    stand_in.tail, note.tail = note.tail, None
    parent.replace(note, stand_in)
    block.addnext(note)


def _join_around(mark: Element) -> None:
    """Join the parts of a word that the end of a line or page has cut in two."""
    before, parent = mark.getprevious(), mark.getparent()
    if before is not None:
        before.tail = _before_cut(before.tail)
    elif parent is not None:
        parent.text = _before_cut(parent.text)
    mark.tail = (mark.tail or "").lstrip()
    if _name(mark) == "lb":
        mark.tag = "anchor"


def _before_cut(text: str | None) -> str:
    return (text or "").rstrip().rstrip("-‐¬\u00ad")


def _facts(root: Element) -> Facts:
    """Return what the elements at the top say, each of which holds nothing but a few words."""
    top = root
    while len(top) == 1 and len(top[0]):
        top = top[0]
    times = Counter(map(_name, top))
    leaves = {_name(each): one_line(each.text or "") for each in top if not len(each) and times[_name(each)] == 1}
    known = facts({name: text for name, text in leaves.items() if _is_fact(name, text)})
    title = next((one_line(" ".join(each.itertext())) for each in root.iter(*_TITLES)), "")
    return replace(known, title=known.title or title[:_LONGEST_FACT], language=_language(root) or known.language)


def _is_fact(name: str, text: str) -> bool:
    return len(text) <= _LONGEST_FACT and not has_text([name], Columns())


def _blocks(root: Element) -> Callable[[Element], str]:
    """Return what stands around an element: a break, unless its parent is a line of text with elements in it."""
    lines = {each for each in root.iter() if len(each) and (each.text or "").strip()}
    lines |= {each.getparent() for each in root.iter() if (each.tail or "").strip()}
    return lambda element: "" if element.getparent() in lines else _BLOCK_BREAK


def _word_facts(root: Element) -> Facts:
    properties = root.find("{*}DocumentProperties")
    known = facts({_name(each): each.text for each in properties} if properties is not None else {})
    return replace(known, meta=())


def _events(root: Element) -> Iterator[Event]:
    """Yield the events of a tree, without attributes, as those of a package are."""
    for event, element in etree.iterwalk(root, ("start", "end")):
        yield event, _name(element), {}
        yield "text", (element.text if event == "start" else element.tail) or "", {}


def _pieces(root: Element, break_around: Callable[[Element], str]) -> Iterator[str]:
    """Yield the pieces of text below an element, and what stands around each element."""
    for event, element in etree.iterwalk(root, ("start", "end")):
        yield break_around(element)
        if event == "start":
            yield f"{_PAGE}page {one_line(element.get('n', ''))}{_PAGE}" if _name(element) == "pb" else ""
            yield _SPACE.sub(" ", element.text or "")
        elif element is not root:
            yield _SPACE.sub(" ", element.tail or "")


def _shown(pieces: Iterable[str]) -> _Text:
    """Return the text of some pieces, white space as it is needed, and the pages that begin in it."""
    first, *rest = clean("".join(pieces)).split(_PAGE)
    shown, length, gap, parts = list[str](), 0, "", list[tuple[int, str]]()
    for name, page in [("", first), *zip(rest[0::2], rest[1::2], strict=True)]:
        spaced = _spaced(page)
        body = spaced.strip()
        before, _, after = spaced.partition(body) if body else (spaced, "", "")
        gap = max(gap, before, key=len) if shown else ""
        if body and name:
            parts.append((length + len(gap), name))
        if body:
            shown += [gap, body]
            length, gap = length + len(gap) + len(body), after
    return _Text("".join(shown), tuple(parts))


def _spaced(text: str) -> str:
    return _BREAK.sub(lambda found: "\n\n" if "\n" in found[0] else "\n", _SPACES.sub(" ", text))


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
