"""What an application is told when it is created."""

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """The index to serve and the names it may be asked under.

    `allowed_hosts` are host names without ports; "*" allows every name. The loopback names alone keep a web page
    from elsewhere that points its own name at this machine (DNS rebinding) from reading the corpus.
    """

    index: Path
    allowed_hosts: tuple[str, ...] = LOOPBACK
