"""HTML: the main text of a page, not its navigation, and what the page declares of itself."""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain, pairwise, zip_longest

from lxml.etree import LxmlError, ParserError, SubElement, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document as Metadata

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import charset
from index.sources.dates import iso_date
from index.sources.source import NO_TEXT, Columns, SourceFile, read_bytes, web_address
from index.sources.text import below_title, split_title
from index.text import clean, one_line

_LISTED = re.compile(r"- |\|| \||.*\S \| ")
_META = 4096  # browsers look for the charset in the first kilobyte, writers do not always heed that
XML_DECLARATION = re.compile(r"^\s*<\?xml\s[^>]*>")
"""The declaration of XML, which is about bytes; lxml refuses it in front of characters."""
_DECLARED = re.compile(rb"""<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)

# Only what the page declares, not any date in its text.
_DATE_PARAMETERS = {"extensive_search": False, "original_date": True}
# Extraction takes 8 seconds for so many elements, more than twice that for twice as many, and 25 times the size of the
# text in memory: of larger pages we take all text.
_TOO_LARGE = "count(//*) > 40000 or string-length() > 4000000"

_NAMED_MAIN = "//main|//*[starts-with(@id,'main') or starts-with(@class,'main') or starts-with(@role,'main')]"
# What is hidden until it is found is text, and so is a whole page that is hidden behind a dialog.
_HOLDS_PAGE = "descendant-or-self::main or .//h1"
_UNSEEN = f"//nav|//template|//body//*[@hidden!='until-found' or @aria-hidden='true'][not({_HOLDS_PAGE})]"
_HIDDEN = f"{_UNSEEN}|//script|//style|//noscript|//header|//footer|//head|//comment()"
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol"),
    *("option", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul"),
}

for _library in ("trafilatura", "htmldate", "justext", "readability", "courlan"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a page; SourceError if it shows no text."""
    page = parse(read_bytes(file))
    language = page.get("lang") or page.get("xml:lang") or ""
    known, main = _extract(page)
    text = clean(main or visible_text(page)).strip()
    title = one_line(known.title or page.findtext(".//title") or "") or split_title(text)[0]
    if not title:
        raise SourceError(NO_TEXT)
    yield Document(
        id=one_line(file.name),
        title=title,
        text=below_title(text, title) or title,
        path=file.name,
        date=iso_date(known.date or ""),
        author=one_line(known.author or ""),
        url=web_address(one_line(known.url or "")),
        declared_language=one_line(language),
    )


def parse(data: bytes, declared: str = "") -> HtmlElement:
    """Return the page in `data`, in whatever charset; SourceError if there is none. `declared` goes before its own."""
    in_page = _DECLARED.search(data[:_META])
    source = clean(charset.decode(data, declared or (in_page[1].decode() if in_page else "")))
    try:
        return document_fromstring(XML_DECLARATION.sub("", source), parser=HTMLParser(huge_tree=True))
    except ParserError as error:
        raise SourceError(NO_TEXT) from error


def _extract(page: HtmlElement) -> tuple[Metadata, str]:
    """Return what trafilatura finds of metadata and main text; what makes it stumble leaves both empty."""
    if page.xpath(_TOO_LARGE):
        return Metadata(), ""
    try:
        found = bare_extraction(
            _prepared(page),
            with_metadata=True,
            include_comments=False,
            date_extraction_params=_DATE_PARAMETERS,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, LxmlError):
        return Metadata(), ""
    if not isinstance(found, Metadata):
        return Metadata(), ""
    return found, _with_paragraphs([_without_empty_cells(line) for line in (found.text or "").split("\n")])


def _with_paragraphs(lines: list[str]) -> str:
    """Return blocks with a blank line between them, the items of a list and the rows of a table without one."""
    between = ("\n" if _LISTED.match(line) and _LISTED.match(after) else "\n\n" for line, after in pairwise(lines))
    return "".join(chain.from_iterable(zip_longest(lines, between, fillvalue="")))


def _without_empty_cells(line: str) -> str:
    return line.strip("| \t") if line.lstrip().startswith("|") else line


def _prepared(page: HtmlElement) -> HtmlElement:
    """Return a copy of a page in which trafilatura loses nothing (measured on manuals made with DocBook).

    Anchors that lead nowhere count as links, and headings with one as navigation. Outside of what it takes for the
    main part it looks for paragraphs alone, so where no part is marked as that, the whole body is. From short pages it
    takes all there is; so what nobody sees is left out.
    """
    page = _without(_UNSEEN, page)
    for anchor in page.xpath("//a[not(@href)]"):
        anchor.drop_tag()
    body = page.find("body")
    if body is not None and not page.xpath(_NAMED_MAIN):
        body.tag = "main"
        SubElement(page, "body").append(body)
    return page


def text_of(data: bytes, declared: str = "") -> str:
    """Return the visible text of the page in `data`, "" if there is none; `declared` goes before its own charset."""
    try:
        return visible_text(parse(data, declared))
    except SourceError:
        return ""


def visible_text(page: HtmlElement) -> str:
    """Return all text of a page that a reader would see in its middle, a line a block."""
    pieces = _pieces(_without(_HIDDEN, page))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def _without(unwanted: str, page: HtmlElement) -> HtmlElement:
    """Return a copy of a page without the elements of an XPath."""
    page = deepcopy(page)
    for element in page.xpath(unwanted):
        element.drop_tree()
    return page


def _pieces(page: HtmlElement) -> Iterator[str]:
    """Yield the pieces of text in a page and a newline around each block."""
    for event, element in iterwalk(page, ("start", "end")):
        if element.tag in _BLOCKS:
            yield "\n"
        # White space in the source is none that a reader sees as a new line.
        yield ((element.text if event == "start" else element.tail) or "").replace("\n", " ")
