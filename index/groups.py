"""Which documents of an index have near copies: what `index.near_copies` has found, read from `copies/groups`.

The file is four columns of as many 64-bit numbers: documents in order, the group of each; groups in order, a document
of each. It is read without numpy, which takes longer to start than a search.
"""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from index.errors import IndexDamaged

_ROW_BYTES = 4 * 8


@dataclass(frozen=True, slots=True)
class Groups:
    """The documents that have near copies, by their sequence numbers; a group is named by the smallest one in it.

    `groups` has the group of each of `documents`; `members` has the documents of the groups in `owners`, side by side.
    """

    documents: Sequence[int]
    groups: Sequence[int]
    owners: Sequence[int]
    members: Sequence[int]

    @classmethod
    def open(cls, directory: Path) -> "Groups":
        """Return the groups in the directory of an index, none where none were made yet; raise IndexDamaged."""
        numbers = _numbers(groups_file(directory))
        size = len(numbers) // 4
        return cls(*(numbers[column * size : (column + 1) * size] for column in range(4)))

    def of(self, document: int) -> int:
        """Return the group of a document; one without near copies is a group by itself, named by its own number."""
        at = bisect_left(self.documents, document)
        return self.groups[at] if at < len(self.documents) and self.documents[at] == document else document

    def all_of(self, group: int) -> Sequence[int]:
        """Return the documents of a group in order; none for a document by itself."""
        return self.members[bisect_left(self.owners, group) : bisect_right(self.owners, group)]


def groups_file(directory: Path) -> Path:
    """Return where the groups of the index in a directory are."""
    return directory / "copies" / "groups"


def _numbers(file: Path) -> Sequence[int]:
    """Return the numbers in a file, which stays open as long as they are in use."""
    try:
        with file.open("rb") as opened:
            if not os.fstat(opened.fileno()).st_size:
                return ()
            content = memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{file} cannot be read ({error}). Delete it and index again.") from error
    if len(content) % _ROW_BYTES:
        raise IndexDamaged(f"{file} is damaged. Delete it and index again.")
    return content.cast("q")
