import bz2
import gzip
import lzma
import sys
from collections.abc import Callable
from functools import partial

import lz4.frame
import pytest

from tests.sources_fixtures import Reading, zipped

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": partial(bz2.compress, compresslevel=1),  # blocks of 100 kB
    ".xz": lzma.compress,
    ".zst": zstd.compress,
    ".lz4": lz4.frame.compress,
}
RECORDS = "".join(f'{{"id": "{number}", "text": "moon {number * 7919}"}}\n' for number in range(5_000)).encode()

each_packer = pytest.mark.parametrize("suffix", PACKERS)


@each_packer
def test_compressed_records_are_read(reading: Reading, suffix: str) -> None:
    found = reading(f"a.jsonl{suffix}", PACKERS[suffix](RECORDS))
    assert (len(found.documents), found.skips, found.reason) == (5_000, [], "")
    assert found.documents[1].locator == "line 2"


@each_packer
def test_the_name_need_not_say_that_it_is_compressed(reading: Reading, suffix: str) -> None:
    (document,) = reading("a.txt", PACKERS[suffix](b"Title\n\nMoon")).documents
    assert document.text == "Moon"


def test_nor_does_the_name_make_it_so(reading: Reading) -> None:
    (document,) = reading("a.txt.gz", b"Title\n\nMoon").documents
    assert document.text == "Moon"


@each_packer
def test_what_stands_before_the_end_of_a_cut_file_is_kept(reading: Reading, suffix: str) -> None:
    packed = PACKERS[suffix](RECORDS)
    found = reading(f"a.jsonl{suffix}", packed[: len(packed) * 3 // 4])
    assert found.documents[0].text == "moon 0"
    assert found.reason.startswith("broken") and "after" in found.reason


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz"])
def test_what_stands_before_damage_is_kept(reading: Reading, suffix: str) -> None:
    packed = bytearray(PACKERS[suffix](RECORDS))
    middle = len(packed) * 7 // 8
    packed[middle : middle + 40] = bytes(range(40))
    assert reading(f"a.jsonl{suffix}", bytes(packed)).reason.startswith("broken")


def test_a_text_that_is_cut_is_kept(reading: Reading) -> None:
    text = "Title\n\n" + " ".join(map(str, range(20_000)))
    found = reading("a.txt.gz", gzip.compress(text.encode())[:-9])
    assert found.documents[0].text.startswith("0 1 2 3")
    assert found.reason.startswith("broken gzip data after")


def test_damage_that_leaves_nothing_is_the_reason(reading: Reading) -> None:
    found = reading("a.txt.gz", gzip.compress(b"")[:8])
    assert (found.documents, found.reason) == ([], "broken gzip data after 0 bytes")


def test_an_archive_may_be_compressed_as_a_whole(reading: Reading) -> None:
    found = reading("a.zip.xz", lzma.compress(zipped({"a.txt": b"A\n\nMoon"})))
    assert found.texts == {"a.txt": "Moon"}
