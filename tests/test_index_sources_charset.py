import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.charset import decode, is_binary

GERMAN = "Die Würde des Menschen ist unantastbar. Sie zu achten und zu schützen ist Verpflichtung aller Gewalt. " * 3
RUSSIAN = "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью. " * 3
JAPANESE = "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。" * 3
CHINESE = "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。" * 3

# U+FEFF at the start would be a byte order mark, an escape or ~{ may begin a seven-bit charset.
texts = st.text().filter(lambda text: not text.startswith("\ufeff") and "\x1b$" not in text and "~{" not in text)


@given(texts.filter(lambda text: "\0" not in text))
def test_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(texts.filter(lambda text: not text.startswith("\0")), st.sampled_from(["utf-16", "utf-32"]))
def test_utf_16_and_32_with_a_mark_come_back(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zero_bytes(codec: str) -> None:
    assert decode(GERMAN.encode(codec)) == GERMAN


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "mac-roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso2022-jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "hz"),
        (CHINESE, "big5"),
    ],
)
def test_legacy_charsets_are_detected(text: str, codec: str) -> None:
    data = text.encode(codec, "ignore")
    assert decode(data) == data.decode(codec)


def test_detection_looks_where_the_letters_are() -> None:
    assert decode(b"plain words " * 100_000 + RUSSIAN.encode("cp1251")).endswith(RUSSIAN)


@given(st.binary(), st.sampled_from(["", "utf-8", "utf-16", "base64", "no-such", "idna", "\0", "koi8-r"]))
def test_any_bytes_decode(data: bytes, declared: str) -> None:
    assert isinstance(decode(data, declared), str)


def test_a_declared_charset_counts_where_it_fits() -> None:
    assert decode("Köln".encode("cp850"), "cp850") == "Köln"
    assert decode("Köln".encode(), "iso-8859-1") == "Köln"
    assert decode(RUSSIAN.encode("cp1251"), "ascii") == RUSSIAN


def test_broken_bytes_do_not_make_it_another_charset() -> None:
    assert decode(GERMAN.encode() + b"\xff" + GERMAN.encode()) == f"{GERMAN}\ufffd{GERMAN}"


def test_a_character_cut_off_at_the_end_is_left_out() -> None:
    assert decode("Größe ü".encode()[:-1]) == "Größe "


def test_zero_bytes_do_not_make_text_binary() -> None:
    assert decode(b"Z\xc3\xbcrich\0") == "Zürich\0"
    assert not is_binary(b"Z\xc3\xbcrich\0")
    assert not is_binary(GERMAN.encode("utf-16-le"))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 9])
def test_binary_data_is_known(data: bytes) -> None:
    assert is_binary(data)
