"""Triangles, each found once from its corner of lowest degree."""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def orient(  # type: ignore[no-untyped-def]
    offset, source, value, out_offset, out_target, out_value, order, rank,
    start, upper, strength, ends, mutual,
):  # fmt: skip
    """The neighbours above each node in ``order``, and what joins them.

    ``upper[start[r]:start[r + 1]]`` are the ranks above r of the neighbours of ``order[r]``;
    strength adds up both directions; value None: 1 an edge. ends and mutual: how many edges a
    node has, and how many neighbours in both directions; self-loops count nowhere.
    Without directions the rows of out are empty: one row holds both ways.
    upper and strength need room for one entry more than there are edges.
    """
    one = np.uint64(1)
    p = np.uint64(0)
    for r in range(np.uint64(len(order))):
        v = order[r]
        ends[v] = mutual[v] = 0
        a, a_end = offset[v], offset[v + one]
        b, b_end = out_offset[v], out_offset[v + one]
        while a < a_end or b < b_end:
            comes = a < a_end and (b == b_end or source[a] <= out_target[b])
            goes = b < b_end and (a == a_end or out_target[b] <= source[a])
            u = source[a] if comes else out_target[b]
            strength[p] = 0
            if comes:
                strength[p] += 1 if value is None else value[a]
                a += one
            if goes:
                strength[p] += 1 if out_value is None else out_value[b]
                b += one
            if u != v:
                ends[v] += np.int64(comes) + np.int64(goes)
                mutual[v] += np.int64(comes and goes)
            if rank[u] > r:
                upper[p] = rank[u]
                p += one
        start[r + one] = p


@compiled
def sum_triangles(start, upper, strength, total):  # type: ignore[no-untyped-def]
    """Add to each corner the product of the three strengths of every triangle.

    A node of degree d has at most sqrt(2 m) neighbours above it, so O(m^1.5).
    """
    one = np.uint64(1)
    mark = np.zeros(len(total), dtype=strength.dtype)
    for u in range(np.uint64(len(total))):
        for e in range(start[u], start[u + one]):
            mark[upper[e]] = strength[e]
        for e in range(start[u], start[u + one]):
            v = upper[e]
            along = 0.0
            for f in range(start[v], start[v + one]):
                w = upper[f]
                if mark[w] != 0:
                    product = np.float64(strength[e]) * strength[f] * mark[w]
                    along += product
                    total[w] += product
            total[v] += along
            total[u] += along
        for e in range(start[u], start[u + one]):
            mark[upper[e]] = 0
