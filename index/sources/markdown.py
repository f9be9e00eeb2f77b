"""Markdown: what a reader of the rendered page sees, a paragraph a block, and what the front matter tells."""

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.records import Facts, facts
from index.sources.source import NO_TEXT, Columns, SourceFile, read_text
from index.sources.text import below_title, split_title
from index.text import clean, one_line

# Larger ones are read as they are: parsing takes 2 seconds and 80 MB of memory for each megabyte.
_LARGEST = 4 * 1024 * 1024

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.{0,65536}?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_PARSER = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a Markdown file; SourceError if it shows no text."""
    known, source = _front_matter(read_text(file))
    blocks = _shown_blocks(source)
    body = "\n\n".join(text for _, text in blocks)
    if not body:
        raise SourceError(NO_TEXT)
    heading = next((text for kind, text in blocks if kind == "heading"), body)
    title = known.title or split_title(heading)[0]
    yield replace(known, title=title).document(id=one_line(file.name), path=file.name, text=below_title(body, title))


def _front_matter(source: str) -> tuple[Facts, str]:
    """Return what the YAML in front of a text says, and the text; what is no YAML with fields is part of the text."""
    match = _FRONT_MATTER.match(source)
    try:
        # The base loader makes nothing but strings, so a date or a title "No" comes as it was written.
        record = yaml.load(match[1], Loader=yaml.BaseLoader) if match else None  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return Facts(), source
    if not match or not isinstance(record, dict):
        return Facts(), source
    return facts({name: value for name, value in record.items() if isinstance(name, str)}), source[match.end() :]


def _shown_blocks(source: str) -> list[tuple[str, str]]:
    """Return the kind and the clean text of each block that shows any."""
    if len(source) > _LARGEST:
        return [("source", source.strip())]
    blocks = ((kind, clean(text).strip()) for kind, text in _blocks(_PARSER.parse(source)))
    return [(kind, text) for kind, text in blocks if text]


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each block; a row of a table is one."""
    cells: list[str] = []
    for before, token in zip([Token("", "", 0), *tokens], tokens, strict=False):
        if token.type == "tr_close":
            yield "row", " | ".join(cells)
            cells = []
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            cells.append(_inline(token))
        elif token.type == "inline":
            yield before.type.removesuffix("_open"), _inline(token)
        elif token.type in ("fence", "code_block"):
            yield "code", token.content


def _inline(token: Token) -> str:
    return "".join(_BREAKS.get(child.type) or _shown(child) for child in token.children or ())


def _shown(child: Token) -> str:
    """Return the text of a piece of a line: of an image what stands for it, of HTML nothing."""
    return "" if child.type == "html_inline" else child.content
