"""How long an answer takes."""

import time


def milliseconds_since(started: float) -> float:
    """Return the milliseconds since `time.perf_counter()` was at `started`."""
    return round((time.perf_counter() - started) * 1000, 2)
