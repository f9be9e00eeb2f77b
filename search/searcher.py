"""One open index, as it was when it was opened, and everything that can be asked of it."""

import time
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tantivy

from index.directory import IndexDirectory
from index.document import Document
from index.groups import Groups
from index.schema import place_term
from index.state import State
from search.counts.selection import Selection
from search.errors import RequestError, TooDeep, UnknownDocument
from search.facets import FacetCounter, Facets
from search.hints.diagnosis import Diagnosis, diagnose
from search.hints.noticing import is_of_several, misspelt, notices
from search.hints.orthography import Orthography
from search.hints.spelling import Speller
from search.hints.suggesting import Suggester, Suggestions
from search.matches.explaining import Explainer
from search.matches.marks import MarkedDocument, Marker, spans
from search.matches.matching import Matcher
from search.matches.snippets import passages, placed
from search.near_copies import CopyGroups
from search.output.receipt import Receipt, issue
from search.overview import Overview, Surveyor
from search.query.describing import describe
from search.query.filters import filters
from search.query.parser import Parsed, parse
from search.query.reading import Reading, read
from search.query.tree import Everything, Filter, Query, conditions_of
from search.ranking.clauses import every
from search.ranking.compiler import Compiler
from search.ranking.vocabulary import Vocabulary
from search.request import MAX_DEPTH, FacetName, Match, SearchRequest, Sort, whole
from search.response import Hit, NearCopies, Notice, SearchResponse
from search.similar import SimilarDocuments, SimilarResponse
from search.snapshot import Ranked, Snapshot, guarded, total
from search.timing import milliseconds_since
from search.tracing.trace import Trace, TraceRequest

if TYPE_CHECKING:
    from search.counts.subcorpus import Subcorpus

SCANNED_CHARACTERS = 200_000
"""How much of a long document is read for its snippets; more only if that held no match, nor its title."""
EXPORT_PAGE = 5_000
"""How many matches are listed at a time; only one of them is read at a time."""
_BACKGROUNDS = 4
"""Of how many filters all documents are remembered, to compare with."""
_ORDERS: dict[Sort, dict[str, Any]] = {
    "relevance": {},
    "date": {"order_by_field": "day", "order": tantivy.Order.Asc},
    "-date": {"order_by_field": "day", "order": tantivy.Order.Desc},
}


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is said of how a request was read and carried out, as in a SearchResponse."""

    understood: str
    match: Match
    relaxed: bool
    notices: tuple[Notice, ...]


class Searcher:
    """One snapshot of an index: what is committed later is not seen. Safe to use from several threads."""

    def __init__(self, directory: IndexDirectory, index: tantivy.Index) -> None:
        self._snapshot = snapshot = Snapshot(directory, index)
        self._facets = FacetCounter(snapshot)
        documents = {value.value: value.count for value in self._facets.languages}
        self._vocabulary = Vocabulary(snapshot, documents)
        self._groups = directory.groups()
        self._copies = CopyGroups(snapshot.tantivy, self._groups)
        self._marker = Marker(self._vocabulary)
        self._similar = SimilarDocuments(snapshot, self._vocabulary, self._copies)
        self._background = lru_cache(_BACKGROUNDS)(self._all_that_meets)
        self._surveyor = Surveyor(snapshot, self._facets, self._vocabulary, self._copies)
        orthography, compiler = Orthography(snapshot), Compiler(self._vocabulary, self._copies, tongue="")
        self._speller = Speller(self._vocabulary, orthography)
        self._suggester = Suggester(snapshot, orthography, compiler)

    @classmethod
    def open(cls, path: Path) -> "Searcher":
        """Return a searcher of the index at `path` as it is now; raise IndexDirectoryError where that fails."""
        directory = IndexDirectory.open(path)
        return cls(directory, directory.open_tantivy())

    @property
    def documents(self) -> int:
        """The number of documents in the index."""
        return self._vocabulary.documents

    @property
    def snapshot(self) -> Snapshot:
        """The documents as Tantivy has them."""
        return self._snapshot

    @property
    def groups(self) -> Groups:
        """Which documents are near copies."""
        return self._groups

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the index."""
        return self._vocabulary

    def search(self, request: SearchRequest) -> SearchResponse:
        """Answer one page of hits; raise TooDeep beyond what paging reaches."""
        started = time.perf_counter()
        if request.offset + request.limit > MAX_DEPTH:
            raise TooDeep(f"Paging ends at hit {MAX_DEPTH:,}. Narrow the search, or export it: that gives every match.")
        parsed = parse(request.q, request.exact)
        plan = self._plan(request, parsed)
        answer = self._answer(request, parsed, plan)
        if plan is None:
            return _nothing(request, answer, started)
        return SearchResponse(
            q=request.q,
            understood=answer.understood,
            match=answer.match,
            relaxed=answer.relaxed,
            notices=answer.notices,
            total=plan.found.total,
            more=plan.found.more,
            hits=self._hits(plan, request),
            facets=self._counted(plan, request.facets),
            suggestion=self._speller.suggestion(request, parsed.query, plan.match, plan.found.total, self.count),
            took_ms=milliseconds_since(started),
        )

    def count(self, request: SearchRequest) -> int:
        """Return how many documents a search finds."""
        plan = self._plan(replace(request, limit=1, offset=0, copies="show"), parse(request.q, request.exact))
        return plan.found.total if plan else 0

    def notices(self, request: SearchRequest) -> tuple[Notice, ...]:
        """Return what of a search is read otherwise than typed, and done otherwise than asked."""
        parsed = parse(request.q, request.exact)
        plan = self._plan(replace(whole(request), limit=1), parsed)
        return self._answer(request, parsed, plan).notices

    def diagnose(self, request: SearchRequest) -> Diagnosis:
        """Return why a search finds nothing, and what would find something."""
        query = parse(request.q).query or Everything()
        return diagnose(request, query, self.count, meant=lambda alone: self.search(alone).suggestion)

    def suggest(self, typed: str, languages: tuple[str, ...] = (), limit: int = 8) -> Suggestions:
        """Return words and titles that begin or go on like what was typed, of documents in these languages."""
        return self._suggester.suggest(typed, languages, limit)

    def export(self, request: SearchRequest) -> Iterator[Document]:
        """Yield every match, in the order in which the documents were indexed; only one of them is in memory."""
        return (document for _, document in self.numbered(request))

    def numbered(self, request: SearchRequest) -> Iterator[tuple[int, Document]]:
        """Yield every match as `export` does, each with its sequence number."""
        plan = self._plan(replace(request, limit=1, offset=0, copies="show"), parse(request.q, request.exact))
        last: int | None = -1
        while plan and last is not None:
            last = yield from self._exported(plan, after=last)

    def receipt(self, request: SearchRequest) -> Receipt:
        """Return what `export` is asked for and gives, so that it can be cited and had again."""
        parsed = parse(request.q, request.exact)
        plan = self._plan(replace(whole(request), limit=1), parsed)
        found, total = (plan.compiled, plan.found.total) if plan else (tantivy.Query.empty_query(), 0)
        return issue(self._snapshot, request, self._answer(request, parsed, plan), found, total)

    def document(self, id: str, path: str = "", locator: str = "") -> Document:
        """Return a document by its id; where several have it, that of `path` and `locator`, else the first indexed.

        Raises RequestError for a locator without a path, UnknownDocument where there is none.
        """
        if locator and not path:
            raise RequestError("A locator is a place in a file: name the path of that too.")
        of_id, of_place = self._named(id, path, locator)
        found = self._snapshot.first(every([of_id, of_place]) if path else of_id, 1)
        if not found and path and not locator:
            found = self._snapshot.first(every([of_id, self._snapshot.term("source", path.casefold())]), 1)
        with self._snapshot.reading() as read:
            for _, address in found or self._snapshot.copied(id, path, locator):
                return read(address)
        raise UnknownDocument(f"There is no document “{id}”" + (f" in {path} {locator}".rstrip() if path else "") + ".")

    def near_copies(self, document: Document) -> NearCopies | None:
        """Return what near copies a document of the index has, None where it has none."""
        of_id, of_place = self._named(document.id, document.path, document.locator)
        found = self._snapshot.first(every([of_id, of_place]), 1)
        return next(iter(self._copies.near(found)), None)

    def mark(self, document: Document, request: SearchRequest, used: Match = "all") -> MarkedDocument:
        """Return where a request matches a document that it found in the match mode `used`."""
        reading = self._read(request, parse(request.q, request.exact))
        return self._marker.mark(document, reading, used) if reading else MarkedDocument(document)

    def similar(self, document: Document, request: SearchRequest, without: Collection[str] = ()) -> SimilarResponse:
        """Return the documents most like one, out of those that a request finds; it may be empty but for filters.

        Of it count also `copies` and `limit`. `without` are stems of the document that do not count.
        """
        parsed = parse(request.q, request.exact)
        reading = self._read(request, parsed) or Reading(Everything(), "")
        match: Match = "any" if request.match == "any" else "all"
        within, fold = self._compile(reading, filters(request).values(), match), request.copies == "fold"
        found = self._similar.find(document, within, request.limit, fold=fold, without=without)
        understood = describe(reading.query, match)
        return replace(found, understood=understood, match=match, notices=(*parsed.notices, *found.notices))

    def select(self, request: SearchRequest) -> Selection:
        """Return all documents that a request finds, its page and its order left aside."""
        parsed = parse(request.q, request.exact)
        plan = self._plan(replace(request, limit=1, offset=0, copies="show", sort="relevance"), parsed)
        hits, reading = (self._snapshot.all(plan.compiled), plan.reading) if plan else ((), None)
        answer = self._answer(request, parsed, plan)
        return Selection(hits, reading, answer.match, answer.understood, answer.notices)

    def subcorpus(self, selection: Selection) -> "Subcorpus":
        """Return the tokens of the documents selected."""
        return self._subcorpus(selection.hits)

    def background(self, request: SearchRequest) -> "Subcorpus":
        """Return all documents that the filters of a request leave, those typed in its query too."""
        parsed = parse(request.q).query
        typed = conditions_of(parsed) if parsed else ()
        return self._background((*typed, *filters(request).values()))

    def _all_that_meets(self, conditions: tuple[Query, ...]) -> "Subcorpus":
        compiled = self._compile(Reading(Everything(), ""), conditions, "all")
        return self._subcorpus(self._snapshot.all(compiled))

    def _subcorpus(self, hits: Sequence[Ranked]) -> "Subcorpus":
        from search.counts.subcorpus import Subcorpus  # noqa: PLC0415 - a mere search does without numpy

        return Subcorpus.of(self._snapshot.forward, (sequence for sequence, _ in hits))

    def trace(self, request: TraceRequest) -> Trace:
        """Return what the documents that the filters of a request leave share with its text."""
        from search.tracing.tracer import Tracer  # noqa: PLC0415 - a mere search does without numpy

        within = self._compile(Reading(Everything(), ""), filters(request.filters).values(), "all")
        return Tracer(self._snapshot, self._copies, self._vocabulary).trace(request, within)

    def overview(self) -> Overview:
        """Return what the index holds."""
        return self._surveyor.overview()

    def state(self) -> State:
        """Open what became of each file: as it is now, so maybe a commit ahead of the documents."""
        return self._snapshot.directory.state()

    def _plan(self, request: SearchRequest, parsed: Parsed) -> _Plan | None:
        """Run a request in the match mode that it asks for; None where there is nothing to look for."""
        reading = self._read(request, parsed)
        if reading is None:
            return None
        if request.match == "any":
            return self._run(request, reading, "any")
        plan = self._run(request, reading, "all")
        if plan.found.total or request.match == "all" or not self._may_be_relaxed(reading):
            return plan
        loose = self._run(request, reading, "any")
        return loose if loose.found.total else plan

    def _answer(self, request: SearchRequest, parsed: Parsed, plan: _Plan | None) -> _Answer:
        """Return what is said of how a request was carried out; without a plan, there was nothing to look for."""
        if plan is None:
            return _Answer("", "all", relaxed=False, notices=parsed.notices)
        relaxed = request.match == "auto" and plan.match == "any"
        noticed = notices(plan.reading, plan.match, relaxed=relaxed, vocabulary=self._vocabulary)
        understood = describe(plan.reading.query, plan.match)
        return _Answer(understood, plan.match, relaxed, (*parsed.notices, *noticed))

    def _may_be_relaxed(self, reading: Reading) -> bool:
        """Tell whether asking for any word might find what asking for all does not."""
        return is_of_several(reading) or any(misspelt(reading, self._vocabulary))

    def _read(self, request: SearchRequest, parsed: Parsed) -> Reading | None:
        """Return how a request is read; None where there is nothing to look for."""
        query = parsed.query if request.q.strip() else Everything()
        if query is None:
            return None
        return read(query, request.match, self._vocabulary.lexicon)

    def _run(self, request: SearchRequest, reading: Reading, match: Match) -> _Plan:
        chosen = filters(request)
        compiled = self._compile(reading, chosen.values(), match)
        find = self._folded if request.copies == "fold" and self._copies else self._page
        return _Plan(reading, chosen, match, compiled, find(compiled, request))

    def _page(self, compiled: tantivy.Query, request: SearchRequest) -> _Found:
        """Return a page of all hits."""
        found = self._snapshot.search(compiled, max(1, request.limit), offset=request.offset, **_ORDERS[request.sort])
        return _Found(found.hits[: request.limit], total(found), request.offset + request.limit < total(found))

    def _folded(self, compiled: tantivy.Query, request: SearchRequest) -> _Found:
        """Return a page of hits that are no near copies of a better one, of those among the first `MAX_DEPTH` hits."""
        end = request.offset + request.limit
        depth = end + 1
        while True:
            depth = min(2 * depth, MAX_DEPTH)
            found = self._snapshot.search(compiled, depth, **_ORDERS[request.sort])
            best = self._copies.best(found.hits)
            if len(best) > end or depth >= min(total(found), MAX_DEPTH):
                return _Found(best[request.offset : end], total(found), len(best) > end)

    def _compile(self, reading: Reading, filters: Iterable[Query], match: Match) -> tantivy.Query:
        with guarded():
            return Compiler(self._vocabulary, self._copies, reading.tongue).question(reading, filters, match)

    def _hits(self, plan: _Plan, request: SearchRequest) -> tuple[Hit, ...]:
        matcher = Matcher(plan.reading, plan.match, self._vocabulary)
        explainer = Explainer(matcher.parts, plan.reading.tongue, self._vocabulary) if request.explain else None
        ranked = request.sort == "relevance"
        near = self._copies.near(plan.found.hits)
        with self._snapshot.reading() as read:
            return tuple(
                self._hit(read(address), score if ranked else 0.0, copies, matcher, explainer)
                for (score, address), copies in zip(plan.found.hits, near, strict=True)
            )

    def _hit(
        self, document: Document, score: float, near: NearCopies | None, matcher: Matcher, explainer: Explainer | None
    ) -> Hit:
        title = matcher.in_title(document.title, document.language)
        occurrences = matcher.in_text(document.text, document.language, SCANNED_CHARACTERS, further=not title)
        return Hit(
            document=document,
            score=round(score, 4),
            title_highlights=spans(title),
            snippets=tuple(placed(document, occurrences, passages(document.text, occurrences, matcher.weights))),
            id_is_shared=self._snapshot.is_shared(document.id),
            near_copies=near,
            reasons=explainer.reasons(document, title, occurrences) if explainer else None,
        )

    def _named(self, id: str, path: str, locator: str) -> tuple[tantivy.Query, tantivy.Query]:
        """Return what finds the documents of an id, and those of a place."""
        with guarded():
            return self._snapshot.term("id", id), self._snapshot.term("place", place_term(path, locator))

    def _exported(self, plan: _Plan, after: int) -> Generator[tuple[int, Document], None, int | None]:
        """Yield the next matches after a document's sequence number; return the last one's, None at the end."""
        found = self._snapshot.first(every([plan.compiled, self._snapshot.sequences_after(after)]), EXPORT_PAGE)
        with self._snapshot.reading() as read:
            for sequence, address in found:
                yield int(sequence), read(address)
        return int(found[-1][0]) if len(found) == EXPORT_PAGE else None

    def _counted(self, plan: _Plan, names: tuple[FacetName, ...]) -> Facets:
        """Count each facet over what the other filters leave."""
        counted = self._facets.count(plan.compiled, [name for name in names if name not in plan.filters])
        for name in names:
            if name in plan.filters:
                others = (given for facet, given in plan.filters.items() if facet != name)
                counted |= self._facets.count(self._compile(plan.reading, others, plan.match), [name])
        return {name: counted[name] for name in names}


def _nothing(request: SearchRequest, answer: _Answer, started: float) -> SearchResponse:
    """Answer a request that holds nothing to look for."""
    return SearchResponse(
        q=request.q,
        understood=answer.understood,
        match=answer.match,
        relaxed=answer.relaxed,
        notices=answer.notices,
        total=0,
        more=False,
        took_ms=milliseconds_since(started),
        hits=(),
        facets=dict.fromkeys(request.facets, ()),
    )
