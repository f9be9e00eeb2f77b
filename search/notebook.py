"""What notebooks show: lists as tables in HTML and in pandas, with nothing in them taken for markup."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from index.document import whereabouts
from index.text import counted
from search.errors import FormatUnavailable
from search.output.records import DOCUMENT_COLUMNS, row_record
from search.output.tables import Record
from search.response import Hit, SearchResponse, Snippet, Span
from search.similar import SimilarResponse
from search.tracing.trace import Passage, Trace

if TYPE_CHECKING:
    import pandas

Row = TypeVar("Row")
Response = TypeVar("Response", SearchResponse, SimilarResponse)

SHOWN = 100
"""How many rows of a table are shown; all of them are in it."""
_PASSAGE_COLUMNS = (
    "words", "passage", "start", "end", "id", "path", "locator", "document_start", "document_end", "title", "language",
    "date", "author", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A list of rows, each with its type; `record` gives the values of a row by the names of the columns."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    record: Callable[[Any], Record] = asdict

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, number: int) -> Row:
        return self.rows[number]

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a data frame; raise FormatUnavailable where pandas is not installed."""
        return frame(self.columns, map(self.record, self.rows))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(f"<tr>{_cells(self.columns, self.record(row))}</tr>" for row in self.rows[:SHOWN])
        left = f"<p>{len(self) - SHOWN:,} more</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{left}"


@dataclass(frozen=True, slots=True)
class _Hits(ABC, Generic[Response]):
    """A page of hits, the best first; `response` has all that was answered."""

    response: Response

    def __len__(self) -> int:
        return len(self.response.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.response.hits)

    def __getitem__(self, number: int) -> Hit:
        return self.response.hits[number]

    def __repr__(self) -> str:
        return f"<{self._summary()}>"

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a row for each hit, with its text; raise FormatUnavailable where pandas is not installed."""
        return frame((*DOCUMENT_COLUMNS, "score", "snippet"), map(_hit_record, self))

    def _repr_html_(self) -> str:
        notices = "".join(f"<p>{escape(notice.message)}</p>" for notice in self.response.notices)
        return f"<p>{escape(self._summary())}</p>{notices}<ol>{''.join(map(_hit_html, self))}</ol>"

    @abstractmethod
    def _summary(self) -> str:
        """Return what was found, in a line."""


@dataclass(frozen=True, slots=True, repr=False)
class Results(_Hits[SearchResponse]):
    """A page of hits, the best first; `response` has all that was answered."""

    @property
    def total(self) -> int:
        """How many documents were found."""
        return self.response.total

    def _summary(self) -> str:
        shown = f", {len(self):,} of them here" if len(self) < self.total else ""
        return f"{counted(self.total, 'document')} for {self.response.understood or self.response.q}{shown}"


@dataclass(frozen=True, slots=True, repr=False)
class Similar(_Hits[SimilarResponse]):
    """The documents most like one, the likest first; `response` has the words by which they were found too."""

    def _summary(self) -> str:
        return f"{counted(len(self), 'document')} like {self.response.document.heading}"


@dataclass(frozen=True, slots=True)
class Traced(Trace):
    """A Trace whose passages are a table too."""

    @classmethod
    def of(cls, trace: Trace) -> "Traced":
        """Return a trace as notebooks show it."""
        return cls(**{field.name: getattr(trace, field.name) for field in fields(trace)})

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a row for each passage; raise FormatUnavailable where pandas is not installed."""
        return self._table().to_pandas()

    def _repr_html_(self) -> str:
        return self._table()._repr_html_()

    def _table(self) -> Table[Passage]:
        return Table(_PASSAGE_COLUMNS, self.passages, self._row)

    def _row(self, passage: Passage) -> Record:
        (start, end), (document_start, document_end) = passage.in_text, passage.in_document
        return {
            **row_record(passage.document),
            "words": passage.words,
            "passage": self.text[start:end],
            "start": start,
            "end": end,
            "document_start": document_start,
            "document_end": document_end,
        }


def frame(columns: Iterable[str], records: Iterable[Record]) -> "pandas.DataFrame":
    """Return records as a data frame with these columns; raise FormatUnavailable where pandas is not installed."""
    try:
        import pandas  # noqa: PLC0415  # large, and not everybody has it
    except ImportError as error:
        raise FormatUnavailable("Data frames need pandas: pip install 'fundstelle[notebook]'") from error
    return pandas.DataFrame(list(records), columns=list(columns))


def _cells(columns: Iterable[str], record: Record) -> str:
    return "".join(f'<td dir="auto">{escape(str(record[column]))}</td>' for column in columns)


def _hit_record(hit: Hit) -> Record:
    return {
        **row_record(hit.document),
        "score": hit.score or None,
        "snippet": " … ".join(snippet.text for snippet in hit.snippets),
    }


def _hit_html(hit: Hit) -> str:
    document = hit.document
    title = _marked(document.title, hit.title_highlights) or escape(document.heading)
    facts = filter(None, [document.language, document.date, document.author, whereabouts(document)])
    known = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)
    passages = "".join(f'<p dir="auto">{_snippet_html(snippet)}</p>' for snippet in hit.snippets)
    return f'<li><b dir="auto">{title}</b><br><small>{known}</small>{passages}</li>'


def _snippet_html(snippet: Snippet) -> str:
    text = _marked(snippet.text, snippet.highlights)
    return f"{'… ' if snippet.cut_before else ''}{text}{' …' if snippet.cut_after else ''}"


def _marked(text: str, spans: Iterable[Span]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:])])
