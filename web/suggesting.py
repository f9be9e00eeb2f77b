"""What is suggested while somebody types: the route, and what it answers."""

import time
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from search.hints.suggesting import SuggestedTitle, SuggestedWord
from search.output.records import Record
from search.request import SearchRequest
from search.timing import milliseconds_since
from web import urls
from web.dependencies import Searchers
from web.params import SuggestParams


def suggest(params: Annotated[SuggestParams, Query()], searchers: Searchers) -> Response:
    """Suggest words of the corpus that begin like the last one typed, and titles that hold what was typed."""
    started, languages = time.perf_counter(), tuple(params.lang)
    found = searchers.current().suggest(params.q, languages, params.limit)
    words = [_word(word, languages) for word in found.words]
    titles = [_title(title) for title in found.titles]
    return JSONResponse({"q": params.q, "words": words, "titles": titles, "took_ms": milliseconds_since(started)})


def _word(word: SuggestedWord, languages: tuple[str, ...]) -> Record:
    url = urls.search(SearchRequest(q=word.q, languages=languages))
    return {"text": word.text, "documents": word.documents, "q": word.q, "url": url}


def _title(title: SuggestedTitle) -> Record:
    document = title.document
    url = urls.document(document, SearchRequest(), "all", shared_id=title.id_is_shared)
    return {"title": document.title, "language": document.language, "url": url}
