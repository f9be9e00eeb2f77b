"""Which stretches of a long text are worth reading closely: of 10 MB, a search is mostly about a few."""

import re
from collections.abc import Callable, Iterable, Iterator

from index.analysis import Token

LENGTH = 400
"""Characters of a stretch, and some more to the next white space, which parts tokens."""

_Promising = Callable[[str], Iterable[Token]]
_SPACE = re.compile(r"\s")


def stretches(text: str, promising: _Promising, beside: int) -> Iterator[tuple[int, int]]:
    """Yield where in a text there are tokens that `promising` returns, as starts and ends between words.

    So many stretches `beside` those are joined to them. Each word as it is written is looked at once, however often it
    stands there, which takes a fraction of the time of looking for the tokens.
    """
    chunks = set(text.split())
    if sum(map(len, chunks)) > len(text) // 2:  # Chinese has few spaces: to part it tells nothing
        yield 0, len(text)
        return
    wanted = _lines_with("\n".join(chunks), promising)
    parts = list(_cut(text))
    found = (number for number, (start, end) in enumerate(parts) if not wanted.isdisjoint(text[start:end].split()))
    for first, last in _runs(found, beside):
        yield parts[max(0, first - beside)][0], parts[min(last + beside, len(parts) - 1)][1]


def _runs(numbers: Iterable[int], beside: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of numbers that, with so many beside each, touch each other."""
    run: tuple[int, int] | None = None
    for number in numbers:
        if run and number - run[1] <= 2 * beside + 1:
            run = run[0], number
            continue
        if run:
            yield run
        run = number, number
    if run:
        yield run


def _lines_with(text: str, promising: _Promising) -> set[str]:
    """Return the lines of a text in which there are such tokens."""
    lines = set()
    for token in promising(text):
        end = text.find("\n", token.start)
        lines.add(text[text.rfind("\n", 0, token.start) + 1 : end if end >= 0 else len(text)])
    return lines


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + LENGTH)
        end = space.start() if space else len(text)
        yield start, end
        start = end
