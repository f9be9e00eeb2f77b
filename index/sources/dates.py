"""From a date as people and programs write it to ISO 8601, or to nothing where more than one reading is possible."""

import re
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.languages import LANGUAGES

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LONGEST = 60
_FIRST_YEAR = 1000
_BUDDHIST_ERA = 543

_TIME = r"(?:,?\s+(?:um\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*(?:Uhr|[ap]\.?m\.?|Z|GMT|UTC|[+-]\d{2}:?\d{2}))?)?"
_ISO_TIME = r"(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"

# Year first leaves no doubt; so does a dot, after which the month follows in every country.
_NUMERIC = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})(?:-(?P<m>\d{2}))?",
        rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_ISO_TIME}",
        rf"(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?:T\d{{4}}(?:\d{{2}})?Z?)?{_ISO_TIME}",
        rf"(?P<y>\d{{4}})\s?[/.]\s?(?P<m>\d{{1,2}})\s?[/.]\s?(?P<d>\d{{1,2}})\.?{_TIME}",
        rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>\d{{4}}){_TIME}",
        rf"(?P<y>\d{{4}})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월](?:\s?(?P<d>\d{{1,2}})\s?[日일])?{_TIME}",
        rf"(?:ngày\s)?(?P<d>\d{{1,2}})\stháng\s(?P<m>\d{{1,2}})(?:,|\snăm)?\s(?P<y>\d{{4}}){_TIME}",
    )
]
_SLASHED = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.IGNORECASE)

_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)(?:st\b|nd\b|rd\b|th\b|er\b|º|ª|°)?", re.IGNORECASE)
# Words with no marks but . , - and apostrophes; one has several letters, as "A" alone names no month.
_WORDS = re.compile(r"(?=.*(?:[^\W\d_]{3}|[^\x00-\x7f]{2}))[^!-&(-+/:-@\[-`{-~|·•–—]*")
_AROUND = re.compile(r"\b(?:den|am|vom|on|of|the|le|el|il)\b|พ\.?ศ\.?|ค\.?ศ\.?", re.IGNORECASE)
_TIME_AT_END = re.compile(rf"{_TIME}$", re.IGNORECASE)
_THAI = re.compile("[\u0e00-\u0e7f]")

_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


@lru_cache(maxsize=4096)
def iso_date(text: str) -> str:
    """Return the date that `text` is, and is nothing but: "2025", "2025-05", "2025-05-20"; "" where that is unsure."""
    text = " ".join(text.split())
    if len(text) > _LONGEST or not (text := _in_our_digits_and_era(text)):
        return ""
    return _numeric(text) or _slashed(text) or _written(text)


def iso_moment(text: str) -> str:
    """Return the day of a number of seconds or milliseconds since 1970 (in UTC), "" if `text` is no such number.

    It takes nine digits or more, from March 1973 on, so that neither a year nor 20250520 passes for one.
    """
    if not _EPOCH.fullmatch(text):
        return ""
    seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return _iso(moment.year, moment.month, moment.day)


def _in_our_digits_and_era(text: str) -> str:
    """Return `text` with ASCII digits and Thai years of our era, "" where a year is in the future or too far back."""
    text = "".join(str(int(each)) if each.isdecimal() else each for each in text)
    shift = _BUDDHIST_ERA if _THAI.search(text) else 0

    def ours(match: re.Match[str]) -> str:
        year = int(match[0])
        return str(year - shift if year > _last_year() else year)

    return _YEAR.sub(ours, text)


def _last_year() -> int:
    return datetime.now(UTC).year + 1


def _numeric(text: str) -> str:
    match = next((match for pattern in _NUMERIC if (match := pattern.fullmatch(text))), None)
    if not match:
        return ""
    parts = match.groupdict()
    return _iso(*(int(parts[part]) if parts.get(part) else 0 for part in "ymd"))


def _slashed(text: str) -> str:
    """Read 20/05/2025 and 05/20/2025; where both numbers may be the month only the same date either way is sure."""
    match = _SLASHED.fullmatch(text)
    if not match:
        return ""
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    readings = {_iso(year, one, other), _iso(year, other, one)} - {""}
    return readings.pop() if len(readings) == 1 else ""


def _written(text: str) -> str:
    """Read a date whose month is a word, beside which stand a year and perhaps a day."""
    words = " ".join(_AROUND.sub(" ", _TIME_AT_END.sub("", text)).split())
    years, days = _YEAR.findall(words), _DAY.findall(words)
    if len(years) != 1 or len(days) > 1 or len(_NUMBER.findall(words)) != 1 + len(days) or not _WORDS.fullmatch(words):
        return ""
    sample = _YEAR.sub("2000", _DAY.sub("15", words) if days else f"15 {words}")
    month = _month(sample)
    return _iso(int(years[0]), month, int(days[0]) if days else 0) if month else ""


@lru_cache(maxsize=4096)
def _month(sample: str) -> int:
    """Return the month of `sample`, a 15th in the year 2000; 0 if no language knows it or two disagree (listopad).

    With day and year out of the way the same few samples come again and again: asking each language takes 20 ms.
    """
    moments = (parser.get_date_data(sample).date_obj for parser in _parsers())
    months = {moment.month for moment in moments if moment and (moment.year, moment.day) == (2000, 15)}
    return months.pop() if len(months) == 1 else 0


@cache
def _parsers() -> "list[DateDataParser]":
    """Return a parser for each language that both we and dateparser know."""
    from dateparser.data.languages_info import language_order  # noqa: PLC0415 - large, and only written dates need it
    from dateparser.date import DateDataParser  # noqa: PLC0415

    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],  # "3 Tage" is no date
    }
    tags = ("nb" if tag == "no" else tag for tag in LANGUAGES)
    return [DateDataParser(languages=[tag], settings=settings) for tag in tags if tag in language_order]


def _iso(year: int, month: int, day: int) -> str:
    """Return the date as precise as it is known (unknown parts are 0), "" if there is no such date."""
    if not _FIRST_YEAR <= year <= _last_year():
        return ""
    try:
        full = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return ""
    return full[: 10 if day else 7 if month else 4]
