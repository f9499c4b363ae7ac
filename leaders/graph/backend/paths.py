"""networkx's betweenness centrality: who lies between the others."""
# ruff: noqa: N803

import math
from collections.abc import Hashable

import networkx as nx
import numpy as np

from leaders.graph.arrays import Graph
from leaders.graph.backend.labels import Seed, by_label
from leaders.graph.backend.lacking import by_networkx
from leaders.graph.paths import dependencies


def betweenness_centrality(
    G: Graph,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Seed = None,
) -> dict[Hashable, float]:
    """Shortest paths through a node, by `leaders.graph.paths.dependencies`.

    k: so many sources, the same that networkx draws with this seed. Paths by weight are left to
    networkx: our weights are attention, not distance.
    """
    if weight is not None:
        theirs: dict[Hashable, float] = by_networkx("betweenness_centrality")(
            G, k, normalized, weight, endpoints, seed
        )
        return theirs
    n = len(G)
    sampled = k is not None and k != n
    sources = np.arange(n)
    if sampled:
        random = nx.utils.create_py_random_state(seed)
        sources = np.array(random.sample(list(range(n)), k), dtype=np.int64)
    total = dependencies(G, sources, endpoints=endpoints)
    others = n if endpoints else n - 1
    if others < 2:
        return by_label(G, total)
    searches = len(sources) if sampled else others  # all sources but the node itself
    scale = np.full(n, _scale(searches, others, normalized, G.directed))
    if sampled and not endpoints:
        own = _scale(searches - 1, others, normalized, G.directed) if searches > 1 else math.nan
        scale[sources] = own  # a source does not count its own search
    return by_label(G, total * scale)


def _scale(searches: int, others: int, normalized: bool, directed: bool) -> float:
    """By what a sum over ``searches`` becomes a share, or the expected sum over all."""
    if normalized:
        return 1 / (searches * (others - 1))
    return others / (searches * (1 if directed else 2))
