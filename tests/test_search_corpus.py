"""The index in notebooks and scripts."""

import doctest
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import length_hint
from pathlib import Path
from typing import Any

import pytest

from index.document import Document
from search.corpus import Corpus
from search.errors import FormatUnavailable, RequestError, UnknownDocument
from search.response import FacetValue
from tests.conftest import Library, hold

GUIDE = Path(__file__).parent.parent / "docs" / "notebook.md"
HOSTILE = '<script>alert(1)</script> "moon" & <b>stars</b>'


@pytest.fixture(scope="module")
def corpus(examples: Library) -> Corpus:
    return Corpus.open(str(examples.index))


def test_the_guide_does_what_it_says(examples: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my.index").symlink_to(examples.index)
    monkeypatch.chdir(tmp_path)
    text, names = GUIDE.read_text(encoding="utf-8"), dict[str, object]()
    for block in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, block.start(1))
        test = doctest.DocTestParser().get_doctest(block[1], names, "notebook.md", str(GUIDE), line)
        test.globs = names
        assert not doctest.DocTestRunner().run(test, clear_globs=False).failed


def test_one_value_of_a_filter_may_stand_by_itself(corpus: Corpus) -> None:
    assert corpus.count(languages="zh") == corpus.count(languages=["zh-Hans", "zh-Hant"]) == 4
    assert [hit.document.language for hit in corpus.search("*", languages="he")] == ["he"]


def test_documents_are_all_of_them_each_time(corpus: Corpus) -> None:
    everything = corpus.documents()
    assert len(list(everything)) == len(list(everything)) == len(corpus) == corpus.count("*") == corpus.receipt().total


def test_pages_of_hits(corpus: Corpus) -> None:
    pages = [corpus.search("*", limit=20, offset=offset, sort="-date") for offset in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 20, 7]
    assert len({hit.document.id for page in pages for hit in page}) == pages[0].total == 47


def test_lines_are_counted_only_where_their_number_is_asked_for(corpus: Corpus) -> None:
    lines = corpus.concordance("bread OR Brot")
    assert lines.total() == len(list(lines)) > 1
    assert length_hint(lines) == 0  # what `list` asks for first


def test_hits_with_the_reasons_why(corpus: Corpus) -> None:
    (hit,) = corpus.search("bread", explain=True, copies="fold", limit=1)
    assert hit.reasons
    assert corpus.search("bread")[0].reasons is None


def test_facets_are_typed(corpus: Corpus) -> None:
    facets = corpus.facets("*", languages="el")
    assert facets["source"][0] == FacetValue("corpus", "corpus", 2)
    assert facets["source"].to_pandas()["count"][0] == 2
    assert facets["source"]._repr_html_().startswith("<table><thead><tr><th>value</th><th>label</th><th>count</th>")


def test_what_is_not_there_is_said(corpus: Corpus) -> None:
    with pytest.raises(UnknownDocument):
        corpus.document("nothing")
    nothing = corpus.search("xyzzy")
    assert (len(nothing), repr(nothing)) == (0, "<0 documents for xyzzy>")
    assert list(nothing.to_pandas().columns) == list(corpus.search("*").to_pandas().columns)


@pytest.mark.parametrize(
    "wrong",
    [{"match": "some"}, {"sort": "size"}, {"date_from": "yesterday"}, {"date_to": "2025-02-30"}, {"limit": -1}],
)
def test_what_cannot_be_asked_is_said(corpus: Corpus, wrong: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match=f"{next(iter(wrong))}.* must be"):
        corpus.search("bread", **wrong)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda corpus: corpus.search("bread", lang="de"), "no filter lang; there are languages, match"),
        (lambda corpus: corpus.search("bread", types="foo"), "types must be .* “foo” is none"),
        (lambda corpus: corpus.search("bread", taggings=["agrees", "foo"]), "taggings must be out of agrees, "),
        (lambda corpus: corpus.search("bread", languages="Klingon"), "languages must be a language"),
        (lambda corpus: corpus.search("bread", sites="//"), "sites must be sites"),
        (lambda corpus: corpus.search("bread", sources=None), "sources must be a text, or several"),
        (lambda corpus: corpus.search("bread", authors=[1]), "authors must be a text"),
        (lambda corpus: corpus.search("bread", exact="yes"), "exact must be True or False"),
        (lambda corpus: corpus.search("bread", date_from=2025), "date_from must be a text"),
        (lambda corpus: corpus.search("bread", limit="5"), "limit must be a whole number"),
        (lambda corpus: corpus.search(None), "q must be a text"),
        (lambda corpus: corpus.concordance("bread", sort="foo"), "sort must be one of position, before, after"),
        (lambda corpus: corpus.trend("bread", unit="foo"), "unit must be one of occurrences, documents"),
        (lambda corpus: corpus.trend("bread", copies="auto"), "copies must be one of fold, show"),
        (lambda corpus: corpus.trend(*"abcdefghi"), "At most 8 queries can be compared, but these are 9"),
        (lambda corpus: corpus.trend(["bread", "butter"]), "queries must be a text"),
        (lambda corpus: corpus.collocates("bread", span_before=-5), "span_before must be at least 0"),
        (lambda corpus: corpus.collocates("bread", span_after=11), "span_after must be at most 10"),
        (lambda corpus: corpus.collocates("bread", limit=0), "limit must be at least 1"),
        (lambda corpus: corpus.keywords("bread", limit=0), "limit must be at least 1"),
        (lambda corpus: corpus.trace("a b c", least=0), "least must be at least 2"),
        (lambda corpus: corpus.trace("a b c", limit=0), "limit must be at least 1"),
        (lambda corpus: corpus.trend("bread", step=0), "step must be at least 1"),
        (lambda corpus: corpus.collocates("bread", sort="keyness"), "sort must be one of log_dice, log_likelihood, "),
        (lambda corpus: corpus.keywords("bread", sort="log_dice"), "sort must be one of keyness, log_ratio, count"),
        (lambda corpus: corpus.keywords("bread", least=0), "least must be at least 1"),
        (lambda corpus: corpus.keywords("bread", language="d e"), "language must be a language"),
        (lambda corpus: corpus.trace("a b c", sort="size"), "sort must be one of length, date"),
        (lambda corpus: corpus.similar("1", limit=101), "limit must be at most 100"),
        (lambda corpus: corpus.search("bread", limit=101), "limit must be at most 100"),
        (lambda corpus: corpus.collocates("bread", limit=1_001), "limit must be at most 1,000"),
        (lambda corpus: corpus.keywords("bread", limit=1_001), "limit must be at most 1,000"),
        (lambda corpus: corpus.trace("a b c", limit=101), "limit must be at most 100"),
        (lambda corpus: corpus.suggest("brea", limit=21), "limit must be at most 20"),
        (lambda corpus: corpus.suggest(None), "q must be a text"),
        (lambda corpus: corpus.trace("a " * 100_000), "100,000 characters at most"),
        (lambda corpus: corpus.search("bread", sources="\udcff"), "cannot be answered .*udcff"),
        (lambda corpus: corpus.trace("a b c", authors="\udcff"), "cannot be answered .*udcff"),
        (lambda corpus: corpus.document("\udcff"), "cannot be answered .*udcff"),
        (lambda corpus: corpus.document("1", "a.txt", "\udcff"), "cannot be answered .*udcff"),
    ],
)
def test_it_is_said_when_it_is_asked(corpus: Corpus, ask: Callable[[Any], object], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        ask(corpus)


def test_values_may_be_called_as_people_call_them(corpus: Corpus) -> None:
    assert corpus.count(types="Markdown") == corpus.count(types=["markdown"]) > 0
    assert corpus.count(languages="DE") == corpus.count(languages=("de",)) > 0


def test_a_trend_by_tens_of_years(corpus: Corpus) -> None:
    years, decades = corpus.trend("eclipse"), corpus.trend("eclipse", step=10)
    assert sum(row["count"] for row in decades) == sum(row["count"] for row in years) > 0
    assert [row["year"] % 10 for row in decades] == [0] * len(decades)


@pytest.mark.parametrize("name", ["collocates", "keywords"])
def test_lists_of_words_are_those_of_the_page(corpus: Corpus, name: str) -> None:
    ask = partial(getattr(corpus, name), "bread", language="en", least=1, sort="count")
    words = [one.word for one in ask(stop_words=True)]
    assert "of" in words
    assert [one.word for one in ask(stop_words=True, limit=3, offset=2)] == words[2:5]
    assert "of" not in [one.word for one in ask()]


def test_what_is_like_a_document_by_its_id(corpus: Corpus) -> None:
    document = corpus.search("bread")[0].document
    similar = corpus.similar(document.id, copies="fold")
    assert similar.response == replace(corpus.similar(document).response, took_ms=similar.response.took_ms)
    assert similar.to_pandas()["id"].tolist() == [hit.document.id for hit in similar]
    assert repr(similar) == f"<{len(similar)} documents like {document.heading}>"
    with pytest.raises(UnknownDocument):
        corpus.similar("nothing")


def test_passages_are_a_data_frame(library: Library) -> None:
    words = "the moon rose over the quiet harbour at night"
    hold(library, *(Document(str(year), "", words, str(year), date=str(year)) for year in (1999, 1888)))
    corpus = Corpus.open(library.index)
    passages = corpus.trace(words, sort="date", limit=1).to_pandas()
    assert passages[["id", "words", "start", "end", "passage"]].values.tolist() == [["1888", 9, 0, len(words), words]]
    assert len(corpus.trace(words).passages) == 2


def test_what_the_index_holds(corpus: Corpus, library: Library) -> None:
    assert corpus.info().documents == len(corpus)
    assert "Bread" in [word.text for word in corpus.suggest("brea", languages="en").words]
    library.write({"a.txt": "The moon.", "b.pdf": b"%PDF-1.7"})
    library.update()
    (failure,) = Corpus.open(library.index).failures()
    assert failure.path.endswith("b.pdf")


def test_a_page_may_be_of_one(corpus: Corpus) -> None:
    document = next(iter(corpus.documents("bread")))
    assert len(corpus.trace(document.text[:400], limit=1).passages) == 1
    assert len(corpus.similar(document, limit=1)) == 1
    assert len(corpus.collocates("bread", least=1, limit=1)) == 1
    assert len(corpus.keywords("bees", limit=1)) == 1


def test_text_from_the_corpus_is_no_markup(library: Library) -> None:
    hold(library, Document("1", HOSTILE, HOSTILE, HOSTILE, author=HOSTILE))
    corpus = Corpus.open(library.index)
    shown = corpus.search("moon")._repr_html_()
    assert shown.count("<mark>moon</mark>") == 2
    assert corpus.search(HOSTILE)._repr_html_().count("<script") == shown.count("<script") == 0
    assert "&amp; &lt;b&gt;stars&lt;/b&gt;" in shown
    assert "<b>stars" not in shown + corpus.facets("moon")["source"]._repr_html_()


def test_a_long_table_is_shown_in_part(library: Library) -> None:
    hold(library, *(Document(str(number), "", "moon", str(number), date=f"{1800 + number}") for number in range(120)))
    years = Corpus.open(library.index).facets()["year"]
    assert (years._repr_html_().count("<tr>"), "20 more" in years._repr_html_()) == (101, True)
    assert len(years.to_pandas()) == 120


def test_without_pandas_it_says_what_to_do(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for found in (corpus.search("bread"), corpus.documents("bread"), corpus.facets("bread")["language"]):
        with pytest.raises(FormatUnavailable, match="pip install"):
            found.to_pandas()
