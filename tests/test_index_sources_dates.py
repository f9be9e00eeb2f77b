from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.dates import iso_date, iso_moment

MAY_20 = [
    "2025-05-20",
    "20250520",
    "2025-05-20T10:00:00+02:00",
    "2025-05-20 10:00:00.123Z",
    "2025/05/20",
    "20.05.2025",
    "20. 5. 2025 14:00",
    "20/05/2025",
    "05/20/2025",
    "20. Mai 2025",
    "Dienstag, den 20. Mai 2025, 14:30 Uhr",
    "Tue, 20 May 2025 10:00:00 GMT",
    "May 20th, 2025",
    "le 20 mai 2025",
    "20 de mayo de 2025",
    "20 de maio de 2025",
    "20 maggio 2025",
    "20 maja 2025",
    "20. května 2025",
    "20 мая 2025 г.",
    "20 травня 2025",
    "20 Μαΐου 2025",
    "20 Mayıs 2025",
    "2025. május 20.",
    "20 toukokuuta 2025",
    "٢٠ مايو ٢٠٢٥",
    "20 במאי 2025",
    "२० मई २०२५",
    "20 พฤษภาคม 2568",
    "20 tháng 5 năm 2025",
    "2025年5月20日",
    "2025년 5월 20일",
]


@pytest.mark.parametrize("text", MAY_20)
def test_a_day_in_many_languages(text: str) -> None:
    assert iso_date(text) == "2025-05-20"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025", "2025"),
        ("2025-05", "2025-05"),
        ("März 1848", "1848-03"),
        ("2025年5月", "2025-05"),
        ("18. März 1848", "1848-03-18"),
        ("29 กุมภาพันธ์ พ.ศ. 2567", "2024-02-29"),
        ("05/05/2025", "2025-05-05"),
    ],
)
def test_as_precise_as_known(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "05/06/2025",  # in May or in June
        "20 listopada 2025",  # November in Polish, October in Croatian
        "20 May 25",
        "20 May 2568",
        "2568",
        "3 Tage",
        "yesterday",
        "5. Juni",
        "31. Februar 2025",
        "2025-13-01",
        "A 20 2025",
        "A | 20. Mai 2025",
        "Kapitel 20, 2025",
        "20. Mai 2025 in Berlin geschehen und nie wieder vergessen worden",
    ],
)
def test_what_is_unsure_stays_empty(text: str) -> None:
    assert iso_date(text) == ""


@given(st.dates(date(1000, 1, 1), date(2026, 1, 1)))
def test_iso_dates_come_back(day: date) -> None:
    assert iso_date(day.isoformat()) == day.isoformat() == iso_date(f"{day.day}.{day.month}.{day.year:04}")


@given(st.text() | st.from_regex(r"\w{1,9}\W?\d{1,4}\W?\d{1,4}\W?", fullmatch=True))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert len(iso_date(text)) in (0, 4, 7, 10)


@pytest.mark.parametrize("number", ["1747699200", "1747699200000", "1747699200.5"])
def test_seconds_and_milliseconds_since_1970(number: str) -> None:
    assert iso_moment(number) == "2025-05-20"


@pytest.mark.parametrize("number", ["", "2025", "20250520", "99999999999", "9999999999999", "-1747699200", "x"])
def test_other_numbers_are_no_moments(number: str) -> None:
    assert iso_moment(number) == ""


def test_years_to_come_are_none() -> None:
    assert iso_date(str(datetime.now(UTC).year + 2)) == ""
