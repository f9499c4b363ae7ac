"""What lists share: sets say the same, by scipy and by the kernel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import LeadersError
from leaders.graph import count_shared, intersections, spreading

LISTS = st.lists(st.sets(st.integers(0, 60)), min_size=1, max_size=9)
BOTH = pytest.mark.parametrize("way", ["scipy", "kernel"])


@pytest.fixture
def count(way, monkeypatch):
    """Counting by one of the ways; the kernel in blocks that do not divide the numbers."""
    monkeypatch.setattr(spreading, "SMALL_EDGES", 10**9 if way == "scipy" else -1)
    monkeypatch.setattr(intersections, "BLOCK_PEOPLE", 7)
    return lambda sets: count_shared(*as_rows(sets))


def as_rows(sets):
    offset = np.cumsum([0, *(len(one) for one in sets)], dtype=np.int64)
    return offset, np.array([person for one in sets for person in sorted(one)], dtype=np.int32)


@BOTH
@given(sets=LISTS)
def test_sets_say_the_same(count, sets: list[set[int]]) -> None:
    shared = count(sets)
    assert shared.pairs.tolist() == [[len(a & b) for b in sets] for a in sets]
    others = [set().union(*sets[:i], *sets[i + 1 :]) for i in range(len(sets))]
    assert shared.exclusive.tolist() == [
        len(one - other) for one, other in zip(sets, others, strict=True)
    ]
    everybody = set().union(*sets)
    lists_of = [sum(person in one for one in sets) for person in everybody]
    assert shared.people.tolist() == [lists_of.count(k + 1) for k in range(len(sets))]
    assert shared.sizes.tolist() == [len(one) for one in sets]
    assert (shared.total, shared.union) == (sum(map(len, sets)), len(everybody))
    assert {it.dtype for it in (shared.pairs, shared.exclusive, shared.people)} == {np.dtype("i8")}


@BOTH
def test_far_numbers_and_a_read_only_view(count) -> None:
    sets = [{0, 2**20, 2**20 + 1}, {2**20}, set()]
    offset, member = as_rows(sets)
    for array in (offset, member):
        array.flags.writeable = False
    assert count_shared(offset, member).pairs.tolist() == [[3, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert count(sets).people.tolist() == [2, 1, 0]


def test_both_ways_agree_on_many_people(monkeypatch) -> None:
    random = np.random.default_rng(3)
    rows = as_rows([set(random.integers(0, 50_000, 900).tolist()) for _ in range(70)])
    by_scipy = count_shared(*rows)
    monkeypatch.setattr(spreading, "SMALL_EDGES", 0)
    by_kernel = count_shared(*rows)
    for name in ("pairs", "exclusive", "people"):
        np.testing.assert_array_equal(getattr(by_scipy, name), getattr(by_kernel, name))


@pytest.mark.parametrize(
    ("offset", "member"),
    [
        ([0, 2], [3, 3]),
        ([0, 2], [4, 3]),
        ([0, 1], [-1]),
        ([0, 1], [1, 2]),
        ([1, 2], [1, 2]),
        ([0, 2, 1, 2], [1, 2]),
    ],
)
def test_disorder_is_refused_before_a_kernel_writes_where_it_must_not(offset, member) -> None:
    with pytest.raises(LeadersError, match="ascending"):
        count_shared(np.array(offset), np.array(member, dtype=np.int32))


def test_more_lists_than_memory_holds_are_refused() -> None:
    with pytest.raises(LeadersError, match="at most 5,000"):
        count_shared(np.zeros(5_002, dtype=np.int64), np.empty(0, dtype=np.int32))
