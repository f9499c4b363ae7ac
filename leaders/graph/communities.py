"""Communities: parts of the graph with more weight within than chance would put there."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, IntArray

Numbers = NDArray[np.uint32]

LEAST_GAIN = 1e-11
"""A move must gain more than this share of a node's strength: less is rounding."""


def modularity(graph: Graph, labels: ArrayLike, *, resolution: float = 1.0) -> float:
    """How much more of the weight lies within communities than chance would put there.

    ``sum of (L_c / m - resolution * out_c in_c / m^2) over communities c``: L_c the weight of the
    edges within c, m that of all edges, out_c and in_c the strengths of its members (without
    directions both are half the degree, to which a loop adds its weight twice). Below 1; 0 when
    all nodes are one community at resolution 1. Newman and Girvan 2004; with directions: Leicht
    and Newman 2008. Equals ``networkx.community.modularity``.

    labels: the community of each node, whole numbers, shape (n,).

    O(n log n + m). NaN without edges, where networkx raises. Raises LeadersError for a bad
    argument.
    """
    _check_resolution(resolution)
    community = np.asarray(labels)
    whole = community.dtype.kind in "iu" or community.size == 0
    if community.shape != (graph.node_count,) or not whole:
        raise LeadersError(
            f"{graph.node_count} nodes need as many whole numbers as labels, "
            f"not {community.dtype} of shape {community.shape}."
        )
    sent, received, total = _shares(graph)
    if total == 0:
        return math.nan
    number = np.unique(community, return_inverse=True)[1].astype(np.int32)
    within = np.repeat(number, np.diff(graph.offset)) == number[graph.source]
    inside = float(within.sum() if graph.weight is None else graph.weight[within].sum())
    if not graph.directed:
        inside += float(_loops(graph).sum())
    expected = np.bincount(number, weights=sent) @ np.bincount(number, weights=received)
    return float(inside / total - resolution * expected)


def louvain(
    graph: Graph,
    *,
    resolution: float = 1.0,
    seed: int = 0,
    threshold: float = 1e-7,
    max_level: int | None = None,
) -> IntArray:
    """The community of each node by Louvain's method; int64, shape (n,), 0 the largest.

    `leiden` without its refinement: a community may fall into pieces that are not joined. Blondel
    et al. 2008; with directions: Dugué and Perez 2015. Arguments, order and errors as there, but
    it makes one pass, and ends with the first level that gains no more than ``threshold``, as
    that of networkx does.
    """
    return _last(max_level, community_levels(graph, resolution, seed, threshold, refined=False))


def leiden(
    graph: Graph,
    *,
    resolution: float = 1.0,
    seed: int = 0,
    threshold: float = 1e-3,
    max_level: int | None = None,
) -> IntArray:
    """The community of each node by Leiden's method; int64, shape (n,), 0 the largest.

    Communities of high `modularity`, directions and weights included; ties in size go to the
    community of the lowest node, and an isolated node is one of its own. Every community is
    connected, and no two of them would gain by being one.

    A level moves each node to the community that gains most until none gains, divides each
    community into well joined parts (the refinement), and makes each part a node of the next
    level. When a level joins nothing any more, another pass starts at the bottom from what was
    found. Traag, Waltman and van Eck, "From Louvain to Leiden", Sci. Rep. 9 (2019); here a node
    joins the best part, where they draw among those that gain.

    resolution: above 1 for smaller communities, below 1 for larger ones; not negative.
    seed: of the order in which nodes are visited. Other seeds find other communities of nearly
        the same modularity: what a single run says of a single account is uncertain.
    threshold: a pass that gains no more modularity than this is the last; 1e-5 finds .001 more on
        graphs with weak communities in three times the time.
    max_level: the most levels, over all passes; at least 1.

    About O(n + m) a level. `Graph.undirected` stays with the graph. Raises LeadersError for a bad
    argument.
    """
    return _last(max_level, community_levels(graph, resolution, seed, threshold, refined=True))


def community_levels(
    graph: Graph, resolution: float, seed: int, threshold: float, *, refined: bool
) -> Iterator[IntArray]:
    """The communities that `leiden` (refined) or `louvain` holds after each level.

    Modularity grows from level to level; the last may have gained nothing.
    """
    _check_resolution(resolution)
    if not threshold >= 0:
        raise LeadersError(f"The threshold must not be negative, but it is {threshold}.")
    bottom, total = _bottom(graph)
    nodes = np.arange(graph.node_count, dtype=np.uint32)
    if total == 0:
        yield _by_size(nodes)
        return
    search = _Search(resolution, total, np.random.Generator(np.random.PCG64(seed)))
    label = nodes.copy()
    while True:
        level, place, gained = bottom, nodes, 0.0  # place: the node of this level that holds each
        ended = False
        while not ended:
            gain, label = search.move(level, label)
            gained += gain
            part = search.refine(level, label) if refined else label
            upper = _join(level, part)
            if refined:
                ended = gain == 0 and upper.node_count == level.node_count  # nothing moves or joins
            else:
                ended = gain <= threshold
            level, place, label = upper, part[place], _label_parts(upper, part, label)
            yield _by_size(label[place])
        if not refined or gained <= threshold:
            return
        label = label[place]


@dataclass(frozen=True)
class _Level:
    """Who is joined to whom, both ways and without loops; a node is a part of the level below.

    strength, tilt: see `leaders.graph.kernels.communities`.
    """

    offset: NDArray[np.unsignedinteger[Any]]
    neighbour: NDArray[np.unsignedinteger[Any]]
    weight: FloatArray | None
    strength: FloatArray
    tilt: FloatArray | None

    @property
    def node_count(self) -> int:
        return len(self.strength)


@dataclass(frozen=True)
class _Search:
    """What all levels share."""

    resolution: float
    total: float
    random: np.random.Generator

    def move(self, level: _Level, label: Numbers) -> tuple[float, Numbers]:
        """(modularity gained, communities 0, 1, …)."""
        from leaders.graph.kernels.communities import move_nodes

        n = level.node_count
        label = label.copy()
        gain = move_nodes(
            level.offset, level.neighbour, level.weight, level.strength, level.tilt,
            self.resolution * self.total, LEAST_GAIN * self.total * max(1.0, self.resolution),
            self._order(n), label,
            _sums(label, level.strength, n), _tilts(label, level.tilt, n),
            np.bincount(label, minlength=n),
        )  # fmt: skip
        return 2 * gain / self.total, _renumbered(label, n)

    def refine(self, level: _Level, label: Numbers) -> Numbers:
        """The part 0, 1, … of each node."""
        from leaders.graph.kernels.communities import refine

        n = level.node_count
        part = np.arange(n, dtype=np.uint32)
        refine(
            level.offset, level.neighbour, level.weight, level.strength, level.tilt,
            self.resolution * self.total, self._order(n), label,
            _sums(label, level.strength, n), _tilts(label, level.tilt, n),
            part, level.strength.copy(), None if level.tilt is None else level.tilt.copy(),
        )  # fmt: skip
        return _renumbered(part, n)

    def _order(self, n: int) -> Numbers:
        return self.random.permutation(np.arange(n, dtype=np.uint32))


def _join(level: _Level, part: Numbers) -> _Level:
    """The next level, whose nodes are the parts."""
    from leaders.graph.kernels.communities import join_parts

    count = int(part.max()) + 1
    offset, neighbour, weight = join_parts(
        level.offset, level.neighbour, level.weight, part, np.uint64(count)
    )
    strength, tilt = _sums(part, level.strength, count), _tilts(part, level.tilt, count)
    return _Level(offset, neighbour, weight, strength, tilt)


def _sums(label: Numbers, values: FloatArray, count: int) -> FloatArray:
    """The sum of the values for each label."""
    return np.bincount(label, values, count).astype(np.float64, copy=False)


def _tilts(label: Numbers, tilt: FloatArray | None, count: int) -> FloatArray | None:
    return None if tilt is None else _sums(label, tilt, count)


def _label_parts(upper: _Level, part: Numbers, label: Numbers) -> Numbers:
    """The community of each part, after communities that are not connected were split."""
    from leaders.graph.kernels.communities import split

    of_part = np.empty(upper.node_count, dtype=np.uint32)
    of_part[part] = label
    return _renumbered(split(upper.offset, upper.neighbour, of_part), upper.node_count)


def _renumbered(label: Numbers, n: int) -> Numbers:
    """The same labels, all below n, as 0, 1, … in order of appearance; in place."""
    from leaders.graph.kernels.communities import renumber

    renumber(label, np.empty(n, dtype=np.uint32))
    return label


def _bottom(graph: Graph) -> tuple[_Level, float]:
    """(the level whose nodes are those of the graph, the weight of all edges from both ends)."""
    from leaders.graph.kernels import unsigned

    sent, received, total = _shares(graph)
    joined = graph.undirected
    offset, neighbour, weight = joined.offset, joined.source, joined.weight
    if weight is not None and not weight.all():
        rows = joined.incoming().copy()
        rows.eliminate_zeros()
        offset, neighbour, weight = rows.indptr.astype(np.int64), rows.indices, rows.data
    tilt = (sent - received) / 2 if graph.directed else None
    level = _Level(unsigned(offset), unsigned(neighbour), weight, (sent + received) / 2, tilt)
    return level, 2 * total if graph.directed else total


def _shares(graph: Graph) -> tuple[FloatArray, FloatArray, float]:
    """(out-strength and in-strength of each node as shares of all weight, all weight).

    Without directions both are the degree, and the weight counts from both ends.
    """
    sent = graph.out_strength()
    if not graph.directed:
        sent = sent + _loops(graph)
    total = float(sent.sum())
    if not math.isfinite(2 * total):
        raise LeadersError("The edge weights are too large to be added up.")
    if total == 0:
        return sent, sent, 0.0
    sent = sent / total
    return sent, graph.incoming().sum(axis=1) / total if graph.directed else sent, total


def _loops(graph: Graph) -> FloatArray:
    """The weight of each node's loop."""
    loops: FloatArray = graph.incoming().diagonal()
    return loops


def _by_size(label: Numbers) -> IntArray:
    """Labels 0, 1, … in order of appearance, numbered anew by descending size; ties stay."""
    size = np.bincount(label)
    number = np.empty(len(size), dtype=np.int64)
    number[np.argsort(-size, kind="stable")] = np.arange(len(size))
    return number[label]


def _last(max_level: int | None, levels: Iterator[IntArray]) -> IntArray:
    """The communities after the last level that is allowed."""
    if max_level is not None and max_level < 1:
        raise LeadersError(f"Communities need at least one level, not {max_level}.")
    return deque(islice(levels, max_level), maxlen=1).pop()


def _check_resolution(resolution: float) -> None:
    if not (math.isfinite(resolution) and resolution >= 0):
        raise LeadersError(f"The resolution must be finite and not negative, not {resolution}.")
