import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import analyzer
from index.document import UNDETERMINED
from search.query.describing import describe
from search.query.parser import parse
from search.query.terms import MAX_PREFIXES, MAX_WORDS
from search.request import MAX_QUERY_LENGTH


def understood(text: str) -> str:
    query = parse(text).query
    return describe(query) if query else ""


def codes(text: str) -> list[str]:
    return [notice.code for notice in parse(text).notices]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("moon sun", "moon sun"),
        ('"full moon" sun', '"full moon" sun'),
        ("„direkte Gespräche“", '"direkte Gespräche"'),
        ("»direkte Gespräche«", '"direkte Gespräche"'),
        ("«entretiens directs»", '"entretiens directs"'),
        ("“full moon”", '"full moon"'),
        ("”full moon”", '"full moon"'),
        ("「東京 駅」", '"東京 駅"'),
        ("‘full moon’", '"full moon"'),
        ("'full moon' sun", '"full moon" sun'),
        ('ארה"ב', "ארה״ב"),
        ('"צה"ל בארה"ב" או"ם', '"צה״ל בארה״ב" או״ם'),
        ('title:צה”ל ב"הארץ היום"', 'title:צה״ל ב "הארץ היום"'),
        ("moon -sun", "moon -sun"),
        ("moon NOT sun", "moon -sun"),
        ("moon AND NOT sun", "moon AND -sun"),
        ("NOT NOT moon", "moon"),
        ("NOT (-moon)", "moon"),
        ("moon OR sun star", "moon OR (sun star)"),
        ("moon AND sun OR star", "(moon AND sun) OR star"),
        ("(moon OR sun) star", "(moon OR sun) star"),
        ("moon and sun or not", "moon and sun or not"),
        ("title:moon", "title:moon"),
        ("Title: moon", "title:moon"),
        ('title:"full moon"', 'title:"full moon"'),
        ("title:(moon OR sun)", "title:moon OR title:sun"),
        ("lang:de", "lang:de"),
        ("lang:German", "lang:de"),
        ("lang:ZH-HANT", "lang:zh-Hant"),
        ("lang:und", "lang:und"),
        ("lang:nob", "lang:nb"),
        ("lang:deu", "lang:de"),
        ("lang:Disagrees", "lang:disagrees"),
        ("lang:relabelled lang:de", "lang:relabelled lang:de"),
        ("moon -lang:disagrees", "moon -lang:disagrees"),
        ("confidence:<0.7", "confidence:<0.7"),
        ("confidence: >=.9", "confidence:>=.9"),
        ("confidence:0.5..0.7", "confidence:0.5..0.7"),
        ("confidence:..0.7 moon", "moon confidence:..0.7"),
        ("copies: 4294967296 moon", "moon copies:4294967296"),
        ("confidence:(<0.1 OR 1)", "confidence:<0.1 OR confidence:1"),
        ("-lang:de moon", "moon -lang:de"),
        ("author:Poletaew", 'author:"Poletaew"'),
        ("source:pile/html", 'source:"pile/html"'),
        ("date:2025", "date:2025"),
        ("meta.publisher:Tide", 'meta.publisher:"Tide"'),
        ("META.Place-of_Birth: Köln", 'meta.place-of_birth:"Köln"'),
        ("-meta.price:3.14 moon", 'moon -meta.price:"3.14"'),
        ("meta.topic:(„red moon“ OR sun)", 'meta.topic:"red moon" OR meta.topic:"sun"'),
        ("meta.doi:*", "meta.doi:*"),
        ("meta.शीर्षक:x", 'meta.श_र_षक:"x"'),
        ("date:2025-05..2025-06", "date:2025-05..2025-06"),
        ("date:..1945", "date:..1945"),
        ("date:1999-08-11..", "date:1999-08-11.."),
        ("Mond*", "mond*"),
        ("*", "*"),
        ("猫", "猫*"),
        ("北京大学", '"北京大学"'),
        ("covid-19*", "covid 19*"),
        ("C++", '"C++"'),
        ("C++*", '"C++"'),
        ("§ 823 BGB", "§ 823 BGB"),
        ("§§ 823-826", '§ "823-826"'),
        (".NET", '".NET"'),
        ("the moon's", 'the "moon\'s"'),
        ("aujourd'hui", '"aujourd\'hui"'),
        ("rock'n'roll", "\"rock'n'roll\""),
        ("x\u0323l'homme", '"x\u0323l\'homme"'),
        ("lang:de lang:fr", "lang:de OR lang:fr"),
        ("lang:de AND lang:fr", "lang:de OR lang:fr"),
        ("lang:de OR lang:fr", "lang:de OR lang:fr"),
        ("lang:de lang:de", "lang:de"),
        ("lang:de moon lang:fr -lang:en", "moon (lang:de OR lang:fr) -lang:en"),
        ("-sun moon (lang:de OR lang:fr)", "moon -sun (lang:de OR lang:fr)"),
        ("date:2024-02-29", "date:2024-02-29"),
        ('"AND"', '"AND"'),
        ("mo*n *oon m?on", "mo*n *oon m?on"),
        ("Mö?nd*", "mo?nd*"),
        ("mo?*", "mo?*"),
        ("m**n", "m*n"),
        ("was ist das?", "was ist das"),
        ("covid-1?9", "covid 1?9"),
        ("title:mo*n", "title:mo*n"),
        ("/mo(o|n)+/", "/mo(o|n)+/"),
        ("title:/m.{2}n/ -/su[nm]/", "title:/m.{2}n/ -/su[nm]/"),
        ("/usr/bin", '"/usr/bin"'),
        ("source:/usr/", 'source:"/usr/"'),
        ("moon~", "moon~1"),
        ("title:moon~2 sun", "title:moon~2 sun"),
        ('"full moon"~5', '"full moon"~5'),
        ('"full moon"~0', '"full moon"'),
        ('="full moon"~5^2', '="full moon"~5^2'),
        ("moon^2 sun^0.5", "moon^2 sun^0.5"),
        ("moon~1^2^3", "moon~1^6"),
        ("moon^1", "moon"),
        ("(moon OR sun)^2 star", "(moon OR sun)^2 star"),
        ("((moon sun)^2)^3", "(moon sun)^6"),
        ("-moon^2 sun", "sun -moon^2"),
        ("AND~1", '"AND"~1'),
        ("year:2020..2024", "date:2020..2024"),
        ("year:>=2020", "date:2020.."),
        ("year:<2020", "date:..2019"),
        ("year:(2020 OR 2022)", "date:2020 OR date:2022"),
        ("date:>2024-02-29", "date:2024-03-01.."),
        ("date:>2024-12 moon", "moon date:2025-01.."),
        ("date:<=2024-05", "date:..2024-05"),
        ("words:>1000", "words:1001.."),
        ("words:<=1000", "words:..1000"),
        ("words:10..20 moon", "moon words:10..20"),
        ("words:7", "words:7"),
        ("=moon sun", "=moon sun"),
        ('="full moon"', '="full moon"'),
        ("=„volle Monde“", '="volle Monde"'),
        ('="AND"', '="AND"'),
        ('=".NET"', '=".NET"'),
        ("=covid-19", "=covid-19"),
        ("title:=moon", "title:=moon"),
        ("-=moon sun", "sun -=moon"),
    ],
)
def test_what_is_understood(typed: str, query: str) -> None:
    assert understood(typed) == query
    assert codes(typed) == []


@pytest.mark.parametrize(
    ("typed", "query", "code"),
    [
        ('"full moon', '"full moon"', "quotes-repaired"),
        ('moon "', "moon", "quotes-empty"),
        ('"', "", "quotes-empty"),
        ('""', "", "quotes-empty"),
        ("moon AND", "moon", "operator-ignored"),
        ("OR moon", "moon", "operator-ignored"),
        ("moon NOT", "moon", "operator-ignored"),
        ("AND", '"AND"', "operator-as-word"),
        ("(moon", "moon", "parenthesis-repaired"),
        ("moon) sun", "moon sun", "parenthesis-ignored"),
        ("l'homme", "homme", "elision"),
        ("dell’acqua", "acqua", "elision"),
        ("qu'il", "il", "elision"),
        ("moon-l'homme", '"moon-homme"', "elision"),
        ("İstanbul'daki", "İstanbul", "elision"),
        ("title:", "", "field-empty"),
        ("title: AND moon", "moon", "field-empty"),
        ('author:"" moon', "moon", "quotes-empty"),
        ("author:🌕 moon", "moon", "signs-left-out"),
        ("meta.topic:", "", "field-empty"),
        ("meta.topic:🌕 moon", "moon", "signs-left-out"),
        ("date:2025..1999", "date:1999..2025", "dates-swapped"),
        ("confidence:0.7..0.5", "confidence:0.5..0.7", "confidences-swapped"),
        ("confidence:<0,7 moon", "moon", "confidence-unreadable"),
        ("confidence:70% moon", "moon", "confidence-unreadable"),
        ("confidence:1.5", "", "confidence-unreadable"),
        ("confidence:<", "", "confidence-unreadable"),
        ("confidence:..", "", "confidence-unreadable"),
        ("confidence:", "", "field-empty"),
        ("copies:of moon", "moon", "copies-unreadable"),
        ("copies:٤", "", "copies-unreadable"),
        (f"copies:{'9' * 30}", "", "copies-unreadable"),
        ("lang:xx moon", "moon", "language-unknown"),
        ("date:2025-02-30 moon", "moon", "date-unreadable"),
        ("date:2025-13 moon", "moon", "date-unreadable"),
        ("date:0000 moon", "moon", "date-unreadable"),
        ("bees || bread", "bees bread", "signs-left-out"),
        ("bees && bread", "bees bread", "signs-left-out"),
        ("a* " * 11, " ".join(["a*"] * MAX_PREFIXES), "prefixes-limited"),
        ("猫 " * 11, " ".join(["猫*"] * MAX_PREFIXES), "prefixes-limited"),
        ("AT&T", '"AT&T"', "signs-ignored"),
        ("https://example.org/a?b=c", '"https://example.org/a?b=c"', "signs-ignored"),
        ("meta.topic:a^2", 'meta.topic:"a^2"', "signs-ignored"),
        ("moon 🌕", "moon", "signs-left-out"),
        ("🌕", "", "signs-left-out"),
        ("?!", "", "nothing-to-find"),
        ("北*京", "北* 京*", "wildcard-ignored"),
        ("a-*-b*c", "a b*c", "wildcard-ignored"),
        ('"mo*n sun"', '"mo*n sun"', "wildcard-quoted"),
        ("m*n o*n p*n q*n", "m*n o*n p*n", "patterns-limited"),
        ("/mo(n/ sun", "sun", "pattern-unreadable"),
        ("/mo[/ sun", "sun", "pattern-unreadable"),
        ("/(?i)mo/ sun", "sun", "pattern-unreadable"),
        ("/北./ sun", "sun", "pattern-unreadable"),
        ("/.*a.{20}/ sun", "sun", "pattern-unreadable"),
        (f"/{'a' * 300}/ sun", "sun", "pattern-unreadable"),
        ("moon~3", "moon~2", "fuzzy-limited"),
        ("moon~0.5", "moon~2", "fuzzy-limited"),
        ("at~2", "at~1", "fuzzy-limited"),
        ("a~", "a", "fuzzy-limited"),
        ("猫~", "猫*", "tilde-ignored"),
        ("(moon sun)~2", "moon sun", "addition-ignored"),
        ("moon*~", "moon*", "tilde-ignored"),
        ('"full moon"~', '"full moon"', "tilde-ignored"),
        ('"full moon"~1.5', '"full moon"', "tilde-ignored"),
        ('"full moon"~21', '"full moon"~20', "near-limited"),
        ("moon^1000", "moon^100", "weight-limited"),
        ("moon^0", "moon^0.01", "weight-limited"),
        ("moon^1.2.3", "moon", "addition-ignored"),
        ("(lang:de)^2", "lang:de", "addition-ignored"),
        ("(-moon)^2 sun", "sun -moon", "addition-ignored"),
        ("moon)^2", "moon", "addition-ignored"),
        ("moon ^2", "moon 2", "signs-ignored"),
        ("year:2025..1999", "date:1999..2025", "dates-swapped"),
        ("year:2025-05", "", "date-unreadable"),
        ("year:>9999", "", "date-unreadable"),
        ("words:many moon", "moon", "words-unreadable"),
        ("words:<0", "", "words-unreadable"),
        ("words:9..5", "words:5..9", "words-swapped"),
        ("colour:red", '"colour:red"', "unknown-field"),
        ("date:soon moon", "moon", "date-unreadable"),
        ("lang:Klingonese moon", "moon", "language-unknown"),
        ("moon " * 100, " ".join(["moon"] * MAX_WORDS), "words-limited"),
        ("x" * (MAX_QUERY_LENGTH + 1), "x" * MAX_QUERY_LENGTH, "query-cut"),
        ("(" * 50 + "moon" + ")" * 50, "moon", "nesting-limited"),
    ],
)
def test_what_is_repaired_is_said(typed: str, query: str, code: str) -> None:
    assert understood(typed) == query
    assert code in codes(typed)
    assert all(notice.message and "“”" not in notice.message for notice in parse(typed).notices)


def test_words_typed_in_one_piece_are_words_where_any_is_enough() -> None:
    query = parse("北京大学 -moon sun").query
    assert query
    assert describe(query, "any") == "(北京大学 OR sun) -moon"


def test_what_is_typed_in_one_piece_for_the_title_stays_together() -> None:
    query = parse("title:covid-19").query
    assert query
    assert describe(query, "any") == describe(query, "all") == 'title:"covid-19"'


@pytest.mark.parametrize(
    "typed", ["(" * 1000, ")" * 1000, "-" * 1000 + "a", "NOT " * 400 + "a", '"' * 999, "a OR " * 400, "title:" * 300]
)
def test_no_nesting_is_too_deep(typed: str) -> None:
    parse(typed)


PIECES = st.sampled_from(
    [
        "moon",
        "l'homme",
        "猫",
        "北京",
        "สวัสดี",
        "author:",
        "AND",
        "OR",
        "NOT",
        "-",
        "(",
        ")",
        '"',
        "„",
        "“",
        "*",
        "title:",
        "lang:de",
        "lang:fr",
        "lang:disagrees",
        "confidence:",
        "copies:12",
        "<0.7",
        "0.7..0.5",
        ">=",
        "date:2025..",
        "meta.a-b:",
        "meta.--:x",
        "3.14",
        "date:2025..1999",
        "ab*",
        "||",
        "d'",
        "C++",
        ".NET",
        "=",
        "=moon",
        '="',
        "E-Mail",
        "🌕",
        "'",
        "wo*d",
        "?",
        "/a.c/",
        "/(a|",
        "~",
        "~2",
        "^2",
        "^0.3",
        "year:",
        ">=2020",
        "words:",
        "5..",
        "カタカナー",
        "人々",
        "北",
    ]
)


@example("m?on*カタカナー")
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=8).map("".join) | st.text())
def test_what_was_understood_is_understood_again(typed: str) -> None:
    once = understood(typed)
    assert understood(once) == once


WORDS = st.sampled_from(
    ["moon", "Öl", "*", "?", "mo?n", '"', "(", ")", "-", "^2", "~", "/a.c/", "=", " ", "C++", "🌕", "'", "l'eau"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("m?on*カタカナー", "m?on* カタ タカ カナ"),
        ("*人々北", "人々 人北"),
        ("m?on*学校", "m?on* 学校"),
        ("學校", "學校"),
    ],
)
def test_a_pair_of_characters_is_written_so_that_it_is_read_alone(typed: str, meant: str) -> None:
    assert understood(typed) == meant


@given(st.lists(WORDS, max_size=8).map("".join))
def test_no_word_is_lost_or_changed_without_a_notice(typed: str) -> None:
    def words(text: str) -> set[str]:
        return set(analyzer(UNDETERMINED).index_forms(re.sub(r"\^[0-9.]+|~[12]?", " ", text))[0].split())

    if not codes(typed):
        assert words(understood(typed)) == words(typed)


def test_a_gender_star_is_told() -> None:
    assert [notice.code for notice in parse("Leser*in").notices] == ["gender-star"]
    assert not parse("cab*in").notices
