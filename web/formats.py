"""Numbers, dates and sizes as people read them."""

from datetime import date

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def number(value: int) -> str:
    """Return 1234 as "1,234"."""
    return f"{value:,}"


def counted(value: int, singular: str) -> str:
    """Return 1 and "hit" as "1 hit", 1234 and "hit" as "1,234 hits"."""
    return f"{value:,} {singular}" if value == 1 else f"{value:,} {singular}s"


def day(iso: str) -> str:
    """Return an ISO date or time as "20 May 2025", "May 2025" or "2025", as precise as it is."""
    year, *rest = iso[:10].split("-")
    if not rest:
        return iso
    month = date(2000, int(rest[0]), 1).strftime("%B")
    return " ".join([*(str(int(day)) for day in rest[1:]), month, year])


def size(value: float) -> str:
    """Return 123456 as "123 kB"."""
    unit = 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.3g} {_UNITS[unit]}"
