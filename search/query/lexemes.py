"""What people type, cut into operators, names of fields and values: what the grammar of `parser` is made of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten
from typing import cast

from index.joints import GERSHAYIM
from search.query.tree import OPERATORS

FIELDS = (
    "title", "author", "lang", "confidence", "source", "type", "site", "date", "year", "words", "copies",
)  # fmt: skip
META = "meta."
"""How the fields begin that are called after metadata: "meta.publisher"."""

DOUBLE_QUOTES = '"„“”‟«»〝〞〟＂「」『』'
"""Any two of them part a phrase from what is around it, unless they are the mark of a Hebrew abbreviation."""
_SINGLE_QUOTES = "'‘’‚‛‹›"
_QUOTED = re.compile(f"[{DOUBLE_QUOTES}]([^{DOUBLE_QUOTES}]*)([{DOUBLE_QUOTES}]?)")
# A single quotation mark may be an apostrophe: it counts where several words stand between two of them.
_SINGLE_QUOTED = re.compile(
    rf"[{_SINGLE_QUOTES}](?=\S)([^{_SINGLE_QUOTES}]*\s[^{_SINGLE_QUOTES}]*)([{_SINGLE_QUOTES}])(?=[\s)]|$)"
)
FIELD = re.compile(rf"({re.escape(META)}[^\s:(){DOUBLE_QUOTES}]+|[A-Za-z]+):\s*", re.IGNORECASE)
"""What looks like the name of a field, known or not."""
# Before a word or a quotation mark; "=" in what was typed otherwise is a sign like others.
_EXACT = re.compile(rf"=(?=[\w{DOUBLE_QUOTES}])")
_CHUNK = re.compile(rf"[^\s(){DOUBLE_QUOTES}]+")
_EXPRESSION = re.compile(r"/(?:[^\s/\\]|\\\S)+/(?=[\s)~^]|$)")
# How near or alike (~) and how much (^), right behind what that is said of.
_ADDITION = re.compile(rf"(?<!\s)(?:~[0-9.]*|\^[0-9.]+)(?=[\s()~^{DOUBLE_QUOTES}]|$)")
_ADDITIONS = re.compile(r"(?:~[0-9.]*)?(?:\^[0-9.]+)*$")
_TAKE_ADDITIONS = ("value", ")", "~", "^")

Say = Callable[[str, str], None]
"""Takes a notice: its code and its message."""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of what was typed: an operator ("(", ")", "-", "=", "AND", "OR", "NOT"), a field's name, or a value.

    Or what is added to the piece before it: "~" or "^", with the number behind it as its text.
    """

    kind: str
    text: str
    quoted: bool = False
    is_expression: bool = False


def lexemes(text: str, say: Say) -> list[Lexeme]:
    """Cut what was typed into operators, names of fields and values."""
    text = GERSHAYIM.sub("״", text)
    found, at = list[Lexeme](), 0
    while at < len(text):
        is_behind = bool(found) and found[-1].kind in _TAKE_ADDITIONS
        lexeme, at = (is_behind and _addition(text, at)) or _lexeme(text, at, say)
        if lexeme:
            found.append(lexeme)
    return found


def _addition(text: str, at: int) -> tuple[Lexeme, int] | None:
    """Read what is added to the piece before it, if there is such."""
    found = _ADDITION.match(text, at)
    return (Lexeme(text[at], text[at + 1 : found.end()]), found.end()) if found else None


def _lexeme(text: str, at: int, say: Say) -> tuple[Lexeme | None, int]:
    """Read one lexeme; return it, None for a space, and where it ends."""
    if text[at] == " ":
        return None, at + 1
    if text[at] in "()":
        return Lexeme(text[at], text[at]), at + 1
    if text[at] == "-" and not text.startswith((" ", "-"), at + 1) and at + 1 < len(text):
        return Lexeme("-", "-"), at + 1
    if _EXACT.match(text, at):
        return Lexeme("=", "="), at + 1
    if (field := FIELD.match(text, at)) and is_field(field.group(1).lower()):
        return Lexeme("field", field.group(1).lower()), field.end()
    if quoted := _QUOTED.match(text, at) or _SINGLE_QUOTED.match(text, at):
        if not quoted.group(1).strip():
            say("quotes-empty", "A quotation mark with nothing behind it was left out.")
        elif not quoted.group(2):
            say("quotes-repaired", f"A quotation mark was not closed; the phrase is “{short(quoted.group(1))}”.")
        return Lexeme("value", quoted.group(1), quoted=True), quoted.end()
    if expression := _EXPRESSION.match(text, at):
        return Lexeme("value", expression.group(), is_expression=True), expression.end()
    chunk = cast(re.Match[str], _CHUNK.match(text, at)).group()
    if chunk in OPERATORS:
        return Lexeme(chunk, chunk), at + len(chunk)
    value = _ADDITIONS.sub("", chunk, count=1) or chunk
    return Lexeme("value", value), at + len(value)


def is_field(name: str) -> bool:
    """Tell whether there is a field of that name, in lower case; of metadata there may be any."""
    return name in FIELDS or name.startswith(META)


def short(text: str) -> str:
    """Return a text so that a notice may quote it."""
    return shorten(text.strip(), 60, placeholder="…") or f"{text.strip()[:60]}…"
