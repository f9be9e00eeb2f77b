import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import MAX_WORD_LENGTH, analyzer, character_end, fold, pieces, signs
from index.text import clean


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Größe", "grosse"),
        ("Straſſe", "strasse"),
        ("a\u0364pfel", "apfel"),
        ("Élève", "eleve"),
        ("İSTANBUL", "istanbul"),
        ("ışık", "isik"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Ёлка", "елка"),
        ("й", "й"),
        ("Київ", "київ"),
        ("Москва\u0301", "москва"),
        ("σοφός", "σοφοσ"),
        ("ΣΟΦΌΣ", "σοφοσ"),
        ("الكِتَابُ", "الكتاب"),
        ("كتـــاب", "كتاب"),
        ("שָׁלוֹם", "שלום"),
        ("हिन्दी", "हिन्दी"),
        ("Tiếng", "tieng"),
        ("ＡＢＣ１２", "abc12"),
        ("٢٠٢٥", "2025"),
        ("co\u00adop", "coop"),
        ("ﷺ", "صلىاللهعليهوسلم"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(min_size=1))
def test_folded_words_are_stable_terms(text: str) -> None:
    for piece in pieces(clean(text)):
        word = fold(piece)
        assert word
        assert not any(character.isspace() for character in word)
        assert fold(word) == word
        assert unicodedata.is_normalized("NFC", word)


def test_a_word_of_any_length_is_a_term_of_bounded_length() -> None:
    (word,) = analyzer("en").index_forms("x" * 100_000)[0].split()
    assert len(word) == MAX_WORD_LENGTH


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("en", "Don't stop, e-mail me@x.org!", "don t stop e mail me x org"),
        ("hi", "हिन्दी में किताबें", "हिन्दी में किताबें"),
        ("ta", "தமிழ் மொழி", "தமிழ் மொழி"),
        ("zh-Hans", "中文字 OK", "中文 文字 字 ok"),
        ("zh-Hans", "猫", "猫"),
        ("ja", "iPhone手机2025年", "iphone 手机 机 2025 年"),
        ("ja", "ｶﾞｷﾞ", "ガギ ギ"),
        ("ko", "학교에서 왔다", "학교 교에 에서 서 왔다 다"),
        ("th", "ที่นี่", "ที่นี่ นี่"),
        ("km", "ភាសា", "ភាសា សា"),
        ("fa", "می\u200cخواهم", "میخواهم"),
        ("und", "_foo_bar", "foo bar"),
        ("und", "😀 — …", ""),
    ],
)
def test_words(tag: str, text: str, words: str) -> None:
    assert analyzer(tag).index_forms(clean(text))[0] == words


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        ("de", "Gespräche", "Gespräch"),
        ("de", "HÄUSER", "Häusern"),
        ("en", "running", "runs"),
        ("fr", "élevées", "élevé"),
        ("ru", "Москве\u0301", "Москва"),
        ("ru", "ёлки", "елка"),
        ("tr", "IŞIKLAR", "ışık"),
        ("ar", "كتابان", "كتاب"),
        ("hi", "किताबें", "किताब"),
        ("el", "γλώσσες", "γλώσσα"),
    ],
)
def test_stems_bring_the_forms_of_a_word_together(tag: str, one: str, other: str) -> None:
    assert analyzer(tag).stem(one) == analyzer(tag).stem(other)


def test_a_word_that_the_stemmer_makes_nothing_of_is_kept() -> None:
    assert analyzer("ar").stem("ـ")
    assert analyzer("xx").stem("Häuser") == "hauser"


@given(st.text(), st.sampled_from(["und", "de", "tr", "ar", "zh-Hans", "th", "hi", "ru"]))
def test_tokens_are_those_that_are_indexed(text: str, tag: str) -> None:
    text = clean(text)
    tokens = list(analyzer(tag).tokens(text))
    words, stems = analyzer(tag).index_forms(text)
    assert [token.word for token in tokens] == words.split()
    assert [token.stem for token in tokens] == stems.split()
    assert [token.position for token in tokens] == list(range(len(tokens)))
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)


@given(st.text())
def test_pieces_and_signs_are_all_there_is(text: str) -> None:
    assert sum(map(len, pieces(text))) + len(signs(text)) == len(text)


def test_a_character_keeps_its_marks() -> None:
    assert character_end("ที่นี่", 0) == 3
    assert character_end("ab", 1) == 2


def test_the_same_text_gives_the_same_tokens_in_nfc_and_nfd() -> None:
    text = "Größe 한국어 ガギ Việt हिन्दी"
    assert analyzer("und").index_forms(clean(unicodedata.normalize("NFD", text))) == analyzer("und").index_forms(text)


def test_it_loads_quickly_enough_for_the_command_line() -> None:
    code = "import index.analysis, sys; print(sorted({'tantivy', 'fastapi', 'langdetect'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
