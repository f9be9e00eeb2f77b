"""What is typed behind the name of a field, to a condition: dates, numbers, languages. What is none gives a notice."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import get_args

from index.document import Tagging
from index.file_types import type_called
from index.schema import confidence, first_day, last_day
from index.sites import site_called
from index.tags import tag_called
from search.query.lexemes import Say, short
from search.query.tree import Confident, CopiesOf, Dated, Filter, FromSource, InLanguage, OfLength, OneOf, Tagged

_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_YEAR = r"\d{4}"
_NUMBER = "[0-9]{1,18}"
_SHARE = r"(?:0?\.[0-9]{1,4}|0(?:\.[0-9]{0,4})?|1(?:\.0{0,4})?)"
_STATES = get_args(Tagging)


def _span(value: str) -> re.Pattern[str]:
    """Return what a value, a comparison or a span of such values looks like."""
    return re.compile(rf"(?P<sign>[<>]=?)?(?P<only>{value})|(?P<first>{value})?\.\.(?P<last>{value})?", re.ASCII)


_DATES, _YEARS, _NUMBERS, _SHARES = map(_span, (_DATE, _YEAR, _NUMBER, _SHARE))


def _given(pattern: re.Pattern[str], typed: str) -> re.Match[str] | None:
    found = pattern.fullmatch(typed.strip().rstrip(",;"))
    return found if found and any(found.groups()) else None


def _bounds(found: re.Match[str], number: Callable[[str], int]) -> tuple[int | None, int | None]:
    """Return the least and the greatest number, None where it is open."""
    if not found["only"]:
        first, last = found["first"], found["last"]
        return number(first) if first else None, number(last) if last else None
    only = number(found["only"])
    bounds = {">": (only + 1, None), ">=": (only, None), "<": (None, only - 1), "<=": (None, only)}
    return bounds.get(found["sign"], (only, only))


def _are_swapped(bounds: tuple[int | None, int | None]) -> bool:
    least, most = bounds
    return least is not None and most is not None and least > most


def _language(name: str, say: Say) -> Filter | None:
    if name.casefold() in _STATES:
        return Tagged(name.casefold())
    tag = tag_called(name)
    if not tag:
        say("language-unknown", f"“{short(name)}” is no language such as de, zh-Hant or German; it was left out.")
    return InLanguage((tag,)) if tag else None


def _confidence(typed: str, say: Say) -> Filter | None:
    found = _given(_SHARES, typed)
    if not found:
        say(
            "confidence-unreadable",
            f"“{short(typed)}” is no span from 0 to 1 such as <0.7 or 0.5..0.7; it was left out.",
        )
        return None
    (least, most), text = _bounds(found, _ten_thousandths), found[0]
    if _are_swapped((least, most)):
        least, most, text = most, least, f"{found['last']}..{found['first']}"
        say("confidences-swapped", f"“{found[0]}” was read as {text}.")
    return Confident(least or 0, _ten_thousandths("1") if most is None else most, text)


def _ten_thousandths(share: str) -> int:
    return confidence(float(share))


def _dates(text: str, say: Say) -> Filter | None:
    return _dated(_DATES, text, "date such as 2025, 2025-05, 2025-05..2025-06 or >=2025", say)


def _years(text: str, say: Say) -> Filter | None:
    return _dated(_YEARS, text, "year such as 2025, 2020..2025 or >=2020", say)


def _dated(pattern: re.Pattern[str], typed: str, what: str, say: Say) -> Filter | None:
    text = typed.strip().rstrip(",;")
    found = pattern.fullmatch(text)
    bounds = _date_bounds(found) if found else None
    if not bounds or not any(bounds):
        say("date-unreadable", f"“{short(text)}” is no {what}; it was left out.")
        return None
    first, last = bounds
    if first and last and first_day(first) > last_day(last):
        first, last = last, first
        say("dates-swapped", f"“{text}” was read as {first}..{last}.")
    return Dated(first, last)


def _date_bounds(found: re.Match[str]) -> tuple[str, str] | None:
    """Return the first and the last day, month or year, empty where it is open; None where one is none."""
    only, first, last = found["only"], found["first"] or "", found["last"] or ""
    try:
        for given in filter(None, (only, first, last)):
            date.fromisoformat(f"{given}-01-01"[:10])
        match found["sign"]:
            case ">":
                return _next(only), ""
            case ">=":
                return only, ""
            case "<":
                return "", _before(only)
            case "<=":
                return "", only
    except (ValueError, OverflowError):
        return None
    return (only, only) if only else (first, last)


def _next(given: str) -> str:
    """Return the day, month or year after one."""
    steps = {4: 366, 7: 31, 10: 1}  # from the first day of a year, month or day, so many lead into the next one
    return str(date.fromisoformat(f"{given}-01-01"[:10]) + timedelta(steps[len(given)]))[: len(given)]


def _before(given: str) -> str:
    """Return the day, month or year before one."""
    return str(date.fromisoformat(f"{given}-01-01"[:10]) - timedelta(1))[: len(given)]


def _words(typed: str, say: Say) -> Filter | None:
    found = _given(_NUMBERS, typed)
    least, most = _bounds(found, int) if found else (None, None)
    if not found or most == -1:
        say("words-unreadable", f"“{short(typed)}” is no number of words such as >1000 or 100..200; it was left out.")
        return None
    if _are_swapped((least, most)):
        say("words-swapped", f"“{found[0]}” was read as {most}..{least}.")
        least, most = most, least
    return OfLength(least, most)


def _copies(text: str, say: Say) -> Filter | None:
    if not re.fullmatch(_NUMBER, text):
        say("copies-unreadable", f"“{short(text)}” is not the number of a group of copies; it was left out.")
        return None
    return CopiesOf(int(text))


def _type(name: str, say: Say) -> Filter | None:
    type = type_called(name)
    if not type:
        say("type-unknown", f"“{short(name)}” is no type of file such as pdf or html; it was left out.")
    return OneOf("type", (type,)) if type else None


def _site(name: str, say: Say) -> Filter | None:
    site = site_called(name)
    if not site:
        say("site-unreadable", f"“{short(name)}” is no site such as example.org; it was left out.")
    return OneOf("site", (site,)) if site else None


def _source(text: str, _say: Say) -> Filter:
    return FromSource((text,))


CONDITIONS: Mapping[str, Callable[[str, Say], Filter | None]] = {
    "lang": _language,
    "confidence": _confidence,
    "source": _source,
    "type": _type,
    "site": _site,
    "date": _dates,
    "year": _years,
    "words": _words,
    "copies": _copies,
}
"""What reads the value of each field that says something else than words."""
