"""What the pages of trends, collocates and keywords have in common: addresses that keep all of their state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse

from index.languages import name_of
from search.counts.word_ranking import Words
from search.request import SearchRequest
from search.response import FacetValue
from web import urls
from web.contexts.counts import Column, CountForm, FormField, Toggle, WordList, WordRow
from web.contexts.parts import Choice, Downloads, Paging
from web.count_params import WordParams
from web.params import QueryParams, filter_fields, has_empty, pairs

_STOP_WORDS: dict[str, object] = {"Without stop words": False, "With them": True}


def tidied(asked: Request, path: str, params: QueryParams) -> RedirectResponse | None:
    """Return the way to the address without empty parameters, as forms send them; None where there are none."""
    return RedirectResponse(urls.counts(path, params)) if has_empty(asked.query_params) else None


def states(params: QueryParams) -> list[tuple[str, str]]:
    """Return the parameters, but for filters and page, that another query in the same view keeps."""
    known = {field.alias or name for name, field in QueryParams.model_fields.items()} | {"offset", "language"}
    return pairs({name: value for name, value in params.changed().items() if name not in known})


def narrowed(path: str, params: QueryParams) -> Callable[[SearchRequest], str]:
    """Return what gives the address of the same view with the filters of a request."""

    def address(request: SearchRequest) -> str:
        return _first_page(path, params, **filter_fields(request))

    return address


def toggle(title: str, path: str, params: QueryParams, name: str, ways: dict[str, object]) -> Toggle:
    """Return the choice of a parameter's value, by what the values are called."""
    now = getattr(params, name)
    choices = (Choice(label, _first_page(path, params, **{name: value}), value == now) for label, value in ways.items())
    return Toggle(title, tuple(choices))


def form(path: str, params: QueryParams, *names: str) -> CountForm:
    """Return the form for some of the parameters; all others but the page go along."""
    kept = pairs({name: value for name, value in params.changed().items() if name not in {*names, "offset"}})
    return CountForm(path, {name: _field(params, name) for name in names}, tuple(kept))


def downloads(path: str, params: QueryParams, counted: SearchRequest | None) -> Downloads:
    """Return the addresses of the same in the API, and of the receipt of the documents that it is counted in."""
    return Downloads(
        json=urls.counts_as("json", path, params),
        jsonl=urls.counts_as("jsonl", path, params),
        csv=urls.counts_as("csv", path, params),
        receipt=urls.receipt(counted) if counted else "",
    )


@dataclass(frozen=True, slots=True)
class WordView:
    """A view that lists words: where it is, the fields of its form, and its columns by their titles.

    Each column has the name of what it is sorted by, empty for nothing.
    """

    path: str
    api: str
    fields: tuple[str, ...]
    columns: dict[str, str]


def word_list(view: WordView, params: WordParams, found: Words[Any], rows: Iterable[WordRow]) -> WordList:
    """Return a page of words, of which each is a row."""
    path = view.path
    return WordList(
        language=found.language,
        language_name=name_of(found.language),
        languages=_languages(path, params, found.language, found.languages),
        toggles=(toggle("Stop words", path, params, "stop_words", _STOP_WORDS),),
        form=form(path, params, *view.fields),
        columns=_columns(path, params, view.columns),
        rows=tuple(rows),
        total=found.total,
        paging=_paging(path, params, len(found.words), found.total),
        beyond=_first_page(path, params) if 0 < found.total <= params.offset else "",
        downloads=downloads(view.api, params, params.request()),
    )


def _columns(path: str, params: WordParams, titles: dict[str, str]) -> tuple[Column, ...]:
    now = getattr(params, "sort", "")
    return tuple(
        Column(title, _first_page(path, params, sort=name) if name else "", name == now)
        for title, name in titles.items()
    )


def _languages(path: str, params: WordParams, tag: str, values: Sequence[FacetValue]) -> tuple[Choice, ...]:
    """Return the choice of a language, of which `tag` is shown."""
    return tuple(
        Choice(value.label, _first_page(path, params, language=value.value), value.value == tag, value.count)
        for value in values
    )


def _paging(path: str, params: WordParams, shown: int, total: int) -> Paging:
    """Return where a page with so many words of a list stands."""
    end = params.offset + shown
    before = max(0, params.offset - params.limit)
    return Paging(
        first=params.offset + 1,
        last=end,
        previous=urls.counts(path, params, offset=before) if params.offset else "",
        next=urls.counts(path, params, offset=end) if end < total else "",
        cut=False,
    )


def _field(params: QueryParams, name: str) -> FormField:
    limits = _schema(type(params))[name]
    return FormField(str(getattr(params, name)), limits.get("minimum"), limits.get("maximum"))


@cache
def _schema(model: type[QueryParams]) -> dict[str, Any]:
    """Return the limits of parameters as OpenAPI has them."""
    fields: dict[str, Any] = model.model_json_schema()["properties"]
    return fields


def _first_page(path: str, params: QueryParams, **changed: object) -> str:
    top: dict[str, object] = {"offset": 0} if isinstance(params, WordParams) else {}
    return urls.counts(path, params, **changed, **top)
