"""The line under a title that says when a text was written and by whom: "20. Mai 2025 | Sergej Poletaew"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.sources.dates import iso_date

_LONGEST = 120
_FULL_DATE = len("2025-05-20")

_SEPARATOR = re.compile(r"\s*[|·•/,]\s*|\s+[—–-]\s+")
_NUMBER = re.compile(r"\d+")
_BARS = ("|", "·", "•")
_PREFIX = re.compile(r"(?:By|Von|Par|Por|Di|Af|Av|Door|Autor|Автор|作者|文)(?:\s*[:：]\s*|\s+)(?=\S)", re.IGNORECASE)
_PARTICLES = {
    *("al", "bin", "d'", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le"),
    *("ten", "ter", "van", "von", "zu"),
    *("and", "e", "et", "och", "og", "und", "y"),
}
_NAME = re.compile(r"[^\W\d_][^\d_@:;!?()\[\]|<>/\\]{0,59}")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says: the date and, if it is sure, the author. `whole` means that it says nothing else."""

    date: str
    author: str
    whole: bool


def parse(line: str) -> Byline | None:
    """Return what a line says if all of it, or all on one side of a separator, is a date to the day; else None."""
    if len(line) > _LONGEST or not any(character.isdecimal() for character in line):
        return None
    if date := _day(line):
        return Byline(date, "", whole=True)
    readings = [reading for separator in _SEPARATOR.finditer(line) for reading in _readings(line, separator)]
    return next((reading for reading in readings if reading.whole), readings[0] if readings else None)


def _readings(line: str, separator: re.Match[str]) -> Iterator[Byline]:
    before, after = line[: separator.start()], line[separator.end() :]
    if date := _day(before):
        author = _author(after, unsure="," in separator[0]) or _editors(after, separator[0])
        yield Byline(date, author, whole=bool(author))
    if date := _day(after):
        author = _author(before, unsure="," in separator[0])
        yield Byline(date, author, whole=bool(author))


def _day(text: str) -> str:
    if len(_NUMBER.findall(text)) < 2:  # a date to the day has two at least, and to look closer takes milliseconds
        return ""
    date = iso_date(text)
    return date if len(date) == _FULL_DATE else ""


def _author(text: str, *, unsure: bool) -> str:
    """Return the name in `text`, "" if it may be anything else; where `unsure` ("Berlin, 20 May") it needs a "By"."""
    name = _PREFIX.sub("", text.strip(), count=1)
    prefixed = name != text.strip()
    if not _NAME.fullmatch(name) or (unsure and not prefixed):
        return ""
    words = name.split()
    cased = any(character.lower() != character.upper() for character in name)
    # One word of an alphabet with capitals is as likely a section or a place.
    if cased and (not all(map(_may_be_in_a_name, words)) or not (prefixed or len(words) > 1)):
        return ""
    return name


def _editors(text: str, separator: str) -> str:
    """Return what follows a date and a bar, even if it is one word or no name: "20 May 2025 | The editors"."""
    sure = separator.strip() in _BARS and _NAME.fullmatch(text) and not text[0].islower()
    return text if sure else ""


def _may_be_in_a_name(word: str) -> bool:
    return not word[0].islower() or word in _PARTICLES
