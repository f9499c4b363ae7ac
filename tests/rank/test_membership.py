"""Who is of a niche: what is given, what is judged, and when nobody is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import make_evidence, make_network

from leaders.rank.membership import (
    ENTER,
    IN,
    LEAVE,
    OUT,
    PRIORS,
    REJECT,
    REVIEW,
    THIN,
    Membership,
    estimate_prior,
    judge_membership,
)
from leaders.rank.network import MASS_FOLLOWING, NicheNetwork

SIDE = 20
FANS = 150
"""Candidates 0..19 are of the niche, 20..39 of another; each side has fans of its own."""
COUNT = 2 * SIDE + 2 * FANS
SEEDS = (0, 1, 2, 3, 4)


def two_scenes(isolated: int = 0, **said) -> NicheNetwork:
    rng = np.random.default_rng(4)
    follows = [
        (2 * SIDE + side * FANS + fan, side * SIDE + int(target))
        for side in (0, 1)
        for fan in range(FANS)
        for target in rng.choice(SIDE, 5, replace=False)
    ]
    bridges = [(2 * SIDE + fan, SIDE + fan % SIDE) for fan in range(0, FANS, 5)]
    alone = range(COUNT, COUNT + isolated)
    candidates = [*range(2 * SIDE), *alone]
    return make_network(
        COUNT + isolated, [*follows, *bridges, *said.pop("extra", [])], candidates=candidates,
        **said,
    )  # fmt: skip


@pytest.fixture(scope="module")
def scenes() -> NicheNetwork:
    return two_scenes()


def judge(network: NicheNetwork, seeds=SEEDS, **said) -> Membership:
    return judge_membership(network, make_evidence(len(network.node), seeds, **said))


def test_the_graph_tells_the_niche_from_another_scene(scenes) -> None:
    judged = judge(scenes)
    ours, others = judged.probability[:SIDE], judged.probability[SIDE:]
    assert judged.is_judged
    assert ours.min() > others.max()
    assert (judged.zone[:SIDE] == IN).all()
    assert not (judged.zone[SIDE:] == IN).any()
    fans = judged.p[2 * SIDE :]
    assert np.median(fans[:FANS]) > 2 * np.median(fans[FANS:])


def test_seeds_are_of_the_niche_whatever_else_is_known(scenes) -> None:
    judged = judge(scenes, words={0: -4.0})
    assert (judged.probability[list(SEEDS)] == 1).all()
    assert judged.is_pinned.tolist() == [row in SEEDS for row in range(2 * SIDE)]
    assert (judge(scenes, is_named={30: True}).zone[[30]] == IN).all()


def test_what_a_person_decided_wins_over_the_file_and_the_graph(scenes) -> None:
    judged = judge(scenes, is_member={0: 0.0, 5: 0.0, 35: 1.0, 36: 0.0}, is_named={36: True})
    assert judged.probability[[0, 5, 35, 36]].tolist() == [0, 0, 1, 0]
    assert judged.zone[[0, 5, 35, 36]].tolist() == [OUT, OUT, IN, OUT]
    assert judged.is_pinned[[0, 5, 35, 36]].all()


def in_between(network: NicheNetwork, low: float, high: float) -> dict[int, float]:
    """Words that take candidate 10 between two probabilities."""
    worst, best = -200.0, 200.0
    for _ in range(60):
        words = (worst + best) / 2
        p = judge(network, words={10: words}).probability[10]
        if low < p < high:
            return {10: words}
        worst, best = (words, best) if p <= low else (worst, words)
    raise AssertionError("no words do that")


def test_who_was_in_stays_in_down_to_a_lower_bound() -> None:
    network = two_scenes(extra=[(2 * SIDE + FANS + fan, 10) for fan in range(0, 120, 2)])
    words = in_between(network, LEAVE, ENTER)
    assert judge(network, words=words).zone[10] == REVIEW
    assert judge(network, words=words, was_in={10: True}).zone[10] == IN


def test_below_the_lower_bound_nobody_stays() -> None:
    network = two_scenes(extra=[(2 * SIDE + FANS + fan, 10) for fan in range(0, 120, 2)])
    words = in_between(network, REJECT, LEAVE)
    assert judge(network, words=words, was_in={10: True}).zone[10] == REVIEW


def test_words_alone_let_nobody_in() -> None:
    network = two_scenes(isolated=60)
    alone = range(2 * SIDE, 2 * SIDE + 60)
    listed = 2 * SIDE
    judged = judge(network, words=dict.fromkeys(alone, 5.0), lists={listed: 4.0})
    assert (judged.probability[2 * SIDE :] >= ENTER).all()
    assert judged.zone[listed] == IN
    assert (judged.zone[listed + 1 :] == REVIEW).all()


def test_of_whom_nothing_is_known_is_thin() -> None:
    network = two_scenes(isolated=2)
    judged = judge(network, words={2 * SIDE + 1: 1.0})
    assert judged.zone[2 * SIDE] == THIN
    assert judged.zone[2 * SIDE + 1] != THIN
    assert judged.neighbours[2 * SIDE] == 0


@pytest.mark.parametrize("decided", [{}, {7: 0.0}])
def test_without_seeds_nobody_is_judged(scenes, decided) -> None:
    judged = judge(scenes, seeds=(), is_member=decided)
    assert not judged.is_judged
    assert [row for row in range(2 * SIDE) if judged.zone[row] != IN] == list(decided)
    assert judged.p.sum() == COUNT - len(decided)
    assert judge(scenes, seeds=(), is_member={3: 1.0}).is_judged


def test_who_follows_masses_joins_nobody() -> None:
    mass = 2 * SIDE
    follows_all = [(mass, target) for target in range(2 * SIDE)]
    plain = judge(two_scenes(extra=follows_all, following={mass: MASS_FOLLOWING}))
    left_out = judge(two_scenes(extra=follows_all, following={mass: MASS_FOLLOWING + 1}))
    assert (plain.neighbours - left_out.neighbours == 1).all()


@settings(max_examples=8)
@given(
    st.integers(SIDE, 2 * SIDE - 1),
    st.lists(st.floats(-4, 5), min_size=2, max_size=4, unique=True).map(sorted),
)
def test_better_words_never_lower_p(row, words) -> None:
    network = two_scenes()
    found = [judge(network, words={row: word}).probability[row] for word in words]
    assert found == sorted(found)
    assert judge(network, words={row: 5.0}).probability[row] > judge(network).probability[row]


def test_lists_that_name_an_account_raise_p(scenes) -> None:
    found = [judge(scenes, lists={25: count}).probability[25] for count in (0.0, 1.0, 5.0)]
    assert found[0] < found[1] < found[2]


@settings(max_examples=4)
@given(st.permutations(range(2 * SIDE)))
def test_the_order_of_candidates_changes_nothing(order) -> None:
    network = two_scenes()
    order = np.array(order)
    turned = replace(network, candidates=network.candidates[order], node=network.node[order])
    one = judge(network, words={9: 2.0})
    place = int(np.flatnonzero(order == 9)[0])
    seeds = tuple(np.flatnonzero(np.isin(order, SEEDS)).tolist())
    other = judge(turned, seeds, words={place: 2.0})
    np.testing.assert_allclose(other.probability, one.probability[order], atol=1e-9)
    assert other.zone.tolist() == one.zone[order].tolist()


def test_the_share_of_voices_counts_against_the_median_seeds(scenes) -> None:
    shares = {**dict.fromkeys(SEEDS, 0.2), 30: 0.4, 31: 0.01}
    judged = judge(scenes, share=shares, support=dict.fromkeys(shares, 50.0))
    assert judged.parts["graph_lift"][30] > 0 > judged.parts["graph_lift"][31]


# The prior


@pytest.mark.parametrize(
    ("evidence", "prior"), [([], PRIORS[0]), ([-6.0] * 50, PRIORS[0]), ([6.0] * 50, PRIORS[1])]
)
def test_a_prior_stays_in_its_bounds(evidence, prior) -> None:
    assert estimate_prior(np.array(evidence)) == prior


def test_a_prior_is_the_share_of_those_that_the_evidence_tells_apart() -> None:
    evidence = np.array([9.0] * 20 + [-9.0] * 80)
    assert estimate_prior(evidence) == pytest.approx(0.2, abs=0.01)


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=12), st.floats(0, 3))
def test_more_evidence_never_lowers_the_prior(evidence, more) -> None:
    low, high = (estimate_prior(np.array(evidence) + shift) for shift in (0, more))
    assert low <= high + 1e-6
