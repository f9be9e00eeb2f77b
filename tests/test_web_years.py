"""Which years a chart shows."""

from collections.abc import Mapping

from search.counts.trends import Point, Series, Trend
from web.pages.chart import Curve, Plotted, chart
from web.pages.years import Years, years_of


def of(documents: Mapping[int, int]) -> Years:
    points = [
        Point(year, year, 0, 0, documents.get(year, 0), None) for year in range(min(documents), max(documents) + 1)
    ]
    return years_of(Trend("occurrences", 1, 0, 0, 0.0, (Series("q", "q", "all", (), "", tuple(points), 0, 0),)))


def test_long_spans_have_points_for_several_years() -> None:
    assert of(dict.fromkeys(range(1990, 2025), 5)) == Years(1990, 2024, 1)
    assert of(dict.fromkeys(range(1901, 2025), 5)) == Years(1900, 2020, 5)
    assert of(dict.fromkeys(range(1000, 2025), 5)).step == 100


def test_one_odd_year_does_not_make_the_chart_useless() -> None:
    found = of({1066: 1} | dict.fromkeys(range(1995, 2025), 10))
    assert found == Years(1995, 2024, 1, left_out=1)


def test_few_documents_are_all_shown() -> None:
    assert of({1800: 1, 2000: 1}) == Years(1800, 2000, 5)


def test_a_gap_parts_a_line() -> None:
    points = tuple(Plotted(year, float(year - 2000), "", "") for year in (2001, 2002, 2004))
    drawn = chart([Curve("q", points)], Years(2001, 2004, 1), "", "")
    assert [stroke.count(",") for stroke in drawn.lines[0].strokes] == [2, 1]
    assert [tick.label for tick in drawn.up] == ["1", "2", "3", "4"]
    assert drawn.lines[0].marks[-1].y == drawn.up[-1].place
