"""The languages Fundstelle knows, a row each; adding one is adding a row."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from index.document import UNDETERMINED
from index.folding import Spelling, fold

Direction = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT = {"Arab", "Hebr", "Thaa"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its BCP 47 tag, its name in English and in itself, and how its words are brought together.

    `script` is the one it is mostly written in (ISO 15924). `stemmer` names an algorithm of `index.stemming`; without
    one, words are found in the form they were written. `spelling` names what is done to a word before it is stemmed
    (`index.folding.SPELLINGS`). `stop_list` names the file of stop words where it is not the tag. `compounds` tells
    that words are written together: "Waffenstillstand".
    """

    tag: str
    name: str
    own_name: str
    script: str = "Latn"
    stemmer: str | None = None
    spelling: Spelling = "lower"
    stop_list: str = ""
    compounds: bool = False

    @property
    def direction(self) -> Direction:
        """Which way it is written."""
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"

    @property
    def stop_words(self) -> frozenset[str]:
        """Words that say nothing about what a text is about, folded; none where we have no list."""
        return _stop_words(self.stop_list or self.tag)


@cache
def _stop_words(name: str) -> frozenset[str]:
    """Read stopwords/<name>.txt: words between white space; a line that begins with # is a comment."""
    file = Path(__file__).with_name("stopwords") / f"{name}.txt"
    if not file.is_file():
        return frozenset()
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


_ROWS = (
    Language("af", "Afrikaans", "Afrikaans", stemmer="dutch_porter"),
    Language("am", "Amharic", "አማርኛ", "Ethi"),
    Language("ar", "Arabic", "العربية", "Arab", "arabic", spelling="arabic"),
    Language("bg", "Bulgarian", "български", "Cyrl", "bulgarian"),
    Language("bn", "Bengali", "বাংলা", "Beng", "bengali"),
    Language("bo", "Tibetan", "བོད་སྐད་", "Tibt"),
    Language("bs", "Bosnian", "bosanski", stemmer="serbian", stop_list="hr"),
    Language("ca", "Catalan", "català", stemmer="catalan", spelling="catalan"),
    Language("cs", "Czech", "čeština", stemmer="czech"),
    Language("cy", "Welsh", "Cymraeg", stemmer="welsh"),
    Language("da", "Danish", "dansk", stemmer="danish", compounds=True),
    Language("de", "German", "Deutsch", stemmer="german", compounds=True),
    Language("dv", "Dhivehi", "ދިވެހި", "Thaa"),
    Language("el", "Greek", "ελληνικά", "Grek", "greek"),
    Language("en", "English", "English", stemmer="english"),
    Language("eo", "Esperanto", "Esperanto", stemmer="esperanto"),
    Language("es", "Spanish", "español", stemmer="spanish"),
    Language("et", "Estonian", "eesti", stemmer="estonian"),
    Language("eu", "Basque", "euskara", stemmer="basque"),
    Language("fa", "Persian", "فارسی", "Arab", "persian"),
    Language("fi", "Finnish", "suomi", stemmer="finnish", compounds=True),
    Language("fil", "Filipino", "Filipino", stemmer="tagalog", stop_list="tl"),
    Language("fr", "French", "français", stemmer="french", spelling="french"),
    Language("ga", "Irish", "Gaeilge", stemmer="irish"),
    Language("gu", "Gujarati", "ગુજરાતી", "Gujr", "gujarati"),
    Language("he", "Hebrew", "עברית", "Hebr", "hebrew"),
    Language("hi", "Hindi", "हिन्दी", "Deva", "hindi", spelling="folded"),
    Language("hr", "Croatian", "hrvatski", stemmer="serbian"),
    Language("hu", "Hungarian", "magyar", stemmer="hungarian", compounds=True),
    Language("hy", "Armenian", "հայերեն", "Armn", "armenian"),
    Language("id", "Indonesian", "Indonesia", stemmer="indonesian"),
    Language("it", "Italian", "italiano", stemmer="italian"),
    Language("ja", "Japanese", "日本語", "Jpan"),
    Language("ka", "Georgian", "ქართული", "Geor"),
    Language("km", "Khmer", "ខ្មែរ", "Khmr"),
    Language("kn", "Kannada", "ಕನ್ನಡ", "Knda", "kannada"),
    Language("ko", "Korean", "한국어", "Kore"),
    Language("lo", "Lao", "ລາວ", "Laoo"),
    Language("lt", "Lithuanian", "lietuvių", stemmer="lithuanian"),
    Language("lv", "Latvian", "latviešu", stemmer="latvian"),
    Language("mk", "Macedonian", "македонски", "Cyrl", "macedonian"),
    Language("ml", "Malayalam", "മലയാളം", "Mlym", "malayalam"),
    Language("mr", "Marathi", "मराठी", "Deva", "marathi"),
    Language("ms", "Malay", "Melayu", stemmer="indonesian", stop_list="id"),
    Language("my", "Burmese", "မြန်မာ", "Mymr"),
    Language("nb", "Norwegian Bokmål", "bokmål", stemmer="norwegian", stop_list="no", compounds=True),
    Language("ne", "Nepali", "नेपाली", "Deva", "nepali", spelling="folded"),
    Language("nl", "Dutch", "Nederlands", stemmer="dutch", compounds=True),
    Language("nn", "Norwegian Nynorsk", "nynorsk", stemmer="norwegian", stop_list="no", compounds=True),
    Language("no", "Norwegian", "norsk", stemmer="norwegian", compounds=True),
    Language("or", "Odia", "ଓଡ଼ିଆ", "Orya"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", "Guru", "punjabi"),
    Language("pl", "Polish", "polski", stemmer="polish"),
    Language("pt", "Portuguese", "português", stemmer="portuguese", spelling="portuguese"),
    Language("ro", "Romanian", "română", stemmer="romanian"),
    Language("ru", "Russian", "русский", "Cyrl", "russian"),
    Language("si", "Sinhala", "සිංහල", "Sinh"),
    Language("sk", "Slovak", "slovenčina", stemmer="slovak"),
    Language("sl", "Slovenian", "slovenščina", stemmer="slovenian"),
    Language("so", "Somali", "Soomaali", stemmer="somali"),
    Language("sq", "Albanian", "shqip", stemmer="albanian"),
    Language("sr", "Serbian", "српски", "Cyrl", "serbian"),
    Language("sv", "Swedish", "svenska", stemmer="swedish", compounds=True),
    Language("sw", "Swahili", "Kiswahili", stemmer="swahili"),
    Language("ta", "Tamil", "தமிழ்", "Taml", "tamil"),
    Language("te", "Telugu", "తెలుగు", "Telu", "telugu"),
    Language("th", "Thai", "ไทย", "Thai"),
    Language("tl", "Tagalog", "Tagalog", stemmer="tagalog"),
    Language("tr", "Turkish", "Türkçe", stemmer="turkish", spelling="turkish"),
    Language("uk", "Ukrainian", "українська", "Cyrl", "ukrainian"),
    Language("ur", "Urdu", "اردو", "Arab", "urdu"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("yi", "Yiddish", "ייִדיש", "Hebr", "yiddish"),
    Language("zh", "Chinese", "中文", "Hani"),
    Language("zh-Hans", "Chinese (simplified)", "简体中文", "Hans", stop_list="zh"),
    Language("zh-Hant", "Chinese (traditional)", "繁體中文", "Hant", stop_list="zh"),
    Language(UNDETERMINED, "Undetermined", "—", "Zyyy"),
)

LANGUAGES = {row.tag: row for row in _ROWS}


def language(tag: str) -> Language:
    """Return the row for a BCP 47 tag; for "de-AT" that of "de"; for one that we do not know, a row of its own."""
    while tag not in LANGUAGES and "-" in tag:
        tag = tag.rpartition("-")[0]
    return LANGUAGES.get(tag) or Language(tag, tag, tag)


def name_of(tag: str) -> str:
    """Return the English name of a language, with its tag where that says more: "English (en-US)"."""
    row = language(tag)
    return row.name if tag.lower() == row.tag.lower() else f"{row.name} ({tag})"
