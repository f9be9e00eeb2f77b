import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import pieces
from index.folding import MAX_WORD_LENGTH, SPELLINGS, fold, surface
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
        ("Ħaġar", "hagar"),
        ("Qurʾān", "quran"),
        ("col·lecció", "colleccio"),
        ("Ёлка", "елка"),
        ("й", "й"),
        ("Київ", "київ"),
        ("Москва\u0301", "москва"),
        ("σοφός", "σοφοσ"),
        ("ΣΟΦΌΣ", "σοφοσ"),
        ("الكِتَابُ", "الكتاب"),
        ("كتـــاب", "كتاب"),
        ("أإآٱ", "اااا"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("کتابی", "كتابي"),
        ("خانهٔ", "خانه"),
        ("می\u200cخواهم", "ميخواهم"),
        ("שָׁלוֹם", "שלום"),
        ("ייִדיש", "יידיש"),
        ("ײדיש", "יידיש"),
        ("हिन्दी", "हिंदी"),
        ("सम्बन्ध", "संबंध"),
        ("न्याय", "न्याय"),
        ("चाँद", "चांद"),
        ("क़लम", "कलम"),
        ("ക്ഷേത്രത്തിൽ", "ക്ഷേത്രത്തില്"),
        ("Tiếng", "tieng"),
        ("Đường", "duong"),
        ("ＡＢＣ１２", "abc12"),
        ("٢٠٢٥", "2025"),
        ("२०२५", "2025"),
        ("co\u00adop", "coop"),
        ("ﷺ", "صلياللهعليهوسلم"),
        ("漢語", "汉语"),
        ("發髮", "发发"),
        ("นํ้า", "น้ํา"),
        ("한국", "한국"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@given(st.text(min_size=1))
def test_folded_words_are_stable_terms(text: str) -> None:
    for piece in pieces(clean(text)):
        for word in (fold(piece), surface(piece)):
            assert word
            assert not any(character.isspace() for character in word)
            assert unicodedata.is_normalized("NFC", word)
        assert fold(fold(piece)) == fold(piece)


@given(st.text(st.characters(max_codepoint=0x24F, categories=("L", "N")), max_size=20))
def test_latin_folds_like_what_stands_beside_another_script(text: str) -> None:
    assert fold(f"{text}ж") == f"{fold(text)}ж"


def test_a_folded_word_is_of_bounded_length() -> None:
    assert len(fold("ﷺ" * 1000)) == len(fold("x" * 1000)) == MAX_WORD_LENGTH


@pytest.mark.parametrize(
    ("typed", "written"), [("Tiếng", "tiếng"), ("ΣΟΦΌΣ", "σοφός"), ("co\u00adop", "coop"), ("e\u0301", "é"), ("C", "c")]
)
def test_the_surface_of_a_word_keeps_its_accents(typed: str, written: str) -> None:
    assert surface(typed) == written


@given(st.text(), st.sampled_from(sorted(SPELLINGS)))
def test_every_spelling_takes_any_word(text: str, name: str) -> None:
    for piece in pieces(clean(text)):
        SPELLINGS[name](piece)  # type: ignore[index]
