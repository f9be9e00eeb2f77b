"""What a person should know about how a query was carried out."""

from collections import Counter
from collections.abc import Iterator

from index import metadata
from search.query.describing import describe
from search.query.reading import Reading
from search.query.tree import Word, metadata_of, words_of
from search.ranking.compounds import MOST
from search.ranking.vocabulary import Vocabulary
from search.request import Match
from search.response import Notice

MAX_NAMED = 3
"""How many similar words a notice names."""
MAX_NAMES = 10
"""How many names of metadata a notice names, those that most documents have."""


def notices(reading: Reading, match: Match, *, relaxed: bool, vocabulary: Vocabulary) -> Iterator[Notice]:
    """Yield what there is to say of a query in the match mode used; `relaxed` says that another one was asked for."""
    if relaxed and is_of_several(reading):
        yield Notice("relaxed", "No document has all of these words; these have some of them.")
    yield from _unknown_names(reading, vocabulary)
    if match == "any":
        yield from misspelt(reading, vocabulary)
    yield from _of_many_compounds(reading, vocabulary)


def is_of_several(reading: Reading) -> bool:
    """Tell whether it makes a difference that any word is enough."""
    return describe(reading.query, "any") != describe(reading.query, "all")


def misspelt(reading: Reading, vocabulary: Vocabulary) -> Iterator[Notice]:
    """Yield a notice for each word that occurs nowhere, but is spelt much like others."""
    for word in words_of(reading.query):
        if others := vocabulary.similar(word, reading.tongue):
            listed = ", ".join(f"“{other}”" for other in others[:MAX_NAMED])
            yield Notice(
                "similar-words", f"“{word.surface}” occurs nowhere; looked for what is spelt like it: {listed}."
            )


def _of_many_compounds(reading: Reading, vocabulary: Vocabulary) -> Iterator[Notice]:
    """Yield a notice of the words that may be parts of more compounds than are looked for, if there are any."""
    words = dict.fromkeys(word for word in words_of(reading.query) if _has_many_compounds(word, reading, vocabulary))
    listed = ", ".join(f"“{word.surface}”" for word in words)
    most = f"looked for in the {MOST} that most documents have"
    if len(words) == 1:
        yield Notice("compounds-limited", f"{listed} is a part of many compounds: {most}.")
    elif words:
        yield Notice("compounds-limited", f"{listed} are parts of many compounds: each is {most}.")


def _has_many_compounds(word: Word, reading: Reading, vocabulary: Vocabulary) -> bool:
    found = Counter(tag for tag, _ in vocabulary.compounds_with(word, reading.tongue))
    return max(found.values(), default=0) >= MOST


def _unknown_names(reading: Reading, vocabulary: Vocabulary) -> Iterator[Notice]:
    """Yield a notice for each name of metadata that no document has."""
    for name in dict.fromkeys(asked.name for asked in metadata_of(reading.query)):
        if not vocabulary.frequency("meta", metadata.term(name, "")):
            known = list(metadata.names(vocabulary.beginning_with("meta", metadata.term("", ""))))
            others = f"there are {', '.join(known[:MAX_NAMES])}" if known else "there is none at all"
            more = " and more" if len(known) > MAX_NAMES else ""
            yield Notice("metadata-unknown", f"No document has metadata of the name “{name}”; {others}{more}.")
