"""Lines are what is marked in the texts, in every order, in scripts of either direction and without spaces."""

import pytest

from search.counts.concordance import ConcordanceRequest, Line, Neighbour, concordance, lines
from search.request import LINE_ORDERS, LineOrder, SearchRequest
from search.searcher import Searcher
from tests.conftest import Library, records

GERMAN = (
    "Die alte Brücke am Fluss.\n\nEine Brücke verbindet, eine Brücke trennt. Über die Brücke geht man. "
    "Und später stand er vor der Brücke"
)
ARABIC = "أغلق الجسر القديم فوق النهر بعد الفيضان، وعبر الناس الجسر كل صباح."
HEBREW = "הגשר הישן מעל הנהר נסגר אחרי השיטפון, ואנשים חצו את הגשר בכל בוקר."
CHINESE = "洪水过后,河上的老桥被关闭了。人们在老桥上谈论天气。"


@pytest.fixture
def bridges(library: Library) -> Searcher:
    library.write(
        {
            "bridges.jsonl": records(
                {"id": "de-1", "title": "Eins", "lang": "de", "date": "2021", "text": GERMAN},
                {"id": "de-2", "title": "Die Brücke", "lang": "de", "text": "Der Fluss ist breit und kalt im Winter."},
                {"id": "de-3", "title": "Drei", "lang": "de", "date": "1999-02", "text": "Zur Brücke und zurück."},
                {"id": "ar", "title": "الأول", "lang": "ar", "text": ARABIC},
                {"id": "he", "title": "ראשון", "lang": "he", "text": HEBREW},
                {"id": "zh", "title": "一", "lang": "zh", "text": CHINESE},
            )
        }
    )
    library.update()
    return library.searcher()


def asked(q: str, sort: LineOrder = "position", **request: object) -> ConcordanceRequest:
    return ConcordanceRequest(SearchRequest(q=q), sort, **request)  # type: ignore[arg-type]


def shown(searcher: Searcher, request: ConcordanceRequest) -> list[tuple[str, str, str]]:
    """Return the nearest word of each line on either side of its match."""
    return [
        (line.before.split()[-1] if line.before else "", line.match, line.after.split()[0] if line.after else "")
        for line in lines(searcher, request)
    ]


def place(line: Line) -> tuple[str, int]:
    return line.document.id, line.start


def test_a_line_is_a_place_in_a_text_and_what_is_around_it(bridges: Searcher) -> None:
    first, second, *_ = lines(bridges, asked("Brücke"))
    assert (first.before, first.match, first.after[:10]) == ("Die alte ", "Brücke", " am Fluss.")
    assert second.before == "Die alte Brücke am Fluss. Eine "
    for line in lines(bridges, asked("Brücke OR الجسر OR הגשר OR 老桥")):
        assert line.document.text[line.start : line.end] == line.match


@pytest.mark.parametrize("q", ["Brücke", "brück*", '"die brücke"', "الجسر", "הגשר", "老桥", "桥", "fluss OR brücke"])
def test_there_is_a_line_for_each_place_that_is_marked(bridges: Searcher, q: str) -> None:
    request = SearchRequest(q=q)
    marked = {
        (document.id, span)
        for document in bridges.export(request)
        for span in bridges.mark(document, request).text_matches
    }
    assert marked
    assert {(line.document.id, (line.start, line.end)) for line in lines(bridges, asked(q))} == marked


@pytest.mark.parametrize("sort", LINE_ORDERS)
def test_pages_add_up_to_all_lines(bridges: Searcher, sort: LineOrder) -> None:
    q = "Brücke OR الجسر OR הגשר OR 老桥"
    every = list(map(place, lines(bridges, asked(q, sort))))
    pages = [concordance(bridges, asked(q, sort, limit=4, offset=offset)) for offset in range(0, len(every) + 4, 4)]
    assert [place(line) for page in pages for line in page.lines] == every
    assert len(set(every)) == len(every) == pages[0].total == 12


def test_lines_sort_by_the_words_beside_the_match(bridges: Searcher) -> None:
    before = shown(bridges, asked("Brücke", "before"))
    assert [word for word, _, _ in before] == ["alte", "der", "die", "Eine", "eine", "Zur"]
    after = shown(bridges, asked("Brücke", "after"))
    assert [word for _, _, word in after] == ["am", "geht", "trennt.", "und", "verbindet,", ""]


def test_lines_sort_by_date_and_by_their_number_in_a_document(bridges: Searcher) -> None:
    def ids(sort: LineOrder) -> list[str]:
        return list(dict.fromkeys(line.document.id for line in lines(bridges, asked("Brücke OR הגשר", sort))))

    assert ids("date") == ["de-3", "de-1", "he"]
    assert ids("-date") == ["de-1", "de-3", "he"]
    assert ids("document") == ["de-1", "he", "de-3"]


def test_lines_are_counted(bridges: Searcher) -> None:
    found = concordance(bridges, asked("Brücke OR الجسر"))
    assert (found.total, found.documents, found.found) == (8, 3, 4)
    assert {value.value: value.count for value in found.languages} == {"de": 6, "ar": 2}
    assert found.per_million == round(1_000_000 * 8 / found.tokens, 1)
    assert found.words_before[0] == Neighbour("eine", 2)
    assert sum(neighbour.count for neighbour in found.words_after) == 7  # one stands at the end of its text


def test_lines_narrow_to_a_word_beside_the_match(bridges: Searcher) -> None:
    assert shown(bridges, asked("Brücke", before="EINE")) == [
        ("Eine", "Brücke", "verbindet,"),
        ("eine", "Brücke", "trennt."),
    ]
    found = concordance(bridges, asked("Brücke", before="eine", after="trennt"))
    assert (found.total, found.documents) == (1, 1)
    assert found.notices == concordance(bridges, asked("Brücke", before="nowhere")).notices == ()


def test_what_precedes_is_on_the_left_whatever_the_direction(bridges: Searcher) -> None:
    assert shown(bridges, asked("الجسر")) == [("أغلق", "الجسر", "القديم"), ("الناس", "الجسر", "كل")]
    assert shown(bridges, asked("הגשר")) == [("", "הגשר", "הישן"), ("את", "הגשר", "בכל")]


def test_scripts_without_spaces_have_characters_for_neighbours(bridges: Searcher) -> None:
    found = concordance(bridges, asked("老桥"))
    assert [(line.before[-2:], line.match, line.after[:2]) for line in found.lines] == [
        ("上的", "老桥", "被关"),
        ("们在", "老桥", "上谈"),
    ]
    assert [neighbour.word for neighbour in found.words_before] == ["在", "的"]
    assert [neighbour.word for neighbour in found.words_after] == ["上", "被"]
    assert concordance(bridges, asked("老桥", after="上")).total == 1


@pytest.mark.parametrize(
    ("q", "code"),
    [("lang:de", "no-words"), ("*", "no-words"), ("title:Eins", "not-in-texts"), ("Eins", "not-in-texts")],
)
def test_it_says_why_documents_that_are_found_have_no_lines(bridges: Searcher, q: str, code: str) -> None:
    found = concordance(bridges, asked(q))
    assert (found.total, [notice.code for notice in found.notices]) == (0, [code])


@pytest.mark.parametrize("q", ["", "nowhere", '"', "-"])
def test_nothing_found_has_no_lines(bridges: Searcher, q: str) -> None:
    request = asked(q)
    assert concordance(bridges, request).lines == tuple(lines(bridges, request)) == ()
