"""Sources that lie elsewhere, by their addresses: files on the web, files and folders in S3 and Google Cloud Storage.

Each looks like a file found on disk, and is fetched when it is read.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from index.errors import SourceAway, SourceError
from index.sources.scratch import temporary_file
from index.walk import FoundFile, Unreadable, shown

MAX_BYTES = 64_000_000_000
"""No file may be larger: it is held on disk while it is read."""

_ADDRESS = re.compile(r"(?:https?|s3|gs)://[^/\s]", re.IGNORECASE)
_WEB = ("http", "https")
_AT_ONCE = 16
_CONNECT_SECONDS = 30
_SILENT_SECONDS = 60
_ATTEMPTS = 3
_CHUNK = 1_000_000
# What the different storages call what changes with a file.
_VERSIONS = ("ETag", "etag", "Content-MD5", "Digest", "Last-Modified", "LastModified", "updated")


def is_address(source: str) -> bool:
    """Tell whether a source is the address of something elsewhere rather than a path."""
    return _ADDRESS.match(source) is not None


def names(address: str) -> Iterator[str]:
    """Yield what users may know an address by, the shortest first, without secrets: "example.org/data/a.jsonl"."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    yield shown(f"{host}{parts.path}".rstrip("/"))
    yield shown(f"{host}{parts.path}?{parts.query}")


def look_up(sources: Mapping[str, str]) -> Iterator[list[FoundFile | Unreadable]]:
    """Yield what is at each of some addresses, which are given with their names, in order; many are asked at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(lambda source: list(_found(*source)), sources.items())


@contextmanager
def local(path: str, alive: Callable[[], None]) -> Iterator[Path]:
    """Give a file on disk for a path or an address; SourceError where it cannot be fetched.

    `alive` is called now and then while it is.
    """
    if not is_address(path):
        yield Path(path)
        return
    with temporary_file() as copy:
        _fetch_persistently(path, copy, alive)
        yield Path(copy.name)


def expect_support() -> None:
    """Raise SourceError where what is needed to fetch anything is not installed."""
    _storage("https")


def _found(address: str, name: str) -> Iterator[FoundFile | Unreadable]:
    try:
        storage = _storage(_scheme(address))
        about = storage.info(address)
        if about["type"] == "directory":
            yield from _below(storage, address.rstrip("/"), name)
        else:
            yield _file(address, name, about)
    except Exception as error:  # each storage fails in ways of its own
        reason, passing = _reason(address, error)
        yield Unreadable(address, name, reason, passing)


def _below(storage: Any, folder: str, name: str) -> Iterator[FoundFile]:  # noqa: ANN401  # fsspec has no types
    """Yield the files below a folder in the order of their names, those left out that are hidden."""
    below = storage.find(folder, detail=True)
    for path, about in sorted(below.items()):
        address = storage.unstrip_protocol(path)
        inner = address.removeprefix(folder).strip("/")
        if not any(part.startswith(".") for part in inner.split("/")):
            yield _file(address, f"{name}/{inner}", about)


def _file(address: str, name: str, about: Mapping[str, Any]) -> FoundFile:
    versions = [str(about[version]) for version in _VERSIONS if about.get(version)]
    # What tells no version may have changed each time.
    fingerprint = " ".join([str(about.get("size")), *(versions or [str(time.time_ns())])])
    return FoundFile(address, shown(name), about.get("size") or 0, fingerprint)


def _fetch_persistently(address: str, copy: BinaryIO, alive: Callable[[], None]) -> None:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _fetch(address, copy, alive)
        except SourceError:
            raise
        except Exception as error:
            reason, passing = _reason(address, error)
            if not passing or attempt == _ATTEMPTS:
                raise (SourceAway if passing else SourceError)(reason) from error
            time.sleep(attempt)
        else:
            return


def _fetch(address: str, copy: BinaryIO, alive: Callable[[], None]) -> None:
    copy.seek(0)
    copy.truncate()
    with _storage(_scheme(address)).open(address, "rb") as stream:
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
            alive()
            if copy.tell() > MAX_BYTES:
                raise SourceError(f"larger than {MAX_BYTES // 10**9} GB")
    copy.flush()


def _reason(address: str, error: Exception) -> tuple[str, bool]:
    """Return why an address cannot be read, in words for users, and whether that may soon be over."""
    if isinstance(error, SourceError):
        return str(error), False
    cause = error.__cause__ or error
    if status := getattr(cause, "status", None):
        return f"the server answers {status} {getattr(cause, 'message', '')}".strip(), status not in (404, 410)
    if isinstance(error, FileNotFoundError) and _scheme(address) not in _WEB:
        return "not found", False
    return f"cannot be reached ({type(cause).__name__})", True


def _scheme(address: str) -> str:
    return address.partition(":")[0].lower()


@cache
def _storage(scheme: str) -> Any:  # noqa: ANN401
    """Return the file system of a scheme; SourceError where what it needs is not installed."""
    try:
        import fsspec  # noqa: PLC0415  # takes its time, and most sources are on disk

        return fsspec.filesystem(scheme, **_web_options() if scheme in _WEB else {})
    except ImportError as error:
        raise SourceError(f"reading {scheme}:// needs more: pip install 'fundstelle[remote]'") from error


def _web_options() -> dict[str, Any]:
    """Return options by which files come in one stream, as they are stored, however long that takes while they come."""
    from aiohttp import ClientTimeout  # noqa: PLC0415

    timeout = ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENT_SECONDS)
    return {
        "block_size": 0,
        "headers": {"Accept-Encoding": "identity"},
        "client_kwargs": {"timeout": timeout, "trust_env": True},
    }
