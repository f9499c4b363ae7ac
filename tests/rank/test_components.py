"""The contract of every component and preset, and the star that catches a turned edge."""

import numpy as np
import polars as pl
import pytest

from leaders.export import FORMS
from leaders.graph import build_graph
from leaders.rank import COMPONENTS, PRESETS
from leaders.rank.loading import FOLLOWS, INTERACTIONS
from leaders.rank.network import NicheNetwork

HUB = 0
LEAVES = 12
OF_LAYER = {
    "engaged_audience": INTERACTIONS,
    "interaction_pagerank": INTERACTIONS,
    "follow_pagerank": FOLLOWS,
}
"""Components that look at one layer alone."""
NOT_OF_EDGES = {"consistency"}
NOT_OF_A_STAR = {"reciprocity", "core", "betweenness"}
"""Measures that do not say who receives attention: a star's hub has none or as much as others."""
OF_ATTENTION = sorted(set(COMPONENTS) - NOT_OF_EDGES - NOT_OF_A_STAR)


def make_network(
    edges: list[tuple[int, int]],
    node_count: int,
    layer: int = FOLLOWS,
    followers: list[int | None] | None = None,
    response: list[float | None] | None = None,
    weight: float = 1,
) -> NicheNetwork:
    """A network in which every node is a candidate, with these edges."""
    nothing = [None] * node_count
    source, target = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    empty = build_graph([], [], node_count=node_count)
    graph = build_graph(source, target, np.full(len(edges), weight), node_count=node_count)
    return NicheNetwork(
        candidates=pl.DataFrame(
            {"followers_count": followers or nothing, "response": response or nothing},
            schema={"followers_count": pl.Int64, "response": pl.Float64},
        ),
        node=np.arange(node_count),
        key=np.arange(node_count, dtype=np.uint64),
        follows=graph if layer == FOLLOWS else empty,
        counted=graph if layer == INTERACTIONS else empty,
    )


def make_star(layer: int = FOLLOWS) -> NicheNetwork:
    """Leaves 1..k pay attention to the hub, each to its next leaf too, and the hub to leaf 1."""
    leaves = range(1, LEAVES + 1)
    ring = [(leaf, leaf % LEAVES + 1) for leaf in leaves]
    return make_network([*((leaf, HUB) for leaf in leaves), *ring, (HUB, 1)], LEAVES + 1, layer)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_gives_one_number_a_candidate(name) -> None:
    star = make_star(OF_LAYER.get(name, FOLLOWS))
    values = COMPONENTS[name].measure(star, 0)
    assert values.shape == (len(star.node),)
    assert values.dtype == np.float64
    assert not np.isinf(values).any()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_missing_for_everybody_where_nothing_was_collected(name) -> None:
    values = COMPONENTS[name].measure(make_network([], 4), 0)
    assert np.isnan(values).all()
    assert len(values) == 4


@pytest.mark.parametrize(("name", "layer"), OF_LAYER.items())
def test_a_component_of_one_layer_does_not_see_the_other(name, layer) -> None:
    other = INTERACTIONS if layer == FOLLOWS else FOLLOWS
    assert np.isnan(COMPONENTS[name].measure(make_star(other), 0)).all()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_gives_the_same_bytes_twice(name) -> None:
    layer = OF_LAYER.get(name, FOLLOWS)
    once, again = (COMPONENTS[name].measure(make_star(layer), 7).tobytes() for _ in range(2))
    assert once == again


@pytest.mark.parametrize("name", OF_ATTENTION)
def test_the_hub_of_a_star_is_first(name) -> None:
    values = COMPONENTS[name].measure(make_star(OF_LAYER.get(name, FOLLOWS)), 0)
    assert values[HUB] > np.delete(values, HUB).max()


@pytest.mark.parametrize("name", OF_ATTENTION)
def test_who_only_pays_attention_is_not_first(name) -> None:
    leaves = range(1, LEAVES + 1)
    turned = make_network([(HUB, leaf) for leaf in leaves], LEAVES + 1, OF_LAYER.get(name, FOLLOWS))
    values = COMPONENTS[name].measure(turned, 0)
    assert values[HUB] < np.delete(values, HUB).max()


def test_known_pagerank_of_a_star() -> None:
    star = make_network([(1, 0), (2, 0), (3, 0)], 4)
    values = COMPONENTS["follow_pagerank"].measure(star, 0)
    np.testing.assert_allclose(values, [0.5419847] + [0.1526718] * 3, atol=1e-7)


def test_reach_is_declared_where_anybody_declares_it_and_counted_else() -> None:
    edges = [(1, 0), (2, 0), (2, 1)]
    declared = COMPONENTS["reach"].measure(make_network(edges, 3, followers=[None, 50, 0]), 0)
    np.testing.assert_array_equal(declared, [np.nan, 50, 0])
    counted = COMPONENTS["reach"].measure(make_network(edges, 3), 0)
    assert counted.tolist() == [2, 1, 0]


def test_engaged_audience_counts_who_reacts_to_many_less() -> None:
    # 2 reacts to 0 alone, 3 to 0 and 1: T = 1 and 2.
    values = COMPONENTS["engaged_audience"].measure(
        make_network([(2, 0), (3, 0), (3, 1)], 4, INTERACTIONS), 0
    )
    np.testing.assert_allclose(values, [1 + 2**-0.5, 2**-0.5, 0, 0])


def test_one_actor_counts_no_more_after_three_interactions() -> None:
    def engaged(weight: float) -> float:
        network = make_network([(1, 0)], 2, INTERACTIONS, weight=weight)
        return COMPONENTS["engaged_audience"].measure(network, 0)[0]

    assert engaged(1) == 1
    assert engaged(1) < engaged(3) == engaged(300) <= 2**0.5


def test_consistency_is_the_response_that_was_measured() -> None:
    network = make_network([], 3, response=[2.5, None, 0])
    values = COMPONENTS["consistency"].measure(network, 0)
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
