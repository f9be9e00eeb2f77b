"""What joins words or parts of one: articles and endings that an apostrophe glues to a word, marks inside of words."""

import re

from index.folding import JOINERS, MARKS

ELIDED = "\0"
"""Stands for the apostrophe behind a word that is elided."""

# By length, since a look behind has one.
_ARTICLES = ("[cdjlmnst]", "qu|un", "all", "dall|dell|nell|sull|bell|sant", "quell|jusqu", "lorsqu|puisqu|quoiqu")
_OTHER_APOSTROPHES = "’‘ʼ＇"
_BEFORE_ARTICLE = rf"(?<![\w'{_OTHER_APOSTROPHES}\u0300-\u036f{JOINERS}])"
_ARTICLE = rf"{_BEFORE_ARTICLE}(?i:{'|'.join(_ARTICLES)})['{_OTHER_APOSTROPHES}](?=\w\w)"
# Of case, number and person, as they follow the apostrophe behind a Turkish name or number.
_VOWEL = "[aeıiuüI]"
_ENDING = (
    rf"[nsşy]?{_VOWEL}|n?[dt]{_VOWEL}(?:n|r|ki|kiler)?|n?{_VOWEL}n|y?l[ae]|l[ae]r(?:{_VOWEL}n?|d[ae]n?)?"
    rf"|l{_VOWEL}(?:k|lar|ler)?|s{_VOWEL}n[ae]?|c[ae]"
)
_SUFFIX = rf"(?<=\w\w\w)(?<![qQ][uU])['{_OTHER_APOSTROPHES}](?i:{_ENDING})(?!\w)"
ELISION = re.compile(f"{_ARTICLE}|{_SUFFIX}")
"""What an apostrophe glues to a word, and what says nothing: an article or pronoun to the next one, which begins a word
("aujourd'hui" holds none), the ending of a Turkish name to the name (İstanbul'da)."""
_TURKISH_ENDING = re.compile(_SUFFIX)
# Articles seen from their ends, since apostrophes are fewer than the letters that articles begin with.
_ENDS = "|".join(f"(?<={_BEFORE_ARTICLE}(?i:{articles}).)" for articles in _ARTICLES)
_ELISION_END = re.compile(rf"'(?=\w\w)(?:{_ENDS})")
_CATALAN_DOT = re.compile("(?<=[lL])·(?=[lL])")
_HEBREW, _QUOTES = "א-ת", '"”“״'
_HEBREW_LETTER = re.compile(f"[{_HEBREW}]")
# A prefix alone stands before a quotation mark as well, and so may what looks like a last letter with an ending.
_INFLECTED = rf"(?<!(?<!\w)[בהוכלמש][{_QUOTES}])[{_HEBREW}](?:יים|ים|יות|ות|ית|י)(?!\w)"
GERSHAYIM = re.compile(rf"(?<=[{_HEBREW}\u05b0-\u05bd])(?:[{_QUOTES}]|['’׳]{{2}})(?=[{_HEBREW}](?!\w)|{_INFLECTED})")
"""The mark of a Hebrew abbreviation, however it is typed, before its last letter: צה"ל, מנכ"לית. Not as in ה"ארץ"."""
# Of a letter for a foreign sound: צ'ק.
_GERESH = re.compile(f"(?<=[גזחטעצ])['’׳](?=[{_HEBREW}])")
_SOFT_HYPHEN = "\u00ad"
NO_MARKS = str.maketrans("", "", MARKS + _SOFT_HYPHEN)


def prepared(text: str) -> str:
    """Return a text of the same length where what is elided is no piece and the marks inside of words part none."""
    text = joined(text)
    for apostrophe in _OTHER_APOSTROPHES:
        text = text.replace(apostrophe, "'")
    text = _ELISION_END.sub(ELIDED, text)
    return _TURKISH_ENDING.sub(lambda suffix: " " * len(suffix.group()), text) if "'" in text else text


def joined(text: str) -> str:
    """Return a text of the same length with soft hyphens for the marks of Catalan l·l and Hebrew צה"ל and צ'ק."""
    text = _CATALAN_DOT.sub(_SOFT_HYPHEN, text) if "·" in text else text
    if text.isascii() or not _HEBREW_LETTER.search(text):
        return text
    return _GERESH.sub(_SOFT_HYPHEN, GERSHAYIM.sub(lambda mark: _SOFT_HYPHEN * len(mark.group()), text))
