"""Help over HTTP: what is suggested while somebody types, and what is said where nothing is found."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.test_web_browser import browser
from web.models.hits import SearchAnswer, Suggestion
from web.models.suggestions import SuggestAnswer

__all__ = ["browser"]
pytest_plugins = ["tests.web_fixtures"]


def test_words_and_titles_are_suggested_with_their_addresses(client: httpx.Client) -> None:
    answer = client.get("/api/v1/suggest", params={"q": "alte brü", "lang": "de"})
    parsed = SuggestAnswer.model_validate_json(answer.content, strict=True)
    assert [(word.q, word.documents) for word in parsed.words] == [("alte Brücke", 1)]
    assert "1 document" in client.get(parsed.words[0].url).text
    (title,) = client.get("/api/v1/suggest?q=老").json()["titles"]
    assert (title["title"], title["language"]) == ("老桥", "zh-Hans")
    assert "老桥" in client.get(title["url"]).text
    twins = client.get("/api/v1/suggest?q=twins+of").json()["titles"]
    assert twins == []
    assert client.get("/api/v1/suggest?limit=0").status_code == 400


def test_the_api_says_why_nothing_was_found(client: httpx.Client) -> None:
    answer = client.get("/api/v1/search?q=hochwaser&lang=en&match=all")
    parsed = SearchAnswer.model_validate_json(answer.content, strict=True)
    assert parsed.nothing
    assert [(word.text, word.documents) for word in parsed.nothing.words] == [("hochwaser", 0)]
    assert parsed.nothing.ways == ()
    assert parsed.suggestion is None, "there is none in English"
    without = SearchAnswer.model_validate_json(client.get("/api/v1/search?q=hochwaser").content, strict=True)
    assert without.suggestion == Suggestion(q="Hochwasser", documents=1)
    (way,) = client.get("/api/v1/search?q=Hochwasser&lang=en").json()["nothing"]["ways"]
    assert (way["kind"], way["message"]) == ("language", "0 in English, 1 in all languages")
    assert client.get(way["url"]).json()["total"] == 1
    assert client.get(way["url"]).json()["nothing"] is None


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(base_url=address)
    yield page
    page.close()


def opened(page: Page, typed: str) -> None:
    """Type into the box of the start page, and wait for what is suggested."""
    page.goto("/")
    page.get_by_role("combobox").press_sequentially(typed)
    expect(page.get_by_role("listbox")).to_be_visible()


@pytest.mark.browser
def test_a_suggestion_is_chosen_by_keys(page: Page) -> None:
    opened(page, "brü")
    box = page.get_by_role("combobox")
    options = page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("suggestion")
    expect(options.nth(0)).to_have_text("Brücke1")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggested-0")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(page).to_have_url("/search?q=Br%C3%BCcke")


@pytest.mark.browser
def test_escape_and_tab_close_and_enter_asks_for_what_was_typed(page: Page) -> None:
    opened(page, "riv")
    box, listbox = page.get_by_role("combobox"), page.get_by_role("listbox")
    box.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("riv")
    box.press_sequentially("e")
    expect(listbox).to_be_visible()
    box.press("Tab")
    expect(listbox).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    opened(page, "riv")
    box.press("Enter")
    expect(page).to_have_url("/search?q=riv")


@pytest.mark.browser
def test_a_title_is_opened_on_a_phone_and_filters_stay(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, "الجسر")
    page.get_by_role("option", name="الجسر القديم").last.click()
    expect(page).to_have_url("/document/ar-1")
    page.goto("/search?q=river&lang=de")
    page.get_by_role("combobox").fill("brü")
    page.get_by_role("option", name="Brücke").first.click()
    expect(page).to_have_url("/search?q=Br%C3%BCcke&lang=de")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_an_answer_that_comes_late_is_not_shown(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/suggest?q=riv", hold)
    page.goto("/")
    box = page.get_by_role("combobox")
    with page.expect_request("**/api/v1/suggest?q=riv"):
        box.press_sequentially("riv")
    box.fill("brü")
    expect(page.get_by_role("option").first).to_contain_text("Brücke")
    assert len(held) == 1
    box.fill("xyzzyx")
    expect(page.get_by_role("listbox")).to_be_hidden()
