"""The page of queries over the years: a chart, and the same as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from index.languages import name_of
from index.text import counted
from search.counts.trends import MAX_QUERIES, Point, Series, Trend, coarser, trend
from search.request import SearchRequest
from web import formats, urls
from web.contexts.counts import Cell, Chart, CountForm, Toggle, TrendsPage, YearRow
from web.contexts.parts import Link, SearchBox
from web.count_params import TrendPageParams
from web.dependencies import Searchers
from web.pages import counting, narrowing, views
from web.pages.chart import MAX_SERIES, Curve, Plotted, chart
from web.pages.years import Years, years_of
from web.templating import render

_PATH, _API = urls.TRENDS, urls.API_TRENDS
_LONG = 24
"""Rows of a table that is folded."""
_PER = {"occurrences": "per million words", "documents": "percent"}
_DRAWN = {
    ("occurrences", "rate"): "Occurrences per million words",
    ("occurrences", "count"): "Occurrences",
    ("documents", "rate"): "Documents, in percent of all",
    ("documents", "count"): "Documents",
}


def trends(asked: Request, params: Annotated[TrendPageParams, Query()], searchers: Searchers) -> Response:
    """Show queries over the years."""
    searcher = searchers.current()
    return counting.tidied(asked, _PATH, params) or render(
        _page(params, trend(searcher, params.trend()), has_copies=bool(searcher.groups.documents))
    )


def _page(params: TrendPageParams, found: Trend, *, has_copies: bool) -> TrendsPage:
    first = replace(params.request(), q=params.q[0] if params.q else "")
    years, narrowed = years_of(found), counting.narrowed(_PATH, params)
    trend = coarser(found, years.step) if years.step > 1 else found
    drawn = sorted(trend.series, key=lambda one: -one.total)[:MAX_SERIES]
    nothing = _nothing(found)
    rows = tuple(_rows(params, trend)) if not nothing else ()
    return TrendsPage(
        box=_search_box(first, params),
        views=views.views(first, _PATH),
        chips=tuple(narrowing.chips(first, narrowed)),
        clear=narrowed(narrowing.without_filters(first)),
        queries=tuple(_queries(params)),
        form=_form(params),
        notices=tuple(dict.fromkeys(notice for one in found.series for notice in one.notices)),
        toggles=tuple(_toggles(params, has_copies=has_copies)),
        chart=None if nothing else _chart(params, [one for one in trend.series if one in drawn], years),
        nothing=nothing,
        remarks=tuple(_remarks(params, found, years)),
        per=_PER[params.unit],
        series=tuple(_name(one) for one in trend.series),
        rows=rows,
        totals=tuple(one.total for one in trend.series),
        is_long=len(rows) > _LONG,
        downloads=counting.downloads(_API, params, params.request() if len(params.q) == 1 else None),
    )


def _search_box(first: SearchRequest, params: TrendPageParams) -> SearchBox:
    """Return the form that asks another first query, the others beside it."""
    others = [("q", query) for query in params.q[1:]]
    return views.search_box(first, _PATH, *others, *counting.states(params))


def _queries(params: TrendPageParams) -> Iterator[Link]:
    for at, query in enumerate(params.q):
        others = [*params.q[:at], *params.q[at + 1 :]]
        yield Link(query, urls.counts(_PATH, params, q=others) if others else "")


def _form(params: TrendPageParams) -> CountForm | None:
    return counting.form(_PATH, params) if len(params.q) < MAX_QUERIES else None


def _toggles(params: TrendPageParams, *, has_copies: bool) -> Iterator[Toggle]:
    rate = "Per million words" if params.unit == "occurrences" else "In percent"
    yield counting.toggle("Count", _PATH, params, "unit", {"Occurrences": "occurrences", "Documents": "documents"})
    yield counting.toggle("Show", _PATH, params, "show", {rate: "rate", "Absolute": "count"})
    yield counting.toggle("Languages", _PATH, params, "by_language", {"All languages": False, "Each apart": True})
    if has_copies:
        yield counting.toggle("Near copies", _PATH, params, "copies", {"Near copies counted": "show", "Once": "fold"})


def _nothing(found: Trend) -> str:
    """Return why there is nothing to draw; empty where there is something."""
    if not found.documents:
        return "The filters leave no documents."
    if found.undated == found.documents:
        return f"None of {counted(found.documents, 'document')} has a date, so nothing can be shown over the years."
    if not found.series:
        return "What shall be counted over the years? Ask for a word, then for another to compare it with."
    if all(_is_without_words(one) for one in found.series):
        return "Ask for a word, or count documents instead."
    if not any(one.total for one in found.series):
        return "None of this occurs in the texts."
    if not any(one.total > one.undated for one in found.series):
        return "This occurs in documents without a date only."
    return ""


def _is_without_words(series: Series) -> bool:
    return any(notice.code == "no-words" for notice in series.notices)


def _remarks(params: TrendPageParams, found: Trend, years: Years) -> Iterator[str]:
    if years.step > 1:
        yield f"Each point is for {years.step} years."
    if years.left_out:
        outside = counted(years.left_out, "document")
        yield f"The chart is of {years.first}–{years.until}; in the table there is {outside} of other years besides."
    if found.series and found.undated and found.undated < found.documents:
        total = sum(one.undated for one in found.series)
        yield (
            f"Without a date, so in no point: {found.undated:,} of {counted(found.documents, 'document')}, "
            f"and of what is counted {total:,}."
        )
    if params.copies == "fold":
        yield "Of near copies only the first is counted."
    if len(found.series) > MAX_SERIES:
        yield f"The chart has the {MAX_SERIES} series with the most; the table has all {len(found.series)}."


def _name(series: Series) -> str:
    return f"{series.q} · {name_of(series.language)}" if series.language else series.q


def _chart(params: TrendPageParams, drawn: Sequence[Series], years: Years) -> Chart:
    curves = [Curve(_name(one), tuple(_plotted(params, one, years))) for one in drawn]
    what = _DRAWN[params.unit, params.show]
    return chart(curves, years, what, _described(what, drawn, years))


def _described(what: str, drawn: Sequence[Series], years: Years) -> str:
    """Return what the chart says, in words."""
    peaks = []
    for one in drawn:
        points = (point for point in one.points if years.has(point))
        highest = max(points, key=lambda point: point.rate or 0, default=None)
        if highest and highest.count:
            peaks.append(f"{_name(one)}, most often in {_span(highest)}")
    return f"{what} from {years.first} to {years.until}: {'; '.join(peaks)}. The numbers are in the table below."


def _plotted(params: TrendPageParams, series: Series, years: Years) -> Iterator[Plotted]:
    """Yield the points to draw: years without documents have none."""
    for point in series.points:
        if point.documents and years.has(point):
            value = (point.rate or 0) if params.show == "rate" else float(point.count)
            yield Plotted(point.year, value, _said(params, series, point), _hits(params, series, point))


def _said(params: TrendPageParams, series: Series, point: Point) -> str:
    many = counted(point.count, params.unit.removesuffix("s"))
    return f"{_name(series)}, {_span(point)}: {many}, {formats.rate(point.rate or 0)} {_PER[params.unit]}"


def _hits(params: TrendPageParams, series: Series, point: Point) -> str:
    """Return the address of what is found in the years of a point, within the dates that are a filter already.

    It asks in the mode that was used, which another one might be in these years alone; there is none of nothing.
    """
    if not point.count:
        return ""
    request = params.request()
    first, last = f"{max(1, point.year):04}", f"{min(9999, point.until):04}"
    return urls.search(
        replace(
            request,
            q=series.q,
            match="any" if series.match == "any" else request.match,
            languages=(series.language,) if series.language else request.languages,
            date_from=max(first, request.date_from),
            date_to=request.date_to if request.date_to and request.date_to[:4] <= last else last,
        )
    )


def _rows(params: TrendPageParams, trend: Trend) -> Iterator[YearRow]:
    """Yield a row for all years in which there are documents."""
    for points in zip(*(one.points for one in trend.series), strict=True):
        if any(point.documents for point in points):
            cells = (_cell(params, series, point) for series, point in zip(trend.series, points, strict=True))
            most = max(points, key=lambda point: point.documents)
            yield YearRow(_span(points[0]), tuple(cells), most.words, most.documents)


def _cell(params: TrendPageParams, series: Series, point: Point) -> Cell | None:
    if not point.documents:
        return None
    return Cell(point.count, formats.rate(point.rate or 0), _hits(params, series, point))


def _span(point: Point) -> str:
    return str(point.year) if point.year == point.until else f"{point.year}–{point.until}"
