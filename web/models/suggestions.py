"""What is suggested while somebody types."""

from pydantic import Field

from web.models.parts import Model


class SuggestedWord(Model):
    """A word that begins like the last one typed."""

    text: str = Field(description="As it is mostly written.")
    documents: int = Field(description="How many have it, those in the languages asked for.")
    q: str = Field(description="What was typed, with this word for the last.")
    url: str = Field(description="The page that searches for that.")


class SuggestedTitle(Model):
    """A document whose title holds all that was typed."""

    title: str
    language: str
    url: str = Field(description="The page of the document.")


class SuggestAnswer(Model):
    """What may be meant by something half typed."""

    q: str
    words: tuple[SuggestedWord, ...] = Field(description="The most frequent first.")
    titles: tuple[SuggestedTitle, ...] = Field(description="Those that begin with what was typed first.")
    took_ms: float
