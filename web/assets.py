"""The static files: a handful of small ones, read once and served from memory."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its bytes, their media type and a version that changes with them."""

    content: bytes
    media_type: str
    version: str


@cache
def load(name: str) -> Asset:
    """Return the static file of that name; KeyError where there is none."""
    path = {path.name: path for path in _FOLDER.iterdir()}[name]
    content = path.read_bytes()
    return Asset(content, _TYPES[path.suffix], sha256(content).hexdigest()[:12])
