"""What is typed in one piece, to what is looked for in texts: words, phrases, beginnings of words, patterns."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from index.analysis import analyzer, is_sign, is_unspaced, pieces, signs
from index.document import UNDETERMINED
from index.joints import ELISION
from index.schema import APART
from search.query import patterns
from search.query.lexemes import FIELD, FIELDS, META, Lexeme, Say, short
from search.query.tree import Everything, Fuzzy, Group, Pattern, Phrase, PhraseWord, Prefix, Query, Word

MAX_WORDS = 64
MAX_PREFIXES = 10
MAX_PATTERNS = 3
"""Each is compared with all words of the index."""
MAX_MISTAKES = 2
MAX_SLOP = APART - 1

# Signs that nobody misses around words; others (AT&T) are missed, and a notice says so.
_PLAIN_SIGNS = set("§.,;:!?¿¡'’‘‚‛‹›`´-‐‑–—/…()[]。、，！？：；·・*|_ ")
_FOREIGN_OR = "||"
# A question mark that ends a word ends a question; one that begins it was a quotation mark, or an inverted one.
_WILDCARD = re.compile(r"\*+|\?(?=\?*[\w*])")
_AMONG_LETTERS = re.compile(r"\w\*|\*\w|\w\?\w")
# Letters that stand for wildcards while a text is cut into words, so that `analysis` alone knows what a word is; of
# Linear B, which folding leaves as it is.
_STAND_INS = {"*": "\U00010000", "?": "\U00010001"}
_WILDCARDS = {ord(letter): wildcard for wildcard, letter in _STAND_INS.items()}

Counted = TypeVar("Counted", Prefix, Fuzzy)


class TermReader:
    """Reads the values of one query, within limits for all of them together; `say` hears what had to be repaired."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._words = self._prefixes = self._patterns = 0

    def read(self, value: Lexeme, tilde: Lexeme | None) -> Query | None:
        """Return what a value and the tilde behind it ask for; None where it holds nothing to look for."""
        query = self._read(value)
        return self._alike(query, tilde.text) if query and tilde else query

    def _read(self, value: Lexeme) -> Query | None:
        if value.is_expression:
            return self._pattern(value.text)
        return self._quoted(value.text) if value.quoted else self._chunk(value.text)

    def say_what_is_lost(self, text: str, words: Sequence[object]) -> None:
        """Give notice of the signs of a text that are no part of its words."""
        lost = signs(text)
        if _FOREIGN_OR not in lost and not set(lost) - _PLAIN_SIGNS:
            return
        if words:
            self._say("signs-ignored", f"“{short(text)}” was looked for as “{short(' '.join(pieces(text)))}”.")
        else:
            self._say("signs-left-out", f"“{short(text)}” holds no letters or numbers and was left out.")

    def _quoted(self, text: str) -> Query | None:
        if _AMONG_LETTERS.search(text):
            self._say("wildcard-quoted", f"* and ? are signs like others in quotation marks: “{short(text)}”.")
        return self._phrase(text, quoted=True)

    def _chunk(self, chunk: str) -> Query | None:
        """Read what was typed between spaces."""
        if (name := FIELD.match(chunk)) and name.end() < len(chunk) and not name.group(1).lower().startswith("http"):
            fields = ", ".join(f"{field}:" for field in (*FIELDS, f"{META}NAME"))
            self._say("unknown-field", f"“{name.group(1)}:” is not one of {fields} and was looked for as a word.")
        text = ELISION.sub("", chunk)
        if text != chunk:
            self._say("elision", f"“{chunk}” was looked for as “{text}”.")
        if (wildcard := _WILDCARD.search(text)) and wildcard.end() < len(text) and "://" not in text:
            return self._with_wildcards(text)
        return self._beginning(text.rstrip("*")) if text.endswith("*") else self._phrase(text, quoted=False)

    def _with_wildcards(self, text: str) -> Query | None:
        if not text.strip("*?"):
            return Everything()
        marked = _WILDCARD.sub(lambda found: _STAND_INS[found.group()[0]], text)
        words = self._limited(_phrase_words(marked))
        self.say_what_is_lost(marked.translate(_WILDCARDS), words)
        return _side_by_side([self._wild(word.part) for word in words])

    def _wild(self, part: Word | Prefix) -> Query | None:
        """Return what a word asks for in which letters may stand for wildcards."""
        if isinstance(part, Prefix):
            return self._counted(part)
        text = part.word.translate(_WILDCARDS).strip("?")
        if is_sign(text) or not text.strip("*?"):
            self._say("wildcard-ignored", f"“{text or '?'}” without a letter beside it was left out.")
            return None
        if not set(text) & set(_STAND_INS):
            return Word(part.surface.strip(_STAND_INS["?"]), text)
        start = text.removesuffix("*")
        return self._counted(Prefix(start)) if not set(start) & set(_STAND_INS) else self._pattern(text)

    def _pattern(self, text: str) -> Pattern | None:
        """Return the words that fit an expression in slashes or wildcards, unless there are too many such."""
        self._patterns += 1
        if self._patterns > MAX_PATTERNS:
            self._say("patterns-limited", f"Only the first {MAX_PATTERNS} patterns were looked for.")
            return None
        try:
            is_expression = text.startswith("/")
            expression = patterns.of_expression(text[1:-1]) if is_expression else patterns.of_wildcards(text)
            if not is_expression and (before := patterns.before_gender_star(text)) != text:
                self._say(
                    "gender-star", f"The star of “{text}” was read as a gender star: “{before}” was looked for too."
                )
            return Pattern(text, expression)
        except patterns.BadPattern as error:
            self._say("pattern-unreadable", f"“{short(text)}” was left out: {error}.")
            return None

    def _beginning(self, start: str) -> Query | None:
        if not start:
            return Everything()
        query = self._phrase(start, quoted=False)
        if isinstance(query, Word) and not is_sign(query.word):
            return self._counted(Prefix(query.word))
        if isinstance(query, Phrase) and not is_sign(query.words[-1].part.word):
            *words, last = query.words
            parts = [word.part for word in words if not is_sign(word.part.word)]
            return _side_by_side([*parts, self._counted(Prefix(last.part.word))])
        return query

    def _counted(self, part: Counted) -> Counted | None:
        """Return what stands for many words unless there is too much of that."""
        self._prefixes += 1
        if self._prefixes <= MAX_PREFIXES:
            return part
        self._say("prefixes-limited", f"Only the first {MAX_PREFIXES} beginnings of words were looked for.")
        return None

    def _alike(self, query: Query, number: str) -> Query | None:
        match query:
            case Phrase(quoted=True):
                return self._near(query, number)
            case Word(word=word) if not is_unspaced(word) and not is_sign(word):
                return self._fuzzy(query, number)
        self._say("tilde-ignored", "~ goes behind a single word or a phrase in quotation marks; it was left out.")
        return query

    def _near(self, phrase: Phrase, number: str) -> Phrase:
        if not number.isdecimal():
            self._say(
                "tilde-ignored", f"~ behind a phrase needs a number such as ~5; it was left out: “{phrase.text}”."
            )
            return phrase
        if int(number) > MAX_SLOP:
            self._say("near-limited", f"Near is at most {MAX_SLOP} words between; looked for “{phrase.text}” so.")
        return replace(phrase, slop=min(int(number), MAX_SLOP))

    def _fuzzy(self, word: Word, number: str) -> Query | None:
        most = min(MAX_MISTAKES, len(word.word) - 1)
        mistakes = int(number or 1) if number.isdecimal() or not number else MAX_MISTAKES
        if mistakes > most or (number and not number.isdecimal()):
            mistakes = most
            self._say("fuzzy-limited", f"“{word.surface}” was looked for with {most or 'no'} typing mistakes.")
        return self._counted(Fuzzy(word, mistakes)) if mistakes else word

    def _phrase(self, text: str, quoted: bool) -> Query | None:
        """Return the phrase of a text's tokens; of a single one the word."""
        words = _phrase_words(text)
        self.say_what_is_lost(text, words)
        words = self._limited(words)
        if not words:
            return None
        if len(words) == 1:
            part = words[0].part
            return self._counted(part) if isinstance(part, Prefix) else part
        return Phrase(words, text.strip(), quoted)

    def _limited(self, words: tuple[PhraseWord, ...]) -> tuple[PhraseWord, ...]:
        """Return words, or as many of them as may still be looked for."""
        if self._words + len(words) > MAX_WORDS:
            self._say("words-limited", f"Only the first {MAX_WORDS} words were looked for.")
            words = words[: MAX_WORDS - self._words]
        self._words += len(words)
        return words


def _side_by_side(parts: Sequence[Query | None]) -> Query | None:
    """Return parts as a group, those that hold nothing left out; one alone stays what it is."""
    found = tuple(part for part in parts if part)
    if len(found) < 2:
        return found[0] if found else None
    return Group(found)


def _phrase_words(text: str) -> tuple[PhraseWord, ...]:
    """Return the words of a phrase with their offsets.

    The last character of a run of an unspaced script is a token only for what follows it; the pair before it already
    says that it is there. Alone it is the beginning of whatever token it begins in a text.
    """
    tokens = list(analyzer(UNDETERMINED).tokens(text))
    words = []
    for token, before, after in zip(tokens, [None, *tokens], [*tokens[1:], None], strict=False):
        ends_run = is_unspaced(token.word) and not (after and after.start < token.end)
        if ends_run and before and before.end > token.start:
            continue
        part = Prefix(token.word) if ends_run else Word(text[token.start : token.end], token.word)
        words.append(PhraseWord(token.position, part))
    first = words[0].offset if words else 0
    return tuple(replace(word, offset=word.offset - first) for word in words)
