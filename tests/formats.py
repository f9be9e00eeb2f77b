"""What the tests of formats that are not plain text need: files made of their parts, and reading them."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from index.document import Document, Skip
from index.errors import SourceError
from index.sources.registry import read
from index.sources.source import Columns, SourceFile

CORE = """<coreProperties xmlns:dc="d" xmlns:dcterms="t"><dc:title>Die Linde</dc:title><dc:creator>Ada</dc:creator>
    <dc:language>de</dc:language><dcterms:created>2025-05-20T10:00:00Z</dcterms:created></coreProperties>"""


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP package."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def found(folder: Path, name: str, data: bytes) -> list[Document | Skip]:
    """Return what is read of a file with that name and content."""
    path = folder / "file"
    path.write_bytes(data)
    return list(read(SourceFile(path, name), Columns()))


def document(folder: Path, name: str, data: bytes) -> Document:
    """Return the one document of a file."""
    (only,) = found(folder, name, data)
    assert isinstance(only, Document)
    return only


def refusal(folder: Path, name: str, data: bytes) -> str:
    """Return why a file cannot be read."""
    try:
        found(folder, name, data)
    except SourceError as error:
        return str(error)
    raise AssertionError("it was read")


def cited(document: Document) -> dict[str, str]:
    """Return the parts of a document by their names."""
    starts = [start for start, _ in document.parts]
    ends = [*starts[1:], len(document.text)]
    return {name: document.text[start:end].strip() for (start, name), end in zip(document.parts, ends, strict=True)}


def pdf(
    *pages: str, info: str = "", catalog: str = "", trailer: str = "", objects: Sequence[str] = (), fonts: str = ""
) -> bytes:
    """Return a PDF of pages given by their instructions; further `objects` have the numbers from 5 on.

    Font /F is Helvetica.
    """
    first = 5 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R{fonts}>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<<{info}>>",
        *objects,
    ]
    for number, page in enumerate(pages):
        bodies += [f"<</Type/Page/Parent 2 0 R/Contents {first + 2 * number + 1} 0 R>>", stream(page)]
    return _pdf_of(bodies, f"/Root 1 0 R/Info 4 0 R{trailer}")


def stream(content: str) -> str:
    """Return a stream object."""
    return f"<</Length {len(content.encode('latin-1'))}>>stream\n{content}\nendstream"


def lines(*texts: str, top: int = 700, left: int = 50, step: int = 14) -> str:
    """Return instructions that show lines one below the other."""
    shown = (f"1 0 0 1 {left} {top - step * number} Tm ({text}) Tj" for number, text in enumerate(texts))
    return f"BT /F 12 Tf {' '.join(shown)} ET "


def _pdf_of(bodies: Sequence[str], trailer: str) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}{trailer}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + end.encode()
