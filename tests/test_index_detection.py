import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.detection import NOTHING, SAMPLE_WINDOWS, WINDOW_LENGTH, detect, sample

GERMAN = "Der alte Leuchtturm steht seit vielen Jahren am Ufer und weist den Schiffen in der Nacht den Weg. "
ENGLISH = "The old lighthouse has been standing on the shore for many years and shows the ships their way. "


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ("Старый маяк стоит на берегу уже много лет и показывает кораблям путь.", "ru"),
        ("ظل المنارة القديمة قائمة على الشاطئ منذ سنوات طويلة.", "ar"),
        ("古い灯台は長年にわたり岸に立ち、船に道を示しています。", "ja"),
        ("오래된 등대는 오랫동안 해안에 서서 배들에게 길을 알려 준다.", "ko"),
        ("老灯塔多年来一直矗立在岸边,为船只指路。", "zh-Hans"),
        ("老燈塔多年來一直矗立在岸邊,為船隻指路。這座燈塔對漁民來說非常重要。", "zh-Hant"),
        ("", "und"),
        ("12345 !!! 😀", "und"),
        ("ძველი შუქურა ნაპირზე დგას", "und"),
    ],
)
def test_detect(text: str, tag: str) -> None:
    assert detect(text).tag == tag


def test_nothing_to_go_on_has_no_confidence() -> None:
    assert detect("…") == NOTHING
    assert 0.9 < detect(GERMAN).confidence <= 1.0


def test_a_foreign_heading_does_not_decide() -> None:
    assert detect(ENGLISH * 6 + GERMAN * 40).tag == "de"


def test_the_sample_is_bounded_and_comes_from_all_over_the_text() -> None:
    text = "".join(f"{number:9} " for number in range(10_000))
    piece = sample(text)
    assert len(piece) <= SAMPLE_WINDOWS * (WINDOW_LENGTH + 1)
    assert piece.startswith(text[:WINDOW_LENGTH])
    assert piece.endswith(text[-WINDOW_LENGTH:])
    assert sample("short") == "short"


def test_the_same_in_threads_and_in_another_process() -> None:
    texts = [GERMAN + ENGLISH, "Katt og hund", "la casa es", "Ne t'inquiète pas", "no"] * 4
    here = [detect(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect, texts)) == here
    code = "import json, sys; from index.detection import detect; print([list((d.tag, d.confidence)) for d in map(detect, json.load(sys.stdin))])"
    other = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == str([[found.tag, found.confidence] for found in here])
