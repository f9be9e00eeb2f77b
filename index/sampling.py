"""Which part of a text is read to find out its language."""

import re
import unicodedata

CUT = "\0"
"""Stands where something was cut out: no n-gram holds it."""

_URL = re.compile(rf"(?:https?://|www\.)[^\s{CUT}]+")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")


def windows(text: str, count: int, length: int) -> list[str]:
    """Return so many windows of so many characters from all over a text, or all of one that is no longer."""
    if len(text) <= count * length:
        return [text]
    step = (len(text) - length) / max(count - 1, 1)
    return [text[start : start + length] for start in [round(number * step) for number in range(count)]]


def sample(text: str, count: int, length: int) -> str:
    """Return such windows in one, in NFC, without web and e-mail addresses: those are in no language."""
    sampled = CUT.join(windows(text, count, length))
    if "://" in sampled or "www." in sampled:
        sampled = _URL.sub(" ", sampled)
    if "@" in sampled:
        sampled = _MAIL.sub(" ", sampled)
    return unicodedata.normalize("NFC", sampled)
