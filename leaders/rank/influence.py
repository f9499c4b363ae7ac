"""The six components of a niche's influence (science, 2.2), each from what was measured.

Every function gives an array of shape (replicates, c), NaN where the component is missing: not
collected, hidden, or too little of it. Missing is not zero.
"""

import numpy as np
from numpy.typing import NDArray

from leaders.graph import Graph, build_graph
from leaders.rank.draws import Draw
from leaders.rank.network import FloatArray, NicheNetwork, PostActors
from leaders.rank.weighting import targets, times_target, without_sources

REACH_PSEUDO = 10.0
AFFINITY_PSEUDO = 5.0
IPW_CAP = 20.0
"""A follower that was seen stands for at most so many."""
FEWEST_POSTS, MOST_POSTS = 5, 20


def reach(network: NicheNetwork, draw: Draw) -> FloatArray:
    """``R_i = F_i rho_i``, ``rho_i = (sum of p_u + 10 mean) / (n_i + 10)``: declared people.

    Where membership is not judged all are of the niche: ``R_i = F_i``.
    """
    return network.column("followers_count") * share_of_followers(network, draw)


def engaged_audience(network: NicheNetwork, draw: Draw) -> FloatArray:
    """``E_i = sum of p_u s_ui / max(1, T_u)``: one actor, one vote, split by its attention.

    ``T_u`` is all that u gives. The square root of it (science, 2.2) was measured to find the
    leaders of the US Congress worse (AUC .79, not .81) and those of the simulation no better.
    """
    attention = network.attention
    if attention.edge_count == 0:
        return missing(network, draw)
    return where_read(network, draw.sums(attention, network.p / network.activity, network.node))


def interaction_pagerank(network: NicheNetwork, draw: Draw) -> FloatArray:
    """PageRank on s, damping .85; readers start, and start anew, in proportion to p.

    Of an actor's attention ``s_ui / max(1, T_u)`` is passed on and the rest starts anew. Dividing
    by what is left after the discount would hand on what an exchange lost, and let one faint like
    pass on everything: it let 9 attackers instead of 5 into the simulation's first 30.
    """
    attention = network.attention
    if attention.edge_count == 0:
        return missing(network, draw)
    n = attention.node_count
    passed = attention.out_strength()
    rest = np.where(passed > 0, network.activity - passed, 0.0)
    source = np.flatnonzero(rest > 1e-9)
    weight = np.ones(attention.edge_count) if attention.weight is None else attention.weight
    walk = build_graph(
        np.concatenate([attention.source, source]),
        np.concatenate([targets(attention), np.full(len(source), n)]),
        np.concatenate([weight, rest[source]]),
        node_count=n + 1,  # the last one is nobody, from whom readers start anew
    )
    return where_read(network, draw.pagerank(walk, np.append(starts(network), 0.0), network.node))


def follow_pagerank(network: NicheNetwork, draw: Draw) -> FloatArray:
    """PageRank on follows and memberships, each follower seen standing for ``min(F_i / n_i, 20)``.

    The weight (inverse probability: Horvitz and Thompson 1952) mends lists that were cut. Who
    follows more than 1,500 accounts is left out. Missing where no follow is stored of a platform.
    """
    if network.follows.edge_count == 0:
        return missing(network, draw)
    values = draw.pagerank(mended_follows(network), starts(network), network.node)
    return np.where(are_follows_known(network), values, np.nan)


def consistency(network: NicheNetwork, draw: Draw) -> FloatArray:
    """The median over the newest 20 posts of the niche's people who engaged with each.

    At least 5 posts are needed. Where more candidates have counts than visible actors it is
    ``rho_i`` times the median of the counts for everybody, as the two do not compare.
    """
    counted = network.column("response")
    posts = network.posts
    if posts is None or not len(posts.author):
        return counted * share_of_followers(network, draw)
    value = np.concatenate([network.p, np.zeros(len(posts.author))])
    engaged = draw.sums(posts.graph, value, posts.nodes)
    seen = median_of_posts(posts, engaged, len(network.node))
    if np.isfinite(seen[0]).sum() >= np.isfinite(counted).sum():
        return seen
    return counted * share_of_followers(network, draw)


def affinity(network: NicheNetwork, draw: Draw) -> FloatArray:
    """``logit`` of the niche's share of the attention from beyond the candidates, shrunk by five.

    What candidates give each other says nothing of an audience: they are all of the niche, and
    pods looked best (science, 2.2, counts them). Missing where membership was not judged.
    """
    attention = network.attention
    is_fan = np.ones(attention.node_count)
    is_fan[network.node] = 0.0
    given = draw.sums(attention, is_fan, network.node)
    if not network.is_judged or not given.any():
        return missing(network, draw)
    engaged = draw.sums(attention, is_fan * network.p, network.node)
    share = (engaged + AFFINITY_PSEUDO * network.mean_p) / (given + AFFINITY_PSEUDO)
    share = np.clip(share, 1e-9, 1 - 1e-9)
    return where_read(network, np.log(share / (1 - share)))


def share_of_followers(network: NicheNetwork, draw: Draw) -> FloatArray:
    """``rho``: the niche's share of each candidate's followers that were seen."""
    if not network.is_judged:
        return np.ones((draw.replicates, len(network.node)))
    followers = network.follows.unweighted()
    sampled = draw.sums(followers, network.p, network.node)
    count = draw.sums(followers, np.ones(followers.node_count), network.node)
    return (sampled + REACH_PSEUDO * network.mean_p) / (count + REACH_PSEUDO)


def mended_follows(network: NicheNetwork) -> Graph:
    """The follow graph without mass followers, edges weighted for the followers not seen."""
    graph = without_sources(network.follows, network.follows_many)
    factor = np.ones(graph.node_count)
    declared = network.column("followers_count")
    seen = np.diff(network.follows.offset)[network.node]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = declared / seen
    factor[network.node] = np.where(np.isfinite(ratio), np.clip(ratio, 1.0, IPW_CAP), 1.0)
    return times_target(graph, factor)


def median_of_posts(posts: PostActors, engaged: FloatArray, count: int) -> FloatArray:
    """The median of each candidate's posts, NaN with fewer than five; shape (replicates, c)."""
    size = np.bincount(posts.author, minlength=count)
    first = np.cumsum(size) - size
    place = np.arange(len(posts.author)) - first[posts.author]
    table = np.full((len(engaged), count, max(1, int(size.max(initial=0)))), np.inf)
    table[:, posts.author, place] = engaged
    table.sort(axis=2)
    rows = np.arange(count)
    low = table[:, rows, np.maximum(size - 1, 0) // 2]
    high = table[:, rows, np.minimum(size // 2, table.shape[2] - 1)]
    median: FloatArray = np.where(size >= FEWEST_POSTS, (low + high) / 2, np.nan)
    return median


def starts(network: NicheNetwork) -> FloatArray:
    """Where readers start: everybody in proportion to p; anywhere if nobody is of the niche."""
    return network.p if network.p.any() else np.ones(len(network.p))


def are_follows_known(network: NicheNetwork) -> NDArray[np.bool_]:
    """Whether any follow towards a candidate of its platform is stored; shape (c,).

    Where none is, as of imported account lists, PageRank gives everybody the same: no measure.
    """
    names = network.candidates["account_id"].str.extract("^([^:]*)").to_numpy()
    platform = np.unique(names, return_inverse=True)[1]
    seen = np.diff(network.follows.offset)[network.node]
    known: NDArray[np.bool_] = np.bincount(platform, weights=seen)[platform] > 0
    return known


def where_read(network: NicheNetwork, values: FloatArray) -> FloatArray:
    """Missing for those whose interactions nobody looked for: a few seen by chance say little."""
    return np.where(network.is_read, values, np.nan)


def missing(network: NicheNetwork, draw: Draw) -> NDArray[np.float64]:
    """Nothing was collected to measure by."""
    return np.full((draw.replicates, len(network.node)), np.nan)
