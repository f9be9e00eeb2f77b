"""One open index, as it was when it was opened, and everything that can be asked of it."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy

from index import metadata
from index.directory import IndexDirectory
from index.document import Document
from index.failures import Failures
from index.languages import language
from index.schema import from_tantivy, place_term
from index.state import State
from index.tags import covering
from index.text import digest
from search.compiler import Compiler
from search.copies import CopyGroups, Ranked
from search.errors import RequestError, TooDeep, UnknownDocument
from search.examples import examples
from search.explaining import Explainer
from search.matching import Matcher, Occurrence
from search.parser import Parsed, parse
from search.query import And, Dated, Everything, Filter, InCollection, InLanguage, describe, metadata_of, words_of
from search.reading import Reading, read
from search.request import MAX_DEPTH, FacetName, Match, SearchRequest, Sort
from search.response import FacetValue, Hit, Notice, SearchResponse, Snippet, Span
from search.snippets import passages
from search.vocabulary import Vocabulary

SCANNED_CHARACTERS = 200_000
"""How much of a long document is read for its snippets; more only if that held no match, nor its title."""
EXPORT_PAGE = 500
MAX_NAMED = 3
"""How many similar words a notice names."""
MAX_NAMES = 10
"""How many names of metadata a notice names, those that most documents have."""
_ORDERS: dict[Sort, dict[str, Any]] = {
    "relevance": {},
    "date": {"order_by_field": "day", "order": tantivy.Order.Asc},
    "-date": {"order_by_field": "day", "order": tantivy.Order.Desc},
}
_FACET_FIELDS: dict[FacetName, str] = {"language": "tags", "year": "year", "source": "collection"}
_TO_REVIEW = {
    "lang:und": "Language not recognised",
    "lang:disagrees": "Reads like another language than declared",
}
_FACET_SIZES: dict[FacetName, int] = {"language": 500, "year": 5_000, "source": 100}


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document with the places where a query matches it, in its title and in its text, in order."""

    document: Document
    title_matches: tuple[Span, ...]
    text_matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the index holds.

    `languages` counts each document once, by its tag; `to_review` are queries that list the documents whose tags may
    want mending, with the number of these. `years` are the first and the last year of the `dated` documents; `updated`
    is the ISO time of the last update in UTC; `size` counts the bytes of the index on disk; `examples` are a few
    queries that find something.
    """

    documents: int
    dated: int
    languages: tuple[FacetValue, ...]
    to_review: tuple[FacetValue, ...]
    years: tuple[int, int] | None
    sources: tuple[FacetValue, ...]
    size: int
    updated: str
    failures: Failures
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of hits, the number of documents found, and whether another page follows."""

    hits: Sequence[Ranked]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A request as it is carried out: what is looked for, the filters beside it, and the match mode used.

    `compiled` is the Tantivy query of all that, `found` what it found.
    """

    reading: Reading
    filters: dict[FacetName, Filter]
    match: Match
    compiled: tantivy.Query
    found: _Found


class Searcher:
    """One snapshot of an index: what is committed later is not seen. Safe to use from several threads."""

    def __init__(self, directory: IndexDirectory, index: tantivy.Index) -> None:
        self._directory = directory
        self._searcher = index.searcher()
        self._languages = self._main_languages()
        documents = {value.value: value.count for value in self._languages}
        self._vocabulary = Vocabulary(self._searcher, index.schema, documents)
        self._copies = CopyGroups(self._searcher, directory.groups())
        with directory.state() as state:
            self._has_copies = bool(state.copies)

    @classmethod
    def open(cls, path: Path) -> "Searcher":
        """Return a searcher of the index at `path` as it is now; raise IndexDirectoryError where that fails."""
        directory = IndexDirectory.open(path)
        return cls(directory, directory.open_tantivy())

    @property
    def documents(self) -> int:
        """The number of documents in the index."""
        return self._vocabulary.documents

    def search(self, request: SearchRequest) -> SearchResponse:
        """Answer one page of hits; raise TooDeep beyond what paging reaches."""
        started = time.perf_counter()
        if request.offset + request.limit > MAX_DEPTH:
            raise TooDeep(f"Paging ends at hit {MAX_DEPTH:,}. Narrow the search, or export it: that gives every match.")
        parsed = parse(request.q, request.exact)
        plan = self._plan(request, parsed)
        if plan is None:
            return _nothing(request, parsed, started)
        notices, relaxed = parsed.notices, request.match == "auto" and plan.match == "any"
        if relaxed and _is_of_several(plan.reading):
            notices = (*notices, Notice("relaxed", "No document has all of these words; these have some of them."))
        notices = (*notices, *self._unknown_names(plan.reading))
        if plan.match == "any":
            notices = (*notices, *self._misspelt(plan.reading))
        return SearchResponse(
            q=request.q,
            understood=describe(plan.reading.query, plan.match),
            match=plan.match,
            relaxed=relaxed,
            notices=notices,
            total=plan.found.total,
            more=plan.found.more,
            hits=self._hits(plan, request),
            facets=self._facets(plan, request.facets),
            took_ms=_milliseconds_since(started),
        )

    def export(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every match, in the order in which the documents were indexed; only a page of them is in memory."""
        return (document for _, document in self.numbered(request))

    def numbered(self, request: SearchRequest) -> Iterator[tuple[int, Document]]:
        """Yield every match as `export` does, each with its sequence number."""
        plan = self._plan(replace(request, limit=1, offset=0, copies="show"), parse(request.q, request.exact))
        last: int | None = -1
        while plan and last is not None:
            last = yield from self._exported(plan, after=last)

    def document(self, id: str, path: str = "", locator: str = "") -> Document:
        """Return a document by its id; where several have it, that of `path` and `locator`, else the first indexed."""
        asked = [self._term("id", id)]
        if path:
            asked.append(self._term("place", place_term(path, locator)))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in asked])
        found = self._search(query, limit=1, order_by_field="sequence", order=tantivy.Order.Asc)
        with self._reading() as read:
            for _, address in found.hits or self._copied(id, path, locator):
                return read(address)
        raise UnknownDocument(f"There is no document “{id}”" + (f" in {path} {locator}".rstrip() if path else "") + ".")

    def _copied(self, id: str, path: str, locator: str) -> Sequence[Ranked]:
        """Return the document that the one with this id (and place) is an exact copy of, if any."""
        if not self._has_copies:
            return ()
        with self._directory.state() as state:
            sequence = state.copies.document_of(id, path, locator)
        return () if sequence is None else self._search(self._term("sequence", sequence), limit=1).hits

    @contextmanager
    def _reading(self) -> Iterator[Callable[[tantivy.DocAddress], Document]]:
        """Give what reads a document, with where its exact copies are."""
        if not self._has_copies:
            yield lambda address: from_tantivy(self._searcher.doc(address))
            return
        with self._directory.state() as state:

            def read(address: tantivy.DocAddress) -> Document:
                document = from_tantivy(self._searcher.doc(address))
                return replace(document, copies=state.copies.places(digest(document.title, document.text)))

            yield read

    def mark(self, document: Document, request: SearchRequest, used: Match = "all") -> MarkedDocument:
        """Return where a request matches a document that it found in the match mode `used`."""
        reading = self._read(request, parse(request.q, request.exact))
        if reading is None:
            return MarkedDocument(document, (), ())
        matcher = Matcher(reading, used, self._vocabulary)
        title = matcher.in_title(document.title, document.language)
        text = matcher.in_text(document.text, document.language)
        return MarkedDocument(document, _spans(title), _spans(text))

    def overview(self) -> Overview:
        """Return what the index holds."""
        with self._directory.state() as state:
            updated, failures = state.updated(), state.failures.in_short()
        counts = self._counts
        return Overview(
            documents=self.documents,
            dated=sum(year.count for year in counts["year"]),
            languages=self._languages,
            to_review=self._to_review,
            years=(int(counts["year"][0].value), int(counts["year"][-1].value)) if counts["year"] else None,
            sources=counts["source"],
            size=self._directory.size(),
            updated=updated,
            failures=failures,
            examples=self._examples,
        )

    def state(self) -> State:
        """Open what became of each file: as it is now, so maybe a commit ahead of the documents."""
        return self._directory.state()

    @cached_property
    def _to_review(self) -> tuple[FacetValue, ...]:
        queries = ((query, label, parse(query).query or Everything()) for query, label in _TO_REVIEW.items())
        found = (
            (query, label, self._search(self._compile(Reading(tree, ""), (), "all"), 1))
            for query, label, tree in queries
        )
        return tuple(FacetValue(query, label, _total(one)) for query, label, one in found)

    @cached_property
    def _counts(self) -> dict[FacetName, tuple[FacetValue, ...]]:
        return self._count(tantivy.Query.all_query(), ("year", "source"))

    @cached_property
    def _examples(self) -> tuple[str, ...]:
        samples = {
            value.value: self._sample(value.value)
            for value in sorted(self._languages, key=lambda value: -value.count)[:6]
        }
        return examples(samples, self._vocabulary)

    def _sample(self, tag: str) -> list[Document]:
        """Return the documents of a language that were indexed first."""
        found = self._search(self._term("language", tag), 20, order_by_field="sequence", order=tantivy.Order.Asc)
        return [from_tantivy(self._searcher.doc(address)) for _, address in found.hits]

    def _unknown_names(self, reading: Reading) -> Iterator[Notice]:
        """Yield a notice for each name of metadata that no document has."""
        for name in dict.fromkeys(asked.name for asked in metadata_of(reading.query)):
            if not self._vocabulary.frequency("meta", metadata.term(name, "")):
                known = list(metadata.names(self._vocabulary.beginning_with("meta", metadata.term("", ""))))
                others = f"there are {', '.join(known[:MAX_NAMES])}" if known else "there is none at all"
                more = " and more" if len(known) > MAX_NAMES else ""
                yield Notice("metadata-unknown", f"No document has metadata of the name “{name}”; {others}{more}.")

    def _misspelt(self, reading: Reading) -> Iterator[Notice]:
        """Yield a notice for each word that occurs nowhere, but is spelt much like others."""
        for word in words_of(reading.query):
            if others := self._vocabulary.similar(word, reading.tongue):
                listed = ", ".join(f"“{other}”" for other in others[:MAX_NAMED])
                yield Notice(
                    "similar-words", f"“{word.surface}” occurs nowhere; looked for what is spelt like it: {listed}."
                )

    def _plan(self, request: SearchRequest, parsed: Parsed) -> _Plan | None:
        """Run a request in the match mode that it asks for; None where there is nothing to look for."""
        reading = self._read(request, parsed)
        if reading is None:
            return None
        if request.match == "any":
            return self._run(request, reading, "any")
        plan = self._run(request, reading, "all")
        if plan.found.total or request.match == "all" or not (_is_of_several(reading) or any(self._misspelt(reading))):
            return plan
        loose = self._run(request, reading, "any")
        return loose if loose.found.total else plan

    def _read(self, request: SearchRequest, parsed: Parsed) -> Reading | None:
        """Return how a request is read; None where there is nothing to look for."""
        query = parsed.query if request.q.strip() else Everything()
        if query is None:
            return None
        return read(query, request.match, self._vocabulary.lexicon)

    def _run(self, request: SearchRequest, reading: Reading, match: Match) -> _Plan:
        filters = _filters(request)
        compiled = self._compile(reading, filters.values(), match)
        find = self._folded if request.copies == "fold" and self._copies else self._page
        return _Plan(reading, filters, match, compiled, find(compiled, request))

    def _page(self, compiled: tantivy.Query, request: SearchRequest) -> _Found:
        """Return a page of all hits."""
        found = self._search(compiled, max(1, request.limit), offset=request.offset, **_ORDERS[request.sort])
        total = _total(found)
        return _Found(found.hits[: request.limit], total, request.offset + request.limit < total)

    def _folded(self, compiled: tantivy.Query, request: SearchRequest) -> _Found:
        """Return a page of hits that are no near copies of a better one, of those among the first `MAX_DEPTH` hits."""
        end = request.offset + request.limit
        depth = end + 1
        while True:
            depth = min(2 * depth, MAX_DEPTH)
            found = self._search(compiled, depth, **_ORDERS[request.sort])
            best = self._copies.best(found.hits)
            if len(best) > end or depth >= min(_total(found), MAX_DEPTH):
                return _Found(best[request.offset : end], _total(found), len(best) > end)

    def _compile(self, reading: Reading, filters: Iterable[Filter], match: Match) -> tantivy.Query:
        return Compiler(self._vocabulary, self._copies, reading.tongue).compile(And((reading.query, *filters)), match)

    def _hits(self, plan: _Plan, request: SearchRequest) -> tuple[Hit, ...]:
        matcher = Matcher(plan.reading, plan.match, self._vocabulary)
        explainer = Explainer(matcher.parts, plan.reading.tongue, self._vocabulary) if request.explain else None
        ranked = request.sort == "relevance"
        with self._reading() as read:
            hits = [
                self._hit(read(address), score if ranked else 0.0, matcher, explainer)
                for score, address in plan.found.hits
            ]
        near = self._copies.near(plan.found.hits)
        return tuple(replace(hit, copies=copies) for hit, copies in zip(hits, near, strict=True))

    def _hit(self, document: Document, score: float, matcher: Matcher, explainer: Explainer | None) -> Hit:
        title = matcher.in_title(document.title, document.language)
        occurrences = matcher.in_text(document.text, document.language, SCANNED_CHARACTERS, further=not title)
        return Hit(
            document=document,
            score=round(score, 4),
            title_highlights=_spans(title),
            snippets=tuple(_placed(document, occurrences, passages(document.text, occurrences, matcher.weights))),
            id_is_shared=self._vocabulary.frequency("id", document.id) > 1,
            reasons=explainer.reasons(document, title, occurrences) if explainer else None,
        )

    def _exported(self, plan: _Plan, after: int) -> Generator[tuple[int, Document], None, int | None]:
        """Yield the next matches after a document's sequence number; return the last one's, None at the end."""
        rest = tantivy.Query.range_query(
            self._vocabulary.schema, "sequence", tantivy.FieldType.Integer, after, include_lower=False
        )
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, plan.compiled), (tantivy.Occur.Must, rest)])
        found = self._search(query, EXPORT_PAGE, count=False, order_by_field="sequence", order=tantivy.Order.Asc)
        with self._reading() as read:
            page = [(int(sequence), read(address)) for sequence, address in found.hits]
        yield from page
        return int(found.hits[-1][0]) if len(found.hits) == EXPORT_PAGE else None

    def _facets(self, plan: _Plan, names: tuple[FacetName, ...]) -> dict[FacetName, tuple[FacetValue, ...]]:
        """Count each facet over what the other filters leave."""
        counted = self._count(plan.compiled, tuple(name for name in names if name not in plan.filters))
        for name in names:
            if name in plan.filters:
                others = (given for facet, given in plan.filters.items() if facet != name)
                counted |= self._count(self._compile(plan.reading, others, plan.match), (name,))
        return {name: counted[name] for name in names}

    def _count(self, query: tantivy.Query, names: tuple[FacetName, ...]) -> dict[FacetName, tuple[FacetValue, ...]]:
        if not names:
            return {}
        wanted = {name: {"terms": {"field": _FACET_FIELDS[name], "size": _FACET_SIZES[name]}} for name in names}
        with _guarded():
            found = self._searcher.aggregate(query, wanted)
        return {name: self._facet_values(name, found[name]["buckets"]) for name in names}

    def _facet_values(self, name: FacetName, buckets: Sequence[dict[str, Any]]) -> tuple[FacetValue, ...]:
        """Return years in their order, other values by their count; of languages none that only covers others."""
        if name != "language":
            return _facet_values(name, buckets)
        own = {value.value for value in self._languages}
        found = {bucket["key"] for bucket in buckets}
        only_covers = {cover for tag in found for cover in covering(tag)[1:]} - own
        return _facet_values(name, [bucket for bucket in buckets if bucket["key"] not in only_covers])

    def _main_languages(self) -> tuple[FacetValue, ...]:
        wanted = {"tags": {"terms": {"field": "language", "size": _FACET_SIZES["language"]}}}
        with _guarded():
            found = self._searcher.aggregate(tantivy.Query.all_query(), wanted)
        return _facet_values("language", found["tags"]["buckets"])

    def _search(self, query: tantivy.Query, limit: int, **options: Any) -> tantivy.SearchResult:  # noqa: ANN401
        with _guarded():
            return self._searcher.search(query, limit, **options)

    def _term(self, field: str, term: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._vocabulary.schema, field, term, index_option="basic")


def _placed(document: Document, occurrences: Sequence[Occurrence], snippets: Iterable[Snippet]) -> Iterator[Snippet]:
    """Yield snippets with the part of the document that each is from."""
    for snippet in snippets:
        shown = occurrences[snippet.first_match - 1].start if snippet.first_match else 0
        yield replace(snippet, part=document.part_at(shown))


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn what Tantivy raises, Rust panics included, into an error that names the request as its cause."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
            raise RequestError(f"This search cannot be answered ({error}).") from error
        raise


def _total(found: tantivy.SearchResult) -> int:
    """Return how many documents were found, however many of them are listed."""
    total: int = found.count  # type: ignore[attr-defined]  # its stub lacks it
    return total


def _is_of_several(reading: Reading) -> bool:
    """Tell whether it makes a difference that any word is enough."""
    return describe(reading.query, "any") != describe(reading.query, "all")


def _filters(request: SearchRequest) -> dict[FacetName, Filter]:
    """Return the filters of a request, by the facet whose values they choose."""
    filters: dict[FacetName, Filter] = {}
    if request.languages:
        filters["language"] = InLanguage(request.languages)
    if request.date_from or request.date_to:
        filters["year"] = Dated(request.date_from, request.date_to)
    if request.sources:
        filters["source"] = InCollection(request.sources)
    return filters


def _nothing(request: SearchRequest, parsed: Parsed, started: float) -> SearchResponse:
    """Answer a request that holds nothing to look for."""
    return SearchResponse(
        q=request.q,
        understood="",
        match="all",
        relaxed=False,
        notices=parsed.notices,
        total=0,
        more=False,
        took_ms=_milliseconds_since(started),
        hits=(),
        facets=dict.fromkeys(request.facets, ()),
    )


def _milliseconds_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


def _facet_values(name: FacetName, buckets: Iterable[dict[str, Any]]) -> tuple[FacetValue, ...]:
    """Return years in their order, other values by their count."""
    if name == "year":
        years = sorted((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
        return tuple(FacetValue(f"{year:04}", str(year), count) for year, count in years)
    label: Callable[[str], str] = (lambda tag: language(tag).name) if name == "language" else str
    values = [FacetValue(bucket["key"], label(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))


def _spans(occurrences: Iterable[Occurrence]) -> tuple[Span, ...]:
    return tuple((occurrence.start, occurrence.end) for occurrence in occurrences)
