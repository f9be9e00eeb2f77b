"""What the index remembers of each file, and what it counts."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Skip
from index.errors import IndexDamaged
from index.state import FileState, State

Run = tuple[dict[int, list[Skip]], set[int]]
"""What a run notes: the files it read, with what was left out of each, and those that are gone."""

NUMBERS = st.integers(1, 4)
SKIPS = st.lists(st.builds(Skip, st.sampled_from(["broken", "empty", "closed"]), st.sampled_from(["", "line 1"])))
RUNS = st.lists(st.tuples(st.dictionaries(NUMBERS, SKIPS), st.sets(NUMBERS)), max_size=6)


@given(RUNS)
def test_counts_are_those_of_the_list_whatever_was_read_and_vanished(
    tmp_path_factory: pytest.TempPathFactory, runs: list[Run]
) -> None:
    expected = dict[int, list[Skip]]()
    with State.create(tmp_path_factory.mktemp("state") / "state.sqlite") as state:
        for read, vanished in runs:
            there = {number: skips for number, skips in read.items() if number not in vanished}
            files = [FileState(number, f"/{number}", f"{number}", "f") for number in there]
            state.begin(files, [], [])
            for file in files:
                state.open(file)
                state.failures.add(file.number, there[file.number])
            state.record(files, [FileState(number, f"/{number}", f"{number}") for number in vanished])
            expected = {number: skips for number, skips in expected.items() if number not in vanished} | there
        listed = [(f"{number}", skip.locator, skip.reason) for number in sorted(expected) for skip in expected[number]]
        counts = Counter(reason for _, _, reason in listed)
        assert [(one.path, one.locator, one.reason) for one in state.failures.listed()] == listed
        assert dict(state.failures.reasons()) == counts
        assert state.failures.count() == len(listed)
        for reason in ("broken", "empty", "closed"):
            assert [(one.path, one.locator, one.reason) for one in state.failures.listed(reason, 3, 1)] == [
                one for one in listed if one[2] == reason
            ][1:4]
            assert state.failures.count(reason) == counts[reason]


def test_a_state_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        State(tmp_path / "state.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["with space", "100%", "what?mode=ro", "#1", "größe"])
def test_a_state_may_be_anywhere(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with State.create(tmp_path / name / "state.sqlite") as state:
        state.record([], [])
        assert state.updated()
