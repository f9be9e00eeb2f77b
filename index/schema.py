"""Documents and their tokens as Tantivy fields, and back: the one place that knows how the index is laid out.

`words` and `stems` hold finished tokens of title and text, for all languages alike: Tantivy takes a field's average
length over all documents, so a field that few documents have would be ranked wrongly. Phrases do not run from the
title into the text, since the two are separate values. The document itself is kept in two stored byte fields, since
Tantivy indexes every text field.
"""

import json
import os
from dataclasses import dataclass, fields
from hashlib import sha256

import tantivy

from index import metadata
from index.analysis import analyzer, is_unspaced, pieces
from index.document import Document
from index.languages import language
from index.tags import covering

FORMAT_VERSION = 4
"""Goes up whenever an index written before can no longer be read or added to."""

TOKENIZER = "tokens"
"""Tokens are made in Python; Tantivy only has to part them at white space."""

_DEFAULTS = {field.name: field.default for field in fields(Document) if field.name != "text"}
_PAIRS = ("parts", "meta", "other_languages")

MAX_TERM_BYTES = 30_000
"""Tantivy leaves out a term from 65,531 bytes on without a word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document ready to be written: with the tokens of its title and its text, each one string.

    `surfaces` and `lexicon` are of both, without order: each word as it was written, and each stem with its language.
    `meta` are the terms of its metadata, a string for each value.
    """

    document: Document
    title_words: str
    title_stems: str
    words: str
    stems: str
    surfaces: str
    lexicon: str
    meta: tuple[str, ...]


def analyse(document: Document) -> Entry:
    """Make the tokens of a document in its own language."""
    tag, analysis = language(document.language).tag, analyzer(document.language)
    title, text = pieces(document.title), pieces(document.text)
    distinct = {*title, *text}
    stems = {analysis.stem(piece) for piece in distinct if not is_unspaced(piece)}
    return Entry(
        document,
        *analysis.forms(title),
        *analysis.forms(text),
        surfaces=" ".join(map(analysis.surface, distinct)),
        lexicon=" ".join([lexicon_term(tag, stem) for stem in stems]),
        meta=tuple(metadata.values(document.meta)),
    )


def build_schema() -> tantivy.Schema:
    """Return the fields of the index."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("words", tokenizer_name=TOKENIZER)
    build.add_text_field("stems", tokenizer_name=TOKENIZER)
    build.add_text_field("title_words", tokenizer_name=TOKENIZER)
    build.add_text_field("title_stems", tokenizer_name=TOKENIZER)
    build.add_text_field("surfaces", tokenizer_name=TOKENIZER, index_option="basic")  # words as written, in lower case
    build.add_text_field("lexicon", tokenizer_name=TOKENIZER, index_option="basic")  # see `lexicon_term`
    build.add_text_field("author", tokenizer_name=TOKENIZER)
    build.add_text_field("meta", tokenizer_name=TOKENIZER)  # see `index.metadata`
    build.add_text_field("id", tokenizer_name="raw", index_option="basic")
    build.add_text_field("file", tokenizer_name="raw", index_option="basic")  # see `file_term`: updates go by it
    build.add_text_field("place", tokenizer_name="raw", index_option="basic")  # see `place_term`
    build.add_text_field("source", tokenizer_name="raw", index_option="basic")  # what filters may ask for
    build.add_text_field("collection", tokenizer_name="raw", index_option="basic", fast=True)  # what the facet counts
    build.add_text_field("language", tokenizer_name="raw", index_option="basic", fast=True)
    build.add_text_field("tags", tokenizer_name="raw", index_option="basic", fast=True)  # see `tags`
    build.add_text_field("tag_state", tokenizer_name="raw", index_option="basic")  # "disagrees", "relabelled"
    build.add_integer_field("confidence", indexed=True, fast=True)  # of tags that detection gave, see `confidence`
    build.add_integer_field("year", indexed=True, fast=True)
    build.add_integer_field("day", indexed=True, fast=True)
    build.add_integer_field("sequence", indexed=True, fast=True)
    build.add_bytes_field("record", stored=True)
    build.add_bytes_field("text", stored=True)
    return build.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Make the fields of an opened index usable; Tantivy does not keep tokenizers with it."""
    index.register_tokenizer(TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def to_tantivy(entry: Entry, file: str, sequence: int, schema: tantivy.Schema) -> tantivy.Document:
    """Return the Tantivy document of an entry from the file at that path; `sequence` orders the export."""
    document = entry.document
    values: dict[str, object] = {
        "words": [entry.title_words, entry.words],
        "stems": [entry.title_stems, entry.stems],
        "title_words": entry.title_words,
        "title_stems": entry.title_stems,
        "surfaces": entry.surfaces,
        "lexicon": entry.lexicon,
        "author": analyzer("und").index_forms(document.author)[0],
        "id": document.id,
        "file": file_term(file),
        "place": place_term(document.path, document.locator),
        "source": source_terms(document.path),
        "collection": collections(document),
        "language": document.language,
        "tags": tags(document),
        "tag_state": tag_states(document),
        "sequence": sequence,
        "record": _record(document),
        "text": document.text.encode(),
    }
    if entry.meta:
        values["meta"] = list(entry.meta)
    if document.tagged_by == "detected":
        values["confidence"] = confidence(document.language_confidence)
    if document.date:
        values |= {"day": first_day(document.date), "year": int(document.date[:4])}
    return tantivy.Document.from_dict(values, schema)


def from_tantivy(stored: tantivy.Document) -> Document:
    """Return the document that was stored."""
    record = json.loads(stored["record"][0])
    pairs = {name: tuple(map(tuple, record[name])) for name in _PAIRS if name in record}
    return Document(text=stored["text"][0].decode(), **(record | pairs))


def _record(document: Document) -> bytes:
    """Return what is stored of a document beside its text: the fields that are not as they are by default."""
    values = {name: getattr(document, name) for name in _DEFAULTS}
    record = {name: value for name, value in values.items() if value != _DEFAULTS[name]}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def tags(document: Document) -> list[str]:
    """Return the tags under which a document is found: of all its languages, and those that cover them."""
    every = [document.language, *(tag for tag, _ in document.other_languages)]
    return sorted({cover for tag in every for cover in covering(tag)})


def tag_states(document: Document) -> list[str]:
    """Return what can be asked about how a document was tagged."""
    if document.tagged_by == "relabelled":
        return ["relabelled"]
    return ["disagrees"] if document.language_disagrees else []


def confidence(share: float) -> int:
    """Return a confidence from 0 to 1 in ten-thousandths, as the index holds it."""
    return round(share * 10_000)


def first_day(date: str) -> int:
    """Return the first day of an ISO date as a number: "2025-05" -> 20250501."""
    year, month, day, *_ = [*date[:10].split("-"), "1", "1"]
    return int(year) * 10_000 + int(month) * 100 + int(day)


def last_day(date: str) -> int:
    """Return the last day of an ISO date as a number, months taken as 31 days: "2025-05" -> 20250531."""
    year, month, day, *_ = [*date[:10].split("-"), *("12", "31")[date.count("-") :]]
    return int(year) * 10_000 + int(month) * 100 + int(day)


def collections(document: Document) -> list[str]:
    """Return what a document belongs to: each folder above its file, and the file itself if it holds more than it."""
    names = document.path.split("/")
    folders = ["/".join(names[:end]) for end in range(1, len(names))]
    return [*folders, document.path] if document.locator or not folders else folders


def lexicon_term(tag: str, stem: str) -> str:
    """Return the term that says that documents in a language hold a stem.

    It is written backwards, so that the stems with an ending are the terms with a beginning: compounds by their head.
    """
    return f"{tag}:{stem[::-1]}"


def file_term(path: str) -> str:
    """Return the term under which the documents of the file at a path on disk are found, to replace or remove them.

    A digest, since a path need not be text.
    """
    return sha256(os.fsencode(path)).hexdigest()


def place_term(path: str, locator: str) -> str:
    """Return the term of the one document that was read there: ids need not be unique, places are."""
    return sha256(f"{path}\n{locator}".encode()).hexdigest()


def source_terms(path: str) -> list[str]:
    """Return what a `source:` filter may say to find a file: its path, each folder above it, and each bare name."""
    names = path.casefold().split("/")
    terms = {*names, *("/".join(names[: end + 1]) for end in range(len(names)))}
    return sorted(term for term in terms if 0 < len(term.encode()) <= MAX_TERM_BYTES)
