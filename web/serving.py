"""Running the application in this process until it is told to end."""

import errno
import gc
import re
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from index.errors import FundstelleError
from web.app import create_app
from web.settings import LOOPBACK, Settings

_GRACE = 2
"""Seconds that answers under way have when the server ends."""
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class ServeError(FundstelleError):
    """The server cannot be started."""


class _Protocol(HttpToolsProtocol):
    """HTTP that takes addresses as they were typed too, as `curl` sends them: “/search?q=Brücke”.

    The parser refuses them, and so does h11; so what is no ASCII in the first line of a connection is escaped before.
    That adds neither spaces nor ends of lines, so that the line says what it said. Browsers, which keep connections,
    escape addresses themselves.
    """

    _has_begun = False

    def data_received(self, data: bytes) -> None:
        """Take a piece of what a client sends."""
        super().data_received(data if self._has_begun else _escaped(data))
        self._has_begun = True


class _Server(uvicorn.Server):
    """A server that says so once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        for listener in sockets or ():
            print(f"Fundstelle is ready: {_address(listener)}  (Ctrl-C ends it)", flush=True)


def serve(index: Path, host: str, port: int, allowed_hosts: Sequence[str] = ()) -> int:
    """Serve the index until Ctrl-C or SIGTERM, and return the exit code; raise FundstelleError if that cannot start."""
    app = create_app(Settings(index, (*LOOPBACK, host, *allowed_hosts)))
    gc.freeze()  # what is there now stays: to look through it for garbage now and then would hold up requests
    searcher = app.state.searchers.current()  # an index that cannot be read is said here, not to the first visitor
    config = uvicorn.Config(
        app,
        http=_Protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE,
    )
    # uvicorn ends cleanly on either signal, then raises it once more for us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _listen(host, port) as listener, suppress(KeyboardInterrupt):
        _ = searcher.snapshot.dictionary  # not only when the first visitor mistypes a word
        _Server(config).run([listener])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise ServeError(_explain(error, host, port)) from error
    # asyncio does this only for sockets that it makes itself; without it each answer waits 40 ms for the reader's ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Name another one with --port, or let --port 0 take a free one."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved by the system. Name one above 1023 with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


def _escaped(data: bytes) -> bytes:
    """Return the beginning of a request with an address in ASCII; as it is where its first line is not whole."""
    line, end, rest = data.partition(b"\r\n")
    return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest if end else data


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
