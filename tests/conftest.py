"""What tests of several packages need: a folder of texts and its index."""

import json
import shutil
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from index.analysis import analyzer
from index.directory import IndexDirectory
from index.document import Document
from index.folding import surface
from index.forward import ForwardIndex
from index.groups import groups_file
from index.pipeline import Summary, index_sources
from index.schema import analyse
from index.signatures import signatures
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from index.state import FileState
from index.types import TypeNumbers
from index.work import Result
from index.writing import Writing
from search.request import SearchRequest
from search.response import Hit, SearchResponse
from search.searcher import Searcher
from tests.sources_fixtures import Reading

# How long an example takes is the machine's matter.
settings.register_profile("any time", deadline=None)
settings.load_profile("any time")

COMMAND = str(Path(sys.executable).with_name("fundstelle"))
ReadFile = Callable[..., list[Any]]
EXAMPLES = Path(__file__).parent.parent / "examples" / "corpus"


@dataclass(frozen=True)
class Library:
    """A folder of texts, and the index of it."""

    folder: Path
    index: Path

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files into the folder."""
        for name, content in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def update(self, workers: int = 1) -> Summary:
        """Bring the index in step with the folder."""
        return index_sources([self.folder], self.index, workers=workers)

    def searcher(self) -> Searcher:
        """Open the index."""
        return Searcher.open(self.index)

    def search(self, q: str = "", **request: object) -> SearchResponse:
        """Open the index and ask it."""
        return self.searcher().search(SearchRequest(q=q, **request))  # type: ignore[arg-type]

    def found(self, q: str = "", **request: object) -> set[str]:
        """Return the ids of the hits."""
        return {hit.document.id for hit in self.search(q, **request).hits}


def records(*rows: Mapping[str, str]) -> str:
    """Return rows as JSON Lines."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def marked(hit: Hit) -> list[str]:
    """Return what is highlighted in a hit's snippets."""
    return [snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.highlights]


BILINGUAL = (EXAMPLES / "night-trains" / "beide-ufer.de-fr.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
"""A text of which more than half is German, the rest French."""

TONGUES = {
    "de": "Der Mond steht über den Häusern der Stadt, und die Gespräche sind zu Ende.",
    "en": "The moon stands above the houses of the town, and the talks are over.",
    "fr": "La lune brille sur les maisons de la ville, et les entretiens sont finis.",
    "und": "Zxqv plugh xyzzy.",
}

TEXTS = {
    "a.txt": "First\n\nThe moon is bright.",
    "sub/b.md": "# Second\n\nThe sun is bright.",
    "c.jsonl": records({"id": "1", "text": "The star is far."}),
}


def hold(library: Library, *documents: Document, path: str = "/somewhere") -> None:
    """Write documents into the index as they are, as those of a file, with the tags that they have, copies too."""
    index = IndexDirectory.create(library.index)
    with index.state() as state, Writing(index, state) as writing:
        file = FileState(state.next_number(), path, path[1:])
        writing.begin([file], [], [])
        numbers = TypeNumbers()
        entries = [analyse(document, numbers)._replace(digest=document.id.encode()) for document in documents]
        writing.write(file, Result(entries, numbers.numbered(), signatures(entry.words for entry in entries)))
        writing.finish(file)


def make_copies(library: Library, *groups: Sequence[str]) -> None:
    """Note that documents, given by their ids, are near copies of each other."""
    numbers = {document.id: sequence for sequence, document in library.searcher().numbered(SearchRequest())}
    pairs = [(numbers[id], min(numbers[one] for one in group)) for group in groups for id in group]
    columns = [*zip(*sorted(pairs), strict=True), *zip(*sorted((group, one) for one, group in pairs), strict=True)]
    file = groups_file(library.index)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(array("q", chain.from_iterable(columns)).tobytes())


def contents(library: Library) -> list[Document]:
    """Return everything in the index, in an order of its own."""
    found = Searcher.open(library.index).export(SearchRequest())
    return sorted(found, key=lambda document: (document.path, document.locator))


def rebuilt(library: Library) -> list[Document]:
    """Return what an index built from nothing would hold."""
    again = Library(library.folder, library.index.with_name("rebuilt"))
    shutil.rmtree(again.index, ignore_errors=True)
    again.update()
    return contents(again)


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Reads `content` as the file of the given name."""

    def reader(name: str, content: str | bytes, **columns: str) -> list[Any]:
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read(SourceFile(path, name), Columns(**columns)))

    return reader


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty folder, not yet indexed."""
    folder = tmp_path / "texts"
    folder.mkdir()
    return Library(folder, tmp_path / "index")


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Reads bytes as the content of a file with a name."""
    return Reading(tmp_path)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The bundled texts and their index; not to be changed."""
    library = Library(EXAMPLES, tmp_path_factory.mktemp("examples") / "index")
    library.update()
    return library


def sentences(factory: pytest.TempPathFactory, texts: Mapping[str, tuple[str, str]]) -> Library:
    """Return an index of sentences, given by their ids with their languages."""
    folder = factory.mktemp("sentences")
    library = Library(folder, folder / "index")
    hold(library, *(Document(id, "", text, id, language=tag) for id, (tag, text) in texts.items()))
    return library


@pytest.fixture(scope="session")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """As many documents in each of a few languages, one of them in none; not to be changed."""
    folder = tmp_path_factory.mktemp("tongues")
    library = Library(folder, folder / "index")
    documents = [
        Document(f"{tag}-{number}", "", f"{text} {number} Istanbul.", f"{tag}-{number}", language=tag)
        for tag, text in TONGUES.items()
        for number in range(10)
    ]
    hold(library, *documents)
    return library


def forward_of(library: Library) -> ForwardIndex:
    """Open the forward index."""
    return ForwardIndex(IndexDirectory.open(library.index).forward())


def tokens_kept(library: Library) -> dict[int, list[tuple[str, str, str]]]:
    """Return the tokens of each document as the forward index has them, by its sequence number."""
    index = forward_of(library)
    found: dict[int, list[tuple[str, str, str]]] = {}
    for rows, tokens in index.batches(np.arange(len(index.documents))):
        at = 0
        for row in index.documents[rows]:
            end = at + int(row["tokens"])
            types = tokens[at:end].tolist()
            found[int(row["sequence"])] = [index.types.line(type) for type in types]
            at = end
    return found


def tokens_made(library: Library) -> dict[int, list[tuple[str, str, str]]]:
    """Return the tokens of each document as the analyzer makes them of its text."""
    return {
        sequence: [
            (token.word, surface(document.text[token.start : token.end]), token.stem)
            for token in analyzer(document.language).tokens(document.text)
        ]
        for sequence, document in library.searcher().numbered(SearchRequest())
    }
