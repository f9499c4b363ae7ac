"""A weighted graph as compressed sparse rows, one row a target; networkx takes it as its own."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from leaders.errors import LeadersError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class NotConverged(LeadersError):
    """So many iterations as were allowed do not suffice."""


MAX_NODES = 2**31 - 1
"""Node numbers are int32."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Incoming edges, row by row: those of target ``t`` are ``offset[t]:offset[t + 1]``.

    No parallel edges; every weight is finite and not negative. The arrays are read-only. Made by
    `build_graph`, which leaves out self-loops and edges of weight zero as well.

    offset: int64, shape (node_count + 1,), so that more than 2^31 edges can be addressed.
    source: int32, shape (edge_count,), ascending within a row.
    weight: float64, shape (edge_count,); None when every edge weighs 1.
    labels: what networkx calls the nodes, in their order; None for 0..n-1.
    directed: False for a graph of networkx without directions, whose edges are kept both ways.
    weight_name: what networkx calls the weights.
    """

    offset: IntArray
    source: NDArray[np.int32]
    weight: FloatArray | None = None
    labels: tuple[Hashable, ...] | None = None
    directed: bool = True
    weight_name: str = "weight"

    __networkx_backend__: ClassVar[str] = "leaders"

    def __post_init__(self) -> None:
        for array in (self.offset, self.source, self.weight):
            if array is not None:
                array.flags.writeable = False

    def __len__(self) -> int:
        return self.node_count

    def __iter__(self) -> Iterator[Hashable]:
        return iter(range(self.node_count) if self.labels is None else self.labels)

    def __contains__(self, label: object) -> bool:
        try:
            return label in self.number_of
        except TypeError:  # not hashable, as networkx may ask of a list of nodes
            return False

    def is_directed(self) -> bool:
        """As networkx asks it."""
        return self.directed

    def is_multigraph(self) -> bool:
        """As networkx asks it: parallel edges are merged."""
        return False

    def number_of_nodes(self) -> int:
        """As networkx asks it."""
        return self.node_count

    def number_of_edges(self) -> int:
        """As networkx asks it: without directions an edge counts once."""
        if self.directed:
            return self.edge_count
        return (self.edge_count + int(self.pattern().diagonal().sum(dtype=np.int64))) // 2

    @property
    def node_count(self) -> int:
        """The number of nodes, isolated ones included."""
        return len(self.offset) - 1

    @property
    def edge_count(self) -> int:
        """The number of different ``source -> target`` pairs; without directions both ways."""
        return len(self.source)

    @cached_property
    def number_of(self) -> dict[Hashable, int]:
        """The number of each label."""
        return {label: number for number, label in enumerate(self)}

    @cached_property
    def reversed(self) -> "Graph":
        """The same nodes with every edge turned round: its rows are the outgoing edges.

        O(n + m), a copy of all edges, kept with the graph.
        """
        if not self.directed:
            return self
        matrix = self.pattern() if self.weight is None else self.incoming()
        return of_rows(matrix.T.tocsr(), like=self)  # a counting sort: rows come out ascending

    @cached_property
    def undirected(self) -> "Graph":
        """Who is joined to whom, whatever the direction; weights both ways are added up.

        The row of a node holds the union of those who point at it and those it points at:
        ``S = B + B^T``. Without weights a mutual pair weighs 2. O(n + m), kept with the graph.
        """
        if not self.directed:
            return self
        merged = of_rows(self.incoming() + self.reversed.incoming(), like=self)
        return replace(merged, directed=False)

    def unweighted(self) -> "Graph":
        """The same edges, each of weight 1; shares the arrays."""
        return self if self.weight is None else replace(self, weight=None)

    def incoming(self) -> sparse.csr_array:
        """The matrix ``B[target, source]``: ``B @ x`` gives to each node what its sources hold.

        Shares the graph's arrays; below 2^31 edges only the offsets are copied.
        """
        return self._matrix(np.ones(self.edge_count) if self.weight is None else self.weight)

    def pattern(self) -> sparse.csr_array:
        """`incoming` with every weight 1, in int8."""
        return self._matrix(np.ones(self.edge_count, dtype=np.int8))

    def out_strength(self) -> FloatArray:
        """The sum of the weights of the edges that leave each node, shape (n,)."""
        # bincount adds up in the order of the edges, and needs no weights of its own.
        return np.bincount(self.source, weights=self.weight, minlength=self.node_count).astype(
            np.float64, copy=False
        )

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
    weights = None if weight is None else check_weights(weight, len(sources))

    kept = sources != targets
    if weights is not None:
        kept &= weights > 0
    if not kept.all():
        sources, targets = sources[kept], targets[kept]
        weights = None if weights is None else weights[kept]
    return compress(sources, targets, weights, node_count)


def merge_graphs(*graphs: Graph) -> Graph:
    """The edges of several graphs on the same nodes; weights of the same edge are added up."""
    rows = sum((graph.incoming() for graph in graphs[1:]), graphs[0].incoming())
    return of_rows(rows)


def compress(
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    weight: FloatArray | None,
    node_count: int,
) -> Graph:
    """The graph of edges that are known to keep the rules; self-loops and zeros stay."""
    weights = np.ones(len(source)) if weight is None else weight
    # tocsr counts the edges of each row, places them, then merges parallel ones.
    shape = (node_count, node_count)
    rows = sparse.coo_array((weights, (target, source)), shape=shape).tocsr()
    rows.sort_indices()
    return of_rows(rows)


def check_weights(values: ArrayLike, edge_count: int) -> FloatArray:
    """Weights as float64; LeadersError unless each is a finite number and none negative."""
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


def of_rows(
    rows: sparse.csr_array, like: Graph | None = None, nodes: IntArray | None = None
) -> Graph:
    """The graph of a matrix in canonical form, labelled as those nodes of another graph."""
    labels = None if like is None or like.labels is None else like.labels
    if labels is not None and nodes is not None:
        labels = tuple(labels[node] for node in nodes.tolist())
    return Graph(
        offset=_wide(rows.indptr),
        source=rows.indices.astype(np.int32, copy=False),
        weight=None if (rows.data == 1).all() else rows.data,
        labels=labels,
        directed=like is None or like.directed,
    )


def _wide(offset: NDArray[np.integer]) -> IntArray:
    return offset.astype(np.int64)
