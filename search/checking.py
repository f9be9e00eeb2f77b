"""Requests from whoever may have made them of anything: a notebook, the record of a receipt."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

from index.document import Tagging
from index.file_types import type_called
from index.sites import site_called
from index.tags import tag_called
from search.errors import RequestError
from search.request import Within, is_date

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Request = TypeVar("Request", bound="DataclassInstance")


def checked(request: Request) -> Request:
    """Return a request with its values as they are called here; raise RequestError where it cannot be meant so.

    What a field may be is what its type says. A list may be any iterable, or one text by itself.
    """
    return replace(
        request, **{one.name: _read(one.name, one.type, getattr(request, one.name)) for one in fields(request)}
    )


def check_number(name: str, value: object, limits: Within) -> None:
    """Raise RequestError where a value is no whole number within its limits."""
    if not isinstance(value, int):
        raise RequestError(f"{name} must be a whole number.")
    if value < limits.least:
        raise RequestError(f"{name} must be at least {limits.least:,}.")
    if limits.most is not None and value > limits.most:
        raise RequestError(f"{name} must be at most {limits.most:,}.")


def _read(name: str, kind: Any, value: Any) -> Any:  # noqa: ANN401  # a field may be of any type
    if get_origin(kind) is tuple:
        return tuple(_element(name, get_args(kind)[0], one) for one in _several(name, value))
    if get_origin(kind) is Annotated:
        check_number(name, value, kind.__metadata__[0])
    return _element(name, kind, value)


def _several(name: str, value: object) -> Iterable[object]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable):
        raise RequestError(f"{name} must be a text, or several.")
    return value


def _element(name: str, kind: Any, value: Any) -> Any:  # noqa: ANN401
    if (choices := _choices(kind)) and value not in choices:
        raise RequestError(f"{name} must be one of {', '.join(choices)}.")
    if kind is bool and not isinstance(value, bool):
        raise RequestError(f"{name} must be True or False.")
    if kind is str and not isinstance(value, str):
        raise RequestError(f"{name} must be a text.")
    return _called(name, value) if value and name in _CALLED else value


def _called(name: str, value: str) -> str:
    read, what = _CALLED[name]
    if not (called := read(value)):
        raise RequestError(f"{name} must be {what}, but “{value}” is none.")
    return called


def _choices(kind: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the texts that a type is made of, if it is: those of a Literal, or of several."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    parts = [_choices(part) for part in get_args(kind)]
    return tuple(choice for part in parts for choice in part) if all(parts) else ()


def _date(text: str) -> str:
    return text if is_date(text) else ""


def _tagging(text: str) -> str:
    return text if text in get_args(Tagging) else ""


_DATE = "a date, such as 2025, 2025-05 or 2025-05-20"
_LANGUAGE = "a language: a tag such as de or zh-Hans, or a name such as German"
_CALLED: dict[str, tuple[Callable[[str], str], str]] = {
    "date_from": (_date, _DATE),
    "date_to": (_date, _DATE),
    "language": (tag_called, _LANGUAGE),
    "languages": (tag_called, _LANGUAGE),
    "types": (type_called, "types of files, such as pdf, html or jsonl"),
    "sites": (site_called, "sites, such as example.org"),
    "taggings": (_tagging, f"out of {', '.join(get_args(Tagging))}"),
}
"""What reads the values of a field, empty where it is none, and what these must be."""
