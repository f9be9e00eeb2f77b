"""The files of the forward index, as they were at some commit; read without numpy, which takes longer than a search.

    forward/extent.json    how much of the other files is valid
    forward/types          a line for each type of token (`index.types`), packed
    forward/tokens.N       the types of all tokens, in blocks (`index.forward`)
    forward/documents.N    a row for each document written, and one for each file whose documents are void

Files only grow, and what lies beyond their extent is what a crash left: it is written over. Where most of it is void,
tokens and documents are written anew, under the next number N, and those before are deleted.
"""

import json
from dataclasses import asdict, dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from index import zstd
from index.durable import replacing
from index.errors import IndexDamaged

FOLDER = "forward"


@dataclass(frozen=True, slots=True)
class Extent:
    """How many bytes of each file are valid, how many tokens these are, and the tags that documents name by number."""

    generation: int = 0
    types: int = 0
    tokens: int = 0
    documents: int = 0
    length: int = 0
    languages: tuple[str, ...] = ()

    def names(self) -> dict[str, str]:
        """Return the names of the files."""
        return {
            "types": "types",
            "tokens": f"tokens.{self.generation}",
            "documents": f"documents.{self.generation}",
        }


@dataclass(frozen=True, slots=True)
class ForwardFiles:
    """The valid content of each file. It stays what it is while an index is written to."""

    types: memoryview
    tokens: memoryview
    documents: memoryview
    languages: tuple[str, ...]

    def lines(self) -> bytes:
        """Return the lines of the types; raise IndexDamaged."""
        try:
            return zstd.decompress(self.types) if self.types else b""
        except zstd.ZstdError as error:
            raise IndexDamaged(f"The forward index cannot be read ({error}). Build the index anew.") from error

    @classmethod
    def open(cls, directory: Path) -> "ForwardFiles":
        """Open the forward index in the directory of an index, an empty one where there is none; raise IndexDamaged."""
        folder = directory / FOLDER
        while True:
            extent = read_extent(folder)
            try:
                content = {
                    kind: _content(folder / name, getattr(extent, kind)) for kind, name in extent.names().items()
                }
            except FileNotFoundError as error:
                if extent == read_extent(folder):
                    raise _damaged(folder, error) from error
            else:
                return cls(**content, languages=extent.languages)


def read_extent(folder: Path) -> Extent:
    """Return the extent of the files in a folder, an empty one where there are none; raise IndexDamaged."""
    try:
        found: dict[str, Any] = json.loads((folder / "extent.json").read_bytes())
        return Extent(**found | {"languages": tuple(found["languages"])})
    except FileNotFoundError:
        return Extent()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _damaged(folder, error) from error


def write_extent(folder: Path, extent: Extent) -> None:
    """Make an extent the one in force."""
    with replacing(folder / "extent.json") as file:
        file.write(json.dumps(asdict(extent)).encode())


def _content(file: Path, size: int) -> memoryview:
    if not size:
        return memoryview(b"")
    with file.open("rb") as opened:
        try:
            return memoryview(mmap(opened.fileno(), size, access=ACCESS_READ))
        except (OSError, ValueError) as error:
            raise _damaged(file, error) from error


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    return IndexDamaged(f"{path} cannot be read ({error}). Build the index anew.")
