"""The least that a step over all edges can cost: read the rows, gather by their numbers, add up."""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def gather_rows(offset, source, held):  # type: ignore[no-untyped-def]
    """The sum of what is gathered: 4 bytes an edge are read, 8 gathered."""
    one = np.uint64(1)
    total = 0.0
    for i in range(np.uint64(len(offset) - 1)):
        received = 0.0
        for e in range(offset[i], offset[i + one]):
            received += held[source[e]]
        total += received
    return total


@compiled
def gather_weighted_rows(offset, source, weight, held):  # type: ignore[no-untyped-def]
    """The same where rows hold weights: 12 bytes an edge are read."""
    one = np.uint64(1)
    total = 0.0
    for i in range(np.uint64(len(offset) - 1)):
        received = 0.0
        for e in range(offset[i], offset[i + one]):
            received += weight[e] * held[source[e]]
        total += received
    return total
