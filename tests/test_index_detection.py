import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.detection import NOTHING, Detection, detect, detect_many, langdetect_reference, passages, passages_many

GERMAN = "Der alte Leuchtturm steht seit vielen Jahren am Ufer und weist den Schiffen in der Nacht den Weg. "
ENGLISH = "The old lighthouse has been standing on the shore for many years and shows the ships their way. "
FRENCH = "Le vieux phare se dresse sur la côte depuis de longues années et montre aux navires leur chemin. "
ICELANDIC = "Gamli vitinn hefur staðið á ströndinni í mörg ár og vísar skipunum veginn á nóttunni. "


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ("De oude vuurtoren staat al vele jaren aan de kust en wijst de schepen 's nachts de weg.", "nl"),
        ("Die ou vuurtoring staan al baie jare op die kus en wys snags vir die skepe die pad.", "af"),
        ("Vi ved ikke, hvem der har bygget det gamle fyrtårn, men det viser skibene vejen ud af mørket.", "da"),
        ("Det gamle fyrtårnet har stått ved kysten i mange år, og det viser skipene vei om natten.", "no"),
        ("Det gamle fyrtårnet har stått der i mange år, men eg veit ikkje kven som har bygt det.", "no"),
        ("Starý maják stojí na břehu už mnoho let a v noci ukazuje lodím cestu.", "cs"),
        ("Starý maják stojí na pobreží už veľa rokov a v noci ukazuje lodiam cestu.", "sk"),
        ("Ang lumang parola ay matagal nang nakatayo sa baybayin at nagtuturo ng daan sa mga barko.", "tl"),
        ("Mercusuar tua itu sudah bertahun-tahun berdiri di pantai dan menunjukkan jalan bagi kapal.", "id"),
        ("Stari svjetionik već godinama stoji na obali. Gdje su ljudi koji su ovdje živjeli prije rata?", "hr"),
        ("Stari svetionik već godinama stoji na obali. Gde su ljudi koji su ovde živeli pre rata?", "sr"),
        ("Стари светионик већ годинама стоји на обали и ноћу показује бродовима пут.", "sr"),
        ("Стариот светилник со години стои на брегот и ноќе им го покажува патот на бродовите.", "mk"),
        ("Старият фар от години стои на брега и нощем показва пътя на корабите.", "bg"),
        ("Старый маяк стоит на берегу уже много лет и показывает кораблям путь.", "ru"),
        ("Старий маяк стоїть на березі вже багато років і вночі показує кораблям шлях.", "uk"),
        ("ظل المنارة القديمة قائمة على الشاطئ منذ سنوات طويلة.", "ar"),
        ("فانوس دریایی قدیمی سال‌هاست که در ساحل ایستاده است و راه را به کشتی‌ها نشان می‌دهد.", "fa"),
        ("پرانا مینار کئی سالوں سے ساحل پر کھڑا ہے اور رات کو جہازوں کو راستہ دکھاتا ہے۔", "ur"),
        ("पुराना प्रकाशस्तंभ कई वर्षों से तट पर खड़ा है और रात में जहाज़ों को रास्ता दिखाता है।", "hi"),
        ("जुना दीपस्तंभ अनेक वर्षांपासून किनाऱ्यावर उभा आहे आणि रात्री जहाजांना वाट दाखवतो.", "mr"),
        ("पुरानो प्रकाशस्तम्भ धेरै वर्षदेखि किनारमा उभिएको छ र राति जहाजहरूलाई बाटो देखाउँछ।", "ne"),
        ("古い灯台は長年にわたり岸に立ち、船に道を示しています。", "ja"),
        ("東京駅図書館", "ja"),
        ("오래된 등대는 오랫동안 해안에 서서 배들에게 길을 알려 준다.", "ko"),
        ("老灯塔多年来一直矗立在岸边,为船只指路。", "zh-Hans"),
        ("老燈塔多年來一直矗立在岸邊,為船隻指路。", "zh-Hant"),
        ("Ο παλιός φάρος στέκεται χρόνια στην ακτή.", "el"),
        ("המגדלור הישן עומד על החוף כבר שנים רבות ומראה לאוניות את הדרך", "he"),
        ("דער אַלטער לײַכטטורעם שטייט שוין לאַנגע יאָרן ביים ברעג און ווײַזט די שיפן דעם וועג", "yi"),
        ("ძველი შუქურა ნაპირზე დგას", "ka"),
        ("Հին փարոսը կանգնած է ափին", "hy"),
        ("አሮጌው የመብራት ቤት ለብዙ ዓመታት ቆሟል", "am"),
        ("ប៉មភ្លើងហ្វារ", "km"),
        ("ປະພາຄານເກົ່າ", "lo"),
        ("မီးပြတိုက်ဟောင်း", "my"),
    ],
)
def test_detect(text: str, tag: str) -> None:
    assert detect(text).tag == tag


@pytest.mark.parametrize(
    "text", [GERMAN, ENGLISH, "Старый маяк стоит на берегу уже много лет.", "Ο παλιός φάρος στέκεται."]
)
def test_capitals_are_read_like_small_letters(text: str) -> None:
    assert detect(text.upper()).tag == detect(text).tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "12345 !!! 😀",
        "+49 30 1234-567, 12 345,67",
        "https://example.org/the/way/of/the/ships?q=1 keeper@lighthouse.example www.example.org/a",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAA",
        "a" * 300_000,
        "sssss",
        "Jaaaaaaa!!!",
        "hahaha ha ha",
        "ооооо",
        ICELANDIC,
        "Стары маяк стаіць на беразе ўжо шмат гадоў і паказвае караблям шлях у цёмную ноч.",
        "زوړ څراغ د ډېرو کلونو راهیسې په ساحل ولاړ دی او بېړیو ته لاره ښيي",
    ],
)
def test_nothing_known_is_undetermined(text: str) -> None:
    assert detect(text) == NOTHING == Detection("und", 0.0, "")


@pytest.mark.parametrize("text", ["Nein nein", "Mississippi", "ананас", "Papa"])
def test_short_texts_of_few_letters_are_no_mere_noise(text: str) -> None:
    assert detect(text) != NOTHING


def test_confidence_and_runner_up() -> None:
    assert 0.95 < detect(GERMAN).confidence <= 1.0
    short = detect("Katt og hund")
    assert (short.tag, short.runner_up) == ("no", "da")
    assert 0 < short.confidence < 0.9
    assert detect("老灯塔").runner_up == "zh-Hant"


def test_a_foreign_heading_does_not_decide() -> None:
    assert detect(ENGLISH * 6 + GERMAN * 40).tag == "de"


def test_a_text_of_two_halves_is_in_one_of_them() -> None:
    for other in (ENGLISH, FRENCH, "Старый маяк стоит на берегу уже много лет. ", "古い灯台は岸に立っています。"):
        assert detect(GERMAN * 30 + other * 30).tag in ("de", detect(other).tag)


def test_passages_of_other_languages() -> None:
    [(tag, share)] = passages(GERMAN * 30 + FRENCH * 30)
    assert {tag, detect(GERMAN * 30 + FRENCH * 30).tag} == {"de", "fr"}
    assert 0.35 < share < 0.6
    assert [tag for tag, _ in passages(GERMAN * 80 + FRENCH * 25 + ENGLISH * 40)] == ["en", "fr"]
    assert passages(GERMAN * 5 + FRENCH * 5) == ()
    assert passages("") == ()


@pytest.mark.parametrize(
    ("other", "tag"),
    [
        ("老灯塔多年来一直矗立在岸边,为船只指路。守塔人每天晚上点灯。", "zh-Hans"),
        ("古い灯台は長年にわたり岸に立ち、船に道を示しています。", "ja"),
        ("Ο παλιός φάρος στέκεται χρόνια στην ακτή και δείχνει στα πλοία τον δρόμο. ", "el"),
        ("पुराना प्रकाशस्तंभ कई वर्षों से तट पर खड़ा है और रात में जहाज़ों को रास्ता दिखाता है। ", "hi"),
    ],
)
def test_passages_in_other_scripts(other: str, tag: str) -> None:
    text = GERMAN * 70 + other * (1500 // len(other))
    assert [found for found, _ in passages(text)] == [tag]


ARABIC = "ظل المنارة القديمة قائمة على الشاطئ منذ سنوات طويلة وتدل السفن على طريقها في الليل. "
RUSSIAN = "Старый маяк стоит на берегу уже много лет и показывает кораблям путь. "
JAPANESE = "古い灯台は長年にわたり岸に立ち、船に道を示しています。"


@pytest.mark.parametrize(("other", "tag"), [(ARABIC, "ar"), (RUSSIAN, "ru"), (JAPANESE * 3, "ja")])
def test_a_short_text_in_two_scripts_is_in_both_languages(other: str, tag: str) -> None:
    halves, by_turns = ENGLISH * 3 + other * 4, (ENGLISH * 2 + "\n\n" + other * 2 + "\n\n") * 15
    for text in (halves, by_turns):
        [(found, share)] = passages(text)
        assert {found, detect(text).tag} == {"en", tag}
        assert 0.25 < share < 0.75


def test_what_is_strewn_in_another_script_is_no_passage() -> None:
    assert passages((RUSSIAN + "The Keeper of the Light (Oxford University Press). ") * 20) == ()
    assert passages(RUSSIAN * 4 + ENGLISH) == ()
    assert passages((RUSSIAN + "https://example.org/the-old-lighthouse-on-the-shore-for-many-years ") * 20) == ()


def test_names_and_quotations_are_no_passages() -> None:
    page = GERMAN * 6 + "In Tom Blake, The Keeper of the Light (Oxford 1987), steht: „" + ENGLISH + "“ "
    assert passages(page * 8) == ()
    assert passages(ICELANDIC * 60) == ()
    assert passages("12 345 678 " * 500) == ()


def test_no_texts_give_nothing() -> None:
    assert detect_many([]) == []
    assert passages_many([]) == []


def test_a_manual_full_of_code_is_in_the_language_of_its_prose() -> None:
    code = "def f(x):\n    return {k: v.strip() for k, v in x.items() if v is not None}\nfor i in range(10): f(i)\n" * 3
    assert detect((GERMAN * 3 + code) * 10).tag == "de"


def test_many_passages_at_once_are_the_same() -> None:
    texts = [
        GERMAN * 60,
        GERMAN * 30 + FRENCH * 30,
        "",
        ENGLISH * 3,
        FRENCH * 20 + ENGLISH * 60,
        ARABIC * 3 + ENGLISH * 3,
    ]
    assert passages_many(texts) == [passages(text) for text in texts]


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("aeinrst AEÄßñçşđ АБвгиєђ ابتی हिंदी 漢字かな한국 \0\u0301\ud800😀")),
    max_size=400,
)


@settings(deadline=None)  # the first call loads the profiles
@given(st.lists(TEXTS, max_size=12), st.randoms(use_true_random=False))
def test_a_batch_gives_each_text_what_it_gets_alone(texts: list[str], chance: random.Random) -> None:
    texts = [*texts, ENGLISH * 2 + GERMAN * 2, "".join(texts) * 9]
    alone = {text: detect(text) for text in texts}
    chance.shuffle(texts)
    assert detect_many(texts) == [alone[text] for text in texts]
    assert all(0 <= one.confidence <= 1 for one in alone.values())


def test_the_same_in_threads_and_in_another_process() -> None:
    texts = [GERMAN + ENGLISH, "Katt og hund", "la casa es", "Ne t'inquiète pas", "no", "燈塔"] * 4
    here = detect_many(texts)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect, texts)) == here
    code = "import json, sys; from index.detection import detect; print(list(map(detect, json.load(sys.stdin))))"
    other = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == str(here)


def test_langdetect_itself_always_answers_the_same() -> None:
    assert langdetect_reference(GERMAN).tag == "de"
    assert langdetect_reference("Katt og hund") == langdetect_reference("Katt og hund")
    assert langdetect_reference("12345") == NOTHING
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(langdetect_reference, [ENGLISH] * 8))) == 1


def test_searching_does_not_load_what_only_detection_needs() -> None:
    code = "import sys, index.detection, web.cli; print({'numpy', 'langdetect'} & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert loaded.stdout.strip() == "set()"
