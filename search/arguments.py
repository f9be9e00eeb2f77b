"""A query and its filters as arguments of the command line, and back: the same for every command."""

import argparse
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, get_args

from index.cli import add_index_option
from index.document import Tagging
from search.request import FILTERS, MAX_LIMIT, Copies, Match, SearchRequest, is_date
from search.response import Notice

_HELP = {
    "languages": ("LANGUAGE", "only in this language, named by its tag or in words: de, German"),
    "date_from": ("DATE", "the earliest date: 2025, 2025-05 or 2025-05-20"),
    "date_to": ("DATE", "the latest date, included"),
    "sources": ("PATH", "only from this folder or file, as results name it"),
    "types": ("TYPE", "only from such files: pdf, html, jsonl …"),
    "authors": ("NAME", "only by this author, in full"),
    "sites": ("HOST", "only from this site: example.org"),
    "taggings": ("HOW", "only where source and text agree on the language, or are otherwise: disagrees, neither …"),
}
"""What is said of each filter."""
_LEFT_OUT = re.compile(r"-(?!-|h$).")


class CommandParser(argparse.ArgumentParser):
    """The parser of a command: where it takes a query, “-word” is a word to leave out and no option.

    All options but -h begin with two dashes. The words of a query may stand before and behind these.
    """

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401  # as the base class has it
        """Return the arguments that are known, and the rest of them; an option in that ends the program."""
        takes_query = any(action.dest == "query" for action in self._actions)
        known, rest = super().parse_known_args(list(self._shielded(args)) if takes_query else args, namespace)
        for one in rest:
            if one.startswith("--") and one != "--":
                self.error(self._unknown(one.partition("=")[0]))
        if takes_query:
            known.query += [word.strip() for word in rest if word != "--"]
        return known, [] if takes_query else rest

    def _shielded(self, args: Sequence[str]) -> Iterator[str]:
        """Yield arguments, words to leave out behind a space: what begins with a dash, argparse takes for an option."""
        is_value = False
        for number, arg in enumerate(args):
            if arg == "--":
                yield from args[number:]
                return
            yield f" {arg}" if _LEFT_OUT.match(arg) and not is_value else arg
            action = self._option_string_actions.get(arg)
            is_value = action is not None and action.nargs != 0

    def _unknown(self, option: str) -> str:
        from difflib import get_close_matches  # noqa: PLC0415  # --help needs none of it

        meant = get_close_matches(option, self._option_string_actions, 1)
        return f"there is no option {option}" + (f"; did you mean {meant[0]}?" if meant else "")


def add_query(parser: argparse.ArgumentParser, what: str) -> None:
    """Add a query, the index that it is asked of, and what narrows it down."""
    parser.add_argument("query", nargs="+", type=str.strip, metavar="QUERY", help=what)
    add_index_option(parser)
    add_filters(parser)
    parser.add_argument(
        "--match",
        choices=get_args(Match),
        default="auto",
        help="all words, any word, or auto: all, and any where no document has them all",
    )
    parser.add_argument("--exact", action="store_true", help="only words as they are typed, not their other forms")


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add what narrows a search down."""
    kinds = {"languages": language_tag, "types": _type, "sites": _site, "taggings": _tagging}
    for field, name in FILTERS.items():
        example, text = _HELP[field]
        if field.startswith("date"):
            parser.add_argument(f"--{name}", dest=field, type=_date, default="", metavar=example, help=text)
        else:
            kind, repeated = kinds.get(field, str), f"{text}; may repeat"
            parser.add_argument(
                f"--{name}", dest=field, type=kind, action="append", default=[], metavar=example, help=repeated
            )


def add_limit(parser: argparse.ArgumentParser, what: str, default: int) -> None:
    """Add how many of something are shown."""
    text = f"{what}, 1 to {MAX_LIMIT} (default: %(default)s)"
    parser.add_argument("--limit", type=_limit, default=default, metavar="N", help=text)


def add_copies(parser: argparse.ArgumentParser) -> None:
    """Add whether near copies are shown, to a command that has `--json`."""
    text = "of near copies, show only the best, or every one (default: fold, but show with --json)"
    parser.add_argument("--copies", choices=get_args(Copies), help=text)


def copies_of(args: argparse.Namespace) -> Copies:
    """Return whether near copies are shown: to programs if nothing else is said, to people not."""
    chosen: Copies = args.copies or ("show" if args.json else "fold")
    return chosen


def add_json(parser: argparse._ActionsContainer) -> None:
    """Add the form in which programs take an answer."""
    text = "print the answer as JSON, as the API gives it but for addresses"
    parser.add_argument("--json", action="store_true", help=text)


def say(notices: Iterable[Notice]) -> None:
    """Say beside what is printed what is to be known of it."""
    for notice in notices:
        print(f"Note: {notice.message}", file=sys.stderr)


def add_forms(parser: argparse.ArgumentParser) -> None:
    """Add the forms in which programs take a list."""
    form = parser.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--jsonl", action="store_true", help="print all rows as JSON, one object a line")
    form.add_argument("--csv", action="store_true", help="print all rows as a table with a header")


def request_of(args: argparse.Namespace) -> SearchRequest:
    """Return the request that arguments ask for."""
    return replace(filters_of(args), q=" ".join(args.query), match=args.match, exact=args.exact)


def filters_of(args: argparse.Namespace) -> SearchRequest:
    """Return the request for all that the filters among the arguments leave."""
    given = {field: getattr(args, field) for field in FILTERS}
    filters: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in given.items()}
    return SearchRequest(**filters)


def command(name: str, request: SearchRequest, *options: str) -> str:
    """Return the command of that name that asks a request, ready for a shell."""
    match = ["--match", request.match] if request.match != "auto" else []
    exact = ["--exact"] if request.exact else []
    return shlex.join(["fundstelle", name, *_options(request), *match, *exact, *options, "--", request.q or "*"])


def _options(request: SearchRequest) -> Iterator[str]:
    for field, name in FILTERS.items():
        given = getattr(request, field)
        for value in given if isinstance(given, tuple) else filter(None, [given]):
            yield f"--{name}={value}"  # in one, since a value may begin with a hyphen


def language_tag(text: str) -> str:
    """Return the tag of a language that an argument names; raise ArgumentTypeError."""
    from index.tags import tag_called  # noqa: PLC0415

    if not (tag := tag_called(text)):
        raise argparse.ArgumentTypeError(
            f"“{text}” is no language: give a tag such as de or zh-Hant, or a name such as German"
        )
    return tag


def _date(text: str) -> str:
    if not is_date(text):
        raise argparse.ArgumentTypeError(f"“{text}” is no date such as 2025, 2025-05 or 2025-05-20")
    return text


def _type(text: str) -> str:
    from index.file_types import TYPES, type_called  # noqa: PLC0415

    if not (type := type_called(text)):
        raise argparse.ArgumentTypeError(f"“{text}” is no type of file; there are {', '.join(TYPES)}")
    return type


def _site(text: str) -> str:
    from index.sites import site_called  # noqa: PLC0415

    if not (site := site_called(text)):
        raise argparse.ArgumentTypeError(f"“{text}” is no site such as example.org")
    return site


def _tagging(text: str) -> str:
    if text not in get_args(Tagging):
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(get_args(Tagging))}")
    return text


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {MAX_LIMIT}")
    return int(text)
