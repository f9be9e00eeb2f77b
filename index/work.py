"""What is done with a file, mostly in a worker process: read, tag, analyse."""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.document import Document, Skip
from index.errors import SourceAway, SourceError
from index.remote import local
from index.schema import Entry, analyse
from index.signatures import NONE, Signatures, signatures
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from index.state import FileState
from index.tagging import Labels, tag_all
from index.tags import Trust
from index.text import digest
from index.types import NumberedTokens, TypeNumbers

ITEM_CHARACTERS = 200
"""What an item weighs beside its text."""


MAX_SEEN = 1_000_000
"""How many texts of a file are known to have been met in it: 100 MB."""


class CopyNote(NamedTuple):
    """What is left of a document that is an exact copy of one met before; its text has so many characters."""

    id: str
    locator: str
    digest: bytes
    characters: int


Item = Document | CopyNote | Skip


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, or a batch of what was read of it.

    `size` are the bytes to read, `weight` is about the characters of text that they hold, `labels` the tags set by hand
    in the file. `is_split` says that others shall tag and analyse what is read of it. The batch is pickled, so that the
    process which passes it on has nothing to do with what is in it.
    """

    file: FileState
    size: int
    weight: int
    labels: Labels
    is_split: bool = False
    batch: bytes = b""

    @property
    def extent(self) -> str:
        """Which part of its file it is, if a batch: "line 1 to line 20"; empty for all of it."""
        locators = [item.locator for item in self.items if item.locator]
        return f"{locators[0]} to {locators[-1]}" if locators else ""

    @property
    def items(self) -> tuple[Item, ...]:
        """What is in the batch."""
        return pickle.loads(self.batch) if self.batch else ()  # noqa: S301 - our own


@dataclass(frozen=True, slots=True)
class Result:
    """What a task gave, or a part of it: documents with their signatures, copies of earlier ones, what was left out.

    `tokens` are those of the documents, side by side; `characters` is about how much text that was.
    """

    entries: list[Entry] = field(default_factory=list)
    tokens: NumberedTokens = field(default_factory=TypeNumbers().numbered)
    signatures: Signatures = field(default_factory=lambda: NONE)
    skips: list[Skip] = field(default_factory=list)
    copies: list[CopyNote] = field(default_factory=list)
    characters: int = 0

    @property
    def is_final(self) -> bool:
        """Whether another try would give the same."""
        return not any(skip.is_passing for skip in self.skips)


Part = Task | Result


class Work:
    """What a process does."""

    def __init__(self, columns: Columns, trust: Trust, batch: int) -> None:
        """Work on `batch` characters of text at a time; `columns` and `trust` as for `pipeline.index_sources`."""
        self._columns = columns
        self._trust: Trust = trust
        self._batch = batch

    def __call__(self, task: Task, alive: Callable[[], None]) -> Iterator[Part]:
        """Yield what a task gives, in order; if it is split, the tasks it makes.

        `alive` is called now and then while there is nothing to yield yet.
        """
        if task.batch:
            yield self._result(task.items, task.labels)
            return
        read = _read(task.file, self._columns, alive)
        for batch in _batches(_copies_told(read), self._batch):
            yield _part_of(task, batch) if task.is_split else self._result(batch, task.labels)

    def here(self, task: Task) -> Iterator[Result]:
        """Yield what a task gives in the end: also that of the tasks it makes."""
        for part in self(task, _nothing):
            yield from self.here(part) if isinstance(part, Task) else (part,)

    def _result(self, items: Sequence[Item], labels: Labels) -> Result:
        documents = [item for item in items if isinstance(item, Document)]
        numbers = TypeNumbers()
        entries = [analyse(document, numbers) for document in tag_all(documents, labels, self._trust)]
        return Result(
            entries=entries,
            tokens=numbers.numbered(),
            signatures=signatures(entry.words for entry in entries),
            skips=[item for item in items if isinstance(item, Skip)],
            copies=[item for item in items if isinstance(item, CopyNote)],
            characters=sum(map(_weight, items)),
        )


def _nothing() -> None:
    """Do nothing: nobody waits."""


def _copies_told(items: Iterable[Document | Skip]) -> Iterator[Item]:
    """Yield what is read of a file, a mere note where a text was met in it before: that one is written earlier."""
    seen = set[bytes]()
    for item in items:
        if isinstance(item, Skip):
            yield item
        elif (found := digest(item.title, item.text)) in seen:
            yield CopyNote(item.id, item.locator, found, len(item.text))
        else:
            if len(seen) < MAX_SEEN:
                seen.add(found)
            yield item


def _read(file: FileState, columns: Columns, alive: Callable[[], None]) -> Iterator[Document | Skip]:
    """Yield what is in a file; one that cannot be read, or not to its end, gives a Skip that says why."""
    try:
        with local(file.path, alive) as path:
            yield from read(SourceFile(path, file.name), columns)
    except SourceError as error:
        yield Skip(str(error), is_passing=isinstance(error, SourceAway))


def _batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    batch, characters = list[Item](), 0
    for item in items:
        batch.append(item)
        characters += _weight(item)
        if characters >= size:
            yield tuple(batch)
            batch, characters = [], 0
    if batch:
        yield tuple(batch)


def _weight(item: Item) -> int:
    match item:
        case Document():
            return ITEM_CHARACTERS + len(item.text)
        case CopyNote():  # as much as the document: where batches end does not depend on what was met before
            return ITEM_CHARACTERS + item.characters
        case Skip():
            return ITEM_CHARACTERS


def _part_of(task: Task, batch: tuple[Item, ...]) -> Task:
    weight = sum(map(_weight, batch))
    return Task(task.file, 0, weight, _labels_of(batch, task.labels), batch=pickle.dumps(batch))


def _labels_of(batch: Iterable[Item], labels: Labels) -> Labels:
    """Return those labels that a batch has use for."""
    places = {place for one in batch if isinstance(one, Document) for place in ((one.id, one.locator), (one.id, ""))}
    return {place: labels[place] for place in places if place in labels} if labels else labels
