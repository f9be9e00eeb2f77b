"""Of near copies a search shows the best hit, unless all are asked for; nothing else changes."""

import json

import pytest

from search.counts.trends import TrendRequest, trend
from search.pool import SearcherPool
from search.request import MAX_DEPTH, SearchRequest
from search.response import NearCopies, SearchResponse
from tests.conftest import Library, make_copies, records
from web.cli import main


@pytest.fixture
def moons(library: Library) -> Library:
    """Twelve documents of which the first ranks best; a to d, and k and l, are near copies."""
    rows = [
        {"id": id, "text": "moon " * (30 - number) + "star " * number, "date": f"{2000 + number}", "lang": "en"}
        for number, id in enumerate("abcdefghijkl")
    ]
    library.write({"moons.jsonl": records(*rows)})
    library.update()
    make_copies(library, "cabd", "kl")
    return library


def folded(library: Library, q: str, **request: object) -> SearchResponse:
    return library.search(q, copies="fold", **request)


def ids(response: SearchResponse) -> str:
    return "".join(hit.document.id for hit in response.hits)


def test_the_best_of_near_copies_is_shown_and_says_how_many_more_there_are(moons: Library) -> None:
    found = folded(moons, "moon")
    assert ids(found) == "aefghijk"
    group = found.hits[0].near_copies
    assert group and group.others == 3
    assert found.hits[1].near_copies is None
    assert found.hits[-1].near_copies == NearCopies(group.group + 10, 1)


def test_totals_and_facets_count_every_document(moons: Library) -> None:
    found, shown = folded(moons, "moon", facets=("year",)), moons.search("moon", facets=("year",))
    assert found.total == shown.total == 12
    assert found.facets == shown.facets


def test_all_are_shown_where_they_are_asked_for(moons: Library) -> None:
    found = moons.search("moon", copies="show", limit=20)
    assert found.hits == moons.search("moon", limit=20).hits
    assert ids(found) == "abcdefghijkl"
    assert [hit.near_copies.others if hit.near_copies else 0 for hit in found.hits] == [
        3,
        3,
        3,
        3,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
    ]


def test_pages_follow_each_other_without_gap_or_repetition(moons: Library) -> None:
    pages = [folded(moons, "moon", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [ids(page) for page in pages] == ["aef", "ghi", "jk", ""]
    assert [page.more for page in pages] == [True, True, False, False]
    assert [page.total for page in pages] == [12] * 4


def test_pages_of_all_end_with_the_last_hit(moons: Library) -> None:
    pages = [moons.search("moon", limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [page.more for page in pages] == [True, True, False]


def test_the_first_in_any_order_stands_for_its_group(moons: Library) -> None:
    assert ids(folded(moons, "moon", sort="-date")) == "ljihgfed"
    assert ids(folded(moons, "star", sort="date")) == "befghijk"


def test_only_what_is_found_is_folded(moons: Library) -> None:
    found = folded(moons, "moon", date_from="2002")
    assert ids(found) == "cefghijk"
    assert found.hits[0].near_copies and found.hits[0].near_copies.others == 3


def test_scores_are_those_of_all(moons: Library) -> None:
    best = {hit.document.id: hit.score for hit in folded(moons, "moon star").hits}
    shown = {hit.document.id: hit.score for hit in moons.search("moon star", limit=20).hits}
    assert best.items() <= shown.items()


def test_a_group_is_listed_by_the_number_of_any_of_its_documents(moons: Library) -> None:
    copies = folded(moons, "moon").hits[0].near_copies
    assert copies
    for number in (copies.group, copies.group + 3):
        assert moons.found(f"copies:{number}") == set("abcd")
    assert moons.found(f"star copies:{copies.group}") == set("bcd")
    assert moons.found(f"-copies:{copies.group}") == set("efghijkl")
    assert moons.found(f"copies:{copies.group + 4}") == {"e"}
    assert moons.found("copies:5") == set()


def test_an_export_has_every_one(moons: Library) -> None:
    assert len(list(moons.searcher().export(SearchRequest(q="moon")))) == 12


def test_without_near_copies_folding_changes_nothing(library: Library) -> None:
    library.write({"moons.jsonl": records(*({"id": id, "text": f"moon {id}"} for id in "abcdef"))})
    library.update()
    found, shown = folded(library, "moon", limit=4, offset=1), library.search("moon", limit=4, offset=1)
    assert found.hits == shown.hits
    assert found.more == shown.more


def test_a_great_many_copies_do_not_hide_what_is_behind_them(library: Library) -> None:
    rows = [
        {"id": str(number), "text": f"{'moon ' * (2 if number < 300 else 1)} star {number}"} for number in range(303)
    ]
    library.write({"moons.jsonl": records(*rows)})
    library.update()
    make_copies(library, [str(number) for number in range(300)])
    assert sorted(hit.document.id for hit in folded(library, "moon", limit=5).hits[1:]) == ["300", "301", "302"]


def test_the_last_page_that_paging_reaches_is_not_left_out(moons: Library) -> None:
    assert ids(folded(moons, "moon", offset=MAX_DEPTH - 10)) == ""


def test_an_open_searcher_makes_room_for_new_groups(moons: Library) -> None:
    pool, request = SearcherPool(moons.index), SearchRequest(q="moon", copies="fold")
    assert len(pool.current().search(request).hits) == 8
    make_copies(moons, "abcdefghijkl")
    assert len(pool.current().search(request).hits) == 1


def test_a_trend_has_the_year_of_a_copy_that_stands_for_an_earlier_one(library: Library) -> None:
    dates = {"a": "2000", "b": "1990", "c": "1995"}
    library.write({"moons.jsonl": records(*({"id": id, "text": f"moon {id}", "date": dates[id]} for id in dates))})
    library.update()
    make_copies(library, "ab")
    found = trend(library.searcher(), TrendRequest(("moon", "moon date:1990"), copies="fold"))
    counts = [{point.year: point.count for point in series.points if point.count} for series in found.series]
    assert counts == [{1995: 1, 2000: 1}, {1990: 1}]
    assert (found.documents, found.undated) == (2, 0)


def test_the_command_line_folds_and_lists(moons: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "moon", "--index", str(moons.index)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("12 documents for moon")
    for line in (
        "   and 3 near copies; list them with: fundstelle search copies:4294967296 --copies show",
        "   and 1 near copy; list them with: fundstelle search copies:4294967306 --copies show",
    ):
        assert f"{line} --index {moons.index}\n" in out
    assert main(["search", "copies:4294967296", "--copies", "show", "--index", str(moons.index)]) == 0
    assert "\n4. " in capsys.readouterr().out
    assert main(["search", "copies:4294967296", "--json", "--index", str(moons.index)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [hit["id"] for hit in answer["hits"]] == ["a", "b", "c", "d"]
    assert answer["hits"][0]["near_copies"] == {"group": 4294967296, "others": 3}
