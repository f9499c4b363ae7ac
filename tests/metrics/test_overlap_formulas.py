"""What vendors print as examples of overlap, and what sets say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.metrics import METRICS, OVERLAP, REACH

AUDIENCES = st.lists(st.sets(st.integers(0, 12), min_size=1), min_size=1, max_size=5)
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=6)


def measure(name: str, *arguments):
    return METRICS[name].measure(*arguments)


def count_people(audiences: list[set[int]]) -> np.ndarray:
    """How many people are in exactly 1, 2, 3 ... of the lists."""
    lists_of_person = np.bincount([person for audience in audiences for person in audience])
    return np.bincount(lists_of_person, minlength=2)[1:]


def test_a_thousand_shared_of_ten_and_twenty_thousand() -> None:
    assert measure("overlap_min", 1_000, 10_000, 20_000) == 0.10
    assert measure("overlap_jaccard", 1_000, 10_000, 20_000) == pytest.approx(0.034, abs=5e-4)
    assert measure("overlap_containment", 1_000, 20_000, 10_000) == 0.05


def test_influencity_means_two_things_by_unique() -> None:
    people = count_people([{1, 2, 3}, {1, 4}, {1, 3, 5}])
    assert people @ [1, 2, 3] == 8
    assert measure("unique_union", people) == 5
    assert measure("unique_exclusive", people) == 3


def test_trendhero_ratio_and_share_of_the_plan() -> None:
    """Three bloggers of 10,000; two of them share 1,000."""
    exclusive = np.array([9_000, 9_000, 10_000])
    union = measure("unique_union", [exclusive.sum(), 1_000])
    assert union == 29_000
    ratio = measure("exclusive_ratio_trendhero", exclusive, 10_000)
    np.testing.assert_allclose(ratio, [0.9, 0.9, 1])
    share = measure("plan_share_trendhero", exclusive, union)
    assert share[0] == pytest.approx(0.31, abs=5e-4)
    assert share.sum() == pytest.approx(0.966, abs=5e-4)  # not 1: the shared are nobody's


def test_primetag_frequency_and_unique_share_are_inverse() -> None:
    people = count_people([{1, 2, 3}, {1, 4}, {1, 3, 5}])
    assert measure("expected_frequency_primetag", people) == 8 / 5
    assert measure("unique_share_primetag", people) == 5 / 8
    assert measure("overlap_overall", people) == 2 / 5


def test_a_matrix_of_pairs_is_one_call() -> None:
    size = np.array([10, 20, 5])
    shared = np.array([[10, 4, 0], [4, 20, 5], [0, 5, 5]])
    overlap = measure("overlap_min", shared, size[:, None], size[None, :])
    np.testing.assert_allclose(overlap, [[1, 0.4, 0], [0.4, 1, 1], [0, 1, 1]])
    contained = measure("overlap_containment", shared, size[:, None], size[None, :])
    np.testing.assert_allclose(contained, shared / size[:, None])


@pytest.mark.parametrize("name", ["overlap_min", "overlap_jaccard", "overlap_containment"])
@pytest.mark.parametrize("counts", [(6, 5, 10), (6, 10, 5), (-1, 5, 5)])
def test_impossible_intersections_are_refused(name, counts) -> None:
    with pytest.raises(ValueError, match="intersection"):
        measure(name, *counts)


def test_empty_audiences_have_no_overlap_to_speak_of() -> None:
    for name in ("overlap_min", "overlap_jaccard", "overlap_containment"):
        assert np.isnan(measure(name, 0, 0, 0))


def test_more_exclusive_people_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="exclusive"):
        measure("exclusive_ratio_trendhero", 11, 10)


@given(st.sets(st.integers(0, 20), min_size=1), st.sets(st.integers(0, 20), min_size=1))
def test_pairs_agree_with_sets(a, b) -> None:
    both = (len(a & b), len(a), len(b))
    jaccard, smaller = measure("overlap_jaccard", *both), measure("overlap_min", *both)
    assert jaccard == len(a & b) / len(a | b)
    assert smaller == max(
        measure("overlap_containment", *both),
        measure("overlap_containment", both[0], len(b), len(a)),
    )
    assert 0 <= jaccard <= smaller <= 1
    assert (smaller == 1) == (a <= b or b <= a)
    people = count_people([a, b])
    assert measure("unique_union", people) == len(a | b)
    assert measure("unique_exclusive", people) == len(a ^ b)


@given(AUDIENCES, st.randoms(use_true_random=False))
def test_a_plan_agrees_with_sets_in_any_order(audiences, random) -> None:
    people = count_people(audiences)
    union = set().union(*audiences)
    assert measure("unique_union", people) == len(union)
    assert measure("unique_exclusive", people) <= len(union)
    assert 1 <= measure("expected_frequency_primetag", people) <= len(audiences)
    shuffled = random.sample(audiences, len(audiences))
    for metric in OVERLAP.values():
        if metric.name in ("unique_share_primetag", "overlap_overall"):
            assert metric.measure(people) == metric.measure(count_people(shuffled))
            assert 0 <= metric.measure(people) <= 1


def test_sainsbury_by_hand() -> None:
    assert measure("reach_sainsbury", [0.4, 0.4]) == pytest.approx(0.64)
    assert measure("reach_sainsbury_95", [0.4, 0.4]) == pytest.approx(0.608)
    assert measure("reach_sainsbury", [0.3, 0.2, 0.1]) == pytest.approx(0.496)
    assert measure("reach_lower", [0.4, 0.4]) == 0.4
    assert measure("reach_upper", [0.4, 0.4]) == 0.8


def test_several_plans_are_one_call() -> None:
    plans = np.array([[0.4, 0.4, 0.0], [0.3, 0.2, 0.1]])
    np.testing.assert_allclose(measure("reach_sainsbury", plans), [0.64, 0.496])


@given(SHARES)
def test_independence_lies_between_the_bounds(shares) -> None:
    lower, modelled, upper = (
        measure(name, shares) for name in ("reach_lower", "reach_sainsbury", "reach_upper")
    )
    assert 0 <= lower <= modelled + 1e-12
    assert modelled <= upper + 1e-12
    assert upper <= 1


@given(AUDIENCES)
def test_the_true_reach_lies_between_the_bounds(audiences) -> None:
    population = 13
    shares = [len(audience) / population for audience in audiences]
    truth = len(set().union(*audiences)) / population
    assert measure("reach_lower", shares) <= truth <= measure("reach_upper", shares) + 1e-12


@pytest.mark.parametrize("name", [name for name in REACH if "livedune" not in name])
def test_percents_given_for_shares_are_refused(name) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        measure(name, [40, 40])


def test_livedune_rates_by_reach() -> None:
    assert measure("reach_rate_livedune", 2_500, 10_000) == 0.25
    assert measure("er_reach_livedune", 330, 2_500) == pytest.approx(0.132)
