"""Writing to an index: documents in, commits when they are due, nothing half done on an error."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import cast

import numpy as np

from index.directory import IndexDirectory
from index.document import RECORDS_PER_FILE
from index.errors import IndexDirectoryError, is_panic
from index.forward_log import ForwardLog, Row
from index.near_copies import SignatureLog
from index.schema import Entry, file_term, to_tantivy
from index.state import FileState, Label, State
from index.types import NumberedTokens
from index.work import CopyNote, Result

COMMIT_DOCUMENTS = 50_000
COMMIT_SECONDS = 30.0


class Writing:
    """The one writer of an index, as a context manager: leaving it commits, an exception goes back to the last commit.

    `files` counts those finished, `removed` those gone, `documents` those added, `exact_copies` those that were not.
    Its user holds the lock. Raises IndexDirectoryError where Tantivy or the disk fails.
    """

    def __init__(self, index: IndexDirectory, state: State) -> None:
        self._tantivy = index.open_tantivy()
        self._schema = self._tantivy.schema
        self._writer = index.writer(self._tantivy)
        self._state = state
        self._forward = ForwardLog(index.path)
        self._signatures = SignatureLog(index.path)
        self._open: FileState | None = None
        self._is_whole = True
        self._finished: list[FileState] = []
        self._removed: list[FileState] = []
        self._labels: list[Label] = []
        self.files = self.removed = self.documents = self.exact_copies = 0
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
            self._forward.tidy()
            self._signatures.group()

    def begin(self, files: Sequence[FileState], vanished: Sequence[FileState], pending: Sequence[FileState]) -> None:
        """Note which files are going to be written, before any of them is: a run cut short must know them again.

        The documents of those that vanished are removed; `pending` are to be read another time.
        """
        self._state.begin(files, vanished, pending)
        with _explained():
            for file in vanished:
                self._remove(file)
                self._removed.append(file)
                self.removed += 1

    def write(self, file: FileState, result: Result) -> None:
        """Add what a file gave, or a part of it; the first part replaces all it gave before.

        Files come one after the other, the parts of a file in order, and `finish` behind them. Of exact copies only the
        first is added; of the others it is noted where they are.
        """
        with _explained():
            self._open = self._added(self._opened(file), result)
            self._is_whole &= result.is_final
            self._state.failures.add(file.number, result.skips)
            self._uncommitted += len(result.skips)
            for copy in result.copies:
                self._note_copy(file, copy)
            self._commit_if_due()

    def finish(self, file: FileState) -> None:
        """Take note that nothing more of a file follows; its fingerprint is kept unless another try may give more."""
        with _explained():
            written = self._opened(file)
            self._finished.append(replace(written, fingerprint=file.fingerprint if self._is_whole else ""))
            self._open = None
            self.files += 1
            self._commit_if_due()

    def _opened(self, file: FileState) -> FileState:
        """Return what was written of a file so far; begin by removing what it gave before."""
        if self._open is None:
            self._remove(file)
            self._state.open(file)
            self._open, self._is_whole = replace(file, documents=0), True
        return self._open

    def _remove(self, file: FileState) -> None:
        self._writer.delete_documents_by_term("file", file_term(file.path))
        self._forward.remove(file.number)
        self._signatures.remove(file.number)

    def replace(self, sequence: int, entry: Entry, tokens: NumberedTokens, path: str, label: Label) -> None:
        """Put a document, from the file at that path on disk, in the place of the one that has its sequence number."""
        with _explained():
            self._writer.delete_documents_by_term("sequence", sequence)
            self._writer.add_document(to_tantivy(entry, path, sequence, self._schema))
            self._forward.add(tokens, [_row(sequence, entry)])
            self._labels.append(label)
            self._uncommitted += 1
            self._commit_if_due()

    def _commit_if_due(self) -> None:
        if self._uncommitted >= COMMIT_DOCUMENTS or time.monotonic() - self._last_commit > COMMIT_SECONDS:
            self._commit()

    def _added(self, file: FileState, result: Result) -> FileState:
        first = sequence = file.number * RECORDS_PER_FILE + file.documents
        rows = list[Row]()
        claimed = np.array(self._state.copies.claim((entry.digest for entry in result.entries), first), np.bool_)
        for entry, is_first in zip(result.entries, claimed.tolist(), strict=True):
            if not is_first:
                self._note_copy(file, entry)
                continue
            self._writer.add_document(to_tantivy(entry, file.path, sequence, self._schema))
            rows.append(_row(sequence, entry))
            sequence += 1
        of_added = np.repeat(claimed, np.array([entry.length for entry in result.entries], np.int64))
        self._forward.add(NumberedTokens(result.tokens.types, result.tokens.tokens[of_added]), rows)
        self._signatures.add(np.arange(first, sequence), result.signatures[claimed])
        self.documents += len(rows)
        self._uncommitted += len(rows)
        return replace(file, documents=file.documents + len(rows))

    def _note_copy(self, file: FileState, copy: Entry | CopyNote) -> None:
        self._state.copies.add(file.number, copy.digest, copy.id, copy.locator)
        # What it is a copy of may have been lost with a worker: then it wants another try.
        self._is_whole &= self._state.copies.sequence_of(copy.digest) is not None
        self.exact_copies += 1
        self._uncommitted += 1

    def _commit(self) -> None:
        """Commit to Tantivy, then note in the state which files are done: in this order a crash loses nothing.

        Labels are noted before: a crash in between leaves them to whoever reads the document next. The other way round
        they would be lost, as what had asked for the document may not find it any more.
        """
        if self._labels:
            self._state.label(self._labels)
        self._forward.commit()
        self._writer.commit()
        self._signatures.commit()
        self._state.record(self._finished, self._removed)
        self._finished, self._removed, self._labels = [], [], []
        self._uncommitted, self._last_commit = 0, time.monotonic()


def _row(sequence: int, entry: Entry) -> Row:
    """Return the row of a document in the forward index."""
    return Row(sequence, entry.length, cast(int, entry.fields.get("year", 0)), cast(str, entry.fields["language"]))


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what Tantivy raises, Rust panics included, into an error that says what to do."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError | OSError) or is_panic(error):
            raise IndexDirectoryError(
                f"The index cannot be written ({error}). It is as of its last commit; when the cause is mended, "
                "run the same command again."
            ) from error
        raise
