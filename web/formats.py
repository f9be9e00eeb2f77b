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
    """Return a number with three digits or more: 1234.5 as "1,234", 12.34 as "12.3", 0.01234 as "0.0123"."""
    if not value:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{decimals}f}"
