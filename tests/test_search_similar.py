"""More like this."""

import json
import subprocess
from random import Random

import pytest

from index.document import Document
from search.request import SearchRequest
from search.similar import WORDS, SimilarResponse
from tests.conftest import COMMAND, Library, hold, make_copies

TEXTS = {
    "bees": ("en", "Bees dance to tell the hive where nectar is. The queen of the hive lays eggs all summer."),
    "bees-copy": ("en", "Bees dance to tell the hive where the nectar is. The queen of the hive lays eggs all summer."),
    "hive": ("en", "A beekeeper opens the hive in summer and looks for the queen and her eggs."),
    "hive-copy": ("en", "A beekeeper opens the hive in summer and looks for the queen, and her eggs."),
    "honey": ("en", "Honey is made of nectar. It was sold at the market."),
    "ships": ("en", "Ships were built at the harbour. They were sold at the market."),
    "bienen": ("de", "Die Bienen tanzen im Stock. Die Königin legt im Sommer Eier. Hive nectar queen."),
    "imker": ("de", "Der Imker öffnet den Stock und sucht die Königin und ihre Eier."),
    "zh-hans": ("zh-Hans", "洪水过后河上的老桥被关闭了。面包师在河边卖面包。"),
    "zh-hant": ("zh-Hant", "洪水過後河上的老橋被關閉了。人們談論天氣。"),
    "und": ("und", "Zzyzx qwrt."),
}


@pytest.fixture
def apiary(library: Library) -> Library:
    """Documents about bees and about ships, some of them near copies."""
    hold(
        library,
        *(
            Document(id, "", text, f"texts/{id}.txt", language=tag, date="2024" if id == "honey" else "")
            for id, (tag, text) in TEXTS.items()
        ),
    )
    make_copies(library, ["bees", "bees-copy"], ["hive", "hive-copy"])
    return library


def similar(library: Library, id: str, *without: str, **request: object) -> SimilarResponse:
    searcher = library.searcher()
    asked = SearchRequest(**{"copies": "fold", **request})  # type: ignore[arg-type]
    return searcher.similar(searcher.document(id), asked, without)


def ids(response: SimilarResponse) -> list[str]:
    return [hit.document.id for hit in response.hits]


def test_what_shares_telling_words_is_like_it_and_its_copies_are_left_out(apiary: Library) -> None:
    found = similar(apiary, "bees")
    assert ids(found)[0] in {"hive", "hive-copy"}
    assert ids(found)[1:] == ["honey"]
    assert found.hits[0].near_copies
    assert [one.word for one in found.words][:1] == ["hive"]
    assert ids(similar(apiary, "bees", copies="show"))[:2] in (["hive", "hive-copy"], ["hive-copy", "hive"])


def test_other_languages_are_not_found_and_that_is_said(apiary: Library) -> None:
    found = similar(apiary, "bienen")
    assert ids(found) == ["imker"]
    assert "only documents in german" in found.notices[0].message.lower()
    assert ids(similar(apiary, "zh-hans")) == ["zh-hant"]  # one language in two scripts
    assert [notice.code for notice in similar(apiary, "und").notices] == ["no-words"]


def test_norwegian_is_one_language_however_precise_its_tags_are(library: Library) -> None:
    text, tags = "Fyret ved havet lyser over kysten der fiskerne bor.", ("nb", "nn", "no")
    hold(library, *(Document(tag, "", f"{text} {tag}", f"{tag}.txt", language=tag) for tag in tags))
    for tag in tags:
        found = similar(library, tag)
        assert {tag, *ids(found)} == set(tags)
        assert "only documents in norwegian are" in found.notices[0].message.lower()


def test_a_word_that_is_taken_off_does_not_count(apiary: Library) -> None:
    nectar = next(one.stem for one in similar(apiary, "bees").words if one.word == "nectar")
    found = similar(apiary, "bees", nectar)
    assert "honey" not in ids(found)
    assert nectar not in [one.stem for one in found.words]


def test_the_shared_words_are_shown(apiary: Library) -> None:
    [snippet] = similar(apiary, "honey", copies="show").hits[0].snippets
    assert {snippet.text[start:end] for start, end in snippet.highlights} <= {"nectar", "sold", "market"}
    assert snippet.highlights
    [snippet] = similar(apiary, "zh-hans").hits[0].snippets
    assert any(end - start > 2 for start, end in snippet.highlights)  # pairs of characters side by side are one


def test_filters_and_a_query_narrow_it(apiary: Library) -> None:
    assert ids(similar(apiary, "bees", date_from="2024")) == ["honey"]
    assert ids(similar(apiary, "bees", q="honey")) == ["honey"]
    assert ids(similar(apiary, "bees", languages=("de",))) == []
    assert len(ids(similar(apiary, "bees", copies="show", limit=1))) == 1


def test_only_so_many_words_are_looked_for(library: Library) -> None:
    words = [f"word{letter}{other}" for letter in "abcdefgh" for other in "abcdefgh"]
    texts = [" ".join(Random(number).sample(words, len(words))) for number in range(3)]  # no near copies
    hold(library, *(Document(f"{number}", "", text, f"{number}", language="en") for number, text in enumerate(texts)))
    assert len(similar(library, "0").words) == WORDS
    assert set(ids(similar(library, "0"))) == {"1", "2"}


def test_the_command_prints_them(apiary: Library) -> None:
    def run(*options: str) -> str:
        command = [COMMAND, "similar", "bees", "--index", str(apiary.index), *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "\nBy: hive, " in run()
    assert "[hive]" in run()
    answer = json.loads(run("--json", "--limit", "2"))
    assert answer["document"]["id"] == "bees"
    assert {hit["id"] for hit in answer["hits"]} == {"hive", "hive-copy"}
