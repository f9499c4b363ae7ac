"""Importance that flows along edges until it settles: HITS and Katz.

Iterations on incoming rows that look for the best mixture of the last steps: sums of products of
whole vectors, nothing drawn by chance. Dense products of BLAS are avoided on purpose: it splits
them among threads, and the last bits would depend on how many there are.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, NotConverged
from leaders.graph.pagerank import check_vector
from leaders.graph.spreading import is_small, spread

EIGENVALUE_ROUNDS = 13
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

    Stops when one more step would change the authorities by less than ``tolerance`` of their sum
    in all. O(m) an iteration, about ten of them, more when the two largest singular values nearly
    agree. Raises NotConverged when ``max_iterations`` do not suffice.
    """
    n = graph.node_count
    if graph.edge_count == 0:
        return np.zeros(n), np.zeros(n)
    receiving = graph
    if graph.weight is not None and not 1e-20 < (largest := graph.weight.max()) < 1e20:
        receiving = replace(graph, weight=graph.weight / largest)  # no product of four overflows
    spending = receiving.reversed
    leading = _find_leading(
        lambda x: spread(receiving, spread(spending, x)), np.ones(n), tolerance, max_iterations
    )
    if leading is None:
        raise NotConverged(
            f"HITS did not settle to {tolerance:g} in {max_iterations} iterations; "
            "allow more iterations or a larger tolerance."
        )
    before, authority = leading
    return _without_noise(spread(spending, before)), _without_noise(authority)


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
    iteration. Raises LeadersError for a bad argument, NotConverged when it does not converge.
    """
    n = graph.node_count
    own = check_vector("beta", np.full(n, beta) if np.ndim(beta) == 0 else beta, n)
    if alpha is None:
        bound = _eigenvalue_bound(graph)
        alpha = 0.9 / bound if bound > 0 else 1.0
    if not (np.isfinite(alpha) and alpha > 0):
        raise LeadersError(f"Katz needs a finite alpha above 0, not {alpha}.")
    own = own / own.max(initial=1e-300)  # squares stay finite
    x = add_walks(graph, alpha, own, own, tolerance, max_iterations)
    return _to_norm_one(x)


def add_walks(
    graph: Graph,
    alpha: float,
    own: FloatArray,
    start: FloatArray,
    tolerance: float,
    max_iterations: int,
    *,
    plain: bool = False,
) -> FloatArray:
    """The x with ``x = alpha B x + own``, B the weights `Graph.incoming`; shape (n,).

    From ``start`` until the sum of absolute changes is at most ``tolerance`` times the sum of x.
    alpha and own are not negative; own also bounds x from below.

    Large graphs use each new value at once (Gauss and Seidel), and every step is mixed with the
    one before it so as to leave the least (Anderson 1965, of depth one): 16 iterations where the
    power method needs 195. After a tenth of ``max_iterations`` nothing is mixed any more, and what
    converges at all converges.

    plain: the steps of the power method and nothing else, as networkx takes them; alpha and own
        may be negative, and the change is measured by itself, below ``tolerance``.

    Raises NotConverged.
    """
    step = _choose_step(graph, alpha, own, in_place=not plain)
    x = last = start
    change: FloatArray | None = None
    with np.errstate(over="ignore", invalid="ignore"):  # divergence ends as inf, then below
        for iteration in range(max_iterations):
            new = step(x)
            before, change = change, new - x
            moved, size = np.abs(change).sum(), new.sum()
            if not np.isfinite(size):
                break
            if moved < tolerance if plain else moved <= tolerance * size:
                return new
            x = new
            if not plain and before is not None and 10 * iteration < max_iterations:
                x = np.maximum(_mix(new, last, change, change - before), own)
            last = new
    raise NotConverged(
        f"Katz centrality did not converge in {max_iterations} iterations with alpha {alpha:.6g}; "
        "take a smaller alpha or leave it out."
    )


def _choose_step(
    graph: Graph, alpha: float, own: FloatArray, *, in_place: bool
) -> Callable[[FloatArray], FloatArray]:
    """``x -> alpha B x + own``; in place on a large graph, x being renewed as it is read."""
    if not in_place or is_small(graph):
        return lambda x: alpha * spread(graph, x) + own

    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.sweeps import sweep

    rows = (unsigned(graph.offset), unsigned(graph.source), graph.weight)
    share = np.full(graph.node_count, alpha)

    def renew(x: FloatArray) -> FloatArray:
        new, given = x.copy(), alpha * x
        sweep(*rows, own, share, new, given, given)
        return new

    return renew


def _mix(new: FloatArray, last: FloatArray, change: FloatArray, turn: FloatArray) -> FloatArray:
    """``new + g (last - new)``, with g such that ``change - g turn`` is shortest.

    change: what the step to ``new`` changed; turn: by how much that differs from the step before.
    """
    square = _dot(turn, turn)
    return new + _dot(change, turn) / square * (last - new) if square > 0 else new


def _find_leading(
    multiply: Callable[[FloatArray], FloatArray],
    start: FloatArray,
    tolerance: float,
    max_iterations: int,
) -> tuple[FloatArray, FloatArray] | None:
    """The eigenvector of the largest eigenvalue of a symmetric matrix without negative entries.

    Each step takes the best mixture of where it is, where the product points and where it came
    from (locally optimal conjugate gradients: Knyazev 2001), which needs one product. All that
    comes up is the start times a polynomial of the matrix: where eigenvectors tie, the answer is
    the projection of the start onto them. Returns (x, the matrix times x), or None when
    ``max_iterations`` do not suffice.
    """
    x, product = start.copy(), multiply(start)
    ways: list[FloatArray] = []  # how the last step went
    products: list[FloatArray] = []  # the matrix times that
    for _ in range(max_iterations):
        residual = (-_dot(x, product) / _dot(x, x)) * x
        residual += product
        if np.abs(residual).sum() <= tolerance * np.abs(product).sum():
            return _without_negatives(x), _without_negatives(product)
        vectors, images = [x, residual, *ways], [product, multiply(residual), *products]
        shares = _best_mixture(vectors, images)
        ways, products = [_mix_up(vectors, shares)], [_mix_up(images, shares)]
    return None


def _best_mixture(vectors: list[FloatArray], images: list[FloatArray]) -> FloatArray:
    """The shares whose mixture the matrix lengthens most (Rayleigh and Ritz), of length 1.

    images: the matrix times each vector. Vectors that depend on the others count once.
    """
    inner = np.array([[_dot(a, b) for b in vectors] for a in vectors])
    lengthened = np.array([[_dot(a, b) for b in images] for a in vectors])
    scale = 1 / np.sqrt(np.diag(inner))
    square, turned = np.linalg.eigh(scale[:, None] * inner * scale)
    kept = square > 1e-8
    basis = scale[:, None] * turned[:, kept] / np.sqrt(square[kept])
    within = basis.T @ ((lengthened + lengthened.T) / 2) @ basis
    best = basis @ np.linalg.eigh(within)[1][:, -1]
    shares: FloatArray = best * np.copysign(1, best[0])
    return shares


def _mix_up(vectors: list[FloatArray], shares: FloatArray) -> FloatArray:
    """Turn the first vector into the mixture of all, in place; returns what the others bring."""
    first, way, *rest = vectors
    way *= shares[1]
    for vector, share in zip(rest, shares[2:], strict=True):
        way += share * vector
    first *= shares[0]
    first += way
    return way


def _without_negatives(x: FloatArray) -> FloatArray:
    """An eigenvector that is nowhere negative but for rounding, nor turned round."""
    forward: FloatArray = np.maximum(x if x.sum() > 0 else -x, 0)
    return forward


def _eigenvalue_bound(graph: Graph) -> float:
    """An upper bound of the largest eigenvalue of the adjacency matrix M.

    For every x above zero it is at most ``max of (Mx)_i / x_i`` (Collatz 1942, Wielandt 1950).
    The lazy power iteration ``Mx + bound x / 4`` keeps x above zero, whatever the matrix, and
    tightens the bound.
    """
    x = np.ones(graph.node_count)
    bound = np.inf
    for _ in range(EIGENVALUE_ROUNDS):
        product = spread(graph, x)
        bound = min(bound, float((product / x).max(initial=0)))
        if bound == 0:
            break
        x = product / bound + x / 4
        x /= x.max()
    return bound


def _dot(a: FloatArray, b: FloatArray) -> float:
    """``sum of a_i b_i``, added up in an order that depends on nothing."""
    return float((a * b).sum())


def _without_noise(vector: FloatArray) -> FloatArray:
    """Sum 1; beyond the twelfth decimal of the largest is rounding, which goes by the numbering."""
    rounded = np.round(vector / vector.max(), 12)
    scaled: FloatArray = rounded / rounded.sum()
    return scaled


def _to_norm_one(vector: FloatArray) -> FloatArray:
    scaled: FloatArray = vector / vector.max(initial=1e-300)  # squares stay finite
    scaled /= np.sqrt(_dot(scaled, scaled))
    return scaled
