"""The shape of the neighbourhood: cores, mutual edges, elected spreaders."""

import numpy as np

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, IntArray, row_positions


def core_numbers(graph: Graph) -> IntArray:
    """The largest k such that a node belongs to the k-core; int64, shape (n,).

    The k-core is the largest part in which everyone has k neighbours within the part. Direction
    and weight are ignored, and a mutual pair is **one** neighbour: it equals networkx's
    ``core_number`` of ``to_undirected()``, whereas networkx on a DiGraph counts a mutual pair
    twice. Seidman 1983. m accounts that all follow each other make an (m - 1)-core: a warning as
    much as a merit.

    Peels whole layers with numpy; a layer costs what it removes, so O(n + m) in all plus some
    10 microseconds a layer (a path of n nodes has n / 2 layers).
    """
    pattern = graph.pattern()
    either = pattern + pattern.T.tocsr()  # mutual pairs merge
    offset, neighbour = either.indptr, either.indices
    degree = np.diff(offset).astype(np.int64)
    core = np.zeros(graph.node_count, dtype=np.int64)
    removed = np.zeros(graph.node_count, dtype=np.bool_)
    mark = np.empty(graph.node_count, dtype=np.int64)
    left = np.arange(graph.node_count)
    while left.size:
        k = degree[left].min()
        layer = left[degree[left] == k]
        while layer.size:
            core[layer] = k
            removed[layer] = True
            positions, _ = row_positions(offset, layer)
            touched = neighbour[positions]
            touched = touched[~removed[touched]]
            np.subtract.at(degree, touched, 1)
            layer = _distinct(touched[degree[touched] <= k], mark)
        left = left[~removed[left]]
    return core


def reciprocity(graph: Graph) -> FloatArray:
    """The share of a node's edges that are answered, shape (n,); NaN for an isolated node.

    ``2 * mutual_i / (in_i + out_i)``, unweighted, with mutual_i the neighbours joined in both
    directions; the same under reversal. As ``networkx.reciprocity(G, G)``, whose None is NaN
    here. O(n + m).
    """
    incoming = np.diff(graph.offset)
    outgoing = np.bincount(graph.source, minlength=graph.node_count)
    total = (incoming + outgoing).astype(np.float64)
    share = np.full(graph.node_count, np.nan)
    np.divide(2 * _mutual_counts(graph), total, out=share, where=total > 0)
    return share


def overall_reciprocity(graph: Graph) -> float:
    """The share of all edges that are answered; NaN when there are none, where networkx raises.

    ``(edges whose reverse exists) / (edges)``, unweighted: Newman, Forrest and Balthrop 2002.
    O(n + m).
    """
    if graph.edge_count == 0:
        return float("nan")
    return float(_mutual_counts(graph).sum() / graph.edge_count)


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
    both directions the two agree.

    Votes are counted in whole units of 1 / edge_count, so ties are exact; networkx subtracts
    floats and may break a tie, or see a vote that is not there, by rounding.

    O(n) for each elected node plus the edges into (``along_edges``: out of) those it weakens.
    Raises LeadersError when ``count`` is negative.
    """
    if count < 0:
        raise LeadersError(f"VoteRank cannot elect {count} nodes.")
    rows_in = graph.pattern()
    rows_out = rows_in.T.tocsr()
    candidates_of, voters_of = (rows_out, rows_in) if along_edges else (rows_in, rows_out)
    n = graph.node_count
    ability = np.full(n, graph.edge_count, dtype=np.int64)
    votes = np.diff(voters_of.indptr).astype(np.int64) * graph.edge_count
    elected: list[int] = []
    while len(elected) < min(count, n):
        winner = int(votes.argmax())
        if votes[winner] == 0:
            break
        elected.append(winner)
        voters = voters_of.indices[voters_of.indptr[winner] : voters_of.indptr[winner + 1]]
        weakened = np.append(voters, winner)
        loss = np.minimum(ability[weakened], n)  # 1 / mean degree = n units
        loss[-1] = ability[winner]
        ability[weakened] -= loss
        positions, counts = row_positions(candidates_of.indptr, weakened)
        np.subtract.at(votes, candidates_of.indices[positions], np.repeat(loss, counts))
        votes[elected] = 0
    return np.array(elected, dtype=np.int64)


def _mutual_counts(graph: Graph) -> IntArray:
    """With how many neighbours each node is joined in both directions."""
    pattern = graph.pattern()
    mutual = pattern.multiply(pattern.T.tocsr())
    counts: IntArray = np.diff(mutual.indptr).astype(np.int64)
    return counts


def _distinct(nodes: IntArray, mark: IntArray) -> IntArray:
    """Each node once, without sorting; ``mark`` is scratch space for one number a node."""
    order = np.arange(len(nodes))
    mark[nodes] = order
    distinct: IntArray = nodes[mark[nodes] == order]
    return distinct
