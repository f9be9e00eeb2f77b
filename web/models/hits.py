"""Answers to a search, and to a question for documents like one."""

from pydantic import Field

from web.models.documents import DocumentHead, NearCopies, Snippet
from web.models.parts import FacetValue, Highlights, Model, Query


class Suggestion(Model):
    """What may have been meant."""

    q: str = Field(description="The query with other words for those that were mistyped.")
    documents: int = Field(description="How many documents it finds, with the same filters.")


class Reason(Model):
    """Why a document was found: a form of what was typed."""

    word: str = Field(description="What was typed.")
    how: str = Field(
        description="What makes the form one of it: `exact` (nothing but case), `folded` (accents, other ways to "
        "spell), `stem`, `compound` (the form is a compound of it), `part` (the form is a part of it), `prefix`, "
        "`pattern`, `phrase` (its words side by side, in other forms), `near` or `similar` (spelt like it)."
    )
    form: str = Field(description="As it stands in the document.")
    detail: str | None = Field(description="The stem, the compound parted (`Waffen|stillstand`), the beginning.")
    language: str | None = Field(description="The language of the stem or compound, a BCP 47 tag.")
    where: str = Field(description="`title` or `text`.")
    count: int = Field(description="How often; of a long text, in what is read for its snippets.")
    message: str = Field(description="For people.")


class Hit(DocumentHead):
    """A document found."""

    score: float | None = Field(description="Higher is better; null where hits are not ranked by it.")
    near_copies: NearCopies | None = Field(description="Null where there are none.")
    title_highlights: Highlights
    snippets: tuple[Snippet, ...]
    reasons: tuple[Reason, ...] | None = Field(description="With `explain=true`; else null.")


class FoundAlone(Model):
    """What a part of the query finds alone, in any document."""

    text: str = Field(description="The word, phrase or beginning of words, as it was read.")
    documents: int = Field(description="0 where it occurs nowhere.")
    q: str
    suggestion: Suggestion | None = Field(description="What may have been meant by it, in any document; else null.")
    url: str = Field(description="The address that finds them.")


class WayOut(Model):
    """A change to the request that makes it find something."""

    kind: str = Field(
        description="What is changed: a filter taken off (`language`, `date`, `source`), a condition in the query "
        "(`condition`, `title`), `all` of these, words no longer side by side (`phrase`), other `forms` of them, `any` "
        "of them, or words that begin so (`prefix`)."
    )
    message: str = Field(description="For people: `0 in Greek, 214 in all languages`.")
    documents: int
    q: str
    url: str = Field(description="The address that finds them.")


class Nothing(Model):
    """Why nothing was found; each number is what its address gives."""

    words: tuple[FoundAlone, ...]
    ways: tuple[WayOut, ...]


class SearchAnswer(Model):
    """A page of hits."""

    query: Query
    suggestion: Suggestion | None = Field(
        description="Where a word occurs nowhere, or hardly ever while one spelt like it is frequent; else null."
    )
    total: int = Field(description="The exact number of documents found, near copies too.")
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = Field(description="The facets asked for, by name.")
    next: str | None = Field(description="The address of the next page, if there is one.")
    nothing: Nothing | None = Field(description="Where nothing was found, why; else null.")


class TellingWord(Model):
    """A word that tells what a document is about."""

    stem: str = Field(description="What it is found by; `without` takes it off.")
    word: str = Field(description="As it is mostly written in the document.")
    count: int = Field(description="How often it stands there, in the title twice; of a long text, in its beginning.")
    weight: float = Field(description="tf·idf: the more often there, and the rarer in its language, the higher.")


class SimilarAnswer(Model):
    """The documents most like one."""

    query: Query = Field(description="Out of which documents.")
    document: DocumentHead
    words: tuple[TellingWord, ...] = Field(description="By which they were found, the most telling first.")
    took_ms: float
    hits: tuple[Hit, ...] = Field(description="The likest first; neither the document itself nor its near copies.")
