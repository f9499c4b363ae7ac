"""PageRank, with one teleport vector or many at once."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, NotConverged
from leaders.graph.spreading import is_small

TOGETHER = 8
"""Vectors that are settled side by side: as many float64 as one line of the processor's cache."""

Step = Callable[[FloatArray, FloatArray], FloatArray]
"""(base, factor) -> moments: one step, which changes x. See `settle`."""


def pagerank(
    graph: Graph,
    *,
    damping: float = 0.85,
    teleport: ArrayLike | None = None,
    dangling: ArrayLike | None = None,
    start: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
    in_place: bool = True,
) -> FloatArray:
    """PageRank: where a reader is who follows edges and at times starts anew; shape (n,), sum 1.

    ``x_i = d * (sum of x_j w(j -> i) / s_j over j + u_i * sum of x_j over dangling j)
    + (1 - d) v_i``, with d the damping in [0, 1), s_j the out-strength, v the teleport vector
    (shape (n,), not negative, scaled to sum 1; uniform when not given), u where a reader goes who
    finds no way on (v when not given); a dangling node has no outgoing edge. Brin and Page 1998;
    personalised: Haveliwala 2002. A node gains from incoming edges.

    start: the first guess, scaled to sum 1; v when not given.
    in_place: large graphs use each new value at once (Gauss and Seidel: Langville and Meyer
        2006), which needs half the iterations; False takes the steps of the power method, those
        of networkx. Graphs of up to 200,000 edges always do.

    Stops when the sum of absolute changes is below ``tolerance``; the error is then at most
    ``tolerance * d / (1 - d)``. O(m) an iteration, about ``log(tolerance) / log(d)`` iterations
    at most. Raises LeadersError for a bad argument or when ``max_iterations`` do not suffice.
    """
    n = graph.node_count
    check_damping(damping)
    if n == 0:
        return np.empty(0)
    own = scaled_to_one("teleport", teleport, n)
    first = own if start is None else scaled_to_one("start", start, n)
    elsewhere = None if dangling is None else scaled_to_one("dangling", dangling, n)
    return settle(
        graph, damping, own[:, None], first[:, None], tolerance, max_iterations,
        dangling=elsewhere, in_place=in_place,
    )[0]  # fmt: skip


def personalised_pagerank(
    graph: Graph,
    teleports: ArrayLike,
    *,
    damping: float = 0.85,
    starts: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> FloatArray:
    """`pagerank` for many teleport vectors at once; shape (vectors, n), every row of sum 1.

    teleports: one row a vector, shape (vectors, n); ``starts`` likewise. Eight are settled side by
    side, since fetching what one node holds costs as much as fetching eight such numbers:
    memory 200 bytes a node beside the result. Raises LeadersError as `pagerank`.
    """
    check_damping(damping)
    n = graph.node_count
    rows = np.asarray(teleports, dtype=np.float64)
    if rows.ndim != 2:
        raise LeadersError(f"Teleport vectors are rows of a table, not of shape {rows.shape}.")
    ranks = np.empty((len(rows), n))
    for first in range(0, len(rows) if n else 0, TOGETHER):
        chunk = slice(first, first + TOGETHER)
        own = _columns("teleport", rows[chunk], n)
        guess = own if starts is None else _columns("start", np.asarray(starts)[chunk], n)
        ranks[chunk] = settle(graph, damping, own, guess, tolerance, max_iterations)
    return ranks


def settle(
    graph: Graph,
    damping: float,
    teleport: FloatArray,
    start: FloatArray,
    tolerance: float,
    max_iterations: int,
    *,
    dangling: FloatArray | None = None,
    kept: NDArray[np.uint8] | None = None,
    in_place: bool = True,
) -> FloatArray:
    """Step until every vector has settled; shape (k, n), rows of sum 1.

    teleport, start, kept: shape (n, k). kept: nodes with 0 pass nothing on in that vector.

    The sum of x is left free and divided out at the end: what teleports is a share of the whole,
    so that values used in place need not wait for the sum.
    """
    x = np.array(start, order="C")
    graph, share = _shares(graph, damping)
    passing = share[:, None] > 0 if kept is None else (share[:, None] > 0) & (kept > 0)
    stuck, total = np.where(passing, 0, x).sum(axis=0), x.sum(axis=0)
    step = _choose_step(graph, share, x, kept, in_place=in_place)
    for _ in range(max_iterations):
        if dangling is None:
            base, factor = teleport, (1 - damping) * total + damping * stuck
        else:
            base = (1 - damping) * total * teleport + damping * stuck * dangling[:, None]
            factor = np.ones(1)
        change, stuck, total = step(base, factor)
        if (change < tolerance * total).all():
            return np.ascontiguousarray((x / total).T)
    raise NotConverged(
        f"PageRank did not settle to {tolerance:g} in {max_iterations} iterations; "
        "allow more iterations or a larger tolerance."
    )


def _choose_step(
    graph: Graph,
    share: FloatArray,
    x: FloatArray,
    kept: NDArray[np.uint8] | None,
    *,
    in_place: bool,
) -> Step:
    """How x is changed: by scipy on a small graph, else by a kernel."""
    passes_on = share[:, None] if kept is None else share[:, None] * (kept > 0)
    given = x * passes_on
    if is_small(graph):
        matrix = graph.incoming()

        def multiply(base: FloatArray, factor: FloatArray) -> FloatArray:
            new = base * factor + matrix @ (x * passes_on)
            change = np.abs(new - x).sum(axis=0)
            x[:] = new
            return np.array([change, np.where(passes_on > 0, 0, new).sum(axis=0), new.sum(axis=0)])

        return multiply

    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.sweeps import sweep, sweep_many

    rows = (unsigned(graph.offset), unsigned(graph.source), graph.weight)
    if x.shape[1] > 1 or kept is not None:
        moments = np.empty((3, x.shape[1]))

        def sweep_all(base: FloatArray, factor: FloatArray) -> FloatArray:
            sweep_many(*rows, base, factor, share, kept, x, given, moments)
            return moments.copy()

        return sweep_all

    now = given[:, 0]
    following = now if in_place else np.empty_like(now)

    def sweep_one(base: FloatArray, factor: FloatArray) -> FloatArray:
        nonlocal now, following
        moments = sweep(*rows, base[:, 0] * factor, share, x[:, 0], now, following)
        now, following = following, now
        return np.array(moments)[:, None]

    return sweep_one


def _shares(graph: Graph, damping: float) -> tuple[Graph, FloatArray]:
    """What a node passes on for each unit of weight: damping / out-strength; 0 if dangling."""
    strength = graph.out_strength()
    share = np.zeros(graph.node_count)
    with np.errstate(over="ignore"):
        np.divide(damping, strength, out=share, where=strength > 0)
    if not share.size or (share.max() < 1e250 and strength.max() < 1e250):
        return graph, share
    # Weights at the edge of what a float can hold: divided edge by edge nothing overflows.
    assert graph.weight is not None
    shares = replace(graph, weight=graph.weight / strength[graph.source])
    return shares, np.where(strength > 0, damping, 0.0)


def check_damping(damping: float) -> None:
    """LeadersError unless 0 <= damping < 1."""
    if not 0 <= damping < 1:
        raise LeadersError(f"PageRank needs a damping of at least 0 and below 1, not {damping}.")


def _columns(name: str, rows: FloatArray, n: int) -> FloatArray:
    """Checked vectors side by side, shape (n, k)."""
    return np.stack([scaled_to_one(name, row, n) for row in rows], axis=1)


def scaled_to_one(name: str, values: ArrayLike | None, n: int) -> FloatArray:
    """A vector of sum 1, uniform when not given."""
    if values is None:
        return np.full(n, 1 / n)
    vector = check_vector(name, values, n)
    vector = vector / vector.max()  # the sum of what remains cannot overflow
    shares: FloatArray = vector / vector.sum()
    return shares


def check_vector(name: str, values: ArrayLike, n: int) -> FloatArray:
    """One number a node: finite, nowhere negative and somewhere above zero."""
    vector = np.asarray(values, dtype=np.float64)
    if vector.shape != (n,):
        raise LeadersError(f"The {name} vector has shape {vector.shape}, but there are {n} nodes.")
    if n and not (np.isfinite(vector).all() and vector.min() >= 0 and vector.max() > 0):
        raise LeadersError(f"The {name} must be finite, nowhere negative and not all zero.")
    return vector
