"""Fixtures of the tests of `web`: a small corpus, and a real server in front of it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from index.pipeline import index_sources
from web.app import create_app
from web.settings import Settings

Running = Callable[[FastAPI], AbstractContextManager[str]]

RIVER = "The old bridge over the river was closed after the flood. Bakers sold bread on the bank of the river."
GERMAN = {
    "id": "de-1",
    "title": "Die Brücke am Fluss",
    "date": "2025-05-20",
    "author": "Sergej Poletaew",
    "url": "https://example.org/bruecke",
    "Verlag": "Fluss & Tal",
    "text": "Der Waffenstillstand hielt an. Die alte Brücke über den Fluss wurde nach dem Hochwasser gesperrt.",
}
ENGLISH = {"id": "en-1", "title": "The bridge", "date": "2024-03-01", "text": RIVER}
LONG = {"id": "en-long", "title": "A long walk", "text": "\n\n".join(f"Day {n}. {RIVER}" for n in range(60))}
ARABIC = {
    "id": "ar-1",
    "title": "الجسر القديم",
    "text": "أغلق الجسر القديم فوق النهر بعد الفيضان، وباع الخبازون الخبز على ضفة النهر.",
}
CHINESE = {
    "id": "zh-1",
    "title": "老桥",
    "text": "洪水过后,河上的老桥被关闭了。面包师在河边卖面包。人们谈论天气和收成。",
}
HOSTILE = {
    "id": 'odd/a?b#c%20 "d"/../x',
    "title": "<script>alert(1)</script>",
    "author": "<i>nobody</i>",
    "url": "javascript:alert(2)",
    "text": 'A hostile "><img src=x onerror=alert(3)> river that stays text on every page.',
}
NOTES = [
    {
        "id": f"note-{n}",
        "title": f"Note {n}",
        "date": f"{1990 + n}",
        "text": f"Entry {n}: bridge {n} over the river {n}.",
    }
    for n in range(25)
]
"""Unlike enough that none is a near copy of another."""


def _build(folder: Path) -> Path:
    """Return an index of 31 records, of two files that hold the same id, and of one that is broken."""
    source = folder / "source"
    source.mkdir()
    records = [GERMAN, ENGLISH, LONG, ARABIC, CHINESE, HOSTILE, *NOTES]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (source / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in ("first", "second"):
        shared = {"id": "shared", "title": f"The {name} of two", "text": f"This is the {name} of two twins. {RIVER}"}
        (source / f"{name}.jsonl").write_text(json.dumps(shared), encoding="utf-8")
    (source / "broken.jsonl").write_text("{not json\n", encoding="utf-8")
    index_sources([source], folder / "index", workers=1)
    return folder / "index"


@contextmanager
def _run(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def running() -> Running:
    """What serves an app in a thread: a context manager that gives its address."""
    return _run


@pytest.fixture(scope="session")
def web_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small corpus."""
    return _build(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def address(web_index: Path) -> Iterator[str]:
    """The address of a server of the small corpus."""
    with _run(create_app(Settings(web_index))) as base:
        yield base


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=address) as client:
        yield client
