"""networkx's Louvain and Leiden communities; of Leiden it has the name alone."""
# ruff: noqa: N803

from collections.abc import Hashable, Iterator
from typing import Any

import networkx as nx

from leaders.graph.arrays import Graph, IntArray
from leaders.graph.backend.labels import Seed, weighed
from leaders.graph.communities import community_levels, leiden, louvain


def louvain_communities(
    G: Graph,
    weight: str | None = "weight",
    resolution: float = 1,
    threshold: float = 0.0000001,
    max_level: int | None = None,
    seed: Seed = None,
) -> list[set[Hashable]]:
    """`leaders.graph.louvain`, the largest community first; another draw than networkx's."""
    _check_level(max_level)
    labels = louvain(
        weighed(G, weight), resolution=resolution, threshold=threshold, max_level=max_level,
        seed=_draw(seed),
    )  # fmt: skip
    return _as_sets(G, labels)


def louvain_partitions(
    G: Graph,
    weight: str | None = "weight",
    resolution: float = 1,
    threshold: float = 0.0000001,
    seed: Seed = None,
) -> Iterator[list[set[Hashable]]]:
    """What `louvain_communities` holds after each level."""
    levels = community_levels(
        weighed(G, weight), resolution=resolution, threshold=threshold, seed=_draw(seed),
        refined=False,
    )  # fmt: skip
    return (_as_sets(G, labels) for labels in levels)


def leiden_communities(
    G: Graph,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Seed = None,
) -> list[set[Hashable]]:
    """`leaders.graph.leiden`, the largest community first."""
    _check_level(max_level)
    labels = leiden(
        weighed(G, weight), resolution=resolution, max_level=max_level, seed=_draw(seed)
    )
    return _as_sets(G, labels)


def leiden_partitions(
    G: Graph, weight: str | None = "weight", resolution: float = 1, seed: Seed = None
) -> Iterator[list[set[Hashable]]]:
    """What `leiden_communities` holds after each level."""
    levels = community_levels(
        weighed(G, weight), resolution=resolution, threshold=1e-3, seed=_draw(seed), refined=True
    )
    return (_as_sets(G, labels) for labels in levels)


def _check_level(max_level: int | None) -> None:
    if max_level is not None and max_level <= 0:
        raise ValueError("max_level argument must be a positive integer or None")


def _draw(seed: Seed) -> int:
    """A seed of our own out of whatever networkx takes as one."""
    random: Any = nx.utils.create_py_random_state(seed)
    drawn: int = random.randrange(2**32)
    return drawn


def _as_sets(graph: Graph, labels: IntArray) -> list[set[Hashable]]:
    communities: list[set[Hashable]] = [set() for _ in range(labels.max(initial=-1) + 1)]
    for node, label in zip(graph, labels.tolist(), strict=True):
        communities[label].add(node)
    return communities
