from pathlib import Path

from tests.formats import CORE, cited, document, packed

RELATION = '<Relationships><Relationship Id="{}" Target="{}"/></Relationships>'


def slide(*paragraphs: str) -> str:
    return f'<a:s xmlns:a="a">{"".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)}</a:s>'


def test_slides_in_their_order_with_their_notes(tmp_path: Path) -> None:
    order = '<p xmlns:r="r"><sldId id="256" r:id="r9"/><sldId id="257" r:id="r2"/><sldId id="258" r:id="none"/></p>'
    relations = '<Relationships><Relationship Id="r2" Target="slides/slide1.xml"/><Relationship Id="r9" Target="/ppt/slides/slide2.xml"/></Relationships>'
    data = packed(
        {
            "ppt/presentation.xml": order,
            "ppt/_rels/presentation.xml.rels": relations,
            "ppt/slides/slide1.xml": slide("Zweite", "Folie"),
            "ppt/slides/slide2.xml": slide("Erste"),
            "ppt/slides/_rels/slide2.xml.rels": RELATION.format("r1", "../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml": slide("Notiz"),
            "ppt/slides/_rels/slide1.xml.rels": RELATION.format("r1", "../comments/comment1.xml"),
            "ppt/comments/comment1.xml": "<cmLst><cm><text>Bemerkung</text></cm></cmLst>",
            "docProps/core.xml": CORE,
        }
    )
    found = document(tmp_path, "a.pptx", data)
    assert found.title == "Die Linde"
    assert cited(found) == {"slide 1": "Erste\n\nNotiz", "slide 2": "Zweite\n\nFolie\n\nBemerkung"}
