"""Shortest paths counted and shared out: Brandes' algorithm (2001), a pivot at a time.

Only one level of a search is held at a time, in a vector that is zero elsewhere: each pass over
the edges is then a bare sum, without asking for every edge whether it lies on a shortest path.
"""

import numpy as np

from leaders.graph.kernels import compiled

PULL_FACTOR = np.uint64(8)
"""A level is pulled where pushing would meet more than one edge for so many (4 to 16 do alike)."""


@compiled
def renumber(offset, source, nodes):  # type: ignore[no-untyped-def]
    """The same edges between nodes numbered in the order of ``nodes``.

    Returns (number of each node, offset, source, out_offset, target): incoming edges by target,
    outgoing ones by source.
    """
    n, one = np.uint64(len(nodes)), np.uint64(1)
    number = np.empty(len(nodes), np.uint32)
    for i in range(n):
        number[nodes[i]] = i
    new_offset, new_source = np.zeros_like(offset), np.empty_like(source)
    out_offset, target = np.zeros_like(offset), np.empty_like(source)
    end = np.uint64(0)
    for i in range(n):
        for e in range(offset[nodes[i]], offset[nodes[i] + one]):
            j = number[source[e]]
            new_source[end] = j
            out_offset[j + one] += one
            end += one
        new_offset[i + one] = end
    for i in range(n):
        out_offset[i + one] += out_offset[i]
    place = out_offset.copy()
    for i in range(n):
        for e in range(new_offset[i], new_offset[i + one]):
            j = new_source[e]
            target[place[j]] = i
            place[j] += one
    return number, new_offset, new_source, out_offset, target


@compiled
def add_dependencies(offset, source, out_offset, target, pivots, with_ends, total):  # type: ignore[no-untyped-def]
    """Add to ``total`` what each pivot depends on each node; O(pivots x (n + m)).

    offset, source: incoming edges by target; out_offset, target: the same by source.
    with_ends: a path also passes through its two ends.
    """
    n = len(total)
    one = np.uint64(1)
    paths, held, following = np.empty(n), np.zeros(n), np.zeros(n)
    order, start = np.empty(n, np.uint32), np.empty(n + 1, np.uint64)
    rest = np.empty(n, np.uint32)
    for p in range(np.uint64(len(pivots))):
        pivot = pivots[p]
        depth = _search(
            offset, source, out_offset, target, pivot, paths, held, following, order, start, rest
        )
        _give_back(out_offset, target, depth, paths, held, following, order, start, total)
        if with_ends:
            reached = start[depth + one]
            total[pivot] += reached - one
            for q in range(one, reached):
                total[order[q]] += 1.0


@compiled
def _search(offset, source, out_offset, target, pivot, paths, held, following, order, start, rest):  # type: ignore[no-untyped-def]
    """Count the shortest paths from the pivot into ``paths``; returns the last level.

    The nodes of a level are ``order[start[level]:start[level + 1]]``. Early and late levels are
    pushed along outgoing edges; a large level is pulled by all who are not reached yet (Beamer,
    Asanovic and Patterson 2012), at most PULL_FACTOR times as many edges as would be pushed.
    """
    zero, one = np.uint64(0), np.uint64(1)
    paths[:] = 0.0
    rest_count = rest_edges = zero
    for i in range(np.uint64(len(paths))):
        if offset[i + one] > offset[i]:
            rest[rest_count] = i
            rest_count += one
            rest_edges += offset[i + one] - offset[i]
    order[zero] = pivot
    paths[pivot] = held[pivot] = 1.0
    level = low = zero
    high = one
    start[zero], start[one] = zero, one
    while True:
        edges = zero
        for q in range(low, high):
            edges += out_offset[order[q] + one] - out_offset[order[q]]
        if edges * PULL_FACTOR > rest_edges:
            end, rest_count, rest_edges = _pull(
                offset, source, paths, held, following, order, high, rest, rest_count
            )
        else:
            end, pulled = _push(
                offset, out_offset, target, paths, held, following, order, low, high
            )
            rest_edges -= pulled
        for q in range(low, high):
            held[order[q]] = 0.0
        if end == high:
            return level
        for q in range(high, end):
            paths[order[q]] = following[order[q]]
        held, following = following, held
        level += one
        low, high = high, end
        start[level + one] = end


@compiled
def _pull(offset, source, paths, held, following, order, end, rest, rest_count):  # type: ignore[no-untyped-def]
    """Every node not reached yet looks back; returns (end of the order, rest, edges into it)."""
    zero, one = np.uint64(0), np.uint64(1)
    kept = edges = zero
    for r in range(rest_count):
        i = rest[r]
        if paths[i] > 0:
            continue
        found = 0.0
        for e in range(offset[i], offset[i + one]):
            found += held[source[e]]
        if found > 0:
            following[i] = found
            order[end] = i
            end += one
        else:
            rest[kept] = i
            kept += one
            edges += offset[i + one] - offset[i]
    return end, kept, edges


@compiled
def _push(offset, out_offset, target, paths, held, following, order, low, high):  # type: ignore[no-untyped-def]
    """The nodes of a level look ahead; returns (end of the order, edges into whom they reach)."""
    one = np.uint64(1)
    end, edges = high, np.uint64(0)
    for q in range(low, high):
        i = order[q]
        for e in range(out_offset[i], out_offset[i + one]):
            j = target[e]
            if paths[j] == 0:
                if following[j] == 0:
                    order[end] = j
                    end += one
                    edges += offset[j + one] - offset[j]
                following[j] += held[i]
    return end, edges


@compiled
def _give_back(out_offset, target, depth, paths, held, following, order, start, total):  # type: ignore[no-untyped-def]
    """From the last level to the first: ``d_i = paths_i * sum of (1 + d_j) / paths_j`` over next j.

    ``held`` has ``(1 + d_j) / paths_j`` of one level, zero elsewhere, and is left all zero.
    """
    one = np.uint64(1)
    low = high = start[depth + one]
    for back in range(depth):
        deeper_low, deeper_high = low, high
        low, high = start[depth - back], start[depth - back + one]
        for q in range(low, high):
            i = order[q]
            received = 0.0
            for e in range(out_offset[i], out_offset[i + one]):
                received += held[target[e]]
            dependency = paths[i] * received
            total[i] += dependency
            following[i] = (1.0 + dependency) / paths[i]
        for q in range(deeper_low, deeper_high):
            held[order[q]] = 0.0
        held, following = following, held
    for q in range(low, high):
        held[order[q]] = 0.0
