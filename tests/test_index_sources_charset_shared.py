"""Charsets of real files, which are no part of the repository."""

import csv

from index.sources.charset import decode
from tests.shared_data import DATA, needs

FOLDER = DATA / "pile" / "legacy-charsets"
pytestmark = needs("pile/legacy-charsets")


def test_files_in_legacy_charsets_decode_to_the_same_letters() -> None:
    with (FOLDER / "encodings.tsv").open(encoding="utf-8", newline="") as file:
        codecs = {row["file"]: row["codec"] for row in csv.DictReader(file, delimiter="\t") if row["codec"]}
    data = {name: (FOLDER / name).read_bytes() for name in codecs}
    right = [
        name for name in codecs if letters(decode(data[name])) == letters(data[name].decode(codecs[name], "ignore"))
    ]
    assert len(right) >= 0.9 * len(codecs)


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
