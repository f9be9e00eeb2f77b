"""From bytes in an unknown charset to text.

What is certain comes first: a byte order mark, UTF-16 by its zero bytes, valid UTF-8, what the file declares if it
fits. Only then statistics decide, which know the large languages; where they are at a loss, the most common charset
of the Western world is likelier than the rare ones whose letters happen to resemble.
"""

import codecs
import re

_SAMPLE = 200_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What is labelled with the name on the left is mostly written in the charset on the right, which contains it.
_SUPERSETS = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}

# Charsets that are written in ASCII alone: ISO-2022 switches by escapes, HZ by braces.
_SEVEN_BIT = re.compile(rb"\x1b\$|~\{[!-w]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]|\x1b\$|~\{")
# No text has these; tab, line ends, form feed, backspace, escape and the end mark of DOS occur.
_CONTROL = re.compile(rb"[\x00-\x07\x0b\x0e-\x19\x1c-\x1f]")

# Measured on 320 declarations of human rights as found, and on 2,364 texts in 31 languages put into 26 charsets: 94 %
# and 99 % are read right; without this preference 89 % and 99 %.
_AT_A_LOSS = 0.25
_CLOSE = 0.05


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of `data`; `declared` is the charset that it claims to be in, if any.

    A character that is cut off at the very end is left out, other broken bytes become U+FFFD.
    """
    return codecs.getincrementaldecoder(encoding(data, declared))("replace").decode(data)


def encoding(data: bytes, declared: str = "") -> str:
    """Return the name of the codec to decode `data`, or what begins with it; `declared` as in `decode`."""
    if certain := marked(data):
        return certain
    if not _SEVEN_BIT.search(data) and _is_utf_8(data):
        return "utf-8"
    return _by_declaration(data, declared) or _by_statistics(data)


def marked(data: bytes) -> str:
    """Return the name of the codec that a byte order mark or zero bytes tell, "" if there are none."""
    return _by_mark(data) or _utf_16(data)


def is_binary(data: bytes) -> bool:
    """Whether `data` cannot be text in any charset."""
    sample = data[:_SAMPLE]
    if marked(sample) or _decodes(sample, "utf-8"):
        return False
    return b"\0" in sample or 50 * len(_CONTROL.findall(sample)) > len(sample)


def _by_mark(data: bytes) -> str:
    # The mark of UTF-32 begins with that of UTF-16, so its characters have to be valid as well.
    return next((codec for mark, codec in _MARKS if data.startswith(mark) and _may_be(codec, data)), "")


def _may_be(codec: str, data: bytes) -> bool:
    return codec != "utf-32" or _decodes(data, codec)


def _utf_16(data: bytes) -> str:
    """Return the codec if every other byte is mostly zero, as in UTF-16 of most scripts' spaces and all of Latin's."""
    sample = data[:_SAMPLE]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > max(3, len(sample) / 8) and first * 10 < second:
        return "utf-16-le"
    if first > max(3, len(sample) / 8) and second * 10 < first:
        return "utf-16-be"
    return ""


def _is_utf_8(data: bytes) -> bool:
    """Whether `data` is UTF-8 but for a few broken bytes, which do not make it another charset."""
    if _decodes(data, "utf-8"):
        return True
    text = data.decode("utf-8", "replace")
    # A broken byte becomes one character, a good sequence of several bytes too: the difference counts good sequences.
    return text.count("\ufffd") * 10 < len(data) - len(text)


def _by_declaration(data: bytes, declared: str) -> str:
    codec = _python_codec(declared)
    # A declaration that can be read as ASCII stands in no UTF-16 file.
    return codec if codec and not codec.startswith("utf-") and _decodes(data, codec) else ""


def _by_statistics(data: bytes) -> str:
    from chardet import EncodingEra, detect_all  # noqa: PLC0415 - large, and most files are UTF-8

    first = _NOT_ASCII.search(data)
    sample = data[first.start() if first else 0 :][:_SAMPLE]
    guesses = [
        (_python_codec(guess["encoding"] or ""), guess["confidence"])
        for guess in detect_all(sample, encoding_era=EncodingEra.ALL & ~EncodingEra.MAINFRAME)
    ]
    best, confidence = guesses[0]
    western = max((sure for codec, sure in guesses if codec == "cp1252"), default=0.0)
    if confidence < _AT_A_LOSS and western > confidence - _CLOSE:
        return "cp1252"
    return best or "cp1252"


def _python_codec(label: str) -> str:
    """Return Python's name for a charset, "" if it has none for decoding text."""
    try:
        b"a".decode(label, "replace")
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return _SUPERSETS.get(name, name)


def _decodes(data: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(data)
    except UnicodeError:
        return False
    return True
