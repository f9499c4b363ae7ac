"""The six components: known answers, and what must hold whatever the niche."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import make_graph, make_network

from leaders.graph import pagerank
from leaders.rank.components import COMPONENTS
from leaders.rank.draws import Everyone
from leaders.rank.influence import (
    AFFINITY_PSEUDO,
    FEWEST_POSTS,
    IPW_CAP,
    REACH_PSEUDO,
    mended_follows,
)
from leaders.rank.network import MASS_FOLLOWING, NicheNetwork, PostActors

SIX = (
    "reach", "engaged_audience", "interaction_pagerank", "follow_pagerank", "consistency",
    "affinity",
)  # fmt: skip
NAN = float("nan")


def measure(name: str, network: NicheNetwork) -> np.ndarray:
    return COMPONENTS[name].measure(network, Everyone())[0]


def judged(network: NicheNetwork, p: list[float]) -> NicheNetwork:
    return replace(network, probability=np.array(p), is_judged=True)


def test_reach_is_declared_people_times_the_niches_share() -> None:
    p = [1, 1, 0.8, 0.4]
    network = judged(make_network(4, [(2, 0), (3, 0)], candidates=(0, 1), followers=[100, None]), p)
    share = (1.2 + REACH_PSEUDO * 0.8) / (2 + REACH_PSEUDO)
    np.testing.assert_allclose(measure("reach", network), [100 * share, NAN])


def test_who_is_not_of_the_niche_has_no_voice_in_the_engaged_audience() -> None:
    network = judged(make_network(4, interactions=[(2, 0), (3, 0), (3, 1)]), [1, 1, 0.5, 0])
    assert measure("engaged_audience", network).tolist() == [0.5, 0, 0, 0]


def test_interactions_that_nobody_looked_for_are_missing_not_zero() -> None:
    network = make_network(3, interactions=[(2, 0)], is_read=[True, False, True])
    for name in ("engaged_audience", "interaction_pagerank"):
        assert np.isnan(measure(name, network)).tolist() == [False, True, False]


def test_affinity_is_the_niches_share_of_what_fans_give() -> None:
    p = [1.0, 1.0, 0.9, 0.1]
    network = judged(
        make_network(4, interactions=[(2, 0, 3), (3, 1, 3), (0, 1, 100)], candidates=(0, 1)), p
    )
    given_by_niche = np.array([3 * 0.9, 3 * 0.1]) + AFFINITY_PSEUDO * 0.75
    share = given_by_niche / (3 + AFFINITY_PSEUDO)
    np.testing.assert_allclose(measure("affinity", network), np.log(share / (1 - share)))
    assert np.isnan(measure("affinity", replace(network, is_judged=False))).all()


@pytest.mark.parametrize("count", [FEWEST_POSTS - 1, FEWEST_POSTS, FEWEST_POSTS + 1])
def test_consistency_is_the_median_post(count) -> None:
    """Post k has k fans; the second candidate has no posts."""
    fans, first = 10, 12
    engaged = [(2 + fan, first + post) for post in range(count) for fan in range(post)]
    posts = PostActors(make_graph(engaged, first + count), np.zeros(count, dtype=np.int64))
    network = replace(make_network(2 + fans, candidates=(0, 1)), posts=posts)
    expected = NAN if count < FEWEST_POSTS else (count - 1) / 2
    np.testing.assert_array_equal(measure("consistency", network), [expected, NAN])


def test_one_post_that_went_round_the_world_is_no_consistency() -> None:
    fans = 50
    engaged = [(1 + fan, 1 + fans) for fan in range(fans)]
    posts = PostActors(make_graph(engaged, 1 + fans + 6), np.zeros(6, dtype=np.int64))
    network = replace(make_network(1 + fans, candidates=(0,)), posts=posts)
    assert measure("consistency", network).tolist() == [0]


# PageRank


def star(k: int, **said) -> NicheNetwork:
    return make_network(k + 1, [(leaf, 0) for leaf in range(1, k + 1)], **said)


@pytest.mark.parametrize(
    ("k", "hub", "leaf"), [(3, 0.5419847, 0.1526718), (10, 0.4871795, 0.0512821)]
)
def test_follow_pagerank_of_a_star(k, hub, leaf) -> None:
    np.testing.assert_allclose(measure("follow_pagerank", star(k)), [hub] + [leaf] * k, atol=1e-7)


def test_readers_start_where_the_niche_is() -> None:
    network = judged(make_network(4, [(2, 0), (3, 1)]), [0, 0, 1, 0.25])
    values = measure("follow_pagerank", network)
    assert values[0] == pytest.approx(4 * values[1])
    nobody = judged(make_network(4, [(2, 0), (3, 0)]), [0, 0, 0, 0])
    assert measure("follow_pagerank", nobody)[0] > 0


def test_weights_of_those_not_seen_recover_the_order() -> None:
    """300 of 400 people follow the first, 100 each of the others; of its list 75 were seen."""
    rng = np.random.default_rng(5)
    others, people = 30, np.arange(31, 431)
    follows = [
        (int(fan), target) for target in range(1, 1 + others)
        for fan in rng.choice(people, 100, replace=False)
    ]  # fmt: skip
    fans = rng.choice(people, 300, replace=False).tolist()
    declared = [300] + [100] * others

    def walk(seen: int, followers: list[int | None]) -> np.ndarray:
        network = make_network(
            431, [*follows, *((fan, 0) for fan in fans[:seen])], candidates=range(1 + others),
            followers=followers,
        )  # fmt: skip
        return measure("follow_pagerank", network)

    whole = walk(300, declared)
    cut = walk(75, [None] * (1 + others))
    mended = walk(75, declared)
    assert whole.argmax() == mended.argmax() == 0
    assert cut.argmax() != 0
    assert abs(mended[0] - whole[0]) < abs(cut[0] - whole[0])


def test_a_follower_stands_for_a_bounded_number_and_never_for_less_than_itself() -> None:
    network = make_network(4, [(3, 0), (3, 1), (3, 2)], candidates=(0, 1, 2),
                           followers=[10**6, 0, 5])  # fmt: skip
    assert mended_follows(network).incoming().data.tolist() == [IPW_CAP, 1, 5]


def test_mass_followers_pass_nothing_on() -> None:
    network = star(3, following={1: MASS_FOLLOWING + 1})
    assert measure("follow_pagerank", network)[0] < measure("follow_pagerank", star(3))[0]
    assert mended_follows(network).edge_count == 2


def test_what_an_exchange_lost_is_not_handed_to_others() -> None:
    network = make_network(3, interactions=[(0, 1, 0.25), (0, 2, 1.0)])
    lost = replace(network, attended=network.counted, given=np.array([2.0, 0, 0]))
    for name in ("engaged_audience", "interaction_pagerank"):
        assert measure(name, lost)[2] < measure(name, network)[2]


# Whatever the niche


@st.composite
def networks(draw) -> tuple[int, list, list, list[float]]:
    count = draw(st.integers(3, 8))
    node = st.integers(0, count - 1)
    pairs = st.lists(
        st.tuples(node, node).filter(lambda pair: pair[0] != pair[1]),
        min_size=1, max_size=15, unique=True,
    )  # fmt: skip
    p = draw(st.lists(st.sampled_from([0.1, 0.5, 1.0]), min_size=count, max_size=count))
    return count, draw(pairs), draw(pairs), p


def build(count: int, follows: list, interactions: list, p: list[float], **said) -> NicheNetwork:
    said = {"followers": [10 * (node + 1) for node in range(count)], **said}
    return judged(make_network(count, follows, interactions, **said), p)


@settings(max_examples=20)
@given(networks(), st.randoms(use_true_random=False))
def test_numbers_and_order_do_not_matter(made, random) -> None:
    count, follows, interactions, p = made
    new = list(range(count))
    random.shuffle(new)

    def turn(edges: list) -> list:
        turned = [(new[source], new[target]) for source, target in edges]
        random.shuffle(turned)
        return turned

    back = np.array(new)
    followers = np.empty(count, dtype=int)
    followers[back] = [10 * (node + 1) for node in range(count)]
    turned_p = np.empty(count)
    turned_p[back] = p
    one = build(count, follows, interactions, p)
    other = build(count, turn(follows), turn(interactions), turned_p.tolist(),
                  followers=followers.tolist())  # fmt: skip
    for name in SIX:
        np.testing.assert_allclose(
            measure(name, other)[back], measure(name, one), rtol=1e-8, err_msg=name
        )


@settings(max_examples=20)
@given(networks(), st.sampled_from([0.001, 0.5, 70.0]))
def test_the_scale_of_follows_does_not_matter(made, scale) -> None:
    count, follows, interactions, p = made
    one = build(count, follows, interactions, p)
    other = build(count, [(*pair, scale) for pair in follows], interactions, p)
    for name in SIX:
        np.testing.assert_allclose(measure(name, other), measure(name, one), rtol=1e-7)


@settings(max_examples=20)
@given(networks())
def test_a_newcomer_without_edges_changes_no_order(made) -> None:
    count, follows, interactions, p = made
    one = build(count, follows, interactions, p)
    more = build(count + 1, follows, interactions, [*p, 1.0])
    for name in ("engaged_audience", "interaction_pagerank", "follow_pagerank"):
        before, after = measure(name, one), measure(name, more)[:-1]
        larger = np.subtract.outer(before, before) > 1e-8
        assert (np.subtract.outer(after, after)[larger] > 0).all(), name


@settings(max_examples=20)
@given(networks(), st.data())
def test_a_follower_or_a_fan_more_never_hurts(made, data) -> None:
    count, follows, interactions, p = made
    target = data.draw(st.integers(0, count - 1))
    fan = [(count, target)]
    names = ("engaged_audience", "interaction_pagerank", "follow_pagerank")
    silent = [None] * (count + 1)  # else who is seen late makes the others stand for fewer
    nobody_yet = build(count + 1, follows, interactions, [*p, 1.0], followers=silent)
    with_fan = build(count + 1, follows + fan, interactions + fan, [*p, 1.0], followers=silent)
    for name in names:
        assert measure(name, with_fan)[target] > measure(name, nobody_yet)[target], name


def test_follow_pagerank_without_counts_is_plain_pagerank() -> None:
    edges = [(1, 0), (2, 0), (2, 1), (3, 2), (0, 3)]
    found = measure("follow_pagerank", make_network(4, edges))
    np.testing.assert_allclose(found, pagerank(make_graph(edges, 4)), atol=1e-9)
