"""networkx's VoteRank."""
# ruff: noqa: N803

from collections.abc import Hashable

from leaders.graph.arrays import Graph
from leaders.graph.voting import voterank as elect


def voterank(G: Graph, number_of_nodes: int | None = None) -> list[Hashable]:
    """The nodes in order of election by `leaders.graph.voterank`, all that get a vote if None.

    Where votes tie networkx may elect another by its rounding; here the first in the graph wins.
    """
    n = len(G)
    count = n if number_of_nodes is None else max(0, min(number_of_nodes, n))
    labels = list(G)
    return [labels[number] for number in elect(G, count)]
