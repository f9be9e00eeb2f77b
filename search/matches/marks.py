"""Where a question matches a document: all of it, and remembered where that took long."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from index.document import Document
from search.matches.matching import Matcher, Occurrence
from search.query.reading import Reading
from search.ranking.vocabulary import Vocabulary
from search.request import Match
from search.response import Span

LONG = 200_000
"""Characters of a text from which on its matches are remembered: it is read a page at a time."""
REMEMBERED = 8
"""Of how many questions to long texts."""
MOST_REMEMBERED = 250_000
"""More matches than these take too much room, 50 MB."""

_Asked = tuple[str, str, str, Reading, Match]


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document with the places where a query matches it, in its title and in its text, in order."""

    document: Document
    title_matches: tuple[Span, ...] = ()
    text_matches: tuple[Span, ...] = ()


class Marker:
    """Marks documents of one snapshot of an index. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._remembered: dict[_Asked, tuple[Span, ...]] = {}
        self._remembering = Lock()

    def mark(self, document: Document, reading: Reading, used: Match) -> MarkedDocument:
        """Return where what was read matches a document that it found in the match mode `used`."""
        matcher = Matcher(reading, used, self._vocabulary)
        title = spans(matcher.in_title(document.title, document.language))
        if len(document.text) < LONG:
            return MarkedDocument(document, title, spans(matcher.in_text(document.text, document.language)))
        asked = (document.path, document.locator, document.id, reading, used)
        found = self._remembered.get(asked)
        if found is None:
            found = spans(matcher.in_text(document.text, document.language))
            self._remember(asked, found)
        return MarkedDocument(document, title, found)

    def _remember(self, asked: _Asked, found: tuple[Span, ...]) -> None:
        if len(found) > MOST_REMEMBERED:
            return
        with self._remembering:
            self._remembered[asked] = found
            if len(self._remembered) > REMEMBERED:
                del self._remembered[next(iter(self._remembered))]


def spans(occurrences: Iterable[Occurrence]) -> tuple[Span, ...]:
    """Return where occurrences are, without what they are of."""
    return tuple((occurrence.start, occurrence.end) for occurrence in occurrences)
