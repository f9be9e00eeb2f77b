"""What a source yields and what the index holds."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

UNDETERMINED = "und"
"""The BCP 47 tag for a text whose language is not known."""

SURE = 0.7
"""From this confidence on a language counts as recognised; below it the tag is shown as doubtful."""

TaggedBy = Literal["detected", "declared", "relabelled"]
"""Who gave a document its tag: detection, its source, or a person."""

Tagging = Literal["agrees", "disagrees", "unclear", "detected", "declared", "neither", "relabelled"]
"""What source and text say of a language: the same, surely another, perhaps another, only one of them does, or neither.

Or a person has set the tag.
"""

RECORDS_PER_FILE = 2**32
"""The documents of a file have the sequence numbers from its own number times this on."""

OPENING = 200
"""Characters of a text that may have to name it."""
_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Copy:
    """Where an exact copy of a document stands; it is not in the index a second time. `id` is its own."""

    path: str
    locator: str
    id: str


@dataclass(frozen=True, slots=True)
class Document:
    """One searchable text with what is known of it.

    `title` and `text` are clean (see `index.text.clean`). `path` names the file as users see it, `locator` the place
    in it ("line 12", "row 3"; empty where the file is one document). `date` is ISO 8601 and as precise as known:
    "2025", "2025-05", "2025-05-20" or empty.

    `language` is the document's tag, BCP 47, and `tagged_by` who gave it. `detected_language` is what its text reads
    like and `language_confidence` how sure that is, from 0 to 1; `language_runner_up` is the next likeliest, if any;
    `declared_language` is what the source said, as it said it, if anything. `other_languages` are those of passages
    of a long document, each with its share of the letters (0 to 1), the largest first.
    """

    id: str
    title: str
    text: str
    path: str
    locator: str = ""
    date: str = ""
    author: str = ""
    url: str = ""
    parts: tuple[tuple[int, str], ...] = ()
    """Where the pages, slides or sheets of `text` begin, in characters, each with its name ("page 3")."""
    meta: tuple[tuple[str, str], ...] = ()
    """What else the source says of it: names and values, in its order."""
    declared_language: str = ""
    language: str = UNDETERMINED
    tagged_by: TaggedBy = "detected"
    detected_language: str = UNDETERMINED
    language_confidence: float = 0.0
    language_runner_up: str = ""
    language_disagrees: bool = False
    """Whether the text surely reads like another language than declared, and nobody has set the tag since."""
    other_languages: tuple[tuple[str, float], ...] = ()
    type: str = ""
    """What kind of file it was read from, one of `index.file_types`; of a file in an archive or mail, its own."""
    copies: tuple[Copy, ...] = ()
    """The first places where else the same text under the same title is, as the index knows them."""
    copies_total: int = 0
    """How many such places there are."""

    def part_at(self, offset: int) -> str:
        """Return the name of the part that a character of the text is in; empty where there are no parts."""
        at = bisect_right(self.parts, offset, key=lambda part: part[0])
        return self.parts[at - 1][1] if at else ""

    @property
    def is_doubtful(self) -> bool:
        """Whether the tag rests on a detection that is not sure of it."""
        return self.tagged_by == "detected" and self.language_confidence < SURE

    @property
    def heading(self) -> str:
        """What to call the document: its title, else how its text begins."""
        opening = " ".join(self.text[:OPENING].split())
        if self.title or len(opening) <= _LONGEST_HEADING:
            return self.title or opening
        cut = opening[:_LONGEST_HEADING]
        return (cut.rpartition(" ")[0] or cut).rstrip(".,;:–—- ") + "…"


def whereabouts(one: Document | Copy) -> str:
    """Return where a document or a copy of it stands, for people: "pile/mails.zip · letter.eml"."""
    return " · ".join(filter(None, (one.path, one.locator)))


@dataclass(frozen=True, slots=True)
class Skip:
    """A file or a record of it (`locator`) that could not be indexed, and why, in words for users.

    `is_passing` says that another try may help.
    """

    reason: str
    locator: str = ""
    is_passing: bool = False
