"""What is inside a file (of an archive, a mailbox, an e-mail, a web archive) is read like any file, one at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import registry
from index.sources.compression import Readable, sound
from index.sources.scratch import temporary_file
from index.sources.source import Columns, SourceFile
from index.sources.unpacking import Budget, TooMuch, copy

DEPTH = 4
"""So many files may be inside one another."""

_IN_MEMORY = 8 * 1024 * 1024
"""A larger member is unpacked to disk."""


class Members:
    """Reads the members of a file; SourceError if that is itself too deep inside of others."""

    def __init__(self, file: SourceFile, columns: Columns) -> None:
        if file.depth >= DEPTH:
            raise SourceError(f"more than {DEPTH} files inside one another")
        self._file, self._columns = file, columns
        self.budget = file.budget or Budget.of(file.path)
        self._again = 0
        self._seen = set[int]()  # hashes: the names of a million members are large

    def read(self, name: str, opened: Callable[[], Readable], place: str = "") -> Iterator[Document | Skip]:
        """Yield what a member gives, with its place in the file; a Skip with the reason where it cannot be read.

        `name` makes its id and tells its format where its content does not; it is also its place unless that is given.
        TooMuch ends the file.
        """
        self.budget.take_member()
        place = place or name
        try:
            with self._unpacked(name, opened) as member:
                for item in registry.read(member, self._columns):
                    yield self._placed(item, place)
        except (TooMuch, MemoryError):
            raise
        except Exception as error:  # one member must not cost the others
            yield Skip(registry.reason(error), place, registry.is_passing(error))

    def told_apart(self, name: str) -> str:
        """Return the name of a member, with a number if there was one of that name before."""
        key = hash(name.encode(errors="surrogatepass"))  # of the bytes: as texts, Python gives "eg" and "来" the same
        if key not in self._seen:
            self._seen.add(key)
            return name
        self._again += 1
        suffix = PurePosixPath(name).suffix
        return f"{name.removesuffix(suffix)} ({self._again + 1}){suffix}"

    @contextmanager
    def _unpacked(self, name: str, opened: Callable[[], Readable]) -> Iterator[SourceFile]:
        damage = list[str]()
        member = SourceFile(
            self._file.path, f"{self._file.name}#{name}", depth=self._file.depth + 1, budget=self.budget, damage=damage
        )
        with sound(opened(), "packed", damage) as stream:
            start = stream.read(_IN_MEMORY)
            self.budget.take(len(start))
            if len(start) < _IN_MEMORY:
                yield replace(member, content=start)
                return
            with temporary_file() as target:
                target.write(start)
                copy(stream, target, self.budget)
                yield replace(member, path=Path(target.name))

    def _placed(self, item: Document | Skip, place: str) -> Document | Skip:
        place = f"{place}, {item.locator}" if item.locator else place
        if isinstance(item, Skip):
            return replace(item, locator=place)
        return replace(item, path=self._file.name, locator=place)
