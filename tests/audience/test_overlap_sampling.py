"""Samples of people: coordinated, unbiased, and with intervals that hold what they promise."""

from itertools import pairwise

import numpy as np
import pytest
from made_audiences import make_members

from leaders.audience.sampling import (
    estimate_independent,
    estimate_sampled,
    sample_members,
    sample_people,
)
from leaders.errors import LeadersError
from leaders.graph import mix

KEYS = mix(np.arange(3_000, dtype=np.uint64))
A, B = np.arange(0, 2_000), np.arange(1_400, 3_000)
SHARED = 600
SEEDS = 400


def test_a_sample_of_both_is_the_sample_of_what_they_share() -> None:
    for seed in range(5):
        kept = np.flatnonzero(sample_people(KEYS, 0.1, seed))
        of_a = A[sample_people(KEYS[A], 0.1, seed)]
        of_b = B[sample_people(KEYS[B], 0.1, seed)]
        np.testing.assert_array_equal(
            np.intersect1d(of_a, of_b), kept[(kept >= 1_400) & (kept < 2_000)]
        )
        np.testing.assert_array_equal(np.union1d(of_a, of_b), kept)


def test_a_smaller_sample_is_a_part_of_a_larger_one() -> None:
    kept = [sample_people(KEYS, share) for share in (0.01, 0.1, 0.5, 1.0)]
    for smaller, larger in pairwise(kept):
        assert not (smaller & ~larger).any()
    assert kept[-1].all()


def test_the_seed_alone_decides() -> None:
    again = sample_people(KEYS[::-1], 0.2, seed=3)[::-1]
    np.testing.assert_array_equal(sample_people(KEYS, 0.2, seed=3), again)
    assert (sample_people(KEYS, 0.2, seed=4) != again).any()


def test_estimates_are_unbiased_and_their_interval_holds_over_hash_seeds() -> None:
    """Over 400 seeds the mean lies within four standard errors, of which one in 16,000 does not;
    and of 400 intervals of 90 % fewer than 339 hold the truth in one of 10,000.
    """
    share = 0.1
    counts = np.array(
        [sample_people(KEYS[1_400:2_000], share, seed).sum() for seed in range(SEEDS)]
    )
    estimate = estimate_sampled(counts, share)
    error = np.sqrt(SHARED * (1 - share) / share / SEEDS)
    assert abs(estimate.value.mean() - SHARED) < 4 * error
    assert ((estimate.low <= SHARED) & (estimate.high >= SHARED)).sum() >= 339


def test_independent_samples_are_corrected_by_both_shares() -> None:
    """Drawn apart, both samples share a hundredth of the truth: not a tenth."""
    share, truth, drawn = 0.1, 600, []
    for seed in range(SEEDS):
        of_a = A[sample_people(KEYS[A], share, seed)]
        of_b = B[sample_people(KEYS[B], share, seed + SEEDS)]
        drawn.append(len(np.intersect1d(of_a, of_b)))
    estimate = estimate_independent(drawn, share, share)
    error = np.sqrt(truth * (1 - share**2) / share**2 / SEEDS)
    assert abs(estimate.value.mean() - truth) < 4 * error
    assert ((estimate.low <= truth) & (estimate.high >= truth)).sum() >= 339
    assert np.mean(drawn) / share < truth / 2  # what taking them for one sample would say


def test_intervals_of_poisson_and_binomial_as_they_are_printed() -> None:
    """Garwood's 90 % interval of 10 is 5.425 to 16.962; of 0 it ends at -ln .05."""
    told = estimate_independent([10, 0], 0.5, 0.2)
    np.testing.assert_allclose(told.low, [54.254, 0], atol=1e-3)
    np.testing.assert_allclose(told.high, [169.622, 29.957], atol=1e-3)
    binomial = estimate_sampled(0, 0.5)
    assert binomial.high == pytest.approx(np.log(0.05) / np.log(0.5))
    assert (binomial.value, binomial.low) == (0, 0)


def test_all_of_them_are_no_sample() -> None:
    assert [float(end) for end in estimate_sampled(7, 1)] == [7, 7, 7]
    assert np.isnan(estimate_independent(0, 0.0, 0.5).value)


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    for ask in (lambda: sample_people(KEYS, share), lambda: estimate_sampled(3, share)):
        with pytest.raises(LeadersError, match="0 < share <= 1"):
            ask()


def test_sampled_audiences_keep_what_is_known_of_them() -> None:
    members = make_members([set(A.tolist()), set(B.tolist()), set()])
    sampled = sample_members(members, KEYS, 0.1, seed=2)
    kept = set(np.flatnonzero(sample_people(KEYS, 0.1, 2)).tolist())
    assert [set(row.tolist()) for row in sampled.rows()] == [
        set(A.tolist()) & kept, set(B.tolist()) & kept, set(),
    ]  # fmt: skip
    assert sampled.accounts["seen_count"].to_list() == [2_000, 1_600, 0]
