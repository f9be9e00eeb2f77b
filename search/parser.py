"""What people type, to a query tree.

    query    = either
    either   = both { "OR" both }
    both     = group { "AND" group }
    group    = item { item }
    item     = ( "NOT" | "-" ) item | "(" query ")" | [ field ":" ] value
    field    = "title" | "author" | "lang" | "confidence" | "source" | "type" | "site" | "date" | "copies"
             | "meta." name
    value    = [ "=" ] '"' words '"' | [ "=" ] word | word "*" | "*"     (quotes of any language; = is as typed)
    date     = day | [ day ] ".." [ day ]                                (day: 2025, 2025-05 or 2025-05-20)
    lang     = tag | name of a language | "disagrees" | "relabelled" | … (a way to come to a tag, `document.Tagging`)
    type     = name or suffix of a type of file                (of `index.file_types`)
    site     = host or address
    sure     = share | ("<" | "<=" | ">" | ">=") share | [ share ] ".." [ share ]        (behind "confidence:"; 0 to 1)
    copies   = number                                          (of a group of near copies, as hits name it)

Operators are upper case. Whatever is typed is understood as something: what does not fit the grammar is repaired, and
a notice says how.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from index import metadata
from index.analysis import ELISION, analyzer, is_sign, is_unspaced, pieces, signs
from index.document import UNDETERMINED, Tagging
from index.file_types import type_called
from index.schema import first_day, last_day
from index.sites import site_called
from index.tags import declared_tag
from index.text import one_line
from search.lexemes import DOUBLE_QUOTES, FIELD, FIELDS, META, Lexeme, Say, lexemes, short
from search.query import (
    OPERATORS,
    And,
    ByAuthor,
    CopiesOf,
    Dated,
    Everything,
    FromSource,
    Group,
    InLanguage,
    InTitle,
    Not,
    OneOf,
    Or,
    Phrase,
    PhraseWord,
    Prefix,
    Query,
    Tagged,
    WithMeta,
    Word,
    exactly,
    prefixes_of,
)
from search.request import MAX_QUERY_LENGTH
from search.response import Notice
from search.shares import confident

MAX_NESTING = 20
MAX_WORDS = 64
MAX_PREFIXES = 10

_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_DATES = re.compile(rf"(?P<only>{_DATE})|(?P<first>{_DATE})?\.\.(?P<last>{_DATE})?")
_NUMBER = re.compile("[0-9]{1,18}")
_STATES = get_args(Tagging)
# Signs that nobody misses around words; others (AT&T) are missed, and a notice says so.
_PLAIN_SIGNS = set("§.,;:!?¿¡'’‘‚‛‹›`´-‐‑–—/…()[]。、，！？：；·・*|_ ")
_FOREIGN_OR = "||"
_ANY_QUOTE = re.compile(f"[{DOUBLE_QUOTES}]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query tree, or None where there is nothing to look for; and what had to be repaired."""

    query: Query | None
    notices: tuple[Notice, ...]


def parse(text: str, exact: bool = False) -> Parsed:
    """Return the query tree of what was typed, with `exact` of words only as they were typed. Never raises."""
    notices: dict[Notice, None] = {}

    def notice(code: str, message: str) -> None:
        notices[Notice(code, message)] = None

    if len(text) > MAX_QUERY_LENGTH:
        text = text[:MAX_QUERY_LENGTH]
        notice("query-cut", f"Only the first {MAX_QUERY_LENGTH:,} characters were read.")
    query = _Parser(lexemes(one_line(text), notice), notice).parse()
    if query and exact:
        query = _as_typed(query, notice)
    if query is None and text.strip() and not notices:
        notice("nothing-to-find", "There is no letter or number in it to look for.")
    return Parsed(query, tuple(notices))


class _Parser:
    """Recursive descent over the lexemes of one query; a method a rule of the grammar, each None where it is empty."""

    def __init__(self, lexemes: list[Lexeme], say: Say) -> None:
        if lexemes and all(lexeme.kind in OPERATORS for lexeme in lexemes):
            lexemes = [Lexeme("value", lexeme.text) for lexeme in lexemes]
            say("operator-as-word", "An operator with nothing beside it was looked for as a word.")
        self._lexemes, self._say = lexemes, say
        self._at = self._depth = self._words = self._prefixes = 0

    def parse(self) -> Query | None:
        parts = []
        while self._at < len(self._lexemes):
            parts.append(self._either(""))
            if self._take(")"):
                self._say("parenthesis-ignored", "A closing parenthesis without an opening one was left out.")
        return _combined(Group, parts)

    def _kind(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else "end"

    def _take(self, *kinds: str) -> Lexeme | None:
        """Step over the next lexeme if it is of one of these kinds."""
        if self._kind() not in kinds:
            return None
        self._at += 1
        return self._lexemes[self._at - 1]

    def _either(self, field: str) -> Query | None:
        return self._chain("OR", Or, self._both, field)

    def _both(self, field: str) -> Query | None:
        return self._chain("AND", And, self._group, field)

    def _chain(
        self, operator: str, node: type[And | Or], operand: Callable[[str], Query | None], field: str
    ) -> Query | None:
        """Read operands with an operator between them; one that lacks an operand is left out."""
        parts = [operand(field)]
        while self._take(operator):
            parts.append(operand(field))
        if len(parts) > 1 and None in parts:
            self._say("operator-ignored", f"{operator} needs something on both sides; it was left out.")
        return _combined(node, parts)

    def _group(self, field: str) -> Query | None:
        parts = []
        while self._kind() not in ("AND", "OR", ")", "end"):
            parts.append(self._item(field))
        return _combined(Group, parts)

    def _item(self, field: str) -> Query | None:
        excluded = False
        while self._take("NOT", "-"):
            excluded = not excluded
        query = self._operand(field)
        if excluded and query is None:
            self._say("operator-ignored", "NOT needs something behind it; it was left out.")
        if excluded and isinstance(query, Not):
            return query.query
        return Not(query) if excluded and query else query

    def _operand(self, field: str) -> Query | None:
        name = None
        while found := self._take("field"):
            name, field = found, found.text
        if self._take("="):
            query = self._operand(field)
            return _as_typed(query, self._say) if query else None
        if self._take("("):
            return self._parenthesis(field)
        if value := self._take("value"):
            return self._value(value, field)
        if name:
            self._say("field-empty", f"{field}: needs something behind it; it was left out.")
        return None

    def _parenthesis(self, field: str) -> Query | None:
        if self._depth >= MAX_NESTING:
            self._say("nesting-limited", f"Parentheses deeper than {MAX_NESTING} were left out.")
            return None
        self._depth += 1
        query = self._either(field)
        self._depth -= 1
        if not self._take(")"):
            self._say("parenthesis-repaired", "A parenthesis was not closed; it was taken to end with the query.")
        return query

    def _value(self, value: Lexeme, field: str) -> Query | None:
        if not value.text.strip():
            return None
        match field:
            case "lang":
                return self._language(value.text)
            case "confidence":
                return self._confidence(value.text)
            case "source":
                return FromSource((value.text,))
            case "type":
                return self._type(value.text)
            case "site":
                return self._site(value.text)
            case "date":
                return self._dates(value.text)
            case "copies":
                return self._copies(value.text)
            case _ if field.startswith(META):
                return self._with_meta(field.removeprefix(META), value)
            case "author":
                words = tuple(token.word for token in analyzer(UNDETERMINED).tokens(value.text))
                self._say_what_is_lost(value.text, words)
                return ByAuthor(words, value.text) if words else None
        query = self._phrase(value.text, quoted=True) if value.quoted else self._chunk(value.text)
        return _in_title(query) if query and field == "title" else query

    def _with_meta(self, name: str, value: Lexeme) -> Query | None:
        text = _ANY_QUOTE.sub(" ", value.text).strip()
        words = _within_run(metadata.words(text))
        if text == "*" and not value.quoted:
            return WithMeta(metadata.query_name(name), (), text)
        self._say_what_is_lost(text, words)
        return WithMeta(metadata.query_name(name), words, text) if words else None

    def _language(self, name: str) -> Query | None:
        if name.casefold() in _STATES:
            return Tagged(name.casefold())
        tag = declared_tag(name)
        if tag == UNDETERMINED and name.casefold() != UNDETERMINED:
            self._say("language-unknown", f"“{name}” is no language tag such as de or zh-Hant; it was left out.")
            return None
        return InLanguage((tag,))

    def _confidence(self, typed: str) -> Query | None:
        text = typed.strip().rstrip(",;")
        found = confident(text)
        if not found:
            what = f"“{short(typed)}” is no span from 0 to 1 such as <0.7 or 0.5..0.7"
            self._say("confidence-unreadable", f"{what}; it was left out.")
        elif found.text != text:
            self._say("confidences-swapped", f"“{text}” was read as {found.text}.")
        return found

    def _type(self, name: str) -> Query | None:
        type = type_called(name)
        if not type:
            self._say("type-unknown", f"“{short(name)}” is no type of file such as pdf or html; it was left out.")
        return OneOf("type", (type,)) if type else None

    def _site(self, name: str) -> Query | None:
        site = site_called(name)
        if not site:
            self._say("site-unreadable", f"“{short(name)}” is no site such as example.org; it was left out.")
        return OneOf("site", (site,)) if site else None

    def _dates(self, text: str) -> Query | None:
        found = _DATES.fullmatch(text.rstrip(",;"))
        if not found or not any(found.groups()) or not all(map(_is_date, filter(None, found.groups()))):
            self._say(
                "date-unreadable", f"“{text}” is no date such as 2025, 2025-05 or 2025-05..2025-06; it was left out."
            )
            return None
        first, last = found["only"] or found["first"] or "", found["only"] or found["last"] or ""
        if first and last and first_day(first) > last_day(last):
            first, last = last, first
            self._say("dates-swapped", f"“{text}” was read as {first}..{last}.")
        return Dated(first, last)

    def _copies(self, text: str) -> Query | None:
        if not _NUMBER.fullmatch(text):
            self._say("copies-unreadable", f"“{short(text)}” is not the number of a group of copies; it was left out.")
            return None
        return CopiesOf(int(text))

    def _chunk(self, chunk: str) -> Query | None:
        """Read what was typed between spaces."""
        if (name := FIELD.match(chunk)) and name.end() < len(chunk) and not name.group(1).lower().startswith("http"):
            fields = ", ".join(f"{field}:" for field in (*FIELDS, f"{META}NAME"))
            self._say("unknown-field", f"“{name.group(1)}:” is not one of {fields} and was looked for as a word.")
        text = ELISION.sub("", chunk)
        if text != chunk:
            self._say("elision", f"“{chunk}” was looked for as “{text}”.")
        if "*" in text:
            return self._prefix(text)
        return self._phrase(text, quoted=False)

    def _prefix(self, chunk: str) -> Query | None:
        start, _, rest = chunk.lstrip("*").partition("*")
        if not start:
            return Everything()
        if rest.strip("*") or chunk.startswith("*"):
            self._say("wildcard-moved", f"* stands at the end of a word; “{chunk}” was looked for as “{start}*”.")
        query = self._phrase(start, quoted=False)
        if isinstance(query, Word) and not is_sign(query.word):
            return self._counted(Prefix(query.word))
        if isinstance(query, Phrase) and not is_sign(query.words[-1].part.word):
            *words, last = query.words
            parts = [word.part for word in words if not is_sign(word.part.word)]
            return _combined(Group, [*parts, self._counted(Prefix(last.part.word))])
        return query

    def _counted(self, prefix: Prefix) -> Prefix | None:
        """Return a prefix unless there are too many: each stands for many words."""
        self._prefixes += 1
        if self._prefixes <= MAX_PREFIXES:
            return prefix
        self._say("prefixes-limited", f"Only the first {MAX_PREFIXES} beginnings of words were looked for.")
        return None

    def _phrase(self, text: str, quoted: bool) -> Query | None:
        """Return the phrase of a text's tokens; of a single one the word."""
        words = _phrase_words(text)
        self._say_what_is_lost(text, words)
        if self._words + len(words) > MAX_WORDS:
            self._say("words-limited", f"Only the first {MAX_WORDS} words were looked for.")
            words = words[: MAX_WORDS - self._words]
        self._words += len(words)
        if not words:
            return None
        if len(words) == 1:
            part = words[0].part
            return self._counted(part) if isinstance(part, Prefix) else part
        return Phrase(words, text.strip(), quoted)

    def _say_what_is_lost(self, text: str, words: Sequence[object]) -> None:
        lost = signs(text)
        if _FOREIGN_OR not in lost and not set(lost) - _PLAIN_SIGNS:
            return
        if words:
            self._say("signs-ignored", f"“{short(text)}” was looked for as “{short(' '.join(pieces(text)))}”.")
        else:
            self._say("signs-left-out", f"“{short(text)}” holds no letters or numbers and was left out.")


def _as_typed(query: Query, say: Say) -> Query:
    """Return a query of words only as they were typed; beginnings of words stay folded, and a notice says so."""
    for prefix in prefixes_of(query):
        say("prefix-not-exact", f"Only whole words are looked for as typed; accents do not count in “{prefix.word}*”.")
    return exactly(query)


def _in_title(query: Query) -> Query:
    return Group(tuple(map(_in_title, query.queries))) if isinstance(query, Group) else InTitle(query)


def _combined(node: type[And | Or | Group], parts: list[Query | None]) -> Query | None:
    """Put parts together, those that hold nothing left out; one alone stays what it is."""
    found = _with_one_language([part for part in parts if part])
    if len(found) < 2:
        return found[0] if found else None
    return node(found)


def _with_one_language(parts: list[Query]) -> tuple[Query, ...]:
    """Return parts with their languages as alternatives: hardly a document has two."""
    languages = [part for part in parts if isinstance(part, InLanguage)]
    if not languages:
        return tuple(parts)
    either = InLanguage(tuple(dict.fromkeys(tag for part in languages for tag in part.tags)))
    at = parts.index(languages[0])
    return (*parts[:at], either, *(part for part in parts[at:] if not isinstance(part, InLanguage)))


def _is_date(text: str) -> bool:
    """Tell whether there is such a day, month or year."""
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _within_run(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without the lone character that ends a run of an unspaced script: the run may go on in a value."""
    ends_run = len(words) > 1 and is_unspaced(words[-1]) and words[-2].endswith(words[-1])
    return words[:-1] if ends_run else words


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
