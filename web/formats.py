"""Numbers and dates as people read them."""

from datetime import date


def number(value: int) -> str:
    """Return 1234 as "1,234"."""
    return f"{value:,}"


def day(iso: str) -> str:
    """Return an ISO date or time as "20 May 2025", "May 2025" or "2025", as precise as it is."""
    year, *rest = iso[:10].split("-")
    if not rest:
        return iso
    month = date(2000, int(rest[0]), 1).strftime("%B")
    return " ".join([*(str(int(day)) for day in rest[1:]), month, year])
