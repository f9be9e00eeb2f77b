"""What stands before every route: who may ask, and what browsers may do with the answer."""

import re
from collections.abc import Callable, Collection

from fastapi import HTTPException
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}

MAX_BODY = 1_500_000
"""Bytes: a text of 100,000 characters, each written as twelve."""

_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[^\s:/@\[\]]+?)\.?)(?::\d*)?")


class SecurityHeaders:
    """Adds the headers that every answer carries, where the answer has none of that name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses bodies larger than `MAX_BODY`, however they are sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        received = 0

        async def receive_in_limits() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_in_limits, send)


class HostCheck:
    """Refuses requests whose Host header names another machine; see `Settings.allowed_hosts`."""

    def __init__(self, app: ASGIApp, allowed: Collection[str], refuse: Callable[[Request], Response]) -> None:
        self.app = app
        self.refuse = refuse
        self.allowed = frozenset(name.lower() for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_served = scope["type"] != "http" or self._is_allowed(scope)
        answer = self.app if is_served else self.refuse(Request(scope))
        await answer(scope, receive, send)

    def _is_allowed(self, scope: Scope) -> bool:
        if "*" in self.allowed:
            return True
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and host_name(hosts[0]) in self.allowed


def host_name(header: str) -> str:
    """Return the name in a Host header, in lower case, without port and brackets; empty where there is none."""
    found = _HOST.fullmatch(header.lower())
    return (found["v6"] or found["name"]) if found else ""
