"""What a score can be made of: one function and one line each."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from leaders import graph
from leaders.graph import Graph
from leaders.rank import influence
from leaders.rank.draws import Draw
from leaders.rank.network import FloatArray, NicheNetwork

PIVOTS = 256
EXACT_NODES = 2_000
"""Up to so many accounts betweenness is exact: sampling would cost more than it saves."""
VOTERANK_ELECTED = 1000


@dataclass(frozen=True, slots=True)
class Component:
    """A quantity with the words that explain it; ``form`` is a column's (count or decimal).

    measure: (network, draw) -> values of shape (replicates, c), NaN where missing.
    is_redrawn: whether it can be measured in replicates; else it is held in them as it is.
    """

    meaning: str
    form: str
    measure: Callable[[NicheNetwork, Draw], FloatArray]
    is_redrawn: bool = True


def _in_degree(network: NicheNetwork, draw: Draw) -> FloatArray:
    layer = network.everything.unweighted()
    if layer.edge_count == 0:
        return influence.missing(network, draw)
    return draw.sums(layer, np.ones(layer.node_count), network.node)


def _weighted_in_degree(network: NicheNetwork, draw: Draw) -> FloatArray:
    layer = network.everything
    if layer.edge_count == 0:
        return influence.missing(network, draw)
    return draw.sums(layer, np.ones(layer.node_count), network.node)


def _pagerank(network: NicheNetwork, draw: Draw) -> FloatArray:
    layer = network.everything
    if layer.edge_count == 0:
        return influence.missing(network, draw)
    return draw.pagerank(layer, np.ones(layer.node_count), network.node)


def _of_everything(
    measure: Callable[[Graph, int], FloatArray],
) -> Callable[[NicheNetwork, Draw], FloatArray]:
    """A measure over all layers together, which is not redrawn."""

    def measured(network: NicheNetwork, draw: Draw) -> FloatArray:
        if network.everything.edge_count == 0:
            return influence.missing(network, draw)
        values = network.of_candidates(measure(network.everything, draw.seed))
        return np.repeat(values[None], draw.replicates, axis=0)

    return measured


def _betweenness(layer: Graph, seed: int) -> FloatArray:
    pivots = PIVOTS if layer.node_count > EXACT_NODES else None
    return graph.betweenness(layer, pivots=pivots, seed=seed)


def _voterank(layer: Graph, seed: int) -> FloatArray:
    """Elected first gets most; who is not elected gets zero."""
    elected = graph.voterank(layer, VOTERANK_ELECTED, along_edges=True)
    places = np.zeros(layer.node_count)
    places[elected] = np.arange(len(elected), 0, -1)
    return places


def _held(meaning: str, form: str, measure: Callable[[Graph, int], FloatArray]) -> Component:
    return Component(meaning, form, _of_everything(measure), is_redrawn=False)


COMPONENTS: dict[str, Component] = {
    "reach": Component(
        "people of the niche who follow or are members: declared, times the niche's share",
        "decimal",
        influence.reach,
    ),
    "engaged_audience": Component(
        "people of the niche who react to it, each with one vote, split among all it reacts to",
        "decimal",
        influence.engaged_audience,
    ),
    "interaction_pagerank": Component(
        "attention through replies, reposts, likes and mentions, more from those who receive it",
        "decimal",
        influence.interaction_pagerank,
    ),
    "follow_pagerank": Component(
        "attention through follows and memberships, more from those who receive it",
        "decimal",
        influence.follow_pagerank,
    ),
    "consistency": Component(
        "people of the niche who react to its median post of the newest 20",
        "decimal",
        influence.consistency,
    ),
    "affinity": Component(
        "how much of its fans' attention is the niche's (log-odds)",
        "decimal",
        influence.affinity,
    ),
    "in_degree": Component("how many accounts pay it any attention", "count", _in_degree),
    "weighted_in_degree": Component(
        "sum of all attention received, weighted", "decimal", _weighted_in_degree
    ),
    "pagerank": Component("PageRank over all layers together", "decimal", _pagerank),
    "hits": _held("HITS authority over all layers", "decimal", lambda g, _: graph.hits(g)[1]),
    "katz": _held("Katz centrality over all layers", "decimal", lambda g, _: graph.katz(g)),
    "core": _held(
        "core number: how densely its surroundings hold together",
        "count",
        lambda g, _: graph.core_numbers(g).astype(float),
    ),
    "betweenness": _held(
        f"how many shortest paths lead over it (from {PIVOTS} sampled accounts in large niches)",
        "decimal",
        _betweenness,
    ),
    "reciprocity": _held(
        "share of its attention that is mutual", "share", lambda g, _: graph.reciprocity(g)
    ),
    "voterank": _held("place in VoteRank's election of spread-out leaders", "count", _voterank),
}
"""Every component by its name, as niche files name it under ``[score.weights]``."""

PRESETS: dict[str, dict[str, float]] = {
    "collab": {
        "reach": 0.15,
        "engaged_audience": 0.25,
        "interaction_pagerank": 0.20,
        "follow_pagerank": 0.15,
        "consistency": 0.15,
        "affinity": 0.10,
    },
    "ads": {
        "reach": 0.30,
        "engaged_audience": 0.20,
        "interaction_pagerank": 0.05,
        "follow_pagerank": 0.05,
        "consistency": 0.20,
        "affinity": 0.20,
    },
    "experts": {
        "engaged_audience": 0.20,
        "interaction_pagerank": 0.30,
        "follow_pagerank": 0.25,
        "consistency": 0.10,
        "affinity": 0.15,
    },
    "balanced": {
        "reach": 1 / 6,
        "engaged_audience": 1 / 6,
        "interaction_pagerank": 1 / 6,
        "follow_pagerank": 1 / 6,
        "consistency": 1 / 6,
        "affinity": 1 / 6,
    },
}
PRESETS["hidden_gems"] = PRESETS["collab"]
"""Weights by what the list is for; they are scaled to a sum of 1. ``hidden_gems`` are those of
``collab``, and what accounts of its size usually score is taken off (see `score`)."""
