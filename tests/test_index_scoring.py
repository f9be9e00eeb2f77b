"""The scores are those of langdetect's formula, summed up over all n-grams."""

import math
from typing import Any

import pytest
from langdetect import DetectorFactory
from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

from index.evidence import ByProfiles
from index.profiles import GROUPS, SMOOTHING
from index.scoring import score


@pytest.fixture(scope="module")
def factory() -> Any:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


def by_hand(text: str, factory: Any) -> dict[str, float]:
    totals = dict.fromkeys(factory.langlist, 0.0)
    grams = NGram()
    for char in text:
        grams.add_char(char)
        for length in (1, 2, 3):
            for tag, share in zip(
                factory.langlist, factory.word_lang_prob_map.get(grams.get(length), ()), strict=False
            ):
                totals[tag] += math.log1p(share / SMOOTHING)
    return totals


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("LATIN", "Der alte Leuchtturm (erbaut 1893) weist den Schiffen den Weg: „Grüß Gott“, sagt der Wärter."),
        ("LATIN", "Ngọn hải đăng cũ đã đứng trên bờ biển nhiều năm và chỉ đường cho tàu thuyền."),
        ("LATIN", "Farul NATO vechi stă pe țărm de mulți ani și arată drumul vapoarelor SUA."),
        ("LATIN", "¿Dónde está el faro?  El viejo faro de L'Hospitalet lleva muchos años en la costa."),
        ("CYRILLIC", "Старый маяк стоит на берегу уже много лет и показывает кораблям путь."),
        ("ARABIC", "فانوس دریایی قدیمی سال‌هاست که در ساحل ایستاده است."),
        ("DEVANAGARI", "जुना दीपस्तंभ अनेक वर्षांपासून किनाऱ्यावर उभा आहे."),
    ],
)
def test_scores_are_those_of_langdetect(script: str, text: str, factory: Any) -> None:
    totals = {tag: total for tag, total in by_hand(text, factory).items() if tag in GROUPS[script]}
    first, second = sorted(totals.values(), reverse=True)[:2]
    [found] = score([text])
    assert isinstance(found, ByProfiles)
    assert found.tag == max(totals, key=lambda tag: totals[tag])
    if found.runner_up in totals:
        assert found.margin == pytest.approx(first - second, abs=0.5)


def test_the_longest_sample_of_the_likeliest_n_grams_stays_exact() -> None:
    [found] = score(["e n " * 256])
    assert isinstance(found, ByProfiles)
    assert found.margin == int(found.margin * 512) / 512
