"""The searcher of an index that grows: for whoever answers one request after the other."""

import gc
from pathlib import Path
from threading import Lock

from index.directory import IndexDirectory
from search.searcher import Searcher


class SearcherPool:
    """The searcher of an index that others may be writing to: opened when first needed, anew after each commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opening = Lock()
        self._stamp: object = None
        self._searcher: Searcher | None = None

    def current(self) -> Searcher:
        """Return a searcher that sees the last commit; raise IndexDirectoryError where there is no usable index.

        While one request opens it, others are answered from the commit before rather than kept waiting.
        """
        stamp = IndexDirectory(self._path).stamp()
        if self._searcher and (self._opening.locked() or (stamp and stamp == self._stamp)):
            return self._searcher
        with self._opening:
            if self._searcher is None or stamp is None or stamp != self._stamp:
                self._searcher, self._stamp = Searcher.open(self._path), stamp
                # What a searcher remembers refers back to it, so that the one before would stay until Python happens
                # to look at what is old, and with it the mapped files and caches of several commits.
                gc.collect()
            return self._searcher
