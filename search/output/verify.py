"""`fundstelle verify`: whether a search still finds what a receipt says that it found."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.cli import add_index_option
from index.text import counted
from search.errors import RequestError

if TYPE_CHECKING:
    from search.output.receipt import Receipt
    from search.output.tables import Record


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `verify` to the commands of the command line."""
    parser = commands.add_parser(
        "verify",
        help="ask again what a receipt tells of",
        description="Ask again what a receipt tells of, and say whether the same is found; the exit code is 1 if not.",
    )
    parser.add_argument("receipt", type=Path, metavar="RECEIPT", help="what `export --receipt` or the page gave")
    add_index_option(parser)
    parser.set_defaults(run=_verify)


def write(file: Path, receipt: "Receipt") -> None:
    """Write a receipt to a file, as JSON."""
    from search.output.receipt import receipt_record  # noqa: PLC0415  # --help needs none of it

    file.write_text(json.dumps(receipt_record(receipt), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _verify(args: argparse.Namespace) -> int:
    from search.output.receipt import receipt_record, request_of  # noqa: PLC0415
    from search.searcher import Searcher  # noqa: PLC0415

    try:
        then = json.loads(args.receipt.read_bytes())
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{args.receipt} is no receipt: it is not JSON.") from error
    now = receipt_record(Searcher.open(args.index).receipt(request_of(then)))
    is_same = then.get("fingerprint") == now["fingerprint"]
    print(f"The same: {_found(now)}." if is_same else f"Not the same: {_found(then)} then, {_found(now)} now.")
    for change in _changes(then, now):
        print(change)
    return 0 if is_same else 1


def _found(receipt: "Record") -> str:
    total = receipt.get("total")
    return counted(total, "document") if isinstance(total, int) else "unknown"


def _changes(then: "Record", now: "Record") -> Iterator[str]:
    """Yield what else is not as it was."""
    before = then.get("index")
    if not isinstance(before, dict) or before.get("fingerprint") != now["index"]["fingerprint"]:
        yield "The index holds other documents than then."
    elif before.get("analysis") != now["index"]["analysis"]:
        yield "Texts are made into words in another way than then."
    if then.get("fundstelle") != now["fundstelle"]:
        yield f"Fundstelle {now['fundstelle']} answered now, {then.get('fundstelle')} then."
