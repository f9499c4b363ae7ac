"""The steps of Louvain's and Leiden's methods on one level of a graph.

Of a node or a community three things count: ``link``, the weight that joins it to another, its
``strength``, half its share of all edge ends (in and out), and its ``tilt``, half of what it sends
less what it receives, as shares; None where directions do not matter. Two of them are expected to
share the weight ``price * (strength * strength - tilt * tilt)``.
"""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def _expected(price, strength, tilt, v, strengths, tilts, c):  # type: ignore[no-untyped-def]
    """The weight to be expected between v and c."""
    if tilt is None:
        return price * strength[v] * strengths[c]
    return price * (strength[v] * strengths[c] - tilt[v] * tilts[c])


@compiled
def _expected_outside(price, strengths, tilts, part, held, tilted, c):  # type: ignore[no-untyped-def]
    """The weight to be expected between a part and the rest of community c, which holds it."""
    expected = strengths[part] * (held[c] - strengths[part])
    if tilts is not None:
        expected -= tilts[part] * (tilted[c] - tilts[part])
    return price * expected


@compiled
def _gather(offset, neighbour, weight, v, label, link, touched, count):  # type: ignore[no-untyped-def]
    """Add v's edges to ``link``, by the label of the other end; loops are left out.

    Lists the labels in ``touched`` behind the first ``count``; returns how many there are then. A
    label stays listed once while its link is not zero.
    """
    one = np.uint64(1)
    for e in range(offset[v], offset[v + one]):
        u = neighbour[e]
        if u != v:
            c = label[u]
            if link[c] == 0:
                touched[count] = c
                count += one
            if weight is None:
                link[c] += 1
            else:
                link[c] += weight[e]
    return count


@compiled
def move_nodes(  # type: ignore[no-untyped-def]
    offset, neighbour, weight, strength, tilt, price, margin, queue, label, held, tilted, members
):
    """Move each node to the community that gains most, until none gains: label in place.

    queue: all nodes in the order of their first visit, used up; a node is visited again when a
        neighbour has left for another community.
    held, tilted, members: strength, tilt and number of nodes of each community, kept up to date.
    margin: a move must gain more than ``margin * strength``, or rounding might go on for ever.

    Returns the gain, in weight within communities over what is expected.
    """
    one = np.uint64(1)
    n = np.uint64(len(label))
    link = np.zeros(n)
    touched = np.empty(n, np.uint32)
    free = np.empty(n, np.uint32)  # a stack of the communities without members
    free_count = np.uint64(0)
    for empty in range(n):
        if members[empty] == 0:
            free[free_count] = empty
            free_count += one
    waiting = np.ones(n, np.bool_)
    head, left = np.uint64(0), n
    gained = 0.0
    while left > 0:
        v = np.uint64(queue[head])
        head = head + one if head + one < n else np.uint64(0)
        left -= one
        waiting[v] = False
        own = np.uint64(label[v])
        count = _gather(offset, neighbour, weight, v, label, link, touched, np.uint64(0))
        held[own] -= strength[v]
        if tilt is not None:
            tilted[own] -= tilt[v]
        members[own] -= 1
        stay = link[own] - _expected(price, strength, tilt, v, held, tilted, own)
        best, most = own, stay + margin * strength[v]
        if members[own] > 0 and most < 0:
            best, most = np.uint64(free[free_count - one]), 0.0
        for t in range(count):
            c = np.uint64(touched[t])
            gain = link[c] - _expected(price, strength, tilt, v, held, tilted, c)
            link[c] = 0
            if gain > most and c != own:
                best, most = c, gain
        held[best] += strength[v]
        if tilt is not None:
            tilted[best] += tilt[v]
        members[best] += 1
        if best == own:
            continue
        gained += most - stay
        label[v] = best
        if members[best] == 1:
            free_count -= one
        if members[own] == 0:
            free[free_count] = own
            free_count += one
        for e in range(offset[v], offset[v + one]):
            u = neighbour[e]
            if not waiting[u] and label[u] != best:
                waiting[u] = True
                tail = head + left
                queue[tail if tail < n else tail - n] = u
                left += one
    return gained


@compiled
def refine(  # type: ignore[no-untyped-def]
    offset,
    neighbour,
    weight,
    strength,
    tilt,
    price,
    order,
    label,
    held,
    tilted,
    part,
    strengths,
    tilts,
):
    """Divide each community anew into well joined parts: part in place, named by one of its nodes.

    In the given order each node that is still alone joins the part of its community that gains
    most, if it and the part are joined to the rest of the community by as much as is expected.

    held, tilted: strength and tilt of each community; strengths, tilts: those of each part, at
        first one a node, kept up to date.
    """
    one = np.uint64(1)
    n = np.uint64(len(label))
    outside = np.zeros(n)  # the weight between a part and the rest of its community
    for i in range(n):
        for e in range(offset[i], offset[i + one]):
            u = neighbour[e]
            if u != i and label[u] == label[i]:
                outside[i] += 1 if weight is None else weight[e]
    alone = np.ones(n, np.bool_)
    link = np.zeros(n)
    touched = np.empty(n, np.uint32)
    for i in range(n):
        v = np.uint64(order[i])
        own = np.uint64(label[v])
        if not alone[v] or outside[v] == 0:
            continue
        if outside[v] < _expected_outside(price, strengths, tilts, v, held, tilted, own):
            continue
        count = np.uint64(0)
        for e in range(offset[v], offset[v + one]):
            u = neighbour[e]
            if u != v and label[u] == own:
                p = part[u]
                if link[p] == 0:
                    touched[count] = p
                    count += one
                link[p] += 1 if weight is None else weight[e]
        best, most, joined = v, 0.0, 0.0
        for t in range(count):
            p = np.uint64(touched[t])
            gain = link[p] - _expected(price, strength, tilt, v, strengths, tilts, p)
            if gain > most and outside[p] >= _expected_outside(
                price, strengths, tilts, p, held, tilted, own
            ):
                best, most, joined = p, gain, link[p]
            link[p] = 0
        if best != v:
            part[v] = best
            alone[v] = alone[best] = False
            outside[best] += outside[v] - 2 * joined
            strengths[best] += strength[v]
            if tilt is not None:
                tilts[best] += tilt[v]


@compiled
def renumber(label, number):  # type: ignore[no-untyped-def]
    """Number the labels 0, 1, … in order of appearance, in place; returns how many there are.

    number: scratch space for one number a label.
    """
    count = np.uint32(0)
    unseen = np.uint32(len(number))
    number[:] = unseen
    for i in range(np.uint64(len(label))):
        c = label[i]
        if number[c] == unseen:
            number[c] = count
            count += np.uint32(1)
        label[i] = number[c]
    return count


@compiled
def join_parts(offset, neighbour, weight, part, count):  # type: ignore[no-untyped-def]
    """The graph whose nodes are the parts: (offset, neighbour, weight), without loops."""
    one = np.uint64(1)
    n = np.uint64(len(part))
    start = np.zeros(count + one, np.uint64)
    for v in range(n):
        start[part[v] + one] += one
    for p in range(count):
        start[p + one] += start[p]
    member = np.empty(n, np.uint32)
    place = start.copy()
    for v in range(n):
        member[place[part[v]]] = v
        place[part[v]] += one
    joined_offset = np.zeros(count + one, np.uint64)
    joined_neighbour = np.empty(len(neighbour), np.uint32)  # memory that is not written costs none
    joined_weight = np.empty(len(neighbour))
    link = np.zeros(count)
    touched = np.empty(n, np.uint32)
    filled = np.uint64(0)
    for p in range(count):
        listed = np.uint64(0)
        for i in range(start[p], start[p + one]):
            listed = _gather(
                offset, neighbour, weight, np.uint64(member[i]), part, link, touched, listed
            )
        for t in range(listed):
            q = touched[t]
            if q != p and link[q] > 0:
                joined_neighbour[filled] = q
                joined_weight[filled] = link[q]
                filled += one
            link[q] = 0
        joined_offset[p + one] = filled
    return joined_offset, joined_neighbour[:filled], joined_weight[:filled]


@compiled
def split(offset, neighbour, label):  # type: ignore[no-untyped-def]
    """Label each connected piece of a community, each piece by one of its nodes."""
    one = np.uint64(1)
    n = np.uint64(len(label))
    piece = np.empty(n, np.uint32)
    seen = np.zeros(n, np.bool_)
    stack = np.empty(n, np.uint32)
    for first in range(n):
        if seen[first]:
            continue
        seen[first] = True
        stack[0] = first
        height = one
        while height > 0:
            height -= one
            v = np.uint64(stack[height])
            piece[v] = first
            for e in range(offset[v], offset[v + one]):
                u = neighbour[e]
                if not seen[u] and label[u] == label[v]:
                    seen[u] = True
                    stack[height] = u
                    height += one
    return piece
