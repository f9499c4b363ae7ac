"""Importance that flows along edges until it settles: HITS and Katz.

Power iterations on incoming rows. Dense dot products are avoided on purpose: BLAS splits them
among threads, and the last bits would depend on how many there are.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph
from leaders.graph.pagerank import check_vector
from leaders.graph.spreading import spread

EIGENVALUE_ROUNDS = 30
"""Multiplications spent on bounding the largest eigenvalue for Katz."""


def hits(
    graph: Graph, *, tolerance: float = 1e-10, max_iterations: int = 1000
) -> tuple[FloatArray, FloatArray]:
    """Hubs and authorities, two arrays of shape (n,), each with sum 1.

    ``authority_i ~ sum of w(j -> i) hub_j over j`` and ``hub_i ~ sum of w(i -> j) authority_j
    over j``: the leading singular vectors of the weighted adjacency matrix. Kleinberg 1999.
    Authority comes by incoming edges, hubness by outgoing ones.

    A graph in several parts: only the part with the largest singular value keeps any authority,
    the others fade to zero. Where several parts tie, networkx's answer is arbitrary; here it is
    the projection of equal shares onto the tied vectors, which no numbering can change. Without
    edges nobody has either: both arrays are zero.

    Stops when the sum of absolute changes of the authorities is below ``tolerance``. O(m) an
    iteration; slow when the two largest singular values nearly agree. Raises LeadersError when
    ``max_iterations`` do not suffice.
    """
    n = graph.node_count
    if graph.edge_count == 0:
        return np.zeros(n), np.zeros(n)
    receiving = graph
    if graph.weight is not None:  # scale is free; no product underflows
        receiving = replace(graph, weight=graph.weight / graph.weight.max())
    spending = receiving.reversed
    authority = np.full(n, 1 / n)
    for _ in range(max_iterations):
        previous = authority
        hub = _to_sum_one(spread(spending, previous))
        authority = _to_sum_one(spread(receiving, hub))
        if np.abs(authority - previous).sum() < tolerance:
            return _to_sum_one(spread(spending, authority)), authority
    raise _not_converged("HITS", max_iterations, tolerance)


def katz(
    graph: Graph,
    *,
    alpha: float | None = None,
    beta: ArrayLike = 1.0,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
) -> FloatArray:
    """Katz centrality: walks that end at a node, longer ones discounted; shape (n,), L2 norm 1.

    ``x_i = alpha * sum of w(j -> i) x_j over j + beta_i``. Katz 1953. A node gains from incoming
    edges, as in networkx (which calls that the left eigenvector).

    alpha: above 0 and below 1 / (the largest eigenvalue), else there is no answer. When not
        given it is 0.9 / (an upper bound of that eigenvalue), which always converges and makes
        the result independent of the weights' scale.
    beta: what each node has of its own, one number or shape (n,), not negative, not all zero. One
        number cancels out in the norm.

    Stops when the sum of absolute changes is below ``tolerance`` times the sum of x. O(m) an
    iteration. Raises LeadersError for a bad argument or when it does not converge.
    """
    n = graph.node_count
    own = check_vector("beta", np.full(n, beta) if np.ndim(beta) == 0 else beta, n)
    if alpha is None:
        bound = _eigenvalue_bound(graph)
        alpha = 0.9 / bound if bound > 0 else 1.0
    if not (np.isfinite(alpha) and alpha > 0):
        raise LeadersError(f"Katz needs a finite alpha above 0, not {alpha}.")
    x = own
    for _ in range(max_iterations):
        previous = x
        with np.errstate(over="ignore", invalid="ignore"):  # divergence ends as inf, then below
            x = alpha * spread(graph, previous) + own
            change, size = np.abs(x - previous).sum(), x.sum()
        if not np.isfinite(size):
            break
        if change <= tolerance * size:
            return _to_norm_one(x)
    raise LeadersError(
        f"Katz centrality did not converge in {max_iterations} iterations with alpha {alpha:.6g}; "
        "take a smaller alpha or leave it out."
    )


def _eigenvalue_bound(graph: Graph) -> float:
    """An upper bound of the largest eigenvalue of the adjacency matrix M.

    For every x above zero it is at most ``max of (Mx)_i / x_i`` (Collatz 1942, Wielandt 1950).
    The lazy power iteration ``x + Mx / bound`` keeps x above zero, whatever the matrix, and
    tightens the bound.
    """
    x = np.ones(graph.node_count)
    bound = np.inf
    for _ in range(EIGENVALUE_ROUNDS):
        product = spread(graph, x)
        bound = min(bound, float((product / x).max(initial=0)))
        if bound == 0:
            break
        x = x + product / bound
        x /= x.max()
    return bound


def _to_sum_one(vector: FloatArray) -> FloatArray:
    scaled: FloatArray = vector / vector.sum()
    return scaled


def _to_norm_one(vector: FloatArray) -> FloatArray:
    scaled: FloatArray = vector / vector.max(initial=1e-300)  # squares stay finite
    scaled /= np.sqrt((scaled * scaled).sum())
    return scaled


def _not_converged(name: str, max_iterations: int, tolerance: float) -> LeadersError:
    return LeadersError(
        f"{name} did not settle to {tolerance:g} in {max_iterations} iterations; "
        "allow more iterations or a larger tolerance."
    )
