"""`fundstelle index`: building and updating an index from the command line."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from index.errors import FundstelleError, SourceError
from index.text import counted

if TYPE_CHECKING:
    from index.failures import Failures
    from index.pipeline import Summary

_LINES = 20
INTERRUPTED = 130
"""The exit code of what was ended by Ctrl-C, as shells have it."""
_RECORD_FIELDS = {
    "id": "id, _id, doc_id, uuid …",
    "title": "title, headline, name",
    "text": "text, content, raw_content, body, article …",
    "language": "language, lang",
    "date": "date, published, timestamp, created …",
    "author": "author, authors, byline, creator",
    "url": "url, link, permalink …",
}
_DESCRIPTION = """Build an index of texts, or bring it up to date.

Reads plain text, Markdown, HTML, XML (TEI), PDF, office files, e-books, e-mail, JSON, JSON Lines, CSV, Parquet, Arrow
and web archives (WARC, ARC), compressed or in archives too, in folders and all below them; on disk, on the web
(https://), in S3 (s3://) and in Google Cloud Storage (gs://). A file is known by what is in it, not by its name.
Hidden files are left out. Run it again to update: new and changed files are read, the others are left as they are, and
what is gone from below the sources is removed. Ctrl-C keeps what is done, a crash all but the last half minute: the
same command goes on. What could not be indexed is listed at the end with its reason."""
_EXAMPLES = """examples:
  fundstelle index ~/texts                               a folder, into ./fundstelle.index
  fundstelle index a.jsonl b.csv.gz mails.zip --index my.index
  fundstelle index ~/texts --watch                       … and whatever changes there, until Ctrl-C
  find ~/texts -newer last.txt | fundstelle index -      those that a list names, paths or addresses
  fundstelle index s3://bucket/texts https://example.org/dump.parquet
  fundstelle index dump.jsonl --text-field maintext      a record's text is in an unusual field"""


def add_index_option(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which index to use: `args.index`, a Path."""
    default = Path(os.environ.get("FUNDSTELLE_INDEX") or "fundstelle.index")
    parser.add_argument(
        "--index",
        type=Path,
        default=default,
        metavar="DIR",
        help="the index (default: $FUNDSTELLE_INDEX, else ./fundstelle.index)",
    )


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `index` and `check` to the commands of the command line."""
    _add_index(commands)
    _add_check(commands)


def _add_index(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "index",
        help="build or update an index",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="a file, a folder or an address; - reads them from standard input"
    )
    add_index_option(parser)
    parser.add_argument(
        "--trust",
        choices=("best", "declared", "detected"),
        help="whose language tags count: those that sources declare, those detected, or the best of both, where "
        "detection wins if it is sure (default: best; remembered for later updates)",
    )
    parser.add_argument("--workers", type=_positive, metavar="N", help="processes to use (default: one a core)")
    parser.add_argument(
        "--watch",
        action="store_true",
        help="stay, and keep the index in step with what changes below sources on disk",
    )
    records = parser.add_argument_group("records", "fields of tables and JSON, where they have unusual names")
    for name, usual in _RECORD_FIELDS.items():
        purpose = f"where there is one, instead of {usual}"
        records.add_argument(f"--{name}-field", default="", metavar="NAME", help=purpose)
    parser.set_defaults(run=_run)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "check",
        help="verify an index",
        description="Read all of an index, and say whether it is still what was written and what to do if not. "
        "Exits with 1 if anything is wrong.",
    )
    add_index_option(parser)
    parser.add_argument("--repair", action="store_true", help="have the next run read the files that differ anew")
    parser.set_defaults(run=_check)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes: at least 1")
    return int(text)


def _sources(given: Iterable[str]) -> Iterator[str]:
    """Yield the sources given, in place of "-" those that standard input has, one a line."""
    for source in given:
        if source != "-":
            yield source
            continue
        lines = (line.rstrip(b"\r\n") for line in sys.stdin.buffer)
        yield from (os.fsdecode(line) for line in lines if line.strip())


def _run(args: argparse.Namespace) -> int:
    # Imported here, since the other commands and --help need none of it.
    from index.pipeline import index_sources  # noqa: PLC0415
    from index.progress import progress  # noqa: PLC0415
    from index.remote import is_address  # noqa: PLC0415
    from index.sources.source import Columns  # noqa: PLC0415

    columns = Columns(**{name: getattr(args, f"{name}_field") for name in _RECORD_FIELDS})
    sources = list(_sources(args.sources))
    on_disk = [Path(source) for source in sources if not is_address(source)]
    if args.watch and len(on_disk) < len(sources):
        raise SourceError("Only files and folders on disk can be watched: leave out --watch or the addresses.")
    update = partial(index_sources, directory=args.index, columns=columns, workers=args.workers, trust=args.trust)
    with progress() as shown, _interrupts() as stop:
        summary = update(sources, progress=shown, stop=stop)
    _print(summary, args.index)
    if not summary.is_complete:
        print("Interrupted. What was done is kept; run the same command again to go on.", file=sys.stderr)
        return INTERRUPTED
    if args.watch:
        return _watch(on_disk, args.index, update)
    _print_closed(summary.closed)
    return 0 if summary.languages and not summary.closed else 1


@contextmanager
def _interrupts() -> Iterator[Event]:
    """Give an event that Ctrl-C sets, so that what is done can be committed; another one, a second later, ends at once.

    Those who run commands may pass on an interrupt that the command has had itself.
    """
    stop, first = Event(), 0.0

    def interrupted(_signal: int, _frame: object) -> None:
        nonlocal first
        if stop.is_set():
            if time.monotonic() - first > 1:
                raise KeyboardInterrupt
            return
        first = time.monotonic()
        stop.set()
        print("\nInterrupted: committing what is done. Once more to leave that, too.", file=sys.stderr)

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _watch(sources: Sequence[Path], directory: Path, index: "Callable[[Sequence[Path]], Summary]") -> int:
    """Update the index whenever its sources change, until Ctrl-C."""
    from index.watching import watch  # noqa: PLC0415

    print("Watching for changes; Ctrl-C ends it.", flush=True)
    try:
        watch(sources, directory, partial(_update, index))
    except KeyboardInterrupt:
        print("Stopped watching. The same command goes on from here.")
        return 0


def _update(index: "Callable[[Sequence[Path]], Summary]", sources: Sequence[Path]) -> bool:
    """Update the index and say so in a line; tell whether that succeeded."""
    now = time.strftime("%H:%M:%S")
    try:
        summary = index(sources)
    except (FundstelleError, OSError) as error:
        print(f"{now} Not updated: {error}", file=sys.stderr, flush=True)
        return False
    if summary.read or summary.removed:
        files, documents = counted(summary.read, "file"), counted(summary.documents, "document")
        print(f"{now} {files} read, {summary.removed:,} gone: {documents} in {summary.seconds:.1f} s", flush=True)
    return True


def _print(summary: "Summary", index: Path) -> None:
    """Say what was done and what the index now holds."""

    total = sum(summary.languages.values())
    languages = ", ".join(f"{tag} {count:,}" for tag, count in summary.languages.items())
    print(
        f"Looked into {counted(summary.read, 'file')} and indexed {counted(summary.documents, 'document')} in "
        f"{summary.seconds:.1f} s; {counted(summary.unchanged, 'file')} unchanged, {summary.removed:,} gone."
    )
    if summary.exact_copies:
        print(f"{counted(summary.exact_copies, 'exact copy was', 'exact copies were')} noted with these.")
    print(f"{index} holds {counted(total, 'document')}" + (f": {languages}" if languages else "."))
    print_failures(summary.failures, index)
    if total:
        print(f"Search it with: fundstelle search WORDS --index {index}, or: fundstelle serve --index {index}")
    else:
        print(f"fundstelle: nothing was indexed into {index}", file=sys.stderr)


def _print_closed(sources: Mapping[str, str]) -> None:
    """Say which sources could not be looked at, as they were given, since their names lack the kind of address."""
    from index.walk import shown  # noqa: PLC0415

    for source, reason in islice(sources.items(), _LINES):
        print(f"fundstelle: the source {shown(source)} cannot be read: {reason}", file=sys.stderr)
    if len(sources) > _LINES:
        print(f"fundstelle: and {len(sources) - _LINES:,} more sources", file=sys.stderr)


def _check(args: argparse.Namespace) -> int:
    from index.checking import check  # noqa: PLC0415
    from index.progress import progress  # noqa: PLC0415

    with progress("Checking", " documents") as shown:
        report = check(args.index, shown, repair=args.repair)
    if report.is_sound:
        print(f"{args.index}: every file is as it was written, with {counted(report.documents, 'document')}.")
        if report.pending:
            print(f"{counted(report.pending, 'file')} still to be read: run the last fundstelle index again.")
        return 0
    if report.broken:
        build = f"fundstelle index SOURCE... --index {args.index}"
        _list(f"{args.index} is damaged. Delete it, and build it anew with: {build}", report.broken)
        return 1
    repair = f"To have them read anew: fundstelle check --repair --index {args.index}. They are then"
    _list(f"{args.index} is not what the files have given:", report.differences)
    advice = "They are" if args.repair else repair
    print(f"{advice} read by the next: fundstelle index SOURCE... --index {args.index}, with the same sources.")
    return 1


def _list(heading: str, lines: Sequence[object]) -> None:
    print(heading)
    for line in lines[:_LINES]:
        print(f"  {line}")
    if len(lines) > _LINES:
        print(f"  … and {len(lines) - _LINES:,} more")


def print_failures(failures: "Failures", index: Path) -> None:
    """Say how much is not in an index, and list the first of it by file and reason; of what is older, how much."""
    listing = f"fundstelle info --failures --index {index}"
    if new := failures.total - failures.older:
        print(f"Not indexed: {counted(new, 'file or record', 'files or records')}.")
    for one in failures.first:
        print(f"  {one}")
    if new > len(failures.first):
        print(f"  … and {new - len(failures.first):,} more; all of them: {listing}")
    if failures.older:
        older = counted(failures.older, "file or record", "files or records")
        print(f"Not indexed by earlier runs: {older}; to list them: {listing}")
