"""Plain text: a title, often a line with date and author, and paragraphs that page breaks may have cut in two."""

import re
from collections.abc import Iterator

from index.document import Document, Skip
from index.sources import byline
from index.sources.byline import Byline
from index.sources.source import Columns, SourceFile, read_text
from index.text import one_line

_TITLE_LENGTH = 200
_BYLINE_WITHIN = 5  # lines under the title that are not blank

_IDEOGRAPHIC = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BROKEN_LINE = re.compile(f"([{_IDEOGRAPHIC}、，。「」『』（）]{{14}}[{_IDEOGRAPHIC}、，])\n(?=[{_IDEOGRAPHIC}])")
_GAP = re.compile(r"(\n\s*\n|\f)")
# Headings are shorter than this, the lines that the end of a page cuts off are longer.
_LONG = 50
ENDS_SENTENCE = re.compile(r"[.!?…:;。！？：；｡।॥؟؛۔።։᙮។៕၊။|]\W*$")
"""How the last line of a sentence ends."""
_STARTS_LOWER = re.compile(r"(?=[^\W\d_]+[\s,;:’'-])(\w)")


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a text file: its first line is the title, the rest the text."""
    title, body = split_title(read_text(file))
    found, body = _take_byline(body)
    yield Document(
        id=one_line(file.name),
        title=title,
        text=mend(body).strip() or title,
        path=file.name,
        date=found.date,
        author=found.author,
    )


def split_title(text: str) -> tuple[str, str]:
    """Return the first line of a text and what follows it; if it is overlong, its beginning and the whole text."""
    line, _, rest = text.strip().partition("\n")
    title = one_line(line)
    if len(title) <= _TITLE_LENGTH:
        return title, rest
    cut = title[: _TITLE_LENGTH - 1]
    return (cut.rpartition(" ")[0] or cut) + "…", text.strip()


def below_title(text: str, title: str) -> str:
    """Return a text without its first line if that is the title and not all there is."""
    line, _, rest = text.partition("\n")
    return rest.strip() if one_line(line) == title and rest.strip() else text


def mend(text: str) -> str:
    """Return `text` without page breaks, the paragraphs that they (or blank lines in their stead) cut in two joined.

    Where lines of Chinese or Japanese are broken at a width, nothing stands for the line break: there is no space.
    """
    parts = _GAP.split(_BROKEN_LINE.sub(r"\1", text))
    mended = [parts[0]]
    for gap, part in zip(parts[1::2], parts[2::2], strict=True):
        before = mended[-1].rstrip()
        if _belong_together(before, part.lstrip(), page_break="\f" in gap):
            mended[-1:] = [before, " ", part.lstrip()]
        else:
            mended += [gap.replace("\f", "\n\n"), part]
    return "".join(mended)


def _belong_together(before: str, after: str, *, page_break: bool) -> bool:
    line = before.rpartition("\n")[2].strip()
    if len(line) < _LONG or not after or ENDS_SENTENCE.search(line):
        return False
    start = _STARTS_LOWER.match(after)
    return page_break or bool(start and start[1].islower())


def _take_byline(body: str) -> tuple[Byline, str]:
    """Return what the line with date and author says, and the body without it, unless it says more than that."""
    lines = body.split("\n", 4 * _BYLINE_WITHIN)
    filled = [number for number, line in enumerate(lines) if line.strip()][:_BYLINE_WITHIN]
    for number in filled:
        if found := byline.parse(one_line(lines[number])):
            return found, "\n".join(lines[:number] + lines[number + found.whole :])
    return Byline("", "", whole=False), body
