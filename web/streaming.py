"""Lists as downloads: streamed, so that they may be as long as they like."""

from collections.abc import Iterable, Iterator
from itertools import chain

from fastapi.responses import StreamingResponse

MEDIA_TYPES = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_PIECE = 256 * 1024


def download(content: Iterable[str] | Iterable[bytes], name: str, receipt: str = "") -> StreamingResponse:
    """Return an answer that streams lines, or bytes, as a file; the end of its name says of what type it is.

    `receipt` is the address of what tells where it is from, if there is one. An error in making the first piece is
    raised here, before the answer has begun.
    """
    pieces = _gathered(content)
    first = next(pieces, b"")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if receipt:
        headers["Link"] = f'<{receipt}>; rel="describedby"; type="application/json"'
    return StreamingResponse(chain([first], pieces), media_type=MEDIA_TYPES[name.rpartition(".")[2]], headers=headers)


def _gathered(content: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content as larger pieces: each piece sent costs a trip through the thread pool."""
    waiting = bytearray()
    for one in content:
        waiting += one.encode() if isinstance(one, str) else one
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
