import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from index.profiles import CODE_POINTS, GROUPS, UNITS, Profiles, build, profiles


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield an empty folder that is the user's cache, and forget what was loaded before and since."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    profiles.cache_clear()
    yield tmp_path / "cache"
    profiles.cache_clear()


@pytest.fixture(scope="module")
def built() -> Profiles:
    return build()


def same(one: Profiles, other: Profiles) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Profiles))


def test_tables_have_the_shapes_they_say(built: Profiles) -> None:
    groups, most = len(GROUPS), max(map(len, GROUPS.values()))
    assert built.characters.shape == built.heads.shape == built.endings.shape == (groups, CODE_POINTS)
    assert built.trigrams.max() < len(built.scores)
    assert built.heads.max() < len(built.trigrams)
    assert not built.scores[0].any()
    assert built.typical.shape == (groups, most)
    assert np.array_equal(built.scores, built.scores.round())


def test_sums_of_a_whole_sample_stay_exact(built: Profiles) -> None:
    assert 1100 * built.scores.max() < 2**24
    assert built.scores.max() / UNITS < 30


def test_tables_are_built_once_and_then_loaded(cache: Path, built: Profiles, monkeypatch: pytest.MonkeyPatch) -> None:
    assert same(profiles(), built)
    [file] = (cache / "fundstelle").iterdir()
    assert "langdetect-1" in file.name
    profiles.cache_clear()
    monkeypatch.setattr("index.profiles.build", lambda: pytest.fail("built again"))
    assert same(profiles(), built)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half of it", None])
def test_a_damaged_cache_is_made_anew(
    cache: Path, built: Profiles, damage: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.profiles.build", lambda: built)  # which takes a second each time
    profiles()
    [file] = (cache / "fundstelle").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-5000] if damage is None else damage)
    profiles.cache_clear()
    assert same(profiles(), built)
    assert len(file.read_bytes()) == len(whole)


def test_without_a_cache_all_works_too(cache: Path, built: Profiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.profiles.build", lambda: built)
    cache.write_text("a file where the folder should be")
    assert same(profiles(), built)


def test_processes_that_build_at_once_do_no_harm(cache: Path, built: Profiles) -> None:
    code = "from index.profiles import profiles; print(profiles().scores.sum())"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": "."}
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(3)
    ]
    assert {process.communicate()[0].strip() for process in running} == {str(built.scores.sum())}
    assert len(list((cache / "fundstelle").iterdir())) == 1
    assert same(profiles(), built)
