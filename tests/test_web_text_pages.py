"""A long text, a page at a time."""

from hypothesis import given
from hypothesis import strategies as st

from web.text_pages import PAGE_LENGTH, SLACK, page_at, pages


def test_a_short_text_is_one_page() -> None:
    assert [(page.start, page.end, page.number) for page in pages("One.\n\nTwo.")] == [(0, 10, 1)]
    assert [(page.start, page.end) for page in pages("")] == [(0, 0)]


def test_pages_begin_with_paragraphs() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "word " * 50 for number in range(1_000))
    found = pages(text)
    assert len(found) == -(-len(text) // found[0].end)
    assert all(text.startswith("Paragraph", page.start) for page in found)
    assert all(PAGE_LENGTH <= page.end - page.start <= PAGE_LENGTH + SLACK for page in found[:-1])
    assert [page_at(found, page.start) for page in found] == list(found)
    assert page_at(found, 10**9) == found[-1]


@given(st.lists(st.sampled_from(["a" * 30_000, "word " * 5_000, "\n\n", "\n" * 9_000, " " * 20_000]), max_size=12))
def test_pages_are_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(text[page.start : page.end] for page in pages(text)) == text
