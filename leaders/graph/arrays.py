"""A directed weighted graph as compressed sparse rows, one row a target."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from leaders.errors import LeadersError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MAX_NODES = 2**31 - 1
"""Node numbers are int32."""


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Incoming edges, row by row: those of target ``t`` are ``offset[t]:offset[t + 1]``.

    A simple graph: no self-loops, no parallel edges, every weight finite and above zero. The
    arrays are read-only. Make one with `build_graph`.

    offset: int64, shape (node_count + 1,), so that more than 2^31 edges can be addressed.
    source: int32, shape (edge_count,), ascending within a row.
    weight: float64, shape (edge_count,).
    """

    offset: IntArray
    source: NDArray[np.int32]
    weight: FloatArray

    @property
    def node_count(self) -> int:
        """The number of nodes, isolated ones included."""
        return len(self.offset) - 1

    @property
    def edge_count(self) -> int:
        """The number of different ``source -> target`` pairs."""
        return len(self.source)

    def incoming(self) -> sparse.csr_array:
        """The matrix ``B[target, source]``: ``B @ x`` gives to each node what its sources hold.

        Shares the graph's arrays; below 2^31 edges only the offsets are copied.
        """
        return self._matrix(self.weight)

    def outgoing(self) -> sparse.csr_array:
        """The matrix ``A[source, target]``, the transpose of `incoming`; sorted, O(n + m), a copy.

        ``A @ x`` gives to each node what its targets hold.
        """
        return self.incoming().T.tocsr()

    def pattern(self) -> sparse.csr_array:
        """`incoming` with every weight 1, in int8."""
        return self._matrix(np.ones(self.edge_count, dtype=np.int8))

    def out_strength(self) -> FloatArray:
        """The sum of the weights of the edges that leave each node, shape (n,)."""
        strength: FloatArray = self.incoming().T @ np.ones(self.node_count)
        return strength

    def _matrix(self, data: NDArray[np.generic]) -> sparse.csr_array:
        shape = (self.node_count, self.node_count)
        matrix = sparse.csr_array((data, self.source, self.offset), shape=shape)
        matrix.has_canonical_format = True  # true by construction; spares scipy a check
        return matrix


def build_graph(
    source: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None, *, node_count: int
) -> Graph:
    """Build the graph of the edges ``source[i] -> target[i]``.

    source, target: whole numbers of any dtype in ``0..node_count-1``, shape (edges,).
    weight: finite and not negative, shape (edges,); 1 each when not given.

    Self-loops and edges of weight zero are dropped, the weights of parallel edges added up (in
    input order, so another order may change the last bit of a sum). O(n + m), one sort a row;
    fastest when the edges come sorted by target, then source. Raises LeadersError when an array
    breaks these rules.
    """
    if not 0 <= node_count <= MAX_NODES:
        raise LeadersError(f"A graph has 0 to {MAX_NODES} nodes, not {node_count}.")
    sources = _node_numbers("source", source, node_count)
    targets = _node_numbers("target", target, node_count)
    if len(sources) != len(targets):
        raise LeadersError(f"There are {len(sources)} sources but {len(targets)} targets.")
    weights = _weights(weight, len(sources))

    kept = sources != targets
    if weight is not None:
        kept &= weights > 0
    if not kept.all():
        sources, targets, weights = sources[kept], targets[kept], weights[kept]

    # tocsr counts the edges of each row, places them, then merges parallel ones.
    shape = (node_count, node_count)
    rows = sparse.coo_array((weights, (targets, sources)), shape=shape).tocsr()
    rows.sort_indices()
    graph = Graph(
        offset=rows.indptr.astype(np.int64),
        source=rows.indices.astype(np.int32, copy=False),
        weight=rows.data,
    )
    for array in (graph.offset, graph.source, graph.weight):
        array.flags.writeable = False
    return graph


def to_networkx(graph: Graph, labels: Sequence[Hashable] | None = None) -> nx.DiGraph:
    """The same graph for networkx, with edge attribute ``weight``.

    Nodes are added in order 0..n-1, named by ``labels`` when given (one each, all different, else
    LeadersError). Some 300 bytes an edge: for small graphs and for output.
    """
    names = list(range(graph.node_count)) if labels is None else list(labels)
    if len(names) != graph.node_count or len(set(names)) != graph.node_count:
        raise LeadersError(f"A graph of {graph.node_count} nodes needs as many different labels.")
    target = np.repeat(np.arange(graph.node_count), np.diff(graph.offset))
    digraph = nx.DiGraph()
    digraph.add_nodes_from(names)
    digraph.add_weighted_edges_from(
        (names[s], names[t], w)
        for s, t, w in zip(
            graph.source.tolist(), target.tolist(), graph.weight.tolist(), strict=True
        )
    )
    return digraph


def row_positions(
    offset: NDArray[np.integer], rows: NDArray[np.integer]
) -> tuple[IntArray, IntArray]:
    """Where the entries of some rows lie in a compressed matrix, one row after another.

    Returns (positions, counts): the index of every entry, and how many each row has.
    """
    start = offset[rows].astype(np.int64, copy=False)
    counts = offset[rows + 1] - start
    end = np.cumsum(counts)
    total = int(end[-1]) if len(end) else 0
    return np.repeat(start - end + counts, counts) + np.arange(total), counts


def _node_numbers(name: str, values: ArrayLike, node_count: int) -> NDArray[np.int32]:
    """Checked node numbers as int32."""
    numbers = np.asarray(values)
    if numbers.ndim != 1:
        raise LeadersError(f"The {name} numbers must be a flat array.")
    if numbers.size == 0:
        return np.empty(0, dtype=np.int32)
    if not np.issubdtype(numbers.dtype, np.integer):
        raise LeadersError(f"The {name} numbers must be whole numbers, not {numbers.dtype}.")
    low, high = int(numbers.min()), int(numbers.max())
    if low < 0 or high >= node_count:
        wrong = low if low < 0 else high
        raise LeadersError(f"A {name} number is {wrong}, outside 0..{node_count - 1}.")
    return numbers.astype(np.int32, copy=False)


def _weights(values: ArrayLike | None, edge_count: int) -> FloatArray:
    """Checked weights as float64, 1 each when there are none."""
    if values is None:
        return np.ones(edge_count)
    weights = np.asarray(values, dtype=np.float64)
    if weights.shape != (edge_count,):
        raise LeadersError(f"There are {edge_count} edges but weights of shape {weights.shape}.")
    if not np.isfinite(weights).all():
        raise LeadersError("An edge weight is not a finite number.")
    if edge_count and weights.min() < 0:
        raise LeadersError(f"An edge weight is negative: {weights.min()}.")
    with np.errstate(over="ignore"):
        total = weights.sum()
    if not np.isfinite(total):
        raise LeadersError("The edge weights are too large to be added up.")
    return weights
