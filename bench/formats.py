"""Compare what readers of PDF and office files find with what poppler and LibreOffice show of them.

    python bench/formats.py FOLDER [READER]

prints for each format how many files there are, how many of the words shown are found and how many others, and the
seconds; the most memory; and each file of which a tenth or more is missing. READER is `ours` or one of the libraries
below, if installed. Needs pdftotext and soffice.
"""

import argparse
import re
import resource
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from index.document import Document
from index.sources.registry import read
from index.sources.source import Columns, SourceFile

FORMATS = {"pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "rtf", "epub"}
SHOWN_AS_TEXT = {"docx", "odt", "rtf"}


def ours(path: Path) -> str:
    documents = read(SourceFile(path, path.name), Columns())
    return "\n".join(f"{document.title}\n{document.text}" for document in documents if isinstance(document, Document))


def pypdfium2(path: Path) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(path))


def pypdf(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


def kreuzberg(path: Path) -> str:
    from kreuzberg import extract_file_sync

    return extract_file_sync(path).content


def markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return MarkItDown().convert(path).text_content


def python_docx(path: Path) -> str:
    import docx

    document = docx.Document(path)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def python_pptx(path: Path) -> str:
    from pptx import Presentation

    shapes = (shape for slide in Presentation(path).slides for shape in slide.shapes)
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def openpyxl(path: Path) -> str:
    from openpyxl import load_workbook

    rows = (row for sheet in load_workbook(path, read_only=True, data_only=True) for row in sheet.values)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def calamine(path: Path) -> str:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join(str(cell) for row in rows for cell in row)


def odfpy(path: Path) -> str:
    from odf import teletype, text
    from odf.opendocument import load

    document = load(path)
    return "\n".join(map(teletype.extractText, document.getElementsByType(text.P) + document.getElementsByType(text.H)))


def striprtf(path: Path) -> str:
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(path.read_bytes().decode("latin-1"))


LIBRARIES = (pypdfium2, pypdf, pdfminer, kreuzberg, markitdown, python_docx, python_pptx, openpyxl, calamine, odfpy)
READERS: dict[str, Callable[[Path], str]] = {reader.__name__: reader for reader in (ours, *LIBRARIES, striprtf)}


def shown(path: Path) -> str:
    """Return what poppler or LibreOffice shows of a file."""
    with tempfile.TemporaryDirectory() as folder:
        page = path
        if path.suffix != ".pdf":
            kind = "txt:Text (encoded):UTF8" if path.suffix[1:] in SHOWN_AS_TEXT else "pdf"
            command = ["soffice", "--headless", "--convert-to", kind, "--outdir", folder, str(path)]
            subprocess.run(command, capture_output=True, check=False)
            page = next(Path(folder).iterdir(), path)
        if page.suffix == ".txt":
            return page.read_text(encoding="utf-8-sig")
        return subprocess.run(["pdftotext", str(page), "-"], capture_output=True, check=False).stdout.decode()


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("reader", nargs="?", choices=READERS, default="ours")
    options = parser.parse_args()
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(options.folder.rglob("*.*")):
        if path.suffix[1:] in FORMATS:
            totals[path.suffix] += measure(path, READERS[options.reader])
    for suffix, total in totals.items():
        share, more = (100 * total[name] / max(1, total["shown"]) for name in ("found", "more"))
        print(
            f"{suffix:6} {total['files']:3} files {share:5.1f} % found {more:6.1f} % more {total['ms'] / 1000:6.2f} s"
        )
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(path: Path, reader: Callable[[Path], str]) -> Counter[str]:
    start = time.perf_counter()
    try:
        text = reader(path)
    except Exception as error:
        text = ""
        print(f"{path.name}: {type(error).__name__}: {str(error)[:80]}")
    ms = round(1000 * (time.perf_counter() - start))
    expected, got = words(shown(path)), words(text)
    found = (expected & got).total()
    if found < 0.9 * expected.total():
        print(f"{path.name}: {found} of {expected.total()} words, without {' '.join(list(expected - got)[:8])}")
    return Counter(files=1, shown=expected.total(), found=found, more=(got - expected).total(), ms=ms)


if __name__ == "__main__":
    main()
