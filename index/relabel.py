"""Changing language tags in place: from the stored texts, without the sources, and remembered for later updates."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import tantivy

from index import lock
from index.directory import IndexDirectory
from index.document import RECORDS_PER_FILE, Document
from index.pipeline import Progress
from index.schema import analyse
from index.state import Label
from index.tagging import tag_all
from index.types import TypeNumbers
from index.writing import Writing

Changes = Counter[tuple[str, str]]
"""How many documents were changed, by the tags before and after."""


def relabel(
    directory: Path,
    matches: Callable[[], Iterable[tuple[int, Document]]],
    tag: str,
    progress: Progress,
) -> Changes:
    """Give documents of the index at `directory` a tag for good, or with an empty one that which they had without.

    `matches` is called once nobody else can write, and gives the documents with their sequence numbers. They are
    analysed anew, and keep the tag when their sources are read again. Raises IndexDirectoryError where the index
    cannot be written: it is then as of its last commit.
    """
    index, changes = IndexDirectory.open(directory), Changes()
    with index.state() as state, lock.held(index.path), Writing(index, state) as writing:
        _, trust = index.settings()
        paths = {file.number: file.path for file in state.files().values()}
        is_unique = _uniqueness(index.open_tantivy())
        for sequence, document in matches():
            (now,) = tag_all([document], {(document.id, ""): tag}, trust)
            if now != document:
                label = Label(document.path, document.id, document.locator, is_unique(document.id), tag)
                numbers = TypeNumbers()
                entry = analyse(now, numbers)
                writing.replace(sequence, entry, numbers.numbered(), paths[sequence // RECORDS_PER_FILE], label)
                changes[document.language, now.language] += 1
            progress.advance(1, 1)
    return changes


def _uniqueness(index: tantivy.Index) -> Callable[[str], bool]:
    """Return what tells whether only one document of an index has an id."""
    searcher, schema = index.searcher(), index.schema

    def is_unique(id: str) -> bool:
        with_it = tantivy.Query.term_query(schema, "id", id, index_option="basic")
        return len(searcher.search(with_it, limit=2, count=False).hits) == 1

    return is_unique
