"""Near copies share a group, and the groups survive whatever happens to the files they are in."""

import os
import random
from pathlib import Path

import numpy as np
import pytest

from index.document import RECORDS_PER_FILE
from index.errors import IndexDamaged
from index.groups import Groups
from index.near_copies import SignatureLog, grouped
from index.signatures import SIGNATURE, signatures


def text(seed: int, changed: int = 0, words: int = 200) -> str:
    """Return words of chance, some of them changed."""
    chance = random.Random(seed)
    found = ["".join(chance.choices("abcdefghij", k=5)) for _ in range(words)]
    for at in range(changed):
        found[at * words // changed] = f"changed{seed}{at}"
    return " ".join(found)


def groups(*texts: str) -> dict[int, int]:
    documents, found = grouped(np.arange(len(texts)), signatures(texts))
    return dict(zip(documents.tolist(), found.tolist(), strict=True))


def written(log: SignatureLog, file: int, *texts: str) -> None:
    """Write what a file holds in the place of what it held."""
    log.remove(file)
    log.add(file * RECORDS_PER_FILE + np.arange(len(texts)), signatures(texts))
    log.commit()


def opened(directory: Path) -> dict[int, int]:
    """Return the group of each document that has one, by its number; files are of one document here."""
    found = Groups.open(directory)
    return {
        document // RECORDS_PER_FILE: group // RECORDS_PER_FILE
        for document, group in zip(found.documents, found.groups, strict=True)
    }


def test_near_copies_share_the_number_of_the_first() -> None:
    assert groups(text(1), text(2), text(2, changed=3), text(1, changed=3), text(3)) == {0: 0, 3: 0, 1: 1, 2: 1}


def test_what_is_unlike_has_no_group() -> None:
    assert groups(text(1), text(2), text(1, changed=20)) == {}
    assert groups() == {}


def test_a_chain_does_not_make_one_group_of_what_is_unlike() -> None:
    """Each text has most of the one before; the last has nothing of the first."""
    stream = text(1, words=3_000).split(" ")
    found = groups(*(" ".join(stream[at : at + 200]) for at in range(0, 2_800, 10)))
    sizes = np.unique(list(found.values()), return_counts=True)[1]
    assert len(found) > 250
    assert sizes.max() <= 5


def test_boilerplate_does_not_hide_copies() -> None:
    """Many texts share what fills three quarters of them; a few are copies beside that."""
    common = text(0, words=150)
    texts = [f"{common} {text(number, words=50)}" for number in range(1, 301)]
    copies = [f"{common} {text(number, changed=2, words=50)}" for number in (5, 100)]
    assert groups(*texts, *copies) == {4: 4, 300: 4, 99: 99, 301: 99}


def test_a_great_many_equal_texts_are_one_group() -> None:
    one = np.repeat(signatures([text(1)]), 50_000)
    documents, found = grouped(np.arange(len(one)), one)
    assert len(documents) == 50_000
    assert not found.any()


def test_documents_and_their_groups_find_each_other(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    written(log, 7, text(1), text(2), text(1, changed=2))
    log.group()
    found, first = Groups.open(tmp_path), 7 * RECORDS_PER_FILE
    assert [found.of(document) for document in (first + 2, first + 1, 5)] == [first, first + 1, 5]
    assert list(found.all_of(first)) == [first, first + 2]
    assert list(found.all_of(first + 1)) == []


def test_there_are_no_groups_before_any_are_made(tmp_path: Path) -> None:
    found = Groups.open(tmp_path)
    assert found.of(3) == 3
    assert list(found.all_of(3)) == []
    SignatureLog(tmp_path).group()
    assert opened(tmp_path) == {}


def test_the_order_of_writing_makes_no_difference(tmp_path: Path) -> None:
    texts = [text(seed, changed) for seed in range(10) for changed in (0, 2, 4)]
    orders = [list(range(1, 31)), random.Random(1).sample(range(1, 31), 30)]
    made = []
    for number, order in enumerate(orders):
        (tmp_path / str(number)).mkdir()
        log = SignatureLog(tmp_path / str(number))
        for file in order:
            written(log, file, texts[file - 1])
        log.group()
        made.append(opened(tmp_path / str(number)))
    assert made[0] == made[1]
    assert len(made[0]) == 30


def test_a_file_that_has_changed_or_gone_leaves_its_group(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    for file in (1, 2, 3):
        written(log, file, text(1, changed=file))
    log.group()
    assert opened(tmp_path) == {1: 1, 2: 1, 3: 1}
    written(log, 1, text(9))
    log.group()
    assert opened(tmp_path) == {2: 2, 3: 2}
    log.remove(3)
    log.commit()
    log.group()
    assert opened(tmp_path) == {}


def test_what_was_not_committed_is_not_there(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    written(log, 1, text(1))
    log.add(np.array([2 * RECORDS_PER_FILE]), signatures([text(1)]))
    SignatureLog(tmp_path).group()
    assert opened(tmp_path) == {}


def test_a_row_that_was_torn_off_is_written_over(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    written(log, 1, text(1))
    written(log, 2, text(1))
    file = tmp_path / "copies" / "signatures"
    os.truncate(file, file.stat().st_size - 10)
    log = SignatureLog(tmp_path)
    log.group()
    assert opened(tmp_path) == {}
    written(log, 2, text(1))
    log.group()
    assert opened(tmp_path) == {1: 1, 2: 1}


def test_zeros_that_a_power_cut_left_count_for_nothing(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    written(log, 1, text(1))
    file = tmp_path / "copies" / "signatures"
    os.truncate(file, file.stat().st_size + 1_000)
    written(log, 2, text(1))
    log.group()
    assert opened(tmp_path) == {1: 1, 2: 1}


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    for _ in range(20):
        written(log, 1, text(1))
        written(log, 2, text(1))
        log.group()
    assert (tmp_path / "copies" / "signatures").stat().st_size <= 6 * (8 + SIGNATURE.itemsize)
    assert opened(tmp_path) == {1: 1, 2: 1}


def test_groups_are_made_anew_only_after_a_change(tmp_path: Path) -> None:
    log = SignatureLog(tmp_path)
    written(log, 1, text(1), text(1))
    file = tmp_path / "copies" / "groups"
    log.group()
    os.utime(tmp_path / "copies" / "signatures", ns=(0, 0))
    before = file.stat().st_ino
    log.group()
    assert file.stat().st_ino == before


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "groups").write_bytes(b"damaged")
    with pytest.raises(IndexDamaged, match="groups"):
        Groups.open(tmp_path)
