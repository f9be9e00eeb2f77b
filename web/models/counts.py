"""Answers of trends, collocates and keywords."""

from pydantic import Field

from web.models.parts import FacetValue, Model, Query


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


class WordsAnswer(Model):
    """A page of words in one language, the strongest first."""

    query: Query
    language: str | None = Field(description="That of the words; null where nothing is found.")
    languages: tuple[FacetValue, ...] = Field(description="What the words are told by, in each language.")
    tokens: int = Field(description="The words of all texts in this language that are counted.")
    total: int = Field(description="How many words there are, those of other pages too.")
    took_ms: float
    next: str | None = Field(description="The address of the next page, if there is one.")


class Collocate(Model):
    """A word that stands near what a query matches."""

    word: str = Field(description="As it is written, in lower case.")
    count: int = Field(description="How often it stands near a match; once where it is near two.")
    frequency: int = Field(description="How often it occurs in all texts of the language that the filters leave.")
    log_dice: float = Field(description="14 + log2(2 count / (occurrences + frequency)), after Rychlý (2008).")
    log_likelihood: float = Field(description="After Dunning (1993); above 10.83, p < 0.001.")


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
