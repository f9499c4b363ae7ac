"""Neighbourhoods peeled from the outside in."""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def join_rows(offset, source, out_offset, out_target, merge, joined_offset, joined):  # type: ignore[no-untyped-def]
    """Every node's neighbours in either direction in one row, ascending where ``merge``.

    merge: a neighbour in both directions comes once; else twice. joined has room for two entries
    an edge, of which ``joined_offset[-1]`` are used.
    """
    one = np.uint64(1)
    p = np.uint64(0)
    for v in range(np.uint64(len(offset) - 1)):
        a, a_end = offset[v], offset[v + one]
        b, b_end = out_offset[v], out_offset[v + one]
        while merge and a < a_end and b < b_end:
            before, after = source[a], out_target[b]
            joined[p] = min(before, after)
            p += one
            a += np.uint64(before <= after)
            b += np.uint64(after <= before)
        while a < a_end:
            joined[p] = source[a]
            a += one
            p += one
        while b < b_end:
            joined[p] = out_target[b]
            b += one
            p += one
        joined_offset[v + one] = p


@compiled
def peel(offset, neighbour, core):  # type: ignore[no-untyped-def]
    """Fill in core numbers: take away who has no more than k neighbours left, for k = 0, 1, ...

    A node is looked at again for each k up to its core number, which is at most its degree: with
    the neighbours read once, O(n + m).
    """
    one = np.uint64(1)
    n = np.uint64(len(core))
    count_neighbours(offset, neighbour, core)
    left = np.arange(len(core)).astype(np.uint32)
    layer = np.empty_like(left)
    k = np.uint32(0)
    while n > 0:
        taken = kept = np.uint64(0)
        for i in range(n):
            v = left[i]
            if core[v] == k:
                layer[taken] = v
                taken += one
            elif core[v] > k:  # below k are those of earlier layers
                left[kept] = v
                kept += one
        n = kept
        done = np.uint64(0)
        while done < taken:  # taken grows on the way
            v = layer[done]
            done += one
            for e in range(offset[v], offset[v + one]):
                u = neighbour[e]
                if core[u] > k:
                    core[u] -= np.uint32(1)
                    if core[u] == k:
                        layer[taken] = u
                        taken += one
        k += np.uint32(1)


@compiled
def count_neighbours(offset, neighbour, count):  # type: ignore[no-untyped-def]
    """How many entries a row has, self-loops left out."""
    for v in range(np.uint64(len(count))):
        count[v] = 0
        for e in range(offset[v], offset[v + np.uint64(1)]):
            count[v] += np.uint32(neighbour[e] != v)
