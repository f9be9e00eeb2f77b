"""The shapes of the API's answers; OpenAPI and /docs describe them from here."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Highlight = tuple[int, int]
Highlights = Annotated[
    tuple[Highlight, ...], Field(description="Start and end of each match, in characters, the end excluded.")
]


class Model(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Notice(Model):
    """How a part of the query was understood that could be read in several ways."""

    code: str = Field(description="Stable, for programs.")
    message: str = Field(description="For people.")


class Suggestion(Model):
    """What may have been meant."""

    q: str = Field(description="The query with other words for those that were mistyped.")
    documents: int = Field(description="How many documents it finds, with the same filters.")


class Filters(Model):
    """The filters asked for; lists are empty and dates null where there are none."""

    lang: tuple[str, ...]
    from_: str | None = Field(alias="from")
    to: str | None
    source: tuple[str, ...]
    type: tuple[str, ...]
    author: tuple[str, ...]
    site: tuple[str, ...]
    tagging: tuple[str, ...]


class Query(Model):
    """What was asked for and how it was read: the same in every answer."""

    q: str = Field(description="The query as it was asked.")
    understood: str | None = Field(description="The query written out as it was read; null where it holds nothing.")
    match: str = Field(description="`all` or `any`: what was asked of the words in the end.")
    relaxed: bool = Field(description="No document had all the words, so any of them was asked for.")
    filters: Filters
    notices: tuple[Notice, ...]


class Place(Model):
    """Which document this is: one of an id, and of the place where it was read."""

    id: str = Field(description="Its source's own, or made of its place; others may have it too.")
    path: str = Field(description="The file, as results name it.")
    locator: str | None = Field(description="The place in the file, such as `line 12`; null where it is all of it.")


class LanguageShare(Model):
    """Another language in a document."""

    language: str
    share: float = Field(description="Of its letters, from 0 to 1.")


class DocumentHead(Place):
    """What is known of a document."""

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
    copies: tuple[Place, ...] = Field(
        description="The first places where else the same title and text stand; these are no hits of their own."
    )
    copies_total: int = Field(description="How many such places there are.")


class Snippet(Model):
    """A passage that shows the match."""

    text: str = Field(description="Plain text, one line.")
    highlights: Highlights
    part: str | None = Field(description="The page, slide or sheet where it is, such as `page 3`.")


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


class NearCopies(Model):
    """The near copies of a document in the whole index."""

    group: int = Field(description="Its number; the query `copies:NUMBER` finds all of the group.")
    others: int = Field(description="How many there are beside this document.")


class Hit(DocumentHead):
    """A document found."""

    score: float | None = Field(description="Higher is better; null where hits are not ranked by it.")
    near_copies: NearCopies | None = Field(description="Null where there are none.")
    title_highlights: Highlights
    snippets: tuple[Snippet, ...]
    reasons: tuple[Reason, ...] | None = Field(description="With `explain=true`; else null.")


class FacetValue(Model):
    """A value to narrow by."""

    value: str = Field(description="As the filters take it.")
    label: str = Field(description="As people read it.")
    count: int


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


class Neighbour(Model):
    """A word next to the match."""

    word: str = Field(description="As it is written, in lower case.")
    count: int = Field(description="How many lines have it.")


class Line(Place):
    """An occurrence, with what tells its document from others."""

    title: str | None
    language: str
    date: str | None
    start: int = Field(description="Where the match begins in the text of the document, in characters.")
    end: int = Field(description="Where it ends.")
    before: str = Field(description="What stands before it in the text, on one line.")
    match: str
    after: str = Field(description="What stands after it, on one line.")
    part: str | None = Field(description="The page, slide or sheet where it is, such as `page 3`.")


class ConcordanceAnswer(Model):
    """A page of lines."""

    query: Query
    total: int = Field(description="The exact number of lines.")
    took_ms: float
    documents: int = Field(description="How many documents have lines.")
    found: int = Field(description="How many documents are found, those with the words in their titles only too.")
    tokens: int = Field(description="The words of all texts that the filters leave.")
    per_million: float = Field(description="How many lines there are for a million of these.")
    languages: tuple[FacetValue, ...] = Field(description="The lines by language.")
    words_before: tuple[Neighbour, ...] = Field(description="The words that stand before the match most often.")
    words_after: tuple[Neighbour, ...] = Field(description="Those after it.")
    lines: tuple[Line, ...]
    next: str | None = Field(description="The address of the next page, if there is one.")


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


class DocumentAnswer(DocumentHead):
    """A document with its whole text."""

    text: str


class Content(Model):
    """What an index held."""

    fingerprint: str = Field(
        description="The same for the same documents, however the index was built: of their texts, what is said of "
        "them, where they were read and their language tags."
    )
    documents: int
    updated: str | None = Field(description="When the index was last updated, ISO 8601.")
    analysis: int = Field(description="The version of how texts are made into words; it decides what a word finds.")


class ReceiptAnswer(Model):
    """What an export is of: the same question to the same content gives the same but for the time."""

    query: Query
    request: dict[str, Any] = Field(
        description="What was asked, as `search.corpus` takes it; what is not as it is by default."
    )
    command: str = Field(description="The command that writes it out again.")
    total: int = Field(description="The exact number of documents found.")
    fingerprint: str = Field(description="The same for the same documents found, in whatever order or index.")
    languages: tuple[FacetValue, ...] = Field(description="Each document counted once, by its tag.")
    index: Content
    fundstelle: str = Field(description="The version that answered.")
    made: str = Field(description="When, ISO 8601.")
    export: str = Field(description="The address that streams it again.")


class Failure(Model):
    """A file or record that was not indexed."""

    path: str
    locator: str | None = Field(description="The place in the file; null where it is the whole file.")
    reason: str = Field(description="For people.")


class FailureReason(Model):
    """A reason for not indexing something."""

    reason: str
    count: int


class FailureCounts(Model):
    """What was not indexed, in numbers."""

    total: int
    reasons: tuple[FailureReason, ...] = Field(description="The most frequent reasons.")


class FailuresAnswer(Model):
    """A page of what was not indexed."""

    total: int = Field(description="The exact number, for the reason asked for if there is one.")
    reasons: tuple[FailureReason, ...] = Field(description="The most frequent of all reasons.")
    failures: tuple[Failure, ...] = Field(description="In the order in which the files became known.")
    next: str | None = Field(description="The address of the next page, if there is one.")


class ToReview(Model):
    """Documents whose language tags may want mending."""

    q: str = Field(description="The query that lists them.")
    label: str = Field(description="What is the matter with them, for people.")
    count: int
    url: str = Field(description="The address that lists them.")


class InfoAnswer(Model):
    """What the index holds."""

    documents: int
    dated: int = Field(description="How many documents have a date.")
    years: tuple[int, int] | None = Field(description="The first and the last year of the dated documents.")
    updated: str | None = Field(description="When the index was last updated, ISO 8601.")
    size_bytes: int = Field(description="On disk.")
    languages: tuple[FacetValue, ...] = Field(description="Each document counted once, by its tag.")
    to_review: tuple[ToReview, ...] = Field(description="The documents whose language tags may want mending.")
    sources: tuple[FacetValue, ...]
    failures: FailureCounts = Field(description="What was not indexed; `/api/v1/failures` lists it.")


class TrendPoint(Model):
    """A year of a series, or several."""

    year: int
    until: int = Field(description="The last year that the point is for.")
    count: int
    words: int = Field(description="Of all documents of that time that the filters leave.")
    documents: int = Field(description="How many these are; where there are none, the point is a gap.")
    rate: float | None = Field(description="For a million words, or of documents for a hundred; null in a gap.")


class TrendSeries(Model):
    """A query over the years."""

    query: Query
    language: str | None = Field(description="A BCP 47 tag with `by_language`, else null.")
    points: tuple[TrendPoint, ...] = Field(description="From the first to the last year of what the filters leave.")
    total: int
    undated: int = Field(description="How many of these are in documents without a year, and in no point.")


class TrendAnswer(Model):
    """Queries over the years."""

    unit: str = Field(description="What is counted: `occurrences` or `documents`.")
    step: int = Field(description="How many years a point is for.")
    documents: int = Field(description="How many documents the filters leave.")
    undated: int = Field(description="How many of these have no year.")
    took_ms: float
    series: tuple[TrendSeries, ...]


class Collocate(Model):
    """A word that stands near what a query matches."""

    word: str = Field(description="As it is written, in lower case.")
    count: int = Field(description="How often it stands near a match; once where it is near two.")
    frequency: int = Field(description="How often it occurs in all texts of the language that the filters leave.")
    log_dice: float = Field(description="14 + log2(2 count / (occurrences + frequency)), after Rychlý (2008).")
    log_likelihood: float = Field(description="After Dunning (1993); above 10.83, p < 0.001.")


class WordsAnswer(Model):
    """A page of words in one language, the strongest first."""

    query: Query
    language: str | None = Field(description="That of the words; null where nothing is found.")
    languages: tuple[FacetValue, ...] = Field(description="What the words are told by, in each language.")
    tokens: int = Field(description="The words of all texts in this language that are counted.")
    total: int = Field(description="How many words there are, those of other pages too.")
    took_ms: float
    next: str | None = Field(description="The address of the next page, if there is one.")


class CollocatesAnswer(WordsAnswer):
    """A page of collocates."""

    occurrences: int = Field(description="The matches in this language, near which the words stand.")
    words: tuple[Collocate, ...]


class Keyword(Model):
    """A word that sets what is found apart."""

    word: str = Field(description="As it is written, in lower case.")
    count: int
    other_count: int = Field(description="How often it occurs in what is compared with.")
    rate: float = Field(description="For a million words.")
    other_rate: float
    keyness: float = Field(description="Log-likelihood, after Rayson and Garside (2000); above 10.83, p < 0.001.")
    log_ratio: float = Field(description="log2 of the ratio of the rates, after Hardie (2014).")


class KeywordsAnswer(WordsAnswer):
    """A page of keywords."""

    documents: int = Field(description="Those found that are in this language; `tokens` are their words.")
    against: str | None = Field(description="The other query as it was read; null for the whole corpus.")
    other_documents: int = Field(description="Those compared with that are in this language.")
    other_tokens: int = Field(description="Their words.")
    words: tuple[Keyword, ...]


class HealthAnswer(Model):
    """The server answers and its index can be read."""

    status: str
    documents: int


class Mistake(Model):
    """A parameter that is outside its limits."""

    parameter: str
    message: str


class Problem(Model):
    """An error, after RFC 9457."""

    type: str = Field(description="Where the error is explained.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do.")
    code: str = Field(description="Stable, for programs.")
    mistakes: tuple[Mistake, ...] = Field((), description="The parameters at fault, for `bad-parameter`.")
