"""The searcher of an index that grows: for whoever answers one request after the other."""

from pathlib import Path
from threading import Lock

from index.directory import IndexDirectory
from search.searcher import Searcher


class SearcherPool:
    """The searcher of an index that others may be writing to: opened when first needed, anew after each commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._stamp: object = None
        self._searcher: Searcher | None = None

    def current(self) -> Searcher:
        """Return a searcher that sees the last commit; raise IndexDirectoryError where there is no usable index."""
        stamp = IndexDirectory(self._path).stamp()
        with self._lock:
            if self._searcher is None or stamp is None or stamp != self._stamp:
                self._searcher, self._stamp = Searcher.open(self._path), stamp
            return self._searcher
