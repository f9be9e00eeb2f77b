"""The years of what is found, as bars: each of a year, or of as many as make a chart of a few dozen bars."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.text import counted
from search.request import SearchRequest
from search.response import FacetValue
from web import urls
from web.contexts.parts import Link
from web.contexts.results import Histogram, YearBar

MAX_BARS = 40
_STEPS = (1, 2, 5, 10, 25, 50, 100, 250, 500)
"""How many years a bar may stand for."""
_FIRST, _LAST = 1, 9999
_LOWEST = 4.0
"""Percent of the height at which a bar can still be seen."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Years from the first to the last."""

    first: int
    last: int

    def overlaps(self, other: "_Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def histograms(request: SearchRequest, years: Sequence[FacetValue]) -> tuple[Histogram, ...]:
    """Return the chart of all years; and one of the chosen span, if it has finer bars. None for a single year.

    `years` are those of the facet, in order: counted over what the filters leave but that of dates.
    """
    if len(years) < 2:
        return ()
    chosen = _chosen(request)
    whole = _histogram(request, years, chosen)
    within = [year for year in years if chosen and chosen.first <= int(year.value) <= chosen.last]
    if whole.step == 1 or len(within) < 2:
        return (whole,)
    detail = _histogram(request, within, None)
    return (whole, detail) if detail.step < whole.step else (whole,)


def _chosen(request: SearchRequest) -> _Span | None:
    if not (request.date_from or request.date_to):
        return None
    return _Span(int(request.date_from[:4] or _FIRST), int(request.date_to[:4] or _LAST))


def _histogram(request: SearchRequest, years: Sequence[FacetValue], chosen: _Span | None) -> Histogram:
    first, last = int(years[0].value), int(years[-1].value)
    step = next(step for step in _STEPS if last // step - first // step < MAX_BARS)
    counts = Counter[int]()
    for year in years:
        counts[int(year.value) // step] += year.count
    slots = last // step - first // step + 1
    return Histogram(
        first=years[0].label,
        last=years[-1].label,
        start=first // step * step,
        step=step,
        slots=slots,
        width=100 / slots,
        bars=tuple(_bars(request, counts, step, chosen)),
        chosen=_slots_of(chosen, first // step, slots, step) if chosen else None,
    )


def _slots_of(span: _Span, start: int, slots: int, step: int) -> tuple[int, int]:
    """Return the first slot of a span in a chart that begins with the slot `start`, and how many there are."""
    first = min(max(span.first // step - start, 0), slots)
    last = min(span.last // step - start, slots - 1)
    return first, max(0, last + 1 - first)


def _bars(request: SearchRequest, counts: Counter[int], step: int, chosen: _Span | None) -> Iterator[YearBar]:
    first, highest = min(counts), max(counts.values())
    for slot, count in sorted(counts.items()):
        span = _Span(max(_FIRST, slot * step), min(_LAST, slot * step + step - 1))
        yield YearBar(
            link=Link(f"{span}: {counted(count, 'document')}", _address(request, span)),
            chosen=bool(chosen and chosen.overlaps(span)),
            slot=slot - first,
            height=max(_LOWEST, 100 * count / highest),
        )


def _address(request: SearchRequest, span: _Span) -> str:
    """Return the address that narrows to years, or no longer does where just these are chosen."""
    first, last = f"{span.first:04}", f"{span.last:04}"
    if (request.date_from, request.date_to) == (first, last):
        first = last = ""
    return urls.search(replace(request, date_from=first, date_to=last, offset=0))
