from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.request import SearchRequest
from search.response import FacetValue
from web.contexts.results import Histogram, YearBar
from web.pages.histogram import MAX_BARS, histograms

RIVER = SearchRequest(q="river", offset=20)


def facet(counts: dict[int, int]) -> list[FacetValue]:
    return [FacetValue(f"{year:04}", str(year), count) for year, count in sorted(counts.items())]


def span(bar: YearBar) -> tuple[int, int]:
    given = parse_qs(urlsplit(bar.link.url).query)
    return int(given["from"][0]), int(given["to"][0])


def labels(chart: Histogram) -> list[str]:
    return [bar.link.label for bar in chart.bars]


@given(st.dictionaries(st.integers(1, 9999), st.integers(1, 10**6), min_size=2))
def test_every_document_is_in_one_bar_that_leads_to_its_year(counts: dict[int, int]) -> None:
    (chart,) = histograms(RIVER, facet(counts))
    assert chart.slots <= MAX_BARS
    seen = list[int]()
    for bar in chart.bars:
        first, last = span(bar)
        years = [year for year in counts if first <= year <= last]
        total = sum(counts[year] for year in years)
        assert bar.link.label.split(": ")[1] == f"{total:,} document{'s' if total != 1 else ''}"
        assert all(bar.slot == (year - chart.start) // chart.step for year in years)
        assert 0 < bar.height <= 100
        seen += years
    assert sorted(seen) == sorted(counts)


def test_a_few_years_are_bars_of_a_year_with_gaps() -> None:
    (chart,) = histograms(RIVER, facet({1999: 2, 2000: 1, 2003: 1_234}))
    assert labels(chart) == ["1999: 2 documents", "2000: 1 document", "2003: 1,234 documents"]
    assert [bar.slot for bar in chart.bars] == [0, 1, 4]
    assert chart.bars[1].link.url == "/search?q=river&from=2000&to=2000"


def test_many_years_are_decades_or_more() -> None:
    (chart,) = histograms(RIVER, facet({1: 1, 9: 1, 9999: 1}))
    assert (chart.first, chart.last) == ("1", "9999")
    assert labels(chart) == ["1–249: 2 documents", "9750–9999: 1 document"]
    assert chart.bars[0].link.url == "/search?q=river&from=0001&to=0249"


@pytest.mark.parametrize(
    ("start", "end", "chosen"),
    [
        ("", "", []),
        ("1999-05", "2000-02", [0, 1]),
        ("2000", "", [1, 4]),
        ("", "1999", [0]),
        ("1900", "1950", []),
        ("2010", "2020", []),
    ],
)
def test_the_chosen_span_is_marked(start: str, end: str, chosen: list[int]) -> None:
    request = SearchRequest(q="river", date_from=start, date_to=end)
    (chart,) = histograms(request, facet({1999: 1, 2000: 1, 2003: 1}))
    assert [bar.slot for bar in chart.bars if bar.chosen] == chosen
    first, slots = chart.chosen or (0, 0)
    assert all((first <= bar.slot < first + slots) == bar.chosen for bar in chart.bars)
    assert first + slots <= chart.slots


def test_the_bar_of_the_chosen_years_takes_them_off() -> None:
    request = SearchRequest(q="river", date_from="2000", date_to="2000")
    (chart,) = histograms(request, facet({1999: 1, 2000: 1}))
    assert [bar.link.url for bar in chart.bars] == ["/search?q=river&from=1999&to=1999", "/search?q=river"]


def test_within_a_span_of_coarse_bars_there_are_finer_ones() -> None:
    counts = dict.fromkeys(range(1800, 2000), 1)
    whole, detail = histograms(SearchRequest(q="river", date_from="1850", date_to="1859"), facet(counts))
    assert (whole.step, detail.step) == (5, 1)
    assert [span(bar) for bar in detail.bars] == [(year, year) for year in range(1850, 1860)]
    assert len(histograms(SearchRequest(q="river", date_from="1850", date_to="1850"), facet(counts))) == 1


def test_one_year_is_no_choice() -> None:
    assert histograms(RIVER, facet({1999: 3})) == histograms(RIVER, []) == ()
