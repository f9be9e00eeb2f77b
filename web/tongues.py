"""In which language each paragraph of a document is, and which way it is written."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from index.detection import detect_many
from index.document import SURE, UNDETERMINED, Document
from index.languages import Direction, language

SHORTEST = 20
"""Characters of a paragraph whose language may be told."""
_READ = 400
_LETTERS = 50
_DIRECTIONS: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, as its BCP 47 tag, and which way it is written; "auto" leaves that to the browser."""

    tag: str
    direction: Direction | Literal["auto"]


def tongue_of(document: Document) -> Tongue:
    """Return the language of a document as a whole."""
    unknown = document.language == UNDETERMINED
    return Tongue(document.language, "auto" if unknown else language(document.language).direction)


def tongues(document: Document, paragraphs: Sequence[str]) -> list[Tongue]:
    """Return the language of each paragraph of a document: that of the document where nothing says otherwise.

    Another is believed that the document is known to hold, or that is written in another script. Letters that run the
    other way turn a paragraph whatever its language is.
    """
    openings = [paragraph[:_READ] for paragraph in paragraphs]
    told = iter(detect_many([opening for opening in openings if len(opening) >= SHORTEST]))
    found = [next(told) if len(opening) >= SHORTEST else None for opening in openings]
    own = tongue_of(document)
    tags = [one.tag if one and one.confidence >= SURE and _may_hold(document, one.tag) else own.tag for one in found]
    return [_tongue(own, tag, opening) for tag, opening in zip(tags, openings, strict=True)]


def _may_hold(document: Document, tag: str) -> bool:
    others = [other for other, _ in document.other_languages]
    return tag in others or language(tag).script != language(document.language).script


def _tongue(own: Tongue, tag: str, paragraph: str) -> Tongue:
    direction = _direction(paragraph)
    if tag != own.tag:
        return Tongue(tag, direction or language(tag).direction)
    return Tongue(UNDETERMINED, direction) if direction and own.direction not in {direction, "auto"} else own


def _direction(paragraph: str) -> Direction | None:
    """Return which way most of the first letters run; None where there are none."""
    classes = map(unicodedata.bidirectional, paragraph)
    letters = Counter(islice((_DIRECTIONS[one] for one in classes if one in _DIRECTIONS), _LETTERS))
    return letters.most_common(1)[0][0] if letters else None
