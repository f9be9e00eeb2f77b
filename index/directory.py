"""The directory of an index, and the only door that creates or opens one.

    fundstelle.json   the versions it was written with, the columns asked for, and whose language tags count
    tantivy/          the documents and their postings
    state.sqlite      what became of each file (`index.state`), with its log beside it
    forward/          the tokens of each document (`index.forward_files`)
    copies/           which documents are near copies (`index.near_copies`)
    writer.lock       held by whoever writes (`index.lock`)

Tantivy is always committed before the state: after a crash between the two the same files are read once more, and
replace what they had given.
"""

import json
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import tantivy

from index import lock
from index.analysis import ANALYSIS_VERSION
from index.durable import replacing
from index.errors import IndexDamaged, IndexDirectoryError, IndexIncompatible, IndexMissing
from index.forward_files import ForwardFiles
from index.groups import Groups, groups_file
from index.schema import FORMAT_VERSION, build_schema, register_tokenizer
from index.sources.source import Columns
from index.state import STATE_VERSION, State
from index.tags import Trust

MANIFEST = "fundstelle.json"
VERSIONS = {"format": FORMAT_VERSION, "analysis": ANALYSIS_VERSION, "state": STATE_VERSION}
WRITER_MEMORY = 256_000_000
MAX_LANGUAGES = 10_000
"""How many language tags are counted, the most frequent ones."""


def is_index(path: Path) -> bool:
    """Tell whether a folder is an index, as far as it can be looked into."""
    try:
        return (path / MANIFEST).is_file()
    except OSError:
        return False


def _manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of the index at `path`; raise IndexDirectoryError of a kind where it cannot be read."""
    try:
        return {**json.loads((path / MANIFEST).read_text(encoding="utf-8"))}
    except PermissionError as error:
        raise IndexDirectoryError(f"The index at {path} cannot be read: permission denied.") from error
    except (OSError, ValueError, TypeError, RecursionError) as error:  # TypeError: JSON, but no object
        if not is_index(path):
            build = "fundstelle index SOURCE... --index DIR"
            raise IndexMissing(f"There is no index at {path}. Build one with: {build}") from error
        raise IndexDamaged(f"{path / MANIFEST} cannot be read ({error}). Delete {path} and build it anew.") from error


def _write_manifest(path: Path, columns: Columns, trust: Trust = "best") -> None:
    """Write the manifest, so that it is whole at any moment, also should the machine lose its power."""
    with replacing(path / MANIFEST) as file:
        file.write(json.dumps(VERSIONS | {"columns": asdict(columns), "trust": trust}).encode())


def _is_ours(name: str) -> bool:
    """Tell whether an index that was begun, but cut short, may hold something of that name."""
    return name in {"tantivy", lock.LOCK_FILE} or name.startswith(("state.sqlite", MANIFEST))


def _written(file: Path) -> tuple[int, int] | None:
    """Return what changes whenever a file is written anew, None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


class IndexDirectory:
    """An index on disk; get one by `create` or `open`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, path: Path) -> "IndexDirectory":
        """Return the index at `path`; raise IndexDirectoryError, mostly one of its own kinds, with what to do."""
        found = _manifest(path)
        if {name: found.get(name) for name in VERSIONS} != VERSIONS:
            raise IndexIncompatible(
                f"The index at {path} was built by another version of Fundstelle. "
                f"Delete it, or name another place with --index, and build it anew: fundstelle index SOURCE..."
            )
        return cls(path)

    @classmethod
    def create(cls, path: Path) -> "IndexDirectory":
        """Return the index at `path`, made empty if there is none; refuse a folder that holds anything else."""
        if is_index(path):
            return cls.open(path)
        try:
            if path.exists() and not all(_is_ours(entry.name) for entry in path.iterdir()):
                raise IndexDirectoryError(f"{path} is not an index and not empty. Name another place with --index.")
            (path / "tantivy").mkdir(parents=True, exist_ok=True)
            tantivy.Index(build_schema(), path=str(path / "tantivy"))
            with State.create(path / "state.sqlite"):
                pass
            _write_manifest(path, Columns())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise IndexDirectoryError(f"No index can be made at {path}: {reason}.") from error
        return cls(path)

    def settings(self) -> tuple[Columns, Trust]:
        """Return the columns asked for last, and whose language tags count."""
        manifest = _manifest(self.path)
        return Columns(**manifest.get("columns", {})), manifest.get("trust", "best")

    def changed_settings(self, columns: Columns, trust: Trust | None) -> tuple[Columns, Trust]:
        """Return what is asked for now, what is left open as it was asked for last; and remember it."""
        before = self.settings()
        named = {name: column for name, column in asdict(columns).items() if column}
        now = replace(before[0], **named), trust or before[1]
        if now != before:
            _write_manifest(self.path, *now)
        return now

    def open_tantivy(self) -> tantivy.Index:
        """Open the Tantivy index, ready for reading and writing."""
        try:
            index = tantivy.Index.open(str(self.path / "tantivy"))
        except (ValueError, OSError) as error:
            if "PermissionDenied" in str(error):
                raise IndexDirectoryError(
                    f"The index at {self.path} cannot be opened: to read it, too, a lock file has to be written in it."
                ) from error
            raise IndexDamaged(f"The index at {self.path} cannot be read ({error}). Build it anew.") from error
        register_tokenizer(index)
        return index

    def writer(self, index: tantivy.Index) -> tantivy.IndexWriter:
        """Return the one writer, for whoever holds the lock. One thread, as Python feeds it.

        Raises IndexBusy where something else than Fundstelle has it.
        """
        try:
            return index.writer(WRITER_MEMORY, 1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise lock.busy(self.path) from error
            raise IndexDirectoryError(f"The index at {self.path} cannot be written: {error}") from error

    def state(self) -> State:
        """Open what is known of the files."""
        return State(self.path / "state.sqlite")

    def forward(self) -> ForwardFiles:
        """Open the forward index."""
        return ForwardFiles.open(self.path)

    def groups(self) -> Groups:
        """Open what is known of near copies."""
        return Groups.open(self.path)

    def languages(self) -> dict[str, int]:
        """Return the number of documents of each language tag, the most frequent first."""
        wanted = {"tags": {"terms": {"field": "language", "size": MAX_LANGUAGES}}}
        found = self.open_tantivy().searcher().aggregate(tantivy.Query.all_query(), wanted)
        return {bucket["key"]: int(bucket["doc_count"]) for bucket in found["tags"]["buckets"]}

    def size(self) -> int:
        """Return the bytes that the index takes on disk."""
        total = 0
        for file in self.path.rglob("*"):
            with suppress(FileNotFoundError):  # merged away while we looked
                total += file.stat().st_size
        return total

    def stamp(self) -> tuple[object, object] | None:
        """Return what changes with every commit, cheaply: when Tantivy's list of segments and the groups were written.

        None where there is no such list.
        """
        segments = _written(self.path / "tantivy" / "meta.json")
        return segments and (segments, _written(groups_file(self.path)))
