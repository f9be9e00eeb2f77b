"""What routes ask to be given."""

from typing import Annotated

from fastapi import Depends, Request

from search.pool import SearcherPool


async def _searchers(request: Request) -> SearcherPool:
    # A coroutine, so that asking for the pool costs no trip through the thread pool.
    pool: SearcherPool = request.app.state.searchers
    return pool


Searchers = Annotated[SearcherPool, Depends(_searchers)]
