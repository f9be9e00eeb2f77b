"""The languages Fundstelle knows, a row each; adding one is adding a row."""

from dataclasses import dataclass
from typing import Literal

from index.document import UNDETERMINED

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its BCP 47 tag, its name in English and in itself, its stemmer and its direction of writing.

    `stemmer` names a Snowball algorithm of PyStemmer; without one, words are found in the form they were written.
    """

    tag: str
    name: str
    own_name: str
    stemmer: str | None = None
    direction: Direction = "ltr"


_ROWS = (
    Language("af", "Afrikaans", "Afrikaans"),
    Language("ar", "Arabic", "العربية", "arabic", "rtl"),
    Language("bg", "Bulgarian", "български"),
    Language("bn", "Bengali", "বাংলা"),
    Language("ca", "Catalan", "català", "catalan"),
    Language("cs", "Czech", "čeština", "czech"),
    Language("cy", "Welsh", "Cymraeg"),
    Language("da", "Danish", "dansk", "danish"),
    Language("de", "German", "Deutsch", "german"),
    Language("el", "Greek", "ελληνικά", "greek"),
    Language("en", "English", "English", "english"),
    Language("eo", "Esperanto", "Esperanto", "esperanto"),
    Language("es", "Spanish", "español", "spanish"),
    Language("et", "Estonian", "eesti", "estonian"),
    Language("eu", "Basque", "euskara", "basque"),
    Language("fa", "Persian", "فارسی", "persian", "rtl"),
    Language("fi", "Finnish", "suomi", "finnish"),
    Language("fr", "French", "français", "french"),
    Language("ga", "Irish", "Gaeilge", "irish"),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("he", "Hebrew", "עברית", None, "rtl"),
    Language("hi", "Hindi", "हिन्दी", "hindi"),
    Language("hr", "Croatian", "hrvatski", "serbian"),
    Language("hu", "Hungarian", "magyar", "hungarian"),
    Language("hy", "Armenian", "հայերեն", "armenian"),
    Language("id", "Indonesian", "Indonesia", "indonesian"),
    Language("it", "Italian", "italiano", "italian"),
    Language("ja", "Japanese", "日本語"),
    Language("kn", "Kannada", "ಕನ್ನಡ"),
    Language("ko", "Korean", "한국어"),
    Language("lt", "Lithuanian", "lietuvių", "lithuanian"),
    Language("lv", "Latvian", "latviešu"),
    Language("mk", "Macedonian", "македонски"),
    Language("ml", "Malayalam", "മലയാളം"),
    Language("mr", "Marathi", "मराठी"),
    Language("ne", "Nepali", "नेपाली", "nepali"),
    Language("nl", "Dutch", "Nederlands", "dutch"),
    Language("no", "Norwegian", "norsk", "norwegian"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ"),
    Language("pl", "Polish", "polski", "polish"),
    Language("pt", "Portuguese", "português", "portuguese"),
    Language("ro", "Romanian", "română", "romanian"),
    Language("ru", "Russian", "русский", "russian"),
    Language("sk", "Slovak", "slovenčina"),
    Language("sl", "Slovenian", "slovenščina"),
    Language("so", "Somali", "Soomaali"),
    Language("sq", "Albanian", "shqip"),
    Language("sr", "Serbian", "српски", "serbian"),
    Language("sv", "Swedish", "svenska", "swedish"),
    Language("sw", "Swahili", "Kiswahili"),
    Language("ta", "Tamil", "தமிழ்", "tamil"),
    Language("te", "Telugu", "తెలుగు"),
    Language("th", "Thai", "ไทย"),
    Language("tl", "Tagalog", "Tagalog"),
    Language("tr", "Turkish", "Türkçe", "turkish"),
    Language("uk", "Ukrainian", "українська"),
    Language("ur", "Urdu", "اردو", None, "rtl"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("yi", "Yiddish", "ייִדיש", "yiddish", "rtl"),
    Language("zh", "Chinese", "中文"),
    Language("zh-Hans", "Chinese (simplified)", "简体中文"),
    Language("zh-Hant", "Chinese (traditional)", "繁體中文"),
    Language(UNDETERMINED, "Undetermined", "—"),
)

LANGUAGES = {row.tag: row for row in _ROWS}


def language(tag: str) -> Language:
    """Return the row for a BCP 47 tag; for "de-AT" that of "de"; for one that we do not know, a row of its own."""
    while tag not in LANGUAGES and "-" in tag:
        tag = tag.rpartition("-")[0]
    return LANGUAGES.get(tag) or Language(tag, tag, tag)
