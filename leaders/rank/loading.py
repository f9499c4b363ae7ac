"""From stored edges to graphs: arrays of numbers, no text and no hashing on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.graph import Graph, build_graph
from leaders.model import STATE_KINDS, EdgeKind
from leaders.store import Store
from leaders.store.observations import see_edges

FOLLOWS, INTERACTIONS = 0, 1
WEIGHT_DECIMALS = 9


@dataclass(frozen=True, eq=False)
class Nodes:
    """Which account is which node of a graph.

    Nodes stand in the order of edges received, most first: rows of one length stand together,
    which the processor foresees (PageRank: 0.7 x the time). Ties go by the accounts' keys: numbers
    tell in which order accounts were met, and nothing sampled or tied may depend on that.

    account_no: int32, shape (n,), by node.
    key: uint64, shape (n,), by node.
    node_of: int32, by account number; -1 for an account that is none.
    """

    account_no: NDArray[np.int32]
    key: NDArray[np.uint64]
    node_of: NDArray[np.int32]


def load_graph(
    store: Store, as_of: datetime, weights: Mapping[EdgeKind, float] | None = None
) -> tuple[Graph, Nodes]:
    """All accounts and edges of a store as of a moment, follows and interactions together.

    weights: what an edge of each kind counts; kinds that are not named, and all when nothing is
    given, count 1.
    """
    see_edges(store, as_of)
    layers = dict.fromkeys(EdgeKind, FOLLOWS)
    put_kinds(store, layers, {kind: (weights or {}).get(kind, 1.0) for kind in EdgeKind})
    nodes = number_nodes(store)
    return read_layer(store, nodes, FOLLOWS), nodes


def put_kinds(
    store: Store, layers: Mapping[EdgeKind, int], weights: Mapping[EdgeKind, float]
) -> None:
    """Say in which layer an edge of each kind counts, and how much."""
    rows = [(str(kind), layer, float(weights[kind])) for kind, layer in layers.items()]
    schema = {"kind": pl.String, "layer": pl.UInt8, "weight": pl.Float64}
    store.execute("graph/kind_weights")
    store.append("kind_weight", pl.DataFrame(rows, schema=schema, orient="row"))


def layers_of_kinds() -> dict[EdgeKind, int]:
    """Follows and memberships are one layer, what people do with posts is the other."""
    return {kind: FOLLOWS if kind in STATE_KINDS else INTERACTIONS for kind in EdgeKind}


def number_nodes(store: Store, candidate_no: NDArray[np.integer] | None = None) -> Nodes:
    """The nodes of a niche's graph: its candidates and all who pay attention to them.

    All accounts of the store when no candidates are given. ``seen_edge`` is looked at.
    """
    accounts = store.arrays("graph/keys")
    number, key = accounts["account_no"], accounts["account_key"]
    extent = int(number[-1]) + 1 if len(number) else 0
    is_node = np.zeros(extent, dtype=bool)
    is_node[number if candidate_no is None else candidate_no] = True
    if candidate_no is not None:
        is_candidate = is_node.copy()
        for pairs in store.stream("graph/pairs"):
            is_node[pairs["source_no"][is_candidate[pairs["target_no"]]]] = True
    received = _count_received(store, is_node, is_whole=candidate_no is None)
    number, key = number[is_node[number]], key[is_node[number]]
    order = np.lexsort((key, -received[number]))
    node_of = np.full(extent, -1, dtype=np.int32)
    node_of[number[order]] = np.arange(len(order), dtype=np.int32)
    return Nodes(number[order], key[order], node_of)


def _count_received(
    store: Store, is_node: NDArray[np.bool_], *, is_whole: bool
) -> NDArray[np.int64]:
    """How many edges between nodes lead to each account, by number."""
    received = np.zeros(len(is_node), dtype=np.int64)
    for pairs in store.stream("graph/pairs"):
        target = pairs["target_no"]
        if not is_whole:
            target = target[is_node[pairs["source_no"]] & is_node[target]]
        if target.size:
            low, high = target.min(), target.max()  # edges come by target: a short stretch
            received[low : high + 1] += np.bincount(target - low)
    return received


def read_layer(store: Store, nodes: Nodes, layer: int) -> Graph:
    """The edges of a layer that join two nodes; needs `put_kinds` and a ``seen_edge``."""
    edges = _read_edges(store, nodes.node_of, layer)
    edge_count = len(edges[0])
    graph = build_graph(*edges, node_count=len(nodes.account_no))
    if graph.weight is None or graph.edge_count == edge_count:
        return graph
    # Which of several posts came first must not change the last bits of a sum.
    return replace(graph, weight=np.round(graph.weight, WEIGHT_DECIMALS))


def _read_edges(
    store: Store, node_of: NDArray[np.int32], layer: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """(source, target, weight) of the edges between nodes.

    Room is made for all edges of the store; the system gives memory for what is filled alone.
    """
    room = int(store.value("graph/edge_count"))
    source, target = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
    weight = np.empty(room)
    filled = 0
    for edges in store.stream("graph/edges", layer=layer):
        s, t = node_of[edges["source_no"]], node_of[edges["target_no"]]
        kept = (s >= 0) & (t >= 0) & (s != t)
        end = filled + int(np.count_nonzero(kept))
        source[filled:end], target[filled:end] = s[kept], t[kept]
        weight[filled:end] = edges["weight"][kept]
        filled = end
    return source[:filled], target[:filled], weight[:filled]
