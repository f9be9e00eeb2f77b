"""From a record with named fields to a Document."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from index.document import Document, Skip
from index.sources.dates import iso_date, iso_moment
from index.sources.source import NO_TEXT, Columns, SourceFile, web_address
from index.text import clean, one_line

_USUAL_NAMES = {
    "id": "id _id doc_id docid uuid identifier",
    "title": "title headline name",
    "text": "text content raw_content body article fulltext",
    "language": "lang language",
    "date": "date published published_at timestamp created created_at publication_date pubdate",
    "author": "author authors byline creator",
    "url": "url link permalink source_url",
}

_ID_LENGTH = 512


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: its file and the number of the line where it begins."""

    file: SourceFile
    line: int

    @property
    def locator(self) -> str:
        """The place in the file, in words for users."""
        return f"line {self.line}"

    @property
    def id(self) -> str:
        """The id of a record that has none of its own."""
        return f"{self.file.name}#{self.line}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a text; empty where nothing is."""

    title: str = ""
    date: str = ""
    author: str = ""
    url: str = ""
    language: str = ""


def has_text(names: Iterable[str], columns: Columns) -> bool:
    """Whether one of the fields so named holds the text."""
    return not set(_names(columns)["text"]).isdisjoint(map(_fold, names))


def to_document(record: Mapping[str, object], origin: Origin, columns: Columns) -> Document | Skip:
    """Return the Document that a record holds, or a Skip if it has no text."""
    value = _values(record, columns)
    text = clean(value["text"]).strip() if isinstance(value["text"], str) else ""
    if not text:
        return Skip(NO_TEXT, origin.locator)
    known = _facts(value)
    return Document(
        id=_words(value["id"])[:_ID_LENGTH] or origin.id,
        title=known.title,
        text=text,
        path=origin.file.name,
        locator=origin.locator,
        date=known.date,
        author=known.author,
        url=known.url,
        declared_language=known.language,
    )


def facts(record: Mapping[str, object]) -> Facts:
    """Return what a record under the usual names says of a text that stands elsewhere."""
    return _facts(_values(record, Columns()))


def _facts(value: Mapping[str, object]) -> Facts:
    return Facts(
        title=_words(value["title"]),
        date=_date(_words(value["date"])),
        author=_words(value["author"]),
        url=web_address(_words(value["url"])),
        language=_words(value["language"]),
    )


def _values(record: Mapping[str, object], columns: Columns) -> dict[str, object]:
    """Return for each field the first value under one of its names that is not empty."""
    folded = {_fold(name): value for name, value in record.items()}
    return {
        field: next((folded[name] for name in names if folded.get(name) not in (None, "")), "")
        for field, names in _names(columns).items()
    }


@lru_cache
def _names(columns: Columns) -> dict[str, tuple[str, ...]]:
    """Return for each field the names that it goes by, folded, the likeliest first."""
    return {
        field: (_fold(given),) if given else tuple(_USUAL_NAMES[field].split())
        for field, given in asdict(columns).items()
    }


def _fold(name: str) -> str:
    return name.strip().casefold()


def _words(value: object) -> str:
    return ", ".join(filter(None, map(_word, value if isinstance(value, list) else [value])))


def _word(value: object) -> str:
    return one_line(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _date(words: str) -> str:
    return iso_moment(words) or iso_date(words)
