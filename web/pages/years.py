"""Which years a chart shows, and how many of them a point is for: so that one odd date does not make it useless."""

from dataclasses import dataclass, replace
from itertools import accumulate

from search.counts.trends import Point, Trend

_STEPS = (1, 5, 10, 100)
_MAX_POINTS = 60
_LARGE = 20
"""From so many documents on, a hundredth at each end, and always one, may be left out."""


@dataclass(frozen=True, slots=True)
class Years:
    """The points that begin from the `first` to the `last` year, of `step` years each.

    `left_out` counts the documents of other years.
    """

    first: int
    last: int
    step: int
    left_out: int = 0

    @property
    def until(self) -> int:
        """The last year of the last point."""
        return self.last + self.step - 1

    def has(self, point: Point) -> bool:
        """Tell whether a point is one of these."""
        return self.first <= point.year <= self.last


def years_of(trend: Trend) -> Years:
    """Return the years to show of a trend: all, unless a few documents at the ends make its points much coarser."""
    documents: dict[int, int] = {}
    for one in trend.series:
        for point in one.points:
            documents[point.year] = max(point.documents, documents.get(point.year, 0))
    years = [year for year, count in documents.items() if count]
    if not years:
        return Years(0, 0, 1)
    whole, bulk = _stepped(years[0], years[-1]), _stepped(*_bulk(documents, years))
    if bulk.step == whole.step:
        return whole
    first = min(year for year in years if _fits(year, bulk.last, bulk.step))
    last = max(year for year in years if _fits(first, year, bulk.step))
    shown = Years(first // bulk.step * bulk.step, last // bulk.step * bulk.step, bulk.step)
    left_out = sum(count for year, count in documents.items() if not shown.first <= year <= shown.until)
    return replace(shown, left_out=left_out)


def _bulk(documents: dict[int, int], years: list[int]) -> tuple[int, int]:
    """Return the first and the last year without a hundredth of the documents at each end."""
    total = sum(documents.values())
    if total < _LARGE:
        return years[0], years[-1]
    spared = max(1, total // 100)
    counts = [documents[year] for year in years]
    first = next(year for year, passed in zip(years, accumulate(counts), strict=True) if passed > spared)
    last = next(year for year, passed in zip(years[::-1], accumulate(counts[::-1]), strict=True) if passed > spared)
    return first, max(first, last)


def _stepped(first: int, last: int) -> Years:
    """Return points for these years, so many years each that there are not too many."""
    step = next((step for step in _STEPS if _fits(first, last, step)), _STEPS[-1])
    return Years(first // step * step, last // step * step, step)


def _fits(first: int, last: int, step: int) -> bool:
    """Tell whether points of so many years are not too many."""
    return (last - first) // step < _MAX_POINTS
