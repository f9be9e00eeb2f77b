"""Why nothing was found: facts that hold."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.hints.diagnosis import Diagnosis, Found, Way
from search.request import SearchRequest
from search.response import Suggestion
from tests.conftest import Library, records

SKY = records(
    {"id": "de", "title": "Der Mond", "text": "Der helle Mond über der Brücke.", "lang": "de", "date": "2025-05-20"},
    {"id": "en", "title": "Night", "text": "The bright moon over the old bridge.", "lang": "en", "date": "2024-03"},
    {"id": "ru", "title": "Ночь", "text": "Яркая луна над старым мостом.", "lang": "ru", "date": "1999"},
    {"id": "el", "title": "Νύχτα", "text": "Το φεγγάρι πάνω από τη γέφυρα.", "lang": "el", "date": "1999"},
    {"id": "ar", "title": "ليل", "text": "القمر الساطع فوق الجسر القديم.", "lang": "ar"},
)


@pytest.fixture(scope="module")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("sky")
    library = Library(folder / "texts", folder / "index")
    library.write({"a/sky.jsonl": SKY, "b/empty.txt": "Nothing here"})
    library.update()
    return library


PREFIX = "0 with whole words, 1 with words that begin so"


def diagnosed(library: Library, request: SearchRequest) -> Diagnosis:
    """Diagnose what finds nothing, and check that each number is what its request finds."""
    assert library.searcher().search(request).total == 0
    diagnosis = library.searcher().diagnose(request)
    told: list[Found | Way] = [*diagnosis.words, *diagnosis.ways]
    for one in told:
        assert library.searcher().search(one.request).total == one.documents, one
    return diagnosis


@pytest.mark.parametrize(
    ("request_", "messages"),
    [
        (SearchRequest("moon", languages=("el",)), ["0 in Greek, 1 in all languages"]),
        (SearchRequest("луна", languages=("el", "de")), ["0 in Greek or German, 1 in all languages"]),
        (SearchRequest("القمر", date_from="2000"), ["0 from 2000, 1 of any date or none"]),
        (SearchRequest("moon", date_from="1999", date_to="1999"), ["0 of 1999, 1 of any date or none"]),
        (SearchRequest("moon", sources=("texts/b",)), ["0 in texts/b, 1 in all sources"]),
        (SearchRequest("moon", types=("exe", "pdf")), ["0 among exe or PDF, 1 of any type"]),
        (SearchRequest("moon", languages=("el",), date_to="1990"), ["0 with all conditions, 1 with none of them"]),
        (SearchRequest("γέφυρα lang:de"), ["0 with lang:de, 1 without that"]),
        (SearchRequest("moon -bright"), ["0 with -bright, 1 without that"]),
        (SearchRequest("moon lang:ar date:1999"), ["0 with all conditions, 1 with none of them"]),
        (SearchRequest("title:moon"), ["0 in the title, 1 in title or text"]),
        (SearchRequest('"bright bridge"'), ["0 side by side, 1 anywhere in the document"]),
        (SearchRequest("uber", exact=True), ["0 as typed, 1 in any of their forms", PREFIX]),
        (SearchRequest("=uber"), ["0 as typed, 1 in any of their forms", PREFIX]),
        (SearchRequest("moon луна", match="all"), ["0 with all of the words, 2 with any of them"]),
        (SearchRequest("φεγ", match="all"), [PREFIX]),
        (SearchRequest("", languages=("hu",)), ["0 in Hungarian, 6 in all languages"]),
        (SearchRequest("xyzzyx"), []),
    ],
)
def test_what_would_find_something(sky: Library, request_: SearchRequest, messages: list[str]) -> None:
    assert [way.message for way in diagnosed(sky, request_).ways] == messages


def test_what_each_word_finds_alone(sky: Library) -> None:
    request = SearchRequest('moon xyzzyx title:Mond "old bridge" -bright', match="all", languages=("el",))
    assert [(one.text, one.documents) for one in diagnosed(sky, request).words] == [
        ("moon", 1),
        ("xyzzyx", 0),
        ("Mond", 1),
        ('"old bridge"', 1),
        ("old", 1),
        ("bridge", 1),
    ]


def test_what_may_be_meant_by_a_word_is_said_whatever_the_filters(sky: Library) -> None:
    (word,) = diagnosed(sky, SearchRequest("луннна lang:el", languages=("de",))).words
    assert word.meant is None
    (word,) = diagnosed(sky, SearchRequest("лунба lang:el", languages=("de",))).words
    assert word.meant == Suggestion("луна", 1)


def test_much_that_was_typed_is_not_tried_without_end(sky: Library) -> None:
    diagnosis = diagnosed(sky, SearchRequest(" ".join(f"-x{n} y{n}" for n in range(30)), match="all"))
    assert len(diagnosis.words) == 12


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    st.lists(
        st.sampled_from(["moon", "луна", "old", "mo*", '"old moon"', "-", "(", ")", "OR", "AND", "=", "title:", "lang:el", "date:1999", "author:x", "xyz"]),
        max_size=8,
    ),
    st.sampled_from([(), ("el",)]),
    st.sampled_from(["", "2000"]),
)  # fmt: skip
def test_the_numbers_hold_whatever_is_asked(
    sky: Library, parts: list[str], languages: tuple[str, ...], first: str
) -> None:
    request = SearchRequest(" ".join(parts), languages, match="all", date_from=first)
    if not sky.searcher().search(request).total:
        diagnosed(sky, request)
