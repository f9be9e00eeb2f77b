"""The answer to a text that is traced."""

from pydantic import Field

from web.models.documents import DocumentHead, NearCopies, Snippet
from web.models.parts import Highlight, Model, Query


class Passage(DocumentHead):
    """Words in a row that a document shares with the text."""

    words: int = Field(description="How many.")
    in_text: Highlight = Field(description="Where they are in the text, in characters, the end excluded.")
    in_document: Highlight = Field(description="Where they are in the document's text.")
    snippet: Snippet = Field(description="The passage with the words around it; of a long one its beginning.")
    near_copies: NearCopies | None = Field(description="Of the document; null where there are none.")


class Stretch(Model):
    """A part of the text that is found."""

    start: int
    end: int
    passage: int | None = Field(
        description="The number of the longest passage with it among all, from 1; null where only a folded near copy "
        "has it, or it repeats another part."
    )


class TraceAnswer(Model):
    """What a text shares with the documents of the index."""

    query: Query = Field(description="Where was looked; there is no word to understand, so `q` is empty.")
    words: int = Field(description="Of the text.")
    covered: int = Field(description="How many of these lie in a passage.")
    share: float = Field(description="That, from 0 to 1.")
    least: int = Field(description="How many words in a row make a passage.")
    documents: int = Field(description="How many documents have passages, near copies too.")
    total: int = Field(description="How many passages there are.")
    took_ms: float
    text: str = Field(description="As it was read: NFC, line ends as newlines; offsets count its characters.")
    stretches: tuple[Stretch, ...]
    passages: tuple[Passage, ...]
    next_offset: int | None = Field(
        description="The `offset` of the next page, if there is one; a text sent in a body gives it no address."
    )
