from pathlib import Path

from tests.formats import cited, document, packed, refusal

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
BOOK = """<package xmlns:dc="d"><metadata><dc:title>Die Linde</dc:title><dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator>
    <dc:date>1949</dc:date><dc:date>Wed Jun 13 2007</dc:date><dc:language>de</dc:language>
    <dc:publisher>Tide</dc:publisher></metadata><manifest>
    <item id="b" href="two%20.html"/><item id="a" href="text/one.xml"/></manifest>
    <spine><itemref idref="a"/><itemref idref="none"/><itemref idref="b"/></spine></package>"""
ONE = "<html><head><title>x</title></head><body><h2>Der <i>Anfang</i></h2><p>Unter&nbsp;den\nLinden.<p>Schnee.</body></html>"


def book(**members: str) -> bytes:
    chapters = {"OPS/text/one.xml": ONE, "OPS/two .html": "<p>Ende.</p>"}
    return packed({"META-INF/container.xml": CONTAINER, "OPS/book.opf": BOOK, **chapters, **members})


def test_chapters_in_their_order_and_what_a_book_says_of_itself(tmp_path: Path) -> None:
    found = document(tmp_path, "a.epub", book())
    assert (found.title, found.author, found.date) == ("Die Linde", "Ada, Bo", "1949")
    assert (found.declared_language, found.meta) == ("de", (("publisher", "Tide"),))
    assert cited(found) == {"chapter Der Anfang": "Der Anfang\nUnter den Linden.\nSchnee.\n\nEnde."}


def test_books_that_cannot_be_read(tmp_path: Path) -> None:
    locked = '<e><m Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e>'
    assert refusal(tmp_path, "a.epub", book(**{"META-INF/encryption.xml": locked})) == "encrypted (copy protection)"
    assert refusal(tmp_path, "a.epub", packed({"a": "b"})) == "broken EPUB file"
    assert refusal(tmp_path, "a.epub", packed({"META-INF/container.xml": CONTAINER})) == "no text"
