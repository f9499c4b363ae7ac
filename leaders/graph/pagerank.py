"""PageRank, with one teleport vector or many."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, IntArray, NotConverged
from leaders.graph.spreading import is_small
from leaders.graph.subgraph import induced_subgraph
from leaders.graph.threads import in_order

EXTREME = 1e250
"""Beyond this a weight or its inverse may overflow or vanish in a product."""

Step = Callable[[FloatArray], tuple[float, float, float]]
"""base -> (change, stuck, total): one step, which changes x. See `sweep`."""


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
    first = teleport if start is None else start
    return Walk(graph, damping).settle(
        scaled_to_one("teleport", teleport, n),
        scaled_to_one("teleport" if start is None else "start", first, n),
        tolerance,
        max_iterations,
        dangling=None if dangling is None else scaled_to_one("dangling", dangling, n),
        in_place=in_place,
    )


def personalised_pagerank(
    graph: Graph,
    teleports: ArrayLike,
    *,
    damping: float = 0.85,
    starts: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> FloatArray:
    """`pagerank` for many teleport vectors; shape (vectors, n), every row of sum 1.

    teleports: one row a vector, shape (vectors, n); ``starts`` likewise. A vector a thread: eight
    side by side in one sweep of the edges were measured to take as long as one after another.
    Raises LeadersError as `pagerank`.
    """
    check_damping(damping)
    n = graph.node_count
    rows = np.asarray(teleports, dtype=np.float64)
    if rows.ndim != 2:
        raise LeadersError(f"Teleport vectors are rows of a table, not of shape {rows.shape}.")
    guesses = rows if starts is None else np.asarray(starts, dtype=np.float64)
    ranks = np.empty((len(rows), n))
    if n == 0:
        return ranks
    walk = Walk(graph, damping)

    def settle(row: int) -> FloatArray:
        own = scaled_to_one("teleport", rows[row], n)
        guess = scaled_to_one("start", guesses[row], n)
        return walk.settle(own, guess, tolerance, max_iterations)

    for row, rank in enumerate(in_order(settle, range(len(rows)))):
        ranks[row] = rank
    return ranks


class Walk:
    """A reader's walk along the edges of one graph, prepared for many teleport vectors."""

    def __init__(self, graph: Graph, damping: float) -> None:
        """share: what a node passes on for each unit of weight, damping / out-strength."""
        self.damping = damping
        strength = graph.out_strength()
        self.share = np.zeros(graph.node_count)
        with np.errstate(over="ignore"):
            np.divide(damping, strength, out=self.share, where=strength > 0)
        if max(self.share.max(initial=0), strength.max(initial=0)) > EXTREME:
            # Weights at the edge of what a float can hold: divided edge by edge nothing overflows.
            assert graph.weight is not None
            graph = replace(graph, weight=graph.weight / strength[graph.source])
            self.share = np.where(strength > 0, damping, 0.0)
        self.graph = graph
        self.matrix = graph.incoming() if is_small(graph) else None

    def settle(
        self,
        teleport: FloatArray,
        start: FloatArray,
        tolerance: float,
        max_iterations: int,
        *,
        dangling: FloatArray | None = None,
        in_place: bool = True,
    ) -> FloatArray:
        """Step until x has settled; shape (n,), sum 1.

        The sum of x is left free and divided out at the end: what teleports is a share of the
        whole, so that values used in place need not wait for the sum.
        """
        x = start.copy()
        step = self._choose_step(x, self.share, in_place=in_place)
        stuck, total = float(x[self.share == 0].sum()), float(x.sum())
        for _ in range(max_iterations):
            base = ((1 - self.damping) * total + self.damping * stuck) * teleport
            if dangling is not None:
                base = (1 - self.damping) * total * teleport + self.damping * stuck * dangling
            change, stuck, total = step(base)
            if change < tolerance * total:
                return x / total
        raise _unsettled(tolerance, max_iterations)

    def within(self, nodes: IntArray) -> "Walk":
        """The same walk, told of these nodes alone: each passes on what it did in the whole."""
        part = copy(self)
        part.graph = induced_subgraph(self.graph, nodes)
        part.share = self.share[nodes]
        part.matrix = part.graph.incoming() if is_small(part.graph) else None
        return part

    def solve(
        self,
        base: FloatArray,
        start: FloatArray,
        elsewhere: float,
        tolerance: float,
        max_iterations: int,
        passes_on: NDArray[np.bool_],
    ) -> FloatArray:
        """``x_i = base_i + sum of w(j -> i) share_j x_j over j`` who pass on; shape (n,).

        elsewhere: what nodes outside hold, which counts for when the sum has settled.
        """
        x = start.copy()
        step = self._choose_step(x, np.where(passes_on, self.share, 0.0), in_place=True)
        for _ in range(max_iterations):
            change, _, total = step(base)
            if change < tolerance * (total + elsewhere):
                return x
        raise _unsettled(tolerance, max_iterations)

    def _choose_step(self, x: FloatArray, share: FloatArray, *, in_place: bool) -> Step:
        """How x is changed: by scipy on a small graph, else by a kernel."""
        if self.matrix is not None:
            matrix = self.matrix

            def multiply(base: FloatArray) -> tuple[float, float, float]:
                new = base + matrix @ (x * share)
                change = np.abs(new - x).sum()
                x[:] = new
                return float(change), float(new[share == 0].sum()), float(new.sum())

            return multiply

        from leaders.graph.kernels import unsigned
        from leaders.graph.kernels.sweeps import sweep

        rows = (unsigned(self.graph.offset), unsigned(self.graph.source), self.graph.weight)
        given = x * share
        following = given if in_place else np.empty_like(given)

        def sweep_rows(base: FloatArray) -> tuple[float, float, float]:
            nonlocal given, following
            moments: tuple[float, float, float] = sweep(*rows, base, share, x, given, following)
            given, following = following, given
            return moments

        return sweep_rows


def _unsettled(tolerance: float, max_iterations: int) -> NotConverged:
    return NotConverged(
        f"PageRank did not settle to {tolerance:g} in {max_iterations} iterations; "
        "allow more iterations or a larger tolerance."
    )


def check_damping(damping: float) -> None:
    """LeadersError unless 0 <= damping < 1."""
    if not 0 <= damping < 1:
        raise LeadersError(f"PageRank needs a damping of at least 0 and below 1, not {damping}.")


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
