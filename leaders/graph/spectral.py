"""Importance that flows along edges until it settles: PageRank, HITS, Katz.

Power iterations on incoming rows. Dense dot products are avoided on purpose: BLAS splits them
among threads, and the last bits would depend on how many there are.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph

EIGENVALUE_ROUNDS = 30
"""Multiplications spent on bounding the largest eigenvalue for Katz."""


def pagerank(
    graph: Graph,
    *,
    damping: float = 0.85,
    teleport: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> FloatArray:
    """PageRank: where a reader is who follows edges and at times starts anew; shape (n,), sum 1.

    ``x_i = d * (sum of x_j w(j -> i) / s_j over j + v_i * sum of x_j over dangling j)
    + (1 - d) v_i``, with d the damping in [0, 1), s_j the out-strength, v the teleport vector
    (shape (n,), not negative, scaled to sum 1; uniform when not given); a dangling node has no
    outgoing edge. Brin and Page 1998; personalised: Haveliwala 2002. A node gains from incoming
    edges.

    Stops when the sum of absolute changes is below ``tolerance``; the error is then at most
    ``tolerance * d / (1 - d)``. O(m) an iteration, about ``log(tolerance) / log(d)`` iterations
    at most. Raises LeadersError for a bad argument or when ``max_iterations`` do not suffice.
    """
    if not 0 <= damping < 1:
        raise LeadersError(f"PageRank needs a damping of at least 0 and below 1, not {damping}.")
    n = graph.node_count
    if n == 0:
        return np.empty(0)
    start = np.full(n, 1 / n) if teleport is None else _node_vector("teleport", teleport, n)
    start = _to_sum_one(start / start.max())
    strength = graph.out_strength()
    dangling = np.flatnonzero(strength == 0)
    step = graph.incoming()
    # A share for each edge, not x / strength: it cannot overflow when weights are tiny.
    step.data = graph.weight / strength[graph.source]

    x = start
    for _ in range(max_iterations):
        previous = x
        x = damping * (step @ previous)
        x += (damping * previous[dangling].sum() + 1 - damping) * start
        if np.abs(x - previous).sum() < tolerance:
            return _to_sum_one(x)
    raise _not_converged("PageRank", max_iterations, tolerance)


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
    received = graph.incoming()
    received.data = graph.weight / graph.weight.max()  # scale is free; no product underflows
    spent = received.T.tocsr()
    authority = np.full(n, 1 / n)
    for _ in range(max_iterations):
        previous = authority
        hub = _to_sum_one(spent @ previous)
        authority = _to_sum_one(received @ hub)
        if np.abs(authority - previous).sum() < tolerance:
            return _to_sum_one(spent @ authority), authority
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
    own = _node_vector("beta", np.full(n, beta) if np.ndim(beta) == 0 else beta, n)
    received = graph.incoming()
    if alpha is None:
        bound = _eigenvalue_bound(received)
        alpha = 0.9 / bound if bound > 0 else 1.0
    if not (np.isfinite(alpha) and alpha > 0):
        raise LeadersError(f"Katz needs a finite alpha above 0, not {alpha}.")
    x = own
    for _ in range(max_iterations):
        previous = x
        with np.errstate(over="ignore", invalid="ignore"):  # divergence ends as inf, then below
            x = alpha * (received @ previous) + own
            change, size = np.abs(x - previous).sum(), x.sum()
        if not np.isfinite(size):
            break
        if change <= tolerance * size:
            return _to_norm_one(x)
    raise LeadersError(
        f"Katz centrality did not converge in {max_iterations} iterations with alpha {alpha:.6g}; "
        "take a smaller alpha or leave it out."
    )


def _eigenvalue_bound(matrix: sparse.csr_array) -> float:
    """An upper bound of the largest eigenvalue of a matrix without negative entries.

    For every x above zero it is at most ``max of (Mx)_i / x_i`` (Collatz 1942, Wielandt 1950).
    The lazy power iteration ``x + Mx / bound`` keeps x above zero, whatever the matrix, and
    tightens the bound.
    """
    n = matrix.shape[0]
    x = np.ones(n)
    bound = np.inf
    for _ in range(EIGENVALUE_ROUNDS):
        product = matrix @ x
        bound = min(bound, float((product / x).max(initial=0)))
        if bound == 0:
            break
        x = x + product / bound
        x /= x.max()
    return bound


def _node_vector(name: str, values: ArrayLike, n: int) -> FloatArray:
    """One number a node: finite, nowhere negative and somewhere above zero."""
    vector = np.asarray(values, dtype=np.float64)
    if vector.shape != (n,):
        raise LeadersError(f"The {name} vector has shape {vector.shape}, but there are {n} nodes.")
    if n and not (np.isfinite(vector).all() and vector.min() >= 0 and vector.max() > 0):
        raise LeadersError(f"The {name} must be finite, nowhere negative and not all zero.")
    return vector


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
