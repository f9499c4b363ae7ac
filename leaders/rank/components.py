"""The measured quantities that a score can be made of: one function and one line each.

A component gives one value a candidate, NaN where it is missing: missing is not zero. A
component of a layer that was not collected is missing for everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from leaders import graph
from leaders.graph import Graph
from leaders.rank.network import FloatArray, NicheNetwork

PIVOTS = 256
EXACT_NODES = 2_000
"""Up to so many accounts betweenness is exact: sampling would cost more than it saves."""
VOTERANK_ELECTED = 1000


@dataclass(frozen=True, slots=True)
class Component:
    """A quantity with the words that explain it; ``form`` is a column's (count or decimal)."""

    meaning: str
    form: str
    measure: Callable[[NicheNetwork, int], FloatArray]


def _reach(network: NicheNetwork, seed: int) -> FloatArray:
    declared = _column(network, "followers_count")
    if np.isnan(declared).all():
        return _of_layer(network, network.follows, lambda g: graph.in_degree(g, weighted=False))
    return declared


def _engaged(network: NicheNetwork, seed: int) -> FloatArray:
    """E_i = sum_u s_ui / sqrt(max(1, T_u)), T_u = sum_j s_uj (science: engaged audience)."""

    def measure(layer: Graph) -> FloatArray:
        per_actor: FloatArray = 1 / np.sqrt(np.maximum(1, layer.out_strength()))
        return graph.spread(layer, per_actor)

    return _of_layer(network, network.interactions, measure)


def _interaction_pagerank(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.interactions, graph.pagerank)


def _follow_pagerank(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.follows, graph.pagerank)


def _consistency(network: NicheNetwork, seed: int) -> FloatArray:
    return _column(network, "response")


def _in_degree(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, lambda g: graph.in_degree(g, weighted=False))


def _weighted_in_degree(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, graph.in_degree)


def _pagerank(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, graph.pagerank)


def _hits(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, lambda g: graph.hits(g)[1])


def _katz(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, graph.katz)


def _core(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, lambda g: graph.core_numbers(g).astype(float))


def _betweenness(network: NicheNetwork, seed: int) -> FloatArray:
    def measure(layer: Graph) -> FloatArray:
        pivots = PIVOTS if layer.node_count > EXACT_NODES else None
        return graph.betweenness(layer, pivots=pivots, seed=seed)

    return _of_layer(network, network.everything, measure)


def _reciprocity(network: NicheNetwork, seed: int) -> FloatArray:
    return _of_layer(network, network.everything, graph.reciprocity)


def _voterank(network: NicheNetwork, seed: int) -> FloatArray:
    """Elected first gets most; who is not elected gets zero."""

    def measure(layer: Graph) -> FloatArray:
        elected = graph.voterank(layer, VOTERANK_ELECTED, along_edges=True)
        places = np.zeros(layer.node_count)
        places[elected] = np.arange(len(elected), 0, -1)
        return places

    return _of_layer(network, network.everything, measure)


COMPONENTS: dict[str, Component] = {
    "reach": Component(
        "people who follow or are members: declared, or counted where none is declared",
        "count",
        _reach,
    ),
    "engaged_audience": Component(
        "people who react to it, each counted less the more accounts they react to",
        "decimal",
        _engaged,
    ),
    "interaction_pagerank": Component(
        "attention through replies, reposts, likes and mentions, more from those who receive it",
        "decimal",
        _interaction_pagerank,
    ),
    "follow_pagerank": Component(
        "attention through follows and memberships, more from those who receive it",
        "decimal",
        _follow_pagerank,
    ),
    "consistency": Component(
        "median response to its newest 20 posts: likes .25, comments .7, reposts 1",
        "decimal",
        _consistency,
    ),
    "in_degree": Component("how many accounts pay it any attention", "count", _in_degree),
    "weighted_in_degree": Component(
        "sum of all attention received, weighted", "decimal", _weighted_in_degree
    ),
    "pagerank": Component("PageRank over all layers together", "decimal", _pagerank),
    "hits": Component("HITS authority over all layers", "decimal", _hits),
    "katz": Component("Katz centrality over all layers", "decimal", _katz),
    "core": Component("core number: how densely its surroundings hold together", "count", _core),
    "betweenness": Component(
        f"how many shortest paths lead over it (from {PIVOTS} sampled accounts in large niches)",
        "decimal",
        _betweenness,
    ),
    "reciprocity": Component("share of its attention that is mutual", "share", _reciprocity),
    "voterank": Component("place in VoteRank's election of spread-out leaders", "count", _voterank),
}
"""Every component by its name, as niche files name it under ``[score.weights]``."""

PRESETS: dict[str, dict[str, float]] = {
    "collab": {
        "reach": 0.15,
        "engaged_audience": 0.25,
        "interaction_pagerank": 0.20,
        "follow_pagerank": 0.15,
        "consistency": 0.15,
    },
    "ads": {
        "reach": 0.30,
        "engaged_audience": 0.20,
        "interaction_pagerank": 0.05,
        "follow_pagerank": 0.05,
        "consistency": 0.20,
    },
    "experts": {
        "engaged_audience": 0.20,
        "interaction_pagerank": 0.30,
        "follow_pagerank": 0.25,
        "consistency": 0.10,
    },
    "balanced": {
        "reach": 0.2,
        "engaged_audience": 0.2,
        "interaction_pagerank": 0.2,
        "follow_pagerank": 0.2,
        "consistency": 0.2,
    },
}
"""Weights by what the list is for; they are scaled to a sum of 1."""


def _of_layer(
    network: NicheNetwork, layer: Graph, measure: Callable[[Graph], FloatArray]
) -> FloatArray:
    if layer.edge_count == 0:
        return np.full(len(network.node), np.nan)
    return network.of_candidates(measure(layer))


def _column(network: NicheNetwork, name: str) -> FloatArray:
    values: FloatArray = network.candidates[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return values
