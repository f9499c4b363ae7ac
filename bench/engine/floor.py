"""The least that a step over all edges can cost: stream the rows, gather by their numbers, add up.

Both loops run through the rows without looking where one ends, and add up four at once, so that
only memory is waited for.
"""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def gather_all(source, held):  # type: ignore[no-untyped-def]
    """The sum of what is gathered: 4 bytes an edge are streamed, 8 gathered."""
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    a = b = c = d = 0.0
    for quarter in range(np.uint64(len(source)) // four):
        e = quarter * four
        a += held[source[e]]
        b += held[source[e + one]]
        c += held[source[e + two]]
        d += held[source[e + three]]
    return a + b + c + d


@compiled
def gather_all_weighted(source, weight, held):  # type: ignore[no-untyped-def]
    """The same where rows hold weights: 12 bytes an edge are streamed."""
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    a = b = c = d = 0.0
    for quarter in range(np.uint64(len(source)) // four):
        e = quarter * four
        a += weight[e] * held[source[e]]
        b += weight[e + one] * held[source[e + one]]
        c += weight[e + two] * held[source[e + two]]
        d += weight[e + three] * held[source[e + three]]
    return a + b + c + d
