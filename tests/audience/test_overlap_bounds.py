"""Bounds hold the truth, whatever was seen of it, and some truth reaches them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.audience.bounds import bound_exclusive, bound_shared, bound_union

PEOPLE = 12


@st.composite
def seen_in_part(draw: st.DrawFn) -> tuple[list[set[int]], list[set[int]]]:
    """Two to four audiences, and what was seen of each: of some all, of some nothing."""
    person = st.integers(0, PEOPLE - 1)
    truth = draw(st.lists(st.sets(person), min_size=2, max_size=4))
    seen = [draw(st.one_of(st.just(one), st.sets(person).map(one.__and__))) for one in truth]
    return truth, seen


@given(seen_in_part())
def test_bounds_hold_the_truth(audiences: tuple[list[set[int]], list[set[int]]]) -> None:
    truth, seen = audiences
    sizes, known = [len(one) for one in truth], [len(one) for one in seen]
    for universe in (np.inf, PEOPLE):
        for a, b in ((0, 1), (1, 0), (0, 0)):
            low, high = bound_shared(
                len(seen[a] & seen[b]), known[a], known[b], sizes[a], sizes[b], universe
            )
            assert low <= len(truth[a] & truth[b]) <= high
        low, high = bound_union(len(set().union(*seen)), known, sizes, universe)
        assert low <= len(set().union(*truth)) <= high
    alone_seen = [len(one - _others(seen, i)) for i, one in enumerate(seen)]
    low, high = bound_exclusive(alone_seen, len(set().union(*seen)), known, sizes)
    alone = np.array([len(one - _others(truth, i)) for i, one in enumerate(truth)])
    assert (low <= alone).all()
    assert (alone <= high).all()


def _others(sets: list[set[int]], number: int) -> set[int]:
    return set().union(*sets[:number], *sets[number + 1 :])


@given(seen_in_part())
def test_audiences_that_were_read_whole_leave_nothing_open(audiences) -> None:
    truth, _ = audiences
    sizes = [len(one) for one in truth]
    shared = len(truth[0] & truth[1])
    assert bound_shared(shared, *sizes[:2], *sizes[:2]) == (shared, shared)
    union = len(set().union(*truth))
    assert bound_union(union, sizes, sizes) == (union, union)
    alone = np.array([len(one - _others(truth, i)) for i, one in enumerate(truth)])
    for end in bound_exclusive(alone, union, sizes, sizes):
        np.testing.assert_array_equal(end, alone)


def test_some_truth_reaches_the_bounds_of_two() -> None:
    """All ways to fill up two audiences that were seen in part, by brute force."""
    for seen_a, seen_b in (({0, 1}, {1, 2}), ({0}, {1, 2}), (set(), {0})):
        for more_a, more_b in product(range(3), repeat=2):
            reached = [
                len((seen_a | a) & (seen_b | b))
                for a in _fillings(seen_a, more_a)
                for b in _fillings(seen_b, more_b)
            ]
            bounds = bound_shared(
                len(seen_a & seen_b), len(seen_a), len(seen_b),
                len(seen_a) + more_a, len(seen_b) + more_b, 6,
            )  # fmt: skip
            assert bounds == (min(reached), max(reached))


def _fillings(seen: set[int], more: int) -> list[set[int]]:
    rest = sorted(set(range(6)) - seen)
    return [
        {rest[bit] for bit in range(len(rest)) if mask >> bit & 1}
        for mask in range(2 ** len(rest))
        if mask.bit_count() == more
    ]


def test_a_complete_list_rules_out_whom_it_lacks() -> None:
    """Of b's 100 people 60 were seen, 50 of them not in a: of a's 80 at most 10 + 40 are in b."""
    assert bound_shared(10, 80, 60, 80, 100) == (10, 50)
    assert bound_shared(10, 20, 60, 80, 100) == (10, 80)  # a cut as well: Frechet's alone


def test_nothing_seen_gives_frechets_bounds() -> None:
    assert bound_shared(0, 0, 0, 70, 60, 100) == (30, 60)
    assert bound_shared(0, 0, 0, 70, 60) == (0, 60)


@pytest.mark.parametrize(
    ("sizes", "most"), [((np.inf, 9), 9), ((5, np.inf), 5), ((np.inf, np.inf), np.inf)]
)
def test_a_size_that_nobody_knows(sizes, most) -> None:
    assert bound_shared(2, 5, 6, *sizes) == (2, most)
    low, high = bound_exclusive([3, 4], 9, [5, 6], sizes)
    assert (low >= 0).all()
    assert not np.isnan([*low, *high]).any()
    union = bound_union(9, [5, 6], sizes)
    assert union == (9, np.inf if np.isinf(sizes).any() else 12)
