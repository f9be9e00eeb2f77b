"""Documents as the API gives them."""

from pydantic import Field

from web.models.parts import Highlights, Model


class Source(Model):
    """Where a document was read from."""

    path: str = Field(description="The file, as results name it.")
    locator: str | None = Field(description="The place in the file, such as `line 12`; null where it is all of it.")


class Copy(Source):
    """Where an exact copy of a document stands."""

    id: str


class LanguageShare(Model):
    """Another language in a document."""

    language: str
    share: float = Field(description="Of its letters, from 0 to 1.")


class DocumentHead(Model):
    """What is known of a document."""

    id: str = Field(description="Its source's own, or made of its place; others may have it too.")
    title: str | None
    language: str = Field(description="A BCP 47 tag; `und` where it is not known.")
    language_confidence: float | None = Field(
        description="How sure detection is of the tag, from 0 to 1; null where it is the source's or was set by hand."
    )
    language_runner_up: str | None = Field(description="The language that the text looks like next to that.")
    language_by: str = Field(description="Who gave the tag: `detected`, `declared` or `relabelled`.")
    language_detected: str = Field(description="What the text looks like; `und` where that is not known.")
    language_declared: str | None = Field(description="What the source says the language is, as it says it.")
    language_disagrees: bool = Field(
        description="The text surely reads like another language than declared, and nobody has set its tag since."
    )
    other_languages: tuple[LanguageShare, ...] = Field(description="The languages of passages, where it is long.")
    date: str | None = Field(description="ISO 8601, as precise as known: `2025`, `2025-05` or `2025-05-20`.")
    author: str | None
    url: str | None
    meta: dict[str, str] = Field(description="What else its source says of it, by name; long values are cut.")
    type: str | None = Field(description="What kind of file it was read from, such as `pdf`, `html` or `jsonl`.")
    source: Source
    copies: tuple[Copy, ...] = Field(
        description="The first places where else the same title and text stand; these are no hits of their own."
    )
    copies_total: int = Field(description="How many such places there are.")


class NearCopies(Model):
    """The near copies of a document in the whole index."""

    group: int = Field(description="Its number; the query `copies:NUMBER` finds all of the group.")
    others: int = Field(description="How many there are beside this document.")


class DocumentAnswer(DocumentHead):
    """A document with its whole text."""

    near_copies: NearCopies | None = Field(description="Null where there are none.")
    text: str


class Snippet(Model):
    """A passage that shows the match."""

    text: str = Field(description="Plain text, one line.")
    highlights: Highlights
    part: str | None = Field(description="The page, slide or sheet where it is, such as `page 3`.")
