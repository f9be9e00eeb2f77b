import pytest

from index.folding import fold
from index.stemming import stemmer


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("albanian", "qytet qyteti qytetit qytetin qytete qytetet qyteteve"),
        ("bengali", "ছাত্র ছাত্ররা ছাত্রদের ছাত্রের ছাত্রকে"),
        ("bengali", "বই বইটি বইগুলি বইয়ের"),
        ("bulgarian", "книга книгата книги книгите"),
        ("bulgarian", "град градът града градове градовете"),
        ("bulgarian", "нов нова ново нови новият новия новата новото новите"),
        ("dutch_porter", "boom bome"),
        ("french", "loi lois"),
        ("french", "jeu jeux"),
        ("french", "heureux heureuse"),
        ("german", "auto autos"),
        ("gujarati", "પુસ્તક પુસ્તકો પુસ્તકમાં પુસ્તકોની પુસ્તકને"),
        ("hebrew", "ספר ספרים הספר הספרים"),
        ("hebrew", "מלחמה המלחמה במלחמה ומלחמה"),
        ("hebrew", "דרך דרכים"),
        ("italian", "anno anni"),
        ("italian", "occhio occhi"),
        ("kannada", "ಪುಸ್ತಕ ಪುಸ್ತಕಗಳು ಪುಸ್ತಕದಲ್ಲಿ ಪುಸ್ತಕವನ್ನು ಪುಸ್ತಕಕ್ಕೆ ಪುಸ್ತಕಗಳನ್ನು"),
        ("latvian", "grāmata grāmatas grāmatai grāmatu grāmatām"),
        ("latvian", "brālis brāļa brālim brāļi"),
        ("macedonian", "градот градови градовите град"),
        ("malayalam", "പുസ്തകം പുസ്തകങ്ങൾ പുസ്തകത്തിൽ പുസ്തകത്തിന്റെ"),
        ("marathi", "पुस्तक पुस्तके पुस्तकाचे पुस्तकांमध्ये पुस्तकात"),
        ("marathi", "भारत भारताचा भारतात भारताने भारताला"),
        ("portuguese", "nação nações"),
        ("portuguese", "avião aviões"),
        ("punjabi", "ਮੁੰਡਾ ਮੁੰਡੇ ਮੁੰਡਿਆਂ"),
        ("slovak", "mesto mesta mestu mestom mestami mestách"),
        ("slovak", "nový nová nové nového novému novým"),
        ("slovenian", "hiša hiše hiši hišo hiš hišah"),
        ("somali", "magaalo magaalada magaalooyin"),
        ("spanish", "año años"),
        ("spanish", "luz luces"),
        ("spanish", "obra obras"),
        ("swahili", "kusoma anasoma walisoma amesoma"),
        ("swahili", "kitabu vitabu"),
        ("tagalog", "malaki malaking"),
        ("telugu", "పుస్తకం పుస్తకాలు పుస్తకాల పుస్తకంలో పుస్తకాన్ని పుస్తకానికి"),
        ("ukrainian", "книга книги книгу книгою книгами"),
        ("ukrainian", "українська українською українського український українських"),
        ("urdu", "کتاب کتابیں کتابوں"),
        ("welsh", "llyfr llyfrau"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(name: str, forms: str) -> None:
    assert len({fold(stemmer(name)(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("hebrew", "כלכלה", "כלה"),  # economy, bride
        ("hebrew", "מכתב", "כתב"),  # letter, reporter
        ("marathi", "भारत", "भार"),  # India, burden
        ("swahili", "tanzania", "nzania"),
        ("ukrainian", "держава", "держати"),  # state, to hold
    ],
)
def test_other_words_have_other_stems(name: str, one: str, other: str) -> None:
    assert stemmer(name)(one) != stemmer(name)(other)
