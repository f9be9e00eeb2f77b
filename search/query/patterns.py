"""Wildcards and regular expressions on words, as people type them, to an expression on folded words.

    expression = branch { "|" branch }                                  (on a whole word, whatever its case and accents)
    branch     = { ( letters | "." | "\\d" | "\\w" | set | "(" expression ")" ) [ repeated ] }
    set        = "[" [ "^" ] { letter | letter "-" letter } "]"
    repeated   = "*" | "+" | "?" | "{" number [ "," [ number ] ] "}"

That is what Tantivy, which finds words by an expression, and RE2, which tells whether a word of a text fits it, read
alike. Both take time by the length of what they read, whoever wrote the text. But Tantivy first makes an automaton of
the whole expression, which may take seconds in which nothing else runs; so what is a large program to RE2, which tells
in milliseconds, is refused before.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import re2
import tantivy

from index.analysis import is_unspaced
from index.errors import is_panic
from index.folding import fold

MAX_LENGTH = 100
"""Characters of a pattern."""
_MAX_PROGRAM = 300
"""Instructions of RE2 for a pattern: of `.{30}`, 244. Below, Tantivy takes half a second at worst to say yes or no."""
_REMEMBERED = 1_000
_WORDS_REMEMBERED = 20_000

_UNIT = r"[^\W_][^\w\s\x00-\x7f]*"  # a letter or digit with the marks on it
_TOKEN = re.compile(
    rf"(?P<letters>(?:{_UNIT})+(?![*+?{{])|{_UNIT})"
    rf"|\[(?P<negated>\^?)(?P<set>[\w-]+)\]"
    r"|(?P<digit>\\d)|(?P<any>\\w)"
    r"|(?P<operator>\((?!\?)|[)|.*+?]|\{\d{1,2}(?:,\d{0,2})?\})"
)
_MEMBER = re.compile(r"(\w)-(\w)|(.)")
_WILDCARDS = {"*": ".*", "?": "."}
_GENDER_STAR = re.compile(r"(?<=\w{4})\*in(?:nen)?$|(?<=\w{3}e)\*[nrs]$")


class BadPattern(Exception):
    """An expression that cannot be carried out; the message says why, in words for users."""


def before_gender_star(word: str) -> str:
    """Return what stands before the star by which German writes persons of all genders: "leser*in", "studierende*r".

    That is the whole word where it does not end so.
    """
    return _GENDER_STAR.sub("", word)


def of_wildcards(word: str) -> str:
    """Return the expression of a folded word with wildcards: "*" stands for any letters, "?" for one.

    With a gender star, it is also the word before that, which stands alone in texts that are written so.
    """
    before = before_gender_star(word)
    ending = word.removeprefix(before)
    return _checked(_letters(before) + (f"({_letters(ending)})?" if ending else ""))


def of_expression(typed: str) -> str:
    """Return what was typed as a regular expression, to be carried out on folded words."""
    text = typed.removeprefix("^").removesuffix("$")
    if len(text) > MAX_LENGTH:
        raise BadPattern(f"it is longer than {MAX_LENGTH} characters")
    if any(map(is_unspaced, text)):
        raise BadPattern("there are no words in scripts without spaces")
    parts, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token:
            raise BadPattern(f"“{text[at:][:5]}” is not understood there")
        parts.append(_folded(token))
        at = token.end()
    return _checked("".join(parts))


@lru_cache(_WORDS_REMEMBERED)  # RE2 takes microseconds to be called, and the words of texts recur
def fits(expression: str, word: str) -> bool:
    """Tell whether a folded word as a whole fits an expression that was returned here."""
    return _automaton(expression).fullmatch(word.encode()) is not None


def fitting(expression: str, words: bytes) -> Iterator[int]:
    """Yield where the lines begin, of a word each, whose word fits an expression."""
    for found in _line_automaton(expression).finditer(words):
        if found.start() < len(words):  # behind the last line, an empty word fits some expressions
            yield found.start()


def _letters(word: str) -> str:
    return "".join(_WILDCARDS.get(letter) or re.escape(letter) for letter in word)


def _folded(token: re.Match[str]) -> str:
    """Return a piece of an expression for words that are folded."""
    if letters := token["letters"]:
        folded = re.escape(fold(letters))
        return folded if len(letters) > 1 or len(folded) == 1 else f"(?:{folded})"
    if token["set"]:
        return _folded_set(token["set"], bool(token["negated"]))
    return "[0-9]" if token["digit"] else "." if token["any"] else token["operator"]


def _folded_set(typed: str, negated: bool) -> str:
    """Return a set of folded letters; what folds to several stands beside it, as no letter that is left out does."""
    singles, longer = "", []
    for first, last, single in _MEMBER.findall(typed):
        if single:
            folded = fold(single)
            singles += re.escape(folded) if len(folded) == 1 else ""
            longer += [re.escape(folded)] if len(folded) > 1 else []
        else:
            singles += f"{re.escape(fold(first))}-{re.escape(fold(last))}"
    if negated:
        return f"[^{singles}]" if singles else "."
    return "(?:" + "|".join([*([f"[{singles}]"] if singles else []), *longer]) + ")"


def _checked(expression: str) -> str:
    """Return an expression that both engines take."""
    if reason := _refused(expression):
        raise BadPattern(reason)
    return expression


@lru_cache(_REMEMBERED)
def _refused(expression: str) -> str:
    """Return why an expression cannot be carried out, empty if it can."""
    try:
        if _automaton(expression).programsize > _MAX_PROGRAM:
            return "it is too complex"
        tantivy.Query.regex_query(_schema(), "word", expression)
    except re2.error:
        return "a sign in it is out of place"
    except BaseException as error:
        if not isinstance(error, ValueError) and not is_panic(error):
            raise
        return "it is too complex" if "size limit" in str(error) else "a sign in it is out of place"
    return ""


@lru_cache(_REMEMBERED)
def _automaton(expression: str) -> "re2._Regexp[bytes]":
    options = re2.Options()
    options.max_mem = 1 << 20
    options.log_errors = False
    return re2.compile(expression.encode(), options)


@lru_cache(_REMEMBERED)
def _line_automaton(expression: str) -> "re2._Regexp[bytes]":
    options = re2.Options()
    options.never_nl = True  # not even [^x] goes beyond its line
    return re2.compile(f"(?m)^(?:{expression})$".encode(), options)


@cache
def _schema() -> tantivy.Schema:
    """Return a schema to try expressions on."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("word")
    return build.build()
