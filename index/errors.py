"""Every error that Fundstelle raises on purpose.

    FundstelleError
    ├── SourceError            a file cannot be read; the reason is shown to the user and kept
    │   └── SourceAway         nor reached, but may be another time
    ├── IndexDirectoryError    an index cannot be used
    │   ├── IndexMissing       there is none at that place
    │   ├── IndexBusy          another process is writing to it
    │   ├── IndexIncompatible  it was written in another format
    │   └── IndexDamaged       its files cannot be read
    └── RequestError           (search/errors.py) a request that cannot be answered

Each message is one or two sentences for users: what is wrong and what to do.
"""


def is_panic(error: BaseException) -> bool:
    """Tell whether something is a panic of a library in Rust: these are no Exceptions, and share no class."""
    return type(error).__name__ == "PanicException"


class FundstelleError(Exception):
    """The root: catching it catches all that Fundstelle raises on purpose."""


class SourceError(FundstelleError):
    """A source cannot be read."""


class SourceAway(SourceError):
    """A source cannot be reached now."""


class IndexDirectoryError(FundstelleError):
    """An index cannot be used."""


class IndexMissing(IndexDirectoryError):
    """There is no index at that place."""


class IndexBusy(IndexDirectoryError):
    """Another process is writing to the index."""


class IndexIncompatible(IndexDirectoryError):
    """The index was written in another format."""


class IndexDamaged(IndexDirectoryError):
    """The index's files cannot be read."""
