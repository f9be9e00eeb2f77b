from pathlib import Path

import pytest

from tests.formats import cited, document, packed, refusal

SPACES = 'xmlns:text="t" xmlns:draw="d" xmlns:table="b" xmlns:office="o" xmlns:svg="s" xmlns:number="n"'
META = """<m xmlns:dc="d" xmlns:meta="m"><meta:initial-creator>Ada</meta:initial-creator><dc:creator>Bo</dc:creator>
    <meta:creation-date>2025-05-20T10:00:00</meta:creation-date><dc:date>2026-01-01T10:00:00</dc:date>
    <dc:title>Die Linde</dc:title><dc:language>de-DE</dc:language></m>"""


def file(content: str, body: str = "text", **members: str) -> bytes:
    shown = f"<office:body><office:{body}>{content}</office:{body}></office:body>"
    members = {"content": f"<c {SPACES}><number:text>.</number:text>{shown}</c>", **members}
    return packed({f"{name}.xml": xml for name, xml in members.items()})


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_a_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    found = document(tmp_path, "a.odt", file(f"<text:h>Kapitel</text:h>{p('Schnee.')}", meta=META))
    assert (found.title, found.text, found.author) == ("Die Linde", "Kapitel\n\nSchnee.", "Ada")
    assert (found.date, found.declared_language, found.parts) == ("2025-05-20", "de-DE", ())


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("Lin<text:span>de</text:span>\n  am Tor", "Linde am Tor"),
        ('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d', "a   b\tc\nd"),
        ('a<text:s text:c="99999999999"/>b', "a b"),
        (
            f"Satz<text:note><text:note-citation>1</text:note-citation>{p('Note')}</text:note> weiter",
            "Satz weiter\n\nNote",
        ),
        (f"a<draw:frame><svg:title>nie</svg:title>{p('Kasten')}</draw:frame>b", "ab\n\nKasten"),
    ],
)
def test_what_is_within_a_paragraph(tmp_path: Path, content: str, shown: str) -> None:
    assert document(tmp_path, "a.odt", file(p("Titel") + p(content))).text == shown


def test_deleted_text_is_not_shown_and_headers_come_last(tmp_path: Path) -> None:
    content = f"<text:tracked-changes>{p('alt')}</text:tracked-changes>{p('Titel')}{p('neu')}"
    data = file(content, styles=f"<s {SPACES}>{p('Kopf')}</s>")
    assert document(tmp_path, "a.odt", data).text == "neu\n\nKopf"


def test_slides_of_a_presentation(tmp_path: Path) -> None:
    pages = "".join(f'<draw:page draw:name="x">{p(text)}</draw:page>' for text in ("Eins", "Zwei"))
    found = document(tmp_path, "a.odp", file(pages, "presentation", meta=META))
    assert cited(found) == {"slide 1": "Eins", "slide 2": "Zwei"}


def test_sheets(tmp_path: Path) -> None:
    row = "<table:table-row>{}</table:table-row>"
    cells = [
        f'<table:table-cell table:number-columns-repeated="9999">{p(text)}{p("x")}</table:table-cell>' for text in "ab"
    ]
    sheet = f'<table:table table:name="Preise">{row.format("".join(cells))}{row.format(cells[1])}</table:table>'
    found = document(tmp_path, "a.ods", file(sheet, "spreadsheet", meta=META))
    assert cited(found) == {"sheet Preise": "a x\tb x\nb x"}


def test_a_sheet_without_a_name_is_read(tmp_path: Path) -> None:
    row = f"<table:table-row><table:table-cell>{p('a')}</table:table-cell></table:table-row>"
    found = document(tmp_path, "a.ods", file(f"<table:table>{row}</table:table>", "spreadsheet", meta=META))
    assert cited(found) == {"sheet unnamed": "a"}


def test_what_a_file_holds_counts_not_its_name(tmp_path: Path) -> None:
    row = f"<table:table-row><table:table-cell>{p('a')}</table:table-cell></table:table-row>"
    sheet = file(f'<table:table table:name="Preise">{row}</table:table>', "spreadsheet")
    assert cited(document(tmp_path, "a.odt", sheet)) == {"sheet Preise": "a"}
    assert document(tmp_path, "a.ods", file(p("Titel") + p("Schnee."))).text == "Schnee."


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    locked = packed({"content.xml": "\1\2", "META-INF/manifest.xml": "<manifest:encryption-data/>"})
    assert refusal(tmp_path, "a.odt", locked) == "password-protected"
    assert refusal(tmp_path, "a.ods", locked) == "password-protected"
    assert refusal(tmp_path, "a.odt", file("")) == "no text"
    assert refusal(tmp_path, "a.odp", b"PK\3\4") == "broken ZIP data"
