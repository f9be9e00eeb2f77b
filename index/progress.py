"""Telling people how far a run has come: a bar on a terminal, now and then a line elsewhere."""

import sys
import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import NoReturn

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 10.0


class Bar(AbstractContextManager["Bar"]):
    """A progress bar on standard error, with rate and time left."""

    def __init__(self, what: str, unit: str) -> None:
        self._what, self._unit = what, unit
        self._bar: tqdm[NoReturn] | None = None
        self._documents = 0

    def start(self, total: int) -> None:
        """Show the bar, for a total of bytes or whatever the unit is."""
        self._bar = tqdm(
            total=total, unit=self._unit, unit_scale=True, desc=self._what, dynamic_ncols=True, file=sys.stderr
        )

    def advance(self, size: int, documents: int) -> None:
        """Move it on."""
        self._documents += documents
        if self._bar is not None:
            self._bar.set_postfix_str(f"{self._documents:,} documents", refresh=False)
            self._bar.update(size)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()


class Lines(AbstractContextManager["Lines"]):
    """A plain line on standard error every ten seconds, for logs."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._total = self._done = self._documents = 0
        self._last = time.monotonic()

    def start(self, total: int) -> None:
        """Take note of the total."""
        self._total = total

    def advance(self, size: int, documents: int) -> None:
        """Print a line if it is time."""
        self._done += size
        self._documents += documents
        if time.monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            share = self._done / max(1, self._total)
            print(f"{self._what}: {share:.0%}, {self._documents:,} documents", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """There is nothing to tidy up."""


def progress(what: str = "Indexing", unit: str = "B") -> Bar | Lines:
    """Return what fits where standard error goes; `unit` is that of the total, bytes by default."""
    return Bar(what, unit) if sys.stderr.isatty() else Lines(what)
