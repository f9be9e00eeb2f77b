"""From a record with named fields to a Document."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from itertools import count, islice
from math import isnan

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import source
from index.sources.dates import iso_date, iso_moment
from index.sources.source import NO_TEXT, TOO_LARGE, Columns, SourceFile, web_address
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

_USUAL = Columns()
_FACTS = ("title", "date", "author", "url", "language")

_ID_LENGTH = 512
_NAMES_SHOWN = 20

# Enough for any table made by people; one of 10,000 features would be stored with each of its rows.
MAX_META = 100
_META_NAME = 100
# To tell what it is; a second text or an embedding would double the index.
META_LENGTH = 1_000


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: its file, and its number there of what `unit` says (a line, a row), counted from 1."""

    file: SourceFile
    number: int
    unit: str = "line"

    @property
    def locator(self) -> str:
        """The place in the file, in words for users."""
        return f"{self.unit} {self.number}"

    @property
    def id(self) -> str:
        """The id of a record that has none of its own."""
        return f"{self.file.name}#{self.number}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a text; empty where nothing is. `meta` is what has no field of its own (see `Document`)."""

    title: str = ""
    date: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    meta: tuple[tuple[str, str], ...] = ()

    def document(
        self, *, id: str, path: str, text: str, locator: str = "", parts: tuple[tuple[int, str], ...] = ()
    ) -> Document:
        """Return the document of the text of which this is known; the arguments are those of `Document`."""
        return Document(
            id=id,
            title=self.title,
            text=text,
            path=path,
            locator=locator,
            date=self.date,
            author=self.author,
            url=self.url,
            parts=parts,
            meta=self.meta,
            declared_language=self.language,
        )


def told_apart(names: Sequence[str]) -> Iterator[str]:
    """Yield the names of columns, those that stand there again with a number: "text", "text 2"."""
    given, seen = set(names), set[str]()
    numbers: defaultdict[str, Iterator[int]] = defaultdict(partial(count, 2))
    for name in names:
        own = name
        if name in seen:
            own = next(other for number in numbers[name] if (other := f"{name} {number}") not in given)
        seen.add(name)
        yield own


def has_text(names: Iterable[str], columns: Columns) -> bool:
    """Whether one of the fields so named holds the text."""
    names = tuple(names)
    return not set(_names(_there(names, columns))["text"]).isdisjoint(map(_fold, names))


def has_column(names: Iterable[str], given: str) -> bool:
    """Whether one of the fields so named is the one that is asked for by name."""
    return _fold(given) in map(_fold, names)


def expect_text(names: Iterable[str], columns: Columns) -> None:
    """Raise SourceError, with the names that there are, unless one of the fields so named holds the text."""
    names = list(names)
    if not names:
        raise SourceError("an empty record")
    if not has_text(names, columns):
        shown = ", ".join(one_line(name) for name in names[:_NAMES_SHOWN])
        raise SourceError(f"no text column among: {shown}; name it with --text-field")


def is_known(name: str, columns: Columns) -> bool:
    """Whether a field so named may be one that we know."""
    return any(_fold(name) in names for asked in (columns, _USUAL) for names in _names(asked).values())


def to_document(record: Mapping[str, object], origin: Origin, columns: Columns) -> Document | Skip:
    """Return the Document that a record holds, or a Skip if it has no text, or one beyond the limit."""
    fields = _fields(_filled(record), _there(tuple(record), columns) if columns != _USUAL else columns)
    given = record.get(fields.get("text", ""))
    if isinstance(given, str) and len(given) > source.LIMIT:
        return Skip(TOO_LARGE, origin.locator)
    text = clean(given).strip() if isinstance(given, str) else ""
    if not text:
        return Skip(NO_TEXT, origin.locator)
    return _facts(record, fields).document(
        id=_words(record.get(fields.get("id", "")))[:_ID_LENGTH] or origin.id,
        path=origin.file.name,
        text=text,
        locator=origin.locator,
    )


def facts(record: Mapping[str, object]) -> Facts:
    """Return what a record under the usual names says of a text that stands elsewhere, and under its own name."""
    fields = _fields(_filled(record), _USUAL)
    return _facts(record, {field: name for field, name in fields.items() if field not in ("id", "text")})


def _facts(record: Mapping[str, object], fields: Mapping[str, str]) -> Facts:
    """Return what the columns called `fields` say; those that say nothing we understand are kept like the others."""
    words = {field: _words(record[fields[field]]) if field in fields else "" for field in _FACTS}
    said = words | {"date": _date(words["date"]), "url": web_address(words["url"])}
    used = {name for field, name in fields.items() if said.get(field, name)}
    return Facts(**said, meta=_meta((name, value) for name, value in record.items() if name not in used))


def _meta(fields: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """Return names and values as short text, those left out that are empty or no text."""
    shown = ((one_line(name)[:_META_NAME], _short(value)) for name, value in fields)
    return tuple(islice(((name, value) for name, value in shown if name and value), MAX_META))


def _short(value: object) -> str:
    """Return a value as text of one line, cut where it is too long: what is nested as JSON."""
    if value is None or isinstance(value, bytes) or (isinstance(value, float) and isnan(value)):
        return ""
    text = value if isinstance(value, str) else _plain(value)
    short = one_line(text[: 2 * META_LENGTH])
    return short if len(short) <= META_LENGTH else short[: META_LENGTH - 1] + "…"


def _plain(value: object) -> str:
    if not isinstance(value, bool | list | dict):
        return str(value)  # dates are ISO 8601
    try:
        return _COMPACT.encode(value)
    except (RecursionError, TypeError, ValueError):  # nested beyond measure, or with keys that JSON has not
        return ""


@lru_cache
def _there(names: tuple[str, ...], columns: Columns) -> Columns:
    """Return the columns asked for that are among these; in place of the others the usual names count."""
    return Columns(**{field: given for field, given in asdict(columns).items() if has_column(names, given)})


def _filled(record: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names under which a record holds anything."""
    return tuple([name for name, value in record.items() if value not in (None, "")])


@lru_cache
def _fields(filled: tuple[str, ...], columns: Columns) -> Mapping[str, str]:
    """Return for each field the first of its names that is filled."""
    folded = {_fold(name): name for name in reversed(filled)}
    found = ((field, (folded[name] for name in names if name in folded)) for field, names in _names(columns).items())
    return {field: name for field, given in found if (name := next(given, None)) is not None}


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
    is_plain = isinstance(value, str | int | float | Decimal | date) and not isinstance(value, bool)
    return one_line(str(value)) if is_plain else ""


def _date(words: str) -> str:
    return iso_moment(words) or iso_date(words)
