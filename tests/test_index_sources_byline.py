import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.byline import Byline, parse


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("20. Mai 2025 | Sergej Poletaew", "Sergej Poletaew"),
        ("Sergej Poletaew | 20. Mai 2025", "Sergej Poletaew"),
        ("20. Mai 2025, 14:30 Uhr · Von Anna-Lena Müller", "Anna-Lena Müller"),
        ("By Jane Doe, May 20, 2025", "Jane Doe"),
        ("May 20, 2025 — Jane Doe and John Roe", "Jane Doe and John Roe"),
        ("Par Jean de la Tour / 20 mai 2025", "Jean de la Tour"),
        ("Jane Doe / 05/20/2025", "Jane Doe"),
        ("20 мая 2025 • Сергей Полетаев", "Сергей Полетаев"),
        ("2025年5月20日 | 王小明", "王小明"),
        ("20. Mai 2025", ""),
        ("20. Mai 2025 | Redaktion", "Redaktion"),
        ("20 May 2025 | The editors", "The editors"),
    ],
)
def test_date_and_author_in_any_order(line: str, author: str) -> None:
    assert parse(line) == Byline("2025-05-20", author, whole=True)


@pytest.mark.parametrize(
    "line", ["Politik | 20. Mai 2025", "Berlin, 20. Mai 2025", "New York, May 20, 2025", "20. Mai 2025 | wie es kam"]
)
def test_what_may_be_no_author_is_none(line: str) -> None:
    assert parse(line) == Byline("2025-05-20", "", whole=False)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Sergej Poletaew",
        "Am 20. Mai 2025 reiste er nach Berlin.",
        "Mai 2025 | Jane Doe",
        "3 Tage | Jane Doe",
        "05/06/2025 | Jane Doe",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert parse(line) is None


@given(st.text() | st.lists(st.sampled_from(["20. Mai 2025", " | ", ", ", "/", "Von ", "Jo Do", "1"])).map("".join))
def test_any_line_is_survived(line: str) -> None:
    found = parse(line)
    assert found is None or len(found.date) == len("2025-05-20")
