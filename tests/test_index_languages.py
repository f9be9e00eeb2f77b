from pathlib import Path

import pytest

import index
from index.analysis import analyzer, is_unspaced, pieces
from index.document import UNDETERMINED
from index.folding import fold
from index.languages import LANGUAGES, language
from index.tags import declared_tag

# A sentence of each language, and what a reader may type to find it.
SAMPLES = {
    "af": ("Die kinders lees boeke by die vensters.", "boek venster"),
    "am": ("ልጆቹ መጽሐፍ ያነባሉ።", "መጽሐፍ"),
    "ar": ("يقرأ الأطفال كتابين في المدرسة.", "كتاب مدرسه"),
    "bg": ("Децата четат книгите в градовете.", "книга град"),
    "bn": ("ছাত্ররা বাংলাদেশের বইগুলি পড়ে।", "ছাত্র বাংলাদেশ বই"),
    "bo": ("ཕྲུ་གུ་ཚོས་དཔེ་ཆ་ཀློག", "དཔེ་ཆ"),
    "bs": ("Djeca čitaju knjige u gradu.", "knjiga grad"),
    "ca": ("L'aigua dels rius era freda.", "aigua fred"),
    "cs": ("Děti čtou knihy ve městech.", "kniha mesto"),
    "cy": ("Mae llyfrau yn yr ysgolion.", "llyfr ysgol"),
    "da": ("Børnene læser bøgerne i husene.", "bornene hus"),
    "de": ("Die Häuser standen in München.", "Haus Muenchen"),
    "dv": ("ކުޑަކުދިން ފޮތް ކިޔައެވެ", "ފޮތް"),
    "el": ("Τα παιδιά μιλούν πολλές γλώσσες.", "ΓΛΩΣΣΑ"),
    "en": ("The children were running through the houses.", "run house"),
    "eo": ("La infanoj legas librojn.", "libro"),
    "es": ("Los niños cantan canciones antiguas.", "cancion nino"),
    "et": ("Lapsed loevad raamatuid.", "raamatu"),
    "eu": ("Haurrek liburuak irakurtzen dituzte.", "liburu"),
    "fa": ("بچه‌ها کتاب‌ها را می‌خوانند.", "كتاب"),
    "fi": ("Lapset lukevat kirjoja taloissa.", "kirja talo"),
    "fil": ("Malaking bahay ang nasa tabi ng dagat.", "malaki"),
    "fr": ("L’été, les enfants nagent dans l’eau des rivières.", "ete eau rivière"),
    "ga": ("Tá na leabhair ar an mbord.", "leabhair"),
    "gu": ("બાળકો પુસ્તકોની દુકાનમાં છે.", "પુસ્તક"),
    "he": ("הילדים קוראים ספרים בבית.", "ספר בית"),
    "hi": ("बच्चे हिन्दी में किताबें पढ़ते हैं।", "हिंदी किताब"),
    "hr": ("Djeca čitaju knjige u gradu.", "knjiga grad"),
    "hu": ("A gyerekek könyveket olvasnak a házakban.", "könyv ház"),
    "hy": ("Երեխաները գրքեր են կարդում։", "գրքեր"),
    "id": ("Anak-anak membaca buku di rumahnya.", "baca rumah"),
    "it": ("Le città d'Italia bevono dell’acqua.", "citta acqua Italia"),
    "ja": ("子供たちは東京のｺﾝﾋﾟｭｰﾀｰを使う。", "東京 コンピュータ"),
    "ka": ("ბავშვები წიგნს კითხულობენ.", "წიგნს"),
    "km": ("កុមារអានសៀវភៅ", "សៀវភៅ"),
    "kn": ("ಮಕ್ಕಳು ಪುಸ್ತಕಗಳನ್ನು ಓದುತ್ತಾರೆ.", "ಪುಸ್ತಕ"),
    "ko": ("아이들이 학교에서 책을 읽는다.", "학교 책"),
    "lo": ("ເດັກນ້ອຍອ່ານປຶ້ມ", "ປຶ້ມ"),
    "lt": ("Vaikai skaito knygas miestuose.", "knyga miestas"),
    "lv": ("Bērni lasa grāmatas mājās.", "gramata maja"),
    "mk": ("Децата ги читаат книгите во градовите.", "книга град"),
    "ml": ("കുട്ടികൾ പുസ്തകങ്ങൾ വായിക്കുന്നു.", "കുട്ടി പുസ്തകം"),
    "mr": ("मुले पुस्तकांमध्ये भारताचा इतिहास वाचतात.", "पुस्तक भारत"),
    "ms": ("Kanak-kanak membaca buku di rumahnya.", "baca rumah"),
    "my": ("ကလေးများ စာအုပ်ဖတ်သည်", "စာအုပ်"),
    "nb": ("Barna leser bøkene i husene.", "hus"),
    "ne": ("केटाहरू किताबहरू पढ्छन्।", "किताब"),
    "nl": ("De kinderen lezen boeken in de huizen.", "boek huis"),
    "nn": ("Borna les bøkene i husa.", "hus"),
    "no": ("Barna leser bøkene i husene.", "hus"),
    "or": ("ପିଲାମାନେ ବହି ପଢ଼ନ୍ତି।", "ବହି"),
    "pa": ("ਬੱਚੇ ਕਿਤਾਬਾਂ ਪੜ੍ਹਦੇ ਹਨ।", "ਕਿਤਾਬ"),
    "pl": ("Dzieci czytają książki w domach.", "ksiazki dom"),
    "pt": ("As crianças cantam canções.", "cancoes crianca"),
    "ro": ("Copiii citesc cărțile în case.", "cartile casa"),
    "ru": ("Дети читают книги под зелёной ёлкой.", "книга елка"),
    "si": ("ළමයි පොත් කියවති.", "පොත්"),
    "sk": ("Deti čítajú knihy v mestách.", "kniha mesto"),
    "sl": ("Otroci berejo knjige v mestih.", "knjiga mesto"),
    "so": ("Carruurtu waxay akhriyaan buugga magaalada.", "buug magaalo"),
    "sq": ("Fëmijët lexojnë librat në qytete.", "librat qytet"),
    "sr": ("Деца читају књиге у граду.", "knjiga град"),
    "sv": ("Barnen läser böckerna i husen.", "hus"),
    "sw": ("Watoto wanasoma vitabu nyumbani.", "mtoto kusoma kitabu nyumba"),
    "ta": ("குழந்தைகள் புத்தகங்கள் படிக்கிறார்கள்.", "புத்தகம்"),
    "te": ("పిల్లలు పుస్తకాలు చదువుతారు.", "పుస్తకం"),
    "th": ("เด็ก ๆ ดื่มน้ำที่โรงเรียน", "น้ำ โรงเรียน"),
    "tl": ("Malaking bahay ang nasa tabi ng dagat.", "malaki"),
    "tr": ("İSTANBUL’da çocuklar kitapları okuyor.", "istanbul kitap"),
    "uk": ("Діти читають книги в українських містах.", "книга українська місто"),
    "ur": ("بچے کتابیں پڑھتے ہیں۔", "کتاب"),
    "vi": ("Trẻ em đọc sách tiếng Việt.", "tieng viet"),
    "yi": ("די קינדער לייענען ביכער.", "ביכער"),
    "zh": ("孩子们在学校里读书。", "學校"),
    "zh-Hans": ("孩子们在学校里读书。", "學校"),
    "zh-Hant": ("孩子們在學校裡讀書。", "学校 书"),
}

# Stop words of each list that a question is asked with, and words that a searcher may mean.
ASKED = {"de": "was ist die wie", "en": "what is the how", "fr": "quel est le", "ru": "что это", "hi": "क्या है"}
MEANT = {
    "de": "nicht kein Würde Ware Wahl",
    "en": "not no one state",
    "fr": "été non or",
    "tr": "su değil",
    "sv": "far män",
}


def test_every_row_is_complete() -> None:
    for tag, row in LANGUAGES.items():
        assert row.tag == tag
        assert row.name
        assert row.own_name
        assert declared_tag(tag) == tag


@pytest.mark.parametrize("tag", sorted(LANGUAGES.keys() - {UNDETERMINED}))
def test_what_readers_type_finds_the_sample(tag: str) -> None:
    text, typed = SAMPLES[tag]
    words, stems = (forms.split() for forms in analyzer(tag).index_forms(text))
    for word in typed.split():
        *tokens, last = analyzer(tag).tokens(word)
        assert all(token.word in words for token in tokens)
        if is_unspaced(last.word):
            assert any(word.startswith(last.word) for word in words)
        else:
            assert last.word in words or last.stem in stems


@pytest.mark.parametrize("tag", sorted(SAMPLES))
def test_what_is_written_without_spaces_is_found_by_pairs_of_characters(tag: str) -> None:
    longest = max(pieces(SAMPLES[tag][0]), key=len)
    assert is_unspaced(longest) == (tag in {"ja", "km", "ko", "lo", "my", "th", "zh", "zh-Hans", "zh-Hant"})


def test_direction() -> None:
    assert [tag for tag, row in LANGUAGES.items() if row.direction == "rtl"] == ["ar", "dv", "fa", "he", "ur", "yi"]


def test_compounds() -> None:
    assert {tag for tag, row in LANGUAGES.items() if row.compounds} == {
        "da",
        "de",
        "fi",
        "hu",
        "nb",
        "nl",
        "nn",
        "no",
        "sv",
    }


def test_stop_words_are_short_lists_of_folded_words() -> None:
    for row in LANGUAGES.values():
        assert len(row.stop_words) < 300
        assert all(fold(word) == word and word for word in row.stop_words)
    assert language("de-AT").stop_words == language("de").stop_words
    assert language("zh-Hant").stop_words == language("zh").stop_words
    assert language("qxx").stop_words == language(UNDETERMINED).stop_words == frozenset()


def test_every_list_of_stop_words_is_used() -> None:
    lists = {file.stem for file in Path(index.__path__[0], "stopwords").iterdir()}
    assert lists == {row.stop_list or row.tag for row in LANGUAGES.values() if row.stop_words}


@pytest.mark.parametrize(("tag", "words"), ASKED.items())
def test_what_questions_are_made_of_are_stop_words(tag: str, words: str) -> None:
    assert {fold(word) for word in words.split()} <= language(tag).stop_words


@pytest.mark.parametrize(("tag", "words"), MEANT.items())
def test_what_a_searcher_may_mean_is_no_stop_word(tag: str, words: str) -> None:
    assert not {fold(word) for word in words.split()} & language(tag).stop_words


@pytest.mark.parametrize(
    ("tag", "name"), [("de", "German"), ("de-AT", "German"), ("zh-Hant-TW", "Chinese (traditional)")]
)
def test_a_longer_tag_is_looked_up_by_its_beginning(tag: str, name: str) -> None:
    assert language(tag).name == name


def test_an_unknown_tag_is_its_own_name() -> None:
    assert (language("qxx").tag, language("qxx").name, language("qxx").stemmer) == ("qxx", "qxx", None)
