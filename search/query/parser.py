"""What people type, to a query tree.

    query    = either
    either   = both { "OR" both }
    both     = group { "AND" group }
    group    = item { item }
    item     = ( "NOT" | "-" ) item | ( "(" query ")" | [ field ":" ] value ) [ "^" weight ]
    field    = "title" | "author" | "meta." name | "source" | "type" | "site" | "lang"
             | "date" | "year" | "words" | "confidence" | "copies"
    value    = [ "=" ] phrase [ "~" others ] | [ "=" ] word | word "~" [ "1" | "2" ]
             | beginning "*" | pattern | "/" expression "/" | "*"
    phrase   = '"' words '"'                                  (quotes of any language)
    pattern  = a word with "*" for any letters and "?" for one in it; a "?" at either end is a question mark

and behind these fields, where a span is `x`, `<x`, `<=x`, `>x`, `>=x`, `x..y`, `x..` or `..y`:

    date     = span of days                                     (2025, 2025-05 or 2025-05-20)
    year     = span of years
    words    = span of numbers                                  (how many words the text has)
    confidence = span of shares                                 (from 0 to 1)
    lang     = tag | name of a language | "disagrees" | "relabelled" | … (a way to come to a tag, `document.Tagging`)
    type     = name or suffix of a type of file                 (of `index.file_types`)
    site     = host or address
    copies   = number                                           (of a group of near copies, as hits name it)

`=` is as typed. `word~` is with a typing mistake or two as well, `"near these"~5` each word with at most so many others
between it and the next one, in any order. An `expression` is one of `patterns`. A lone `*` is every document.
What is said of a parenthesis holds of all that is in it: `title:(moon OR sun)`, `year:(2020 OR 2022)`, `(moon sun)^2`.
Operators are upper case. Whatever is typed is understood as something: what does not fit the grammar is repaired, and
a notice says how.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from index import metadata
from index.analysis import analyzer, is_unspaced
from index.document import UNDETERMINED
from index.text import one_line
from search.query.describing import describe
from search.query.lexemes import DOUBLE_QUOTES, META, Lexeme, Say, lexemes
from search.query.terms import TermReader
from search.query.tree import (
    OPERATORS,
    And,
    Boosted,
    ByAuthor,
    Group,
    InLanguage,
    InTitle,
    Not,
    Or,
    Query,
    WithMeta,
    exactly,
    inexact,
    is_condition,
)
from search.query.values import CONDITIONS
from search.request import MAX_QUERY_LENGTH
from search.response import Notice

MAX_NESTING = 20
LEAST_FACTOR, MOST_FACTOR = 0.01, 100

_FACTOR = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
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
        self._terms = TermReader(say)
        self._at = self._depth = 0

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
            return self._boosted(self._parenthesis(field))
        if self._kind() in ("value", "~", "^"):
            value = self._take("value")
            return self._boosted(self._value(value, field) if value else None)
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
        if field in CONDITIONS or field == "author" or field.startswith(META):
            return self._condition(self._whole(value), field)
        tilde = self._take("~")
        query = self._terms.read(value, tilde) if value.text.strip() else None
        return _in_title(query) if query and field == "title" else query

    def _whole(self, value: Lexeme) -> Lexeme:
        """Return the value of a field where ~ and ^ are signs like others."""
        while added := self._take("~", "^"):
            value = replace(value, text=f"{value.text}{added.kind}{added.text}")
        return value

    def _condition(self, value: Lexeme, field: str) -> Query | None:
        if not value.text.strip():
            return None
        if read := CONDITIONS.get(field):
            return read(value.text, self._say)
        if field.startswith(META):
            return self._with_meta(field.removeprefix(META), value)
        words = tuple(token.word for token in analyzer(UNDETERMINED).tokens(value.text))
        self._terms.say_what_is_lost(value.text, words)
        return ByAuthor(words, value.text) if words else None

    def _boosted(self, query: Query | None) -> Query | None:
        """Return a query with the weight that is added to it."""
        factor = 1.0
        while added := self._take("~", "^"):
            if added.kind == "~" or not query or is_condition(query) or not _FACTOR.fullmatch(added.text):
                self._say("addition-ignored", f"{added.kind}{added.text} says nothing there; it was left out.")
            else:
                factor *= float(added.text)
        if isinstance(query, Boosted):
            factor, query = factor * query.factor, query.query
        if not query or factor == 1:
            return query
        if not LEAST_FACTOR <= factor <= MOST_FACTOR:
            self._say("weight-limited", f"A weight goes from ^{LEAST_FACTOR} to ^{MOST_FACTOR}.")
        return Boosted(query, round(min(max(factor, LEAST_FACTOR), MOST_FACTOR), 2))

    def _with_meta(self, name: str, value: Lexeme) -> Query | None:
        text = _ANY_QUOTE.sub(" ", value.text).strip()
        words = _within_run(metadata.words(text))
        if text == "*" and not value.quoted:
            return WithMeta(metadata.query_name(name), (), text)
        self._terms.say_what_is_lost(text, words)
        return WithMeta(metadata.query_name(name), words, text) if words else None


def _as_typed(query: Query, say: Say) -> Query:
    """Return a query of words only as they were typed; what else there is stays folded, and a notice says so."""
    for term in inexact(query):
        say(
            "prefix-not-exact", f"Only whole words are looked for as typed; accents do not count in “{describe(term)}”."
        )
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


def _within_run(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without the lone character that ends a run of an unspaced script: the run may go on in a value."""
    ends_run = len(words) > 1 and is_unspaced(words[-1]) and words[-2].endswith(words[-1])
    return words[:-1] if ends_run else words
