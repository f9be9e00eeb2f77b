"""The tokens of texts that may match: few of those that there are.

White space parts tokens, and what stands between is much the same from text to text. So each such chunk is looked into
once, and costs a look-up wherever it stands again.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from index.analysis import Analyzer, Token

LONG = 25
"""Characters of a chunk that is hardly met again: it is mostly of a script written without spaces."""
_SPACE = re.compile(r"\s")


class Promising(dict[str, tuple[int, Sequence[Token]]]):
    """Finds tokens in texts of one language; `may_match` tells of a token's word and stem whether it is wanted.

    It holds of each chunk that it has met the number of its tokens, and those that are wanted.
    """

    def __init__(self, analyzer: Analyzer, may_match: Callable[[str, str], bool]) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._may_match = may_match

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a text that are wanted, in order, as `Analyzer.tokens` gives them."""
        position = at = 0
        for chunk in text.split():
            number, wanted = self[chunk]
            if wanted:
                at = _place(text, chunk, at)
                for word, stem, offset, start, end in wanted:
                    yield Token(word, stem, position + offset, at + start, at + end)
                at += len(chunk)
            position += number

    def __missing__(self, chunk: str) -> tuple[int, Sequence[Token]]:
        if len(chunk) > LONG:
            return self._read(chunk)
        forms = self._analyzer.chunk(chunk)  # these are remembered from text to text
        words, stems = forms.words, forms.stems
        if " " in words:
            may_match = any(map(self._may_match, words.split(), stems.split()))
        else:
            may_match = self._may_match(words, stems)
        self[chunk] = given = self._read(chunk) if may_match else (words.count(" ") + bool(words), ())
        return given

    def _read(self, chunk: str) -> tuple[int, Sequence[Token]]:
        wanted, number = [], 0
        for token in self._analyzer.tokens(chunk):
            number = token.position + 1
            if self._may_match(token.word, token.stem):
                wanted.append(token)
        return number, wanted


def _place(text: str, chunk: str, at: int) -> int:
    """Return where a chunk that is yet to come in a text stands next by itself: others may have it in them."""
    while True:
        start = text.index(chunk, at)
        end = start + len(chunk)
        if (not start or text[start - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return start
        space = _SPACE.search(text, end)
        at = space.end() if space else end
