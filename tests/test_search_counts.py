"""What is counted off the indexes is what a plain count of the exported texts gives.

The count here shares no code with ours: a word is letters and digits in a row, in lower case, and the article or pronoun
that French and Italian glue to the next word is none. Asked for are words that no folding changes, as they are typed.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle, islice
from pathlib import Path

import pytest

from index.document import Document
from index.folding import fold
from index.pipeline import index_sources
from search.counts.collocates import CollocatesRequest, collocates
from search.counts.trends import TrendRequest, coarser, trend
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import Library
from tests.shared_data import DATA, needs

WORDS, SPAN = 50, 5
GLUED = re.compile(
    r"(?<![\w'’])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|all|dall|dell|nell|sull|bell|sant|quell)['’](?=\w\w)"
)
WORD = re.compile(r"[^\W_]+")
BUNDLED = ("de", "en", "es", "fr", "pl", "ru")
SHARED = {"xquad-en": "en", "xquad-ru": "ru", "piaf-fr": "fr", "covid-faq-de": "de"}


def words_of(text: str) -> list[str]:
    return WORD.findall(GLUED.sub(" ", text.lower()))


@dataclass
class Counted:
    """The documents of some languages, counted by hand."""

    searcher: Searcher
    languages: tuple[str, ...]
    documents: list[tuple[Document, list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        found = self.searcher.export(SearchRequest(languages=self.languages))
        self.documents = [(document, words_of(document.text)) for document in found]

    def request(self, word: str = "") -> SearchRequest:
        return SearchRequest(q=word and f"={word}", languages=self.languages, facets=("language", "year"))

    @cached_property
    def words(self) -> list[str]:
        """Words at random, of each language as many."""
        chance, pools = random.Random(5), []
        for tag in self.languages:
            known = {word for document, words in self.documents if document.language == tag for word in words}
            pools.append(chance.sample(sorted(word for word in known if fold(word) == word and len(word) > 1), 20))
        return [pool.pop() for pool in islice(cycle(pools), WORDS)]

    def having(self, word: str) -> Iterator[Document]:
        """Yield the documents that have a word in title or text."""
        return (document for document, words in self.documents if word in words or word in words_of(document.title))

    def occurrences_by_year(self, word: str) -> Counter[int]:
        found = Counter[int]()
        for document, words in self.documents:
            found[year(document)] += words.count(word)
        return found

    def near(self, word: str, tag: str) -> Counter[str]:
        """Count what stands near a word, each token once, and not the word itself."""
        found = Counter[str]()
        for document, words in self.documents:
            if document.language == tag:
                places = [at for at, one in enumerate(words) if one == word]
                held = {at for place in places for at in range(place - SPAN, place + SPAN + 1) if 0 <= at < len(words)}
                found.update(words[at] for at in held - set(places))
        return found

    def frequencies(self, tag: str) -> Counter[str]:
        return Counter(word for document, words in self.documents if document.language == tag for word in words)


def languages_of(document: Document) -> set[str]:
    """Return the languages that a document is counted in: its own, and those of long passages."""
    return {document.language, *(tag for tag, _ in document.other_languages)}


def year(document: Document) -> int:
    return int(document.date[:4] or 0)


@pytest.fixture(scope="module")
def bundled(examples: Library) -> Counted:
    return Counted(examples.searcher(), BUNDLED)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    """Some documents of retrieval sets, with a year for four out of five."""
    folder: Path = tmp_path_factory.mktemp("shared")
    for name, tag in SHARED.items():
        with gzip.open(DATA / "retrieval" / name / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(line) | {"lang": tag} for line in islice(file, 120)]
        for number, row in enumerate(rows):
            row["date"] = str(1990 + number % 7) if number % 5 else ""
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    index_sources([folder], folder / "index", workers=1)
    return Counted(Searcher.open(folder / "index"), tuple(SHARED.values()))


@pytest.fixture(params=["bundled", pytest.param("shared", marks=needs("retrieval"))])
def corpus(request: pytest.FixtureRequest) -> Counted:
    found: Counted = request.getfixturevalue(request.param)
    return found


def test_occurrences_over_the_years(corpus: Counted) -> None:
    sizes = Counter[int]()
    for document, words in corpus.documents:
        sizes[year(document)] += len(words)
    for word in corpus.words:
        (series,) = trend(corpus.searcher, TrendRequest((f"={word}",), corpus.request())).series
        counts = corpus.occurrences_by_year(word)
        assert {point.year: point.count for point in series.points if point.count} == dated(counts)
        assert {point.year: point.words for point in series.points if point.words} == dated(sizes)
        assert (series.total, series.undated) == (counts.total(), counts[0])


@pytest.mark.parametrize("step", [2, 7, 1000])
def test_coarser_points_hold_as_many_and_end_with_the_years_there_are(bundled: Counted, step: int) -> None:
    fine = trend(bundled.searcher, TrendRequest(("*",), unit="documents"))
    (before,), (after,) = fine.series, coarser(fine, step).series
    assert sum(point.count for point in after.points) == sum(point.count for point in before.points) > 0
    assert after.points[-1].until == before.points[-1].until
    assert all(point.year % step == 0 for point in after.points)


def test_facets(corpus: Counted) -> None:
    for word in corpus.words:
        response = corpus.searcher.search(corpus.request(word))
        documents = list(corpus.having(word))
        years = Counter(str(year(document)) for document in documents if document.date)
        languages = Counter(tag for document in documents for tag in languages_of(document))
        assert response.total == len(documents) > 0
        assert {one.value: one.count for one in response.facets["year"]} == years
        assert languages.items() <= {one.value: one.count for one in response.facets["language"]}.items()


def test_collocates(corpus: Counted) -> None:
    frequencies = {tag: corpus.frequencies(tag) for tag in corpus.languages}
    for word, tag in zip(corpus.words, cycle(corpus.languages), strict=False):
        request = CollocatesRequest(
            corpus.request(word), tag, least=1, stop_words=True, limit=10**6, span_before=SPAN, span_after=SPAN
        )
        found = collocates(corpus.searcher, request)
        near, frequency = corpus.near(word, tag), frequencies[tag]
        counts = {one.word: (one.count, one.frequency) for one in found.words}
        assert (found.occurrences, found.tokens) == (frequency[word], frequency.total())
        assert counts == {other: (near[other], frequency[other]) for other in counts}
        for other in near.keys() - counts.keys():  # it stands there no more often than chance has it
            expected = near.total() * frequency[other] / (found.tokens - found.occurrences)
            assert near[other] < expected + 0.1 * max(1, expected)


def dated(counts: Counter[int]) -> dict[int, int]:
    return {year: count for year, count in counts.items() if year and count}
