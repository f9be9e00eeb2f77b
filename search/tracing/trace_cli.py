"""`fundstelle trace`: where a text comes from."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from index.cli import add_index_option
from index.document import whereabouts
from index.text import counted
from search.arguments import add_copies, add_filters, add_json, copies_of, filters_of
from search.errors import RequestError
from search.tracing.trace import (
    LEAST,
    LEAST_OF_LONG,
    LONG,
    MAX_LEAST,
    MAX_PASSAGES,
    MAX_TEXT_LENGTH,
    MIN_LEAST,
    Passage,
    Trace,
    TraceOrder,
    TraceRequest,
)

_DESCRIPTION = """Show which passages of the index have the same words in the same order as a text, and what share of
its words they hold. Titles do not count, nor do case, accents and what stands between words."""
_DEFAULT = "(default: %(default)s)"


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add `trace` to the commands of the command line; return its parser."""
    parser = commands.add_parser("trace", help="find where a text comes from", description=_DESCRIPTION)
    parser.add_argument("file", metavar="FILE", help=f"the text in UTF-8, {MAX_TEXT_LENGTH:,} characters; - is stdin")
    add_index_option(parser)
    add_filters(parser)
    least = f"words in a row that make a passage (at least {LEAST_OF_LONG} in a text of more than {LONG:,})"
    _add_number(parser, "--least", (MIN_LEAST, MAX_LEAST), LEAST, least)
    _add_number(parser, "--limit", (1, MAX_PASSAGES), 10, "passages")
    parser.add_argument(
        "--sort", choices=get_args(TraceOrder), default="length", help=f"longest or oldest first {_DEFAULT}"
    )
    add_copies(parser)
    add_json(parser)
    return parser


def _add_number(parser: argparse.ArgumentParser, name: str, limits: tuple[int, int], default: int, what: str) -> None:
    least, most = limits
    text = f"{what}, {least} to {most} {_DEFAULT}"
    parser.add_argument(name, type=int, choices=range(least, most + 1), default=default, metavar="N", help=text)


def asked(args: argparse.Namespace) -> TraceRequest:
    """Return what the arguments ask for, with the text that they name; raise RequestError where it is none."""
    return TraceRequest(
        _read(args.file), filters_of(args), args.least, sort=args.sort, copies=copies_of(args), limit=args.limit
    )


def lines(trace: Trace) -> Iterator[str]:
    """Yield what was found, for people."""
    share, words = f"{trace.share:.0%}", counted(trace.words, "word")
    yield from (f"Note: {notice.message}" for notice in trace.notices)
    yield f"{share} of {words} in {counted(trace.documents, 'document')}, in {trace.took_ms:.0f} ms"
    for number, passage in enumerate(trace.passages, 1):
        yield from _passage(number, passage, trace.text)
    if trace.total > len(trace.passages):
        yield f"\nand {counted(trace.total - len(trace.passages), 'more passage')}; --limit shows more"


def _passage(number: int, passage: Passage, text: str) -> Iterator[str]:
    document, (start, end) = passage.document, passage.in_document
    facts = [document.language, document.date, document.author, whereabouts(document)]
    yield f"\n{number}. {counted(passage.words, 'word')} in {document.heading}"
    yield f"   {' · '.join(filter(None, facts))}, characters {start:,} to {end:,}"
    yield f"   {' '.join(text[slice(*passage.in_text)].split())}"
    if passage.near_copies:
        yield f"   and maybe in {counted(passage.near_copies.others, 'near copy', 'near copies')} of the document"


def _read(file: str) -> str:
    """Return what stands in a file or on stdin; raise RequestError."""
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(f"{file} is not UTF-8: {error.reason} at byte {error.start:,}.") from error
