from collections.abc import Callable
from pathlib import Path

import pytest

from index.document import Document
from index.errors import SourceError
from index.sources.registry import read
from index.sources.source import Columns, SourceFile

CORPUS = Path(__file__).parent / "corpus"

ReadOne = Callable[[str, str | bytes], Document]


@pytest.fixture
def read_one(tmp_path: Path) -> ReadOne:
    """Reads `content` as the file of the given name, which holds one document."""

    def reader(name: str, content: str | bytes) -> Document:
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (found,) = read(SourceFile(path, name), Columns())
        assert isinstance(found, Document)
        return found

    return reader


def test_markdown_shows_what_its_reader_sees() -> None:
    (found,) = read(SourceFile(CORPUS / "notes.md", "notes.md"), Columns())
    assert found == Document(
        id="notes.md",
        title="No: a tale of two rivers",
        text=(
            "Two rivers\n\nThe upper river is cold, and the lower one is warm.\nNobody swims. A boat on the water\n\n"
            'Quoted & kept\n\nfirst\n\nnested\n\nName | Length\n\nUpper | 12 km\n\nprint("kept")'
        ),
        path="notes.md",
        date="2024-03-05",
        author="Ann Lee, Bob Roe",
        url="https://example.org/rivers",
        declared_language="en",
        type="markdown",
    )


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        ("# A *title*\n\nText", "A title", "Text"),
        ("Before\n\n## Title\n\nText", "Title", "Before\n\nTitle\n\nText"),
        ("First line\n\nText", "First line", "Text"),
        ("# Only", "Only", "Only"),
        ("---\ntitle: [broken\n---\nText", "title: [broken", "Text"),
        ("---\nno fields\n---\n\nText", "no fields", "Text"),
        ("---\n\nText", "Text", "Text"),
        ("---\na: &a [x]\nb: &b [*a, *a]\nauthor: *b\ntitle: T\n---\nText", "T", "Text"),
        ("x" * 300, "x" * 199 + "…", "x" * 300),
    ],
)
def test_titles_of_markdown(read_one: ReadOne, source: str, title: str, text: str) -> None:
    found = read_one("a.md", source)
    assert (found.title, found.text, found.author) == (title, text, "")


@pytest.mark.parametrize("source", ["> " * 5000 + "x", "[" * 20_000, "- " * 3000, "*a " * 20_000, "word " * 1_000_000])
def test_nested_and_huge_markdown_is_survived(tmp_path: Path, source: str) -> None:
    path = tmp_path / "file"
    path.write_text(source)
    try:
        assert list(read(SourceFile(path, "a.md"), Columns()))
    except SourceError as error:
        assert str(error) == "no text"


def test_html_has_its_main_text_and_what_it_declares() -> None:
    (found,) = read(SourceFile(CORPUS / "page.html", "page.html"), Columns())
    assert isinstance(found, Document)
    known = (found.title, found.author, found.date, found.url, found.declared_language)
    assert known == ("Die Linde am Markt", "Anna Berger", "2024-03-05", "https://example.org/linde", "de-AT")
    for shown in (
        "Alter und Wuchs",
        "älter als",
        "sieben Meter",
        "Pflege",
        "Gegossen",
        "1900",
        "21 Meter",
        "linde --g",
    ):
        assert shown in found.text
    for hidden in ("Impressum", "Startseite", "Rechte", "alert"):
        assert hidden not in found.text


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        ("<p>kurz", "kurz", "kurz"),
        ("<title>T</title><body>kurz", "T", "kurz"),
        ("<title>T</title>", "T", "T"),
        ("<body><span>ein</span><br><span>zwei</span>", "ein", "zwei"),
        ("nur Text", "nur Text", "nur Text"),
        ('<?xml version="1.0" encoding="utf-8"?><html><body><p>Größe</p></body></html>', "Größe", "Größe"),
        ("<p>a\0b", "ab", "ab"),
    ],
)
def test_short_and_odd_pages_are_not_lost(read_one: ReadOne, source: str, title: str, text: str) -> None:
    found = read_one("a.html", source)
    assert (found.title, found.text) == (title, text)


MAIN = "<main><h1>Zwei</h1><p>Kurzer Text.</p></main>"


@pytest.mark.parametrize(
    "unseen",
    [
        "<nav><a href='/'>Start</a></nav>",
        "<p hidden>Start</p>",
        "<div aria-hidden='true'><p>Start</p></div>",
        "<template><p>Start</p></template>",
        "<script>Start</script><style>Start</style>",
    ],
)
def test_what_is_not_seen_of_a_short_page_is_no_text(read_one: ReadOne, unseen: str) -> None:
    found = read_one("a.html", f"<title>T</title><body>{unseen}{MAIN}")
    assert "Kurzer Text." in found.text
    assert "Start" not in found.text
    assert "Start" not in read_one("a.html", f"<title>T</title><body>{unseen}kurz").text


@pytest.mark.parametrize(
    "page", [f"<div aria-hidden='true'>{MAIN}</div><p>Cookies?", "<p hidden='until-found'>Kurzer Text."]
)
def test_text_behind_a_dialog_or_folded_away_is_read(read_one: ReadOne, page: str) -> None:
    assert "Kurzer Text." in read_one("a.html", f"<title>T</title><body>{page}").text


@pytest.mark.parametrize("source", ["<html></html>", "<script>x</script>", "<!-- x -->"])
def test_pages_without_text(read_one: ReadOne, source: str) -> None:
    with pytest.raises(SourceError, match="no text"):
        read_one("a.html", source)


def test_the_declared_charset_of_a_page(read_one: ReadOne) -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Мир'.encode("koi8-r")
    assert read_one("a.html", page).text == "Мир"


def test_no_date_is_taken_from_the_text(read_one: ReadOne) -> None:
    assert read_one("a.html", "<title>T</title><p>Am 5. März 2024 war es soweit. " * 9).date == ""


def test_large_pages_are_read_without_extraction(read_one: ReadOne) -> None:
    found = read_one("a.html", "<title>T</title>" + "<p>Satz <b>eins</b>.</p>" * 30_000)
    assert found.text.count("Satz eins.") == 30_000
    assert read_one("a.html", "<p>" * 5000 + "tief").text == "tief"


def test_the_order_of_pages_makes_no_difference(read_one: ReadOne) -> None:
    page = "<title>T</title>" + "".join(f"<p>{'Derselbe Absatz steht auf jeder Seite. ' * 9}</p>" for _ in range(9))
    assert len({read_one("a.html", page).text for _ in range(5)}) == 1
