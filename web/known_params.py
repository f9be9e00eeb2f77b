"""The parameters that the API has; any other is refused: without a misspelt filter, an answer is not what was asked."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, get_type_hints

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from search.request import FILTERS
from web.params import Params

UNKNOWN = "extra_forbidden"
"""What Pydantic calls a parameter that there is not."""

_ELSEWHERE: Mapping[str, str] = {**FILTERS, "language": "lang", "query": "q"}
"""What parameters are called in notebooks, and by other programs."""


async def refuse_unknown(request: Request) -> None:
    """Raise RequestValidationError where an address has parameters that its route does not take there."""
    known = () if request.method == "POST" else _names(request.scope["endpoint"])
    if unknown := [name for name in request.query_params if name not in known]:
        raise RequestValidationError([{"type": UNKNOWN, "loc": ("query", name)} for name in unknown])


def wrong_with(request: Request, name: str) -> str:
    """Return what is wrong with a parameter that a request has and its route does not take, as a sentence."""
    known = _names(request.scope["endpoint"])
    if name in known:
        return f"{name} belongs into the body, not into the address"
    also = _ELSEWHERE.get(name.lower())
    meant = [also] if also in known else get_close_matches(name.lower(), known, 1)
    if meant:
        return f"{name} is no parameter here (did you mean {meant[0]}?)"
    return f"{name} is no parameter here; there are {', '.join(known)}" if known else f"{name} is no parameter here"


@cache
def _names(endpoint: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters that a route takes, in its address or its body."""
    models = [kind for kind in get_type_hints(endpoint).values() if isinstance(kind, type) and issubclass(kind, Params)]
    return tuple(field.alias or name for model in models for name, field in model.model_fields.items())
