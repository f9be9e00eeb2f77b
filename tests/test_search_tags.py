"""What can be asked about the languages of documents, and what is counted of them."""

import json

import pytest

from index.document import Document
from tests.conftest import BILINGUAL, Library, hold, records
from web.cli import main


def sure(id: str, tag: str, confidence: float = 0.95, **known: object) -> Document:
    return Document(
        id, "", "12345", "somewhere", f"line {id}",
        language=tag, detected_language=tag, language_confidence=confidence, **known,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def tagged(library: Library) -> Library:
    hold(
        library,
        sure("sure", "de"),
        sure("low", "de", 0.6999, language_runner_up="nl"),
        sure("limit", "de", 0.7),
        sure("und", "und", 0.0),
        sure("austrian", "de-AT"),
        sure("half", "de", other_languages=(("fr", 0.45),)),
        sure("taiwan", "zh-Hant"),
        sure("nynorsk", "nn"),
        sure("wrong", "de", declared_language="nl", language_disagrees=True),
        sure("declared", "nds", 0.4, tagged_by="declared"),
        sure("hand", "nds", 0.4, tagged_by="relabelled"),
    )
    return library


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("lang:und", {"und"}),
        ("lang:de", {"sure", "low", "limit", "austrian", "half", "wrong"}),
        ("lang:de-at", {"austrian"}),
        ("lang:fr", {"half"}),
        ("lang:zh", {"taiwan"}),
        ("lang:zh-TW", {"taiwan"}),
        ("lang:no", {"nynorsk"}),
        ("lang:nn", {"nynorsk"}),
        ("lang:nb", set()),
        ("lang:disagrees", {"wrong"}),
        ("lang:relabelled", {"hand"}),
        ("lang:nds -lang:relabelled", {"declared"}),
        ("confidence:<0.7", {"low", "und"}),
        ("confidence:<0.7 -lang:und", {"low"}),
        ("confidence:<=0.7", {"low", "limit", "und"}),
        ("confidence:0.6..0.8 lang:de", {"low", "limit"}),
        ("confidence:>=0.9 lang:zh", {"taiwan"}),
        ("confidence:0", {"und"}),
        ("confidence:<0", set()),
        ("confidence:>1", set()),
    ],
)
def test_tags_can_be_asked_for(tagged: Library, query: str, ids: set[str]) -> None:
    assert tagged.found(query, limit=50) == ids


def test_what_is_shown_as_doubtful_is_what_is_below_the_limit(tagged: Library) -> None:
    doubtful = {hit.document.id for hit in tagged.search("*", limit=50).hits if hit.document.is_doubtful}
    assert doubtful == tagged.found("confidence:<0.7")


@pytest.mark.parametrize("chosen", [(), ("de",), ("fr", "zh")])
def test_choosing_a_language_gives_its_count(tagged: Library, chosen: tuple[str, ...]) -> None:
    facet = tagged.search("", languages=chosen, facets=("language",)).facets["language"]
    assert {value.value: value.count for value in facet} == {
        "de": 6, "de-AT": 1, "fr": 1, "nds": 2, "nn": 1, "und": 1, "zh-Hant": 1,
    }  # fmt: skip
    for value in facet:
        assert tagged.search("", languages=(value.value,)).total == value.count, value


def test_totals_count_each_document_once(tagged: Library) -> None:
    overview = tagged.searcher().overview()
    languages = {value.value: value.count for value in overview.languages}
    assert languages == {"de": 5, "nds": 2, "de-AT": 1, "nn": 1, "und": 1, "zh-Hant": 1}
    assert [(one.value, one.count) for one in overview.to_review] == [("lang:und", 1), ("lang:disagrees", 1)]


def test_a_document_is_read_back_as_it_was(tagged: Library) -> None:
    document = tagged.searcher().document("half")
    assert document == sure("half", "de", other_languages=(("fr", 0.45),))


def test_a_half_is_found_in_the_words_of_its_language(library: Library) -> None:
    library.write({"both.txt": BILINGUAL, "german.txt": BILINGUAL.partition("Quand ")[0]})
    library.update()
    assert library.found("lang:fr") == {"texts/both.txt"}
    assert library.found("lang:de") == {"texts/both.txt", "texts/german.txt"}
    assert library.found("couchettes lang:fr") == {"texts/both.txt"}


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_search_shows_doubt(tagged: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "lang:de OR lang:und", "--limit", 20, "--index", tagged.index) == 0
    out = capsys.readouterr().out
    assert "   de? · somewhere · line low" in out
    assert "   de · somewhere · line sure" in out
    assert "   und · somewhere · line und" in out


def test_info_counts_what_may_want_mending(tagged: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("info", "--index", tagged.index) == 0
    out = capsys.readouterr().out
    assert "Language not recognised: 1 document; list them with: fundstelle search lang:und" in out
    assert "declared: 1 document; list them with: fundstelle search lang:disagrees" in out
    assert run("info", "--json", "--index", tagged.index) == 0
    reviews = json.loads(capsys.readouterr().out)["to_review"]
    assert [(one["q"], one["count"]) for one in reviews] == [("lang:und", 1), ("lang:disagrees", 1)]


def test_exports_hold_what_is_known_of_a_tag(tagged: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "*", "--index", tagged.index) == 0
    rows = {row["id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["half"]["other_languages"] == [{"language": "fr", "share": 0.45}]
    assert (rows["low"]["language_confidence"], rows["low"]["language_runner_up"]) == (0.6999, "nl")
    assert (rows["hand"]["language_confidence"], rows["hand"]["language_by"]) == (None, "relabelled")
    wrong = rows["wrong"]
    assert (wrong["language_declared"], wrong["language_detected"], wrong["language_disagrees"]) == ("nl", "de", True)
    assert run("export", "lang:fr", "--format", "csv", "--index", tagged.index) == 0
    header, row, *_ = capsys.readouterr().out.splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["other_languages"] == "fr 0.45"


def test_a_declared_language_is_kept_with_the_document(library: Library) -> None:
    html = "<html lang='nl'><title>T</title><p>Der helle Mond stand über den alten Häusern der Stadt.</html>"
    library.write(
        {
            "a.html": html,
            "b.html": html.replace("lang=", "xml:lang=").replace("Stadt", "Insel"),
            "c.md": "---\nlang: nl\n---\nDer helle Mond stand über den alten Bäumen der Stadt.",
            "d.csv": "text,language\nDer helle Mond stand über den alten Häusern der Stadt.,nl\n",
            "e.jsonl": records({"text": "Der helle Mond stand über den alten Brücken der Stadt.", "lang": "nl"}),
        }
    )
    library.update()
    found = [hit.document for hit in library.search("lang:disagrees").hits]
    assert [(one.declared_language, one.language) for one in found] == [("nl", "de")] * 5
