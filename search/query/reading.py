"""How a question is read against an index: in which language it is asked, and which of its words say nothing."""

from dataclasses import dataclass

from index.languages import language
from search.query.tree import Query, Word, without, words_of
from search.ranking.lexicon import Lexicon
from search.request import Match


@dataclass(frozen=True, slots=True)
class Reading:
    """What is looked for, and the language of the question: the tag of a row of the table, empty where unclear.

    `stop_words` are the words of the question that are not looked for, as they say nothing.
    """

    query: Query
    tongue: str
    stop_words: tuple[Word, ...] = ()


def read(query: Query, match: Match, lexicon: Lexicon) -> Reading:
    """Return how a query is read: without its stop words, unless it has nothing else or all words are asked for."""
    tongue = lexicon.language_of(said := words_of(query))
    if match == "all":
        return Reading(query, tongue)
    meant = without(query, language(tongue).stop_words)
    kept = words_of(meant)
    return Reading(meant, tongue, tuple(dict.fromkeys(word for word in said if word not in kept)))
