"""What is found off the forward index is what is marked in the texts, for every kind of query."""

import pytest

from search.counts.concordance import ConcordanceRequest, lines
from search.request import SearchRequest
from search.searcher import Searcher
from tests.conftest import Library, sentences

QUERIES = (
    "bread", "Brot", "Leuchttürme", "=Bahn", "archaeo*", "灯塔", "塔", '"wild yeasts"', "bread water", "bees OR bread",
    "bread -bees", "title:bread", "COVID-19", "lang:de Brot", "*", "nowhere", "l'eau", "the OR und OR 的", "Straßenbahn", "Bahn",
    '"灯塔 的"', "a*", "=Straße", "הים", "نجم",
    "/[^x]+/", "/b[^e]+d/", "/.*/", "bread -lang:de", '"bread water"~5', '"bees honey flour"~20', "br*d", "*brot", "/b(ee|read)s?/", "bread~", "Leuchtturm~2", "bread^2 water", '"的 灯塔"~9',
)  # fmt: skip


TEXTS = {
    "zh": ("zh-Hans", "covid 学校 今天 covid 学 好。都在学校的。学校,学"),
    "ja": ("ja", "カタカナー の 話。カタカナ カタカ カ ー"),
    "th": ("th", "ภาษาไทย ไทย ไ ไท ก้ง"),
}
CHARACTERS = (
    '"covid 学"', "covid 学", '"covid 学校"', "学*", "学校*", "学校的*", '"校。学"~3', '"学 covid"~3', "学 学校*", "カタカナ*",
    "カタカナー", "カ", "カ*", "ไ*", "ไท*", "ก", "ก้*", "/.*/",
)  # fmt: skip

Span = tuple[str, str, int, int]


@pytest.fixture(scope="module")
def searcher(examples: Library) -> Searcher:
    return examples.searcher()


@pytest.fixture(scope="module")
def unspaced(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return sentences(tmp_path_factory, TEXTS).searcher()


def counted(searcher: Searcher, request: SearchRequest) -> list[Span]:
    """Return where the forward index has occurrences: the path and locator of the document, start and end."""
    return [
        (line.document.path, line.document.locator, line.start, line.end)
        for line in lines(searcher, ConcordanceRequest(request))
    ]


def marked(searcher: Searcher, request: SearchRequest) -> list[Span]:
    """Return the places that are marked in the texts, likewise."""
    match = searcher.select(request).match
    return [
        (document.path, document.locator, start, end)
        for document in searcher.export(request)
        for start, end in searcher.mark(document, request, match).text_matches
    ]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("match", ["all", "any"])
def test_what_is_counted_is_what_is_marked(searcher: Searcher, query: str, match: str) -> None:
    request = SearchRequest(q=query, match=match)  # type: ignore[arg-type]
    assert sorted(counted(searcher, request)) == sorted(marked(searcher, request))


@pytest.mark.parametrize("query", CHARACTERS)
def test_so_it_is_of_pairs_of_characters(unspaced: Searcher, query: str) -> None:
    request = SearchRequest(q=query, match="all")
    assert counted(unspaced, request)
    assert sorted(counted(unspaced, request)) == sorted(marked(unspaced, request))


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("学校的*", ["学校", "学校的", "学校"]),
        ('"covid 学"', ["covid 学", "covid 学"]),
        ("学校*", ["学校", "学校", "学校"]),
        ('"校。学"', ["校,学"]),
    ],
)
def test_of_a_pair_that_is_meant_or_only_begun(unspaced: Searcher, query: str, seen: list[str]) -> None:
    found = marked(unspaced, SearchRequest(q=query, match="all"))
    assert [TEXTS["zh"][1][start:end] for _, _, start, end in found] == seen
