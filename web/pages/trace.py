"""The page on which a text is traced.

A form sends its text in a body, as a text may be longer than an address. If it fits into one, the answer is at that
address, so that it can be kept and shared.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import RedirectResponse, Response
from markupsafe import escape

from search.facets import label
from search.overview import Overview
from search.request import FILTERS, SearchRequest
from search.searcher import Searcher
from search.tracing.trace import Passage, Stretch, Trace, TraceRequest
from web import urls
from web.contexts.trace import Boxes, Option, PassageView, TracedPart, TraceForm, TracePage, TraceView
from web.dependencies import Searchers
from web.pages import narrowing, results
from web.pages.entries import entry, link_to_copies
from web.templating import render
from web.trace_params import FormParams, TraceParams

MAX_ADDRESS = 8_000
"""Characters of an address that browsers and servers surely take."""
_LEAST = (3, 5, 8, 13, 20)
_SORTS = (("length", "the longest"), ("date", "the oldest"))


def page(params: Annotated[TraceParams, Query()], searchers: Searchers) -> Response:
    """Show the form, and what is found of the text in it."""
    return _answer(params.request(), searchers.current(), has_address=True)


def sent(params: FormParams, searchers: Searchers) -> Response:
    """Send a form on to its address, or show what is found where that is too long."""
    request = params.request()
    address = urls.trace(request)
    if len(address) <= MAX_ADDRESS:
        return RedirectResponse(address, 303)
    return _answer(request, searchers.current(), has_address=False)


def _answer(request: TraceRequest, searcher: Searcher, *, has_address: bool) -> Response:
    trace = searcher.trace(results.as_shown(request)) if request.text.strip() else None
    form = _form(request, searcher)
    return render(TracePage(form=form, found=_found(request, trace, has_address=has_address) if trace else None))


def _form(request: TraceRequest, searcher: Searcher) -> TraceForm:
    overview, filters = searcher.overview(), request.filters
    least = sorted({*_LEAST, request.least})
    return TraceForm(
        text=request.text,
        least=tuple(Option(str(number), str(number), number == request.least) for number in least),
        sorts=tuple(Option(value, label, value == request.sort) for value, label in _SORTS),
        copies=(Option("", "folded", request.copies != "show"), Option("show", "shown", request.copies == "show")),
        boxes=tuple(_boxes(overview, filters)),
        start=filters.date_from,
        end=filters.date_to,
        is_narrowed=filters != SearchRequest(),
    )


def _boxes(overview: Overview, filters: SearchRequest) -> Iterator[Boxes]:
    """Yield the filters of which the index has few values, and what else is chosen."""
    offered = {"language": overview.languages, "source": overview.sources, "type": overview.types}
    for name, title in narrowing.FACETS:
        chosen = narrowing.chosen(filters, name)
        known = {value.value: value.label for value in offered.get(name, ())}
        values = known | {one: label(name, one) for one in chosen if one not in known}
        if values:
            options = (Option(value, text, value in chosen) for value, text in values.items())
            yield Boxes(title, FILTERS[narrowing.FIELDS[name]], tuple(options))


def _found(request: TraceRequest, trace: Trace, *, has_address: bool) -> TraceView:
    shown = len(trace.passages)
    last = request.offset + shown
    return TraceView(
        notices=trace.notices,
        percent=_percent(trace),
        words=trace.words,
        least=trace.least,
        documents=trace.documents,
        took_ms=trace.took_ms,
        parts=tuple(_parts(request, trace, has_address=has_address)),
        passages=tuple(
            _passage(number, passage, trace) for number, passage in enumerate(trace.passages, request.offset + 1)
        ),
        total=trace.total,
        first=request.offset + 1,
        last=last,
        previous=str(max(0, request.offset - request.limit)) if request.offset else "",
        next=str(last) if last < trace.total else "",
        shorter=0 if trace.notices else max((number for number in _LEAST if number < trace.least), default=0),
        has_address=has_address,
    )


def _percent(trace: Trace) -> float:
    """Return the share that is found, in percent: 100 or 0 only where it is all or nothing."""
    whole = round(100 * trace.share)
    return whole if whole not in {0, 100} or trace.share in {0, 1} else min(max(100 * trace.share, 0.1), 99.9)


def _parts(request: TraceRequest, trace: Trace, *, has_address: bool) -> Iterator[TracedPart]:
    """Yield the text in parts: what is found, and what stands between that."""
    at = 0
    for number, stretch in enumerate(trace.stretches, 1):
        if at < stretch.start:
            yield TracedPart(trace.text[at : stretch.start])
        url = _url(request, stretch, has_address=has_address) if stretch.passage else ""
        yield TracedPart(trace.text[stretch.start : stretch.end], number, stretch.passage, url)
        at = stretch.end
    yield TracedPart(trace.text[at:])


def _url(request: TraceRequest, stretch: Stretch, *, has_address: bool) -> str:
    """Return where the passage of a stretch is shown; nothing where that is a page without an address."""
    offset = (stretch.passage - 1) // request.limit * request.limit
    anchor = f"#passage-{stretch.passage}"
    if offset == request.offset:
        return anchor
    return urls.trace(replace(request, offset=offset)) + anchor if has_address else ""


def _passage(number: int, passage: Passage, trace: Trace) -> PassageView:
    document = passage.document
    return PassageView(
        number=number,
        words=passage.words,
        part=sum(stretch.start <= passage.in_text[0] for stretch in trace.stretches),
        document=entry(
            document,
            urls.passage(document, passage.in_document, shared_id=passage.id_is_shared),
            escape(document.heading),
            [passage.snippet],
            link_to_copies("this document has", passage.near_copies),
        ),
    )
