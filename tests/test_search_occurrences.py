"""What is counted off the forward index is what is marked in the texts, for every kind of query."""

import numpy as np
import pytest

from search.counts.occurrences import batches
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import Library

QUERIES = (
    "bread", "Brot", "Leuchttürme", "=Bahn", "archaeo*", "灯塔", "塔", '"wild yeasts"', "bread water", "bees OR bread",
    "bread -bees", "title:bread", "COVID-19", "lang:de Brot", "*", "nowhere", "l'eau", "the OR und OR 的", "Straßenbahn", "Bahn",
    '"灯塔 的"', "a*", "=Straße", "הים", "نجم",
    "/[^x]+/", "/b[^e]+d/", "/.*/", "bread -lang:de", '"bread water"~5', '"bees honey flour"~20', "br*d", "*brot", "/b(ee|read)s?/", "bread~", "Leuchtturm~2", "bread^2 water", '"的 灯塔"~9',
)  # fmt: skip


@pytest.fixture(scope="module")
def searcher(examples: Library) -> Searcher:
    return examples.searcher()


def counted(searcher: Searcher, request: SearchRequest) -> dict[int, int]:
    """Return the number of occurrences in each document by the forward index, by its sequence number."""
    selection = searcher.select(request)
    found = {}
    for batch in batches(searcher.subcorpus(selection), selection, searcher.vocabulary):
        documents = np.bincount(batch.owners, minlength=len(batch.rows))
        for row, count in zip(batch.rows, documents, strict=True):
            found[int(searcher.subcorpus(selection).forward.documents["sequence"][row])] = int(count)
    return found


def marked(searcher: Searcher, request: SearchRequest) -> dict[int, int]:
    """Return the number of places that are marked in the text of each document."""
    match = searcher.select(request).match
    return {
        sequence: len(searcher.mark(document, request, match).text_matches)
        for sequence, document in searcher.numbered(request)
    }


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("match", ["all", "any"])
def test_as_many_are_counted_as_are_marked(searcher: Searcher, query: str, match: str) -> None:
    request = SearchRequest(q=query, match=match)  # type: ignore[arg-type]
    assert counted(searcher, request) == marked(searcher, request)
