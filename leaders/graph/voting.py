"""Elections: leaders that together reach far."""

import numpy as np

from leaders.errors import LeadersError
from leaders.graph.arrays import Graph, IntArray


def voterank(graph: Graph, count: int, *, along_edges: bool = False) -> IntArray:
    """Elect up to ``count`` nodes that together reach far; int64 node numbers in order of election.

    Everyone has one vote for each candidate joined to it; who gets most is elected and votes no
    more, and its voters lose ``1 / (mean out-degree)`` of their ability, so the next one is found
    elsewhere. Zhang et al., "Identifying a set of influential spreaders", Sci. Rep. 6 (2016).
    Unweighted. Fewer are returned when no votes are left. Ties go to the lowest number.

    **Orientation.** As ``networkx.voterank`` on a DiGraph, a node votes for its *in*-neighbours:
    an edge is read as "source influences target". In a graph of follower -> followed that elects
    who follows most. ``along_edges=True`` turns the votes round, sources vote for their targets,
    which elects who is followed; it equals networkx on the reversed graph. On a graph stored in
    both directions the two agree. A self-loop is a vote for oneself, without directions two.

    Votes are counted in whole units of 1 / edge_count, so ties are exact; networkx subtracts
    floats and may break a tie, or see a vote that is not there, by rounding.

    O(n + m), and for each voter that is weakened, at most (mean degree + 1) times, the edges of
    those it votes for; a changed count of votes costs O(log n) where it is looked at again.
    Raises LeadersError when ``count`` is negative.
    """
    if count < 0:
        raise LeadersError(f"VoteRank cannot elect {count} nodes.")
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.votes import elect

    candidates_of, voters_of = (graph.reversed, graph) if along_edges else (graph, graph.reversed)
    elected = np.empty(min(count, graph.node_count), dtype=np.int64)
    found = elect(
        unsigned(voters_of.offset),
        unsigned(voters_of.source),
        unsigned(candidates_of.offset),
        unsigned(candidates_of.source),
        1 if graph.directed else 2,
        elected,
    )
    return elected[:found]
