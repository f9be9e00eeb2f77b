"""Text that was typed with the keyboard set to another language: "ghbdtn" for "привет"."""

from collections.abc import Iterator

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_OTHERS = (
    "йцукенгшщзхъфывапролджэячсмитьбю",  # Russian
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.",  # Greek
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ",  # Hebrew
)
_TABLES = tuple(str.maketrans(typed, meant) for other in _OTHERS for typed, meant in ((_LATIN, other), (other, _LATIN)))


def retyped(text: str) -> Iterator[str]:
    """Yield what the same keys give on other keyboards, in lower case, where that differs."""
    low = text.lower()
    yield from (other for table in _TABLES if (other := low.translate(table)) != low)
