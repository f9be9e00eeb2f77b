import gzip
import io
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Skip
from index.sources import members, unpacking
from index.sources.registry import read
from index.sources.source import Columns, SourceFile
from tests.conftest import Library
from tests.sources_fixtures import Reading, found, tarred, zipped

FILES = {
    "2019/letter.txt": b"Letter\n\nThe moon is bright.",
    "rows.jsonl": b'{"text": "one"}\n{"id": "x", "text": "two"}\n{"text": ""}\n',
    "page": b"<!DOCTYPE html><title>Page</title><p>The sun is bright.",
    "pack.txt.gz": gzip.compress(b"Pack\n\nA star."),
    "photo.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    ".hidden/a.txt": b"Hidden\n\nNothing.",
}
TEXTS = {
    "2019/letter.txt": "The moon is bright.",
    "rows.jsonl, line 1": "one",
    "rows.jsonl, line 2": "two",
    "page": "The sun is bright.",
    "pack.txt.gz": "A star.",
}
REASONS = {"rows.jsonl, line 3": "no text", "photo.png": "an image"}


def seven_zipped(files: dict[str, bytes], password: str | None = None) -> bytes:
    from py7zr import SevenZipFile  # noqa: PLC0415 - brings large libraries

    buffer = io.BytesIO()
    with SevenZipFile(buffer, "w", password=password) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pile/a.zip", zipped(FILES)),
        ("pile/a.tar", tarred(FILES)),
        ("pile/a.tgz", tarred(FILES, "w:gz")),
        ("pile/a.tar.bz2", tarred(FILES, "w:bz2")),
        ("pile/a.tar.xz", tarred(FILES, "w:xz")),
        ("pile/a.7z", seven_zipped(FILES)),
    ],
)
def test_each_member_is_read_like_a_file(reading: Reading, name: str, data: bytes) -> None:
    result = reading(name, data)
    assert (result.texts, result.reasons, result.reason) == (TEXTS, REASONS, "")
    assert {document.path for document in result.documents} == {name}
    assert [document.id for document in result.documents] == [
        f"{name}#2019/letter.txt",
        f"{name}#rows.jsonl#1",
        "x",
        f"{name}#page",
        f"{name}#pack.txt.gz",
    ]


def test_what_is_in_an_archive_is_found_and_goes_with_it(library: Library) -> None:
    library.write({"a.zip": zipped({"b/moon.txt": b"A\n\nThe moon."}), "c.txt": "C\n\nThe moon."})
    library.update()
    assert library.found("moon") == {"texts/a.zip#b/moon.txt", "texts/c.txt"}
    library.write({"a.zip": zipped({"sun.txt": b"A\n\nThe sun."})})
    library.update()
    assert (library.found("moon"), library.found("sun")) == ({"texts/c.txt"}, {"texts/a.zip#sun.txt"})


def nested(times: int) -> bytes:
    data = zipped({"a.txt": b"A\n\nMoon"})
    for _ in range(times):
        data = tarred({"in.zip": data})
    return data


def test_archives_may_be_nested(reading: Reading) -> None:
    assert reading("a.tar", nested(3)).texts == {"in.zip, in.zip, in.zip, a.txt": "Moon"}
    result = reading("a.tar", nested(4))
    assert (result.texts, result.reasons) == (
        {},
        {"in.zip, in.zip, in.zip, in.zip": "more than 4 files inside one another"},
    )


def test_members_of_the_same_name_are_told_apart(reading: Reading) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for text in (b"A\n\nMoon", b"A\n\nSun"):
            member = tarfile.TarInfo("a.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    result = reading("a.tar", buffer.getvalue())
    assert result.texts == {"a.txt": "Moon", "a (2).txt": "Sun"}
    assert [document.id for document in result.documents] == ["a.tar#a.txt", "a.tar#a (2).txt"]


def test_members_whose_names_python_hashes_alike_are_not_taken_for_one(reading: Reading) -> None:
    result = reading("a", tarred({"eg": b"A\n\nMoon", "来": b"B\n\nSun"}))
    assert result.texts == {"eg": "Moon", "来": "Sun"}


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt", "..\\a.txt"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_of_the_archive_cost_no_other_member(reading: Reading, pack: object, name: str) -> None:
    result = reading("a", pack({name: b"A\n\nMoon", "b.txt": b"B\n\nSun"}))  # type: ignore[operator]
    assert result.texts == {"b.txt": "Sun"}
    assert list(result.reasons.values()) == ["its name leads out of the archive"]


def test_links_and_devices_are_not_followed(reading: Reading) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("a", tarfile.SYMTYPE),
            ("b", tarfile.LNKTYPE),
            ("c", tarfile.CHRTYPE),
            ("d", tarfile.DIRTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert reading("a.tar", buffer.getvalue()).reasons == {"a": "a link", "b": "a link", "c": "not a regular file"}


def test_protected_members_are_listed(reading: Reading) -> None:
    data = bytearray(zipped({"a.txt": b"A\n\nMoon"}))
    for header in (data.index(b"PK\1\2") + 8, 6):  # the marks in the table of contents and before the member
        data[header] |= 1
    assert reading("a.zip", bytes(data)).reasons == {"a.txt": "password-protected"}
    assert reading("a.7z", seven_zipped({"a.txt": b"A"}, password="secret")).reason == "password-protected"  # noqa: S106


def test_without_py7zr_the_extra_is_named(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "index.sources.seven_zip", raising=False)
    monkeypatch.setitem(sys.modules, "py7zr", None)
    result = reading("a.tar", tarred({"in.7z": b"7z\xbc\xaf\x27\x1c\0\4", "b.txt": b"B\n\nSun"}))
    assert result.reasons == {"in.7z": "reading it needs py7zr: pip install 'fundstelle[7z]'"}
    assert result.texts == {"b.txt": "Sun"}


def test_a_damaged_member_costs_no_other(reading: Reading) -> None:
    data = bytearray(zipped({"a.txt": b"A\n\n" + os.urandom(3000).hex().encode(), "b.txt": b"B\n\nSun"}))
    data[2000:2040] = bytes(40)
    result = reading("a.zip", bytes(data))
    assert result.texts["b.txt"] == "Sun"
    assert result.reasons["a.txt"].startswith("broken packed data after")


def test_what_stands_before_the_end_of_a_cut_archive_is_kept(reading: Reading) -> None:
    files = {f"{number}.txt": b"A\n\n" + os.urandom(9000).hex().encode() for number in range(9)}
    for data in (tarred(files), tarred(files, "w:gz")):
        result = reading("a.tar", data[: len(data) // 2])
        assert {"0.txt", "1.txt", "2.txt"} <= set(result.texts)
        assert "broken" in result.reason + "".join(result.reasons.values())
    assert reading("a.zip", zipped(files)[:-99]).reason.startswith("broken ZIP archive")


def test_the_end_of_a_damaged_tar_archive_is_no_end(reading: Reading) -> None:
    data = bytearray(tarred({"a.txt": b"A\n\nMoon", "b.txt": b"B\n\nSun", "c.txt": b"C\n\nStar"}))
    data[1024 + 100 : 1024 + 140] = b"x" * 40
    result = reading("a.tar", bytes(data))
    assert result.texts == {"a.txt": "Moon"}
    assert result.reason.startswith("broken tar archive")


def test_a_bomb_is_reported_and_costs_no_other_member(reading: Reading) -> None:
    result = reading("a.zip", zipped({"bomb.txt": bytes(80_000_000), "a.txt": b"A\n\nMoon"}))
    assert result.texts == {"a.txt": "Moon"}
    assert result.reasons == {"bomb.txt": "unpacks to far more than its size (a bomb?)"}


@pytest.mark.parametrize("name", ["a.tgz", "a.7z"])
def test_a_bomb_ends_an_archive_packed_as_a_whole(reading: Reading, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(unpacking, "FREE", 1_000_000)
    files = {"a.txt": b"A\n\nMoon", "bomb.txt": bytes(9_000_000), "b.txt": b"B\n\nSun"}
    result = reading(name, tarred(files, "w:gz") if name == "a.tgz" else seven_zipped(files))
    assert "bomb" in result.reason
    assert len(result.documents) < 2


def test_archives_in_an_archive_share_what_may_be_unpacked(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "FREE", 1_000_000)
    inner = zipped({"a.txt": b"a moon " * 50_000})
    result = reading("a.zip", zipped({f"{number}.zip": inner for number in range(9)}))
    assert 0 < len(result.documents) < 9
    assert "bomb" in result.reason


def test_an_archive_holds_so_many_files_at_most(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MEMBERS", 3)
    result = reading("a.tar", tarred({f"{number}.txt": b"A\n\nMoon" for number in range(9)}))
    assert len(result.documents) == 3
    assert result.reason == "holds more than 3 files; not read further"


def test_large_members_are_unpacked_to_disk_and_removed(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(members, "_IN_MEMORY", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    result = reading("a.tar", tarred({"a.txt": b"A\n\n" + b"moon " * 1000, "b.txt": b"B\n\nSun"}))
    assert set(result.texts) == {"a.txt", "b.txt"}
    assert list((tmp_path / "scratch").iterdir()) == []


def test_what_may_be_read_another_time_is_known_from_within(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(members, "_IN_MEMORY", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    result = reading("a.tar", tarred({"in.zip": zipped({"a.txt": b"moon " * 1000})}))
    assert result.skips == [Skip("no such file or directory", "in.zip, a.txt", is_passing=True)]


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / "a.tgz"
        path.write_bytes(tarred({f"{number}.txt": b"A\n\n" + b"moon " * 2000 for number in range(count)}, "w:gz"))
        tracemalloc.start()
        for item in read(SourceFile(path, "a.tgz"), Columns()):
            assert not isinstance(item, Skip)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(200) < peak(10) + 500_000


def test_a_killed_process_leaves_nothing_for_long(tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "from index.sources.scratch import temporary_file\n"
        "with temporary_file() as file:\n"
        "    os.utime(file.name, (1, 1))\n"
        "    os.kill(os.getpid(), signal.SIGKILL) if os.environ.get('KILLED') else print(len(os.listdir(os.environ['TMPDIR'])))\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    killed = subprocess.run([sys.executable, "-c", code], env={**environment, "KILLED": "1"}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1
    after = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
    assert after.stdout == b"1\n"
    assert list(tmp_path.iterdir()) == []


@given(st.sampled_from([zipped(FILES), tarred(FILES)]), st.integers(0, 3000), st.binary(min_size=1, max_size=20))
def test_any_damage_gives_documents_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int, junk: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(data[:place] + junk + data[place + len(junk) :])
    result = found(path, "a.zip" if zipfile.is_zipfile(path) else "a.tar")
    assert "cannot be read (" not in result.reason + "".join(result.reasons.values())
