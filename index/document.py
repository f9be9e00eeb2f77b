"""What a source yields and what the index holds."""

from dataclasses import dataclass

UNDETERMINED = "und"
"""The BCP 47 tag for a text whose language is not known."""

_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Document:
    """One searchable text with what is known of it.

    `title` and `text` are clean (see `index.text.clean`). `path` names the file as users see it, `locator` the place
    in it ("line 12", "row 3"; empty where the file is one document). `date` is ISO 8601 and as precise as known:
    "2025", "2025-05", "2025-05-20" or empty. `declared_language` is what the source said of itself, if anything;
    `language` is the BCP 47 tag we give, `language_confidence` how sure that is, from 0 to 1.
    """

    id: str
    title: str
    text: str
    path: str
    locator: str = ""
    date: str = ""
    author: str = ""
    url: str = ""
    declared_language: str = ""
    language: str = UNDETERMINED
    language_confidence: float = 0.0

    @property
    def heading(self) -> str:
        """What to call the document: its title, else how its text begins."""
        opening = " ".join(self.text[:200].split())
        if self.title or len(opening) <= _LONGEST_HEADING:
            return self.title or opening
        cut = opening[:_LONGEST_HEADING]
        return (cut.rpartition(" ")[0] or cut).rstrip(".,;:–—- ") + "…"


@dataclass(frozen=True, slots=True)
class Skip:
    """A file or a record of it (`locator`) that could not be indexed, and why, in words for users."""

    reason: str
    locator: str = ""
