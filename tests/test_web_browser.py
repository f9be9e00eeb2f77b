"""The pages in a real Chromium, with scripts and without."""

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.conftest import Library
from tests.web_fixtures import Running
from web.app import create_app
from web.settings import Settings

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATHS = ["/", "/search?q=river", "/search?q=xyzzyx&lang=de", "/document/en-long?q=flood", "/help", "/docs", "/failures"]
PATHS += ["/document/en-long?c=1200-1260", "/similar?id=en-1&without=river", "/concordance?q=river&lang=en"]


PARTS_OF_LINE = """line => {
    const edges = ({left, right}) => [left, right], range = document.createRange();
    range.selectNodeContents(line.querySelector(".text-from"));
    range.setStartAfter(line.querySelector("a"));
    const parts = [line.querySelector(".text-before bdi"), line.querySelector("mark"), range];
    return parts.map(part => edges(part.getBoundingClientRect()));
}"""


def unavailable(error: Error) -> NoReturn:
    """Do without a browser, unless one has to be there."""
    reason = f"Chromium cannot be started: {error.message.splitlines()[0]}"
    if os.environ.get("FUNDSTELLE_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=FLAGS
            )
        except Error as error:
            unavailable(error)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that may log nothing: no error, no breach of the security policy."""
    page = browser.new_page(base_url=address, java_script_enabled=request.param)
    logged: list[str] = []
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.on("dialog", lambda dialog: logged.append(f"dialog: {dialog.message}"))
    yield page
    page.close()
    assert logged == []


def test_search_narrow_open_and_go_back(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search the documents").fill("river OR Fluss")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_title("river OR Fluss – Fundstelle")

    page.locator(".facets").get_by_role("link", name="English").click()
    expect(page).to_have_url("/search?q=river+OR+Fluss&lang=en")
    page.get_by_role("link", name="take this filter off").click()
    expect(page).to_have_url("/search?q=river+OR+Fluss")

    page.get_by_role("link", name="The bridge").click()
    expect(page).to_have_url("/document/en-1?q=river+OR+Fluss#match-1")
    expect(page.locator("#match-1")).to_be_in_viewport()
    page.get_by_role("link", name="All hits of this search").click()
    expect(page).to_have_url("/search?q=river+OR+Fluss")


def test_a_bar_of_the_years_is_a_link(page: Page) -> None:
    page.goto("/search?q=river")
    bar = page.locator(".histogram").get_by_role("link", name="1999: 1 document", exact=True)
    bar.click()
    expect(page).to_have_url("/search?q=river&from=1999&to=1999")
    expect(bar).to_have_attribute("aria-current", "true")
    bar.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/search?q=river")


def test_years_are_dragged_over(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/search?q=river&offset=10")
    bars = [page.get_by_role("link", name=f"{year}: 1 document", exact=True).bounding_box() for year in (1993, 1998)]
    (first, last) = [(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2) for bar in bars if bar]
    page.mouse.move(*last)
    page.mouse.down()
    page.mouse.move(*first, steps=4)
    expect(page.locator(".histogram output")).to_have_text("1993–1998")
    page.mouse.up()
    expect(page).to_have_url("/search?q=river&from=1993&to=1998")
    expect(page.get_by_role("heading", level=1)).to_contain_text("6 documents")
    page.close()


def test_stepping_from_match_to_match(page: Page) -> None:
    page.goto("/document/en-long?q=flood")
    expect(page.locator("#match-40")).not_to_be_in_viewport()
    page.get_by_role("link", name="Go to the first").click()
    expect(page.get_by_text("Match 1 of 60")).to_be_visible()
    expect(page.get_by_text("60 matches")).to_be_hidden()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Match 2 of 60")).to_be_visible()
    page.goto("/document/en-long?q=flood#match-40")
    expect(page.locator("#match-40")).to_be_in_viewport()
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_text("Match 39 of 60")).to_be_visible()


def test_narrowing_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search?q=river+OR+Fluss")
    english = page.locator(".facets").get_by_role("link", name="English")
    expect(english).to_be_hidden()
    page.get_by_text("Narrow down").click()
    english.click()
    expect(page).to_have_url("/search?q=river+OR+Fluss&lang=en")


def test_why_a_hit_was_found(page: Page) -> None:
    page.goto("/search?q=النهر")
    reason = page.locator(".why li").first
    expect(reason).to_be_hidden()
    page.get_by_text("why?").first.click()
    expect(reason).to_be_visible()


def test_hostile_text_stays_text(page: Page) -> None:
    page.goto("/search?q=hostile")
    expect(page.get_by_text("<img src=x onerror=alert(3)>")).to_be_visible()
    page.get_by_role("link", name="<script>alert(1)</script>").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("<script>alert(1)</script>")
    expect(page.get_by_text("<img src=x onerror=alert(3)>")).to_be_visible()


def test_dates_are_checked_before_they_are_sent(page: Page) -> None:
    page.goto("/search?q=river")
    start = page.get_by_label("From")
    for text, is_valid in {"2025": 1, "2025-05": 1, "2025-12-31": 1, "1.5.2025": 0, "foo": 0, "2025-13": 0}.items():
        start.fill(text)
        assert page.locator(f"input[name=from]:{'valid' if is_valid else 'invalid'}").count() == 1, text
    start.fill("foo")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url("/search?q=river")


def test_the_bar_of_the_matches_hides_nothing_at_the_end_of_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 390, "height": 844})
    for fragment in ("", "#match-60"):
        page.goto(f"/document/en-long?q=flood{fragment}")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        bar = page.locator(".step:visible").bounding_box()
        content = [page.locator(name).bounding_box() for name in ("aside", "footer nav")]
        assert bar
        assert all(box and box["y"] + box["height"] <= bar["y"] for box in content), fragment
    page.close()


@pytest.mark.parametrize("required", [True, False])
def test_a_browser_that_has_to_be_there_is_not_skipped(monkeypatch: pytest.MonkeyPatch, required: bool) -> None:
    monkeypatch.setenv("FUNDSTELLE_REQUIRE_BROWSER", "1" if required else "")
    with pytest.raises(pytest.fail.Exception if required else pytest.skip.Exception):
        unavailable(Error("no such file"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 844})
    for path in PATHS:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()


def test_keys(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/search?q=river")
    page.keyboard.press("/")
    expect(page.get_by_label("Search the documents")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hits h2 a").nth(1)).to_be_focused()
    page.goto("/document/en-long?q=flood")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.get_by_text("Match 2 of 60")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_text("Match 1 of 60")).to_be_visible()
    page.close()


def test_keys_go_over_the_ends_of_pages(browser: Browser, library: Library, running: Running) -> None:
    library.write({"long.txt": "\n\n".join("The moon rose. " + "It rained. " * 2_600 for _ in range(4))})
    library.update()
    with running(create_app(Settings(library.index))) as base:
        page = browser.new_page()
        page.goto(f"{base}/search?q=moon")
        page.get_by_role("link", name="The moon rose").first.click()
        for key, number in [("", 1), ("n", 2), ("n", 3), ("n", 4), ("p", 3), ("p", 2), ("p", 1)]:
            if key:
                page.keyboard.press(key)
            expect(page.get_by_text(f"Match {number} of 4")).to_be_visible()
            expect(page.locator(f"#match-{number}")).to_be_in_viewport()
            page.wait_for_load_state()
        page.go_back()
        expect(page).to_have_title("moon – Fundstelle")
        page.close()


@pytest.mark.parametrize("fragment", ["", "?c=1100-1160"])
def test_a_passage_has_an_address(browser: Browser, address: str, fragment: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto(f"/document/en-long{fragment}#c=1100-1160")
    expect(page).to_have_url("/document/en-long?c=1100-1160#c=1100-1160")
    expect(page.locator(".passage").first).to_be_in_viewport()
    page.close()


def test_a_selected_passage_is_offered_as_a_link_and_a_citation(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/document/en-long?q=flood")
    expect(page.locator(".selection")).to_be_hidden()
    # From behind the bar of the first match, which is no text of the document, to the paragraph after it.
    page.evaluate(
        """() => {
            const [first, second] = document.querySelectorAll(".text p");
            getSelection().setBaseAndExtent(first.lastChild, 2, second.firstChild, 6);
        }"""
    )
    text = page.evaluate("() => fetch('/api/v1/documents/en-long').then((answer) => answer.json())")["text"]
    start, end = text.index("flood") + 7, text.index("Day 1.") + 6
    page.get_by_role("link", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}/document/en-long?q=flood&c={start}-{end}#c={start}-{end}"
    page.get_by_role("link", name="Cite", exact=True).click()
    expect(page.locator("#cite p")).to_contain_text(f"characters {start}–{end}")
    expect(page.locator("#cite")).to_be_in_viewport()
    page.close()


def test_every_control_has_a_name(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    for path in PATHS:
        page.goto(path)
        for control in page.locator("a:visible, button:visible, input:visible, summary:visible").all():
            assert control.evaluate("e => (e.ariaLabel || e.labels?.[0]?.textContent || e.textContent).trim()"), path
        expect(page.locator("h1")).to_have_count(1)
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_matches_of_lines_stand_beneath_each_other(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 844})
    page.goto("/concordance?q=النهر+OR+Fluss+OR+老桥+OR+entry")
    starts, gaps = [], []
    for line in page.locator(".line").all():
        before, match, after = line.evaluate(PARTS_OF_LINE)
        if (
            line.get_attribute("dir") == "rtl"
        ):  # from right to left, so that each part begins where it has its right edge
            before, match, after = ([-right, -left] for left, right in (before, match, after))
        starts.append(abs(match[0]))
        gaps += [match[0] - before[1], after[0] - match[1]]
    assert len(starts) > 25
    assert max(starts) - min(starts) <= 1
    assert -1 <= min(gaps) <= max(gaps) < 10  # a space
    page.close()


def test_all_orders_of_lines_are_in_sight_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 390, "height": 844})
    page.goto("/concordance?q=river")
    expect(page.locator(".order a")).to_have_count(6)
    for link in page.locator(".order a").all():
        expect(link).to_be_in_viewport(ratio=1)
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_word_of_a_list_is_not_broken_where_there_is_room(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 844})
    page.goto("/collocates?q=Brücke&lang=de&least=1&span_before=10")
    word = page.locator(".words tbody bdi", has_text="waffenstillstand")
    assert len(word.evaluate("word => [...word.getClientRects()]")) == 1
    box, line = word.bounding_box(), page.locator(".words tbody bdi", has_text="alte").bounding_box()
    assert box
    assert line
    assert box["height"] == line["height"]
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_values_beside_a_chart_lie_on_no_point(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 844})
    page.goto("/trends?q=entry&q=bridge")
    values, points = (
        [box for one in page.locator(selector).all() if (box := one.bounding_box())]
        for selector in (".chart .value", ".chart > svg use")
    )
    assert values
    assert min(box["x"] for box in values) >= 0
    assert max(box["x"] + box["width"] for box in values) < min(box["x"] for box in points)
    page.close()


def test_totals_stand_beneath_the_counts(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/trends?q=entry&q=bridge")
    page.get_by_text("The numbers as a table").click()
    rates = page.locator(".years tr:last-child td:nth-child(2) .rate").all()
    boxes = [box for rate in rates if (box := rate.bounding_box())]
    assert len(boxes) == 2
    assert len({round(box["x"]) for box in boxes}) == 1
    page.close()
