"""The contract of every component and preset, and the star that catches a turned edge."""

import numpy as np
import polars as pl
import pytest

from leaders.export import FORMS
from leaders.graph import build_graph
from leaders.rank import COMPONENTS, PRESETS
from leaders.rank.draws import Everyone
from leaders.rank.loading import FOLLOWS, INTERACTIONS
from leaders.rank.network import FloatArray, NicheNetwork

HUB = 0
LEAVES = 12
OF_LAYER = {
    "engaged_audience": INTERACTIONS,
    "interaction_pagerank": INTERACTIONS,
    "follow_pagerank": FOLLOWS,
    "affinity": INTERACTIONS,
}
"""Components that look at one layer alone."""
NOT_OF_EDGES = {"consistency", "reach"}
NOT_OF_A_STAR = {"reciprocity", "core", "betweenness", "affinity"}
"""Measures that do not say who receives attention: a star's hub has none or as much as others."""
OF_ATTENTION = sorted(set(COMPONENTS) - NOT_OF_EDGES - NOT_OF_A_STAR)


def make_network(
    edges: list[tuple[int, int]],
    node_count: int,
    layer: int = FOLLOWS,
    followers: list[int | None] | None = None,
    response: list[float | None] | None = None,
    weight: float = 1,
    ids: list[str] | None = None,
) -> NicheNetwork:
    """A network in which every node is a candidate, with these edges."""
    nothing = [None] * node_count
    source, target = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    empty = build_graph([], [], node_count=node_count)
    graph = build_graph(source, target, np.full(len(edges), weight), node_count=node_count)
    return NicheNetwork(
        candidates=pl.DataFrame(
            {
                "account_id": ids or [f"files:d/{number}" for number in range(node_count)],
                "followers_count": followers or nothing,
                "response": response or nothing,
            },
            schema={
                "account_id": pl.String,
                "followers_count": pl.Int64,
                "response": pl.Float64,
            },
        ),
        node=np.arange(node_count),
        key=np.arange(node_count, dtype=np.uint64),
        follows=graph if layer == FOLLOWS else empty,
        counted=graph if layer == INTERACTIONS else empty,
    )


def measure(name: str, network: NicheNetwork, seed: int = 0) -> FloatArray:
    """A component of every candidate, measured once."""
    return COMPONENTS[name].measure(network, Everyone(seed))[0]


def make_star(layer: int = FOLLOWS) -> NicheNetwork:
    """Leaves 1..k pay attention to the hub, each to its next leaf too, and the hub to leaf 1."""
    leaves = range(1, LEAVES + 1)
    ring = [(leaf, leaf % LEAVES + 1) for leaf in leaves]
    return make_network([*((leaf, HUB) for leaf in leaves), *ring, (HUB, 1)], LEAVES + 1, layer)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_gives_one_number_a_candidate(name) -> None:
    star = make_star(OF_LAYER.get(name, FOLLOWS))
    values = measure(name, star, 0)
    assert values.shape == (len(star.node),)
    assert values.dtype == np.float64
    assert not np.isinf(values).any()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_missing_for_everybody_where_nothing_was_collected(name) -> None:
    values = measure(name, make_network([], 4), 0)
    assert np.isnan(values).all()
    assert len(values) == 4


@pytest.mark.parametrize(("name", "layer"), OF_LAYER.items())
def test_a_component_of_one_layer_does_not_see_the_other(name, layer) -> None:
    other = INTERACTIONS if layer == FOLLOWS else FOLLOWS
    assert np.isnan(measure(name, make_star(other), 0)).all()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_gives_the_same_bytes_twice(name) -> None:
    layer = OF_LAYER.get(name, FOLLOWS)
    once, again = (measure(name, make_star(layer), 7).tobytes() for _ in range(2))
    assert once == again


@pytest.mark.parametrize("name", OF_ATTENTION)
def test_the_hub_of_a_star_is_first(name) -> None:
    values = measure(name, make_star(OF_LAYER.get(name, FOLLOWS)), 0)
    assert values[HUB] > np.delete(values, HUB).max()


@pytest.mark.parametrize("name", OF_ATTENTION)
def test_who_only_pays_attention_is_not_first(name) -> None:
    leaves = range(1, LEAVES + 1)
    turned = make_network([(HUB, leaf) for leaf in leaves], LEAVES + 1, OF_LAYER.get(name, FOLLOWS))
    values = measure(name, turned, 0)
    assert values[HUB] < np.delete(values, HUB).max()


def test_follows_measure_nobody_on_a_platform_of_which_none_is_stored() -> None:
    network = make_network([(1, 0), (2, 0)], 4, ids=["a:0", "a:1", "a:2", "b:0"])
    values = COMPONENTS["follow_pagerank"].measure(network, Everyone(0))[0]
    assert np.isnan(values).tolist() == [False, False, False, True]
    alone = make_network([(1, 0), (2, 0)], 4)
    assert not np.isnan(COMPONENTS["follow_pagerank"].measure(alone, Everyone(0))).any()


def test_known_pagerank_of_a_star() -> None:
    star = make_network([(1, 0), (2, 0), (3, 0)], 4)
    values = measure("follow_pagerank", star, 0)
    np.testing.assert_allclose(values, [0.5419847] + [0.1526718] * 3, atol=1e-7)


def test_reach_is_what_is_declared_and_missing_is_not_counted() -> None:
    edges = [(1, 0), (2, 0), (2, 1)]
    declared = measure("reach", make_network(edges, 3, followers=[None, 50, 0]))
    np.testing.assert_array_equal(declared, [np.nan, 50, 0])


def test_engaged_audience_splits_the_vote_of_who_reacts_to_many() -> None:
    # 2 reacts to 0 alone, 3 to 0 and 1: T = 1 and 2.
    values = measure("engaged_audience", make_network([(2, 0), (3, 0), (3, 1)], 4, INTERACTIONS))
    np.testing.assert_allclose(values, [1.5, 0.5, 0, 0])


@pytest.mark.parametrize(("weight", "votes"), [(0.25, 0.25), (1, 1), (2, 1), (300, 1)])
def test_one_actor_has_one_vote_however_much_it_does(weight, votes) -> None:
    network = make_network([(1, 0)], 2, INTERACTIONS, weight=weight)
    assert measure("engaged_audience", network)[0] == votes


def test_consistency_is_the_response_that_was_measured() -> None:
    network = make_network([], 3, response=[2.5, None, 0])
    values = measure("consistency", network, 0)
    np.testing.assert_array_equal(values, [2.5, np.nan, 0])


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_explains_itself(name) -> None:
    assert COMPONENTS[name].meaning
    assert COMPONENTS[name].form in FORMS


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_components_with_weights_between_0_and_1(name) -> None:
    assert PRESETS[name]
    assert set(PRESETS[name]) <= set(COMPONENTS)
    assert all(0 < weight <= 1 for weight in PRESETS[name].values())
