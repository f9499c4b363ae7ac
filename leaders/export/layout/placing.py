"""Places for the nodes of a graph by forces, and then apart, so that no circle covers another."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from leaders.graph import Graph
from leaders.graph.arrays import FloatArray, IntArray

WIDTH, HEIGHT = 1000.0, 640.0
"""The frame of `FRAMED` joined nodes; a larger network has a larger frame of the same shape."""

FRAMED = 150
MOVED = 2_000
"""Of more nodes only so many, those of the most weight, are moved by forces."""

SMALLEST, LARGEST = 4.0, 15.0
"""The least and most radius."""

ROOM = 5.0
"""What a circle has around it, besides as much again as its radius: names need it."""

FILLED = 0.4
"""So much of the frame circles with their room take at most; then each has less room."""

MARGIN = LARGEST + 3
ROW = 24.0
"""Between two rows of isolated nodes, and the least between two of one row."""

KINSHIP = 3.0
"""An edge within a community pulls so many times as hard as one between two."""

GRAVITY = 0.3


@dataclass(frozen=True, eq=False)
class Frame:
    """The nodes' places, rounded to a tenth, each of shape (n,)."""

    width: float
    height: float
    x: FloatArray
    y: FloatArray
    radius: FloatArray


def place(joined: Graph, community: IntArray, received: FloatArray) -> Frame:
    """Places for the nodes of a graph without directions.

    community: the whole number of each node's; received: what its area stands for.
    """
    most = received.max(initial=0.0)
    share = received / most if most > 0 else received
    radius = np.round(SMALLEST + (LARGEST - SMALLEST) * np.sqrt(share), 1)
    degree = np.diff(joined.offset)
    rim, core = np.flatnonzero(degree == 0), np.flatnonzero(degree)
    scale = max(1.0, float(np.sqrt(len(core) / FRAMED)))
    width, height = WIDTH * scale, (HEIGHT * scale if len(core) else MARGIN)
    xy = np.zeros((joined.node_count, 2))
    if len(core):
        low, high = MARGIN, np.array([width, height]) - MARGIN
        pulled = _pull(joined, core, community)
        xy[core] = _part(_fit(pulled, low, high), radius[core], low, high)
    xy[rim], depth = _line_up(len(rim), width, height)
    x, y = np.round(xy, 1).T
    return Frame(round(width, 1), round(height + depth, 1), x, y, radius)


def _pull(joined: Graph, core: IntArray, community: IntArray) -> FloatArray:
    """Places by forces for the nodes that are joined, shape (len(core), 2), in no unit."""
    number = np.full(joined.node_count, -1)
    number[core] = np.arange(len(core))
    ends = np.repeat(np.arange(joined.node_count), np.diff(joined.offset))
    a, b = number[ends], number[joined.source]
    weight = np.ones(joined.edge_count) if joined.weight is None else joined.weight
    weight = np.sqrt(weight)  # one pair that talks all day shall not tear the rest apart
    weight = np.where(community[core][a] == community[core][b], KINSHIP, 1.0) * weight
    weight /= weight.mean()
    strength: FloatArray = np.bincount(a, weight, len(core)).astype(np.float64)
    start = _start(community[core])
    if len(core) <= MOVED:
        return _settle(start, a, b, weight, strength)
    moved = np.sort(np.argsort(-strength, kind="stable")[:MOVED])
    among = np.full(len(core), -1)
    among[moved] = np.arange(MOVED)
    kept = (among[a] >= 0) & (among[b] >= 0)
    settled = _settle(start[moved], among[a[kept]], among[b[kept]], weight[kept], strength[moved])
    return _join(settled, moved, a, b, weight, start)


def _start(community: IntArray) -> FloatArray:
    """Communities along a sunflower's spiral, the largest in the middle, and so within each."""
    turn = np.pi * (3 - np.sqrt(5))
    size = np.bincount(community)
    order = np.argsort(community, kind="stable")
    before = np.cumsum(size) - size
    place = np.empty(len(community))
    place[order] = np.arange(len(community)) - before[community[order]]
    centre, own = before[community] + size[community] / 2, place
    far = np.sqrt(centre / len(community))
    near = 0.5 * np.sqrt((own + 0.5) / len(community))
    angles = turn * community, turn * own
    return np.column_stack(
        [far * trig(angles[0]) + near * trig(angles[1]) for trig in (np.cos, np.sin)]
    )


def _settle(
    start: FloatArray, a: IntArray, b: IntArray, weight: FloatArray, strength: FloatArray
) -> FloatArray:
    """LinLog's forces (Noack 2009), whose rest is that of modularity: communities come apart.

    Each edge pulls with its weight at any distance; two nodes repel by the product of their
    strengths over the distance. networkx's ForceAtlas2 takes eight times as long a round.
    """
    n = len(start)
    mass = 1 + strength
    repulsion = weight.sum() / mass.sum() ** 2
    x, y = start.T.copy()
    rounds = 150 if n <= 1000 else 80
    square, other = np.empty((n, n)), np.empty((n, n))
    for turn in range(rounds):
        np.subtract(x[:, None], x, out=square)
        np.multiply(square, square, out=square)
        np.subtract(y[:, None], y, out=other)
        np.multiply(other, other, out=other)
        square += other
        square += 1e-4
        np.divide(mass, square, out=square)
        total = square.sum(axis=1)
        dx, dy = x[b] - x[a], y[b] - y[a]
        pull = weight / np.sqrt(dx * dx + dy * dy + 1e-4)
        speed = []
        for at, apart in ((x, dx), (y, dy)):
            push = repulsion * (at * total - np.einsum("ij,j->i", square, at))
            drawn = np.bincount(a, pull * apart, minlength=n) / mass
            speed.append(push + drawn - GRAVITY * at)
        vx, vy = speed
        heat = 0.2 * (1 - turn / rounds)
        step = heat / np.maximum(np.sqrt(vx * vx + vy * vy), 1.0)
        x, y = x + step * vx, y + step * vy
    return np.column_stack([x, y])


def _join(
    settled: FloatArray, moved: IntArray, a: IntArray, b: IntArray, weight: FloatArray,
    start: FloatArray,
) -> FloatArray:  # fmt: skip
    """The others in the centre of their neighbours that have places, over and over."""
    xy = np.full(start.shape, np.nan)
    xy[moved] = settled
    while True:
        usable = np.isnan(xy[a, 0]) & ~np.isnan(xy[b, 0])
        if not usable.any():
            break
        near, far, by = a[usable], b[usable], weight[usable]
        total = np.bincount(near, by, minlength=len(xy))
        put = np.flatnonzero(total)
        for axis in (0, 1):
            centre = np.bincount(near, by * xy[far, axis], minlength=len(xy))
            xy[put, axis] = centre[put] / total[put]
    left = np.isnan(xy[:, 0])  # no path leads from them to any that was moved
    xy[left] = 1.2 * start[left]
    return xy


def _fit(xy: FloatArray, low: float, high: FloatArray) -> FloatArray:
    """The same, its longest axis lying level, filling the frame."""
    xy = xy - xy.mean(axis=0)
    sxx, syy, sxy = (xy[:, 0] ** 2).sum(), (xy[:, 1] ** 2).sum(), (xy[:, 0] * xy[:, 1]).sum()
    angle = np.arctan2(2 * sxy, sxx - syy) / 2
    cos, sin = np.cos(angle), np.sin(angle)
    level = np.column_stack([cos * xy[:, 0] + sin * xy[:, 1], cos * xy[:, 1] - sin * xy[:, 0]])
    least, most = level.min(axis=0), level.max(axis=0)
    extent = most - least
    free = high - low
    share = np.where(extent > 1e-9, (level - least) / np.maximum(extent, 1e-9), 0.5)
    return low + share * free


def _part(xy: FloatArray, radius: FloatArray, low: float, high: FloatArray) -> FloatArray:
    """Circles that overlap, or have no room, are pushed apart until none are left.

    The frame holds them all: circles without room fill a sixth of it at most.
    """
    n = len(xy)
    room = radius + ROOM
    filled = np.pi * ((radius + room) ** 2).sum() / np.prod(high + low)
    reach = radius + min(1.0, FILLED / filled) * room
    xy = xy + 0.01 * np.column_stack([np.cos(np.arange(n)), np.sin(np.arange(n))])
    for _ in range(400):
        pairs = KDTree(xy).query_pairs(2 * reach.max(), output_type="ndarray")
        a, b = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        apart = xy[b] - xy[a]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=1)), 1e-6)
        lacking = reach[a] + reach[b] - distance
        near = lacking > 0.2
        if not near.any():
            break
        a, b, lacking = a[near], b[near], lacking[near]
        push = apart[near] * (0.5 * lacking / distance[near])[:, None]
        for axis in (0, 1):
            xy[:, axis] += np.bincount(b, push[:, axis], n) - np.bincount(a, push[:, axis], n)
        xy = np.clip(xy, low, high)
    return xy


def _line_up(count: int, width: float, top: float) -> tuple[FloatArray, float]:
    """(places in rows below the frame, how deep the rows are)."""
    if not count:
        return np.zeros((0, 2)), 0.0
    free = width - 2 * MARGIN
    apart = min(max(free / count, ROW), 5 * ROW)
    in_row = int(free // apart) + 1
    row, column = np.divmod(np.arange(count), in_row)
    places = np.column_stack([MARGIN + apart * column, top + ROW * (row + 1)])
    return places, float(ROW * (row[-1] + 1) + MARGIN)
