"""Flags from graphs: planted rings and shared audiences, and the simulated network's truth."""

from functools import cache
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaders.graph import Graph, build_graph
from leaders.platforms.simulated import Attacks, Network, simulate
from leaders.rank.authenticity import lockstep, ring

CANDIDATES, FANS = 60, 2000
COUNT = CANDIDATES + FANS
NODE = np.arange(CANDIDATES)


def make_attention(
    ring_size: int = 0, each_way: int = 6, seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(source, target, times): fans engage candidates, some candidates each other, and a ring."""
    bits = np.random.default_rng(seed)
    fans = (CANDIDATES + bits.integers(0, FANS, 3000), bits.integers(0, CANDIDATES, 3000))
    peers = bits.integers(0, CANDIDATES, (2, 300))
    members = np.array(list(permutations(range(ring_size), 2)), dtype=np.int64).reshape(-1, 2).T
    source, target = np.hstack([fans, peers, members])
    ordinary = bits.geometric(0.6, 3300)
    times = np.append(ordinary, np.full(members.shape[1], each_way)).astype(float)
    return source, target, times


def make_graph(*edges: np.ndarray) -> Graph:
    return build_graph(*edges, node_count=COUNT)


def test_ordinary_attention_is_no_ring() -> None:
    found = ring(make_graph(*make_attention()), NODE)
    assert not found.is_unusual.any()
    assert found.peers_count[0] == CANDIDATES


@pytest.mark.parametrize("size", [6, 10, 25])
def test_a_ring_is_found_however_large_a_part_it_is(size) -> None:
    found = ring(make_graph(*make_attention(size)), NODE)
    assert np.flatnonzero(found.is_unusual).tolist() == list(range(size))
    assert found.peers_count[0] == CANDIDATES - size
    assert found.detail[0] == f"{size - 1} partners, 100% of them joined"
    assert (found.value[:size] > found.bound).all()


@pytest.mark.parametrize(("size", "each_way"), [(5, 6), (10, 1)])
def test_few_partners_or_few_exchanges_are_no_ring(size, each_way) -> None:
    found = ring(make_graph(*make_attention(size, each_way)), NODE)
    assert not found.is_unusual.any()


def test_who_answers_many_that_do_not_know_each_other_is_no_ring() -> None:
    source, target, times = make_attention()
    fans = np.arange(CANDIDATES, CANDIDATES + 200)
    hub = np.zeros(200, dtype=np.int64)
    found = ring(
        make_graph(
            np.concatenate([source, fans, hub]),
            np.concatenate([target, hub, fans]),
            np.append(times, np.full(400, 9.0)),
        ),
        NODE,
    )
    assert found.value[0] > 0.8
    assert not found.is_unusual[0]


def test_some_who_answer_everybody_do_not_hide_a_ring() -> None:
    source, target, times = make_attention(10)
    answers = target >= CANDIDATES - 4  # 4 of the 50 who are in no ring
    found = ring(
        make_graph(
            np.append(source, target[answers]),
            np.append(target, source[answers]),
            np.append(times, np.ones(answers.sum())),
        ),
        NODE,
    )
    assert (found.value[-4:] == 1).all()
    assert np.flatnonzero(found.is_unusual).tolist() == list(range(10))


def test_the_answered_share_by_hand() -> None:
    # 0 receives 2 from 1 and 5 (3 counted) from 2, and answers 2 alone.
    source, target, times = make_attention()
    away = (source > 0) & (target > 0)
    edges = np.array([[1, 0], [2, 0], [0, 2]]).T
    graph = make_graph(
        np.append(source[away], edges[0]), np.append(target[away], edges[1]),
        np.append(times[away], [2, 5, 1]),
    )  # fmt: skip
    assert ring(graph, NODE).value[0] == pytest.approx(3 / 5)


def test_who_receives_nothing_is_not_measured() -> None:
    source, target, times = make_attention()
    kept = target != 3
    found = ring(make_graph(source[kept], target[kept], times[kept]), NODE)
    assert np.isnan(found.value[3])
    assert found.peers_count[3] == 0


def make_follows(shared: int = 0, clients: int = 0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Fans follow a few candidates each; each of so many others follows all clients."""
    bits = np.random.default_rng(seed)
    fans = CANDIDATES + np.repeat(np.arange(FANS - 500), 3)
    target = bits.integers(0, CANDIDATES, len(fans))
    crowd = COUNT - 1 - np.tile(np.arange(shared), clients)
    return np.append(fans, crowd), np.append(target, np.repeat(np.arange(clients), shared))


def test_ordinary_audiences_do_not_move_as_one() -> None:
    found = lockstep(make_graph(*make_follows()), NODE)
    assert not found.is_unusual.any()
    assert not np.isnan(found.value).any()


def test_a_crowd_that_follows_the_same_four_is_found() -> None:
    found = lockstep(make_graph(*make_follows(200, 4)), NODE)
    assert np.flatnonzero(found.is_unusual).tolist() == [0, 1, 2, 3]
    assert (found.value[:4] > 0.5).all()
    assert (found.p[:4] < 1e-6).all()


def test_the_overlap_by_hand() -> None:
    # 0 and 1 share 30 of 40 followers, 0 and 2 share 10 of 60; with others nothing.
    sets = [range(35), [*range(30), *range(35, 40)], [*range(10), *range(40, 65)]]
    pairs = [(CANDIDATES + fan, number) for number, fans in enumerate(sets) for fan in fans]
    pairs += [
        (CANDIDATES + 100 + number * 20 + k, number) for number in range(3, 40) for k in range(20)
    ]
    found = lockstep(make_graph(*np.array(pairs).T), NODE)
    assert found.value[0] == pytest.approx((30 / 40 + 10 / 60) / 3)
    assert found.value[5] == 0
    assert np.isnan(found.value[50])  # nobody was seen to follow it


def test_mass_followers_bring_nobody_together() -> None:
    many = 150
    bits = np.random.default_rng(3)
    fans, target = many + bits.integers(0, 3000, 6000), bits.integers(0, many, 6000)
    mass = np.repeat(np.arange(many + 3000, many + 3200), many)
    follows = build_graph(
        np.append(fans, mass), np.append(target, np.tile(np.arange(many), 200)),
        node_count=many + 3200,
    )  # fmt: skip
    without = build_graph(fans, target, node_count=many + 3200)
    node = np.arange(many)
    np.testing.assert_array_equal(lockstep(follows, node).value, lockstep(without, node).value)


@given(st.integers(0, 1000))
@settings(max_examples=15)
def test_another_numbering_gives_the_same(seed) -> None:
    number = np.random.default_rng(seed).permutation(COUNT)
    for measure, edges in ((ring, make_attention(8)), (lockstep, make_follows(200, 4))):
        found = measure(make_graph(*edges), NODE)
        source, target, *times = edges
        moved = measure(make_graph(number[source], number[target], *times), number[NODE])
        np.testing.assert_allclose(moved.value, found.value, rtol=1e-12)
        np.testing.assert_array_equal(moved.is_unusual, found.is_unusual)


def test_few_candidates_are_not_compared() -> None:
    for found in (
        ring(make_graph(*make_attention(10)), NODE[:29]),
        lockstep(make_graph(*make_follows(200, 4)), NODE[:29]),
        ring(build_graph([], [], node_count=3), np.arange(3)),
        lockstep(build_graph([], [], node_count=3), np.arange(3)),
    ):
        assert np.isnan(found.value).all()
        assert not found.is_unusual.any()


@cache
def simulated(with_attacks: bool) -> Network:
    return simulate(seed=3, attacks=Attacks() if with_attacks else Attacks.none())


@pytest.mark.parametrize("with_attacks", [False, True])
@pytest.mark.parametrize(("flag", "attack"), [("ring", "pod"), ("lockstep", "bought")])
def test_the_simulated_network(flag, attack, with_attacks) -> None:
    network = simulated(with_attacks)
    truth, count = network.truth, len(network.ids)
    is_candidate = np.isin(truth.role, ["creator", "brand", "media"]) & (truth.niche == "running")
    node = np.flatnonzero(is_candidate & ~truth.is_gone)
    if flag == "ring":
        seen = network.interactions
        found = ring(
            build_graph(seen.source, seen.target, np.ones(len(seen.source)), node_count=count), node
        )
    else:
        found = lockstep(
            build_graph(network.follows.source, network.follows.target, node_count=count), node
        )
    np.testing.assert_array_equal(found.is_unusual, truth.attack[node] == attack)
