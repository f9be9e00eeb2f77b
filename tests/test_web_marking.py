"""Text to HTML with its matches marked."""

import html
import re
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from search.response import Span
from web import marking
from web.marking import MAX_STEPS, Marked, marked


def paragraphs(text: str, matches: Sequence[Span], **options: Any) -> list[str]:
    """Return a text's paragraphs, all on one page, as HTML."""
    page = Marked(text, matches, (0, len(text)), lambda index: f"#match-{index + 1}", **options)
    return [page.html(start, end) for start, end in marking.paragraphs(text, 0, len(text))]


def test_text_stays_text() -> None:
    assert marked("<b> & river", [(6, 11)]) == "&lt;b&gt; &amp; <mark>river</mark>"


def test_marks_are_numbered_over_paragraphs() -> None:
    first, second = paragraphs("a river\n\n  a flood", [(2, 7), (13, 18)])
    assert '<mark id="match-1">river</mark>' in first
    assert "Match 1 of 2" in first
    assert '<a href="#match-2" rel="next">' in first
    assert '<mark id="match-2">flood</mark>' in second
    assert '<a href="#match-1" rel="prev">' in second


def test_a_match_over_the_end_of_a_paragraph_is_marked_in_both_and_numbered_once() -> None:
    first, second = paragraphs("one two\n\nthree four", [(4, 14)])
    assert '<mark id="match-1">two</mark>' in first
    assert second == "<mark>three</mark> four"


def test_the_matches_beyond_the_first_ones_have_no_links() -> None:
    spans = [(start, start + 1) for start in range(0, 2 * (MAX_STEPS + 3), 2)]
    (page,) = paragraphs("a " * len(spans), spans)
    assert page.count('class="step"') == page.count('rel="next"') == MAX_STEPS == 2_000
    assert page.count("<mark id=") == MAX_STEPS + 3
    assert "Match 2,000 of 2,003" in page


@given(
    st.text(alphabet="ab \n\t<&", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5)), max_size=5)
)
def test_nothing_of_the_text_is_lost(text: str, wanted: list[tuple[int, int]]) -> None:
    spans, end = [], 0
    for start, length in sorted(wanted):
        if start >= end and start + length <= len(text):
            spans.append((start, end := start + length))
    assert html.unescape(re.sub(r"</?mark>", "", marked(text, spans))) == text
    words = re.sub(r'<span class="step".*?(</a>|</span>)</span>', "", "\n".join(paragraphs(text, spans)))
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", words)).split() == text.split()


def test_parts_are_named_where_they_begin_but_not_within_a_match() -> None:
    text = "One moon.\n\nTwo moons."
    [first, second] = paragraphs(text, [(4, 8)], parts=[(0, "page 1"), (6, "<page 2>"), (11, "page 3")])
    assert first == (
        '<span class="part" dir="ltr" lang="en">page 1</span>One '
        '<span class="part" dir="ltr" lang="en">&lt;page 2&gt;</span><mark id="match-1">moon</mark>'
        '<span class="step" dir="ltr" lang="en"><span>Match 1 of 1</span></span>.'
    )
    assert second == '<span class="part" dir="ltr" lang="en">page 3</span>Two moons.'
