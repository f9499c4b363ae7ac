"""What lists share, counted person by person."""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def count_pairs(offset, member, extent, block, shared, alone, people):  # type: ignore[no-untyped-def]
    """Add 1 to ``shared[a, b]``, a <= b, for every person in lists a and b.

    The rows of offset and member ascend; members are below extent. alone: how many are in this
    list and no other; people: how many are in exactly 1, 2, 3 ... lists.

    People are taken a block of numbers at a time: the lists of each are put together there, in a
    place small enough for the cache. O(members + pairs + lists x extent / block).
    """
    one, quarter = np.uint64(1), np.uint64(4)
    lists = np.uint64(len(alone))
    done = offset[:-1].copy()
    reached = done.copy()
    start = np.zeros(block + np.uint64(2), dtype=np.uint32)
    list_of = np.empty(0, dtype=np.uint16)
    first = np.uint64(0)
    while first < extent:
        end = min(first + block, extent)
        start[:] = 0
        held = np.uint64(0)
        for a in range(lists):
            p = done[a]
            while p < offset[a + one] and member[p] < end:
                start[member[p] - first + one + one] += 1
                p += one
            held += p - done[a]
            reached[a] = p
        for i in range(one, np.uint64(len(start))):
            start[i] += start[i - one]
        if held > len(list_of):
            list_of = np.empty(held + held // quarter, dtype=np.uint16)
        for a in range(lists):
            for p in range(done[a], reached[a]):
                i = member[p] - first + one
                list_of[start[i]] = a
                start[i] += 1
            done[a] = reached[a]
        for i in range(end - first):
            mine = list_of[start[i] : start[i + one]]
            if len(mine) == 0:
                continue
            people[len(mine) - 1] += 1
            if len(mine) == 1:
                alone[mine[0]] += 1
            for x in range(np.uint64(len(mine))):
                row = shared[mine[x]]
                for y in range(x, np.uint64(len(mine))):
                    row[mine[y]] += 1
        first = end
