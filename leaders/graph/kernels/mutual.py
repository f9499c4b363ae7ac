"""Edges that are answered."""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def count_mutual(offset, source, mutual):  # type: ignore[no-untyped-def]
    """With how many nodes each is joined in both directions, itself included; returns the loops.

    Targets come in ascending order, so what was passed by in the row of a source need not be
    looked at again: no copy of the reversed edges is needed. O(n + m).
    """
    one = np.uint64(1)
    reached = offset[:-1].copy()
    mutual[:] = 0
    loops = 0
    for target in range(np.uint64(len(mutual))):
        for e in range(offset[target], offset[target + one]):
            s = source[e]
            if s >= target:  # the other end finds the pair
                if s == target:
                    mutual[target] += 1
                    loops += 1
                break
            p, end = reached[s], offset[s + one]
            while p < end and source[p] < target:
                p += one
            reached[s] = p
            if p < end and source[p] == target:
                mutual[s] += 1
                mutual[target] += 1
    return loops
