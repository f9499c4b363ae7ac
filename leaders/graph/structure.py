"""The shape of the neighbourhood: cores, mutual edges, triangles."""

import numpy as np

from leaders.graph.arrays import FloatArray, Graph, IntArray, build_graph


def core_numbers(graph: Graph, *, mutual_once: bool = True) -> IntArray:
    """The largest k such that a node belongs to the k-core; int64, shape (n,).

    The k-core is the largest part in which everyone has k neighbours within the part. Direction,
    weight and self-loops are ignored. Seidman 1983. m accounts that all follow each other make an
    (m - 1)-core: a warning as much as a merit.

    mutual_once: a mutual pair is **one** neighbour, as networkx's ``core_number`` of
        ``to_undirected()``; False: two, as networkx on a DiGraph, in-degree plus out-degree.

    Layers are taken off from the outside, after Batagelj and Zaversnik 2003 but without sorting by
    degree. O(n + m); 8 bytes an edge beside the reversed graph.
    """
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.cores import join_rows, peel

    core = np.empty(graph.node_count, dtype=np.uint32)
    offset, neighbour = unsigned(graph.offset), unsigned(graph.source)
    if graph.directed:
        out = graph.reversed
        joined_offset = np.zeros_like(offset)
        joined = np.empty(2 * graph.edge_count, dtype=np.uint32)
        join_rows(
            offset, neighbour, unsigned(out.offset), unsigned(out.source), mutual_once,
            joined_offset, joined,
        )  # fmt: skip
        # As a graph's own arrays, so that one compiled kernel serves both.
        joined_offset.flags.writeable = joined.flags.writeable = False
        offset, neighbour = joined_offset, joined
    peel(offset, neighbour, core)
    return core.astype(np.int64)


def reciprocity(graph: Graph) -> FloatArray:
    """The share of a node's edges that are answered, shape (n,); NaN for an isolated node.

    ``2 * mutual_i / (in_i + out_i)``, unweighted, with mutual_i the neighbours joined in both
    directions; the same under reversal. As ``networkx.reciprocity(G, G)``, whose None is NaN
    here: a self-loop is an answered edge. O(n + m).
    """
    mutual, _ = _mutual_counts(graph)
    incoming = np.diff(graph.offset)
    outgoing = np.bincount(graph.source, minlength=graph.node_count)
    total = (incoming + outgoing).astype(np.float64)
    share = np.full(graph.node_count, np.nan)
    np.divide(2 * mutual, total, out=share, where=total > 0)
    return share


def overall_reciprocity(graph: Graph) -> float:
    """The share of all edges that are answered; NaN when there are none, where networkx raises.

    ``(edges whose reverse exists) / (edges)``, unweighted: Newman, Forrest and Balthrop 2002. As
    ``networkx.overall_reciprocity``, to which a self-loop is an edge but no answer. O(n + m).
    """
    if graph.edge_count == 0:
        return float("nan")
    mutual, loops = _mutual_counts(graph)
    return float((mutual.sum() - loops) / graph.edge_count)


def clustering(graph: Graph, *, weighted: bool = False) -> FloatArray:
    """How closely the neighbours of a node are joined to each other, 0..1; shape (n,).

    The share of the possible triangles at a node that exist. With directions (Fagiolo 2007) every
    way round counts: ``(S^3)_ii / (2 (d_i (d_i - 1) - 2 mutual_i))`` with ``S = A + A^T`` and d the
    in-degree plus out-degree; without (Watts and Strogatz 1998) ``(A^3)_ii / (d_i (d_i - 1))``.
    0 where no triangle is possible. Self-loops are ignored. As ``networkx.clustering``.

    weighted: a triangle counts the geometric mean of its weights, each divided by the largest of
        the graph (Onnela et al. 2005), in A the cube roots; 0 where every weight is 0.

    Each triangle is found once, from its corner of lowest degree: O(n log n + m^1.5) at worst;
    5 bytes an edge beside the reversed graph, weighted 28.
    """
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.triangles import orient, sum_triangles

    n, m = graph.node_count, graph.edge_count
    # Without directions one row holds both ways, and nothing need be added to it.
    out = graph.reversed if graph.directed else build_graph([], [], node_count=n)
    order = np.argsort(np.diff(graph.offset) + np.diff(out.offset), kind="stable")
    rank = np.empty(n, dtype=np.uint32)
    rank[order] = np.arange(n)

    value = out_value = None
    if weighted and graph.weight is not None and m:
        largest = graph.weight.max() or 1.0
        value = np.cbrt(graph.weight / largest)
        out_value = np.cbrt(out.incoming().data / largest)
    start, upper = np.zeros(n + 1, dtype=np.uint64), np.empty(m + 1, dtype=np.uint32)
    strength = np.empty(m + 1, dtype=np.int8 if value is None else np.float64)
    ends, mutual = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    orient(
        unsigned(graph.offset), unsigned(graph.source), value,
        unsigned(out.offset), unsigned(out.source), out_value,
        unsigned(order), rank, start, upper, strength, ends, mutual,
    )  # fmt: skip
    triangles = np.zeros(n)
    sum_triangles(start, upper, strength, triangles)

    found = triangles[rank] if graph.directed else 2 * triangles[rank]
    possible = ends * (ends - 1) - 2 * mutual
    share = np.zeros(n)
    np.divide(found, possible, out=share, where=possible > 0)
    return share


def _mutual_counts(graph: Graph) -> tuple[IntArray, int]:
    """With how many nodes each is joined in both directions, itself included; and the loops."""
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.mutual import count_mutual

    counts = np.empty(graph.node_count, dtype=np.int64)
    loops: int = count_mutual(unsigned(graph.offset), unsigned(graph.source), counts)
    return counts, loops
