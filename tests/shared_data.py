"""Real data that tests read where it lies beside the project; it is no part of the repository."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("FUNDSTELLE_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")


def needs(name: str) -> pytest.MarkDecorator:
    """Skip a test, saying so, where a file or folder of the data is absent."""
    return pytest.mark.skipif(not (DATA / name).exists(), reason=f"needs ../shared/data/{name}")
