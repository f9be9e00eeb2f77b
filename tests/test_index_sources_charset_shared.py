"""Charsets of real files, which are no part of the repository."""

import csv
import os
from pathlib import Path

import pytest

from index.sources.charset import decode

SHARED = Path(os.environ.get("FUNDSTELLE_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
DATA = SHARED / "pile" / "legacy-charsets"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data/pile/legacy-charsets")


def test_files_in_legacy_charsets_decode_to_the_same_letters() -> None:
    with (DATA / "encodings.tsv").open(encoding="utf-8", newline="") as file:
        codecs = {row["file"]: row["codec"] for row in csv.DictReader(file, delimiter="\t") if row["codec"]}
    data = {name: (DATA / name).read_bytes() for name in codecs}
    right = [
        name for name in codecs if letters(decode(data[name])) == letters(data[name].decode(codecs[name], "ignore"))
    ]
    assert len(right) >= 0.9 * len(codecs)


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
