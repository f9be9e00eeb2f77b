from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import tostring
from lxml.html.builder import E

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import xml
from index.sources.source import Columns, SourceFile
from tests.conftest import ReadFile
from tests.shared_data import DATA, needs

TEI = """<?xml version="1.0" encoding="utf-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title type="main">Die Leuchttürme</title><title type="sub">Ein Bericht</title>
        <author><persName><forename>Ida</forename> <surname>Boy-Ed</surname></persName></author>
      </titleStmt>
      <publicationStmt><date>2020</date><idno><idno type="URN">urn:x</idno>
        <idno type="URLWeb">https://example.org/7</idno></idno></publicationStmt>
      <sourceDesc><bibl><date when="1894-05">Mai 1894</date></bibl></sourceDesc>
    </fileDesc>
  </teiHeader>
  <text xml:lang="de">
    <front><pb n="III"/><titlePage><docTitle><titlePart>Die Leuchttürme</titlePart></docTitle></titlePage></front>
    <body>
      <pb n="1"/><fw type="header">Kopfzeile</fw>
      <div>
        <head>Erstes
          Kapitel</head>
        <p>Der <hi>alte</hi> Turm<note place="foot"><p>Seit 1815.</p></note> steht am Was-<lb break="no"/>ser und
           <choice><sic>leuchet</sic><corr>leuchtet</corr></choice>, wenn die Nacht <pb n="2"/>kommt.</p>
        <lg><l>Ein Licht,</l><l>ein Laut.</l></lg>
        <p>Der Wär-<pb n="3" break="no"/>ter schläft.</p>
        <pb/>
        <list><item>Öl</item><item>Docht</item></list>
      </div>
    </body>
    <back><div><p>Ende.</p></div></back>
  </text>
</TEI>"""


def only(read_file: ReadFile, content: str | bytes, name: str = "a.xml") -> Any:
    (found,) = read_file(name, content)
    return found


def test_tei(read_file: ReadFile) -> None:
    found = only(read_file, TEI)
    assert found == Document(
        id="a.xml",
        title="Die Leuchttürme – Ein Bericht",
        text="Die Leuchttürme\n\nErstes Kapitel\n\nDer alte Turm steht am Wasser und leuchtet, wenn die Nacht kommt.\n\n"
        "Seit 1815.\n\nEin Licht,\nein Laut.\n\nDer Wärter schläft.\n\nÖl\nDocht\n\nEnde.",
        path="a.xml",
        date="1894-05",
        author="Ida Boy-Ed",
        url="https://example.org/7",
        declared_language="de",
        parts=found.parts,
        type="xml",
    )


def test_pages_of_tei_begin_where_they_do(read_file: ReadFile) -> None:
    found = only(read_file, TEI)
    assert [(name, found.text[at:][:5]) for at, name in found.parts] == [
        ("page III", "Die L"),
        ("page 1", "Erste"),
        ("page 2", "kommt"),
        ("page 3", "ter s"),
        ("page [5]", "Öl\nDo"),
    ]


def test_a_corpus_in_tei_is_many_documents(read_file: ReadFile) -> None:
    text = "<TEI.2><text><body><p>{}</p></body></text></TEI.2>"
    found = read_file("a.xml", f"<teiCorpus>{text.format('Moon')}{text.format(' ')}{text.format('Sun')}</teiCorpus>")
    assert found == [
        Document("a.xml#1", "Moon", "Moon", "a.xml", "text 1", type="xml"),
        Skip("no text", "text 2"),
        Document("a.xml#3", "Sun", "Sun", "a.xml", "text 3", type="xml"),
    ]


def test_other_xml_gives_its_text_and_what_its_top_says(read_file: ReadFile) -> None:
    found = only(
        read_file,
        "<book xml:lang='en'><title>On the <i>moon</i></title><author>Ann</author><date>2025-05-20</date>"
        "<publisher>Tide</publisher><p>One.</p><p>Two.</p><!-- no --><chapter><para>It is <b>far</b> away.</para><para>And old.</para>"
        "</chapter></book>",
    )
    assert (found.title, found.author, found.date, found.declared_language) == (
        "On the moon",
        "Ann",
        "2025-05-20",
        "en",
    )
    assert found.meta == (("publisher", "Tide"),)
    assert found.text.endswith("Tide\n\nOne.\n\nTwo.\n\nIt is far away.\n\nAnd old.")


def test_word_of_2003(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_text(
        """<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
        xmlns:o="urn:schemas-microsoft-com:office:office"><o:DocumentProperties><o:Title>Tides</o:Title>
        <o:Author>Ann</o:Author><o:Pages>1</o:Pages></o:DocumentProperties><w:body><w:p><w:r><w:t>The mo</w:t></w:r>
        <w:r><w:t>on is</w:t><w:tab/><w:t>far.</w:t></w:r></w:p><w:p><w:r><w:t>And old.</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:pPr><w:tabs><w:tab w:pos="9"/></w:tabs></w:pPr><w:r><w:t>Ebb</w:t></w:r></w:p></w:tc>
        <w:tc><w:p><w:r><w:t>Flow</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:pPr><w:sectPr><w:ftr><w:p><w:r><w:t>Foot</w:t></w:r></w:p></w:ftr></w:sectPr></w:pPr></w:p></w:body>
        </w:wordDocument>""",
        encoding="utf-8",
    )
    (found,) = xml.read(SourceFile(path, "a.doc"), Columns())
    assert found == Document(
        "a.doc", "Tides", "The moon is\tfar.\n\nAnd old.\n\nEbb | Flow\n\nFoot", "a.doc", author="Ann"
    )


def test_xhtml_is_read_as_html(read_file: ReadFile) -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><style>x {}</style></head><body><p>Moon</p></body></html>'
    for content in (page, f"<?xml version='1.0'?><!-- {'-=' * 10_000} -->{page}"):
        found = only(read_file, content)
        assert (found.title, found.text) == ("T", "Moon")


def test_nothing_outside_of_the_file_is_read(read_file: ReadFile, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden treasure", encoding="utf-8")
    found = only(
        read_file,
        f'<!DOCTYPE a SYSTEM "{secret.as_uri()}" [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "inner">'
        f'<!ENTITY % z SYSTEM "{secret.as_uri()}"> %z;]>'
        '<a xmlns:i="http://www.w3.org/2001/XInclude"><b>moon &x; &y;</b>'
        f'<i:include href="{secret.as_uri()}" parse="text"/></a>',
    )
    assert found.text == "moon inner"


def test_characters_by_their_names_need_no_dtd(read_file: ReadFile) -> None:
    found = only(
        read_file,
        '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a n="&quot;&auml;">M&uuml;nchen &amp; K&ouml;ln &lt; &copy;</a>',
    )
    assert found.text == "München & Köln < ©"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', "broken XML: its entities expand without end"),
        ("<a><b></a>", "broken XML: Opening and ending tag mismatch"),
        ("<a/>", "no text"),
        ("<TEI><teiHeader/></TEI>", "no text"),
        ("<a>" * 1000 + "x" + "</a>" * 1000, "broken XML: Excessive depth"),
    ],
)
def test_what_cannot_be_read_has_a_reason(read_file: ReadFile, content: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_file("a.xml", content)


def test_a_forest_of_elements_is_refused(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "_MOST_TAGS", 1000)
    with pytest.raises(SourceError, match="more than 1,000 tags"):
        read_file("a.xml", "<a>" + "<b/>" * 1000 + "</a>")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "iso-8859-1"])
def test_charsets(read_file: ReadFile, codec: str) -> None:
    content = f'<?xml version="1.0" encoding="{codec}"?>\n<a>Ein schöner Mond über der Stadt.</a>'
    assert only(read_file, content.encode(codec)).text == "Ein schöner Mond über der Stadt."


names = st.sampled_from(["p", "head", "note", "pb", "lb", "hi", "div", "choice", "sic", "corr", "l", "fw"])
trees = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda inner: st.builds(lambda name, parts: E(name, *parts), names, st.lists(inner, max_size=4)),
    max_leaves=20,
)


@given(st.lists(trees, max_size=5))
def test_any_tei_is_read(tmp_path_factory: pytest.TempPathFactory, parts: list[Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xml"
    path.write_bytes(tostring(E("TEI", E("text", E("body", *parts))), encoding="utf-8", method="xml"))
    (found,) = xml.read(SourceFile(path, "any.xml"), Columns())
    if isinstance(found, Document):
        assert found.text == found.text.strip()
        assert all(found.text[at:].strip() for at, _ in found.parts)


@needs("pile/tei/pj248a.xml")
def test_a_real_volume() -> None:
    path = DATA / "pile" / "tei" / "pj248a.xml"
    (found,) = xml.read(SourceFile(path, path.name), Columns())
    assert isinstance(found, Document)
    assert "lithographirte Tafeln" in found.text
    at, name = found.parts[1]
    assert (name, found.text[at:][:9]) == ("page Tab. 1", "[Tafeln]\n")
