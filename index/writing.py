"""Writing to an index: documents in, commits when they are due, nothing half done on an error."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType

from index.directory import IndexDirectory
from index.document import Skip
from index.errors import IndexDirectoryError
from index.schema import Entry, file_term, to_tantivy
from index.state import FileState, Label, State

COMMIT_DOCUMENTS = 50_000
COMMIT_SECONDS = 30.0
RECORDS_PER_FILE = 2**32


class Writing:
    """The one writer of an index, as a context manager: leaving it commits, an exception goes back to the last commit.

    Raises IndexBusy where another process writes, and IndexDirectoryError where Tantivy or the disk fails.
    """

    def __init__(self, index: IndexDirectory, state: State) -> None:
        self._tantivy = index.open_tantivy()
        self._schema = self._tantivy.schema
        self._writer = index.writer(self._tantivy)
        self._state = state
        self._open: FileState | None = None
        self._skips: list[Skip] = []
        self._finished: list[FileState] = []
        self._removed: list[str] = []
        self._labels: list[Label] = []
        self._uncommitted, self._last_commit = 0, time.monotonic()

    def __enter__(self) -> "Writing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with _explained():
            if kind is not None:
                self._writer.rollback()
                return
            if self._finished or self._removed or self._labels or self._uncommitted:
                self._commit()
            self._writer.wait_merging_threads()

    def begin(self, files: Iterable[FileState]) -> None:
        """Note which files are going to be written, before any of them is: a run cut short must know them again."""
        self._state.begin(files)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove the documents of files that are gone."""
        with _explained():
            for path in paths:
                self._writer.delete_documents_by_term("file", file_term(path))
                self._removed.append(path)

    def write(self, file: FileState, entries: Iterable[Entry], skips: Iterable[Skip]) -> None:
        """Add what a file gave, or a part of it; the first part replaces all that it gave before.

        Files come one after the other, the parts of a file in order, and `finish` behind them.
        """
        with _explained():
            self._open = self._added(self._opened(file), entries)
            self._skips += skips
            self._commit_if_due()

    def finish(self, file: FileState) -> None:
        """Take note that nothing more of a file follows, whatever it gave; its fingerprint is kept."""
        with _explained():
            written = replace(self._opened(file), fingerprint=file.fingerprint, skips=tuple(self._skips))
            self._finished.append(written)
            self._open, self._skips = None, []
            self._commit_if_due()

    def _opened(self, file: FileState) -> FileState:
        """Return what was written of a file so far; begin by removing what it gave before."""
        if self._open is None:
            self._writer.delete_documents_by_term("file", file_term(file.path))
            self._open = replace(file, documents=0)
        return self._open

    def replace(self, sequence: int, entry: Entry, path: str, label: Label) -> None:
        """Put a document, from the file at that path on disk, in the place of the one that has its sequence number."""
        with _explained():
            self._writer.delete_documents_by_term("sequence", sequence)
            self._writer.add_document(to_tantivy(entry, path, sequence, self._schema))
            self._labels.append(label)
            self._uncommitted += 1
            self._commit_if_due()

    def _commit_if_due(self) -> None:
        if self._uncommitted >= COMMIT_DOCUMENTS or time.monotonic() - self._last_commit > COMMIT_SECONDS:
            self._commit()

    def _added(self, file: FileState, entries: Iterable[Entry]) -> FileState:
        documents = file.documents
        for entry in entries:
            sequence = file.number * RECORDS_PER_FILE + documents
            self._writer.add_document(to_tantivy(entry, file.path, sequence, self._schema))
            documents += 1
        self._uncommitted += documents - file.documents
        return replace(file, documents=documents)

    def _commit(self) -> None:
        """Commit to Tantivy, then note in the state which files are done: in this order a crash loses nothing.

        Labels are noted before: a crash in between leaves them to whoever reads the document next. The other way round
        they would be lost, as what had asked for the document may not find it any more.
        """
        self._state.label(self._labels)
        self._writer.commit()
        self._state.record(self._finished, self._removed)
        self._finished, self._removed, self._labels = [], [], []
        self._uncommitted, self._last_commit = 0, time.monotonic()


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what Tantivy raises, Rust panics included, into an error that says what to do."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException":
            raise IndexDirectoryError(
                f"The index cannot be written ({error}). It is as of its last commit; when the cause is mended, "
                "run the same command again."
            ) from error
        raise
