"""URL parameters and addresses: what we emit, we read back."""

from dataclasses import replace
from typing import get_args
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from index.document import Document, Tagging
from index.file_types import TYPES
from search.request import FACETS, MAX_LIMIT, MAX_QUERY_LENGTH, Copies, Match, SearchRequest, Sort
from search.response import SearchResponse
from web import paging, urls
from web.params import DocumentPageParams, SearchApiParams

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
dates = st.sampled_from(["", "1848", "2025-05", "2024-02-29"])
requests = st.builds(
    SearchRequest,
    q=texts,
    languages=st.lists(st.sampled_from(["de", "zh-Hans", "pt-BR"]), unique=True).map(tuple),
    match=st.sampled_from(get_args(Match)),
    exact=st.booleans(),
    copies=st.sampled_from(get_args(Copies)),
    explain=st.booleans(),
    sort=st.sampled_from(get_args(Sort)),
    date_from=dates,
    date_to=dates,
    sources=st.lists(texts.filter(bool), max_size=3).map(tuple),
    types=st.lists(st.sampled_from(list(TYPES)), unique=True).map(tuple),
    authors=st.lists(texts.filter(bool), max_size=3).map(tuple),
    sites=st.lists(st.sampled_from(["example.org", "bücher.example", "[::1]"]), unique=True).map(tuple),
    taggings=st.lists(st.sampled_from(get_args(Tagging)), unique=True).map(tuple),
    limit=st.integers(1, MAX_LIMIT),
    offset=st.integers(0, 10_000),
    facets=st.sampled_from([(), FACETS, FACETS[:1]]),
)


@given(requests)
def test_an_address_says_all_of_a_request(request: SearchRequest) -> None:
    sent = parse_qs(urlsplit(urls.api_search(request)).query, keep_blank_values=True)
    lists = {"lang", "source", "type", "author", "site", "tagging"}
    given = {name: values if name in lists else values[0] for name, values in sent.items()}
    assert SearchApiParams.model_validate(given).request() == request


def test_defaults_are_left_out() -> None:
    assert urls.search(SearchRequest(q="river")) == "/search?q=river"
    assert urls.search(SearchRequest(sort="date")) == "/"


def test_an_export_explains_nothing() -> None:
    request = SearchRequest(q="river", exact=True, explain=True, copies="show")
    assert urls.export(request, "csv") == "/api/v1/export?q=river&exact=true&format=csv"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": str(MAX_LIMIT + 1)}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"to": "9" * 5_000}, "to"),
        ({"lang": ["de,en"]}, "lang"),
        ({"lang": ["x" * 40]}, "lang"),
        ({"lang": ["de"] * 51}, "lang"),
        ({"from": "2025-02-30"}, "from"),
        ({"to": "2025-5"}, "to"),
        ({"to": "٢٠٢٥"}, "to"),
        ({"source": ["s" * 1_001]}, "source"),
        ({"facets": "language,colour"}, "facets"),
        ({"match": "some"}, "match"),
        ({"exact": "perhaps"}, "exact"),
        ({"sort": "size"}, "sort"),
    ],
)
def test_what_is_outside_the_limits_is_named(given: dict[str, object], name: str) -> None:
    with pytest.raises(ValidationError) as error:
        SearchApiParams.model_validate(given)
    assert error.value.errors()[0]["loc"][0] == name


def test_empty_parameters_count_as_absent() -> None:
    params = SearchApiParams.model_validate({"q": "", "from": "", "lang": ["", "de"], "limit": ""})
    assert params.request() == SearchRequest(languages=("de",), copies="show")


def test_tags_are_written_as_the_standard_has_them() -> None:
    params = SearchApiParams.model_validate({"lang": ["DE", "zh-hant", "pt-br"]})
    assert params.request().languages == ("de", "zh-Hant", "pt-BR")


def test_a_long_query_is_cut_but_still_known_to_be_too_long() -> None:
    assert len(SearchApiParams.model_validate({"q": "a" * 9_999}).request().q) == MAX_QUERY_LENGTH + 1


@pytest.mark.parametrize("id", ["a/b.txt", "a?b#c%20 d", "../../x", "/abs//x", "日本語", "a\\b&c=d;e"])
def test_an_id_stays_whole_in_an_address(id: str) -> None:
    url = urls.document(Document(id, "", "", "p"), SearchRequest(q="river"), "all", match=3)
    path, _, rest = url.partition("?")
    assert rest == "q=river#match-3"
    assert unquote(path.removeprefix("/document/")) == id
    assert not {".", ".."} & set(path.split("/"))


def test_a_document_s_address_has_the_mode_used_beside_the_one_asked_for() -> None:
    url = urls.document(Document("a", "", "", "p"), SearchRequest(q="river"), "any")
    assert url == "/document/a?q=river&marks=any"
    params = DocumentPageParams.model_validate({"q": "river", "marks": "any"})
    assert (params.marks, params.request()) == ("any", SearchRequest(q="river"))


def test_paging_ends_without_passing_over_a_hit() -> None:
    request: SearchRequest | None = SearchRequest(limit=30)
    endless = SearchResponse("", "", "all", False, (), total=1_000_000, more=True, took_ms=1, hits=())
    seen = 0
    while request:
        seen += request.limit
        last, request = request, paging.following(request, endless)
    assert seen == 10_000
    assert paging.is_cut(last, endless)
    assert not paging.is_cut(last, replace(endless, total=10_000, more=False))
