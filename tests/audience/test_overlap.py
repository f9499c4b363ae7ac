"""What is told of audiences: exact where read whole, bounded or estimated where not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_audiences import make_members

from leaders.audience.overlap import BOUNDS, ESTIMATE, EXACT, measure_overlap
from leaders.audience.sampling import sample_members
from leaders.graph import mix

SETS = st.lists(st.sets(st.integers(0, 20)), min_size=2, max_size=5)


@given(SETS)
def test_audiences_read_whole_are_exact(sets: list[set[int]]) -> None:
    overlap = measure_overlap(make_members(sets))
    assert overlap.shared.value.tolist() == [[len(a & b) for b in sets] for a in sets]
    assert (overlap.shared.basis == EXACT).all()
    everybody = set().union(*sets)
    times = [sum(person in one for one in sets) for person in everybody]
    told = (overlap.union, overlap.alone, overlap.several)
    expected = (len(everybody), times.count(1), len(everybody) - times.count(1))
    assert tuple(float(it.value) for it in told) == expected
    assert overlap.total == sum(map(len, sets))
    np.testing.assert_array_equal(overlap.exclusive.low, overlap.exclusive.high)


@given(SETS, st.sets(st.integers(0, 20)), st.booleans())
def test_the_truth_lies_within_what_is_told_of_a_part(
    truth: list[set[int]], known: set[int], assume_random: bool
) -> None:
    """Of every second audience only some people were seen."""
    seen = [one & known if i % 2 else one for i, one in enumerate(truth)]
    members = make_members(seen, [len(one) for one in truth])
    overlap = measure_overlap(members, assume_random=False)
    pairs = np.array([[len(a & b) for b in truth] for a in truth])
    assert (overlap.shared.low <= pairs).all()
    assert (pairs <= overlap.shared.high).all()
    everybody = set().union(*truth)
    alone = sum(sum(person in one for one in truth) == 1 for person in everybody)
    for told, number in (
        (overlap.union, len(everybody)),
        (overlap.alone, alone),
        (overlap.several, len(everybody) - alone),
    ):
        assert told.low <= number <= told.high
        assert told.basis == BOUNDS
    guessed = measure_overlap(members, assume_random=True).shared
    is_guess = guessed.basis == ESTIMATE
    for ends in (guessed.low, guessed.value, guessed.high):
        assert (overlap.shared.low <= ends)[is_guess].all()
        assert (ends <= overlap.shared.high)[is_guess].all()


def test_newest_first_is_never_estimated() -> None:
    sets = [set(range(100)), set(range(95, 195))]
    sizes = [1_000, 1_000]
    for is_newest_first, basis in ((True, BOUNDS), (False, ESTIMATE)):
        members = make_members(sets, sizes, is_newest_first=is_newest_first)
        assert measure_overlap(members, assume_random=True).shared.basis[0, 1] == basis
        assert measure_overlap(members).shared.basis[0, 1] == BOUNDS


def test_whom_only_their_own_follows_tell_of_is_no_random_part_but_a_file_may_be() -> None:
    sets, sizes = [set(range(100)), set(range(95, 195))], [1_000, 1_000]
    for platform, basis in (("vk", BOUNDS), ("files", ESTIMATE)):
        members = make_members(sets, sizes, ended=None, platform=platform)
        assert measure_overlap(members, assume_random=True).shared.basis[0, 1] == basis


def test_random_parts_are_corrected_by_both_shares() -> None:
    """A tenth of one and a twentieth of the other: each shared person seen stands for 200."""
    members = make_members([set(range(500)), set(range(480, 1_000))], [5_000, 10_400])
    shared = measure_overlap(members, assume_random=True).shared
    assert shared.value[0, 1] == pytest.approx(20 * 200)
    assert shared.low[0, 1] == pytest.approx(13.2547 * 200, rel=1e-4)  # Garwood's
    assert shared.high[0, 1] == 5_000  # more than all of the first there cannot be


def test_an_assumption_that_cannot_hold_is_refuted() -> None:
    """Of 1,000 each 100 were seen, all the same: drawn at random they would share 10,000."""
    members = make_members([set(range(100)), set(range(100))], [1_000, 1_000])
    overlap = measure_overlap(members, assume_random=True)
    assert overlap.shared.basis[0, 1] == BOUNDS
    assert overlap.refuted == 1
    assert measure_overlap(members).refuted == 0


def test_a_coordinated_sample_of_audiences_read_whole_is_an_estimate() -> None:
    """Of 40 intervals of 90 % fewer than 29 hold the truth in one of 1,000 trials."""
    sets = [set(range(2_000)), set(range(1_200, 3_000))]
    keys, whole = mix(np.arange(3_000, dtype=np.uint64)), make_members(sets)
    held = dict.fromkeys(("union", "alone", "several"), 0)
    for seed in range(40):
        sampled = sample_members(whole, keys, 0.2, seed)
        overlap = measure_overlap(sampled, sampled_share=0.2)
        for name, truth in (("union", 3_000), ("alone", 2_200), ("several", 800)):
            told = getattr(overlap, name)
            assert told.basis == ESTIMATE
            held[name] += bool(told.low <= truth <= told.high)
        assert overlap.shared.value.diagonal().tolist() == [2_000, 1_800]
        assert overlap.shared.value[0, 1] == overlap.several.value
    assert min(held.values()) >= 29


def test_a_sample_of_audiences_seen_in_part_is_bounded() -> None:
    keys = mix(np.arange(3_000, dtype=np.uint64))
    partly = make_members([set(range(2_000)), set(range(1_200, 3_000))], [2_500, 1_800])
    overlap = measure_overlap(sample_members(partly, keys, 0.2), sampled_share=0.2)
    assert overlap.union.basis == overlap.shared.basis[0, 1] == BOUNDS
    assert overlap.shared.low[0, 1] <= 800 <= overlap.shared.high[0, 1]


def test_fewer_declared_than_seen_is_not_exact() -> None:
    overlap = measure_overlap(make_members([{1, 2, 3}, {2, 3}], [2, 2]))
    assert overlap.size.tolist() == [3, 2]
    assert overlap.shared.basis[0, 1] == BOUNDS
    assert (overlap.shared.low[0, 1], overlap.shared.high[0, 1]) == (2, 2)


def test_sizes_that_nobody_knows() -> None:
    overlap = measure_overlap(make_members([{1, 2}, {2, 3}], [None, None]), assume_random=True)
    assert (overlap.shared.low[0, 1], overlap.shared.high[0, 1]) == (1, np.inf)
    assert overlap.union.high == np.inf
    assert overlap.refuted == 0
