"""Facets against a count of the exported documents."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase
from typing import Any

import pytest

from index.document import Document, TaggedBy, Tagging
from index.schema import tagging
from index.sites import site_of
from index.tags import covering
from search.request import FACETS, FacetName, SearchRequest
from tests.conftest import Library, hold, records

FILTERS: dict[FacetName, dict[str, Any]] = {
    "language": {"languages": ("en",)},
    "year": {"date_from": "1800", "date_to": "2024-03"},
    "source": {"sources": ("texts/c.jsonl", "texts/b.zip")},
    "type": {"types": ("jsonl", "html")},
    "author": {"authors": ("Ann Lee", "Ann Lee; Bo Ek")},
    "site": {"sites": ("example.org", "bücher.example")},
    "tagging": {"taggings": ("detected", "agrees")},
}
OFF = dict.fromkeys(("languages", "sources", "types", "authors", "sites", "taggings"), ())
ENGLISH = "The bright moon stood above the old houses of the town, number {}."
GERMAN = "Der helle Mond stand über den alten Häusern der Stadt, Nummer {}."


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("mixed")
    library = Library(folder / "texts", folder / "index")
    rows = [
        {
            "id": str(n),
            "text": (ENGLISH if n % 3 else GERMAN).format(n),
            "author": ("Ann Lee", "Ann Lee ;  Bo Ek", "Ann  Lee; Bo Ek", "李明", "")[n % 5],
            "url": ("https://www.example.org/{}", "https://xn--bcher-kva.example/{}", "page {}", "")[n % 4].format(n),
            "date": ("0001", "1848", "2024-03-31", "2024-04-01", "9999", "")[n % 6],
            "language": ("", "en", "de", "fr")[n % 4],
        }
        for n in range(120)
    ]
    library.write(
        {
            "a/moon.txt": f"Moon\n\n{ENGLISH.format('a')}",
            "a/mond.md": f"# Mond\n\n{GERMAN.format('a')}",
            "b.html": f"<!doctype html><title>Moon</title><p>{ENGLISH.format('b')}",
            "c.jsonl": records(*rows),
            "none.txt": "Zxqv\n\nMoon plugh xyzzy qwpx.",
        }
    )
    library.update()
    return library


def values_of(document: Document) -> dict[FacetName, set[str]]:
    """Return the values under which each facet counts a document."""
    folders = document.path.split("/")
    tags = [document.language, *(tag for tag, _ in document.other_languages)]
    return {
        "language": {cover for tag in tags for cover in covering(tag)},
        "year": {document.date[:4]} - {""},
        "source": {"/".join(folders[:end]) for end in range(1, len(folders))}
        | ({document.path} if document.locator else set()),
        "type": {document.type},
        "author": {" ".join(document.author.split())} - {""},
        "site": {site_of(document.url)} - {""},
        "tagging": {tagging(document)},
    }


def counted(library: Library, request: SearchRequest, name: FacetName) -> dict[str, int]:
    """Count by hand what a request finds without the filter of a facet."""
    without: dict[str, Any] = {field: OFF.get(field, "") for field in FILTERS[name]}
    found = library.searcher().export(replace(request, **without))
    return Counter(value for document in found for value in values_of(document)[name])


def requests() -> Iterator[SearchRequest]:
    names = list(FILTERS)
    for q in ("", "moon", "mond OR town", "type:jsonl -site:www.example.org"):
        yield SearchRequest(q)
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        yield SearchRequest("moon OR mond", **FILTERS[name])
        yield SearchRequest("", **FILTERS[name], **FILTERS[other])


@pytest.mark.parametrize("request_", list(requests()), ids=str)
def test_counts_are_those_of_the_documents_that_the_other_filters_leave(
    mixed: Library, request_: SearchRequest
) -> None:
    facets = mixed.searcher().search(replace(request_, facets=FACETS)).facets
    for name, values in facets.items():
        assert {value.value: value.count for value in values} == counted(mixed, request_, name), name


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "year"])
def test_a_filter_finds_what_has_one_of_its_values(mixed: Library, name: FacetName) -> None:
    (chosen,) = FILTERS[name].values()
    found = {document.id for document in mixed.searcher().export(SearchRequest(**FILTERS[name]))}
    everything = mixed.searcher().export(SearchRequest())
    assert found == {document.id for document in everything if values_of(document)[name] & set(chosen)}
    assert found


def test_white_space_does_not_tell_authors_apart(mixed: Library) -> None:
    found = mixed.search(authors=("Ann Lee ;\u00a0Bo Ek",), limit=100)
    assert {hit.document.author for hit in found.hits} == {"Ann Lee ; Bo Ek"}


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("type:pdf", "type:pdf"),
        ("type:(XLSX OR web)", "type:xlsx"),
        ('moon type:"E-mail"', "moon type:mail"),
        ("site:https://www.Example.org/page", "site:example.org"),
        ("site:[::1]", 'site:"[::1]"'),
        ("lang:agrees", "lang:agrees"),
    ],
)
def test_how_types_and_sites_are_typed(mixed: Library, query: str, understood: str) -> None:
    response = mixed.search(query)
    assert response.understood == understood
    assert mixed.search(understood).total == response.total


@pytest.mark.parametrize(("query", "code"), [("moon type:exe", "type-unknown"), ("moon site://", "site-unreadable")])
def test_what_is_no_type_or_site_is_left_out(mixed: Library, query: str, code: str) -> None:
    response = mixed.search(query)
    assert [notice.code for notice in response.notices] == [code]
    assert response.total == mixed.search("moon").total


@pytest.mark.parametrize(
    ("declared", "detected", "by", "disagrees", "expected"),
    [
        ("de", "de", "detected", False, "agrees"),
        ("de-AT", "de", "detected", False, "agrees"),
        ("de", "en", "detected", True, "disagrees"),
        ("nds", "de", "declared", False, "unclear"),
        ("", "de", "detected", False, "detected"),
        ("unknown", "de", "detected", False, "detected"),
        ("German", "und", "declared", False, "declared"),
        ("", "und", "detected", False, "neither"),
        ("de", "en", "relabelled", False, "relabelled"),
    ],
)
def test_what_source_and_text_say(
    declared: str, detected: str, by: TaggedBy, disagrees: bool, expected: Tagging
) -> None:
    document = Document(
        "1", "", "Mond", "a", declared_language=declared, detected_language=detected, tagged_by=by,
        language_disagrees=disagrees,
    )  # fmt: skip
    assert tagging(document) == expected


def test_counts_are_exact_where_segments_know_only_their_most_frequent_values(library: Library) -> None:
    """Each segment names its 1,000 most frequent authors, so that the sums alone would lack some."""
    everybody = [f"Author {n}" for n in range(1_500)]
    for path, authors in {"/a": everybody, "/b": everybody[::15] * 5}.items():
        written = [Document(f"{path}-{n}", "", "moon", "a", author=author) for n, author in enumerate(authors)]
        hold(library, *written, path=path)
    (found,) = library.search("moon", facets=("author",)).facets.values()
    assert [value.count for value in found] == [6] * 100


def test_every_language_is_counted(library: Library) -> None:
    tags = [f"q{first}{second}" for first in ascii_lowercase for second in ascii_lowercase]
    hold(library, *(Document(tag, "", "moon", tag, language=tag) for tag in tags))
    searcher = library.searcher()
    (found,) = library.search("moon", facets=("language",)).facets.values()
    for counted in (found, searcher.overview().languages, searcher.receipt(SearchRequest("moon")).languages):
        assert [value.value for value in counted] == tags
