"""`fundstelle trends`, `collocates` and `keywords`: what is counted in a corpus, in a terminal."""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

from index.text import counted
from search.arguments import add_forms, language_tag, say
from search.output.tables import Record, csv_lines, jsonl_lines
from search.request import Copies, SearchRequest
from search.response import Notice

if TYPE_CHECKING:
    from search.counts.collocates import Collocates
    from search.counts.keywords import Keywords
    from search.counts.trends import Point, Series, Trend
    from search.response import Notice
    from search.searcher import Searcher

_SHOWN, _ALL = 30, 10**9
_WIDTH = 40
"""Characters of the longest bar."""
_BLOCKS = " ▏▎▍▌▋▊▉█"


def add_trends(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `trends`; the caller adds what it shares with others."""
    parser = commands.add_parser(
        "trends",
        help="count over the years",
        description="Count over the years how often words occur, each QUERY by itself, at most 8 of them.",
    )
    parser.add_argument(
        "--unit", choices=("occurrences", "documents"), default="occurrences", help="count these (default: %(default)s)"
    )
    parser.add_argument("--by-language", action="store_true", help="each language apart")
    parser.add_argument(
        "--copies", choices=get_args(Copies), default="show", help="with fold, of near copies only the first counts"
    )
    parser.add_argument("--step", type=_step, default=1, metavar="YEARS", help="so many years a line (default: 1)")
    add_forms(parser)
    return parser


def add_collocates(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `collocates`; the caller adds what it shares with others."""
    parser = commands.add_parser(
        "collocates",
        help="list the words that go with others",
        description="List the words that stand near the matches of a query more often than chance has it.",
    )
    parser.add_argument("--span-before", type=_span, default=5, metavar="N", help="words before a match (default: 5)")
    parser.add_argument("--span-after", type=_span, default=5, metavar="N", help="words after a match (default: 5)")
    _add_list(parser, ("log_dice", "log_likelihood", "count"))
    return parser


def add_keywords(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `keywords`; the caller adds what it shares with others."""
    parser = commands.add_parser(
        "keywords",
        help="list the words that set documents apart",
        description="List the words that are more frequent in what is found than in the whole corpus.",
    )
    parser.add_argument("--against", default="", metavar="QUERY", help="compare with what this finds instead")
    _add_list(parser, ("keyness", "log_ratio", "count"))
    return parser


def trends(searcher: "Searcher", args: argparse.Namespace, request: SearchRequest) -> Iterator[str]:
    """Return the lines of what `trends` prints."""
    from search.counts.count_records import TREND_COLUMNS, trend_record, trend_rows  # noqa: PLC0415
    from search.counts.trends import TrendRequest, coarser, trend  # noqa: PLC0415

    asked = TrendRequest(tuple(args.query), replace(request, q=""), args.unit, args.by_language, args.copies)
    found = coarser(trend(searcher, asked), args.step)
    _note(args, chain.from_iterable(series.notices for series in found.series))
    return _printed(args, TREND_COLUMNS, trend_rows(found), lambda: trend_record(asked, found), _trend_table(found))


def collocates(searcher: "Searcher", args: argparse.Namespace, request: SearchRequest) -> Iterator[str]:
    """Return the lines of what `collocates` prints."""
    from search.counts.collocates import CollocatesRequest  # noqa: PLC0415
    from search.counts.collocates import collocates as collocates_of  # noqa: PLC0415
    from search.counts.count_records import COLLOCATE_COLUMNS, words_record  # noqa: PLC0415

    asked = CollocatesRequest(request, span_before=args.span_before, span_after=args.span_after, **_list_options(args))
    found = collocates_of(searcher, asked)
    _note(args, found.notices)
    rows = map(asdict, found.words)
    return _printed(args, COLLOCATE_COLUMNS, rows, lambda: words_record(asked, found), _collocates_table(found))


def keywords(searcher: "Searcher", args: argparse.Namespace, request: SearchRequest) -> Iterator[str]:
    """Return the lines of what `keywords` prints."""
    from search.counts.count_records import KEYWORD_COLUMNS, words_record  # noqa: PLC0415
    from search.counts.keywords import KeywordsRequest  # noqa: PLC0415
    from search.counts.keywords import keywords as keywords_of  # noqa: PLC0415

    against = SearchRequest(q=args.against, match=request.match, exact=request.exact) if args.against else None
    asked = KeywordsRequest(request, against=against, **_list_options(args))
    found = keywords_of(searcher, asked)
    _note(args, found.notices)
    rows = map(asdict, found.words)
    return _printed(args, KEYWORD_COLUMNS, rows, lambda: words_record(asked, found), _keywords_table(found))


def _note(args: argparse.Namespace, notices: Iterable[Notice]) -> None:
    """Say beside rows what is to be known of them, which have no room for it."""
    if args.csv or args.jsonl:
        say(notices)


def _printed(
    args: argparse.Namespace,
    columns: Sequence[str],
    rows: Iterable[Record],
    record: Callable[[], Record],
    table: Iterator[str],
) -> Iterator[str]:
    """Return the lines of an answer in the form asked for: its rows, all of it as a record, or for people."""
    if args.csv:
        return csv_lines(columns, rows)
    if args.jsonl:
        return jsonl_lines(rows)
    return iter([json.dumps(record(), ensure_ascii=False, indent=2) + "\n"]) if args.json else table


def _trend_table(found: "Trend") -> Iterator[str]:
    yield f"{counted(found.documents, 'document')}, {found.undated:,} of them without a year\n"
    for series in found.series:
        yield from _drawn(series, found.unit)


def _collocates_table(found: "Collocates") -> Iterator[str]:
    yield from _notes(found.notices)
    yield f"{counted(found.total, 'word')} near {counted(found.occurrences, 'match', 'matches')} in {found.language}\n"
    yield f"{'near':>9} {'in all':>9} {'logDice':>8} {'log-likelihood':>14}  word\n"
    for one in found.words:
        yield f"{one.count:>9,} {one.frequency:>9,} {one.log_dice:>8.2f} {one.log_likelihood:>14,.2f}  {one.word}\n"


def _keywords_table(found: "Keywords") -> Iterator[str]:
    yield from _notes(found.notices)
    yield f"{counted(found.total, 'word')} of {counted(found.documents, 'document')} in {found.language}\n"
    yield f"{'here':>9} {'per million':>12} {'there':>12} {'keyness':>10} {'log ratio':>9}  word\n"
    for one in found.words:
        rates = f"{one.rate:>12,.2f} {one.other_rate:>12,.2f}"
        yield f"{one.count:>9,} {rates} {one.keyness:>10,.2f} {one.log_ratio:>+9.2f}  {one.word}\n"


def _drawn(series: "Series", unit: str) -> Iterator[str]:
    """Yield a series as a table with bars."""
    yield from _notes(series.notices)
    language = f" ({series.language})" if series.language else ""
    undated = f", {series.undated:,} of them without a year" if series.undated else ""
    yield f"\n{series.q}{language}: {counted(series.total, unit.removesuffix('s'))}{undated}\n"
    yield f"{'':>9} {'count':>9} {'per million' if unit == 'occurrences' else 'per 100':>12}\n"
    largest = max((point.rate or 0 for point in series.points), default=0)
    for point in series.points:
        if point.rate is not None:
            yield (
                f"{_years(point):>9} {point.count:>9,} {point.rate:>12,.2f}  {_bar(point.rate, largest)}".rstrip()
                + "\n"
            )


def _years(point: "Point") -> str:
    return str(point.year) if point.year == point.until else f"{point.year}–{point.until}"


def _bar(value: float, largest: float) -> str:
    """Return a bar of blocks, in eighths of a character."""
    eighths = round(8 * _WIDTH * value / largest) if largest else 0
    return "█" * (eighths // 8) + _BLOCKS[eighths % 8].strip()


def _notes(notices: "Iterable[Notice]") -> Iterator[str]:
    for notice in notices:
        yield f"Note: {notice.message}\n"


def _add_list(parser: argparse.ArgumentParser, orders: Sequence[str]) -> None:
    parser.add_argument(
        "--language",
        type=language_tag,
        metavar="LANGUAGE",
        help="of the words (default: the one with the most)",
    )
    parser.add_argument("--sort", choices=orders, default=orders[0], help="(default: %(default)s)")
    parser.add_argument("--least", type=_number, default=3, metavar="N", help="how often a word must be there")
    parser.add_argument("--stop-words", action="store_true", help="list words such as 'the' too")
    parser.add_argument("--limit", type=_number, metavar="N", help="(default: 30, of --csv and --jsonl all)")
    add_forms(parser)


def _list_options(args: argparse.Namespace) -> dict[str, Any]:
    options = {name: getattr(args, name) for name in ("sort", "least", "stop_words")}
    return options | {
        "language": args.language or "",
        "limit": args.limit or (_ALL if args.csv or args.jsonl else _SHOWN),
    }


def _number(text: str) -> int:
    return _between(1, 10**9, text)


def _step(text: str) -> int:
    from search.counts.trends import MAX_STEP  # noqa: PLC0415

    return _between(1, MAX_STEP, text)


def _span(text: str) -> int:
    from search.counts.collocates import MAX_SPAN  # noqa: PLC0415

    return _between(0, MAX_SPAN, text)


def _between(least: int, most: int, text: str) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is not a number from {least} to {most:,}")
    return int(text)
