"""The site that a document is from: the host of its address."""

from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

_LONGEST = 253
"""Characters of a host's name, by the rules of the net."""


@lru_cache(1_000)  # documents of a site stand side by side
def site_of(url: str) -> str:
    """Return the host of an address, without "www." and as people read it: "bücher.example"; empty if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    with suppress(ValueError):
        host = host.encode("ascii").decode("idna")
    host = f"[{host}]" if ":" in host else host.rstrip(".").removeprefix("www.")
    return "" if len(host) > _LONGEST or any(map(str.isspace, host)) else host


def site_called(name: str) -> str:
    """Return the site that somebody means: "www.Example.org" is the same as "https://example.org/page"."""
    return site_of(name if "//" in name else f"//{name.strip()}")
