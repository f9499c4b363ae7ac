"""Flags from the graph: rings of accounts that engage each other, audiences that move as one."""

import numpy as np
from scipy import sparse

from leaders.graph import Graph
from leaders.rank.authenticity.peers import (
    FEWEST_PEERS,
    FloatArray,
    IntArray,
    Measured,
    compare_in_tiers,
    discovered,
    distance,
    nothing_measured,
    of_known,
    upper_tail,
)

EACH_WAY = 5
FEWEST_PARTNERS = 5
LEAST_CLUSTERING = 0.5
CAP = 3.0
"""Interactions of one actor beyond this count for nothing, as in the score."""
HIGH_QUANTILE = 0.90
"""Of peers' answered shares. Not .95: accounts that answer everybody for other reasons can be a
twentieth of a niche, and would set the bound (in simulated niches they hid most of three rings)."""

FEWEST_FOLLOWERS = 20
NEAREST = 3
LEAST_JACCARD = 0.20
LOCKSTEP_BOUND = 3.5
MOST_FOLLOWED = 100
BLOCK = 500


def ring(counted: Graph, node: IntArray) -> Measured:
    """Accounts whose attention comes from partners who all engage each other.

    Partners of i are those j with at least 5 interactions each way, ``m_i`` of them; ``c_i`` is
    the share of pairs of them that are partners themselves; the value is the answered share of
    the attention received, ``sum_j min(w_ji, 3) [w_ij > 0] / sum_j min(w_ji, 3)``. Unusual:
    m >= 5, c >= .5 and the value above the 90th percentile of those who are in no such ring: a
    percentile of all would let a ring of a tenth of the niche hide half of its members.

    counted: who engages with whom; weights are numbers of interactions, of whatever kind.
    node: the candidates' nodes, shape (accounts,). Those who receive nothing are not measured.
    """
    partners, closeness = _partners(counted)
    answered = _answered_share(counted, node)
    known = ~np.isnan(answered)
    is_close = (partners[node] >= FEWEST_PARTNERS) & (closeness[node] >= LEAST_CLUSTERING)
    peers = answered[known & ~is_close]
    if len(peers) < FEWEST_PEERS:
        return nothing_measured(len(node))
    bound = float(np.quantile(peers, HIGH_QUANTILE))
    is_unusual = known & is_close & (answered > bound)
    nothing = np.full(len(node), np.nan)
    return Measured(
        value=answered,
        median=np.where(known, np.median(peers), np.nan),
        peers_count=np.where(known, len(peers), 0),
        is_unusual=is_unusual,
        z=nothing,
        p=nothing,
        bound=bound,
        detail={
            row: f"{partners[node[row]]} partners, {closeness[node[row]]:.0%} of them joined"
            for row in np.flatnonzero(is_unusual).tolist()
        },
    )


def lockstep(follows: Graph, node: IntArray) -> Measured:
    """Accounts that share unusually much of their audience with others of the niche.

    ``J_ij = |A_i and A_j| / |A_i or A_j|`` over the followers seen; the value is the mean of an
    account's 3 largest; z is its distance from that of its tier of followers seen, in the tier's
    deviation with the noise of so many followers added: ``sqrt(deviation^2 + J (1 - J) / n)``.
    Unusual: value >= .20 and z > 3.5, and a discovery. Mass followers, who follow more than 100 of
    the candidates, are left out of both counts: they bring everybody together.

    follows: who follows whom. node: the candidates' nodes, shape (accounts,). Those with fewer
    than 20 followers seen are not measured. O(sum over followers of their follows squared).
    """
    audience = follows.pattern()[node].astype(np.float32)
    followed = np.bincount(audience.indices, minlength=audience.shape[1])
    is_mass = followed > MOST_FOLLOWED
    size = (audience @ (~is_mass).astype(np.float64)).astype(np.int64)
    known = size >= FEWEST_FOLLOWERS
    if known.sum() < FEWEST_PEERS:
        return nothing_measured(len(node))
    is_shared = (followed > 1) & ~is_mass  # who follows one candidate alone is in no overlap
    nearness = _nearest_jaccard(audience[known][:, is_shared], size[known])
    median, deviation, peers_count = compare_in_tiers(nearness, size[known].astype(np.float64))
    noise = np.where(deviation > 0, nearness * (1 - nearness) / size[known], 0)
    z = distance(nearness, median, np.sqrt(deviation**2 + noise))
    p = upper_tail(z)
    is_unusual = np.zeros(len(node), dtype=bool)
    is_unusual[known] = (nearness >= LEAST_JACCARD) & (z > LOCKSTEP_BOUND) & discovered(p)
    peers = np.zeros(len(node), dtype=np.int64)
    peers[known] = peers_count
    return Measured(
        value=of_known(known, nearness),
        median=of_known(known, median),
        peers_count=peers,
        is_unusual=is_unusual,
        z=of_known(known, z),
        p=of_known(known, p),
        bound=LEAST_JACCARD,
    )


def _partners(counted: Graph) -> tuple[IntArray, FloatArray]:
    """How many partners each node has, and the share of pairs of these that are partners."""
    received = counted.incoming()
    strong = received.copy()
    strong.data = (received.data >= EACH_WAY).astype(np.int64)
    strong.eliminate_zeros()
    mutual = strong.multiply(strong.T).tocsr()
    partners: IntArray = np.asarray(mutual.sum(axis=1), dtype=np.int64)
    joined = np.asarray((mutual @ mutual).multiply(mutual).sum(axis=1), dtype=np.float64)
    closeness = np.zeros(len(partners))
    np.divide(joined, partners * (partners - 1), out=closeness, where=partners > 1)
    return partners, closeness


def _answered_share(counted: Graph, node: IntArray) -> FloatArray:
    """The share of the attention received, capped, that comes from those who receive some back."""
    received = counted.incoming()[node]
    received.data = np.minimum(received.data, CAP)
    total = np.asarray(received.sum(axis=1), dtype=np.float64)
    answered = np.asarray(received.multiply(counted.reversed.pattern()[node]).sum(axis=1))
    share = np.full(len(node), np.nan)
    np.divide(answered, total, out=share, where=total > 0)
    return share


def _nearest_jaccard(audience: sparse.csr_array, size: IntArray) -> FloatArray:
    """The mean of each row's three largest overlaps, a block of rows at a time."""
    columns, size_of = audience.T.tocsr(), size.astype(np.float32)
    nearness = np.empty(len(size))
    for begin in range(0, len(size), BLOCK):
        rows = slice(begin, begin + BLOCK)
        overlap = (audience[rows] @ columns).toarray()
        overlap /= size_of[rows, np.newaxis] + size_of - overlap
        within = np.arange(len(overlap))
        overlap[within, begin + within] = 0
        total = np.zeros(len(overlap))
        for _ in range(NEAREST):
            nearest = overlap.argmax(axis=1)
            total += overlap[within, nearest]
            overlap[within, nearest] = 0
        nearness[rows] = total / NEAREST
    return nearness
