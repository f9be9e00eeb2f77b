"""The command `fundstelle`, as a process."""

import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.conftest import Library, records
from web import cli

pytest_plugins = ["tests.web_fixtures"]

COMMAND = [sys.executable, "-c", "import sys; from web.cli import main; sys.exit(main())"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def serving(index: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [*COMMAND, "serve", "--index", str(index), "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        ready = process.stdout.readline()
        try:
            assert ready.startswith("Fundstelle is ready: http://127.0.0.1:")
            assert ready.endswith("/  (Ctrl-C ends it)\n")
            yield process, ready.split()[3]
        finally:
            process.kill()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_until_it_is_told_to_end(web_index: Path, ending: signal.Signals) -> None:
    with serving(web_index) as (process, address):
        assert httpx.get(f"{address}healthz").json()["status"] == "ok"
        process.send_signal(ending)
        assert process.wait(timeout=20) == 0
        assert process.stderr
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/api/v1/search?q=Brücke", 200),
        ("/api/v1/search?q=%42r%C3%BCcke", 200),
        ("/document/none/Brücke", 404),
        ("/api/v1/search?q=Br\udcfccke", 200),
        ("/api/v1/search?q=old bridge", 400),
        ("/api/v1/search?q=\x01", 400),
    ],
)
def test_an_address_may_be_typed_as_it_is_read(raw: Callable[[bytes], bytes], target: str, status: int) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Other: ä\r\n\r\n"
    answer = raw(request.encode("utf-8", "surrogateescape"))
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    if "Brücke" in target and status == 200:
        assert '"q":"Brücke"'.encode() in answer and b'"total":1' in answer


@pytest.fixture(scope="module")
def raw(web_index: Path) -> Iterator[Callable[[bytes], bytes]]:
    """Sends bytes to a server as they are, and returns all that it answers."""
    with serving(web_index) as (_, address):
        port = httpx.URL(address).port

        def sent(request: bytes) -> bytes:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(request)
                return b"".join(iter(lambda: connection.recv(65_536), b""))

        yield sent


def test_serve_can_be_told_other_names(web_index: Path) -> None:
    with serving(web_index, "--allow-host", "corpus.example:8000", "--allow-host", "::2") as (_, address):
        assert httpx.get(f"{address}healthz", headers={"Host": "corpus.example"}).status_code == 200
        assert httpx.get(f"{address}healthz", headers={"Host": "corpus.example:8000"}).status_code == 200
        assert httpx.get(f"{address}healthz", headers={"Host": "[::2]:8000"}).status_code == 200
        assert httpx.get(f"{address}healthz", headers={"Host": "other.example"}).status_code == 400


def test_a_taken_port_says_what_to_do(web_index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--index", str(web_index), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert done.stderr.startswith("fundstelle: Port ")
    assert "--port 0" in done.stderr


@pytest.mark.parametrize("command", [["search", "moon"], ["export", "*"], ["info"], ["check"], ["serve"]])
def test_without_an_index_the_way_to_one_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert cli.main([*command, "--index", str(tmp_path / "none")]) == 1
    message = capsys.readouterr().err
    assert message.startswith(f"fundstelle: There is no index at {tmp_path / 'none'}. ")
    assert "fundstelle index SOURCE..." in message


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "-1"],
        ["serve", "--host", ""],
        ["serve", "--host", " "],
        ["serve", "--allow-host", ""],
        ["serve", "--allow-host", "http://corpus.example"],
        ["search"],
        ["search", "x", "--limit", "0"],
        ["export", "*", "--format", "xml"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2


def test_help_needs_none_of_the_heavy_packages() -> None:
    heavy = "{'fastapi', 'tantivy', 'trafilatura', 'jinja2', 'uvicorn', 'pydantic'}"
    script = f"import sys; from web.cli import main\ntry: main(['--help'])\nfinally: print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("set()\n")
    for command in ("index", "check", "search", "serve", "export", "info"):
        assert f"\n    {command} " in done.stdout


def test_a_reader_that_has_had_enough_is_no_error(library: Library) -> None:
    library.write({"many.jsonl": records(*({"text": f"{number} {'moon ' * 200}"} for number in range(2_000)))})
    library.update()
    export = [*COMMAND, "export", "*", "--index", str(library.index)]
    with subprocess.Popen(export, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=20) == 1


@pytest.mark.parametrize("command", [["search", "river"], ["search", "river", "--json"], ["export", "*"], ["info"]])
def test_a_full_disk_is_said_in_a_line(web_index: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        asked = [*COMMAND, *command, "--index", str(web_index)]
        done = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, "fundstelle: No space left on device\n")


def test_a_server_never_notices_a_writer_but_what_it_wrote(library: Library) -> None:
    library.write({"first.txt": "First\n\nThe moon."})
    library.update()
    with serving(library.index) as (_, address), visitors(address) as statuses:
        for number in range(5):
            library.write({f"{number}.txt": f"Number {number}\n\nA comet{number}."})
            library.update()
            committed = time.monotonic()
            while not httpx.get(f"{address}api/v1/search?q=comet{number}").json()["total"]:
                assert time.monotonic() - committed < 2
    assert len(statuses) > 20
    assert set(statuses) == {200}


def test_a_server_answers_while_a_writer_is_in_a_long_transaction(library: Library) -> None:
    library.write({"first.txt": "First\n\nThe moon.", "b.pdf": b"%PDF-1.7"})
    library.update()
    with serving(library.index) as (_, address), closing(sqlite3.connect(library.index / "state.sqlite")) as writer:
        writer.execute("PRAGMA cache_size = 1")  # so that changes reach the disk before they are committed
        writer.execute("DELETE FROM skips")
        writer.executemany("INSERT INTO skips VALUES (1, ?, 1)", ((str(n),) for n in range(50_000)))
        for path in ("", "failures", "api/v1/failures?format=csv", "api/v1/info"):
            answer = httpx.get(f"{address}{path}", timeout=5)
            assert answer.status_code == 200
            assert "50,000" not in answer.text
        assert httpx.get(f"{address}api/v1/failures").json()["total"] == 1
        writer.commit()
        assert httpx.get(f"{address}api/v1/failures").json()["total"] == 50_000


@contextmanager
def visitors(address: str) -> Iterator[list[int]]:
    """Keep asking for pages that read all parts of the index; give the statuses of the answers."""
    statuses, is_over = list[int](), threading.Event()

    def ask(path: str) -> None:
        with httpx.Client(base_url=address, timeout=10) as client:
            while not is_over.is_set():
                statuses.append(client.get(path).status_code)

    paths = ("/", "/search?q=moon", "/failures", "/api/v1/export?q=*")
    with ThreadPoolExecutor(len(paths)) as pool:
        asking = [pool.submit(ask, path) for path in paths]
        try:
            yield statuses
        finally:
            is_over.set()
    for one in asking:
        one.result()
