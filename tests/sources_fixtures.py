"""What tests of readers need: files made on the spot, and what reading them gives."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.registry import read
from index.sources.source import Columns, SourceFile


@dataclass(frozen=True)
class Found:
    """What reading a file gave; `reason` is why it could not be read (further), if so."""

    documents: list[Document]
    skips: list[Skip]
    reason: str

    @property
    def texts(self) -> dict[str, str]:
        """The text at each place."""
        return {document.locator: document.text for document in self.documents}

    @property
    def reasons(self) -> dict[str, str]:
        """Why something was left out, by its place."""
        return {skip.locator: skip.reason for skip in self.skips}


def found(path: Path, name: str) -> Found:
    """Read a file under a name."""
    documents, skips = list[Document](), list[Skip]()
    try:
        for item in read(SourceFile(path, name), Columns()):
            documents.append(item) if isinstance(item, Document) else skips.append(item)
    except SourceError as error:
        return Found(documents, skips, str(error))
    return Found(documents, skips, "")


@dataclass(frozen=True)
class Reading:
    """Reads bytes as the content of a file."""

    folder: Path

    def __call__(self, name: str, data: bytes) -> Found:
        path = self.folder / "file"
        path.write_bytes(data)
        return found(path, name)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    """Return files as a tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()
