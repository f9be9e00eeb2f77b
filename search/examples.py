"""Queries to try, taken from the corpus itself, so that each of them finds something."""

from collections.abc import Mapping, Sequence

from index.analysis import analyzer, fold, is_unspaced, pieces
from index.document import UNDETERMINED, Document
from index.languages import language
from search.ranking.vocabulary import Vocabulary

_SHORTEST = 5
_LONGEST_RUN = 6


def examples(samples: Mapping[str, Sequence[Document]], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return a telling word for each language, then a phrase, a prefix and a filter; `samples` are by language."""
    telling = {tag: _telling_word(documents, vocabulary) for tag, documents in samples.items()}
    words = [word for word in telling.values() if word]
    titles = [pieces(document.title) for documents in samples.values() for document in documents]
    phrase = next(
        (f'"{title[0]} {title[1]}"' for title in titles if len(title) > 2 and not is_unspaced(title[0])), None
    )
    prefix = next((f"{word[:_SHORTEST].lower()}*" for word in words if not is_unspaced(word)), None)
    narrowed = next((f"{word} lang:{tag}" for tag, word in telling.items() if word), None)
    return tuple(dict.fromkeys(query for query in [*words[:5], phrase, prefix, narrowed] if query))


def _telling_word(documents: Sequence[Document], vocabulary: Vocabulary) -> str | None:
    """Return the word of the titles that most documents have, of those that fewer than half have."""
    words = {piece for document in documents for piece in pieces(document.title) if _is_telling(piece, document)}
    counted = {word: vocabulary.frequency("words", _term(word)) for word in words}
    rare = {word: count for word, count in counted.items() if 0 < count <= max(1, vocabulary.documents // 2)}
    return max(rare, key=lambda word: (rare[word], word), default=None)


def _is_telling(piece: str, document: Document) -> bool:
    if fold(piece) in language(document.language).stop_words:
        return False
    return 2 <= len(piece) <= _LONGEST_RUN if is_unspaced(piece) else len(piece) >= _SHORTEST


def _term(word: str) -> str:
    """Return the token that a word begins with."""
    return analyzer(UNDETERMINED).index_forms(word)[0].split()[0]
