"""The command `fundstelle`: it composes the commands of all packages, and adds `serve`."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

import index.cli
import search.cli
from index.errors import FundstelleError
from search.arguments import CommandParser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 for failure; wrong usage exits with 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal need not know every character
    args = _parser().parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except FundstelleError as error:
        print(f"fundstelle: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader, such as `head`, has had enough. Python's own flush at exit shall not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"fundstelle: {_explain(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _explain(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fundstelle", description="Search a pile of text in many languages: index it, then ask it or serve it."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('fundstelle')}")
    commands: argparse._SubParsersAction[argparse.ArgumentParser] = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=CommandParser
    )
    for package in (index.cli, search.cli):
        package.add_commands(commands)
    _add_serve(commands)
    return parser


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "serve", help="serve the search page and the API", description="Serve the search page and the JSON API."
    )
    index.cli.add_index_option(parser)
    parser.add_argument(
        "--host", type=_host, default="127.0.0.1", help="the address to listen on (default: %(default)s)"
    )
    parser.add_argument("--port", type=_port, default=8000, help="0 takes a free one (default: %(default)s)")
    parser.add_argument(
        "--allow-host",
        type=_host_name,
        action="append",
        default=[],
        metavar="NAME",
        help="a name to be asked under, besides those of this machine; may repeat; '*' allows every name",
    )
    parser.set_defaults(run=_serve)


def _host(text: str) -> str:
    if not text.strip():  # to the system that is every address of this machine
        raise argparse.ArgumentTypeError("an address is needed, such as 127.0.0.1")
    return text


def _host_name(text: str) -> str:
    """Return a name as `HostCheck` compares it, without its port."""
    from web.middleware import host_name  # noqa: PLC0415  # --help needs none of it

    name = host_name(text) or host_name(f"[{text}]")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a host, such as corpus.example")
    return name


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: it is a number from 0 to 65535")
    return int(text)


def _serve(args: argparse.Namespace) -> int:
    from web.serving import serve  # noqa: PLC0415  # FastAPI takes its time to load; the other commands need none of it

    return serve(args.index, args.host, args.port, args.allow_host)
