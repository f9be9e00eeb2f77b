"""The types of files: how documents hold them, which is by the reader in `sources`, and how people call them."""

from index.sources.recognition import READERS

TYPES = {
    "text": "Plain text",
    "markdown": "Markdown",
    "html": "HTML",
    "xml": "XML",
    "jsonl": "JSON Lines",
    "json": "JSON",
    "csv": "CSV",
    "parquet": "Parquet",
    "arrow": "Arrow",
    "pdf": "PDF",
    "rtf": "RTF",
    "docx": "Word",
    "pptx": "PowerPoint",
    "xlsx": "Excel",
    "opendocument": "OpenDocument",
    "epub": "EPUB",
    "mail": "E-mail",
}
"""What is stored of a type, and its name for people."""

_BY_NAME = {name.casefold(): type for type, name in TYPES.items()}


def type_called(name: str) -> str:
    """Return the type that goes by that name or suffix ("PDF", "xlsx", "e-mail"), empty where there is none."""
    asked = name.strip().casefold()
    found = _BY_NAME.get(asked) or READERS.get("." + asked.removeprefix("."), asked)
    return found if found in TYPES else ""
