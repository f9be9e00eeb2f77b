"""Series of numbers over years as a chart: where on the drawing lines, points and ticks go.

Across, places are in percent of the width, so that a chart may be as wide as its page; down, they are in pixels.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from web.contexts.counts import Chart, Line, Mark, Tick
from web.pages.years import Years

HEIGHT = 300
MAX_SERIES = 8
"""As many as there are shapes and dashes to tell them apart."""
_TOP, _BOTTOM = 24, HEIGHT - 28
_INSET = 5.0
"""Percent left free on both sides, so that no label is cut off."""
_TICKS_ACROSS, _TICKS_UP = 7, 5
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Plotted:
    """A point of a series: its year, what it shows, what is said of it, and where it leads; gaps have no point.

    `url` is empty where it leads nowhere.
    """

    year: int
    value: float
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A series by its name, its points in order."""

    name: str
    points: tuple[Plotted, ...]


def chart(curves: Sequence[Curve], years: Years, unit: str, description: str) -> Chart:
    """Return the drawing of curves over the years.

    `unit` says what is drawn, `description` what a reader who does not see it shall know.
    """
    top = max((point.value for curve in curves for point in curve.points), default=0) or 1
    scale = _Scale(years, _rounded(top / _TICKS_UP), top)
    return Chart(
        unit=unit,
        description=description,
        height=HEIGHT,
        bottom=_BOTTOM,
        across=tuple(scale.across()),
        up=tuple(scale.up()),
        lines=tuple(_line(number, curve, scale) for number, curve in enumerate(curves, 1)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From years and values to places; `rise` is the distance of ticks upwards."""

    years: Years
    rise: float
    top: float

    def x(self, year: int) -> float:
        length = self.years.last - self.years.first
        return round(_INSET + (100 - 2 * _INSET) * (year - self.years.first) / length, 2) if length else 50.0

    def y(self, value: float) -> float:
        ceiling = self.rise * math.ceil(self.top / self.rise)
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / ceiling, 1)

    def across(self) -> Iterator[Tick]:
        first, last = self.years.first, self.years.last
        apart = max(self.years.step, int(_rounded((last - first) / _TICKS_ACROSS, least=1)))
        for year in range(math.ceil(first / apart) * apart, last + 1, apart):
            yield Tick(self.x(year), str(year))

    def up(self) -> Iterator[Tick]:
        for number in range(1, math.ceil(self.top / self.rise) + 1):
            value = number * self.rise
            yield Tick(self.y(value), f"{value:,.10g}")


def _rounded(value: float, least: float = 0) -> float:
    """Return the next larger number that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(max(value, least, 1e-9)))
    found = next((step * power for step in _STEPS if step * power >= value * (1 - 1e-9)), 10 * power)
    return max(found, least)


def _line(number: int, curve: Curve, scale: _Scale) -> Line:
    marks = tuple(Mark(scale.x(one.year), scale.y(one.value), one.label, one.url) for one in curve.points)
    runs = groupby(enumerate(curve.points), lambda one: one[1].year - one[0] * scale.years.step)  # a gap ends a run
    strokes = [" ".join(f"{marks[at].x * 10:.1f},{marks[at].y}" for at, _ in run) for _, run in runs]
    return Line(number, curve.name, tuple(strokes), marks)
