"""Numbers and dates as people read them."""

import math
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


def rate(value: float) -> str:
    """Return a number with about three digits: 1234.5 as "1,234", 12.34 as "12.3", 0.5 as "0.50", 0.0012 as "0.001"."""
    if not value:
        return "0"
    power = math.floor(math.log10(abs(value)))
    return f"{value:,.{max(0, 2 - power) if power >= 0 else max(2, -power)}f}"
