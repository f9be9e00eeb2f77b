"""What is typed behind `confidence:` to a condition: "<0.7", ">=0.9", "0.5..0.7", "0.7..", "1"."""

import re

from index.schema import confidence
from search.query.tree import Confident

_SHARE = r"(?:0?\.[0-9]{1,4}|0(?:\.[0-9]{0,4})?|1(?:\.0{0,4})?)"
_SHARES = re.compile(rf"(?P<sign>[<>]=?)?(?P<only>{_SHARE})|(?P<first>{_SHARE})?\.\.(?P<last>{_SHARE})?")


def confident(text: str) -> Confident | None:
    """Return the condition that a text stands for, or None; its own text differs where the bounds were swapped."""
    found = _SHARES.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    if found["only"]:
        return Confident(*_compared(found["sign"] or "", confidence(float(found["only"]))), text)
    least, most = confidence(float(found["first"] or 0)), confidence(float(found["last"] or 1))
    return (
        Confident(most, least, f"{found['last']}..{found['first']}") if least > most else Confident(least, most, text)
    )


def _compared(sign: str, share: int) -> tuple[int, int]:
    whole = confidence(1)
    bounds = {"<": (0, share - 1), "<=": (0, share), ">": (share + 1, whole), ">=": (share, whole)}
    return bounds.get(sign, (share, share))
