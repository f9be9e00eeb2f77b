"""Documents as lists of them show each: what it is called and from, passages of it, and where else it stands."""

from collections.abc import Iterable

from markupsafe import Markup

from index.document import Document, whereabouts
from index.text import counted
from search.request import SearchRequest
from search.response import MAX_COPIES, NearCopies, Snippet
from web import urls
from web.contexts.parts import Entry, Link, SnippetView
from web.pages.marking import marked
from web.pages.tags import tag_view
from web.pages.tongues import tongue_of


def entry(document: Document, url: str, title: Markup, snippets: Iterable[Snippet], near_copies: Link | None) -> Entry:
    """Return a document in a list, which leads to an address."""
    return Entry(
        url=url,
        title=title,
        tag=tag_view(document),
        direction=tongue_of(document).direction,
        date=document.date,
        author=document.author,
        source=whereabouts(document),
        snippets=tuple(map(_snippet, snippets)),
        exact_copies=tuple(map(whereabouts, document.copies[:MAX_COPIES])),
        more_copies=max(0, document.copies_total - MAX_COPIES),
        near_copies=near_copies,
    )


def link_to_copies(says: str, copies: NearCopies | None) -> Link | None:
    """Return the link to the near copies of a document, which says how many there are; None where there are none."""
    if not copies:
        return None
    label = f"{says} {counted(copies.others, 'near copy', 'near copies')}"
    return Link(label, urls.search(SearchRequest(q=f"copies:{copies.group}", copies="show")))


def _snippet(snippet: Snippet) -> SnippetView:
    return SnippetView(marked(snippet.text, snippet.highlights), snippet.cut_before, snippet.cut_after, snippet.part)
