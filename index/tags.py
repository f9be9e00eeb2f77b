"""Language tags as sources and people write them, to BCP 47, and when two of them mean the same language.

Codes are the shortest of ISO 639, without a script that goes without saying: "he" for iw, "de" for deu-Latn, "zh-Hant"
for zh-TW. Longer tags are covered by shorter ones; and nb and nn by "no", fil by "tl", as detection knows these.
"""

import re
from functools import lru_cache
from typing import Literal

from index.document import UNDETERMINED
from index.folding import fold
from index.languages import LANGUAGES

Trust = Literal["best", "declared", "detected"]
"""Whose word counts where detection and declaration differ.

`best`: detection's where it is sure, but not of a language that it cannot know; `declared`: the source's, always;
`detected`: detection's, unless it finds nothing.
"""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?:[-_](?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*+(?:[-_]x[-_].*)?",
    re.IGNORECASE | re.DOTALL,
)
_TWO_LETTERS = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr
    ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
# A language, and what else it is called by: codes of three letters (also those of libraries), outdated ones, varieties.
_OTHER_CODES = """
    af afr; am amh; ar ara arb; az aze; be bel; bg bul; bn ben; bs bos; ca cat; cs ces cze; cy cym wel; da dan
    de deu ger; el ell gre; en eng; eo epo; es spa; et est ekk; eu eus baq; fa fas per pes; fi fin; fr fra fre
    ga gle; gl glg; gu guj; he heb iw; hi hin; hr hrv; hu hun; hy hye arm; id ind in; is isl ice; it ita; ja jpn
    ka kat geo; kk kaz; km khm; kn kan; ko kor; la lat; lo lao; lt lit; lv lav lvs; mk mkd mac; ml mal; mn mon
    mr mar; ms msa may zsm; my mya bur; ne nep npi; nl nld dut; nb nob; nn nno; no nor; pa pan; pl pol; pt por
    ro ron rum mo; ru rus; sk slk slo; sl slv; so som; sq sqi alb; sr srp; sv swe; sw swa swh; ta tam; te tel
    th tha; tl tgl; tr tur; uk ukr; ur urd; uz uzb; vi vie; yi yid ji; zh zho chi cmn
"""
_SEVERAL_SCRIPTS = "az bs ha kk ks ku ky mn ms pa sd sr tg tk tt ug uz zh"
_ALIASES = {code: tag for tag, *codes in map(str.split, re.split("[;\n]", _OTHER_CODES.strip())) for code in codes}
_COVERED = {"nb": "no", "nn": "no", "fil": "tl"}
# Codes that stand for none, and what tables hold where nothing is known, though it may look like a code.
_NO_LANGUAGE = {UNDETERMINED, "mis", "mul", "unk", "zxx", "all", "any", "nan", "nil", "oth", "txt", "xxx", "yes"}
_CHINESE = {"CN": "zh-Hans", "SG": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant"}
_NAMES = {fold(name): row.tag for row in LANGUAGES.values() for name in (row.tag, row.name, row.own_name)}


_LONGEST = 100


def tag_called(name: str) -> str:
    """Return the BCP 47 tag for what a person calls a language, empty where that is none.

    It may be a tag in any case ("DE", "pt_br", "zh-hant"), a code of three letters ("deu_Latn"), or the name of a
    language in English or in itself, with its accents or without.
    """
    return _read(name.strip()) if len(name) <= _LONGEST else ""


def declared_tag(declared: str) -> str:
    """Return the BCP 47 tag for what a source calls a language, as a person may too, or "und" where that is none.

    Of several, parted by commas, the first counts.
    """
    return tag_called(re.split("[,;]", declared[:_LONGEST], maxsplit=1)[0]) or UNDETERMINED


@lru_cache(1_000)
def _read(name: str) -> str:
    if named := _NAMES.get(fold(name)):
        return named
    parts = _TAG.fullmatch(name)
    if not parts:
        return ""
    code, script, region = (parts[name] or "" for name in ("language", "script", "region"))
    primary = _ALIASES.get(code.lower(), code.lower())
    if primary in _NO_LANGUAGE or (len(primary) == 2 and primary not in _TWO_LETTERS.split()):
        return ""
    if primary == "zh" and not script and region.upper() in _CHINESE:
        return _CHINESE[region.upper()]
    script = script.title() if primary in _SEVERAL_SCRIPTS.split() else ""
    return "-".join(filter(None, (primary, script, region.upper())))


@lru_cache(1_000)
def covering(tag: str) -> tuple[str, ...]:
    """Return a tag and all that cover it, the shortest last: "zh-Hant-TW", "zh-Hant", "zh"."""
    parts = tag.split("-")
    tags = tuple(["-".join(parts[:end]) for end in range(len(parts), 0, -1)])
    return (*tags, _COVERED[parts[0]]) if parts[0] in _COVERED else tags


def primary(tag: str) -> str:
    """Return the shortest tag that covers a tag: "zh" of "zh-Hans", "no" of "nb"."""
    return covering(tag)[-1]


@lru_cache(1_000)
def agree(one: str, other: str) -> bool:
    """Tell whether two tags may mean the same language in the same script: "de" and "de-AT", "zh" and "zh-Hans"."""
    if primary(one) != primary(other):
        return False
    return len({_variety(tag) for tag in (one, other)} - {""}) < 2


def _variety(tag: str) -> str:
    """Return what a tag may not differ in from another of the same language: its script, or which Norwegian it is."""
    parts = tag.split("-")
    return parts[0] if parts[0] in _COVERED else next((part for part in parts[1:2] if len(part) == 4), "")


def more_precise(one: str, other: str) -> str:
    """Return the one of two tags that says more, the first where both say as much."""
    return max(one, other, key=lambda tag: len(covering(tag)))
