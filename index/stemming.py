"""Stemmers: Snowball's, through PyStemmer, and light ones of our own for languages that Snowball lacks.

A light stemmer takes off endings of case, number, gender and article and leaves the rest alone, as Savoy does. It is a
table: of each step's affixes the longest that leaves enough of the word is taken off. It works on folded words, so that
accents left out make no difference, and may be asked about any word, of other languages too.

Where the endings of a language are described, and the idea comes from: J. Savoy, "Light stemming approaches for the
French, Portuguese, German and Hungarian languages" (2006), "Searching strategies for the Bulgarian language" (2007);
L. Dolamic and J. Savoy, "Indexing and stemming approaches for the Czech language" (2009), "Indexing and searching
strategies for the Russian language" (2009), "Comparative study of indexing and search strategies for the Hindi,
Marathi, and Bengali languages" (2010); K. Kreslins, "A stemming algorithm for Latvian" (1996); M. Popovič and
P. Willett, "The effectiveness of stemming for natural-language access to Slovene textual data" (1992);
A. Ramanathan and D. Rao, "A lightweight stemmer for Hindi" (2003), whose way the other Indic tables follow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import Stemmer

from index.folding import fold

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Step:
    """Affixes of which one is taken off, the longest that leaves at least so many characters.

    `endings` and `beginnings` map an affix, folded, to what takes its place.
    """

    least: int
    endings: Mapping[str, str]
    beginnings: Mapping[str, str]

    def __call__(self, word: str) -> str:
        room = len(word) - self.least
        for size in range(min(room, _LONGEST), 0, -1):
            if (new := self.endings.get(word[-size:])) is not None:
                return word[:-size] + new
            if (new := self.beginnings.get(word[:size])) is not None:
                return new + word[size:]
        return word


_LONGEST = 10
"""Characters of the longest affix."""


def _steps(table: str) -> list[_Step]:
    """Read a table: each number begins a step, the fewest characters it leaves, and its affixes follow.

    "ти" is an ending, "ku-" a beginning, "ц>к" an ending and what takes its place.
    """
    steps: list[list[str]] = []
    for entry in table.split():
        if entry.isdecimal():
            steps.append([])
        steps[-1].append(entry)
    return [_step(*step) for step in steps]


def _step(least: str, *affixes: str) -> _Step:
    pairs = [affix.partition(">")[::2] for affix in affixes]
    return _Step(
        int(least),
        {fold(affix): fold(new) for affix, new in pairs if not affix.endswith("-")},
        {fold(affix.rstrip("-")): fold(new) for affix, new in pairs if affix.endswith("-")},
    )


def _light(table: str) -> Stem:
    steps = _steps(table)

    def stem(word: str) -> str:
        word = fold(word)
        for step in steps:
            word = step(word)
        return word

    return stem


_VERBS = (
    f"{subject}{tense}-"
    for subject in ("ni", "u", "a", "tu", "m", "wa", "i", "li", "ya", "ki", "vi", "zi", "ku", "pa")
    for tense in ("na", "li", "ta", "me", "nge", "ka")
)

_TABLES = {
    # Articles stand behind the noun: the first step takes them off, the second number and gender.
    "bulgarian": """
        3 ът ят та то те ият>и
        3 ове еве ища ета ия ии ие ий ите ьо йо и а я о е у ю й
        3 ц>к
        """,
    "macedonian": """
        3 иот от та то те
        3 ови еви иња ишта ија ии ие и а о е у
        """,
    "ukrainian": """
        3 ся сь
        3 ого ому ими їми ий ій їй им їм их їх ої єї ою ею єю ові еві єві ами ями ах ях ам ям ом ем єм ів їв ей
          ати яти ити іти їти ути ував юв ював увала ювала ували ювали увати ювати ає яє ують юють ають яють
          ення енню енні еннями еннях енням ень ання анню анні аннями аннях анням ань
        3 а я о е є и і ї у ю ь й
        3 іст>ост
        """,
    "slovak": """
        3 ami iami emi ymi imi ovi ovia ove ov och ach iach ych ich am iam om em ym im ou iou eho ieho emu iemu ej
          mi ie ia iu oví
        3 a e i o u y
        """,
    "slovenian": """
        3 ami imi ama ima oma ema ega emu em im om am ih ah eh mi ov ev ovi evi je ju jo
        3 a e i o u
        """,
    "latvian": """
        3 ajiem ajam ajām ajai ajas ajos ajās ajs ajā aji ajo iem ies ijs am ai as os us es is em ei im ij ām ās ēm ēs
          jiem jam jām jai jas jos jās jā ja ju ji u a e i s o š
        """,
    "albanian": """
        5 et at ëve
        3 eve ave ive ise ine esë isë inë it in ut un se es së ve ne në en ën sh
        3 a e ë i o u
        """,
    "welsh": """
        4 iau au ion on oedd ydd edd od wyr iaid aid iadau
        """,
    "bengali": """
        3 ই ও
        2 গুলোকে গুলিকে গুলোর গুলির গুলোতে গুলিতে গুলো গুলি টিকে টাকে টির টার টিতে টাতে টি টা খানা খানি
          েদেরকে দেরকে েদের দের েরা রা য়ের ের কে তে েতে য়ে য়
          েছিলেন েছিল েছেন েছে ছিলেন ছিল চ্ছে ছেন ছে লেন বেন
        2 ার>া ির>ি ীর>ী ুর>ু ূর>ূ োর>ো
        2 ে
        """,
    "gujarati": """
        2 ઓમાંથી ઓમાં ઓનો ઓની ઓનું ઓના ઓને ઓથી ઓએ માંથી માં નો ની નું ના ને થી
        2 ઓ ો ી ું ા ે ાં
        """,
    "punjabi": """
        2 ੀਆਂ ਿਆਂ ਾਂ ਆਂ ਈਆਂ ੀ ੇ ਾ ੋ ੂ ਈ ਏ ਿਓ
        """,
    "marathi": """
        2 मध्ये मध्येही साठी मुळे पर्यंत प्रमाणे कडून कडे बद्दल विषयी वरील वरून खाली
        2 ाच्या ीच्या ेच्या ूच्या ांच्या ींच्या च्या ाचा ाची ाचे ाचं ीचा ीची ीचे ेचा ेची ेचे ांचा ांची ांचे चा ची चे
          ाला ीला ेला ूला ांना ींना ाने ीने ेने ूने ांनी ींनी ाशी ांशी ातून ीतून ेतून ातील ीतील ेतील ांतील ाहून
          ात ीत ेत ूत ांत ींत ावर ीवर ेवर ांवर
        2 ्या ्यां ां ीं यां या ा ि ी ु ू े ो
        """,
    "urdu": """
        3 ئیں ؤں یوں یاں وں یں یے
        3 ے ی ا ں
        """,
    "kannada": """
        2 ಗಳನ್ನು ಗಳಲ್ಲಿ ಗಳಿಗೆ ಗಳಿಂದ ಗಳು ಗಳ ವನ್ನು ಯನ್ನು ನನ್ನು ರನ್ನು ದಲ್ಲಿ ಯಲ್ಲಿ ನಲ್ಲಿ ರಲ್ಲಿ ಿನಲ್ಲಿ ದಿಂದ ಯಿಂದ ನಿಂದ ರಿಂದ
          ಕ್ಕೆ ಿಗೆ ಯಿಗೆ ನಿಗೆ ರಿಗೆ ಗೆ ಿನ ವು ಯು ದ
        2 ಾ ಿ ೀ ು ೂ ೆ ೇ ೊ ೋ
        """,
    "telugu": """
        2 ాలలోని ాలలో ాలకు ాలను ాలతో ాలు ాల ానికి ాన్ని ంలోని ంలోకి ంలో ంతో ంగా ం లలోని లలో లకు లను లతో లు లోని
          లోకి లో తో కు కి ను ని గా
        2 ా ి ీ ు ూ ె ే ో ్
        """,
    "malayalam": """
        2 ങ്ങളുടെ ങ്ങളിൽ ങ്ങളിലെ ങ്ങൾക്ക് ങ്ങളെ ങ്ങൾ ത്തിന്റെ ത്തിലെ ത്തിൽ ത്തിന് ത്തെ കളുടെ കളിലെ കളിൽ കളെ കൾക്ക് കൾ
          യുടെ യിലെ യിൽ യെ ിന്റെ ിലെ ിൽ ിന് ിനെ ന്റെ ുടെ ം
        2 ാ ി ീ ു ൂ െ േ ോ ്
        """,
    # Prefixes cling to Hebrew words, but many words begin with the same letters: they are taken off as long as enough
    # is left, whether they are prefixes or not, so that a word with and without one meet. Final letters become plain.
    "hebrew": """
        3 ים ות יים יות
        3 וה- שה-
        4 ו- ש- כש- וש-
        3 ה- ב- ל-
        4 ה- ב- ל- כ- מ- ש-
        2 ך>כ ם>מ ן>נ ף>פ ץ>צ
        """,
    # The prefix of a noun's class, or of a verb's subject and tense.
    "swahili": f"""
        4 ni
        4 mwana- wana- mwa- wa- m- ki- vi- ma- mi- ku- {" ".join(_VERBS)}
        """,
    # The linker at the end, and the prefix of a verb's voice.
    "tagalog": """
        3 ang>a eng>e ing>i ong>o ung>u
        4 nakapag- makapag- ipinag- pinag- ipag- nagpa- magpa- nag- mag- pag- nang- mang- pang- nam- mam- pam- nan- man-
          pan- naka- maka-
        """,
    "somali": """
        3 ooyinka ooyin yaasha yaal adda ada iisa kiisa teeda keeda kooda tooda kiisii kii tii dii gii kii ka ga ha ta
          da sha ku gu tu du
        3 a e i o u
        """,
}


_LEFT_OVER = {
    "french": "1 eux>eu aux>au oux>ou ois>oi",
    "german": "2 os>o ys>y",
    "italian": "3 io o i",
    "portuguese": "2 o>a",
    "spanish": "2 os>o as>a 2 z>c",
}
"""What Snowball leaves on short words and tells apart: lois and loi, Autos and Auto, anni and anno, nações and nação,
luces and luz. Tables as above, for its folded stems."""


def stemmer(name: str) -> Stem:
    """Return the stemmer of that name: one of ours or of Snowball's. It takes a lower-cased word; "" can come of it."""
    if table := _TABLES.get(name):
        return _light(table)
    snowball: Stem = Stemmer.Stemmer(name, 0).stemWord
    if name not in _LEFT_OVER:
        return snowball
    rest = _light(_LEFT_OVER[name])
    return lambda word: rest(snowball(word))
