"""`fundstelle relabel`: a search finds the documents, `index.relabel` changes their tags."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from index.cli import INTERRUPTED
from index.text import counted
from search.arguments import language_tag

if TYPE_CHECKING:
    from index.document import Document
    from search.request import SearchRequest
    from search.searcher import Searcher

_DESCRIPTION = """Change the language tag of every document that a query finds, all its words wanted.
Mind that lang:fr finds what is French in part, too.

The documents are analysed anew from the texts in the index, so the sources are not needed; when these are read again,
the documents keep their tag. --as auto takes it off again: then what is detected and declared counts, as before."""
_EXAMPLES = """examples:
  fundstelle relabel lang:und source:letters --as nds    what was not recognised there is Low German
  fundstelle relabel "confidence:<0.7" --lang no --as da
  fundstelle relabel lang:relabelled --as auto           all as if never touched"""
_AUTO = "auto"
_HARMLESS = {"elision", "compounds-limited"}
"""What is told of a query that finds no more than is meant: an article that is elided is no part of it."""


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add `relabel` to the commands of the command line; return its parser, which lacks the query yet."""
    parser = commands.add_parser(
        "relabel",
        help="change the language tag of every match",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--as",
        dest="tag",
        type=_tag,
        required=True,
        metavar="TAG",
        help=f"a tag such as de, nds or zh-Hant; or {_AUTO}",
    )
    return parser


def _tag(text: str) -> str:
    """Return a tag, empty for `auto`."""
    return "" if text.casefold() == _AUTO else language_tag(text)


def relabel(args: argparse.Namespace, request: "SearchRequest") -> int:
    """Change the tags of all that a request finds, and say what was done; return the exit code."""
    from index.progress import progress  # noqa: PLC0415
    from index.relabel import relabel  # noqa: PLC0415
    from search.searcher import Searcher  # noqa: PLC0415

    asked = Searcher.open(args.index).search(replace(request, match="all", limit=1))
    # Part of it was left out or repaired, so that it may find more than is meant.
    repairs = [notice.message for notice in asked.notices if notice.code not in _HARMLESS]
    if repairs:
        print(*repairs, "Nothing was changed.", sep="\n", file=sys.stderr)
        return 2
    if not asked.total:
        print(f"No document matches {asked.understood or request.q}. Nothing was changed.", file=sys.stderr)
        return 1
    try:
        with progress("Relabelling", " documents") as shown:
            shown.start(asked.total)
            changes = relabel(args.index, lambda: _matches(Searcher.open(args.index), request), args.tag, shown)
    except KeyboardInterrupt:
        print("Interrupted. What was committed is kept; run the same command again to go on.", file=sys.stderr)
        return INTERRUPTED
    print(f"Changed {counted(changes.total(), 'document')} of {asked.total:,} for {asked.understood}.")
    for (before, after), count in changes.most_common():
        print(f"  {count:>9,}  {before} → {after}")
    return 0


def _matches(searcher: "Searcher", request: "SearchRequest") -> Iterator[tuple[int, "Document"]]:
    return searcher.numbered(replace(request, match="all"))
