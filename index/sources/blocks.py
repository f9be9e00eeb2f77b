"""From the XML of an office file to what it shows: paragraphs, and tables a row a line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.errors import SourceError
from index.sources.assembly import Section
from index.sources.packages import Event
from index.sources.source import LIMIT, TOO_LARGE

Kind = Literal["body", "paragraph", "cell", "row", "sheet cell", "sheet row", "table"]

_GLUE: Mapping[Kind, str] = {
    "body": "\n\n",
    "paragraph": "",
    "cell": "\n",
    "row": " | ",
    "sheet cell": " ",
    "sheet row": "\t",
    "table": "\n",
}
_MOST_SPACES = 1000
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the elements of a format mean.

    `kinds` are those that make blocks, `marks` what some stand for ("tab"), `skipped` those of which nothing is shown.
    Text counts within a paragraph; if there are `runs`, only within those. `sections` begin a part of the file.
    """

    kinds: Mapping[str, Kind]
    marks: Mapping[str, str]
    skipped: frozenset[str]
    runs: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Block:
    kind: Kind
    pieces: list[str] = field(default_factory=list)
    # What is anchored within a paragraph, as footnotes and text boxes are, does not interrupt it.
    anchored: list[str] = field(default_factory=list)

    def text(self) -> str:
        glue = _GLUE[self.kind]
        if self.kind == "row" and any("\n" in piece for piece in self.pieces):
            glue = "\n"
        return glue.join(self.pieces).strip()

    def add(self, texts: Iterable[str]) -> None:
        place = self.anchored if self.kind == "paragraph" else self.pieces
        place += filter(None, texts)


def sections(events: Iterable[Event], grammar: Grammar) -> Iterator[Section]:
    """Yield each section with its name, and without one what stands outside; SourceError if there is too much text."""
    shown = _Shown(grammar)
    names: list[str] = []
    for event, what, attributes in events:
        if event == "text":
            shown.write(what)
            continue
        if event == "start" and what in grammar.sections:
            yield Section(shown.take())
            names.append(attributes.get("name") or "unnamed")
        shown.open(what, attributes) if event == "start" else shown.close(what)
        if event == "end" and what in grammar.sections:
            yield Section(shown.take(), names.pop())
    yield Section(shown.take())


class _Shown:
    """The blocks that are open, the outermost first, and those done."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._stack = [_Block("body")]
        self._skipped = 0
        self._runs = 0
        self._room = LIMIT

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        self._skipped += name in self._grammar.skipped
        self._runs += name in self._grammar.runs
        if name in self._grammar.marks and not self._skipped:
            self._put(self._grammar.marks[name] * _count(attributes))
        if name in self._grammar.kinds:
            self._stack.append(_Block(self._grammar.kinds[name]))

    def close(self, name: str) -> None:
        self._skipped -= name in self._grammar.skipped
        self._runs -= name in self._grammar.runs
        if name in self._grammar.kinds:
            block = self._stack.pop()
            self._stack[-1].add([block.text(), *block.anchored])

    def write(self, text: str) -> None:
        if self._skipped or (self._grammar.runs and not self._runs):
            return
        # In Office runs white space counts, else it is that of XML.
        self._put(text if self._grammar.runs else _BLANKS.sub(" ", text))

    def take(self) -> str:
        """Return what the outermost block holds, and empty it."""
        text = self._stack[0].text()
        self._stack[0].pieces.clear()
        return text

    def _put(self, text: str) -> None:
        self._room -= len(text)
        if self._room < 0:
            raise SourceError(TOO_LARGE)
        if self._stack[-1].kind == "paragraph":
            self._stack[-1].pieces.append(text)


def _count(attributes: Mapping[str, str]) -> int:
    """Return how many of a mark there are: OpenDocument counts spaces."""
    count = attributes.get("c", "1")
    return min(int(count), _MOST_SPACES) if count.isascii() and count.isdecimal() and len(count) < 9 else 1
