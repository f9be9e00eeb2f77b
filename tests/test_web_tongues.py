"""The language of each paragraph."""

import pytest

from index.document import Document
from web.tongues import Tongue, tongues

GERMAN = "Der Waffenstillstand hielt an, und die alte Brücke über den Fluss wurde nach dem Hochwasser gesperrt."
ARABIC = "أغلق الجسر القديم فوق النهر بعد الفيضان، وباع الخبازون الخبز على ضفة النهر."
HEBREW = "הגשר הישן מעל הנהר נסגר לאחר השיטפון, והאופים מכרו לחם על גדת הנהר."
DUTCH = "De oude brug over de rivier werd na de overstroming gesloten en de bakkers verkochten brood aan de oever."


@pytest.mark.parametrize(
    ("language", "others", "paragraph", "expected"),
    [
        ("de", (), GERMAN, Tongue("de", "ltr")),
        ("de", (), ARABIC, Tongue("ar", "rtl")),
        ("ar", (), HEBREW, Tongue("he", "rtl")),
        ("ar", (), "COVID-19", Tongue("und", "ltr")),
        ("de", (), "שלום", Tongue("und", "rtl")),
        ("ar", (), "2020–2021", Tongue("ar", "rtl")),
        ("de", (), DUTCH, Tongue("de", "ltr")),  # a guess, unless the document is known to hold it
        ("de", (("nl", 0.3),), DUTCH, Tongue("nl", "ltr")),
        ("und", (), "Zzyzx qwrt", Tongue("und", "auto")),
        ("und", (), ARABIC, Tongue("ar", "rtl")),
    ],
)
def test_a_paragraph_is_in_its_own_language(
    language: str, others: tuple[tuple[str, float], ...], paragraph: str, expected: Tongue
) -> None:
    document = Document("id", "", paragraph, "path", language=language, other_languages=others)
    assert tongues(document, [paragraph]) == [expected]


def test_each_paragraph_has_one() -> None:
    document = Document("id", "", "", "path", language="de")
    assert [one.tag for one in tongues(document, [GERMAN, "", ARABIC, "kurz"])] == ["de", "de", "ar", "de"]
