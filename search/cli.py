"""`fundstelle search`, `export` and `info`: asking an index from the command line; others stand beside it."""

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from index.cli import add_index_option, print_failures
from index.document import UNDETERMINED, whereabouts
from index.text import counted
from search import relabel
from search.arguments import (
    add_copies,
    add_filters,
    add_forms,
    add_json,
    add_limit,
    add_query,
    command,
    copies_of,
    filters_of,
    request_of,
    say,
)
from search.counts import count_cli
from search.errors import RequestError
from search.output import verify
from search.request import LINE_ORDERS, SearchRequest
from search.tracing import trace_cli

if TYPE_CHECKING:
    from search.counts.concordance import Concordance
    from search.hints.diagnosis import Diagnosis
    from search.output.receipt import Receipt
    from search.output.records import Record
    from search.response import Hit, Span
    from search.searcher import Searcher

_QUERIES = """queries:
  Waffenstillstand Istanbul        documents with both words, in any of their forms
  "direkte Gespräche"              these words side by side
  mond*                            words that begin so
  *mond  m?nd  /mo(nd|hn)/  mond~  "mond meer"~5     patterns, typing mistakes, words near each other
  =schön  ="schöne Brücke"         only as typed, in no other form
  apollo -rocket  -"moon landing"  without a word, without words side by side
  moon OR luna                     either
  title:moon  author:name  source:folder  type:pdf  site:example.org  lang:de  date:2025-05..2025-06
  meta.publisher:"Tide Press"      metadata of that name with these words; meta.publisher:* with any
  lang:und  lang:disagrees  confidence:<0.7   tags that may want mending (relabel)"""
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_BOLD, _PLAIN = "\033[1m", "\033[0m"
_WIDTH = 120
"""Cells of a line where there is no terminal that has a width."""


def add_commands(commands: "_Commands") -> None:
    """Add what reads an index, and `relabel`, to the commands of the command line."""
    _add_search(commands)
    _add_export(commands)
    _add_similar(commands)
    verify.add_command(commands)
    _add_concordance(commands)
    _add_counts(commands)
    _add_relabel(commands)
    trace_cli.add_command(commands).set_defaults(run=_trace)
    _add_info(commands)


def _add_asking(commands: "_Commands", name: str, what: str, description: str) -> argparse.ArgumentParser:
    """Add a command whose help explains queries."""
    return commands.add_parser(
        name,
        help=what,
        description=description,
        epilog=_QUERIES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_search(commands: "_Commands") -> None:
    search = _add_asking(commands, "search", "find documents", "Find documents and show the passages that match.")
    add_query(search, "what to look for")
    add_limit(search, "hits", 10)
    search.add_argument(
        "--explain", action="store_true", help="say of each hit which form of which word was found where"
    )
    add_copies(search)
    add_json(search)
    search.set_defaults(run=_search)


def _add_export(commands: "_Commands") -> None:
    export = _add_asking(commands, "export", "write out every match", "Write every match to stdout.")
    add_query(export, "what to look for; '*' is everything")
    export.add_argument("--format", choices=("jsonl", "csv", "parquet"), default="jsonl", help="(default: %(default)s)")
    export.add_argument(
        "--receipt",
        type=Path,
        metavar="FILE",
        help="also write what was asked of which index, to cite and verify it",
    )
    export.set_defaults(run=_export)


def _add_similar(commands: "_Commands") -> None:
    similar = commands.add_parser(
        "similar",
        help="find the documents most like one",
        description="Find the documents that share the words which tell what a document is about.",
    )
    similar.add_argument("id", metavar="ID", help="of the document that others are to be like")
    add_index_option(similar)
    add_filters(similar)
    add_limit(similar, "hits", 10)
    add_copies(similar)
    add_json(similar)
    similar.set_defaults(run=_similar)


def _add_counts(commands: "_Commands") -> None:
    for add, lines in (
        (count_cli.add_trends, count_cli.trends),
        (count_cli.add_collocates, count_cli.collocates),
        (count_cli.add_keywords, count_cli.keywords),
    ):
        counting = add(commands)
        add_query(counting, "what to look for")
        counting.set_defaults(run=partial(_print_counts, lines))


def _add_relabel(commands: "_Commands") -> None:
    relabelling = relabel.add_command(commands)
    add_query(relabelling, "whose matches to change; '*' is everything")
    relabelling.set_defaults(run=lambda args: relabel.relabel(args, request_of(args)))


def _add_info(commands: "_Commands") -> None:
    info = commands.add_parser(
        "info", help="what an index holds", description="Show what an index holds, and what not."
    )
    add_index_option(info)
    info.add_argument("--failures", action="store_true", help="list everything that was not indexed, and why")
    form = info.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--jsonl", action="store_true", help="print --failures as JSON, one object a line")
    form.add_argument("--csv", action="store_true", help="print --failures as a table with a header")
    info.set_defaults(run=_info)


def _add_concordance(commands: "_Commands") -> None:
    description = "Show every occurrence of a query in its line, with what stands before and after it."
    concordance = _add_asking(commands, "concordance", "show every occurrence in its line", description)
    add_query(concordance, "whose occurrences to show")
    concordance.add_argument(
        "--sort",
        choices=LINE_ORDERS,
        default="position",
        help="as indexed, by the words before or after the match, the document with the most lines first, or by "
        "date: the oldest first, with --sort=-date the newest",
    )
    concordance.add_argument("--before", default="", metavar="WORD", help="only lines with this word before the match")
    concordance.add_argument("--after", default="", metavar="WORD", help="only lines with this word after the match")
    add_limit(concordance, "lines", 50)
    add_forms(concordance)
    concordance.set_defaults(run=_concordance)


def _searcher(args: argparse.Namespace) -> "Searcher":
    from search.searcher import Searcher  # noqa: PLC0415  # --help needs none of it

    return Searcher.open(args.index)


def _print_json(record: "Record") -> int:
    _write_utf8()
    print(json.dumps(record, ensure_ascii=False, indent=2))
    return 0


def _write_utf8() -> None:
    """Write data rather than text: as UTF-8, whatever the terminal is set to, with its line ends as they are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")


def _search(args: argparse.Namespace) -> int:
    from search.output.records import diagnosis_record, search_record  # noqa: PLC0415

    asked = replace(request_of(args), limit=args.limit, explain=args.explain, copies=copies_of(args))
    searcher = _searcher(args)
    response = searcher.search(asked)
    nothing = None if response.total else searcher.diagnose(asked)
    if args.json:
        return _print_json(search_record(asked, response) | {"nothing": diagnosis_record(nothing) if nothing else None})
    for notice in response.notices:
        print(f"Note: {notice.message}")
    found = counted(response.total, "document")
    print(f"{found} for {response.understood or response.q}, in {response.took_ms:.0f} ms")
    if response.suggestion:
        print(f"Did you mean: {response.suggestion.q} ({counted(response.suggestion.documents, 'document')})")
    if nothing:
        _print_reasons(nothing, args.index)
    for number, hit in enumerate(response.hits, 1):
        _print_hit(number, hit, args.index, colour=_has_colour())
    return 0


def _similar(args: argparse.Namespace) -> int:
    from search.output.records import similar_record  # noqa: PLC0415

    searcher = _searcher(args)
    document = searcher.document(args.id)
    request = replace(filters_of(args), limit=args.limit, copies=copies_of(args))
    response = searcher.similar(document, request)
    if args.json:
        return _print_json(similar_record(request, response))
    for notice in response.notices:
        print(f"Note: {notice.message}")
    if response.words:
        print(f"By: {', '.join(word.word for word in response.words)}")
    for number, hit in enumerate(response.hits, 1):
        _print_hit(number, hit, args.index, colour=_has_colour())
    return 0


def _print_reasons(nothing: "Diagnosis", index: "Path") -> None:
    """Print why nothing was found, and the commands that find something."""
    for found in nothing.words:
        meant = f"; did you mean {found.meant.q}?" if found.meant else ""
        print(f"  {found.text}: {counted(found.documents, 'document') if found.documents else 'occurs nowhere'}{meant}")
    for way in nothing.ways:
        print(f"  {way.message}: {command('search', way.request, '--index', str(index))}")


def _print_hit(number: int, hit: "Hit", index: Path, *, colour: bool) -> None:
    from search.matches.explaining import in_words  # noqa: PLC0415
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


def _concordance(args: argparse.Namespace) -> int:
    from search.counts.concordance import ConcordanceRequest, concordance, lines  # noqa: PLC0415
    from search.counts.concordance_records import concordance_record, lines_csv, lines_jsonl  # noqa: PLC0415

    searcher = _searcher(args)
    request = ConcordanceRequest(request_of(args), args.sort, args.before, args.after, args.limit)
    if args.csv or args.jsonl:
        _write_utf8()
        selection = searcher.select(request.search)
        say(selection.notices)
        for line in (lines_csv if args.csv else lines_jsonl)(lines(searcher, request, selection)):
            sys.stdout.write(line)
        return 0
    found = concordance(searcher, request)
    if args.json:
        return _print_json(concordance_record(request, found))
    _print_lines(found, request.search.q)
    return 0


def _print_lines(found: "Concordance", q: str) -> None:
    from search.counts.kwic import aligned  # noqa: PLC0415

    for notice in found.notices:
        print(f"Note: {notice.message}")
    places = f"{counted(found.total, 'line')} in {counted(found.documents, 'document')}"
    print(f"{places} for {found.understood or q}, {found.per_million:,} per million words\n")
    width = shutil.get_terminal_size((_WIDTH, 0)).columns
    opening, closing = (_BOLD, _PLAIN) if _has_colour() else ("[", "]")
    for line in found.lines:
        print(aligned(line, width, opening, closing))
    for title, words in (("Before", found.words_before), ("After", found.words_after)):
        if words:
            print(f"\n{title}: {', '.join(f'{one.word} {one.count:,}' for one in words)}")
    if len(found.lines) < found.total:
        print(f"\nThese are {len(found.lines):,} of {found.total:,} lines; --csv and --jsonl write them all.")


def _has_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _print_counts(lines: "Callable[..., Iterable[str]]", args: argparse.Namespace) -> int:
    printed = lines(_searcher(args), args, request_of(args))
    if args.json or args.csv or args.jsonl:
        _write_utf8()
    sys.stdout.writelines(printed)
    return 0


def _export(args: argparse.Namespace) -> int:
    from search.output.records import csv_rows, jsonl  # noqa: PLC0415

    searcher, request = _searcher(args), request_of(args)
    receipt = searcher.receipt(request) if args.receipt or args.format == "parquet" else None
    say(receipt.notices if receipt else searcher.notices(request))
    if receipt and args.receipt:
        verify.write(args.receipt, receipt)
    if receipt and args.format == "parquet":
        return _export_parquet(searcher, request, receipt)
    _write_utf8()
    for line in (csv_rows if args.format == "csv" else jsonl)(searcher.export(request)):
        sys.stdout.write(line)
    return 0


def _trace(args: argparse.Namespace) -> int:
    from search.output.records import trace_record  # noqa: PLC0415

    asked = trace_cli.asked(args)
    trace = _searcher(args).trace(asked)
    if args.json:
        return _print_json(trace_record(asked, trace))
    print(*trace_cli.lines(trace), sep="\n")
    return 0


def _export_parquet(searcher: "Searcher", request: SearchRequest, receipt: "Receipt") -> int:
    from search.output.parquet import parquet_pieces  # noqa: PLC0415

    if sys.stdout.isatty():
        print("Parquet is not for terminals: write it to a file, with > FILE.", file=sys.stderr)
        return 2
    for piece in parquet_pieces(searcher.export(request), receipt):
        sys.stdout.buffer.write(piece)
    return 0


def _info(args: argparse.Namespace) -> int:
    from search.output.records import overview_record  # noqa: PLC0415

    if args.failures and args.json:
        raise RequestError("--failures are a list: ask for them with --jsonl or --csv.")
    if args.failures or args.csv or args.jsonl:
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
    from search.output.records import failures_csv, failures_jsonl  # noqa: PLC0415

    with IndexDirectory.open(args.index).state() as state:
        skipped = state.failures.listed()
        if not (args.jsonl or args.csv):
            for one in skipped:
                print(one)
            return 0
        _write_utf8()
        for line in (failures_csv if args.csv else failures_jsonl)(skipped):
            sys.stdout.write(line)
    return 0
