"""Citations."""

import re
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from index.document import Document
from web.pages.citation import citation

DOCUMENT = Document(
    "de-1",
    "Brücke & Fluss",
    "Die alte Brücke wurde gesperrt.",
    "pile/a_b.pdf",
    locator="line 3",
    date="2025-05-20",
    author="Erika Müller",
    parts=((0, "page 7"),),
)


def test_a_document_is_cited_by_what_is_known_of_it() -> None:
    cited = citation(DOCUMENT, None, "http://localhost/document/de-1")
    assert cited.text == (
        "Erika Müller. Brücke & Fluss. 20 May 2025. pile/a_b.pdf, line 3. http://localhost/document/de-1"
    )
    assert cited.bibtex.splitlines() == [
        "@misc{muller2025,",
        "  author = {{Erika Müller}},",
        r"  title = {{Brücke \& Fluss}},",
        "  date = {2025-05-20},",
        r"  howpublished = {pile/a\_b.pdf, line 3},",
        "  url = {http://localhost/document/de-1},",
        "}",
    ]


def test_a_passage_is_quoted_with_its_place() -> None:
    cited = citation(DOCUMENT, (4, 15), "http://localhost/x")
    assert cited.text.startswith("“alte Brücke” Erika Müller.")
    assert "pile/a_b.pdf, line 3, page 7, characters 4–15. http://localhost/x" in cited.text
    bare = citation(Document("x", "", "word " * 500, "a.txt"), (0, 2_500), "http://localhost/x")
    assert len(bare.text) < 600


@given(st.text(min_size=1, max_size=30))
@example("}{")
def test_no_text_breaks_out_of_bibtex(text: str) -> None:
    entry = citation(Document("x", text, "", text, author=text), None, "http://localhost/x").bibtex
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in entry))
    assert depths[-1] == 0
    assert 0 not in depths[entry.index("{") : -1]
    assert re.match(r"@misc{[a-z0-9]+,\n", entry)
