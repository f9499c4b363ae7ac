"""Interactions as they count: aged, capped by post and by actor, exchanges discounted.

Constants are conventions (science, 2.2), the same for every niche.
"""

from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.graph import Graph, build_graph
from leaders.rank.loading import WEIGHT_DECIMALS
from leaders.rank.network import FloatArray, NicheNetwork, PostActors
from leaders.rank.weighting import targets
from leaders.store import Store

WINDOW_DAYS = 180
HALF_LIFE_DAYS = 60
POST_CAP = 3
"""No post counts more than so many median posts of its author."""
ACTOR_CAP = 3.0
"""Interactions of one actor with one target beyond this count for nothing."""
RECIPROCITY_DISCOUNT = 0.75
"""What of an exchange between two candidates is taken off each way, where there are fans."""


def load_attention(store: Store, network: NicheNetwork, as_of: datetime) -> NicheNetwork:
    """The network with its interactions as they count, and who engaged with which post.

    ``c_ui`` sums ``kappa * 2^(-age / 60 d)`` over distinct (post, kind) of the last 180 days, a
    post capped at three median posts; ``s_ui = log2(1 + min(c_ui, 3))``; exchanges between
    candidates are discounted (`discount_exchanges`), under each post too.
    """
    store.execute("graph/probabilities")
    probability = {"account_no": network.account_no, "probability": network.p}
    store.append("niche_probability", pl.DataFrame(probability))
    node_of = np.full(int(network.account_no.max(initial=-1)) + 1, -1, dtype=np.int64)
    node_of[network.account_no] = np.arange(len(network.account_no))
    spent = store.arrays(
        "graph/attention", as_of=as_of, window_days=WINDOW_DAYS, half_life_days=HALF_LIFE_DAYS,
        post_cap=POST_CAP,
    )  # fmt: skip
    source, target = _nodes(node_of, spent["source_no"]), _nodes(node_of, spent["target_no"])
    kept = (source >= 0) & (target >= 0)
    graph = build_graph(
        source[kept], target[kept], np.round(spent["spent"][kept], WEIGHT_DECIMALS),
        node_count=len(network.account_no),
    )  # fmt: skip
    saturated = saturate(graph)
    attention = discount_exchanges(saturated, network.node)
    posts = _load_posts(store, network, node_of, as_of)
    return replace(
        network,
        attended=attention,
        given=saturated.out_strength(),
        posts=_discount_posts(posts, network.node, saturated, attention),
    )


def is_all_too_old(network: NicheNetwork) -> bool:
    """Whether interactions were collected and none of them falls into the window that counts."""
    return network.counted.edge_count > 0 and network.attention.edge_count == 0


def saturate(counted: Graph) -> Graph:
    """``s = log2(1 + min(c, 3))``: 1 -> 1, 3 -> 2, then flat."""
    if counted.weight is None:
        return counted
    return replace(counted, weight=np.log2(1 + np.minimum(counted.weight, ACTOR_CAP)))


def discount_exchanges(attention: Graph, candidates: NDArray[np.int64]) -> Graph:
    """Take off most of what two candidates give each other alike: ``s_ui - d min(s_ui, s_iu)``.

    One-way attention is untouched, fans' replies are never discounted, and an interaction more
    never lowers what counts. ``d = .75 min(1, 2 x the share of attention that comes from beyond
    the candidates)``: where nobody but candidates was seen, talk among them is all there is
    (discounting it cost .02 of the AUC for leaders of the US Congress).
    """
    is_candidate = np.zeros(attention.node_count, dtype=bool)
    is_candidate[candidates] = True
    target = targets(attention)
    source = attention.source.astype(np.int64)
    is_among = is_candidate[source] & is_candidate[target]
    between = np.flatnonzero(is_among)
    weight = np.ones(attention.edge_count) if attention.weight is None else attention.weight
    to_candidates = weight[is_candidate[target]].sum()
    if not len(between) or to_candidates == 0:
        return attention
    beyond = 1 - weight[between].sum() / to_candidates
    back = _look_up(attention, weight, target[between], source[between], 0.0)
    discounted = weight.copy()
    discount = RECIPROCITY_DISCOUNT * min(1.0, 2 * beyond)
    discounted[between] -= discount * np.minimum(weight[between], back)
    return replace(attention, weight=discounted)


def _discount_posts(
    posts: PostActors, candidates: NDArray[np.int64], before: Graph, after: Graph
) -> PostActors:
    """Under a post an actor counts as much as of its attention to the author was left."""
    if before.weight is None or after.weight is before.weight or not posts.graph.edge_count:
        return posts
    kept = after.weight / np.maximum(before.weight, np.finfo(float).tiny)
    first = posts.graph.node_count - len(posts.author)
    author = candidates[posts.author[targets(posts.graph) - first]]
    left = _look_up(before, kept, posts.graph.source.astype(np.int64), author, 1.0)
    return replace(posts, graph=replace(posts.graph, weight=left))


def _look_up(
    graph: Graph,
    values: FloatArray,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    default: float,
) -> FloatArray:
    """The value of each of these edges, ``default`` where there is none."""
    key = targets(graph) * graph.node_count + graph.source  # ascending: rows are sorted
    wanted = target * graph.node_count + source
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    return np.where(key[place] == wanted, values[place], default)


def _load_posts(
    store: Store, network: NicheNetwork, node_of: NDArray[np.int64], as_of: datetime
) -> PostActors:
    rows = store.arrays("rank/post_actors", as_of=as_of)
    row_of = np.full(int(network.account_no.max(initial=-1)) + 1, -1, dtype=np.int64)
    row_of[network.account_no[network.node]] = np.arange(len(network.node))
    posts, first, number = np.unique(rows["post_no"], return_index=True, return_inverse=True)
    author = row_of[rows["account_no"][first]]
    order = np.argsort(author, kind="stable")
    place = np.empty(len(posts), dtype=np.int64)
    place[order] = np.arange(len(posts))
    n = len(network.account_no)
    actor = _nodes(node_of, rows["source_no"])
    kept = actor >= 0
    graph = build_graph(actor[kept], n + place[number[kept]], node_count=n + len(posts))
    return PostActors(graph, author[order])


def _nodes(node_of: NDArray[np.int64], numbers: NDArray[np.integer]) -> NDArray[np.int64]:
    """Nodes of account numbers, -1 for accounts beyond the network."""
    inside = (numbers >= 0) & (numbers < len(node_of))
    return np.where(inside, node_of[np.where(inside, numbers, 0)], -1)
