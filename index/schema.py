"""Documents and their tokens as Tantivy fields, and back: the one place that knows how the index is laid out.

`words` and `stems` hold finished tokens of title and text, for all languages alike: Tantivy takes a field's average
length over all documents, so a field that few documents have would be ranked wrongly. Phrases do not run from the
title into the text, nor are words of both near each other, since there are empty values between the two. The document
itself is kept in two stored byte fields, since Tantivy indexes every text field.
"""

import json
import os
from collections.abc import Collection
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, cast

import tantivy

from index import metadata, zstd
from index.analysis import Chunk, analyzer, stems_of, words_of
from index.document import UNDETERMINED, Document, Tagging
from index.sites import site_of
from index.tags import agree, covering, declared_tag
from index.text import digest

if TYPE_CHECKING:
    from index.types import TypeNumbers

FORMAT_VERSION = 9
"""Goes up whenever an index written before can no longer be read or added to."""

TOKENIZER = "tokens"
"""Tokens are made in Python; Tantivy only has to part them at white space."""

ONLY_MARKED = "!"

APART = 21
"""How many places more than side by side the text is behind the title: each value of a field adds one."""

_BETWEEN = [""] * (APART - 1)
_ELSEWHERE = ("text", "copies", "copies_total")
_DEFAULTS = {field.name: field.default for field in fields(Document) if field.name not in _ELSEWHERE}
_values = attrgetter(*_DEFAULTS)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PAIRS = ("parts", "meta", "other_languages")

MARKS = ("mark_1", "mark_2", "mark_3", "mark_4")
"""Numbers drawn from all that a document is: their sums tell sets of documents apart, see `marks`."""
_MARK_BYTES = 3
_identity = attrgetter("id", "title", "path", "locator", "date", "author", "url", "parts", "meta", "language")

LEVEL = 1
"""Of zstd, for texts: higher ones take more time and hardly less room. Tantivy's LZ4 takes half as much again."""

_UTF8_BYTES = 4
"""A character takes no more."""

MAX_BYLINE = 300
"""Characters of an author's line that tell it from others."""

MAX_TERM_BYTES = 30_000
"""Tantivy leaves out a term from 65,531 bytes on without a word."""


class Entry(NamedTuple):
    """A document ready to be written: its fields for Tantivy but those that only the writer knows.

    A tuple of plain values, as such travel fastest between processes. `locator` is the place in the file, `digest` that
    of `text.digest`, `words` are those of the text.
    """

    id: str
    locator: str
    digest: bytes
    words: str
    fields: dict[str, object]

    @property
    def length(self) -> int:
        """How many tokens the text has."""
        return cast(int, self.fields["length"])


def analyse(document: Document, numbers: "TypeNumbers") -> Entry:
    """Make the fields of a document: its tokens in its own language, and what else is asked for. Number its types."""
    analysis = analyzer(document.language)
    title, text = analysis.chunks(document.title), analysis.chunks(document.text)
    title_words, title_stems, words, stems = words_of(title), stems_of(title), words_of(text), stems_of(text)
    distinct = dict.fromkeys(chain(title, text))
    numbers.add(text, distinct)
    tokens = {
        "words": [title_words, *_BETWEEN, words],
        "stems": [title_stems, *_BETWEEN, stems],
        "title_words": title_words,
        "title_stems": title_stems,
        "surfaces": " ".join(surface_terms(distinct)),
        "lexicon": " ".join({chunk.lexicon for chunk in distinct if chunk.lexicon}),
    }
    facts = {"length": words.count(" ") + bool(words), **_facts(document)}
    fields = {name: value for name, value in (tokens | facts).items() if value not in ("", [])}
    found = digest(document.title, document.text)
    return Entry(document.id, document.locator, found, words, {**fields, "digest": found})


def _facts(document: Document) -> dict[str, object]:
    """Return the fields that hold what is known of a document, and the document itself."""
    dates = {"day": first_day(document.date), "year": int(document.date[:4])} if document.date else {}
    detected = document.tagged_by == "detected"
    return {
        **dates,
        **({"confidence": confidence(document.language_confidence)} if detected else {}),
        **dict(zip(MARKS, marks(document), strict=True)),
        "author": analyzer("und").index_forms(document.author)[0],
        "meta": list(metadata.values(document.meta)),
        "id": document.id,
        "place": place_term(document.path, document.locator),
        "source": source_terms(document.path),
        "collection": collections(document.path, within=bool(document.locator)),
        "language": document.language,
        "tags": tags(document),
        "tagging": tagging(document),
        "type": document.type,
        "byline": byline(document.author),
        "site": site_of(document.url),
        "record": _record(document),
        "text": zstd.compress(document.text.encode(), LEVEL),
    }


def surface_terms(chunks: Collection[Chunk]) -> set[str]:
    """Return what tells how the words of a document were written, where that is not as they fold.

    Each word that was not, as it was written; and where it never was, its folded form behind `ONLY_MARKED`. So a word
    was written as it folds where `words` has it and no such term is.
    """
    marked = {pair for chunk in chunks for pair in chunk.marked}
    if not marked:
        return set()
    plain = {chunk.plain for chunk in chunks}
    plain.update(*[words.split() for words in plain if " " in words])
    return {written for _, written in marked} | {ONLY_MARKED + word for word, _ in marked if word not in plain}


def build_schema() -> tantivy.Schema:
    """Return the fields of the index."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("words", tokenizer_name=TOKENIZER)
    build.add_text_field("stems", tokenizer_name=TOKENIZER)
    build.add_text_field("title_words", tokenizer_name=TOKENIZER)
    build.add_text_field("title_stems", tokenizer_name=TOKENIZER)
    build.add_text_field("surfaces", tokenizer_name=TOKENIZER, index_option="basic")  # see `surface_terms`
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
    build.add_text_field("tagging", tokenizer_name="raw", index_option="basic", fast=True)
    build.add_text_field("type", tokenizer_name="raw", index_option="basic", fast=True)  # see `index.file_types`
    build.add_text_field("byline", tokenizer_name="raw", index_option="basic", fast=True)  # whole, as "author" is words
    build.add_text_field("site", tokenizer_name="raw", index_option="basic", fast=True)
    build.add_integer_field("confidence", indexed=True, fast=True)  # of tags that detection gave, see `confidence`
    build.add_integer_field("year", indexed=True, fast=True)
    build.add_integer_field("day", indexed=True, fast=True)
    build.add_integer_field("length", indexed=True, fast=True)  # words of the text
    build.add_integer_field("sequence", indexed=True, fast=True)
    for mark in MARKS:
        build.add_integer_field(mark, fast=True)
    build.add_bytes_field("record", stored=True)
    build.add_bytes_field("digest", stored=True)
    build.add_bytes_field("text", stored=True)
    return build.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Make the fields of an opened index usable; Tantivy does not keep tokenizers with it."""
    index.register_tokenizer(TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def to_tantivy(entry: Entry, file: str, sequence: int, schema: tantivy.Schema) -> tantivy.Document:
    """Return the Tantivy document of an entry from the file at that path; `sequence` orders the export."""
    return tantivy.Document.from_dict({**entry.fields, "file": file_term(file), "sequence": sequence}, schema)


def from_tantivy(stored: tantivy.Document, characters: int | None = None) -> Document:
    """Return the document that was stored; of its text, if so asked, no more than so many characters."""
    record = json.loads(stored["record"][0])
    pairs = {name: tuple(map(tuple, record[name])) for name in _PAIRS if name in record}
    return Document(text=_text(stored["text"][0], characters), **(record | pairs))


def _text(packed: bytes, characters: int | None) -> str:
    if characters is None:
        return zstd.decompress(packed).decode()
    beginning = zstd.ZstdDecompressor().decompress(packed, characters * _UTF8_BYTES)
    return beginning.decode(errors="ignore")[:characters]


def _record(document: Document) -> bytes:
    """Return what is stored of a document beside its text: the fields that are not as they are by default."""
    values = zip(_DEFAULTS.items(), _values(document), strict=True)
    return _json({name: value for (name, default), value in values if value != default}).encode()


def tags(document: Document) -> list[str]:
    """Return the tags under which a document is found: of all its languages, and those that cover them."""
    every = [document.language, *(tag for tag, _ in document.other_languages)]
    return sorted({cover for tag in every for cover in covering(tag)})


def tagging(document: Document) -> Tagging:
    """Return what source and text say of a document's language, or that a person has set its tag."""
    declared, detected = declared_tag(document.declared_language), document.detected_language
    if document.tagged_by == "relabelled":
        return "relabelled"
    if document.language_disagrees:
        return "disagrees"
    if UNDETERMINED in (declared, detected):
        if declared == detected:
            return "neither"
        return "detected" if declared == UNDETERMINED else "declared"
    return "agrees" if agree(declared, detected) else "unclear"


def byline(author: str) -> str:
    """Return an author as the facet counts them: as written but for white space, cut where that is very long."""
    return " ".join(author.split())[:MAX_BYLINE]


def marks(document: Document) -> tuple[int, ...]:
    """Return numbers below 2**24 that equal documents share, and hardly any others, whichever index they came into.

    All that a document says counts, and the tags under which it is found; not how sure detection was of these, nor
    where its exact copies are. Tantivy adds in floating point: of numbers so small, sums of 2**29 are exact.
    """
    said = f"{_json([*_identity(document), tags(document)])}\0{document.text}"
    drawn = blake2b(said.encode(), digest_size=_MARK_BYTES * len(MARKS)).digest()
    return tuple(int.from_bytes(drawn[at : at + _MARK_BYTES]) for at in range(0, len(drawn), _MARK_BYTES))


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


@lru_cache
def collections(path: str, within: bool) -> list[str]:
    """Return what a document belongs to: each folder above its file, and the file itself if it stands `within` it."""
    names = path.split("/")
    folders = ["/".join(names[:end]) for end in range(1, len(names))]
    return [*folders, path] if within or not folders else folders


@lru_cache
def file_term(path: str) -> str:
    """Return the term under which the documents of the file at a path on disk are found, to replace or remove them.

    A digest, since a path need not be text.
    """
    return _digest(os.fsencode(path))


def place_term(path: str, locator: str) -> str:
    """Return the term of the one document that was read there: ids need not be unique, places are."""
    return _digest(f"{path}\n{locator}".encode())


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


@lru_cache
def source_terms(path: str) -> list[str]:
    """Return what a `source:` filter may say to find a file: its path, each folder above it, and each bare name."""
    names = path.casefold().split("/")
    terms = {*names, *("/".join(names[: end + 1]) for end in range(len(names)))}
    return sorted(term for term in terms if 0 < len(term.encode()) <= MAX_TERM_BYTES)
