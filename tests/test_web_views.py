"""The bar of views keeps a search, and leaves what only one view knows."""

import httpx

from search.request import SearchRequest
from web import urls
from web.pages.views import search_box, views

pytest_plugins = ["tests.web_fixtures"]

ASKED = SearchRequest(
    "river", languages=("en",), date_from="2025", exact=True, sort="date", copies="show", limit=20, offset=40
)
SEARCH = "q=river&lang=en&exact=true&from=2025"


def test_each_view_has_the_same_search_without_its_page_and_order() -> None:
    bar = views(ASKED, urls.CONCORDANCE)
    paths = ["/search", "/concordance", "/trends", "/collocates", "/keywords"]
    assert [choice.url for choice in bar] == [f"{path}?{SEARCH}" for path in paths]
    assert [choice.label for choice in bar if choice.chosen] == ["Lines"]


def test_the_search_box_asks_in_the_same_view() -> None:
    box = search_box(ASKED, urls.CONCORDANCE, ("sort", "before"))
    assert (box.action, box.kept) == (
        "/concordance",
        (("lang", "en"), ("exact", "true"), ("from", "2025"), ("sort", "before")),
    )


def test_hits_and_the_page_without_hits_have_the_bar(client: httpx.Client) -> None:
    for query in ("river", "qqqqqq"):
        page = client.get("/search", params={"q": query}).text
        assert f'<a href="/search?q={query}" aria-current="page">Hits</a>' in page
        assert f'href="/concordance?q={query}"' in page
