"""`fundstelle search`, `export` and `info`: asking an index from the command line; others stand beside it."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, get_args

from index.cli import add_index_option, print_failures
from index.document import UNDETERMINED, whereabouts
from index.text import counted
from search import count_cli, relabel
from search.request import MAX_LIMIT, Copies, SearchRequest

if TYPE_CHECKING:
    from pathlib import Path

    from search.records import Record
    from search.response import Hit, Span
    from search.searcher import Searcher

_QUERIES = """queries:
  Waffenstillstand Istanbul        documents with both words, in any of their forms
  "direkte Gespräche"              these words side by side
  mond*                            words that begin so
  =schön  ="schöne Brücke"         only as typed, in no other form
  -- apollo -rocket                without a word; after -- nothing is taken for an option
  moon OR luna                     either
  title:moon  author:name  source:folder  lang:de  date:2025-05..2025-06
  meta.publisher:"Tide Press"      metadata of that name with these words; meta.publisher:* with any
  lang:und  lang:disagrees  confidence:<0.7   tags that may want mending (relabel)"""
_BOLD, _PLAIN = "\033[1m", "\033[0m"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `search`, `export`, `trends`, `collocates`, `keywords`, `relabel` and `info` to the command line."""
    search = commands.add_parser(
        "search",
        help="find documents",
        description="Find documents and show the passages that match.",
        epilog=_QUERIES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_query(search, "what to look for")
    search.add_argument("--limit", type=_limit, default=10, metavar="N", help=f"hits, 1 to {MAX_LIMIT} (default: 10)")
    search.add_argument(
        "--explain", action="store_true", help="say of each hit which form of which word was found where"
    )
    search.add_argument(
        "--copies",
        choices=get_args(Copies),
        default="auto",
        help="of near copies, show only the best hit, or every one; auto is fold, but show with --json",
    )
    search.add_argument("--json", action="store_true", help="print the answer as JSON, as the API gives it")
    search.set_defaults(run=_search)
    export = commands.add_parser(
        "export",
        help="write out every match",
        description="Write every match to stdout.",
        epilog=_QUERIES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_query(export, "what to look for; '*' is everything")
    export.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", help="(default: %(default)s)")
    export.set_defaults(run=_export)
    for add, lines in (
        (count_cli.add_trends, count_cli.trends),
        (count_cli.add_collocates, count_cli.collocates),
        (count_cli.add_keywords, count_cli.keywords),
    ):
        counting = add(commands)
        _add_query(counting, "what to look for")
        counting.set_defaults(run=partial(_print_lines, lines))
    relabelling = relabel.add_command(commands)
    _add_query(relabelling, "whose matches to change; '*' is everything")
    relabelling.set_defaults(run=lambda args: relabel.relabel(args, _request(args)))
    info = commands.add_parser(
        "info", help="what an index holds", description="Show what an index holds, and what not."
    )
    add_index_option(info)
    info.add_argument("--failures", action="store_true", help="list everything that was not indexed, and why")
    form = info.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print it as JSON, of --failures one object a line")
    form.add_argument("--csv", action="store_true", help="print --failures as a table")
    info.set_defaults(run=_info)


def _add_query(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("query", nargs="+", metavar="QUERY", help=what)
    add_index_option(parser)
    parser.add_argument("--lang", action="append", default=[], metavar="TAG", help="only this language; may repeat")
    parser.add_argument("--exact", action="store_true", help="only words as they are typed, not their other forms")


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {MAX_LIMIT}")
    return int(text)


def _searcher(args: argparse.Namespace) -> "Searcher":
    from search.searcher import Searcher  # noqa: PLC0415  # --help needs none of it

    return Searcher.open(args.index)


def _request(args: argparse.Namespace) -> SearchRequest:
    return SearchRequest(q=" ".join(args.query), languages=tuple(args.lang), exact=args.exact)


def _print_json(record: "Record") -> int:
    _write_utf8()
    print(json.dumps(record, ensure_ascii=False, indent=2))
    return 0


def _write_utf8() -> None:
    """Write data rather than text: as UTF-8, whatever the terminal is set to, with its line ends as they are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")


def _search(args: argparse.Namespace) -> int:
    from search.records import search_record  # noqa: PLC0415

    copies: Copies = "fold" if args.copies == "auto" and not args.json else args.copies
    asked = replace(_request(args), limit=args.limit, explain=args.explain, copies=copies)
    response = _searcher(args).search(asked)
    if args.json:
        return _print_json(search_record(response))
    for notice in response.notices:
        print(f"Note: {notice.message}")
    found = counted(response.total, "document")
    print(f"{found} for {response.understood or response.q}, in {response.took_ms:.0f} ms")
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for number, hit in enumerate(response.hits, 1):
        _print_hit(number, hit, args.index, colour=colour)
    return 0


def _print_hit(number: int, hit: "Hit", index: "Path", *, colour: bool) -> None:
    from search.explaining import in_words  # noqa: PLC0415
    from search.response import MAX_COPIES  # noqa: PLC0415

    document = hit.document
    tag = f"{document.language}?" if document.is_doubtful and document.language != UNDETERMINED else document.language
    facts = [tag, document.date, document.author, whereabouts(document)]
    print(f"\n{number}. {_marked(document.title, hit.title_highlights, colour) or document.heading}")
    print(f"   {' · '.join(filter(None, facts))}")
    for snippet in hit.snippets:
        text = _marked(snippet.text, snippet.highlights, colour)
        part = f"({snippet.part}) " if snippet.part else ""
        print(f"   {part}{'… ' if snippet.cut_before else ''}{text}{' …' if snippet.cut_after else ''}")
    for reason in hit.reasons or ():
        print(f"   - {in_words(reason)}")
    for copy in document.copies[:MAX_COPIES]:
        print(f"   the same in {whereabouts(copy)}")
    if document.copies_total > MAX_COPIES:
        print(f"   and in {counted(document.copies_total - MAX_COPIES, 'more place')}")
    if hit.near_copies:
        listed = f"fundstelle search copies:{hit.near_copies.group} --copies show --index {index}"
        print(f"   and {counted(hit.near_copies.others, 'near copy', 'near copies')}; list them with: {listed}")


def _marked(text: str, spans: "Iterable[Span]", colour: bool) -> str:
    """Return a text with its matches in bold, or between brackets where there is no colour."""
    before, after = (_BOLD, _PLAIN) if colour else ("[", "]")
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], before, text[start:end], after]
        at = end
    return "".join([*pieces, text[at:]])


def _print_lines(lines: "Callable[..., Iterable[str]]", args: argparse.Namespace) -> int:
    printed = lines(_searcher(args), args, _request(args))
    if args.csv or args.jsonl:
        _write_utf8()
    sys.stdout.writelines(printed)
    return 0


def _export(args: argparse.Namespace) -> int:
    from search.records import csv_rows, jsonl  # noqa: PLC0415

    documents = _searcher(args).export(_request(args))
    _write_utf8()
    for line in (csv_rows if args.format == "csv" else jsonl)(documents):
        sys.stdout.write(line)
    return 0


def _info(args: argparse.Namespace) -> int:
    from search.records import overview_record  # noqa: PLC0415

    if args.failures or args.csv:
        return _failures(args)
    overview = _searcher(args).overview()
    if args.json:
        return _print_json(overview_record(overview))
    updated = f", updated {overview.updated}" if overview.updated else ""
    held = counted(overview.documents, "document")
    print(f"{args.index}: {held}, {overview.size / 1e6:,.1f} MB{updated}")
    if overview.years:
        print(f"Dated: {overview.dated:,}, from {overview.years[0]} to {overview.years[1]}")
    if overview.languages:
        print("Languages:")
    for value in overview.languages:
        print(f"  {value.value:8} {value.count:>9,}  {value.label}")
    for one in overview.to_review:
        if one.count:
            listed = f"fundstelle search {one.value} --index {args.index}"
            print(f"{one.label}: {counted(one.count, 'document')}; list them with: {listed}")
    print_failures(overview.failures, args.index)
    return 0


def _failures(args: argparse.Namespace) -> int:
    from index.directory import IndexDirectory  # noqa: PLC0415
    from search.records import failures_csv, failures_jsonl  # noqa: PLC0415

    with IndexDirectory.open(args.index).state() as state:
        skipped = state.failures.listed()
        if not (args.json or args.csv):
            for one in skipped:
                print(one)
            return 0
        _write_utf8()
        for line in (failures_csv if args.csv else failures_jsonl)(skipped):
            sys.stdout.write(line)
    return 0
