"""How much a file may unpack to: what a pile of real texts never reaches, and a bomb soon does."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from index.errors import SourceError

RATIO = 200
"""Text packs to a fifth, repetitive records to a fiftieth; a bomb to a thousandth and less."""
FREE = 1024**3
"""So much may be unpacked whatever the ratio: it takes some seconds."""
TOTAL = 1024**4
"""More than the largest dumps of text."""
MEMBERS = 10_000_000
"""More than the largest mailboxes hold messages."""

_STEP = 256 * 1024


class TooMuch(SourceError):
    """A file unpacks to more than is read."""


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of a file on disk, and of all that is packed in what is packed in it."""

    size: int
    members: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the budget of a file on disk."""
        return cls(min(TOTAL, max(FREE, RATIO * path.stat().st_size)), MEMBERS)

    def take(self, size: int) -> None:
        """Take note that `size` bytes are unpacked; TooMuch if they exceed it."""
        self.size -= size
        self._check()

    def take_member(self) -> None:
        """Take note that one more member is unpacked; TooMuch if it exceeds the budget, or something did before."""
        self.members -= 1
        self._check()

    def _check(self) -> None:
        if self.size < 0:
            raise TooMuch("unpacks to far more than its size (a bomb?); not read further")
        if self.members < 0:
            raise TooMuch(f"holds more than {MEMBERS:,} files; not read further")


def copy(source: BinaryIO, target: BinaryIO, budget: Budget) -> None:
    """Copy what is left in a stream, as far as the budget goes."""
    while data := source.read(_STEP):
        budget.take(len(data))
        target.write(data)
    target.flush()
