"""Sources on the web, from a real server on this machine; folders in a storage that is kept in memory."""

import gzip
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from index import pipeline, remote
from index.errors import SourceError
from index.pipeline import index_sources
from tests.conftest import COMMAND, Library, contents, records
from web.cli import main


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder and counts what is fetched; what is called "flaky" comes at the second attempt."""

    fetched: list[str]

    def do_GET(self) -> None:
        self.fetched.append(self.path)
        if "flaky" in self.path and self.fetched.count(self.path) == 1:
            self.send_error(503, "Busy")
        elif "unversioned" in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"moon")
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Server:
    """A folder, the address where it is served, what has been fetched from there, and how to end that."""

    address: str
    folder: Path
    fetched: list[str]
    stop: Callable[[], None]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder, fetched = tmp_path / "served", list[str]()
    folder.mkdir()
    handler = type("Counting", (Handler,), {"fetched": fetched})
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=running.serve_forever, daemon=True).start()

    def stop() -> None:
        running.shutdown()
        running.server_close()

    yield Server(f"http://127.0.0.1:{running.server_port}", folder, fetched, stop)
    stop()


def test_files_on_the_web_are_read_once(library: Library, server: Server) -> None:
    (server.folder / "a.jsonl").write_text(records({"text": "The moon."}, {"text": "The sun."}), encoding="utf-8")
    (server.folder / "b.txt.gz").write_bytes(gzip.compress(b"Star\n\nThe star is far."))
    sources = [f"{server.address}/a.jsonl", f"{server.address}/b.txt.gz?download=true"]
    host = server.address.removeprefix("http://")
    assert index_sources(sources, library.index, workers=1).documents == 3
    assert {(document.id, document.path) for document in contents(library)} == {
        (f"{host}/a.jsonl#1", f"{host}/a.jsonl"),
        (f"{host}/a.jsonl#2", f"{host}/a.jsonl"),
        (f"{host}/b.txt.gz", f"{host}/b.txt.gz"),
    }
    server.fetched.clear()
    again = index_sources(sources, library.index, workers=1)
    assert (again.read, again.unchanged, server.fetched) == (0, 2, [])


def test_what_has_changed_on_the_web_is_read_again_and_what_is_gone_removed(library: Library, server: Server) -> None:
    (server.folder / "a.txt").write_text("A\n\nThe moon.", encoding="utf-8")
    index_sources([f"{server.address}/a.txt"], library.index)
    (server.folder / "a.txt").write_text("A\n\nThe bright sun.", encoding="utf-8")
    assert index_sources([f"{server.address}/a.txt"], library.index).read == 1
    assert library.found("sun") and not library.found("moon")
    (server.folder / "a.txt").unlink()
    summary = index_sources([f"{server.address}/a.txt"], library.index)
    assert [one.reason for one in summary.failures.first] == ["the server answers 404 File not found"]
    assert not library.found("sun")


def test_what_tells_no_version_is_read_each_time(library: Library, server: Server) -> None:
    for _ in range(2):
        assert index_sources([f"{server.address}/unversioned.txt"], library.index).read == 1


def test_a_server_that_is_away_loses_nothing(library: Library, server: Server) -> None:
    (server.folder / "a.txt").write_text("A\n\nThe moon.", encoding="utf-8")
    index_sources([f"{server.address}/a.txt"], library.index)
    server.stop()
    summary = index_sources([f"{server.address}/{name}.txt" for name in "ab"], library.index)
    assert summary.unchanged == 1
    assert [one.reason for one in summary.failures.first] == ["cannot be reached (ClientConnectorError)"]
    assert library.found("moon")


def test_a_server_that_is_busy_is_asked_again(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.remote.time.sleep", lambda _: None)
    (server.folder / "flaky.txt").write_text("A\n\nThe moon.", encoding="utf-8")
    index_sources([f"{server.address}/flaky.txt"], library.index)
    assert library.found("moon")


def test_a_file_that_is_too_large_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 1000)
    (server.folder / "a.txt").write_text("moon " * 1000, encoding="utf-8")
    with pytest.raises(SourceError, match="larger than"), remote.local(f"{server.address}/a.txt", lambda: None):
        pass


def test_the_copy_is_gone_when_it_was_read(server: Server) -> None:
    (server.folder / "a.txt").write_text("moon", encoding="utf-8")
    with remote.local(f"{server.address}/a.txt", lambda: None) as path:
        assert path.read_text(encoding="utf-8") == "moon"
    assert not path.exists()


def test_a_list_from_standard_input(library: Library, server: Server) -> None:
    library.write({"a.txt": "A\n\nThe moon.", "b.txt": "B\n\nThe sun.", "left out.txt": "C\n\nThe star."})
    (server.folder / "d.txt").write_text("D\n\nThe tide.", encoding="utf-8")
    listed = f"{library.folder}/a.txt\n\r\n{library.folder}/b.txt\r\n{server.address}/d.txt"
    command = [COMMAND, "index", "-", "--index", str(library.index)]
    run = subprocess.run(command, input=listed, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert {document.title for document in contents(library)} == {"A", "B", "D"}


@pytest.mark.parametrize("line", ["file:///etc/hostname", "memory://x", "https:/example.org", "none.txt", "-"])
def test_what_is_no_address_is_a_path(library: Library, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(os.fsencode(line))))
    assert main(["index", "-", "--index", str(library.index)]) == 1
    assert not library.index.exists()


class Bucket(MemoryFileSystem):  # type: ignore[misc]
    """Takes the place of S3, which needs an account."""

    protocol = "s3"
    store: dict[str, object] = {}  # noqa: RUF012
    pseudo_dirs = [""]  # noqa: RUF012

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return "/" + path.removeprefix("s3://").strip("/") if path.strip("/") else ""

    def unstrip_protocol(self, name: str) -> str:
        return "s3://" + name.lstrip("/")

    def info(self, path: str, **options: object) -> dict[str, object]:
        return {**super().info(path, **options), "ETag": "1"}


def test_a_folder_in_a_bucket(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket()
    for name in ("s3://b/texts/a.txt", "s3://b/texts/sub/b.txt", "s3://b/texts/.hidden/c.txt", "s3://b/other.txt"):
        bucket.pipe_file(name, f"{name}\n\nThe moon.".encode())
    monkeypatch.setattr(remote, "_storage", lambda _: bucket)
    monkeypatch.setattr(pipeline, "is_address", lambda _: False)  # no worker has this bucket
    index_sources(["s3://b/texts/"], library.index)
    assert library.found("moon") == {"b/texts/a.txt", "b/texts/sub/b.txt"}
    bucket.rm_file("s3://b/texts/a.txt")
    assert index_sources(["s3://b/texts"], library.index).removed == 1
    assert library.found("moon") == {"b/texts/sub/b.txt"}


def test_without_fsspec_the_extra_is_named(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    remote._storage.cache_clear()
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(SourceError, match=r"pip install 'fundstelle\[remote\]'"):
        index_sources(["https://example.org/a.txt"], library.index)
    assert not library.index.exists()


def test_secrets_in_an_address_are_not_shown() -> None:
    assert next(remote.names("https://me:secret@example.org/a/b.txt?token=x")) == "example.org/a/b.txt"


def test_addresses_are_not_watched(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "https://example.org/a.txt", "--watch", "--index", str(library.index)]) == 1
    assert "on disk can be watched" in capsys.readouterr().err
    assert not library.index.exists()
