import threading
import weakref
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.counts.concordance import ConcordanceRequest, Line, concordance
from search.errors import TooDeep, UnknownDocument
from search.hints.suggesting import SuggestedTitle
from search.pool import SearcherPool
from search.request import MAX_DEPTH, Match, SearchRequest
from search.response import Hit
from search.searcher import Searcher
from search.tracing.trace import Passage, TraceRequest
from tests.conftest import Library, marked, records

SKY = records(
    {"id": "moon-de", "title": "Der Mond", "text": "Der helle Mond stand über den alten Häusern der Stadt.", "date": "2025-05-20", "author": "Erika Muster"},
    {"id": "moon-en", "title": "Night", "text": "The bright moon stood above the old houses of the town.", "date": "2024-03"},
    {"id": "sun-en", "title": "The sun", "text": "The bright sun stood above the new houses of the town, and no star was seen.", "date": "1845"},
    {"id": "moon-zh", "title": "月亮", "text": "明亮的月亮挂在城市的老房子上面。我们看着月亮。"},
    {"id": "moon-fr", "title": "La lune", "text": "La lune brillante se tenait au-dessus des vieilles maisons de la ville. Istanbul dormait.", "date": "2024-12-31"},
)  # fmt: skip


@pytest.fixture(scope="module")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("sky")
    library = Library(folder / "texts", folder / "index")
    library.write(
        {
            "sky.jsonl": SKY,
            "town/Istanbul.txt": "Istanbul\n\nIn Istanbul the bright houses of the old town stand above the sea.",
        }
    )
    library.update()
    return library


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("mond", {"moon-de"}),
        ("haus", {"moon-de"}),
        ("house bright", {"moon-en", "sun-en", "texts/town/Istanbul.txt"}),
        ("HOUSES -sun -istanbul", {"moon-en"}),
        ("moon OR sun", {"moon-en", "sun-en"}),
        ("(moon OR sun) new", {"sun-en"}),
        ('"bright moon"', {"moon-en"}),
        ('"moon bright"', set()),
        ('"houses"', {"moon-en", "sun-en", "texts/town/Istanbul.txt"}),
        ('"old house"', {"moon-en"}),
        ("title:sun", {"sun-en"}),
        ("title:moon", set()),
        ("brigh*", {"moon-en", "sun-en", "texts/town/Istanbul.txt"}),
        ("月", {"moon-zh"}),
        ("亮", {"moon-zh"}),
        ("月亮", {"moon-zh"}),
        ("亮月", set()),
        ('"城市的"', {"moon-zh"}),
        ("lang:de", {"moon-de"}),
        ("lang:zh", {"moon-zh"}),
        ("-lang:en -lang:de", {"moon-zh", "moon-fr"}),
        ("author:muster", {"moon-de"}),
        ("author:nobody", set()),
        ("date:2024", {"moon-en", "moon-fr"}),
        ("date:2024-04..2025-05-19", {"moon-fr"}),
        ("date:..1900", {"sun-en"}),
        ("source:town", {"texts/town/Istanbul.txt"}),
        ("source:texts/sky.jsonl moon", {"moon-en"}),
        ("source:SKY.jsonl lune", {"moon-fr"}),
        ("istanbul", {"moon-fr", "texts/town/Istanbul.txt"}),
        ("*", {"moon-de", "moon-en", "sun-en", "moon-zh", "moon-fr", "texts/town/Istanbul.txt"}),
        ("l'istanbul", {"moon-fr", "texts/town/Istanbul.txt"}),
        ("🌕", set()),
    ],
)
def test_what_a_query_finds(sky: Library, query: str, ids: set[str]) -> None:
    response = sky.search(query, match="all")
    assert {hit.document.id for hit in response.hits} == ids
    assert response.total == len(ids)


def test_no_words_at_all_is_everything(sky: Library) -> None:
    assert sky.search("").total == 6
    assert sky.search(languages=("zh",)).total == 1


def test_auto_asks_for_all_words_and_says_when_it_must_not(sky: Library) -> None:
    strict = sky.search("bright moon")
    assert (strict.match, strict.relaxed, strict.total) == ("all", False, 1)
    loose = sky.search("mond sun comet", languages=("de", "en"))
    assert (loose.match, loose.relaxed, loose.total) == ("any", True, 2)
    assert "relaxed" in {notice.code for notice in loose.notices}
    assert loose.understood == "mond OR sun OR comet"
    hopeless = sky.search("comet asteroid")
    assert (hopeless.match, hopeless.relaxed, hopeless.total) == ("all", False, 0)
    assert sky.search("mond sun", match="all").total == 0


def test_exclusions_hold_where_any_word_is_enough(sky: Library) -> None:
    assert sky.found("moon sun -new", match="any") == {"moon-en"}


def test_filters_narrow(sky: Library) -> None:
    assert sky.found(languages=("de", "fr")) == {"moon-de", "moon-fr"}
    assert sky.found(date_from="2024", date_to="2024-03") == {"moon-en"}
    assert sky.found(sources=("texts/town",)) == {"texts/town/Istanbul.txt"}
    assert sky.found("bright", languages=("en",), sources=("texts/sky.jsonl",), date_to="1900") == {"sun-en"}
    assert sky.found(sources=("texts/town/Istanbul.txt",)) == {"texts/town/Istanbul.txt"}
    assert sky.found(sources=("Istanbul.txt",)) == set()


def test_facets_count_what_the_other_filters_leave(sky: Library) -> None:
    facets = sky.search("", languages=("en",), facets=("language", "year", "source")).facets
    assert {value.value: value.count for value in facets["language"]} == {"en": 3, "de": 1, "fr": 1, "zh-Hans": 1}
    assert [(value.value, value.count) for value in facets["year"]] == [("1845", 1), ("2024", 1)]
    assert {value.value: value.count for value in facets["source"]} == {
        "texts": 3,
        "texts/sky.jsonl": 2,
        "texts/town": 1,
    }
    assert facets["language"][0].label == "English"


def test_choosing_a_facet_value_gives_its_count(library: Library) -> None:
    library.write(
        {"a.txt": "A\n\nmoon", "sub/b.txt": "B\n\nmoon", "sub/deep/c.txt": "C\n\nmoon", "d/sub/d.txt": "D\n\nmoon"}
    )
    library.write({"r.jsonl": records({"text": "moon", "date": "1999"}, {"text": "moon", "date": "2000"})})
    library.update()
    facets = library.search("moon", facets=("language", "year", "source")).facets
    assert {value.value for value in facets["source"]} >= {"texts", "texts/sub", "texts/sub/deep", "texts/r.jsonl"}
    for value in facets["source"]:
        assert library.search("moon", sources=(value.value,)).total == value.count, value
    for value in facets["language"]:
        assert library.search("moon", languages=(value.value,)).total == value.count, value
    for value in facets["year"]:
        assert library.search("moon", date_from=value.value, date_to=value.value).total == value.count, value


def test_sorting_by_date_puts_the_undated_last(sky: Library) -> None:
    newest = [hit.document.date for hit in sky.search("", sort="-date").hits]
    oldest = [hit.document.date for hit in sky.search("", sort="date").hits]
    assert newest == ["2025-05-20", "2024-12-31", "2024-03", "1845", "", ""]
    assert oldest == ["1845", "2024-03", "2024-12-31", "2025-05-20", "", ""]


def test_the_title_counts_more_than_the_text(library: Library) -> None:
    library.write(
        {
            "a.txt": "A walk by the sea\n\nThe harbour and the comet.",
            "b.txt": "The comet of the year\n\nThe harbour and the sea.",
        }
    )
    library.update()
    assert [hit.document.id for hit in library.search("comet").hits] == ["texts/b.txt", "texts/a.txt"]


def test_the_exact_form_ranks_first(library: Library) -> None:
    text = "The old town by the sea has {} in every street of it, says the book about the houses."
    library.write(
        {
            "a.txt": f"One\n\n{text.format('lamps')}",
            "b.txt": f"Two\n\n{text.format('lamp')}",
            "c.txt": f"Three\n\n{text.format('dogs')}",
        }
    )
    library.update()
    assert [hit.document.id for hit in library.search("lamp").hits] == ["texts/b.txt", "texts/a.txt"]
    assert [hit.document.id for hit in library.search("lamps").hits] == ["texts/a.txt", "texts/b.txt"]


def test_a_prefix_finds_more_words_than_are_ranked(library: Library) -> None:
    library.write({"many.jsonl": records(*({"id": str(number), "text": f"word{number}"} for number in range(300)))})
    library.update()
    assert library.search("word*").total == 300
    assert library.search("word29*").total == 11


def test_paging_shows_each_hit_once_and_ends(library: Library) -> None:
    library.write({"many.jsonl": records(*({"id": str(number), "text": f"moon {number}"} for number in range(25)))})
    library.update()
    seen = [hit.document.id for offset in (0, 10, 20) for hit in library.search("moon", offset=offset).hits]
    assert sorted(seen, key=int) == [str(number) for number in range(25)]
    assert library.search("moon", offset=100).hits == ()
    with pytest.raises(TooDeep, match="export"):
        library.search("moon", offset=MAX_DEPTH)


def test_export_gives_every_match_in_order(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.searcher.EXPORT_PAGE", 7)
    rows = [{"id": str(number), "text": f"{'moon' if number % 3 else 'sun'} {number}"} for number in range(50)]
    library.write({"many.jsonl": records(*rows)})
    library.update()
    exported = [document.id for document in library.searcher().export(SearchRequest(q="moon", limit=1, offset=5))]
    assert exported == [row["id"] for row in rows if "moon" in row["text"]]
    assert list(library.searcher().export(SearchRequest(q="🌕"))) == []


def test_a_document_by_its_id(sky: Library) -> None:
    searcher = sky.searcher()
    assert searcher.document("moon-de").author == "Erika Muster"
    for unknown in ("nothing", ""):
        with pytest.raises(UnknownDocument):
            searcher.document(unknown)
    with pytest.raises(UnknownDocument):
        searcher.document("moon-de", "another/file.jsonl")


def test_an_id_is_shared_only_with_what_is_still_there(library: Library) -> None:
    text = "The moon stands above the old harbour"
    library.write({"a.txt": f"The moon\n\n{text}.", "b.txt": f"The moon again\n\n{text} of the town."})
    library.update()
    library.write({"a.txt": f"The moon\n\n{text} at night."})
    library.update()
    searcher, moon = library.searcher(), SearchRequest("moon")
    found: list[Hit | Line | SuggestedTitle | Passage] = [
        *searcher.search(moon).hits,
        *searcher.similar(searcher.document("texts/b.txt"), SearchRequest()).hits,
        *concordance(searcher, ConcordanceRequest(moon)).lines,
        *searcher.suggest("moon").titles,
        *searcher.trace(TraceRequest(text)).passages,
    ]
    assert {one.document.id for one in found} == {"texts/a.txt", "texts/b.txt"}
    assert not any(one.id_is_shared for one in found)


def test_marks_are_where_the_query_matches(sky: Library) -> None:
    searcher = sky.searcher()
    found = searcher.mark(searcher.document("moon-de"), SearchRequest("mond häuser"))
    assert [found.document.title[start:end] for start, end in found.title_matches] == ["Mond"]
    assert [found.document.text[start:end] for start, end in found.text_matches] == ["Mond", "Häusern"]
    loose = searcher.mark(searcher.document("moon-zh"), SearchRequest("城市 月亮"))
    assert [loose.document.text[start:end] for start, end in loose.text_matches] == ["月亮", "城市", "月亮"]
    assert searcher.mark(searcher.document("moon-de"), SearchRequest()).text_matches == ()


def test_the_overview(sky: Library) -> None:
    overview = sky.searcher().overview()
    assert (overview.documents, overview.dated, overview.years) == (6, 4, (1845, 2025))
    assert {value.value: value.count for value in overview.languages}["en"] == 3
    assert overview.size > 0
    assert overview.updated.startswith("20")


def test_every_example_finds_something(examples: Library) -> None:
    searcher = examples.searcher()
    queries = searcher.overview().examples
    assert len(queries) >= 5
    for query in queries:
        assert searcher.search(SearchRequest(q=query)).total, query


def test_a_pool_sees_a_commit_and_an_open_searcher_does_not(library: Library) -> None:
    library.write({"a.txt": "A\n\nmoon"})
    library.update()
    pool = SearcherPool(library.index)
    before = pool.current()
    assert pool.current() is before
    library.write({"b.txt": "B\n\nmoon"})
    library.update()
    assert pool.current().search(SearchRequest(q="moon")).total == 2
    assert before.search(SearchRequest(q="moon")).total == 1


def test_a_pool_lets_go_of_the_commit_before(library: Library) -> None:
    library.write({"a.txt": "A\n\nmoon"})
    library.update()
    pool = SearcherPool(library.index)
    pool.current().suggest("mo")
    pool.current().background(SearchRequest())
    before = weakref.ref(pool.current().snapshot)
    library.write({"b.txt": "B\n\nmoon"})
    library.update()
    assert pool.current().documents == 2
    assert before() is None


def test_threads_get_the_same_answers(examples: Library) -> None:
    searcher = examples.searcher()
    queries = ["Istanbul", "brot OR bread", '"night train"', "灯塔", "pan*"] * 8
    expected = [[hit.document.id for hit in searcher.search(SearchRequest(q=query)).hits] for query in queries]
    answers: dict[int, list[str]] = {}

    def ask(number: int) -> None:
        answers[number] = [hit.document.id for hit in searcher.search(SearchRequest(q=queries[number])).hits]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(queries))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answers[number] for number in range(len(queries))] == expected


def test_dates_of_many_years_are_one_facet(library: Library) -> None:
    days = [(date(1500, 1, 1) + timedelta(days=400 * number)).isoformat() for number in range(400)]
    library.write({"many.jsonl": records(*({"text": f"moon {day}", "date": day} for day in days))})
    library.update()
    years = library.search("moon", facets=("year",)).facets["year"]
    assert sum(value.count for value in years) == 400
    assert [value.value for value in years] == sorted({day[:4] for day in days})


TYPED = st.text() | st.text(alphabet=st.sampled_from('"„“()-*=+.: ab月猫กี title:lang:date:2025..ANDORNOT'), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(query=TYPED, match=st.sampled_from(get_args(Match)), exact=st.booleans())
def test_nothing_that_is_typed_is_an_error(examples: Library, query: str, match: Match, exact: bool) -> None:
    request = SearchRequest(q=query, match=match, exact=exact, facets=("language",))
    response = searcher_of(examples).search(request)
    assert response.total >= len(response.hits)
    for hit in response.hits:
        assert all(marked(hit))
        assert not (query.isalpha() and query.isascii()) or marked(hit) or hit.title_highlights


def test_what_a_word_finds_has_it_marked(examples: Library) -> None:
    searcher = searcher_of(examples)
    words = searcher.snapshot.forward.types.words.decode().split()
    for word in words[::25]:
        hits = searcher.search(SearchRequest(q=word, limit=3)).hits
        assert hits, word
        assert all(hit.title_highlights or marked(hit) for hit in hits), word


_OPEN: dict[str, Searcher] = {}


def searcher_of(library: Library) -> Searcher:
    """Return the library's searcher, opened once."""
    return _OPEN.setdefault(str(library.index), library.searcher())
